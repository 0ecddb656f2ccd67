"""One step of training, the optimiser it uses, and the rate over the time budget."""

from __future__ import annotations

import math

import torch
from torch import nn

from .config import TrainConfig
from .dataset import Batch
from .device import half_precision
from .distil import Teachers, without_guesses
from .losses import compute
from .network import ColonNet, normalise
from .parallel import Team, share_gradients

ALONE = Team(0, 1)


def rate_factor(progress: float) -> float:
    """Cosine from 1 to 0.01 over the share of the time budget that is spent."""
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
    return torch.optim.AdamW(groups)


def train_step(
    network: ColonNet, optimiser: torch.optim.Optimizer, batch: Batch, team: Team = ALONE, progress: float = 0.0, teachers: Teachers | None = None
) -> tuple[dict[str, float], float]:
    """One optimiser step on one batch in bf16; the batch lies on the network's device.

    Returns the losses before the step by name (`total` is what is minimised, `distil_*` is what the
    teachers teach) and the team's progress.
    """
    image = normalise(batch.image)
    with half_precision(image.device):
        heads = network(image)
    if teachers is None or teachers.weight == 0:
        losses = compute(heads, batch, network.centres)
        total, values = losses.total(), losses.values()
    else:
        losses = compute(heads, without_guesses(batch), network.centres)
        taught = teachers.losses(heads, image)
        total = (1 - teachers.weight) * losses.total() + teachers.weight * taught.total()
        values = losses.values() | {f"distil_{name}": value for name, value in taught.values().items() if name != "some"}
    values["total"] = float(total.detach())
    optimiser.zero_grad(set_to_none=True)
    total.backward()  # type: ignore[no-untyped-call]
    parameters = [p for p in network.parameters() if p.requires_grad]
    progress = share_gradients(team, parameters, progress)
    nn.utils.clip_grad_norm_(parameters, 10.0)
    optimiser.step()
    return values, progress
