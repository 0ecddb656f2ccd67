"""Two views of one picture, made on its own device, and where a place of one lies in the other.

What endoscopy changes without changing what is seen: distance and turn of the scope, light and its mode, blur, glare, the frame.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Generator, Tensor

from ..augment import LIGHT_MODES


@dataclass(frozen=True)
class View:
    """`image` [B,3,S,S] floats 0…255; `matrix` [B,2,3] takes places of the view (-1…1, x then y) to places of the picture (-1…1)."""

    image: Tensor
    matrix: Tensor


def uniform(shape: tuple[int, ...], low: float, high: float, like: Tensor, rng: Generator) -> Tensor:
    """Uniform numbers on the device of `like`."""
    return torch.rand(shape, device=like.device, generator=rng) * (high - low) + low


def chance(count: int, share: float, like: Tensor, rng: Generator) -> Tensor:
    """1 for about `share` of `count` pictures, else 0; [B,1,1,1]."""
    return (torch.rand((count, 1, 1, 1), device=like.device, generator=rng) < share).float()


def random_crop(count: int, like: Tensor, rng: Generator, smallest: float = 0.45) -> Tensor:
    """Matrices [B,2,3] of crops: side `smallest`…1 of the picture, stretched by up to a tenth, turned by any quarter and up to 30°, mirrored or not, inside the picture."""
    side = uniform((count,), smallest, 1.0, like, rng)
    stretch = torch.exp(uniform((count,), -0.1, 0.1, like, rng))
    quarter = torch.randint(0, 4, (count,), device=like.device, generator=rng) * (torch.pi / 2)
    angle = quarter + uniform((count,), -0.5, 0.5, like, rng)
    mirror = torch.where(torch.rand((count,), device=like.device, generator=rng) < 0.5, -1.0, 1.0)
    cos, sin = torch.cos(angle), torch.sin(angle)
    room = 1 - side
    x, y = uniform((count,), -1, 1, like, rng) * room, uniform((count,), -1, 1, like, rng) * room
    across, down = side * stretch, side / stretch
    return torch.stack([torch.stack([cos * across * mirror, -sin * down, x], dim=1), torch.stack([sin * across * mirror, cos * down, y], dim=1)], dim=1)


def place(points: Tensor, matrix: Tensor) -> Tensor:
    """Points [B,P,2] through matrices [B,2,3]."""
    return points @ matrix[:, :, :2].transpose(1, 2) + matrix[:, None, :, 2]


def inverse(matrix: Tensor) -> Tensor:
    """The matrices [B,2,3] that undo these."""
    a, b, c, d = matrix[:, 0, 0], matrix[:, 0, 1], matrix[:, 1, 0], matrix[:, 1, 1]
    det = a * d - b * c
    turn = torch.stack([torch.stack([d, -b], dim=1), torch.stack([-c, a], dim=1)], dim=1) / det[:, None, None]
    return torch.cat([turn, -turn @ matrix[:, :, 2:]], dim=2)


def crop(picture: Tensor, matrix: Tensor, size: int) -> Tensor:
    """Floats [B,3,H,W] cut by matrices [B,2,3] to [B,3,S,S]."""
    grid = F.affine_grid(matrix, [len(picture), 3, size, size], align_corners=False)
    return F.grid_sample(picture, grid, mode="bilinear", padding_mode="reflection", align_corners=False)


def changed(image: Tensor, rng: Generator) -> Tensor:
    """Light, light mode, blur, glare, frame and noise changed at random; floats 0…255 [B,3,S,S]."""
    count, size = len(image), image.shape[-1]
    modes = torch.tensor(LIGHT_MODES, device=image.device)[torch.randint(0, len(LIGHT_MODES), (count,), device=image.device, generator=rng)]
    image = torch.lerp(image, torch.einsum("bij,bjhw->bihw", modes, image), chance(count, 0.12, image, rng))
    gain = torch.exp(torch.randn((count, 3, 1, 1), device=image.device, generator=rng) * 0.12 + torch.randn((count, 1, 1, 1), device=image.device, generator=rng) * 0.2)
    gamma = torch.exp(torch.randn((count, 1, 1, 1), device=image.device, generator=rng) * 0.25)
    image = (image / 255 * gain).clamp(1e-4, 1) ** gamma
    grey = image.mean(dim=1, keepdim=True)
    image = torch.lerp(grey, image, uniform((count, 1, 1, 1), 0.5, 1.4, image, rng) * (1 - chance(count, 0.1, image, rng)))
    shade = F.interpolate(uniform((count, 1, 3, 3), 0.55, 1.35, image, rng), size=size, mode="bicubic", align_corners=False)
    image = image * torch.lerp(torch.ones_like(shade), shade, chance(count, 0.3, image, rng))
    soft = F.avg_pool2d(F.avg_pool2d(image, 5, 1, 2, count_include_pad=False), 3, 1, 1, count_include_pad=False)
    image = torch.lerp(image, soft, uniform((count, 1, 1, 1), 0.3, 1, image, rng) * chance(count, 0.35, image, rng))
    image = image + torch.randn((count, 1, size, size), device=image.device, generator=rng) * uniform((count, 1, 1, 1), 0.01, 0.04, image, rng) * chance(count, 0.3, image, rng)
    return framed(image.clamp(0, 1) * 255, rng)


def framed(image: Tensor, rng: Generator) -> Tensor:
    """An oval frame round some pictures and a dark block in a corner of some."""
    count, size = len(image), image.shape[-1]
    ticks = torch.linspace(-1, 1, size, device=image.device)
    across, down = uniform((count, 1, 1, 1), 0.95, 1.35, image, rng), uniform((count, 1, 1, 1), 0.95, 1.35, image, rng)
    out = ((ticks / across).square() + (ticks[:, None] / down).square() > 1).float() * chance(count, 0.4, image, rng)
    x, y = uniform((count, 1, 1, 1), 0.3, 0.8, image, rng), uniform((count, 1, 1, 1), 0.3, 0.8, image, rng)
    left, top = chance(count, 0.5, image, rng) * 2 - 1, chance(count, 0.5, image, rng) * 2 - 1
    block = ((ticks * left > x) & (ticks[:, None] * top > y)).float() * chance(count, 0.25, image, rng)
    return image * (1 - torch.maximum(out, block)) + torch.maximum(out, block) * uniform((count, 1, 1, 1), 0, 25, image, rng)


def view(picture: Tensor, size: int, rng: Generator, smallest: float = 0.45) -> View:
    """One view of size S of each picture (bytes [B,3,H,W])."""
    matrix = random_crop(len(picture), picture, rng, smallest)
    return View(changed(crop(picture.float(), matrix, size), rng), matrix)


def matched(a: View, b: View, count: int, rng: Generator) -> tuple[Tensor, Tensor, Tensor]:
    """`count` places of view a [B,P,2], the same places of the picture in view b [B,P,2], and which of these b shows [B,P] (both in -1…1)."""
    here = uniform((len(a.image), count, 2), -0.95, 0.95, a.image, rng)
    there = place(place(here, a.matrix), inverse(b.matrix))
    return here, there, (there.abs().amax(dim=2) < 0.95).float()
