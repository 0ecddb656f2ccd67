"""The real run: a tree from public labels, with and without logit adjustment, unlabelled pictures and metadata; several seeds, one table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import cv2
import numpy as np
import torch

from ..errors import TrainingError
from ..index import CLEANLINESS, read_index
from .colon import TREE, items_of, share_of_labels
from .features import Seen, see
from .fit import FitSettings, fit, probabilities, rows_of
from .items import Item
from .label_tree import LabelTree, read_tree
from .measure import at_depth
from .network import search_map
from .progress import Progress
from .tokens import nothing_known
from .workers import workers

STEPS = 600
SURE = 0.8
"""Cleanliness that the network tells counts as metadata from here on."""
METADATA = ("none", "cleanliness", "light")
INPUTS = ("features", "search")


@dataclass(frozen=True)
class Job:
    """One head to train and measure."""

    share: float
    """Of the training labels, whole groups."""
    adjust: bool
    unlabelled: bool
    metadata: str
    """One of METADATA."""
    seed: int
    input: str = "features"
    """One of INPUTS: the raw features, or the search descriptor that a released model gives as it is."""

    @property
    def name(self) -> str:
        return f"{self.share * 100:.0f} % labels, {'logit adjustment' if self.adjust else 'cross entropy'}, {'+ unlabelled' if self.unlabelled else 'labels only'}{', search descriptor' if self.input == 'search' else ''}"


@dataclass(frozen=True)
class Score:
    """One head on validation and test pictures; nan where the measure does not exist."""

    job: Job
    labels: int
    values: dict[str, float]
    counts: dict[str, int]
    """Pictures behind each value."""


def jobs(seeds: int, search: bool, cleanliness: bool) -> list[Job]:
    """Everything that the tables compare; `search`: the descriptor too; `cleanliness`: the network tells it."""
    plain = [Job(share, adjust, unlabelled, "none", seed) for seed in range(seeds) for share in (0.1, 1.0) for adjust in (False, True) for unlabelled in (False, True)]
    told = [Job(1.0, True, False, metadata, seed) for seed in range(seeds) for metadata in METADATA[1:] if cleanliness or metadata != "cleanliness"]
    return plain + told + ([Job(share, True, False, "none", seed, "search") for seed in range(seeds) for share in (0.1, 1.0)] if search else [])


def with_metadata(items: Sequence[Item], seen: Seen, kind: str) -> list[Item]:
    """The items with one kind of metadata only: what the network says of cleanliness, or the light that the index names."""
    made = []
    for item in items:
        metadata: dict[str, str] = {}
        if kind == "light" and "light" in item.metadata:
            metadata = {"light": item.metadata["light"]}
        elif kind == "cleanliness" and item.id in seen.cleanliness:
            likely = seen.cleanliness[item.id]
            if float(likely.max()) >= SURE:
                metadata = {"cleanliness": CLEANLINESS[int(likely.argmax())]}
        made.append(replace(item, metadata=metadata))
    return made


def as_search(network: Path, seen: Seen) -> Seen:
    """Features turned into the search descriptor; as they are where the network has none."""
    found = search_map(network)
    if found is None:
        return seen
    weight, bias = found
    turned = {name: rows @ weight.T + bias for name, rows in seen.views.items()}
    return Seen({name: rows / np.linalg.norm(rows, axis=1, keepdims=True) for name, rows in turned.items()}, seen.cleanliness)


def run_job(tree: LabelTree, items: Sequence[Item], seen: Seen, job: Job, steps: int = STEPS) -> Score:
    """Train one head and measure it on the splits `val` and `test`."""
    items = with_metadata(items, seen, job.metadata)
    training = [i for i in items if i.split == "train" and i.label]
    keep = share_of_labels(tree, training, job.share, job.seed) if job.share < 1 else {i.id for i in training}
    labelled, pool = [i for i in training if i.id in keep], [i for i in items if i.taught]
    settings = FitSettings(seed=job.seed, steps=steps, adjust=float(job.adjust), unlabelled=float(job.unlabelled))
    head = fit(tree, rows_of(tree, labelled, seen), [i.label for i in labelled], rows_of(tree, pool, seen, keep) if job.unlabelled else None, settings)
    values: dict[str, float] = {}
    counts: dict[str, int] = {}
    for split in ("val", "test"):
        part = [i for i in items if i.split == split]
        if not part:
            continue
        rows, labels = rows_of(tree, part, seen), [i.label for i in part]
        tell = {"": probabilities(head, rows)}
        if job.metadata != "none":
            tell[" withheld"] = probabilities(head, rows, nothing_known(len(rows)))
        for note, likely in tell.items():
            for depth in range(1, tree.depth + 1):
                score = at_depth(tree, likely, labels, depth)
                for measure, value in (("F1", score.macro_f1), ("MCC", score.mcc), ("accuracy", score.accuracy), ("top-5", score.top5), ("classes", float(score.classes))):
                    values[f"{split} {depth} {measure}{note}"], counts[f"{split} {depth} {measure}{note}"] = value, score.n
    return Score(job, len(labelled), values, counts)


_KEPT: dict[str, tuple[LabelTree, list[Item], dict[str, Seen]]] = {}


def _run(task: tuple[str, str, Job, int]) -> Score:
    data, network, job, steps = task
    if data not in _KEPT:
        torch.set_num_threads(1)
        cv2.setNumThreads(1)
        tree, items = read_tree(TREE), items_of(read_index(Path(data) / "index.csv"))
        seen = see(Path(network), items)
        _KEPT[data] = tree, items, {"features": seen, "search": as_search(Path(network), seen)}
    tree, items, inputs = _KEPT[data]
    return run_job(tree, items, inputs[job.input], job, steps)


def study(data: Path, network: Path, seeds: int, processes: int, steps: int = STEPS) -> list[Score]:
    """Every job; features are computed first and kept. Raises `TrainingError` where there is no index or network."""
    if seeds < 1:
        raise TrainingError("seeds", f"{seeds} seeds are none; take 1 or more, 3 for a deviation that says something")
    seen = see(network, items_of(read_index(data / "index.csv")), processes)
    tasks = [(str(data), str(network), job, steps) for job in jobs(seeds, search_map(network) is not None, bool(seen.cleanliness))]
    # The long ones first, so that no process waits for the other at the end.
    order = sorted(range(len(tasks)), key=lambda n: not tasks[n][2].unlabelled)
    with workers(processes) as pool:
        progress, done = Progress("heads", len(tasks)), []
        for score in pool.imap(_run, [tasks[n] for n in order]):
            done.append(score)
            progress.at(len(done))
    return [score for _, score in sorted(zip(order, done, strict=True), key=lambda pair: pair[0])]
