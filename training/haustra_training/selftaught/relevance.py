"""Which pictures look like those that a head has labels for."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor

from ..dataset import IGNORE, Batch
from ..network import Heads

KEEP = 0.98
"""How slowly what is known of labelled pictures follows the batches."""

REACH = 2.0
"""A picture belongs when it is no further from the labelled ones than their own mean distance and so many deviations."""


class Relevance:
    """For `cleanliness` and `caecum`: the mean features of each class's labelled pictures, and how alike these are to it.

    All on the device of the features, without waiting for values; `state` and `load` carry it through a checkpoint.
    """

    def __init__(self, features: int, device: torch.device) -> None:
        # Cleanliness has three classes; of the caecum only pictures that show it look alike.
        self.middles = {"cleanliness": torch.zeros(3, features, device=device), "caecum": torch.zeros(1, features, device=device)}
        self.likeness = {name: torch.zeros(3, device=device) for name in self.middles}
        """Mean, mean square and weight of the cosines of labelled pictures to the middle of their class."""
        self.centre = torch.zeros(features, device=device)

    @torch.no_grad()
    def see(self, heads: Heads, batch: Batch) -> None:
        """Learn from the labelled pictures of a batch, through the teacher's features [B,F]."""
        features = heads.features
        self.centre.lerp_(features.mean(dim=0), 1 - KEEP)
        alike = F.normalize(features - self.centre, dim=1)
        given = {"cleanliness": batch.cleanliness, "caecum": torch.where((batch.caecum > 0) & (batch.caecum_weight >= 1), 0, IGNORE)}
        for name, label in given.items():
            middles, known = self.middles[name], (label != IGNORE) & (batch.labelled > 0)
            member = F.one_hot(label.clamp(min=0), len(middles)).float() * known[:, None]
            count = member.sum(dim=0)
            mean = member.T @ alike / count.clamp(min=1)[:, None]
            middles = torch.where(count[:, None] > 0, middles.lerp(mean, 0.1), middles)
            self.middles[name] = middles
            cosine = (alike * F.normalize(middles, dim=1)[label.clamp(min=0)]).sum(dim=1)
            n = known.float().sum()
            seen = torch.stack([(cosine * known).sum() / n.clamp(min=1), (cosine.square() * known).sum() / n.clamp(min=1), torch.ones_like(n)])
            self.likeness[name] = torch.where(n > 0, self.likeness[name].lerp(seen, 1 - KEEP), self.likeness[name])

    @torch.no_grad()
    def of(self, heads: Heads) -> dict[str, Tensor]:
        """1 where a picture [B] looks like the labelled ones of any class of the head, by name of the head; 0 before anything was seen."""
        alike = F.normalize(heads.features - self.centre, dim=1)
        out = {}
        for name, middles in self.middles.items():
            mean, square, weight = (self.likeness[name] / self.likeness[name][2].clamp(min=1e-6)).unbind()
            least = mean - REACH * (square - mean.square()).clamp(min=0).sqrt()
            cosine = (alike @ F.normalize(middles, dim=1).T).amax(dim=1)
            out[name] = (cosine >= least).float() * (self.likeness[name][2] > 0.1)
        return out

    def state(self) -> dict[str, object]:
        """What a checkpoint keeps."""
        return {"middles": self.middles, "likeness": self.likeness, "centre": self.centre}

    def load(self, state: dict[str, dict[str, Tensor]]) -> None:
        """Go on from a checkpoint."""
        device = self.centre.device
        self.middles = {name: value.to(device) for name, value in state["middles"].items()}
        self.likeness = {name: value.to(device) for name, value in state["likeness"].items()}
        self.centre = state["centre"].to(device)  # type: ignore[attr-defined]
