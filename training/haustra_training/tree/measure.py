"""How well a head tells the labels of a tree, at each depth. Pure functions on numpy arrays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..metrics import Floats
from .label_tree import LabelTree, ancestors, depth_of

Numbers = NDArray[np.int64]


@dataclass(frozen=True)
class DepthScore:
    """Measures at one depth of the tree."""

    depth: int
    n: int
    """Pictures whose label reaches this depth."""
    classes: int
    """Classes among these pictures: macro-F1 is their mean."""
    accuracy: float
    macro_f1: float
    mcc: float
    """Matthews' correlation for several classes (Gorodkin); nan where all pictures are of one class."""
    top5: float
    """Share of pictures whose class is among the five likeliest."""


def f1_scores(truth: Numbers, guess: Numbers) -> dict[int, float]:
    """F1 of every class that appears in the truth."""
    classes = int(max(truth.max(), guess.max())) + 1
    there, said = np.bincount(truth, minlength=classes), np.bincount(guess, minlength=classes)
    hit = np.bincount(truth[truth == guess], minlength=classes)
    return {int(one): float(2 * hit[one] / (there[one] + said[one])) for one in np.flatnonzero(there)}


def matthews(truth: Numbers, guess: Numbers) -> float:
    """Matthews' correlation coefficient for any number of classes."""
    _, joined = np.unique(np.concatenate([truth, guess]), return_inverse=True)
    classes = int(joined.max()) + 1
    t, g = np.bincount(joined[: len(truth)], minlength=classes).astype(np.float64), np.bincount(joined[len(truth) :], minlength=classes).astype(np.float64)
    n, right = float(len(truth)), float((truth == guess).sum())
    below = np.sqrt((n * n - (g * g).sum()) * (n * n - (t * t).sum()))
    return float((right * n - (t * g).sum()) / below) if below > 0 else float("nan")


def at_depth(tree: LabelTree, probabilities: Floats, labels: Sequence[str | None], depth: int) -> DepthScore:
    """Score leaf probabilities [n,L] at one depth. A label that ends above the depth, and is no leaf, does not count there."""
    classes = tree.cut(depth)
    place = {path: n for n, path in enumerate(classes)}
    rows, truth = [], []
    for n, label in enumerate(labels):
        if label and (depth_of(label) >= depth or label in tree.numbers):
            rows.append(n)
            truth.append(place[ancestors(label)[min(depth, depth_of(label)) - 1]])
    if not rows:
        return DepthScore(depth, 0, 0, float("nan"), float("nan"), float("nan"), float("nan"))
    sums = tree.node_probabilities(probabilities[rows], classes)
    wanted, guess = np.array(truth, np.int64), sums.argmax(axis=1).astype(np.int64)
    five = np.argpartition(-sums, min(5, len(classes)) - 1, axis=1)[:, :5]
    scores = f1_scores(wanted, guess)
    return DepthScore(
        depth, len(rows), len(scores), float((wanted == guess).mean()), float(np.mean(list(scores.values()))), matthews(wanted, guess),
        float((five == wanted[:, None]).any(axis=1).mean()),
    )  # fmt: skip


def at_every_depth(tree: LabelTree, probabilities: Floats, labels: Sequence[str | None]) -> list[DepthScore]:
    """`at_depth` from the top to the leaves."""
    return [at_depth(tree, probabilities, labels, depth) for depth in range(1, tree.depth + 1)]


def shot_accuracy(truth: Numbers, guess: Numbers, counts: NDArray[np.float64], limits: tuple[float, float]) -> dict[str, tuple[float, int]]:
    """Balanced accuracy (mean over classes) and number of classes among classes with many, middling and few training pictures."""
    found: dict[str, tuple[float, int]] = {}
    there, hit = np.bincount(truth), np.bincount(truth[truth == guess], minlength=int(truth.max()) + 1)
    of_class = {int(c): float(hit[c] / there[c]) for c in np.flatnonzero(there)}
    groups = {"head": (limits[1], np.inf), "middle": limits, "tail": (-np.inf, limits[0])}
    for name, (over, most) in groups.items():
        values = [value for c, value in of_class.items() if over < counts[c] <= most]
        found[name] = (float(np.mean(values)) if values else float("nan"), len(values))
    return found
