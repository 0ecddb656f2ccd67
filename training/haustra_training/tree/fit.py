"""Training of a tree head on features that were computed once, with labels and, where wanted, without."""

from __future__ import annotations

import copy
import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from ..errors import TrainingError
from ..metrics import Floats
from .features import WEAK, Seen
from .head import HeadForm, TreeHead
from .items import Item, spans
from .label_tree import LabelTree, leaf_shares
from .loss import log_prior, tree_loss
from .progress import Progress
from .pseudo import Alignment, Chains, pseudo_labels
from .tokens import Metadata, dropped, encode


@dataclass(frozen=True)
class FitSettings:
    """How a head is trained; written beside it."""

    seed: int = 0
    steps: int = 1000
    batch: int = 64
    rate: float = 2e-3
    weight_decay: float = 0.05
    adjust: float = 1.0
    """Strength of the logit adjustment; 0 is plain cross entropy."""
    unlabelled: float = 1.0
    """Weight of what unlabelled pictures teach; 0 leaves them out."""
    unlabelled_batch: int = 128
    threshold: float = 0.9
    """A node becomes a pseudo-label where the teacher gives it at least this; over 0.5."""
    forget: float = 0.5
    """Share of metadata dropped in training."""
    decay: float = 0.99
    """Of the averaged weights, which are the teacher and the result."""
    width: int = 128
    cosine: bool = True


@dataclass
class Rows:
    """Pictures as tensors."""

    views: Tensor
    """[n,V,F]"""
    first: Tensor
    after: Tensor
    """[n] the leaves beneath each label; the whole tree where it is not known."""
    known: Metadata

    def __len__(self) -> int:
        return len(self.views)


def rows_of(tree: LabelTree, items: Sequence[Item], seen: Seen, labelled: set[str] | None = None) -> Rows:
    """Items of one use (all to train on, or none) as tensors; with `labelled`, only these ids keep their labels."""
    labels = [item.label if labelled is None or item.id in labelled else "" for item in items]
    first, after = spans(tree, labels)
    views = torch.from_numpy(np.stack([seen.views[item.id] for item in items]))
    return Rows(views, first, after, encode([item.metadata for item in items]))


class Shuffled:
    """Numbers below `count` in random order, again and again, `batch` at a time."""

    def __init__(self, count: int, generator: torch.Generator) -> None:
        self.count, self.generator, self.left = count, generator, torch.zeros(0, dtype=torch.int64)

    def take(self, batch: int) -> Tensor:
        while len(self.left) < batch:
            self.left = torch.cat([self.left, torch.randperm(self.count, generator=self.generator)])
        taken, self.left = self.left[:batch], self.left[batch:]
        return taken


def fit(tree: LabelTree, labelled: Rows, counts: Sequence[str], pool: Rows | None, settings: FitSettings, told: bool = False) -> TreeHead:
    """Train a head; the same settings and rows give the same weights (on one thread).

    labelled: pictures with labels, leaves or inner nodes; counts: their labels again, for the prior. pool: pictures to learn
    from without labels; where a row has one after all, its pseudo-label lies beneath it. told: show progress on a terminal. Returns the averaged weights.
    """
    if len(labelled) == 0:
        raise TrainingError("tree-nothing", "no training picture has a label; give some rows of split 'train' a label from the tree")
    if not 0.5 < settings.threshold <= 1:
        raise TrainingError("tree-threshold", f"the threshold of pseudo-labels is {settings.threshold}; take one over 0.5 and up to 1")
    torch.manual_seed(settings.seed)
    generator = torch.Generator().manual_seed(settings.seed + 1)
    head = TreeHead(HeadForm(labelled.views.shape[2], len(tree.leaves), settings.width, settings.cosine))
    head.standardise(labelled.views[:, 0])
    teacher = copy.deepcopy(head).eval().requires_grad_(False)
    shares = leaf_shares(tree, counts)
    prior = log_prior(shares)
    adjusting = prior if settings.adjust > 0 else None
    many = [p for p in head.parameters() if p.ndim > 1 and p.requires_grad]
    few = [p for p in head.parameters() if p.ndim <= 1 and p.requires_grad]
    optimiser = torch.optim.AdamW([{"params": many, "weight_decay": settings.weight_decay}, {"params": few, "weight_decay": 0.0}], lr=settings.rate)
    plan = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: min(1.0, (step + 1) / 50) * (0.01 + 0.495 * (1 + math.cos(math.pi * step / settings.steps))))
    known_draw = Shuffled(len(labelled), generator)
    use_pool = pool is not None and len(pool) > 0 and settings.unlabelled > 0
    pool_draw = Shuffled(len(pool), generator) if pool is not None and use_pool else None
    alignment, chains = Alignment(prior.exp()), Chains(tree)
    progress = Progress("steps", settings.steps)
    head.train()
    for step in range(settings.steps):
        rows = known_draw.take(settings.batch)
        view = torch.randint(0, labelled.views.shape[1], (len(rows),), generator=generator)
        logits = head(labelled.views[rows, view], dropped(labelled.known.rows(rows), settings.forget, generator))
        total = tree_loss(logits, labelled.first[rows], labelled.after[rows], adjusting, settings.adjust)
        if pool is not None and pool_draw is not None:
            rows = pool_draw.take(settings.unlabelled_batch)
            weak = torch.randint(0, WEAK, (len(rows),), generator=generator)
            strong = torch.randint(WEAK, pool.views.shape[1], (len(rows),), generator=generator)
            known = pool.known.rows(rows)
            with torch.no_grad():
                said = teacher(pool.views[rows, weak], known)
                likely = torch.softmax(said if adjusting is None else said + settings.adjust * prior, dim=1)
            found = pseudo_labels(chains, alignment.align(likely), pool.first[rows], pool.after[rows], settings.threshold)
            logits = head(pool.views[rows, strong], dropped(known, settings.forget, generator))
            taught = tree_loss(logits, found.first, found.after, adjusting, settings.adjust, found.weight)
            # The teacher knows nothing at first.
            total = total + settings.unlabelled * min(1.0, step / (0.2 * settings.steps)) * taught
        optimiser.zero_grad(set_to_none=True)
        total.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(head.parameters(), 5.0)
        optimiser.step()
        plan.step()
        follow(teacher, head, min(settings.decay, (step + 1) / (step + 10)))
        if told and ((step + 1) % 20 == 0 or step + 1 == settings.steps):
            progress.at(step + 1)
    return teacher


@torch.no_grad()
def follow(teacher: TreeHead, head: TreeHead, decay: float) -> None:
    """One step of the averaged weights."""
    for mine, theirs in zip(teacher.parameters(), head.parameters(), strict=True):
        mine.lerp_(theirs, 1 - decay)


@torch.no_grad()
def probabilities(head: TreeHead, rows: Rows, known: Metadata | None = None, temperature: float = 1.0, batch: int = 2048) -> Floats:
    """Probabilities of the leaves [n,L] from the plain view, with the rows' metadata or another."""
    head.eval()
    told = rows.known if known is None else known
    batches = [torch.arange(start, min(start + batch, len(rows))) for start in range(0, len(rows), batch)]
    parts = [torch.softmax(head(rows.views[some, 0], told.rows(some)) / temperature, dim=1).numpy() for some in batches]
    return np.concatenate(parts) if parts else np.zeros((0, head.form.leaves), np.float32)


@torch.no_grad()
def fit_temperature(head: TreeHead, rows: Rows) -> float:
    """The temperature at which the labels of validation pictures are likeliest; 1 where there are fewer than 30."""
    labelled = (rows.after - rows.first) < head.form.leaves
    if int(labelled.sum()) < 30:
        return 1.0
    some = torch.nonzero(labelled)[:, 0]
    logits = head.eval()(rows.views[some, 0], rows.known.rows(some))
    tried = [float(t) for t in np.geomspace(0.25, 4, 49)]
    return round(min(tried, key=lambda t: float(tree_loss(logits / t, rows.first[some], rows.after[some]))), 4)
