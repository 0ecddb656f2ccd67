"""Families of self-supervision: what two views have in common, and what was hidden, both for backbone and pyramid; and what was raised.

- `views`: BYOL (Grill et al., 2020) on the whole picture, and on single places of the stride-8 map as in PixPro (Xie et al., 2021).
- `hidden`: SimMIM (Xie et al., 2022): blocks are taken away, and the stride-8 map says what was there.
- `raised`: part of the wall is raised, and the network must find and outline it; `soiled`: and say how much of it was soiled, too (`raised.py`).
"""

from __future__ import annotations

import copy
from typing import Protocol

import torch
import torch.nn.functional as F
from torch import Generator, Tensor, nn

from ..average import lean
from ..device import half_precision
from ..network import BODY, MEAN, STRIDE, ColonNet, normalise
from .raised import Raised, Soiled
from .views import View, crop, matched, random_crop, uniform, view

PLACES = 48
"""Places of a picture whose features are compared."""

BLOCK = 16
"""Side of a hidden block in pixels."""

HIDDEN = 0.55
"""Share of blocks hidden."""


def mlp(inputs: int, inner: int, outputs: int) -> nn.Sequential:
    """Linear, batch norm, ReLU, linear."""
    return nn.Sequential(nn.Linear(inputs, inner), nn.BatchNorm1d(inner), nn.ReLU(inplace=True), nn.Linear(inner, outputs))


class Family(Protocol):
    """A way to learn from pictures alone."""

    taught: tuple[str, ...]
    """How the names of the weights begin that it teaches."""

    def loss(self, picture: Tensor, size: int, rng: Generator) -> dict[str, Tensor]:
        """The parts of the loss on pictures, bytes [B,3,H,W], seen at S × S."""

    def after_step(self, progress: float) -> None:
        """What follows every step."""


def agreement(guess: Tensor, wanted: Tensor) -> Tensor:
    """2 − 2·cosine [N] (0: the same direction)."""
    return 2 - 2 * (F.normalize(guess.float(), dim=-1) * F.normalize(wanted.float(), dim=-1)).sum(dim=-1)


class Views(nn.Module):
    """The network learns to say of one view what its own average says of another."""

    taught = BODY

    def __init__(self, network: ColonNet) -> None:
        super().__init__()
        self.network = network
        whole, dense = network.feature_count, network.channels
        self.project, self.project_place = mlp(whole, 1024, 256), mlp(dense, 256, 128)
        self.predict, self.predict_place = mlp(256, 1024, 256), mlp(128, 256, 128)
        self.steady = copy.deepcopy(nn.ModuleList([network, self.project, self.project_place])).requires_grad_(False)

    def features(self, image: Tensor, network: ColonNet) -> tuple[Tensor, Tensor]:
        """Whole-picture features [B,F] and the stride-8 map [B,C,S/8,S/8] of a view."""
        with half_precision(image.device):
            pyramid = network.pyramid(normalise(image))
        return network.whole_features(pyramid), pyramid.p3.float()

    def at(self, maps: Tensor, places: Tensor) -> Tensor:
        """Features of places [B,P,2] (-1…1) in maps [B,C,G,G] -> [B·P,C]."""
        return F.grid_sample(maps, places[:, :, None], align_corners=False)[..., 0].transpose(1, 2).flatten(0, 1)

    def one_way(self, a: View, b: View, told: tuple[Tensor, Tensor], rng: Generator) -> tuple[Tensor, Tensor]:
        """The loss of view a, whose features are `told`, against the average's word on view b: (whole, places)."""
        steady, project, project_place = self.steady
        here, there, seen = matched(a, b, PLACES, rng)
        with torch.no_grad():
            whole, dense = self.features(b.image, steady)  # type: ignore[arg-type]
            wanted, wanted_place = project(whole), project_place(self.at(dense, there))
        guess = self.predict(self.project(told[0]))
        guess_place = self.predict_place(self.project_place(self.at(told[1], here)))
        seen = seen.flatten()
        return agreement(guess, wanted).mean(), (agreement(guess_place, wanted_place) * seen).sum() / seen.sum().clamp(min=1)

    def loss(self, picture: Tensor, size: int, rng: Generator) -> dict[str, Tensor]:
        a, b = view(picture, size, rng), view(picture, size, rng)
        told_a, told_b = self.features(a.image, self.network), self.features(b.image, self.network)
        (whole, places), (whole_back, places_back) = self.one_way(a, b, told_a, rng), self.one_way(b, a, told_b, rng)
        return {"whole": (whole + whole_back) / 2, "places": (places + places_back) / 2}

    def after_step(self, progress: float) -> None:
        lean(self.steady, nn.ModuleList([self.network, self.project, self.project_place]), 0.01 * (1 - progress))


class Hidden(nn.Module):
    """The network learns to say what lies under hidden blocks, each cell relative to its own mean and contrast."""

    taught = BODY

    def __init__(self, network: ColonNet) -> None:
        super().__init__()
        self.network = network
        self.decode = nn.Conv2d(network.channels, 3 * STRIDE * STRIDE, 1)

    def loss(self, picture: Tensor, size: int, rng: Generator) -> dict[str, Tensor]:
        image = crop(picture.float(), random_crop(len(picture), picture, rng, 0.5), size)
        blocks = (uniform((len(image), 1, size // BLOCK, size // BLOCK), 0, 1, image, rng) < HIDDEN).float()
        cover = F.interpolate(blocks, size=size, mode="nearest")
        with half_precision(image.device):
            pyramid = self.network.pyramid(normalise(torch.lerp(image, torch.full_like(image, MEAN), cover)))
            guess = self.decode(pyramid.p3).float()
        wanted = F.pixel_unshuffle(image / 255, STRIDE)
        wanted = (wanted - wanted.mean(dim=1, keepdim=True)) / (wanted.std(dim=1, keepdim=True) + 0.02)
        asked = F.interpolate(blocks, size=size // STRIDE, mode="nearest")
        return {"hidden": ((guess - wanted).abs().mean(dim=1, keepdim=True) * asked).sum() / asked.sum().clamp(min=1)}

    def after_step(self, progress: float) -> None:
        """Nothing follows."""


FAMILIES = {"views": Views, "hidden": Hidden, "raised": Raised, "soiled": Soiled}
