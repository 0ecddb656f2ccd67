"""One step of training, the optimiser it uses, and the rate over the budget."""

from __future__ import annotations

import math
from typing import Protocol

import torch
from torch import Tensor, nn

from .config import TrainConfig
from .dataset import Batch
from .device import half_precision
from .losses import Losses, compute
from .network import ColonNet, Heads, normalise
from .parallel import Team, share_gradients

ALONE = Team(0, 1)


class Teaching(Protocol):
    """Whoever teaches beside the labels."""

    def labels(self, batch: Batch) -> Batch:
        """The batch with the labels that still count."""

    def total(self, losses: Losses, heads: Heads, image: Tensor, batch: Batch, progress: float) -> tuple[Tensor, dict[str, Tensor]]:
        """What is minimised, of the labels' `losses` and of what is taught on the student's `heads`; and the taught losses by name."""


def rate_factor(progress: float) -> float:
    """Cosine from 1 to 0.01 over the share of the budget that is spent."""
    return 0.01 + 0.99 * 0.5 * (1 + math.cos(math.pi * min(max(progress, 0.0), 1.0)))


def make_optimiser(network: ColonNet, config: TrainConfig) -> torch.optim.AdamW:
    """AdamW with its own rate for the backbone; biases and norms are not decayed."""
    groups = []
    backbone = [p for p in network.backbone.parameters() if p.requires_grad]
    for parameters, rate in ((network.head_parameters(), config.rate * config.head_rate), (backbone, config.rate * config.backbone_rate)):
        groups.append({"params": [p for p in parameters if p.ndim > 1], "lr": rate, "weight_decay": config.weight_decay})
        groups.append({"params": [p for p in parameters if p.ndim <= 1], "lr": rate, "weight_decay": 0.0})
    for group in groups:
        group["top"] = group["lr"]
    return torch.optim.AdamW(groups, fused=network.centres.is_cuda)


def set_rates(optimiser: torch.optim.Optimizer, factor: float) -> None:
    """The rate of every group as a share of its highest."""
    for group in optimiser.param_groups:
        group["lr"] = group["top"] * factor


def train_step(
    network: ColonNet, optimiser: torch.optim.Optimizer, batch: Batch, team: Team = ALONE, progress: float = 0.0, teaching: Teaching | None = None
) -> tuple[dict[str, Tensor], float]:
    """One optimiser step on one batch in bf16; the batch lies on the network's device.

    Returns the losses before the step by name (`total` is what is minimised, `distil_*` is what
    is taught; still on the device) and the team's progress.
    """
    image = normalise(batch.image)
    with half_precision(image.device):
        heads = network(image)
    losses = compute(heads, batch if teaching is None else teaching.labels(batch), network.centres)
    total, taught = (losses.total(), dict[str, Tensor]()) if teaching is None else teaching.total(losses, heads, image, batch, progress)
    values = losses.values() | {f"distil_{name}": value for name, value in taught.items()} | {"total": total.detach()}
    optimiser.zero_grad(set_to_none=True)
    total.backward()  # type: ignore[no-untyped-call]
    parameters = [p for p in network.parameters() if p.requires_grad]
    progress = share_gradients(team, parameters, progress)
    nn.utils.clip_grad_norm_(parameters, 10.0)
    optimiser.step()
    return values, progress
