"""The network: shared backbone, a feature pyramid fused at stride 8, and one head a task."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from .backbone import DEFAULT_BACKBONE, Backbone, stages_of

SIZE = 256
"""Side of the input of a released network, unless a run says otherwise."""

MEAN, SPREAD = 127.0, 128.0
"""A byte x enters the network as (x - MEAN) / SPREAD."""

STRIDE = 8
EMBEDDING = 32
REACH = 0.12
"""A box side lies exp(output) × REACH of the picture away from its cell's centre."""

SIGNS = ("instrument", "residue", "bubbles")
"""What `signs/` teaches of the whole picture: a forceps or snare is in view (probability); shares of the visible wall under stool or liquid, and under foam."""

WHOLE = 128
"""Channels of the reading of the whole picture that pictures of people teach."""

WIDER = 64
"""Channels of the second reading of the whole picture."""


@dataclass
class Heads:
    """Raw outputs. Cells run row by row over the stride-8 grid."""

    boxes: Tensor
    """[B,N,4] x1,y1,x2,y2 in fractions of the input."""
    scores: Tensor
    """[B,N] logits."""
    types: Tensor
    """[B,N] logits of neoplastic given lesion."""
    mask: Tensor
    """[B,1,S/4,S/4] logits."""
    organ: Tensor
    """[B,3] logits."""
    usable: Tensor
    """[B] logits."""
    cleanliness: Tensor
    """[B,3] logits."""
    caecum: Tensor
    """[B] logits."""
    embedding: Tensor
    """[B,32,S/16,S/16]"""
    features: Tensor
    """[B,F] means of C4, C5 and P3 over the picture: what the search descriptor is made of."""
    signs: Tensor | None = None
    """[B,3] logits of `SIGNS`; None where the network was not taught them."""

    def each(self, use: Callable[[Tensor], Tensor]) -> Heads:
        """`use` of every output that there is."""
        there = {name: use(value) for name, value in vars(self).items() if value is not None}
        return Heads(**there)


@dataclass
class Pyramid:
    """What all heads share: backbone maps at strides 4, 16 and 32, and the fused map at stride 8."""

    c2: Tensor
    c4: Tensor
    c5: Tensor
    p3: Tensor


def conv_block(inputs: int, outputs: int, kernel: int = 3) -> nn.Sequential:
    """Convolution, batch norm (folded at export), ReLU."""
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, kernel, padding=kernel // 2, bias=False), nn.BatchNorm2d(outputs), nn.ReLU(inplace=True)
    )


BODY = ("backbone.", "lateral", "context5.", "smooth4.", "fuse3.")
"""How the names of the weights of backbone and pyramid begin."""


def sign_head(features: int) -> nn.Sequential:
    """From the features of the whole picture to the logits of `SIGNS`."""
    return nn.Sequential(nn.Linear(features, 64), nn.ReLU(), nn.Dropout(0.2), nn.Linear(64, len(SIGNS)))


def wider_head(features: int) -> nn.Sequential:
    """A second reading of the features of the whole picture, finer ones (C4) among them, beside the one that pictures of people taught."""
    return nn.Sequential(nn.Linear(features, WIDER), nn.ReLU(), nn.Dropout(0.2))


def cell_centres(grid: int) -> Tensor:
    """[grid*grid, 2] centres (x, y) of the cells in fractions of the input."""
    ticks = (torch.arange(grid, dtype=torch.float32) + 0.5) / grid
    y, x = torch.meshgrid(ticks, ticks, indexing="ij")
    return torch.stack([x.reshape(-1), y.reshape(-1)], dim=1)


def normalise(image: Tensor) -> Tensor:
    """uint8 [B,3,S,S] -> (x-127)/128, channels last, on the same device."""
    return ((image.float() - MEAN) / SPREAD).contiguous(memory_format=torch.channels_last)


class ColonNet(nn.Module):
    """All of Haustra's picture tasks in one pass. Input: RGB [B,3,S,S], (x-127)/128; S is `size`, a multiple of 32.

    `backbone` is a name of `backbone.BACKBONES`; `signs`: it gives `SIGNS` too; `wider`: the heads of the whole picture have a second reading (`wider_head`).
    """

    centres: Tensor

    def __init__(self, size: int = SIZE, backbone: str = DEFAULT_BACKBONE, channels: int = 64, mask_channels: int = 32, signs: bool = False, wider: bool = False) -> None:
        super().__init__()
        self.size = size
        self.backbone_name = backbone
        self.backbone = Backbone(stages_of(backbone))
        c2, c3, c4, c5 = self.backbone.channels
        self.channels = channels
        self.feature_count = c4 + c5 + channels
        self.lateral5 = conv_block(c5, channels, 1)
        self.context5 = conv_block(channels, channels)
        self.lateral4 = conv_block(c4, channels, 1)
        self.smooth4 = conv_block(channels, channels)
        self.lateral3 = conv_block(c3, channels, 1)
        self.fuse3 = conv_block(channels, channels)
        self.score_tower = nn.Sequential(conv_block(channels, channels), conv_block(channels, channels))
        self.box_tower = nn.Sequential(conv_block(channels, channels), conv_block(channels, channels))
        self.score_out = nn.Conv2d(channels, 1, 1)
        self.type_out = nn.Conv2d(channels, 1, 1)
        self.box_out = nn.Conv2d(channels, 4, 1)
        self.mask_lateral2 = conv_block(c2, mask_channels, 1)
        self.mask_lateral3 = conv_block(channels, mask_channels, 1)
        self.mask_smooth = conv_block(mask_channels, mask_channels)
        self.mask_out = nn.Conv2d(mask_channels, 1, 1)
        self.shared = nn.Sequential(nn.Linear(c5 + channels, WHOLE), nn.ReLU(), nn.Dropout(0.2))
        read = WHOLE + (WIDER if wider else 0)
        self.organ_out = nn.Linear(read, 3)
        self.usable_out = nn.Linear(read, 1)
        self.cleanliness_out = nn.Linear(read, 3)
        self.caecum_out = nn.Linear(read, 1)
        self.embedding_out = nn.Conv2d(c4, EMBEDDING, 1)
        self.embedding_out.requires_grad_(False)
        # No picture index teaches these two: only `signs/fit.py` does, on features of a network that stays as it is.
        self.wider = wider_head(self.feature_count).requires_grad_(False) if wider else None
        self.signs = sign_head(self.feature_count).requires_grad_(False) if signs else None
        for layer, start in ((self.score_out, -4.0), (self.mask_out, -2.0)):
            if layer.bias is not None:
                nn.init.constant_(layer.bias, start)
        nn.init.normal_(self.score_out.weight, std=0.01)
        nn.init.normal_(self.box_out.weight, std=0.01)
        self.register_buffer("centres", cell_centres(size // STRIDE), persistent=False)

    def pyramid(self, x: Tensor) -> Pyramid:
        """The shared maps of a normalised picture."""
        c2, c3, c4, c5 = self.backbone(x)
        p5 = self.lateral5(c5)
        # The mean over the whole picture tells every cell what kind of view it lies in.
        p5 = self.context5(p5 + p5.mean(dim=(2, 3), keepdim=True))
        p4 = self.smooth4(self.lateral4(c4) + F.interpolate(p5, scale_factor=2.0, mode="nearest"))
        p3 = self.fuse3(self.lateral3(c3) + F.interpolate(p4, scale_factor=2.0, mode="nearest"))
        return Pyramid(c2, c4, c5, p3)

    def whole_features(self, maps: Pyramid) -> Tensor:
        """[B,F] means of C4, C5 and P3 over the picture."""
        return torch.cat([part.mean(dim=(2, 3)).float() for part in (maps.c4, maps.c5, maps.p3)], dim=1)

    def forward(self, x: Tensor) -> Heads:
        maps = self.pyramid(x)
        p3 = maps.p3
        score_features = self.score_tower(p3)
        m = self.mask_lateral2(maps.c2) + F.interpolate(self.mask_lateral3(p3), scale_factor=2.0, mode="nearest")
        features = self.whole_features(maps)
        pooled = self.shared(features[:, maps.c4.shape[1] :])
        if self.wider is not None:
            pooled = torch.cat([pooled, self.wider(features)], dim=1)
        return Heads(
            boxes=self.decode(self.box_out(self.box_tower(p3)).float()),
            scores=self.score_out(score_features).float().flatten(1),
            types=self.type_out(score_features).float().flatten(1),
            mask=self.mask_out(self.mask_smooth(m)).float(),
            organ=self.organ_out(pooled).float(),
            usable=self.usable_out(pooled).float().squeeze(1),
            cleanliness=self.cleanliness_out(pooled).float(),
            caecum=self.caecum_out(pooled).float().squeeze(1),
            embedding=self.embedding_out(maps.c4).float(),
            features=features,
            signs=None if self.signs is None else self.signs(features).float(),
        )

    def decode(self, sides: Tensor) -> Tensor:
        """[B,4,G,G] log distances left, top, right, bottom -> [B,G*G,4] corners in fractions."""
        distance = torch.exp(sides.flatten(2).transpose(1, 2).clamp(-5.0, 2.2)) * REACH
        return torch.cat([self.centres - distance[..., :2], self.centres + distance[..., 2:]], dim=2)

    def head_parameters(self) -> list[nn.Parameter]:
        """Trainable weights outside the backbone."""
        return [p for name, p in self.named_parameters() if not name.startswith("backbone.") and p.requires_grad]
