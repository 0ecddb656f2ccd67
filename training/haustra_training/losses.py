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

    WEIGHTS = {"score": 1.0, "box": 2.0, "kind": 0.8, "mask": 1.0, "some": 0.1, "organ": 0.5, "usable": 0.3, "cleanliness": 0.4, "caecum": 0.3}

    def total(self) -> Tensor:
        return torch.stack([getattr(self, name) * weight for name, weight in self.WEIGHTS.items()]).sum()

    def values(self) -> dict[str, float]:
        """Plain numbers, fetched from the device at once."""
        return dict(zip(self.WEIGHTS, torch.stack([getattr(self, name).detach() for name in self.WEIGHTS]).tolist(), strict=True))


def _varifocal(logits: Tensor, target: Tensor) -> Tensor:
    """Varifocal loss (Zhang et al., 2021): positives weigh by their target, easy negatives fade."""
    p = torch.sigmoid(logits.detach())
    weight = torch.where(target > 0, target, 0.75 * p.square())
    return weight * F.binary_cross_entropy_with_logits(logits, target, reduction="none")


def _weighted_mean(values: Tensor, weights: Tensor) -> Tensor:
    return (values * weights).sum() / weights.sum().clamp(min=1.0)


def _dice(logits: Tensor, target: Tensor) -> Tensor:
    p = torch.sigmoid(logits).flatten(1)
    t = target.flatten(1)
    return 1 - (2 * (p * t).sum(dim=1) + 1) / (p.sum(dim=1) + t.sum(dim=1) + 1)


def compute(heads: Heads, batch: Batch, centres: Tensor) -> Losses:
    """Losses of one batch; a picture adds only to the heads that it has labels for."""
    zero = heads.scores.sum() * 0
    score_sum, box_sum, kind_sum = zero, zero, zero
    target_sum, kind_count = zero.detach(), zero.detach()
    probabilities = torch.sigmoid(heads.scores.detach())
    for n, (lesions, weight) in enumerate(zip(batch.boxes, batch.detection.tolist(), strict=True)):
        if weight == 0:
            continue
        given = assign(probabilities[n], heads.boxes[n].detach(), centres, lesions)
        score_sum = score_sum + weight * _varifocal(heads.scores[n], given.target).sum()
        own = given.lesion >= 0
        if not bool(own.any()):
            continue
        strength = given.target[own]
        _, ciou = complete_iou(heads.boxes[n][own], lesions[given.lesion[own]])
        # A floor keeps the first, poor boxes learning.
        box_weight = strength.clamp(min=0.1)
        box_sum = box_sum + ((1 - ciou) * box_weight).sum()
        target_sum = target_sum + box_weight.sum()
        kinds = batch.kinds[n][given.lesion[own]]
        typed = kinds >= 0
        if bool(typed.any()):
            kind_sum = kind_sum + F.binary_cross_entropy_with_logits(heads.types[n][own][typed], kinds[typed].float(), reduction="sum")
            kind_count = kind_count + typed.sum()
    scale = target_sum.clamp(min=1.0)
    mask_each = F.binary_cross_entropy_with_logits(heads.mask, batch.mask, reduction="none").mean(dim=(1, 2, 3)) * 2
    has_lesion = (batch.mask.amax(dim=(1, 2, 3)) > 0.5).float()
    mask_each = mask_each + _dice(heads.mask, batch.mask) * has_lesion
    top = heads.scores.topk(3, dim=1).values.mean(dim=1)
    some = F.binary_cross_entropy_with_logits(top, torch.full_like(top, 0.7), reduction="none")
    return Losses(
        score=score_sum / scale,
        box=box_sum / scale,
        kind=kind_sum / kind_count.clamp(min=1.0),
        mask=_weighted_mean(mask_each, batch.mask_known),
        some=_weighted_mean(some, batch.some_lesion),
        organ=F.cross_entropy(heads.organ, batch.organ, heads.organ.new_tensor(ORGAN_WEIGHTS), ignore_index=IGNORE) if bool((batch.organ >= 0).any()) else zero,
        usable=_weighted_mean(F.binary_cross_entropy_with_logits(heads.usable, batch.usable, reduction="none"), batch.usable_weight),
        cleanliness=F.cross_entropy(heads.cleanliness, batch.cleanliness, ignore_index=IGNORE) if bool((batch.cleanliness >= 0).any()) else zero,
        caecum=_weighted_mean(F.binary_cross_entropy_with_logits(heads.caecum, batch.caecum.clamp(min=0), reduction="none"), batch.caecum_weight),
    )
