"""Labels that a network gives to pictures that have none: only where it is sure, and only of what it was taught about.

After FixMatch (Sohn et al., 2020): the teacher sees the picture as it is, the student the same picture changed; a label below the
limit is no label. After Su et al. (2021), who found that pictures of other classes do harm: a head learns only from pictures that
look like those it has labels for.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import torch
from torch import Tensor

from ..assign import pairwise_iou
from ..dataset import IGNORE, Batch
from ..network import Heads

MOST = 3
"""Lesions proposed in one picture at most."""


@dataclass(frozen=True)
class Limits:
    """How sure the teacher must be. Scores of lesions are IoU-aware, so that even a sure one stays well below 1."""

    lesion: float = 0.45
    """From this score on a lesion counts as there."""
    none: float = 0.12
    """A picture whose best score stays below holds no lesion; between the two nobody knows."""
    sure: float = 0.9
    """Least probability of a class, and of a lesion's type."""


def proposals(scores: Tensor, boxes: Tensor, iou: float = 0.4) -> tuple[Tensor, Tensor, Tensor]:
    """The best `MOST` cells of each picture that do not overlap: scores [B,N] and boxes [B,N,4] -> scores [B,M], boxes [B,M,4], cells [B,M]."""
    left, best, places, cells = scores.clone(), [], [], []
    for _ in range(MOST):
        score, cell = left.max(dim=1)
        box = boxes.gather(1, cell[:, None, None].expand(-1, 1, 4))
        left = left.masked_fill(pairwise_iou(box, boxes)[:, 0] > iou, 0.0)
        best.append(score)
        places.append(box[:, 0])
        cells.append(cell)
    return torch.stack(best, dim=1), torch.stack(places, dim=1), torch.stack(cells, dim=1)


def sure_class(logits: Tensor, limit: float) -> Tensor:
    """The most likely class [B] where its probability reaches the limit, else IGNORE."""
    probability, best = torch.softmax(logits, dim=1).max(dim=1)
    return torch.where(probability >= limit, best, IGNORE)


def sure_side(logits: Tensor, limit: float) -> Tensor:
    """1 where a yes-or-no answer is surely yes or no, else 0."""
    probability = torch.sigmoid(logits)
    return ((probability >= limit) | (probability <= 1 - limit)).float()


@torch.no_grad()
def pseudo_labels(heads: Heads, batch: Batch, limits: Limits, relevant: dict[str, Tensor]) -> Batch:
    """The batch with the teacher's labels on its unlabelled pictures, and none on the others (their own labels are learnt apart).

    `heads`: the teacher's. `relevant`: 1 [B] where it may be asked about `lesion`, `cleanliness` and `caecum`.
    """
    asked = 1 - batch.labelled
    outside = torch.softmax(heads.organ, dim=1)[:, 2]
    # Of pictures from outside the body, and of those that show nothing, only that much is learnt.
    inside = asked * (outside < 0.5) * (torch.sigmoid(heads.usable) > 0.5)
    scores, boxes, cells = proposals(torch.sigmoid(heads.scores), heads.boxes)
    looked = inside * relevant["lesion"]
    there = (scores >= limits.lesion) & (looked[:, None] > 0)
    told = looked * ((scores[:, 0] >= limits.lesion) | (scores[:, 0] <= limits.none))
    kind = torch.sigmoid(heads.types.gather(1, cells))
    mask = torch.sigmoid(heads.mask)
    cleanliness = torch.where(inside * relevant["cleanliness"] > 0, sure_class(heads.cleanliness, limits.sure), IGNORE)
    return replace(
        batch,
        boxes=boxes.clamp(0, 1), there=there,
        kinds=torch.where(kind >= limits.sure, 1, torch.where(kind <= 1 - limits.sure, 0, -1)),
        mask=mask, mask_known=told,
        detection=told, some_lesion=torch.zeros_like(asked),
        organ=torch.where(asked > 0, sure_class(heads.organ, limits.sure), IGNORE),
        usable=(heads.usable > 0).float(), usable_weight=asked * sure_side(heads.usable, limits.sure),
        cleanliness=cleanliness,
        caecum=(heads.caecum > 0).float(), caecum_weight=0.5 * inside * relevant["caecum"] * sure_side(heads.caecum, limits.sure),
    )  # fmt: skip
