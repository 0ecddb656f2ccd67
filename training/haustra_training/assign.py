"""Which cells answer for which lesion: task-aligned assignment (Feng et al., TOOD, ICCV 2021)."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

ALPHA, BETA, TOP = 0.5, 4.0, 10


def pairwise_iou(a: Tensor, b: Tensor) -> Tensor:
    """IoU of boxes a [...,n,4] with b [...,m,4] (x1,y1,x2,y2) -> [...,n,m]."""
    low = torch.maximum(a[..., :, None, :2], b[..., None, :, :2])
    high = torch.minimum(a[..., :, None, 2:], b[..., None, :, 2:])
    inter = (high - low).clamp(min=0).prod(dim=-1)
    area_a = (a[..., 2:] - a[..., :2]).clamp(min=0).prod(dim=-1)
    area_b = (b[..., 2:] - b[..., :2]).clamp(min=0).prod(dim=-1)
    return inter / (area_a[..., :, None] + area_b[..., None, :] - inter + 1e-9)


@dataclass
class Assignment:
    """For each cell [B,N]: the lesion of its picture that it answers for (-1 none) and its target score (0 none)."""

    lesion: Tensor
    target: Tensor


@torch.no_grad()
def assign(scores: Tensor, boxes: Tensor, centres: Tensor, lesions: Tensor, there: Tensor) -> Assignment:
    """Assign the N cells of B pictures to up to L lesions each.

    scores [B,N] probabilities, boxes [B,N,4] predictions, centres [N,2], lesions [B,L,4] in fractions of the input, there [B,L]
    (false: padding). The cells whose centre lies in a lesion compete by score^α·IoU^β; the best ten answer for it. The best of
    them aims at its IoU, the others in proportion. Shapes depend on no value, so that a GPU is never waited for.
    """
    iou = pairwise_iou(lesions, boxes)
    offset = centres - lesions[:, :, None, :2]
    rest = lesions[:, :, None, 2:] - centres
    inside = torch.cat([offset, rest], dim=3).amin(dim=3) > 0
    middle = (lesions[..., :2] + lesions[..., 2:]) / 2
    distance = (middle[:, :, None] - centres).square().sum(dim=3).sqrt()
    # A lesion smaller than a cell may hold no centre: its nearest cell answers.
    inside = inside.scatter(2, distance.argmin(dim=2, keepdim=True), True) & there[:, :, None]
    # Closeness to the middle settles ties while predictions are still poor.
    metric = (scores[:, None].clamp(min=1e-6) ** ALPHA * iou**BETA + 1e-4 * torch.exp(-distance * 8)) * inside
    chosen = torch.zeros_like(inside).scatter(2, metric.topk(min(TOP, scores.shape[1]), dim=2).indices, True) & (metric > 0)
    # A cell wanted by several lesions goes to the one it overlaps most.
    best, owner = torch.where(chosen, iou + 1e-6, torch.zeros_like(iou)).max(dim=1)
    taken = best > 0
    own = (owner[:, None] == torch.arange(lesions.shape[1], device=scores.device)[:, None]) & taken[:, None]
    metric = metric * own
    top_metric = metric.amax(dim=2, keepdim=True)
    top_iou = (iou * own).amax(dim=2, keepdim=True)
    target = (metric / (top_metric + 1e-12) * top_iou).amax(dim=1)
    return Assignment(torch.where(taken, owner, -1), torch.where(taken, target, 0.0))
