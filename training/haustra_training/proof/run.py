"""The whole proof: pools once, pretraining by family, then every run; each result a file, so that a proof that was stopped goes on."""

from __future__ import annotations

import json
import multiprocessing as mp
import os
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import torch

from ..dataset import PictureSet
from ..device import choose_device
from ..index import Picture, read_index
from ..looked import read_looked_at, with_looked_at
from ..network import ColonNet
from ..pictures import CACHE, fields_of
from ..selfsup.families import FAMILIES
from ..selfsup.pretrain import PretrainConfig, cut_out, in_memory, pretrain
from ..style import styles_of
from ..whole import write_text
from .cell import Cell, Pools, run_cell
from .pool import load_pool, make_pool, save_pool
from .shares import draw
from .table import write_table

CUT = 192
"""Side of the pictures that views are cut from."""


@dataclass(frozen=True)
class ProofConfig:
    """How large a proof: the shape is the same on two cores and on a GPU."""

    data: str
    into: str
    shares: tuple[float, ...] = (0.01, 0.1, 1.0)
    seeds: tuple[int, ...] = (1, 2, 3)
    families: tuple[str, ...] = tuple(FAMILIES)
    size: int = 160
    variants: int = 8
    steps: int = 800
    batch: int = 64
    pretrain_steps: int = 3000
    pretrain_batch: int = 128
    pretrain_size: int = 160
    pretrain_rate: float = 1.0
    """Factor of the rates of pretraining."""
    device: str = "auto"
    jobs: int = 1
    """Runs at the same time, each a process."""
    processes: int = 2
    """Processes that prepare pictures."""
    teachers: int = 3
    """Runs with the same labels, in different orders, that together teach `semi`."""
    pretrained: str | None = None
    """Weights of a pretraining made before, on another machine for example, instead of one here; `none`: everything begins from the starting weights."""

    def cell(self, method: str, share: float, seed: int, start: str | None) -> Cell:
        return Cell(method, share, seed, start, self.steps, self.size, self.batch, self.batch)

    def pretraining(self, family: str, seed: int) -> PretrainConfig:
        return PretrainConfig(family, self.pretrain_steps, self.pretrain_batch, self.pretrain_size, self.pretrain_rate, seed=seed)


def pictures_of(config: ProofConfig) -> list[Picture]:
    """The index with the labels found by looking."""
    return with_looked_at(read_index(Path(config.data) / "index.csv"), read_looked_at())


def training_of(pictures: list[Picture]) -> list[Picture]:
    return [p for p in pictures if p.split == "train"]


def unlabelled_of(pictures: list[Picture]) -> list[Picture]:
    """What is learnt from without labels: training pictures, and those that nobody labelled."""
    return [p for p in pictures if p.split in ("train", "unlabelled")]


def prepare(config: ProofConfig) -> None:
    """Make what all runs share, where it is not there yet."""
    into = Path(config.into)
    (into / "pools").mkdir(parents=True, exist_ok=True)
    (into / "cells").mkdir(exist_ok=True)
    (into / "weights").mkdir(exist_ok=True)
    pictures = pictures_of(config)
    fields = fields_of(pictures, CACHE / "fields.json")
    training = training_of(pictures)
    if not (into / "pools" / "train.pt").is_file():
        data = PictureSet(training, fields, train=True, size=config.size, styles=styles_of(training, fields, CACHE / "styles.json"), plain=True)
        save_pool(into / "pools" / "train.pt", make_pool(data, config.variants, 1, config.processes))
    for split in ("val", "test"):
        if not (into / "pools" / f"{split}.pt").is_file():
            data = PictureSet([p for p in pictures if p.split == split], fields, train=False, size=config.size)
            save_pool(into / "pools" / f"{split}.pt", make_pool(data, 1, 1, config.processes))
    cut_out(unlabelled_of(pictures), fields, CUT, into / "pools" / "cut.npy")


_room: tuple[ProofConfig, Pools, torch.device]


def enter(config: ProofConfig, threads: int) -> None:
    """A process gets ready: pools on its device."""
    global _room
    torch.set_num_threads(threads)
    device = choose_device(config.device)
    into, pictures = Path(config.into), pictures_of(config)
    judged = {split: ([p for p in pictures if p.split == split], load_pool(into / "pools" / f"{split}.pt", device)) for split in ("val", "test")}
    starting = Path(config.data) / "weights" / "efficientnet-lite0-backbone.npz"
    _room = (config, Pools(training_of(pictures), load_pool(into / "pools" / "train.pt", device), config.variants, judged, starting), device)


def do_cell(cell: Cell, path: Path, weights: Path | None = None) -> str:
    """One run; writes what it was and what it reached (and its weights, where wanted), and returns it in a line."""
    config, pools, device = _room
    chosen = {p.id for p in draw(pools.training, cell.share, cell.seed)}
    found = run_cell(cell, pools, chosen, device, weights)
    write_text(path, json.dumps(asdict(cell) | found, indent=1) + "\n")
    return f"{cell.name}: " + ", ".join(f"{name} {value:.3f}" for name, value in found.items())


def do_pretraining(family: str, seed: int) -> str:
    """One pretraining; returns the path of its weights."""
    config, pools, device = _room
    made = cut_out(unlabelled_of(pictures_of(config)), {}, CUT, Path(config.into) / "pools" / "cut.npy")
    torch.manual_seed(seed)
    network = ColonNet(config.pretrain_size)
    network.backbone.load_npz(pools.starting)
    network.backbone.freeze(2)
    network = network.to(device, memory_format=torch.channels_last)  # type: ignore[call-overload]
    run = Path(config.into) / f"pretrain-{family}-{seed}"
    return str(pretrain(network, in_memory(made, device), len(made), config.pretraining(family, seed), run))


class Desk:
    """Hands work to processes and keeps every result in a file."""

    def __init__(self, config: ProofConfig, say: Callable[[str], None]) -> None:
        self.config, self.say = config, say
        threads = max(1, (os.cpu_count() or 1) // config.jobs) if choose_device(config.device).type == "cpu" else 1
        self.workers = ProcessPoolExecutor(config.jobs, mp_context=mp.get_context("spawn"), initializer=enter, initargs=(config, threads))

    def path(self, cell: Cell) -> Path:
        return Path(self.config.into) / "cells" / f"{cell.name}.json"

    def weights(self, cell: Cell) -> Path:
        """Where the weights of a run that teaches lie."""
        return Path(self.config.into) / "weights" / f"{cell.name}.pt"

    def cells(self, cells: Iterable[Cell], keep: bool = False) -> list[Future[str]]:
        """Begin the runs whose results are not there; `keep`: their weights are wanted, too."""
        begun = []
        for cell in cells:
            if self.path(cell).is_file() and (not keep or self.weights(cell).is_file()):
                continue
            begun.append(self.workers.submit(do_cell, cell, self.path(cell), self.weights(cell) if keep else None))
        return begun

    def finish(self, futures: Iterable[Future[str]]) -> None:
        """Wait and say what comes; the first error ends it."""
        for future in as_completed(list(futures)):
            self.say(future.result())

    def result(self, cell: Cell) -> dict[str, Any]:
        return dict(json.loads(self.path(cell).read_text()))


def choose_family(desk: Desk, config: ProofConfig, starts: dict[str, str]) -> str:
    """The family whose weights make the best validation results with a tenth of the labels (the middle share): AP50 and macro-F1 weigh the same."""
    share = sorted(config.shares)[len(config.shares) // 2]
    trials = {family: [replace(config.cell("selfsup", share, seed, start), method=f"family_{family}") for seed in config.seeds] for family, start in starts.items()}
    desk.finish(desk.cells(cell for cells in trials.values() for cell in cells))
    scores = {}
    for family, cells in trials.items():
        rows = [desk.result(cell) for cell in cells]
        scores[family] = sum(r["val_ap50"] + (r["val_type_f1"] + r["val_cleanliness_f1"]) / 2 for r in rows) / len(rows) / 2
        desk.say(f"family {family}: validation {scores[family]:.4f}")
    return max(scores, key=lambda family: scores[family])


def prove(config: ProofConfig, say: Callable[[str], None] = print) -> Path:
    """Run what is not there yet, and write the table and the plot; returns the table's path."""
    into = Path(config.into)
    prepare(config)
    write_text(into / "proof.json", json.dumps(asdict(config), indent=1) + "\n")
    desk = Desk(config, say)
    try:
        first = config.seeds[0]
        pretrained = {} if config.pretrained else {family: desk.workers.submit(do_pretraining, family, first) for family in config.families}
        drawn = [(share, seed) for share in config.shares for seed in config.seeds]
        # Where nothing was pretrained, the supervised runs are the teachers.
        unpretrained = config.pretrained == "none"
        begun = [] if unpretrained else desk.cells(config.cell("supervised", share, seed, None) for share, seed in drawn)
        start: str | None
        if config.pretrained:
            start = None if unpretrained else config.pretrained
        else:
            family = choose_family(desk, config, {name: future.result() for name, future in pretrained.items()})
            write_text(into / "family.txt", family + "\n")
            start = pretrained[family].result()
        method = "supervised" if unpretrained else "selfsup"
        teachers = {(share, seed): [replace(config.cell(method, share, seed, start), order=order) for order in range(config.teachers)] for share, seed in drawn}
        desk.finish([*begun, *desk.cells((cell for cells in teachers.values() for cell in cells), keep=True)])
        desk.finish(desk.cells(replace(config.cell("semi", *which, start), teachers=tuple(str(desk.weights(cell)) for cell in cells)) for which, cells in teachers.items()))
    finally:
        desk.workers.shutdown(cancel_futures=True)
    return write_table(into)
