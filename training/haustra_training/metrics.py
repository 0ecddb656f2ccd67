"""Measures of detection, classes and masks, with intervals. Pure functions on numpy arrays."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

T = TypeVar("T")
Floats = NDArray[np.float32]


def iou_matrix(a: Floats, b: Floats) -> Floats:
    """IoU of boxes a [n,4] with b [m,4] (x1,y1,x2,y2)."""
    low = np.maximum(a[:, None, :2], b[None, :, :2])
    high = np.minimum(a[:, None, 2:], b[None, :, 2:])
    inter = np.prod(np.clip(high - low, 0, None), axis=2)
    area_a = np.prod(np.clip(a[:, 2:] - a[:, :2], 0, None), axis=1)
    area_b = np.prod(np.clip(b[:, 2:] - b[:, :2], 0, None), axis=1)
    return np.asarray(inter / (area_a[:, None] + area_b[None] - inter + 1e-9), np.float32)


def non_maximum(boxes: Floats, scores: Floats, iou: float = 0.5, least: float = 0.01, most: int = 20) -> NDArray[np.int64]:
    """Greedy non-maximum suppression: indices kept, best first."""
    order = np.argsort(-scores, kind="stable")
    order = order[scores[order] >= least][:300]
    kept: list[int] = []
    while len(order) > 0 and len(kept) < most:
        best = int(order[0])
        kept.append(best)
        order = order[1:][iou_matrix(boxes[best : best + 1], boxes[order[1:]])[0] <= iou]
    return np.array(kept, np.int64)


@dataclass(frozen=True)
class Detections:
    """What was found in one picture (after suppression, best first) and what is there."""

    boxes: Floats
    scores: Floats
    truth: Floats


def matches(found: Detections, iou: float = 0.5) -> NDArray[np.bool_]:
    """For each detection, best first: does it meet a lesion that no better one met?"""
    hit = np.zeros(len(found.scores), np.bool_)
    if len(found.truth) == 0 or len(found.scores) == 0:
        return hit
    overlap = iou_matrix(found.boxes, found.truth)
    free = np.ones(len(found.truth), np.bool_)
    for n in range(len(found.scores)):
        best = int(np.argmax(np.where(free, overlap[n], -1)))
        if free[best] and overlap[n, best] >= iou:
            hit[n], free[best] = True, False
    return hit


def average_precision(pictures: Sequence[Detections], iou: float = 0.5) -> float:
    """Area under the interpolated precision-recall curve (all points) at one IoU."""
    lesions = sum(len(p.truth) for p in pictures)
    if lesions == 0:
        return float("nan")
    scores = np.concatenate([p.scores for p in pictures]) if pictures else np.zeros(0)
    hits = np.concatenate([matches(p, iou) for p in pictures])
    order = np.argsort(-scores, kind="stable")
    true = np.cumsum(hits[order])
    recall, precision = true / lesions, true / np.arange(1, len(order) + 1)
    precision = np.maximum.accumulate(precision[::-1])[::-1]
    return float(np.sum(np.diff(np.concatenate([[0.0], recall])) * precision))


def lesion_sensitivity(pictures: Sequence[Detections], threshold: float, iou: float = 0.5) -> float:
    """Share of lesions met by a detection with score ≥ threshold."""
    lesions = sum(len(p.truth) for p in pictures)
    met = sum(int((matches(p, iou) & (p.scores >= threshold)).sum()) for p in pictures)
    return met / lesions if lesions else float("nan")


def roc_auc(scores: Floats, positive: NDArray[np.bool_]) -> float:
    """Area under the ROC curve by ranks; ties count half."""
    n_pos, n_neg = int(positive.sum()), int((~positive).sum())
    if n_pos == 0 or n_neg == 0:
        return float("nan")
    values, inverse, counts = np.unique(scores, return_inverse=True, return_counts=True)
    ranks = np.cumsum(counts) - (counts - 1) / 2
    return float((ranks[inverse][positive].sum() - n_pos * (n_pos + 1) / 2) / (n_pos * n_neg))


def dice(probability: Floats, truth: NDArray[np.bool_], threshold: float = 0.5) -> float:
    """Dice of one mask; both empty is 1."""
    guess = probability >= threshold
    total = int(guess.sum()) + int(truth.sum())
    return 1.0 if total == 0 else 2 * int((guess & truth).sum()) / total


def wilson(hits: int, n: int) -> tuple[float, float]:
    """95 % interval of a proportion (Wilson score)."""
    if n == 0:
        return float("nan"), float("nan")
    z, p = 1.96, hits / n
    middle, half = p + z * z / (2 * n), z * np.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    return float((middle - half) / (1 + z * z / n)), float((middle + half) / (1 + z * z / n))


def bootstrap(items: Sequence[T], measure: Callable[[Sequence[T]], float], rounds: int = 300, seed: int = 0) -> tuple[float, float]:
    """95 % percentile interval over resampled items (pictures, or sequences where frames are near-copies)."""
    rng = np.random.default_rng(seed)
    values = [measure([items[i] for i in rng.integers(0, len(items), len(items))]) for _ in range(rounds)]
    low, high = np.nanpercentile(values, [2.5, 97.5])
    return float(low), float(high)
