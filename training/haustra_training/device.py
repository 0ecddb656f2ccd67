"""Where training computes, and how a batch gets there."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import fields
from typing import Any

import torch
from torch import Tensor

from .dataset import Batch, Sample, collate
from .errors import TrainingError

DEVICES = ("auto", "cpu", "cuda")


def choose_device(name: str) -> torch.device:
    """`auto`: CUDA where there is one. Under `torchrun` each process takes the GPU of its local rank.

    Raises `TrainingError` when CUDA is asked for and there is none, or fewer GPUs than processes.
    """
    if name not in DEVICES:
        raise TrainingError("device", f"no device '{name}'; take one of {', '.join(DEVICES)}")
    if name == "cpu" or (name == "auto" and not torch.cuda.is_available()):
        return torch.device("cpu")
    local, count = int(os.environ.get("LOCAL_RANK", "0")), torch.cuda.device_count()
    if local >= count:
        raise TrainingError("device", f"training process {local} needs a GPU of its own and finds {count} here; use --device cpu, or start at most one process a GPU")
    return torch.device("cuda", local)


def loader_count(wanted: int | None, device: torch.device, team_size: int) -> int:
    """Loading processes for each training process: as wanted, else 1 beside a CPU and its share of the cores (at most 8) beside a GPU."""
    if wanted is not None:
        return wanted
    return 1 if device.type == "cpu" else max(1, min(8, (os.cpu_count() or 1) // team_size - 1))


def half_precision(device: torch.device) -> torch.autocast:
    """Autocast to bf16 on the device."""
    return torch.autocast(device.type, torch.bfloat16)


def mapped(batch: Batch, change: Callable[[Tensor], Tensor]) -> Batch:
    """The batch with every tensor that it has changed."""
    changed: dict[str, Any] = {}
    for field in fields(Batch):
        value = getattr(batch, field.name)
        changed[field.name] = None if value is None else change(value)
    return Batch(**changed)


def to_device(batch: Batch, device: torch.device) -> Batch:
    """The batch on the device; copies from page-locked memory do not wait."""
    return mapped(batch, lambda tensor: tensor.to(device, non_blocking=True))


class PinnableBatch(Batch):
    """A batch that the loader's own thread can put into page-locked memory."""

    def pin_memory(self) -> Batch:
        """The batch in page-locked memory (needs a GPU)."""
        return mapped(self, lambda tensor: tensor.pin_memory())


def collate_pinnable(samples: list[Sample]) -> PinnableBatch:
    """`collate` for loaders with `pin_memory`."""
    return PinnableBatch(**vars(collate(samples)))
