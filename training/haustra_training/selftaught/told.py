"""What teachers say of unlabelled pictures, which they see plain and the student sees changed (noisy student, Xie et al., 2020).

The teachers do not change while they teach: a network whose own moving average says so softly what it believes
comes to believe in nothing (measured: docs/measured.md#learning-without-labels).
"""

from __future__ import annotations

from dataclasses import dataclass

from torch import Tensor

from ..dataset import Batch
from ..distil import Teachers, soft_losses
from ..losses import Losses
from ..network import Heads, normalise


@dataclass(frozen=True)
class Told:
    """Labels count in full; unlabelled pictures are learnt from the mean word of teachers on them and on their mirror images.

    Needs `batch.plain`: the pictures as the teachers see them.
    """

    teachers: Teachers
    weight: float
    """Of the loss on what is told; the labels have 1."""

    def labels(self, batch: Batch) -> Batch:
        """Every label counts."""
        return batch

    def total(self, losses: Losses, heads: Heads, image: Tensor, batch: Batch, progress: float) -> tuple[Tensor, dict[str, Tensor]]:
        """The labels' losses and those on the teachers' word."""
        assert batch.plain is not None, "a batch with told pictures has plain ones"
        asked = (batch.labelled == 0).nonzero()[:, 0]
        if len(asked) == 0:
            return losses.total(), {}
        told = soft_losses(heads.each(lambda value: value[asked]), self.teachers.word(normalise(batch.plain[asked])))
        return losses.total() + self.weight * told.total(), {name: value for name, value in told.values().items() if name != "some"}
