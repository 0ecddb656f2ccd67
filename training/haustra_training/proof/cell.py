"""One run of the proof: a network trained with some of the labels in one of three ways, and what it then reaches."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from ..average import Average
from ..checkpoint import read_checkpoint, write_whole
from ..config import TrainConfig
from ..dataset import IGNORE, Batch
from ..device import half_precision
from ..distil import load_teachers
from ..errors import TrainingError
from ..geometry import NEOPLASTIC, NON_NEOPLASTIC
from ..index import Picture
from ..metrics import Detections, Floats, average_precision, non_maximum
from ..network import ColonNet, Heads, normalise
from ..rounds import SHARES, share_of
from ..selftaught.told import Told
from ..step import make_optimiser, rate_factor, set_rates, train_step
from .pool import Drawer, joined, picked, turned


@dataclass(frozen=True)
class Cell:
    """Which run: `method` is supervised, selfsup (begins from pretrained weights) or semi (and learns from teachers on unlabelled pictures)."""

    method: str
    share: float
    seed: int
    start: str | None
    """Pretrained weights; None: the backbone's starting weights."""
    steps: int
    size: int
    batch: int = 64
    unlabelled: int = 64
    """Pictures without labels beside every batch, for `semi`."""
    order: int = 0
    """Another one: the same labels in another order, from other first weights of the heads."""
    teachers: tuple[str, ...] = ()
    """Weights of the runs that say what unlabelled pictures hold, for `semi`."""
    told_weight: float = 1.0
    """Of the loss on what teachers say; the labels have 1."""

    @property
    def name(self) -> str:
        return f"{self.method}-{self.share:g}-{self.seed}" + (f"-{self.order}" if self.order else "")

    @property
    def chance(self) -> int:
        """What all that is random in the run begins with; which labels it sees follows `seed` alone."""
        return self.seed + 10_000 * self.order


@dataclass(frozen=True)
class Pools:
    """What all runs draw from, on the device: training pictures with `variants` copies each, plain validation and test pictures."""

    training: list[Picture]
    train: Batch
    variants: int
    judged: dict[str, tuple[list[Picture], Batch]]
    starting: Path
    """The backbone's starting weights."""


def without_labels(batch: Batch) -> Batch:
    """The batch as if nobody had said anything about its pictures."""
    nothing = torch.zeros_like(batch.detection)
    return replace(
        batch, there=torch.zeros_like(batch.there), mask_known=nothing, detection=nothing, some_lesion=nothing, organ=torch.full_like(batch.organ, IGNORE),
        usable_weight=nothing, cleanliness=torch.full_like(batch.cleanliness, IGNORE), caecum_weight=nothing, labelled=nothing,
    )  # fmt: skip


def drawing_weights(pictures: Sequence[Picture], chosen: set[str]) -> NDArray[np.float64]:
    """How often each picture is drawn: as in the rounds, over the chosen ones."""
    groups = [share_of(p) if p.id in chosen else "" for p in pictures]
    counts = {name: groups.count(name) for name in set(groups)}
    return np.array([SHARES.get(name, 0) / counts[name] if name else 0.0 for name in groups], np.float64)


def first_network(cell: Cell, starting: Path, device: torch.device) -> ColonNet:
    """The network before its first step."""
    torch.manual_seed(cell.chance)
    network = ColonNet(cell.size)
    network.backbone.load_npz(starting)
    if cell.start is not None:
        network.load_state_dict(taught_of(read_checkpoint(Path(cell.start)), network.state_dict()))
    network.backbone.freeze(TrainConfig.freeze_stages)
    return network.to(device, memory_format=torch.channels_last)  # type: ignore[call-overload,no-any-return]


def taught_of(pretrained: dict[str, Any], fresh: dict[str, Tensor]) -> dict[str, Tensor]:
    """What pretraining taught, every other weight fresh: heads that were never taught are no beginning."""
    if "taught" not in pretrained:
        raise TrainingError("pretrained", "these weights do not say what pretraining taught; name the pretrained.pt of a run of pretraining")
    taught = tuple(pretrained["taught"])
    return {name: pretrained["average"][name].float() if name.startswith(taught) else value for name, value in fresh.items()}


def run_cell(cell: Cell, pools: Pools, chosen: set[str], device: torch.device, keep: Path | None = None) -> dict[str, float]:
    """Train and measure; `chosen`: ids of the pictures whose labels may be seen. `keep`: where the averaged weights are to be written, if anywhere."""
    network = first_network(cell, pools.starting, device)
    optimiser, average = make_optimiser(network, TrainConfig("", "")), Average(network, TrainConfig.ema_decay)
    teachers = load_teachers(cell.teachers, 1.0, True, cell.size, device)
    teaching = None if teachers is None else Told(teachers, cell.told_weight)
    drawer = Drawer(drawing_weights(pools.training, chosen), pools.variants, cell.chance, device)
    others = Drawer(np.ones(len(pools.training)), pools.variants, cell.chance + 1000, device)
    turns = np.random.default_rng(cell.chance + 2000)
    plain = pools.train if teaching is not None else replace(pools.train, plain=None)
    for step in range(cell.steps):
        progress = step / cell.steps
        set_rates(optimiser, rate_factor(progress) * min(1.0, (step + 1) / 100))
        batch = picked(plain, drawer.rows(cell.batch))
        if teaching is not None:
            batch = joined([batch, without_labels(picked(plain, others.rows(cell.unlabelled)))])
        train_step(network.train(), optimiser, turned(batch, int(turns.integers(4)), bool(turns.random() < 0.5)), progress=progress, teaching=teaching)
        average.update(network)
    found = {f"{split}_{name}": value for split, (pictures, pool) in pools.judged.items() for name, value in measure(average.network, pictures, pool).items()}
    if keep is not None:
        write_whole(keep, {"average": average.network.state_dict(), "size": cell.size})
    return found | {"labels": float(len(chosen))}


@torch.no_grad()
def heads_on(network: ColonNet, pool: Batch) -> Heads:
    """The network's word on a whole pool, on the CPU."""
    parts = []
    for start in range(0, len(pool.image), 64):
        with half_precision(pool.image.device):
            parts.append(network(normalise(pool.image[start : start + 64])))
    return Heads(**{name: torch.cat([getattr(part, name) for part in parts]).float().cpu() for name, value in vars(parts[0]).items() if value is not None})


def measure(network: ColonNet, pictures: Sequence[Picture], pool: Batch) -> dict[str, float]:
    """AP50 over pictures with known boxes; macro-F1 of the type of drawn lesions and of cleanliness, where there are any."""
    heads = heads_on(copy.deepcopy(network).eval(), pool)
    boxes, there, kinds, cleanliness = pool.boxes.cpu(), pool.there.cpu(), pool.kinds.cpu(), pool.cleanliness.cpu()
    scores, places = torch.sigmoid(heads.scores).numpy(), heads.boxes.numpy()
    found, said, truth = [], [], []
    for n, picture in enumerate(pictures):
        if picture.boxes is None:
            continue
        kept = non_maximum(places[n], scores[n])
        lesions = boxes[n][there[n]].numpy()
        found.append(Detections(places[n][kept], scores[n][kept], lesions))
        for lesion, kind in zip(lesions, kinds[n][there[n]].tolist(), strict=True):
            if kind in (NEOPLASTIC, NON_NEOPLASTIC):
                said.append(int(type_at(heads, network, n, lesion) > 0))
                truth.append(kind)
    out = {"ap50": average_precision(found)}
    if len(set(truth)) == 2:
        out["type_f1"] = macro_f1(truth, said, 2)
    known = cleanliness != IGNORE
    if bool(known.any()):
        out["cleanliness_f1"] = macro_f1(cleanliness[known].tolist(), heads.cleanliness[known].argmax(dim=1).tolist(), 3)
    return out


def type_at(heads: Heads, network: ColonNet, n: int, lesion: Floats) -> float:
    """The type's logit in the cell of the drawn lesion with the highest score: a lesion that is missed is judged too."""
    centres = network.centres.cpu().numpy()
    inside = (centres > lesion[:2]).all(axis=1) & (centres < lesion[2:]).all(axis=1)
    nearest = np.abs(centres - (lesion[:2] + lesion[2:]) / 2).sum(axis=1) == np.abs(centres - (lesion[:2] + lesion[2:]) / 2).sum(axis=1).min()
    cells = np.flatnonzero(inside | nearest)
    return float(heads.types[n, int(cells[heads.scores[n].numpy()[cells].argmax()])])


def macro_f1(truth: Sequence[int], said: Sequence[int], classes: int) -> float:
    """The mean of the classes' F1; a class that is neither there nor said has no part."""
    scores = []
    for one in range(classes):
        hits = sum(t == one and s == one for t, s in zip(truth, said, strict=True))
        total = sum(t == one for t in truth) + sum(s == one for s in said)
        if total:
            scores.append(2 * hits / total)
    return float(np.mean(scores))
