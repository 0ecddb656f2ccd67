"""The network's own average as its teacher on unlabelled pictures (mean teacher, Tarvainen and Valpola, 2017)."""

from __future__ import annotations

from dataclasses import dataclass, field

import torch
from torch import Tensor

from ..average import Average
from ..dataset import Batch
from ..device import half_precision
from ..losses import Losses, compute
from ..network import Heads, normalise
from .pseudo import Limits, pseudo_labels
from .relevance import Relevance


@dataclass
class SelfTeacher:
    """Gives unlabelled pictures of a batch pseudo-labels, and the student a loss on them.

    Needs `batch.plain`: the teacher looks at the plain picture, the student at the changed one.
    """

    average: Average
    weight: float
    """Of the loss on pseudo-labels, once it counts in full; the labels have 1."""
    burn_in: float = 0.2
    """Share of the budget in which only labels teach; over as much again the weight rises."""
    limits: Limits = field(default_factory=Limits)

    def __post_init__(self) -> None:
        network = self.average.network
        self.relevance = Relevance(network.feature_count, network.centres.device)

    def labels(self, batch: Batch) -> Batch:
        """Every label counts."""
        return batch

    def share(self, progress: float) -> float:
        """The weight at this share of the budget."""
        return self.weight * min(max((progress - self.burn_in) / max(self.burn_in, 1e-6), 0.0), 1.0)

    def total(self, losses: Losses, heads: Heads, image: Tensor, batch: Batch, progress: float) -> tuple[Tensor, dict[str, Tensor]]:
        """The labels' losses and, by the share of now, those on the teacher's labels."""
        assert batch.plain is not None, "a self-taught batch has plain pictures"
        network = self.average.network
        with torch.no_grad(), half_precision(image.device):
            said = network(normalise(batch.plain))
        self.relevance.see(said, batch)
        share = self.share(progress)
        if share == 0:
            return losses.total(), {}
        assert losses.answering is not None, "labels are not soft"
        # As many lesions a picture as labelled ones have: where few were found, "none is here" would weigh as if it were all.
        least = (losses.answering * (1 - batch.labelled).sum() / batch.labelled.sum().clamp(min=1)).clamp(min=1)
        taught = compute(heads, pseudo_labels(said, batch, self.limits, self.relevance.of(said)), network.centres, least)
        return losses.total() + share * taught.total(), {name: value for name, value in taught.values().items() if name != "some"}
