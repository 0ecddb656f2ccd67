"""A lesion of one picture put into another (Ghiasi et al., Simple copy-paste, CVPR 2021), in the other's colours.

A network that saw lesions only where its sources have them learns what lies around them instead: that a lesion means colon, that
a stomach has none. Pasted, a lesion says nothing about the organ or the place.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from .geometry import TYPE_OF_LABEL, Outline
from .index import Picture
from .pictures import brightest, read_image, read_mask
from .style import LIT, restyle, style_of

Image = NDArray[np.uint8]

TRIES = 6
"""Places tried before a picture is left as it is."""

SPREAD = (0.10, 0.38)
"""Longer side of a pasted lesion, as a share of the shorter side of the picture."""


@dataclass(frozen=True)
class Pasted:
    """A picture with a lesion more: `mask` [H,W] is 255 on the new lesion."""

    image: Image
    mask: NDArray[np.uint8]
    lesion: Outline


class Donors:
    """Training pictures that hold exactly one drawn lesion with a mask: what can be pasted, and how often.

    `share`: of the training pictures without a known lesion, into which one is put; 0 where there is nothing to give.
    """

    def __init__(self, pictures: Sequence[Picture], share: float) -> None:
        self.pictures = [p for p in pictures if p.mask is not None and p.boxes is not None and len(p.boxes) == 1]
        self.share = share if self.pictures else 0.0

    def paste(self, image: Image, taken: NDArray[np.uint8] | None, rng: Generator) -> Pasted | None:
        """One lesion of a random picture in `image` (RGB), clear of `taken` (> 0: lesions that are there); None where none fits."""
        donor = self.pictures[int(rng.integers(len(self.pictures)))]
        picture, mask = read_image(donor.image), read_mask(donor)
        assert mask is not None and donor.boxes is not None
        return paste(image, taken, picture, (mask > 0).astype(np.uint8) * 255, TYPE_OF_LABEL[donor.boxes[0].label], rng)


def paste(image: Image, taken: NDArray[np.uint8] | None, donor: Image, lesion: NDArray[np.uint8], kind: int, rng: Generator) -> Pasted | None:
    """The lesion (255 in its mask) of `donor` in `image`: turned, mirrored, resized, recoloured, with a soft edge; None where no lit place is free."""
    height, width = image.shape[:2]
    x, y, w, h = cv2.boundingRect(lesion)
    if min(w, h) < 12 or touches_edge(lesion, donor):
        return None
    scale = rng.uniform(*SPREAD) * min(height, width) / max(w, h)
    angle = rng.uniform(0, 2 * np.pi)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]]) * scale
    if rng.random() < 0.5:
        turn[:, 0] *= -1
    lit = brightest(image) > LIT
    for _ in range(TRIES):
        centre = np.array([rng.uniform(0.1, 0.9) * width, rng.uniform(0.1, 0.9) * height])
        matrix = np.concatenate([turn, (centre - turn @ [x + w / 2, y + h / 2])[:, None]], axis=1)
        placed = np.asarray(cv2.warpAffine(lesion, matrix, (width, height)), np.uint8)
        inside = placed > 127
        count = int(inside.sum())
        free = inside & lit if taken is None else inside & lit & (taken == 0)
        if count < 60 or free.sum() < 0.95 * count:
            continue
        return blend(image, donor, placed, matrix, kind, rng)
    return None


def touches_edge(lesion: NDArray[np.uint8], donor: Image) -> bool:
    """A lesion that is cut off by the field would be pasted with a straight edge: does it lie at the dark border or the picture's end?"""
    size = max(3, min(donor.shape[:2]) // 40) | 1
    dark = cv2.copyMakeBorder((brightest(donor) <= LIT).astype(np.uint8), 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=1)
    rim = cv2.dilate(lesion, np.ones((size, size), np.uint8)) > 0
    return bool((dark[1:-1, 1:-1].astype(bool) & rim).sum() > 0.02 * rim.sum()) or bool(lesion[[0, -1]].any() or lesion[:, [0, -1]].any())


def blend(image: Image, donor: Image, placed: NDArray[np.uint8], matrix: NDArray[np.float64], kind: int, rng: Generator) -> Pasted:
    """`image` with the warped donor where `placed` says, in the colours of the surroundings."""
    height, width = image.shape[:2]
    x, y, w, h = cv2.boundingRect(placed)
    reach = max(4, max(w, h) // 3)
    around = np.s_[max(0, y - reach) : y + h + reach, max(0, x - reach) : x + w + reach]
    warped = np.asarray(cv2.warpAffine(donor, matrix, (width, height), borderMode=cv2.BORDER_REFLECT), np.uint8)
    warped[around] = restyle(warped[around], style_of(image[around]), float(rng.uniform(0.6, 1.0)))
    # Some of the wall around comes along, and fades into the new one.
    grown = cv2.dilate(placed, np.ones((3, 3), np.uint8), iterations=max(1, max(w, h) // 24))
    alpha = cv2.GaussianBlur(grown, (0, 0), max(1.0, max(w, h) / 30)).astype(np.float32)[..., None] / 255
    out = image + alpha * (warped.astype(np.float32) - image)
    contours, _ = cv2.findContours((placed > 127).astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    points = np.concatenate(contours).reshape(-1, 2).astype(np.float32) + 0.5
    return Pasted(np.asarray(out, np.uint8), np.where(placed > 127, 255, 0).astype(np.uint8), Outline(points, kind))
