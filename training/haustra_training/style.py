"""Colours of one source on pictures of another (Reinhard et al., 2001): no organ and no finding keeps the colours of its device."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from .field import Rect, crop_field
from .index import Picture
from .pictures import brightest, read_image, remembered

Image = NDArray[np.uint8]
Floats = NDArray[np.float32]

SIDE = 64
LIT = 30
"""Darker pixels belong to the border: they have no say and stay dark."""


def style_of(image: Image) -> Floats:
    """Mean and deviation of L, a and b (8-bit scale) over the lit pixels of an RGB picture: [6]."""
    lit = (brightest(image) > LIT).astype(np.uint8)
    if cv2.countNonZero(lit) < 16:
        return np.array([128, 128, 128, 30, 10, 10], np.float32)
    mean, deviation = cv2.meanStdDev(cv2.cvtColor(image, cv2.COLOR_RGB2LAB), mask=lit)
    return np.concatenate([mean.ravel(), deviation.ravel()]).astype(np.float32)


def restyle(image: Image, style: Floats, strength: float) -> Image:
    """The picture with its colours moved towards `style` [6] by `strength` 0…1; its dark border stays."""
    own = style_of(image)
    aim = own + strength * (style - own)
    slope = np.clip(aim[3:] / np.maximum(own[3:], 2.0), 0.4, 2.5)
    steps = np.arange(256, dtype=np.float32)[:, None]
    table = np.clip((steps - own[:3]) * slope + aim[:3], 0, 255).astype(np.uint8)
    moved = cv2.LUT(cv2.cvtColor(image, cv2.COLOR_RGB2LAB), np.ascontiguousarray(table[:, None]))
    out = cv2.cvtColor(np.asarray(moved, np.uint8), cv2.COLOR_LAB2RGB)
    # Soft, or a dark lumen would get an edge that is not there.
    share = np.clip((brightest(image)[..., None].astype(np.float32) - LIT / 3) / LIT, 0, 1)
    return np.asarray(image + share * (out.astype(np.float32) - image), np.uint8)


@dataclass(frozen=True)
class Styles:
    """Styles of training pictures, by source."""

    by_source: tuple[Floats, ...]

    def draw(self, rng: Generator) -> Floats:
        """A style of a picture of any source, each source as likely as another."""
        some = self.by_source[int(rng.integers(len(self.by_source)))]
        return np.asarray(some[int(rng.integers(len(some)))], np.float32)


def styles_of(pictures: Sequence[Picture], fields: dict[str, Rect], cache: Path) -> Styles:
    """The styles of endoscopic pictures (those of outside the body have none to give), kept in a JSON file so that each is found once."""
    inside = [p for p in pictures if p.organ != "outside"]
    known = remembered(inside, cache, lambda p: [round(float(v), 2) for v in style_of(crop_field(read_image(p.image), fields[p.id], SIDE))])
    sources: dict[str, list[list[float]]] = {}
    for picture in inside:
        sources.setdefault(picture.source, []).append(known[picture.id])
    return Styles(tuple(np.array(rows, np.float32) for _, rows in sorted(sources.items())))
