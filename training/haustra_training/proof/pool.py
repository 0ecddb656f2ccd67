"""Changed pictures made once and drawn many times, in the memory of the device: many short runs share the cost of preparing them."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from ..checkpoint import write_whole
from ..dataset import Batch, PictureSet, Sample, collate
from ..device import mapped

MOST_LESIONS = 8
"""Places for lesions in a pooled batch; pictures hold fewer."""

_data: PictureSet


def _remember(data: PictureSet) -> None:
    global _data
    _data = data
    torch.set_num_threads(1)


def _part(items: list[int | tuple[int, int]]) -> dict[str, NDArray[Any] | None]:
    """The samples of these items as the arrays of one batch with room for the most lesions."""
    samples: list[Sample] = [_data[item] for item in items]
    batch = collate(samples)
    room = MOST_LESIONS - batch.boxes.shape[1]
    if room < 0:
        batch = replace(batch, boxes=batch.boxes[:, :MOST_LESIONS], there=batch.there[:, :MOST_LESIONS], kinds=batch.kinds[:, :MOST_LESIONS])
    elif room > 0:
        n = len(samples)
        batch = replace(
            batch, boxes=torch.cat([batch.boxes, torch.zeros(n, room, 4)], dim=1), there=torch.cat([batch.there, torch.zeros(n, room, dtype=torch.bool)], dim=1),
            kinds=torch.cat([batch.kinds, torch.full((n, room), -1)], dim=1),
        )  # fmt: skip
    # Bytes: a fourth of the memory. Arrays: a tensor sent by another process holds a file open.
    arrays = vars(replace(batch, mask=(batch.mask * 255).round().to(torch.uint8)))
    return {name: None if value is None else value.numpy() for name, value in arrays.items()}


def as_batch(arrays: dict[str, NDArray[Any] | None]) -> Batch:
    """Arrays that another process sent as a batch, without a copy."""
    return Batch(**{name: None if array is None else torch.from_numpy(array) for name, array in arrays.items()})  # type: ignore[arg-type]


def joined(batches: Sequence[Batch]) -> Batch:
    """Several batches with room for as many lesions as one."""
    first = batches[0]
    return Batch(**{field.name: None if getattr(first, field.name) is None else torch.cat([getattr(batch, field.name) for batch in batches]) for field in fields(Batch)})  # type: ignore[arg-type]


def make_pool(data: PictureSet, variants: int, seed: int, processes: int) -> Batch:
    """`variants` changed copies of every picture of a training set (one plain copy of a validation set), picture after picture, as one batch on the CPU."""
    items: list[int | tuple[int, int]] = [(n, seed * 1_000_003 + v) if data.train else n for n in range(len(data)) for v in range(variants if data.train else 1)]
    parts = [items[start : start + 64] for start in range(0, len(items), 64)]
    if processes <= 1:
        _remember(data)
        return joined([as_batch(_part(part)) for part in parts])
    with ProcessPoolExecutor(processes, initializer=_remember, initargs=(data,)) as workers:
        return joined([as_batch(arrays) for arrays in workers.map(_part, parts)])


def save_pool(path: Path, pool: Batch) -> None:
    """Write a pool for other processes, whole or not at all."""
    write_whole(path, vars(pool))


def load_pool(path: Path, device: torch.device) -> Batch:
    """A saved pool on the device; mapped into memory, not read, where that is the CPU."""
    pool = Batch(**torch.load(path, map_location="cpu", weights_only=True, mmap=True))
    return pool if device.type == "cpu" else mapped(pool, lambda tensor: tensor.to(device))


def picked(pool: Batch, rows: Tensor) -> Batch:
    """These rows of a pool, ready for a step."""
    batch = mapped(pool, lambda tensor: tensor[rows])
    return replace(batch, mask=batch.mask.float() / 255)


def turned(batch: Batch, quarter: int, mirror: bool) -> Batch:
    """The whole batch turned by quarters (anticlockwise) and mirrored: boxes and masks follow exactly."""

    def picture(tensor: Tensor) -> Tensor:
        out = torch.rot90(tensor, quarter, dims=(2, 3))
        return out.flip(3) if mirror else out

    left, top, right, bottom = batch.boxes.unbind(dim=2)
    for _ in range(quarter % 4):
        left, top, right, bottom = top, 1 - right, bottom, 1 - left
    if mirror:
        left, right = 1 - right, 1 - left
    plain = None if batch.plain is None else picture(batch.plain)
    boxes = torch.stack([left, top, right, bottom], dim=2) * batch.there[..., None]
    return replace(batch, image=picture(batch.image), plain=plain, mask=picture(batch.mask), boxes=boxes)


class Drawer:
    """Draws rows of a pool with given weights a picture; seeded. `variants` copies of each picture follow one another in the pool."""

    def __init__(self, weights: NDArray[np.float64], variants: int, seed: int, device: torch.device) -> None:
        self.ends = np.cumsum(weights / weights.sum())
        self.variants = variants
        self.rng = np.random.default_rng(seed)
        self.device = device

    def rows(self, count: int) -> Tensor:
        """`count` rows."""
        pictures = np.minimum(np.searchsorted(self.ends, self.rng.random(count), side="right"), len(self.ends) - 1)
        return torch.from_numpy(pictures * self.variants + self.rng.integers(0, self.variants, count)).to(self.device, non_blocking=True)
