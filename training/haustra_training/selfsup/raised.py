"""Lesions that nobody drew: part of the wall is raised, in light and texture, and the network must find and outline it; and, where wanted, part is soiled.

A pretext for a detector (after CutPaste, Li et al., CVPR 2021, and instance localisation, Yang et al., CVPR 2021): pyramid, towers and
outline learn what they are for, without one label. A real lesion in the picture is not known to be one, so that nothing far from a
raised place counts for much as "no lesion", and a picture that was not soiled for little as clean.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Generator, Tensor, nn

from ..assign import assign
from ..device import half_precision
from ..losses import complete_iou, varifocal
from ..network import BODY, WHOLE, ColonNet, Heads, normalise
from .scene import LIT, Scene, raised_scene
from .soiled import soil

FAR = 0.05
"""Weight of "nothing is here" away from raised places."""

CLEAN = 0.15
"""Weight of "nothing covers the wall" where nothing was put."""


class Raised(nn.Module):
    """The network learns to find and outline places that were raised."""

    taught: tuple[str, ...] = (*BODY, "score_tower.", "score_out.", "box_tower.", "box_out.", "mask_")

    def __init__(self, network: ColonNet) -> None:
        super().__init__()
        self.network = network

    def wall(self, image: Tensor, rng: Generator) -> tuple[Tensor, Tensor]:
        """The wall that places are raised from [B,3,S,S], and the share [B] that is soiled."""
        return image, torch.zeros(len(image), device=image.device)

    def loss(self, picture: Tensor, size: int, rng: Generator) -> dict[str, Tensor]:
        scene = raised_scene(picture, size, rng, self.wall)
        with half_precision(picture.device):
            heads = self.network(normalise(scene.image))
        return self.errors(heads, scene)

    def errors(self, heads: Heads, scene: Scene) -> dict[str, Tensor]:
        """Of scores, boxes and outlines."""
        boxes, there, outline, near = scene.boxes, scene.there, scene.outline, scene.near
        given = assign(torch.sigmoid(heads.scores.detach()), heads.boxes.detach(), self.network.centres, boxes * there[..., None], there)
        grid = int(heads.scores.shape[1] ** 0.5)
        counts = F.adaptive_max_pool2d(near, grid).flatten(1).clamp(min=FAR)
        weight = given.target.clamp(min=0.1) * (given.lesion >= 0)
        scale = weight.sum().clamp(min=1)
        wanted = boxes.gather(1, given.lesion.clamp(min=0)[..., None].expand(-1, -1, 4))
        _, ciou = complete_iou(heads.boxes.flatten(0, 1), wanted.flatten(0, 1))
        side = heads.mask.shape[-1]
        drawn, known = F.adaptive_avg_pool2d(outline, side), F.adaptive_max_pool2d(near, side).clamp(min=FAR)
        mask = (F.binary_cross_entropy_with_logits(heads.mask, drawn, reduction="none") * known).sum() / known.sum()
        said = torch.sigmoid(heads.mask) * known
        overlap = 2 * (said * drawn).sum(dim=(1, 2, 3)) / (said.sum(dim=(1, 2, 3)) + drawn.sum(dim=(1, 2, 3)) + 1)
        some = there.any(dim=1).float()
        return {
            "score": (counts * varifocal(heads.scores, given.target)).sum() / scale,
            "box": 2 * ((1 - ciou).view_as(weight) * weight).sum() / scale,
            "mask": 2 * mask + ((1 - overlap) * some).sum() / some.sum().clamp(min=1),
        }

    def after_step(self, progress: float) -> None:
        """Nothing follows."""


class Soiled(Raised):
    """The network also learns to say how much of the wall was soiled."""

    taught = (*Raised.taught, "shared.")

    def __init__(self, network: ColonNet) -> None:
        super().__init__(network)
        self.covered_out = nn.Linear(WHOLE, 1)

    def wall(self, image: Tensor, rng: Generator) -> tuple[Tensor, Tensor]:
        return soil(image, (image.amax(dim=1, keepdim=True) > LIT).float(), rng)

    def errors(self, heads: Heads, scene: Scene) -> dict[str, Tensor]:
        # What the heads for whole pictures share, without its dropout, which no seed of ours sets.
        shared = nn.Sequential(*(layer for layer in self.network.shared if not isinstance(layer, nn.Dropout)))
        said = self.covered_out(shared(heads.features[:, self.network.backbone.channels[2] :])).squeeze(1)
        weight = torch.where(scene.covered > 0, 1.0, CLEAN)
        error = (F.binary_cross_entropy_with_logits(said, scene.covered, reduction="none") * weight).sum() / weight.sum()
        return super().errors(heads, scene) | {"soil": error}
