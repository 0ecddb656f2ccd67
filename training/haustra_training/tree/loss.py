"""What the head is taught: any node of the tree may be the label, and rare leaves are not drowned by frequent ones."""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor


def log_prior(counts: NDArray[np.float64], smoothing: float = 1.0) -> Tensor:
    """Log share of each leaf [L] in training, `smoothing` pictures added to each, so that a leaf never seen stays finite."""
    smoothed = torch.from_numpy(counts) + smoothing
    return (smoothed / smoothed.sum()).log().float()


def span_log_probability(logits: Tensor, first: Tensor, after: Tensor) -> Tensor:
    """log of the summed probability of the leaves first ≤ leaf < after, a row: logits [B,L], first and after [B] -> [B].

    A difference of two log-sum-exps, so it stays finite where the sum itself is 0 in float32.
    """
    logits = logits.float()
    if bool((after - first == 1).all()):
        return logits.log_softmax(dim=1).gather(1, first[:, None])[:, 0]
    leaves = torch.arange(logits.shape[1], device=logits.device)
    beneath = (leaves >= first[:, None]) & (leaves < after[:, None])
    return logits.masked_fill(~beneath, -torch.inf).logsumexp(dim=1) - logits.logsumexp(dim=1)


def tree_loss(logits: Tensor, first: Tensor, after: Tensor, prior: Tensor | None = None, strength: float = 1.0, weight: Tensor | None = None) -> Tensor:
    """Mean of -log P(label) over a batch, the label being any node; with `prior` (log shares of leaves) adjusted as in Menon et al., 2021.

    logits [B,L]; first, after [B]; weight [B], each row's part of the mean.
    """
    each = -span_log_probability(logits if prior is None else logits + strength * prior, first, after)
    return each.mean() if weight is None else (each * weight).sum() / len(each)
