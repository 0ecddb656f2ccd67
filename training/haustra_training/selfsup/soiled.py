"""Residue that nobody scored: part of the wall is covered by what looks like stool or turbid liquid, and how much is known."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Generator, Tensor

from .views import chance, uniform

PRESENT = 0.5
"""Share of pictures that are soiled."""

COVER = (0.03, 0.9)
"""Share of the wall that is covered, where any is."""

RESIDUE = ((105.0, 62.0, 25.0), (200.0, 150.0, 45.0), (120.0, 112.0, 40.0), (70.0, 40.0, 25.0))
"""Brown stool, yellow liquid, green liquid, dark stool; RGB."""


def clouds(count: int, size: int, like: Tensor, rng: Generator, grids: tuple[int, ...]) -> Tensor:
    """Smooth noise [B,1,S,S] of mean 0 and deviation 1 in each picture, the coarsest grid first and strongest."""
    out = torch.zeros(count, 1, size, size, device=like.device)
    for n, grid in enumerate(grids):
        noise = torch.randn((count, 1, grid, grid), device=like.device, generator=rng)
        out = out + F.interpolate(noise, size=size, mode="bicubic", align_corners=False) / (n + 1)
    return (out - out.mean(dim=(2, 3), keepdim=True)) / out.std(dim=(2, 3), keepdim=True).clamp(min=1e-6)


def soil(image: Tensor, lit: Tensor, rng: Generator) -> tuple[Tensor, Tensor]:
    """Pictures [B,3,S,S] (0…255), some of them soiled, and the share [B] of their lit wall (`lit` [B,1,S,S] is 1 there) that is covered."""
    count, size = len(image), image.shape[-1]
    wanted = uniform((count, 1, 1, 1), *COVER, image, rng)
    cut = torch.special.ndtri(1 - wanted)
    soiled = chance(count, PRESENT, image, rng) * lit
    cover = torch.sigmoid((clouds(count, size, image, rng, (4, 9, 20)) - cut) / uniform((count, 1, 1, 1), 0.02, 0.3, image, rng)) * soiled
    colours = torch.tensor(RESIDUE, device=image.device)
    first, second = (colours[torch.randint(0, len(RESIDUE), (count,), device=image.device, generator=rng)][..., None, None] for _ in range(2))
    colour = torch.lerp(first, second, (clouds(count, size, image, rng, (3, 6)) * 0.3 + 0.5).clamp(0, 1))
    grain = 1 + clouds(count, size, image, rng, (12, 30, 60)) * uniform((count, 1, 1, 1), 0, 0.25, image, rng)
    # Residue lies in the same light as the wall below it.
    light = image.mean(dim=1, keepdim=True)
    light = (light / light.mean(dim=(2, 3), keepdim=True).clamp(min=1)).clamp(0.2, 2) ** uniform((count, 1, 1, 1), 0.3, 1, image, rng)
    through = uniform((count, 1, 1, 1), 0.45, 1, image, rng)
    out = torch.lerp(image, (colour * grain * light).clamp(0, 255), cover * through)
    return out, ((cover > 0.5).float() * lit).sum(dim=(1, 2, 3)) / lit.sum(dim=(1, 2, 3)).clamp(min=1)
