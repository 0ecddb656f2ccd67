"""What a teacher may be asked: of pictures that look like those a head has labels for, and of lesions once it finds the labelled ones."""

from __future__ import annotations

from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor

from ..dataset import IGNORE, Batch
from ..network import Heads

KEEP = 0.98
"""How slowly what is known of labelled pictures follows the batches."""

REACH = 2.0
"""A picture belongs when it is no further from the labelled ones than their own mean distance and so many deviations."""

RIPE = 0.5
"""Mean best score in pictures with drawn lesions from which on a teacher is believed about lesions."""


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
        self.found = torch.zeros(2, device=device)
        """Mean best score in pictures with drawn lesions, and its weight."""

    @torch.no_grad()
    def see(self, heads: Heads, batch: Batch) -> None:
        """Learn from the labelled pictures of a batch, through the teacher's features [B,F]."""
        features = heads.features
        shown = (batch.there.any(dim=1) & (batch.labelled > 0)).float()
        best = torch.sigmoid(heads.scores).amax(dim=1)
        now = torch.stack([(best * shown).sum() / shown.sum().clamp(min=1), torch.ones_like(self.found[1])])
        self.found = torch.where(shown.sum() > 0, self.found.lerp(now, 1 - KEEP), self.found)
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
        """By name of the head, 1 where a picture [B] looks like the labelled ones of any class; 0 before anything was seen.

        `lesion` is 1 for all once the teacher finds the lesions that are drawn: one that finds none yet would call every picture empty,
        and the network would come to believe it.
        """
        alike = F.normalize(heads.features - self.centre, dim=1)
        ripe = (self.found[0] >= RIPE * self.found[1]) & (self.found[1] > 0.1)
        out = {"lesion": ripe.float().expand(len(alike))}
        for name, middles in self.middles.items():
            mean, square, weight = (self.likeness[name] / self.likeness[name][2].clamp(min=1e-6)).unbind()
            least = mean - REACH * (square - mean.square()).clamp(min=0).sqrt()
            cosine = (alike @ F.normalize(middles, dim=1).T).amax(dim=1)
            out[name] = (cosine >= least).float() * (self.likeness[name][2] > 0.1)
        return out

    def tensors(self) -> list[Tensor]:
        """All that it knows."""
        return [*self.middles.values(), *self.likeness.values(), self.centre, self.found]

    def state(self) -> dict[str, object]:
        """What a checkpoint keeps."""
        return {"middles": self.middles, "likeness": self.likeness, "centre": self.centre, "found": self.found}

    def load(self, state: dict[str, Any]) -> None:
        """Go on from a checkpoint."""
        device = self.centre.device
        self.middles = {name: value.to(device) for name, value in state["middles"].items()}
        self.likeness = {name: value.to(device) for name, value in state["likeness"].items()}
        self.centre, self.found = state["centre"].to(device), state["found"].to(device)
