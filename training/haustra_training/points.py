"""Thresholds, chosen on validation pictures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from . import evaluate
from .metrics import Floats

QUIET_SPECIFICITY = 0.99
SENSITIVE_SHARE = 0.95


@dataclass(frozen=True)
class Points:
    """Thresholds on calibrated scores, chosen on validation."""

    sensitive: float
    quiet: float
    neoplastic_above: float
    non_neoplastic_below: float


def choose_points(records: Sequence[evaluate.Record]) -> Points:
    """A: as high as leaves 95 % of pictures with a lesion found; B: as low as leaves 99 % of the colon pictures without a known lesion silent (frames without lesion, and pictures that nobody searched: most have none)."""
    positives = np.array([r.best for r in records if r.picture.polyp], np.float32)
    negatives = np.array([r.best for r in records if r.picture.organ == "colon" and not r.picture.polyp and not r.picture.boxes], np.float32)
    pairs = evaluate.typed_pairs(records)
    above, below = type_limits(np.array([a for a, _ in pairs], np.float32), np.array([b for _, b in pairs], np.bool_))
    quiet = quiet_threshold(negatives, QUIET_SPECIFICITY)
    sensitive = highest_threshold(positives, SENSITIVE_SHARE)
    # Rounded down, so that the share still holds; a network good enough to make A the higher one needs only B.
    return Points(int(min(sensitive, quiet) * 1e4) / 1e4, int(quiet * 1e4 + 1) / 1e4, round(above, 2), round(below, 2))


def highest_threshold(best: Floats, wanted: float) -> float:
    """The highest threshold at which at least `wanted` of the values reach it."""
    ordered = np.sort(best)[::-1]
    needed = int(np.ceil(wanted * len(ordered)))
    return float(ordered[max(needed - 1, 0)])


def quiet_threshold(negatives: Floats, specificity: float) -> float:
    """The lowest threshold that leaves at most 1 − `specificity` of the pictures without lesion alarmed."""
    allowed = int(np.floor((1 - specificity) * len(negatives)))
    return float(np.nextafter(np.float32(np.sort(negatives)[::-1][allowed]), np.float32(1)))


def type_limits(probabilities: Floats, neoplastic: NDArray[np.bool_], accuracy: float = 0.93, side: float = 0.90) -> tuple[float, float]:
    """(neoplastic above, non-neoplastic below): the limits that call most lesions while `accuracy` of all calls and `side` of each kind of call are right.

    The limits are chosen together: chosen one by one, each is at the mercy of a single lesion. Among equals, the widest silence between them.
    """
    best, above, below = 0, 1.0, 0.0
    for high in np.arange(0.5, 1.0, 0.01):
        as_neoplastic = probabilities >= high
        if as_neoplastic.any() and float(neoplastic[as_neoplastic].mean()) < side:
            continue
        for low in np.arange(0.0, 0.505, 0.01):
            as_other = (probabilities <= low) & ~as_neoplastic
            called = int(as_neoplastic.sum() + as_other.sum())
            if called < max(best, 1) or as_other.any() and float((~neoplastic[as_other]).mean()) < side:
                continue
            right = float(neoplastic[as_neoplastic].sum() + (~neoplastic[as_other]).sum()) / called
            if right >= accuracy and (called > best or high - low > above - below):
                best, above, below = called, float(high), float(low)
    return above, below
