"""Where the endoscopic picture lies inside the frame: without black borders, text and insets."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

Image = NDArray[np.uint8]

BRIGHT = 28
"""A pixel whose brightest channel is above this may be mucosa; compressed black stays below."""

WORK_WIDTH = 128


@dataclass(frozen=True)
class Rect:
    """Left, top, right, bottom in fractions of the frame."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top


WHOLE = Rect(0.0, 0.0, 1.0, 1.0)


def _extent(profile: NDArray[np.float64]) -> tuple[float, float]:
    """First and last place where the profile passes a tenth of its maximum, as fractions."""
    places = np.flatnonzero(profile > 0.1 * profile.max())
    return float(places[0]) / len(profile), float(places[-1] + 1) / len(profile)


def find_field(image: Image) -> Rect:
    """Bounding rectangle of the visible field of a BGR or RGB frame.

    Bright pixels are opened (which removes text), the largest connected region is kept
    (which removes insets standing apart), and its extent is read from row and column sums
    (which ignores thin bridges). Falls back to the whole frame when less than 8 % is lit.
    """
    height, width = image.shape[:2]
    work_height = max(16, round(WORK_WIDTH * height / width))
    small = cv2.resize(image, (WORK_WIDTH, work_height), interpolation=cv2.INTER_AREA)
    lit = (small.max(axis=2) > BRIGHT).astype(np.uint8)
    lit = cv2.morphologyEx(lit, cv2.MORPH_OPEN, np.ones((7, 7), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(lit, connectivity=4)
    if count < 2:
        return WHOLE
    best = 1 + int(np.argmax(stats[1:, cv2.CC_STAT_AREA]))
    if stats[best, cv2.CC_STAT_AREA] < 0.08 * lit.size:
        return WHOLE
    # A dark lumen may cut the field in two: regions nearly as large as the best belong to it.
    keep = np.isin(labels, [i for i in range(1, count) if stats[i, cv2.CC_STAT_AREA] >= 0.25 * stats[best, cv2.CC_STAT_AREA]])
    left, right = _extent(keep.sum(axis=0).astype(np.float64))
    top, bottom = _extent(keep.sum(axis=1).astype(np.float64))
    if right - left < 0.25 or bottom - top < 0.25:
        return WHOLE
    return Rect(left, top, right, bottom)


def crop_field(image: Image, rect: Rect, size: int) -> Image:
    """Cut the rectangle out and stretch it to size × size (area averaging when shrinking)."""
    height, width = image.shape[:2]
    x0, x1 = round(rect.left * width), round(rect.right * width)
    y0, y1 = round(rect.top * height), round(rect.bottom * height)
    patch = image[max(0, y0) : max(y1, y0 + 1), max(0, x0) : max(x1, x0 + 1)]
    shrinking = patch.shape[0] >= size and patch.shape[1] >= size
    out = cv2.resize(patch, (size, size), interpolation=cv2.INTER_AREA if shrinking else cv2.INTER_CUBIC)
    return np.ascontiguousarray(out, dtype=np.uint8)
