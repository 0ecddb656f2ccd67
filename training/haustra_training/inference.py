"""Pictures through a network, one record a picture, in fractions of the whole picture."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from .field import Rect, crop_field
from .index import Picture
from .metrics import Floats, non_maximum
from .network import ColonNet, Heads, normalise
from .pictures import read_image


@dataclass(frozen=True)
class Lesions:
    """Candidates after suppression, best first; boxes x1,y1,x2,y2 in fractions of the whole picture."""

    boxes: Floats
    scores: Floats
    types: Floats


def to_picture(boxes: Floats, rect: Rect) -> Floats:
    """Boxes from fractions of the field crop to fractions of the picture, cut at its border."""
    scale = np.array([rect.width, rect.height] * 2, np.float32)
    shift = np.array([rect.left, rect.top] * 2, np.float32)
    return np.asarray(np.clip(boxes * scale + shift, 0, 1), np.float32)


def lesions_of(boxes: Floats, scores: Floats, types: Floats, rect: Rect, iou: float = 0.5, least: float = 0.01) -> Lesions:
    """Suppress overlapping candidates and map them to the picture."""
    kept = non_maximum(boxes, scores, iou, least)
    return Lesions(to_picture(boxes[kept], rect), scores[kept], types[kept])


def truth_of(picture: Picture) -> Floats:
    """The drawn boxes as x1,y1,x2,y2 in fractions of the picture."""
    rows = [(b.x, b.y, b.x + b.w, b.y + b.h) for b in picture.boxes or ()]
    return np.array(rows, np.float32).reshape(-1, 4)


def prepared(picture: Picture, fields: dict[str, Rect], size: int) -> NDArray[np.uint8]:
    """The picture as the network sees it: field crop, size × size, RGB."""
    return crop_field(read_image(picture.image), fields[picture.id], size)


@torch.no_grad()
def heads_of(network: ColonNet, pictures: Sequence[Picture], fields: dict[str, Rect], use: Callable[[int, Heads], None], batch: int = 8) -> None:
    """Run the PyTorch network in fp32 and hand (picture number, heads with batch size 1) to `use`."""
    network.eval()
    for start in range(0, len(pictures), batch):
        part = pictures[start : start + batch]
        images = np.stack([prepared(p, fields, network.size) for p in part]).transpose(0, 3, 1, 2)
        heads = network(normalise(torch.from_numpy(images)))
        for n in range(len(part)):
            use(start + n, heads.each(lambda value, n=n: value[n : n + 1]))
