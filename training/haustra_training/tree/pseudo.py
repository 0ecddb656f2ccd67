"""Labels for pictures that nobody labelled: what a teacher is sure of, as exactly as it is sure, and as frequent as labels say."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from .label_tree import LabelTree


@dataclass(frozen=True)
class Pseudo:
    """Pseudo-labels of a batch: the leaves beneath each [B], and its weight [B], 0 where nothing new is sure."""

    first: Tensor
    after: Tensor
    weight: Tensor


class Chains:
    """Every node of a tree as tensors, the smallest first: the first that is sure enough is the most exact."""

    def __init__(self, tree: LabelTree) -> None:
        nodes = sorted(tree.nodes.values(), key=lambda span: span.after - span.first)
        self.first = torch.tensor([span.first for span in nodes])
        self.after = torch.tensor([span.after for span in nodes])


class Alignment:
    """Distribution alignment: over time, the teacher's answers are to be as frequent as the labels are.

    Without it a teacher that favours frequent leaves teaches rare ones away.
    """

    def __init__(self, target: Tensor, decay: float = 0.98) -> None:
        self.target, self.decay, self.running = target, decay, target.clone()

    def align(self, likely: Tensor) -> Tensor:
        """Probabilities [B,L] -> aligned ones; a leaf's factor stays within 1/5 and 5."""
        self.running = self.decay * self.running + (1 - self.decay) * likely.mean(dim=0)
        aligned = likely * (self.target / self.running.clamp(min=1e-9)).clamp(0.2, 5.0)
        return aligned / aligned.sum(dim=1, keepdim=True)


def pseudo_labels(chains: Chains, likely: Tensor, first: Tensor, after: Tensor, threshold: float) -> Pseudo:
    """The most exact node whose probability reaches `threshold`, given that the picture lies beneath its known label.

    likely [B,L] probabilities; first, after [B] the known label (the whole tree where there is none); threshold > 0.5, so
    that nodes that reach it lie one beneath another. Weight 0 where that is no more than what is known.
    """
    leaves = torch.arange(likely.shape[1])
    beneath = (leaves >= first[:, None]) & (leaves < after[:, None])
    likely = likely.double() * beneath
    likely = likely / likely.sum(dim=1, keepdim=True).clamp(min=1e-12)
    running = torch.cat([torch.zeros(len(likely), 1, dtype=torch.float64), likely.cumsum(dim=1)], dim=1)
    sure = running[:, chains.after] - running[:, chains.first] >= min(threshold, 1 - 1e-9)
    best = sure.int().argmax(dim=1)
    found_first, found_after = chains.first[best], chains.after[best]
    new = sure.any(dim=1) & (found_after - found_first < after - first)
    return Pseudo(torch.where(new, found_first, first), torch.where(new, found_after, after), new.float())
