"""The average of a network's weights over the steps, which is what a run releases."""

from __future__ import annotations

import copy
import math

import torch
from torch import nn

from .network import ColonNet


class Average:
    """Exponential moving average of a network, slower as training goes on."""

    def __init__(self, network: ColonNet, decay: float) -> None:
        self.network: ColonNet = copy.deepcopy(network).eval().requires_grad_(False)
        self.decay, self.steps = decay, 0

    @torch.no_grad()
    def update(self, network: nn.Module) -> None:
        self.steps += 1
        decay = self.decay * (1 - math.exp(-self.steps / 300))
        theirs = network.state_dict()
        for name, mine in self.network.state_dict().items():
            if mine.dtype.is_floating_point:
                mine.lerp_(theirs[name], 1 - decay)
            else:
                mine.copy_(theirs[name])
