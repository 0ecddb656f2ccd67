"""What each head is taught, and how the parts add up."""

from __future__ import annotations

from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor

from .assign import assign
from .dataset import IGNORE, Batch
from .network import Heads

ORGAN_WEIGHTS = (1.0, 4.0, 4.0)
"""Colon, upper, outside: a round draws about eight colon pictures for one of another organ, and a network that is unsure
falls back on what it saw most. Balanced, it must look."""


def complete_iou(a: Tensor, b: Tensor) -> tuple[Tensor, Tensor]:
    """IoU and CIoU (Zheng et al., 2020) of paired boxes [n,4]."""
    low, high = torch.maximum(a[:, :2], b[:, :2]), torch.minimum(a[:, 2:], b[:, 2:])
    inter = (high - low).clamp(min=0).prod(dim=1)
    size_a, size_b = (a[:, 2:] - a[:, :2]).clamp(min=1e-6), (b[:, 2:] - b[:, :2]).clamp(min=1e-6)
    iou = inter / (size_a.prod(dim=1) + size_b.prod(dim=1) - inter + 1e-9)
    hull = torch.maximum(a[:, 2:], b[:, 2:]) - torch.minimum(a[:, :2], b[:, :2])
    gap = ((a[:, :2] + a[:, 2:] - b[:, :2] - b[:, 2:]) / 2).square().sum(dim=1)
    aspect = (4 / torch.pi**2) * (torch.atan(size_a[:, 0] / size_a[:, 1]) - torch.atan(size_b[:, 0] / size_b[:, 1])).square()
    with torch.no_grad():
        trade = aspect / (1 - iou + aspect + 1e-9)
    return iou, iou - gap / (hull.square().sum(dim=1) + 1e-9) - trade * aspect


@dataclass
class Losses:
    score: Tensor
    box: Tensor
    kind: Tensor
    mask: Tensor
    some: Tensor
    organ: Tensor
    usable: Tensor
    cleanliness: Tensor
    caecum: Tensor
    answering: Tensor | None = None
    """Sum of the targets of the cells that answer for lesions, which score and box are shares of; detached. None where labels are soft."""

    WEIGHTS = {"score": 1.0, "box": 2.0, "kind": 0.8, "mask": 1.0, "some": 0.1, "organ": 0.5, "usable": 0.3, "cleanliness": 0.4, "caecum": 0.3}

    def total(self) -> Tensor:
        return torch.stack([getattr(self, name) * weight for name, weight in self.WEIGHTS.items()]).sum()

    def values(self) -> dict[str, Tensor]:
        """The losses by name, detached, still on their device."""
        return {name: getattr(self, name).detach() for name in self.WEIGHTS}


def varifocal(logits: Tensor, target: Tensor) -> Tensor:
    """Varifocal loss (Zhang et al., 2021): positives weigh by their target, easy negatives fade."""
    p = torch.sigmoid(logits.detach())
    weight = torch.where(target > 0, target, 0.75 * p.square())
    return weight * F.binary_cross_entropy_with_logits(logits, target, reduction="none")


def weighted_mean(values: Tensor, weights: Tensor) -> Tensor:
    """The mean by weights; little weight in all stays little."""
    return (values * weights).sum() / weights.sum().clamp(min=1.0)


def class_loss(logits: Tensor, target: Tensor, weights: Tensor | None = None) -> Tensor:
    """Cross entropy over the pictures whose class is known, as a weighted mean; 0 where none is."""
    known = target != IGNORE
    sure = target.clamp(min=0)
    share = known.float() if weights is None else weights[sure] * known
    return (F.cross_entropy(logits, sure, reduction="none") * share).sum() / share.sum().clamp(min=1e-6)


def _dice(logits: Tensor, target: Tensor) -> Tensor:
    p = torch.sigmoid(logits).flatten(1)
    t = target.flatten(1)
    return 1 - (2 * (p * t).sum(dim=1) + 1) / (p.sum(dim=1) + t.sum(dim=1) + 1)


def compute(heads: Heads, batch: Batch, centres: Tensor, least: Tensor | float = 1.0) -> Losses:
    """Losses of one batch; a picture adds only to the heads that it has labels for.

    `least`: at least so much must answer for lesions before score and box count in full.
    """
    given = assign(torch.sigmoid(heads.scores.detach()), heads.boxes.detach(), centres, batch.boxes, batch.there)
    weight = batch.detection[:, None]
    score_sum = (weight * varifocal(heads.scores, given.target)).sum()
    own = (given.lesion >= 0) & (weight > 0)
    lesion = given.lesion.clamp(min=0)
    wanted = batch.boxes.gather(1, lesion[..., None].expand(-1, -1, 4))
    _, ciou = complete_iou(heads.boxes.flatten(0, 1), wanted.flatten(0, 1))
    # A floor keeps the first, poor boxes learning.
    box_weight = given.target.clamp(min=0.1) * own
    box_sum = ((1 - ciou).view_as(box_weight) * box_weight).sum()
    kinds = batch.kinds.gather(1, lesion)
    typed = (own & (kinds >= 0)).float()
    kind_sum = (F.binary_cross_entropy_with_logits(heads.types, kinds.clamp(min=0).float(), reduction="none") * typed).sum()
    answering = box_weight.sum().detach()
    scale = answering.clamp(min=least)
    mask_each = F.binary_cross_entropy_with_logits(heads.mask, batch.mask, reduction="none").mean(dim=(1, 2, 3)) * 2
    has_lesion = (batch.mask.amax(dim=(1, 2, 3)) > 0.5).float()
    mask_each = mask_each + _dice(heads.mask, batch.mask) * has_lesion
    top = heads.scores.topk(3, dim=1).values.mean(dim=1)
    some = F.binary_cross_entropy_with_logits(top, torch.full_like(top, 0.7), reduction="none")
    return Losses(
        score=score_sum / scale,
        box=box_sum / scale,
        kind=kind_sum / typed.sum().clamp(min=1.0),
        mask=weighted_mean(mask_each, batch.mask_known),
        some=weighted_mean(some, batch.some_lesion),
        organ=class_loss(heads.organ, batch.organ, heads.organ.new_tensor(ORGAN_WEIGHTS)),
        usable=weighted_mean(F.binary_cross_entropy_with_logits(heads.usable, batch.usable, reduction="none"), batch.usable_weight),
        cleanliness=class_loss(heads.cleanliness, batch.cleanliness),
        caecum=weighted_mean(F.binary_cross_entropy_with_logits(heads.caecum, batch.caecum.clamp(min=0), reduction="none"), batch.caecum_weight),
        answering=answering,
    )
