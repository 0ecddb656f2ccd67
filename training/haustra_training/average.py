"""The average of a network's weights over the steps, which is what a run releases."""

from __future__ import annotations

import copy
import math

import torch
from torch import nn

from .network import ColonNet


@torch.no_grad()
def lean(own: nn.Module, other: nn.Module, share: float) -> None:
    """Move the weights of `own` towards those of `other` by a share; counts are copied."""
    pairs = list(zip(own.state_dict().values(), other.state_dict().values(), strict=True))
    floats = [(mine, theirs.detach()) for mine, theirs in pairs if mine.dtype.is_floating_point]
    torch._foreach_lerp_([mine for mine, _ in floats], [theirs for _, theirs in floats], share)
    for mine, theirs in pairs:
        if not mine.dtype.is_floating_point:
            mine.copy_(theirs)


class Average:
    """Exponential moving average of a network, slower as training goes on."""

    def __init__(self, network: ColonNet, decay: float) -> None:
        self.network: ColonNet = copy.deepcopy(network).eval().requires_grad_(False)
        self.decay, self.steps = decay, 0

    def update(self, network: nn.Module) -> None:
        self.steps += 1
        lean(self.network, network, 1 - self.decay * (1 - math.exp(-self.steps / 300)))
