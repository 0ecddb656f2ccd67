"""Learning from teachers: one larger network or several, asked about the very pictures that the student sees.

Probabilities are agreed on by Kullback-Leibler divergence, so a loss of zero means that the student
says what the teachers say (Hinton et al., 2015). Dense heads weigh each cell by the larger of the two
probabilities, as the student's own losses do, so that empty background does not drown the lesions.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor

from .checkpoint import load_checkpoint_network
from .dataset import Batch
from .device import half_precision
from .errors import TrainingError
from .losses import Losses, complete_iou
from .network import ColonNet, Heads

SURE = 0.3
"""From this score on, a cell's box and type are worth learning."""

TEMPERATURE = 2.0
"""Divides the logits of whole-picture heads on both sides: shows how the teacher ranks the classes it refuses."""


@dataclass
class Word:
    """What teachers say of a batch: probabilities (whole-picture heads at `TEMPERATURE`) and boxes, shaped as in `Heads`."""

    boxes: Tensor
    scores: Tensor
    types: Tensor
    mask: Tensor
    organ: Tensor
    usable: Tensor
    cleanliness: Tensor
    caecum: Tensor


def word_of(heads: Heads) -> Word:
    """One network's raw outputs as its word."""
    return Word(
        boxes=heads.boxes, scores=torch.sigmoid(heads.scores), types=torch.sigmoid(heads.types), mask=torch.sigmoid(heads.mask),
        organ=torch.softmax(heads.organ / TEMPERATURE, dim=1), usable=torch.sigmoid(heads.usable / TEMPERATURE),
        cleanliness=torch.softmax(heads.cleanliness / TEMPERATURE, dim=1), caecum=torch.sigmoid(heads.caecum / TEMPERATURE),
    )  # fmt: skip


def turned_back(word: Word) -> Word:
    """The word about a mirror image (left and right exchanged), as one about the picture itself."""
    grid = round(word.scores.shape[1] ** 0.5)

    def cells(values: Tensor) -> Tensor:
        return values.reshape(values.shape[0], grid, grid, *values.shape[2:]).flip(2).flatten(1, 2)

    left, top, right, bottom = word.boxes.unbind(dim=2)
    boxes = cells(torch.stack([1 - right, top, 1 - left, bottom], dim=2))
    return replace(word, boxes=boxes, scores=cells(word.scores), types=cells(word.types), mask=word.mask.flip(3))


def mean_word(words: Sequence[Word]) -> Word:
    """The mean of several words; a cell's box leans to those who are surer that it holds a lesion."""
    mean = {field.name: torch.stack([getattr(word, field.name) for word in words]).mean(dim=0) for field in fields(Word)}
    trust = torch.stack([word.scores for word in words])[..., None].clamp(min=1e-6)
    boxes = torch.stack([word.boxes for word in words])
    return Word(**mean | {"boxes": (boxes * trust).sum(dim=0) / trust.sum(dim=0)})


def two_way(logits: Tensor, wanted: Tensor) -> Tensor:
    """Kullback-Leibler divergence, element by element, of sigmoid(logits) from the probabilities `wanted`."""
    entropy = torch.special.xlogy(wanted, wanted) + torch.special.xlogy(1 - wanted, 1 - wanted)
    divergence: Tensor = F.binary_cross_entropy_with_logits(logits, wanted, reduction="none") + entropy
    return divergence


def soft_losses(heads: Heads, word: Word) -> Losses:
    """How far the student is from the word of its teachers, head by head (`some` is 0: it has no teacher)."""
    zero = heads.scores.sum() * 0
    importance = torch.maximum(torch.sigmoid(heads.scores.detach()), word.scores)
    sure = word.scores >= SURE
    strength = word.scores[sure]
    scale = strength.sum().clamp(min=1.0)
    _, ciou = complete_iou(heads.boxes[sure], word.boxes[sure])
    # Undoes the shrinking of gradients by the temperature.
    softened = TEMPERATURE**2
    return Losses(
        score=(importance * two_way(heads.scores, word.scores)).sum() / scale,
        box=((1 - ciou) * strength).sum() / scale,
        kind=(two_way(heads.types[sure], word.types[sure]) * strength).sum() / scale,
        mask=two_way(heads.mask, word.mask).mean() * 2,
        some=zero,
        organ=F.kl_div(F.log_softmax(heads.organ / TEMPERATURE, dim=1), word.organ, reduction="batchmean") * softened,
        usable=two_way(heads.usable / TEMPERATURE, word.usable).mean() * softened,
        cleanliness=F.kl_div(F.log_softmax(heads.cleanliness / TEMPERATURE, dim=1), word.cleanliness, reduction="batchmean") * softened,
        caecum=two_way(heads.caecum / TEMPERATURE, word.caecum).mean() * softened,
    )


@dataclass(frozen=True)
class Teachers:
    """Networks in eval mode on the student's device, for pictures of the student's size; `weight` is their share of the loss."""

    networks: tuple[ColonNet, ...]
    weight: float
    mirror: bool = False

    @torch.no_grad()
    def word(self, image: Tensor) -> Word:
        """The mean word about normalised pictures [B,3,S,S]."""
        words = []
        with half_precision(image.device):
            for network in self.networks:
                words.append(word_of(network(image)))
                if self.mirror:
                    words.append(turned_back(word_of(network(image.flip(3)))))
        return mean_word(words)

    def labels(self, batch: Batch) -> Batch:
        """Without "probably no lesion": where nobody looked for lesions, the teachers' word stands alone."""
        return batch if self.weight == 0 else replace(batch, detection=torch.where(batch.detection < 1, 0.0, batch.detection))

    def total(self, losses: Losses, heads: Heads, image: Tensor, batch: Batch, progress: float) -> tuple[Tensor, dict[str, Tensor]]:
        """The labels' losses and the teachers' word on the very picture that the student saw, each with its share."""
        if self.weight == 0:
            return losses.total(), {}
        taught = soft_losses(heads, self.word(image))
        return (1 - self.weight) * losses.total() + self.weight * taught.total(), {name: value for name, value in taught.values().items() if name != "some"}


def load_teachers(paths: Sequence[str], weight: float, mirror: bool, size: int, device: torch.device) -> Teachers | None:
    """The networks of these checkpoints, each with its own backbone, at the student's size; None without paths.

    Raises `TrainingError` when the weight is not a share.
    """
    if not 0 <= weight <= 1:
        raise TrainingError("distil-weight", f"{weight} is not a share of the loss; take 0 (labels only) to 1 (teachers only)")
    if not paths:
        return None
    networks = [load_checkpoint_network(Path(path), size).requires_grad_(False) for path in paths]
    return Teachers(tuple(n.to(device, memory_format=torch.channels_last) for n in networks), weight, mirror)  # type: ignore[call-overload]
