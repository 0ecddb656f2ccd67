"""Lesion outlines and how they move with the picture."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from .index import Picture

NEOPLASTIC, NON_NEOPLASTIC, UNTYPED = 1, 0, -1
TYPE_OF_LABEL = {"polyp": UNTYPED, "neoplastic": NEOPLASTIC, "non-neoplastic": NON_NEOPLASTIC}


@dataclass(frozen=True)
class Outline:
    """A lesion as points in pixels of its picture, with its type (1 neoplastic, 0 not, -1 unknown)."""

    points: NDArray[np.float32]
    kind: int


def outlines(picture: Picture, mask: NDArray[np.uint8] | None) -> list[Outline]:
    """One outline a drawn box: the mask's contour inside the box, or the box's corners where no mask is."""
    found = []
    for box in picture.boxes or ():
        x0, y0 = box.x * picture.width, box.y * picture.height
        x1, y1 = x0 + box.w * picture.width, y0 + box.h * picture.height
        points = np.array([[x0, y0], [x1, y0], [x1, y1], [x0, y1]], np.float32)
        if mask is not None:
            left, top = max(0, round(x0)), max(0, round(y0))
            inside = mask[top : max(top + 1, round(y1)), left : max(left + 1, round(x1))]
            contours, _ = cv2.findContours((inside > 0).astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
            if contours:
                # A contour runs through pixel centres; half a pixel brings it to the pixel's middle.
                points = np.concatenate(contours).reshape(-1, 2).astype(np.float32) + np.array([left + 0.5, top + 0.5], np.float32)
        found.append(Outline(points, TYPE_OF_LABEL[box.label]))
    return found


def moved_boxes(
    lesions: list[Outline], matrix: NDArray[np.float64], size: int, least_visible: float = 0.25
) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    """Boxes [n,4] (x1,y1,x2,y2, fractions) and types [n] after the affine `matrix` (2×3) into size × size.

    A lesion of which less than `least_visible` of its box stays inside is left out.
    """
    boxes, kinds = [], []
    for lesion in lesions:
        points = lesion.points @ matrix[:, :2].T + matrix[:, 2]
        low, high = points.min(axis=0), points.max(axis=0)
        cut_low, cut_high = np.clip(low, 0, size), np.clip(high, 0, size)
        area, visible = np.prod(high - low), np.prod(cut_high - cut_low)
        if visible < least_visible * max(area, 1e-6) or (cut_high - cut_low).min() < 3:
            continue
        boxes.append(np.concatenate([cut_low, cut_high]) / size)
        kinds.append(lesion.kind)
    return np.array(boxes, np.float32).reshape(-1, 4), np.array(kinds, np.int64)
