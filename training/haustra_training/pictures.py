"""Pictures, masks and visible fields read from the data folder."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from .errors import TrainingError
from .field import Rect, find_field
from .index import Picture
from .whole import write_text

CACHE = Path(__file__).resolve().parents[1] / ".cache"
"""What was found once and need not be found again; never committed."""


def read_image(path: Path) -> NDArray[np.uint8]:
    """RGB; raises `TrainingError` when the file is missing or damaged."""
    image = cv2.imread(str(path), cv2.IMREAD_COLOR)
    if image is None:
        raise TrainingError("no-picture", f"cannot read {path}; check that the data folder is complete")
    return np.asarray(cv2.cvtColor(image, cv2.COLOR_BGR2RGB), np.uint8)


def brightest(image: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The largest of the three channels, pixel by pixel: [H,W]. (NumPy's own maximum over the last axis takes twenty times as long.)"""
    red, green, blue = cv2.split(image)
    return np.asarray(cv2.max(cv2.max(red, green), blue), np.uint8)


def read_mask(picture: Picture) -> NDArray[np.uint8] | None:
    """The lesion mask (0 background, 1 untyped, 2 neoplastic, 3 non-neoplastic), or None where none is drawn."""
    if picture.mask is None:
        return None
    mask = cv2.imread(str(picture.mask), cv2.IMREAD_GRAYSCALE)
    if mask is None:
        raise TrainingError("no-mask", f"cannot read {picture.mask}; check that the data folder is complete")
    # Indexed PNGs may be expanded through their palette; any colour but black is a lesion.
    return np.asarray(mask, dtype=np.uint8)


def remembered(pictures: Sequence[Picture], cache: Path, find: Callable[[Picture], list[float]]) -> dict[str, list[float]]:
    """What `find` says of each picture, by id, kept in a JSON file so that it is found once."""
    known: dict[str, list[float]] = json.loads(cache.read_text()) if cache.is_file() else {}
    fresh = [p for p in pictures if p.id not in known]
    for picture in fresh:
        known[picture.id] = find(picture)
    if fresh:
        cache.parent.mkdir(parents=True, exist_ok=True)
        write_text(cache, json.dumps(known))
    return known


def fields_of(pictures: Sequence[Picture], cache: Path) -> dict[str, Rect]:
    """The visible field of every picture, kept in a JSON file so that it is found once."""

    def find(picture: Picture) -> list[float]:
        rect = find_field(read_image(picture.image))
        return [rect.left, rect.top, rect.right, rect.bottom]

    known = remembered(pictures, cache, find)
    return {p.id: Rect(*known[p.id]) for p in pictures}
