"""Pictures in which parts of the wall are raised, in light and texture: what a bump of mucosa looks like, without anybody's lesion."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Generator, Tensor

from .views import chance, changed, crop, random_crop, uniform

PRESENT = (0.85, 0.3)
"""How often a first and a second place of a picture are raised."""

SIDES = (0.1, 0.75)
"""Half the side of a raised place, where the picture is 2 wide."""

LIT = 40.0
"""Mean brightest channel from which on a place lies on the wall and not in the dark."""


@dataclass(frozen=True)
class Places:
    """One place a picture: `depth` [B,1,S,S] is 0 in its middle, 1 on its rim; `centre` [B,2,1,1] and `side` [B,1,1,1], the picture being 2 wide."""

    depth: Tensor
    centre: Tensor
    side: Tensor


def pixel_centres(size: int, like: Tensor) -> Tensor:
    """[S] centres of the pixels of a side, where the picture is 2 wide (-1…1)."""
    return (torch.arange(size, device=like.device) + 0.5) / size * 2 - 1


def random_places(count: int, size: int, like: Tensor, rng: Generator) -> Places:
    """Ellipses with a wavy rim."""
    low, high = (torch.tensor(side).log().item() for side in SIDES)
    side = torch.exp(uniform((count, 1, 1, 1), low, high, like, rng))
    centre = uniform((count, 2, 1, 1), -0.8, 0.8, like, rng)
    ticks = pixel_centres(size, like)
    x, y = ticks[None, None, None] - centre[:, :1], ticks[None, None, :, None] - centre[:, 1:]
    angle, aspect = uniform((count, 1, 1, 1), 0, torch.pi, like, rng), uniform((count, 1, 1, 1), 0.55, 1, like, rng)
    across, down = (x * angle.cos() + y * angle.sin()) / side, (y * angle.cos() - x * angle.sin()) / (side * aspect)
    turn = torch.atan2(down, across)
    rim = torch.ones_like(turn)
    for waves in (2, 3, 5):
        rim = rim + uniform((count, 1, 1, 1), 0, 0.25 / waves, like, rng) * torch.cos(waves * turn + uniform((count, 1, 1, 1), 0, 6.3, like, rng))
    return Places((across.square() + down.square()).sqrt() / rim, centre, side)


def shading(places: Places, like: Tensor, rng: Generator) -> tuple[Tensor, Tensor]:
    """How a bump changes the light that comes back, [B,1,S,S]: a factor, and what glares."""
    count, size = len(places.depth), places.depth.shape[-1]
    height = places.side * (1 - places.depth.square()).clamp(min=1e-4) ** uniform((count, 1, 1, 1), 0.6, 1.5, like, rng) * uniform((count, 1, 1, 1), 0.1, 1, like, rng)
    pixel = 2 / size
    dx, dy = F.pad(height[..., 2:] - height[..., :-2], (1, 1)) / (2 * pixel), F.pad(height[..., 2:, :] - height[..., :-2, :], (0, 0, 1, 1)) / (2 * pixel)
    up = (1 + dx.square() + dy.square()).rsqrt()
    # The light sits beside the lens: mostly from the front.
    lx, ly = uniform((count, 1, 1, 1), -0.6, 0.6, like, rng), uniform((count, 1, 1, 1), -0.6, 0.6, like, rng)
    facing = up * (1 - dx * lx - dy * ly) * (1 + lx.square() + ly.square()).rsqrt()
    ring = torch.exp(-((places.depth - 1.08) / 0.12).square()) * uniform((count, 1, 1, 1), 0, 0.3, like, rng) * chance(count, 0.5, like, rng)
    factor = (1 + uniform((count, 1, 1, 1), 0.2, 0.9, like, rng) * (facing - 1)).clamp(0.2, 1.3) * (1 - ring)
    return factor, facing.clamp(0, 1) ** 60 * uniform((count, 1, 1, 1), 0, 150, like, rng) * chance(count, 0.4, like, rng)


def mean_inside(image: Tensor, inside: Tensor) -> Tensor:
    """[B,C,1,1]: the mean of a picture where `inside` [B,1,S,S] is 1."""
    return (image * inside).sum(dim=(2, 3), keepdim=True) / inside.sum(dim=(2, 3), keepdim=True).clamp(min=1)


def raise_places(image: Tensor, other: Tensor, places: Places, rng: Generator) -> tuple[Tensor, Tensor]:
    """The picture [B,3,S,S] with its places raised, and the share of the new in each pixel [B,1,S,S]. `other`: pictures that texture may come from."""
    count, size = len(image), image.shape[-1]
    pixels = places.side * size / 2
    inside = torch.sigmoid((1 - places.depth) * pixels / uniform((count, 1, 1, 1), 0.4, 2.2, image, rng))
    # Its own wall, drawn nearer; or the wall of another picture in its colours.
    ticks = pixel_centres(size, image)
    grid = torch.stack(torch.meshgrid(ticks, ticks, indexing="xy"), dim=0)[None]
    nearer = 0.55 + 0.45 * places.depth.clamp(max=1)
    own = F.grid_sample(image, (places.centre + (grid - places.centre) * nearer).permute(0, 2, 3, 1), padding_mode="reflection", align_corners=False)
    shift = mean_inside(image, inside) - mean_inside(other, inside)
    borrowed = other + shift * uniform((count, 1, 1, 1), 0.5, 1, image, rng)
    new = torch.lerp(own, borrowed, chance(count, 0.6, image, rng) * uniform((count, 1, 1, 1), 0.3, 1, image, rng))
    factor, glare = shading(places, image, rng)
    tint = torch.exp(torch.randn((count, 3, 1, 1), device=image.device, generator=rng) * 0.08 + torch.randn((count, 1, 1, 1), device=image.device, generator=rng) * 0.1)
    return torch.lerp(image, new * tint, inside) * factor + glare * inside, inside


def box_of(shown: Tensor) -> Tensor:
    """[B,4] corners in fractions of what is shown [B,S,S]; nonsense where nothing is."""
    size = shown.shape[-1]
    numbers = torch.arange(size, device=shown.device)
    sides = []
    for over in (1, 2):
        there = shown.any(dim=over)
        sides.append((torch.where(there, numbers, size).amin(dim=1), torch.where(there, numbers + 1, 0).amax(dim=1)))
    (left, right), (top, bottom) = sides
    return torch.stack([left, top, right, bottom], dim=1).float() / size


@dataclass(frozen=True)
class Scene:
    """Pictures [B,3,S,S] and what was done to them."""

    image: Tensor
    boxes: Tensor
    """[B,2,4] corners in fractions."""
    there: Tensor
    """[B,2] which of the boxes hold something."""
    outline: Tensor
    """[B,1,S,S] 1 where the wall is raised."""
    near: Tensor
    """[B,1,S,S] 1 there and around."""
    covered: Tensor
    """[B] share of the wall that is soiled."""


Wall = Callable[[Tensor, Generator], tuple[Tensor, Tensor]]
"""Pictures [B,3,S,S] as the wall that places are raised from, and the share [B] of it that is soiled."""


def raised_scene(picture: Tensor, size: int, rng: Generator, wall: Wall) -> Scene:
    """Pictures (bytes [B,3,H,W]) cut to S × S, raised, and changed; `wall` makes what places are raised from."""
    image = crop(picture.float(), random_crop(len(picture), picture, rng), size)
    other = crop(picture.float().roll(1, dims=0), random_crop(len(picture), picture, rng), size)
    image, covered = wall(image, rng)
    outline, near = torch.zeros_like(image[:, :1]), torch.zeros_like(image[:, :1])
    boxes, there = [], []
    for share in PRESENT:
        places = random_places(len(image), size, image, rng)
        put, inside = raise_places(image, other, places, rng)
        shown = inside > 0.5
        area = shown.float().sum(dim=(1, 2, 3))
        free = (outline * shown).sum(dim=(1, 2, 3)) == 0
        lit = mean_inside(image.amax(dim=1, keepdim=True), shown.float())[:, 0, 0, 0] > LIT
        here = (chance(len(image), share, image, rng)[:, 0, 0, 0] > 0) & (area > 24) & free & lit
        keep = here.float()[:, None, None, None]
        image = torch.lerp(image, put, keep)
        outline = torch.maximum(outline, shown.float() * keep)
        near = torch.maximum(near, (places.depth < 2.2).float() * keep)
        boxes.append(box_of(shown[:, 0]))
        there.append(here)
    return Scene(changed(image, rng), torch.stack(boxes, dim=1), torch.stack(there, dim=1), outline, near, covered)
