"""A made-up check at the size of the largest trees: thousands of leaves, a long tail, metadata that tells. Nothing here is a picture."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import torch

from .fit import FitSettings, Rows, fit, probabilities
from .label_tree import LabelTree, build_tree
from .measure import at_depth, shot_accuracy
from .tokens import SEGMENTS, encode, nothing_known

FEATURES = 96
SITES = 10
SPREAD = 0.8
"""Deviation of a leaf's pictures around its place; the places lie about 1 apart in every feature."""
LIMITS = (2.0, 20.0)
"""Training pictures a leaf: up to 2 is the tail, over 20 the head."""


@dataclass(frozen=True)
class Made:
    """A made-up data set."""

    tree: LabelTree
    train: Rows
    train_labels: list[str]
    test: Rows
    test_labels: list[str]
    counts: np.ndarray
    """Training pictures of each leaf."""


@dataclass(frozen=True)
class ScaleRow:
    """One trained head: balanced accuracy by how many training pictures a leaf had, and over all."""

    name: str
    seed: int
    head: float
    middle: float
    tail: float
    macro_f1: float
    site: float
    """Accuracy at the top of the tree."""


def made_tree(classes: int) -> LabelTree:
    """SITES sites with findings and subtypes, `classes` leaves (a multiple of 100)."""
    subtypes = max(1, classes // (SITES * 10))
    return build_tree([f"site{s}/finding{f}/type{t}" for s in range(SITES) for f in range(10) for t in range(subtypes)])


def made_set(classes: int, pictures: int, seed: int, spread: float = SPREAD) -> Made:
    """Features around a place of their own for each leaf, near those of its finding; as many pictures a leaf as in a long tail.

    The test set has one picture of every leaf. Half of the pictures say in which segment they were taken, and a segment is a site.
    """
    rng = np.random.default_rng((seed, 5))
    tree = made_tree(classes)
    share = 1 / np.arange(1, classes + 1) ** 0.9
    counts = rng.permutation(np.maximum(1, np.round(share / share.sum() * pictures)).astype(np.int64))
    findings = np.arange(classes) // (classes // (SITES * 10))
    # Findings look alike at every site: the site shows less in the picture than the finding does.
    looks = rng.standard_normal((10, FEATURES)) * 0.7
    place = rng.standard_normal((SITES, FEATURES)) * 0.25
    centres = looks[findings % 10] + place[findings // 10] + rng.standard_normal((classes, FEATURES))

    def draw(leaf: np.ndarray, views: int) -> tuple[Rows, list[str]]:
        near = centres[leaf] + rng.standard_normal((len(leaf), FEATURES)) * spread
        seen = near[:, None] + rng.standard_normal((len(leaf), views, FEATURES)) * 0.3
        first = torch.from_numpy(leaf.astype(np.int64))
        told = [{"segment": SEGMENTS[findings[one] // 10]} if rng.random() < 0.5 else {} for one in leaf]
        return Rows(torch.from_numpy(seen.astype(np.float32)), first, first + 1, encode(told)), [tree.leaves[one] for one in leaf]

    train, train_labels = draw(np.repeat(np.arange(classes), counts), 2)
    test, test_labels = draw(np.arange(classes), 1)
    return Made(tree, train, train_labels, test, test_labels, counts)


def measured(name: str, made: Made, settings: FitSettings, metadata: bool) -> ScaleRow:
    """Train one head and measure it."""
    train, test = made.train, made.test
    if not metadata:
        train = replace(train, known=nothing_known(len(train)))
        test = replace(test, known=nothing_known(len(test)))
    head = fit(made.tree, train, made.train_labels, None, settings, told=True)
    likely = probabilities(head, test)
    truth = test.first.numpy()
    by_count = shot_accuracy(truth, likely.argmax(axis=1), made.counts.astype(np.float64), LIMITS)
    deep, top = at_depth(made.tree, likely, made.test_labels, 3), at_depth(made.tree, likely, made.test_labels, 1)
    return ScaleRow(name, settings.seed, by_count["head"][0], by_count["middle"][0], by_count["tail"][0], deep.macro_f1, top.accuracy)


def scale_rows(classes: int, pictures: int, steps: int, seeds: int, spread: float = SPREAD) -> list[ScaleRow]:
    """Plain cross entropy, logit adjustment, and logit adjustment with metadata; each seed draws data, order and weights anew."""
    rows = []
    for seed in range(seeds):
        made = made_set(classes, pictures, seed, spread)
        base = FitSettings(seed=seed, steps=steps, batch=256, unlabelled=0.0, rate=1e-2, width=64)
        rows.append(measured("cross entropy", made, replace(base, adjust=0.0), metadata=False))
        rows.append(measured("logit adjustment", made, base, metadata=False))
        rows.append(measured("logit adjustment, segment of every second picture", made, base, metadata=True))
    return rows
