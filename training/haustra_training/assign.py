"""Which cells answer for which lesion: task-aligned assignment (Feng et al., TOOD, ICCV 2021)."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

ALPHA, BETA, TOP = 0.5, 4.0, 10


def pairwise_iou(a: Tensor, b: Tensor) -> Tensor:
    """IoU of boxes a [n,4] with b [m,4] (x1,y1,x2,y2) -> [n,m]."""
    low = torch.maximum(a[:, None, :2], b[None, :, :2])
    high = torch.minimum(a[:, None, 2:], b[None, :, 2:])
    inter = (high - low).clamp(min=0).prod(dim=2)
    area_a = (a[:, 2:] - a[:, :2]).clamp(min=0).prod(dim=1)
    area_b = (b[:, 2:] - b[:, :2]).clamp(min=0).prod(dim=1)
    return inter / (area_a[:, None] + area_b[None] - inter + 1e-9)


@dataclass
class Assignment:
    """For each cell: the lesion it answers for (-1 none) and its target score (0 none)."""

    lesion: Tensor
    target: Tensor


@torch.no_grad()
def assign(scores: Tensor, boxes: Tensor, centres: Tensor, lesions: Tensor) -> Assignment:
    """Assign N cells to L lesions of one picture.

    scores [N] probabilities, boxes [N,4] predictions, centres [N,2], lesions [L,4]; all in
    fractions of the input. The cells whose centre lies in a lesion compete by score^α·IoU^β;
    the best ten answer for it. The best of them aims at its IoU, the others in proportion.
    """
    cells = scores.shape[0]
    lesion = torch.full((cells,), -1, dtype=torch.long, device=scores.device)
    target = torch.zeros(cells, device=scores.device)
    if lesions.shape[0] == 0:
        return Assignment(lesion, target)
    iou = pairwise_iou(lesions, boxes)
    offset = centres[None] - lesions[:, None, :2]
    rest = lesions[:, None, 2:] - centres[None]
    inside = torch.cat([offset, rest], dim=2).amin(dim=2) > 0
    middle = (lesions[:, :2] + lesions[:, 2:]) / 2
    distance = torch.cdist(middle, centres)
    # A lesion smaller than a cell may hold no centre: its nearest cell answers.
    inside[torch.arange(lesions.shape[0], device=scores.device), distance.argmin(dim=1)] = True
    # Closeness to the middle settles ties while predictions are still poor.
    metric = (scores[None].clamp(min=1e-6) ** ALPHA * iou**BETA + 1e-4 * torch.exp(-distance * 8)) * inside
    chosen = torch.zeros_like(inside)
    chosen.scatter_(1, metric.topk(min(TOP, cells), dim=1).indices, True)
    chosen &= metric > 0
    # A cell wanted by several lesions goes to the one it overlaps most.
    contest = torch.where(chosen, iou + 1e-6, torch.zeros_like(iou))
    best, owner = contest.max(dim=0)
    taken = best > 0
    lesion[taken] = owner[taken]
    own = torch.zeros_like(chosen)
    own[owner[taken], torch.nonzero(taken).squeeze(1)] = True
    metric = metric * own
    top_metric = metric.amax(dim=1, keepdim=True)
    top_iou = (iou * own).amax(dim=1, keepdim=True)
    scaled = metric / (top_metric + 1e-12) * top_iou
    target[taken] = scaled.amax(dim=0)[taken]
    return Assignment(lesion, target)
