"""EfficientNet-Lite backbones with batch norm folded in, padded as TensorFlow pads (SAME)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from .depthwise import depthwise
from .errors import TrainingError


@dataclass(frozen=True)
class Stage:
    kernel: int
    stride: int
    expansion: int
    blocks: int
    channels: int


LITE0 = (
    Stage(3, 1, 1, 1, 16),
    Stage(3, 2, 6, 2, 24),
    Stage(5, 2, 6, 2, 40),
    Stage(3, 2, 6, 3, 80),
    Stage(5, 1, 6, 3, 112),
    Stage(5, 2, 6, 4, 192),
    Stage(3, 1, 6, 1, 320),
)
LITE2 = (
    Stage(3, 1, 1, 1, 16),
    Stage(3, 2, 6, 3, 24),
    Stage(5, 2, 6, 3, 48),
    Stage(3, 2, 6, 4, 88),
    Stage(5, 1, 6, 4, 120),
    Stage(5, 2, 6, 5, 208),
    Stage(3, 1, 6, 1, 352),
)
"""Lite0 with channels × 1.1 (to multiples of 8) and blocks × 1.2 (upwards); the stem, first and last stage keep their depth."""

BACKBONES = {"lite0": LITE0, "lite2": LITE2}
DEFAULT_BACKBONE = "lite0"
STEM_CHANNELS = 32


def stages_of(name: str) -> tuple[Stage, ...]:
    """The stages of a backbone by name; raises `TrainingError` for an unknown one."""
    if name not in BACKBONES:
        raise TrainingError("backbone", f"no backbone '{name}'; take one of {', '.join(BACKBONES)}")
    return BACKBONES[name]


class SameConv(nn.Conv2d):
    """Convolution with TensorFlow's SAME padding for even sizes: stride 2 pads one more at bottom and right."""

    def __init__(self, inputs: int, outputs: int, kernel: int, stride: int = 1, groups: int = 1) -> None:
        super().__init__(inputs, outputs, kernel, stride, kernel // 2 if stride == 1 else 0, groups=groups)
        before = (kernel - 2) // 2
        self.extra = (before, kernel - 2 - before) * 2 if stride == 2 else None

        self.slow_backward = groups == inputs and (kernel == 5 or stride == 2)

    def forward(self, x: Tensor) -> Tensor:
        if self.extra is not None:
            x = F.pad(x, self.extra)
        if self.slow_backward and self.training and self.bias is not None and x.device.type == "cpu":
            return depthwise(x, self.weight, self.bias, self.stride[0], int(self.padding[0]))
        return super().forward(x)


class InvertedResidual(nn.Module):
    """Expand 1×1 (absent at expansion 1), depthwise k×k, project 1×1; ReLU6 after the first two."""

    def __init__(self, inputs: int, outputs: int, kernel: int, stride: int, expansion: int) -> None:
        super().__init__()
        inner = inputs * expansion
        layers: list[nn.Module] = []
        if expansion != 1:
            layers += [SameConv(inputs, inner, 1), nn.ReLU6()]
        layers += [SameConv(inner, inner, kernel, stride, groups=inner), nn.ReLU6(), SameConv(inner, outputs, 1)]
        self.layers = nn.Sequential(*layers)
        self.residual = stride == 1 and inputs == outputs

    def forward(self, x: Tensor) -> Tensor:
        y: Tensor = self.layers(x)
        return x + y if self.residual else y


class Backbone(nn.Module):
    """RGB [B,3,S,S] normalised as (x-127)/128 -> C2 (/4), C3 (/8), C4 (/16), C5 (/32).

    Channels: 24, 40, 112, 320 with Lite0; 24, 48, 120, 352 with Lite2.
    """

    def __init__(self, stages: tuple[Stage, ...] = LITE0) -> None:
        super().__init__()
        self.stem = nn.Sequential(SameConv(3, STEM_CHANNELS, 3, 2), nn.ReLU6())
        self.stages = nn.ModuleList()
        inputs = STEM_CHANNELS
        for stage in stages:
            blocks = nn.Sequential()
            for n in range(stage.blocks):
                stride = stage.stride if n == 0 else 1
                blocks.append(InvertedResidual(inputs, stage.channels, stage.kernel, stride, stage.expansion))
                inputs = stage.channels
            self.stages.append(blocks)
        self.channels = tuple(stages[i].channels for i in (1, 2, 4, 6))
        self.frozen = 0

    def freeze(self, stages: int) -> None:
        """Hold the stem and the first `stages` stages fixed (0 holds nothing, not even the stem)."""
        self.frozen = stages
        for part in [self.stem, *self.stages]:
            part.requires_grad_(True)
        if stages > 0:
            for part in [self.stem, *self.stages[:stages]]:
                part.requires_grad_(False)

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        x = self.stem(x)
        outputs = []
        for n, stage in enumerate(self.stages):
            x = stage(x)
            if n in (1, 2, 4, 6):
                outputs.append(x)
        return outputs[0], outputs[1], outputs[2], outputs[3]

    def convolutions(self) -> list[SameConv]:
        """All convolutions in forward order, the order of the weight file."""
        return [m for m in self.modules() if isinstance(m, SameConv)]

    def load_npz(self, path: Path) -> None:
        """Load `NN.weight` / `NN.bias`; raises `TrainingError` when the file is for another network."""
        if not path.is_file():
            raise TrainingError("no-weights", f"no starting weights at {path}; see training/README.md for their source")
        convolutions = self.convolutions()
        with np.load(path) as arrays:
            if len(arrays.files) != 2 * len(convolutions):
                raise TrainingError("weights-shape", f"{path.name} holds {len(arrays.files) // 2} convolutions, not {len(convolutions)}")
            for n, conv in enumerate(convolutions):
                weight = torch.from_numpy(arrays[f"{n:02d}.weight"].astype(np.float32))
                bias = torch.from_numpy(arrays[f"{n:02d}.bias"].astype(np.float32))
                if weight.shape != conv.weight.shape:
                    raise TrainingError("weights-shape", f"{path.name}: convolution {n} is {tuple(weight.shape)}, expected {tuple(conv.weight.shape)}")
                with torch.no_grad():
                    conv.weight.copy_(weight)
                    assert conv.bias is not None
                    conv.bias.copy_(bias)
