"""Finishing a network with the rounding of int8 in its forward pass, so that it learns to stand it (Jacob et al., 2018).

Batch norms are folded first, as at export; weights are rounded a channel (s8), activations a tensor (u8), both
straight-through. The head layers that stay fp32 in the released int8 network are left alone.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn.utils import parametrize

from .backbone import InvertedResidual
from .fold import fold_norms
from .network import ColonNet
from .quantise import HEAD_LAYERS

RANGE_DECAY = 0.98
"""How slowly the range of an activation follows the pictures."""


def straight_through(exact: Tensor, rounded: Tensor) -> Tensor:
    """The rounded values, with the gradient of the exact ones."""
    return exact + (rounded - exact).detach()


class RoundedWeight(nn.Module):
    """Weights [O,…] rounded to 255 steps an output channel, symmetric about zero."""

    def forward(self, weight: Tensor) -> Tensor:
        scale = weight.detach().abs().flatten(1).amax(dim=1).clamp(min=1e-8) / 127
        scale = scale.view(-1, *[1] * (weight.ndim - 1))
        return straight_through(weight, torch.round(weight / scale) * scale)


class RoundedActivation:
    """A forward hook that rounds a module's output to 256 steps over the range seen so far."""

    def __init__(self) -> None:
        self.low, self.high = 0.0, 0.0
        self.seen = False

    def __deepcopy__(self, _memo: object) -> RoundedActivation:
        """A copied network (the moving average) rounds over the ranges that the original sees."""
        return self

    def __call__(self, module: nn.Module, _inputs: object, output: Tensor) -> Tensor:
        if module.training or not self.seen:
            low, high = min(0.0, float(output.detach().amin())), max(0.0, float(output.detach().amax()))
            keep = RANGE_DECAY if self.seen else 0.0
            self.low, self.high, self.seen = keep * self.low + (1 - keep) * low, keep * self.high + (1 - keep) * high, True
        scale = max(self.high - self.low, 1e-6) / 255
        zero = round(-self.low / scale)
        rounded = (torch.round(output.detach().float() / scale).add(zero).clamp(0, 255) - zero) * scale
        return straight_through(output, rounded.to(output.dtype))


def rounded_modules(network: ColonNet) -> list[nn.Module]:
    """Modules whose outputs are int8 in the released network: activations, convolutions without one, sums of blocks."""
    found: list[nn.Module] = []
    for name, module in network.named_modules():
        if name.split(".")[0] in HEAD_LAYERS:
            continue
        projection = name.rpartition(".")[0].endswith("layers") and isinstance(module, nn.Conv2d) and module.groups == 1
        followed = projection and not name.endswith(".0")
        if isinstance(module, nn.ReLU | nn.ReLU6) or followed or (isinstance(module, InvertedResidual) and module.residual):
            found.append(module)
    return found


def prepare(network: ColonNet) -> ColonNet:
    """Fold the norms and put the rounding in, in place; returns the network, in training mode."""
    fold_norms(network.eval())
    for module in rounded_modules(network):
        module.register_forward_hook(RoundedActivation())
    for name, module in list(network.named_modules()):
        if isinstance(module, nn.Conv2d) and name.split(".")[0] not in HEAD_LAYERS:
            parametrize.register_parametrization(module, "weight", RoundedWeight())
    return network.train()


def plain_state(state: dict[str, Tensor]) -> dict[str, Tensor]:
    """The state of a prepared network under the names of a folded one without rounding."""
    return {name.replace("parametrizations.weight.original", "weight"): value for name, value in state.items()}
