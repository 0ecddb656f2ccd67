"""Made-up pictures: no test needs real data, except where it says so."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import cv2
import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from haustra_training.index import COLUMNS, data_folder


@pytest.fixture(autouse=True)
def _quiet_threads() -> None:
    torch.set_num_threads(1)


def drawn(width: int = 320, height: int = 240) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """A made-up view: pink field in a black frame, one bright lesion; picture (BGR) and mask."""
    image = np.zeros((height, width, 3), np.uint8)
    cv2.rectangle(image, (40, 10), (width - 10, height - 10), (90, 110, 190), -1)
    mask = np.zeros((height, width), np.uint8)
    cv2.ellipse(mask, (180, 120), (40, 25), 0, 0, 360, 2, -1)
    image[mask > 0] = (60, 60, 240)
    return image, mask


@pytest.fixture
def small_set(tmp_path: Path) -> Path:
    """A data folder with four pictures: typed lesion, lesion-free, caecum (lesion unknown), everyday."""
    image, mask = drawn()
    (tmp_path / "images").mkdir()
    cv2.imwrite(str(tmp_path / "mask.png"), mask)
    for name in "abcd":
        cv2.imwrite(str(tmp_path / "images" / f"{name}.jpg"), image)
    box = json.dumps([[140 / 320, 95 / 240, 81 / 320, 51 / 240, "neoplastic"]])
    rows = [
        {"id": "a", "polyp": "1", "mask": "mask.png", "boxes": box, "organ": "colon", "sequence": "s1"},
        {"id": "b", "polyp": "0", "boxes": "[]", "organ": "colon", "sequence": "s2", "quality": "usable"},
        {"id": "c", "organ": "colon", "landmark": "caecum"},
        {"id": "d", "organ": "outside"},
    ]
    base = dict.fromkeys(COLUMNS, "")
    write_index(tmp_path / "index.csv", [{**base, "source": "made-up", "split": "train", "width": "320", "height": "240", "licence": "none", "image": f"images/{r['id']}.jpg", **r} for r in rows])
    return tmp_path


def write_index(path: Path, rows: list[dict[str, str]]) -> None:
    with path.open("w", newline="") as handle:
        writer = csv.DictWriter(handle, COLUMNS)
        writer.writeheader()
        writer.writerows(rows)


@pytest.fixture
def real_data() -> Path:
    """The shared data folder, or a skip that says so."""
    folder = data_folder()
    if not (folder / "index.csv").is_file():
        pytest.skip("no shared data (set HAUSTRA_DATA)")
    return folder
