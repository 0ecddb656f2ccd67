"""Frames of the phantom's procedures, and of its demonstration, with their truth (phantom/README.md): synthetic, no patient."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from ..augment import photometric, placed
from ..dataset import IGNORE
from ..errors import TrainingError
from ..field import Rect, crop_field
from ..index import CLEANLINESS, ORGANS

LEAST_SEED = 1000
"""Procedures of smaller seeds are for tuning rules and for measuring: never learnt from."""

PER_SECOND = 2
"""Frames looked at of a film that has more: neighbours are near-copies."""


@dataclass(frozen=True)
class Shown:
    """One frame of a procedure."""

    image: NDArray[np.uint8]
    """[S,S,3] RGB, the field."""
    organ: int
    usable: bool
    cleanliness: int
    """IGNORE outside and where the view is not usable."""
    caecum: bool
    """The appendiceal orifice is in view."""
    instrument: bool
    residue: float
    bubbles: float

    @property
    def inside(self) -> bool:
        return ORGANS[self.organ] != "outside"


def truths(folders: Sequence[Path]) -> list[Path]:
    """The truth files of all procedures in the folders; raises `TrainingError` where there are none, or of a seed that is kept from training."""
    found = [path for folder in folders for path in sorted(folder.glob("*.truth.json"))]
    if not found:
        raise TrainingError("no-phantom", "no procedures there; render some: node phantom/dist/cli/main.js set --seeds 1001-1032 --fps 1 --field 144 --out DIR")
    kept = [path.name for path in found if int(path.name.split(".")[0].rsplit("-", 1)[1]) < LEAST_SEED]
    if kept:
        raise TrainingError("phantom-seed", f"{kept[0]} is of a seed below {LEAST_SEED}, on which rules are tuned or measured; render others")
    return found


def shown(image: NDArray[np.uint8], frame: dict[str, Any]) -> Shown:
    """What the truth of a frame says of it."""
    clean, usable = frame["cleanliness"], bool(frame["usable"])
    # The demonstration shows neither instruments nor foam, and its truth does not speak of them.
    instrument, bubbles = frame.get("instrument"), frame.get("bubbles")
    return Shown(
        image=image, organ=ORGANS.index(frame["organ"]), usable=usable,
        cleanliness=IGNORE if clean is None or not usable else CLEANLINESS.index(clean["label"]),
        caecum=bool(frame["caecum"]), instrument=instrument is not None,
        residue=0.0 if clean is None else float(clean["covered"]), bubbles=float(bubbles or 0.0),
    )  # fmt: skip


def frames_of(path: Path, size: int) -> Iterator[list[Shown]]:
    """The frames of a film, at most `PER_SECOND`, each as it is and once with other place, colour and light; the same whenever it is asked for."""
    truth = json.loads(path.read_text())
    (left, top, across, down), seed = truth["field"], int(truth["seed"])
    rect = Rect(left, top, left + across, top + down)
    film = cv2.VideoCapture(str(path.with_name(path.name.replace(".truth.json", ".mp4"))))
    step = max(1, round(truth["fps"] / PER_SECOND))
    for n, frame in enumerate(truth["frames"]):
        there, read = film.read()
        if not there:
            raise TrainingError("phantom-film", f"the film of {path.name} ends before its truth; render it again")
        if n % step:
            continue
        image = np.asarray(cv2.cvtColor(read, cv2.COLOR_BGR2RGB), np.uint8)
        rng = np.random.default_rng((seed, n))
        moved, _ = placed(image, rect, size, rng, coloured=False)
        yield [shown(crop_field(image, rect, size), frame), shown(photometric(moved, rng), frame)]
    film.release()
