"""Candidates made worse on purpose, to see whether the gate refuses them and says why."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch

from .checkpoint import read_checkpoint, write_whole
from .errors import TrainingError
from .index import Picture, data_folder, read_index, write_index

HEADS = {"type": "type_out", "organ": "organ_out", "usable": "usable_out", "cleanliness": "cleanliness_out", "caecum": "caecum_out", "outline": "mask_out"}


def add_spoil(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The command line of spoiling."""
    one = commands.add_parser("spoil", help="make labels or weights worse on purpose: what a gate must refuse")
    one.add_argument("--data", type=Path, default=data_folder())
    one.add_argument("--how", required=True, metavar="WAY", help=f"shuffled (labels), source:NAME (its lesions become none), or head:NAME (to noise; {', '.join(HEADS)})")
    one.add_argument("--from", dest="start_from", type=Path, help="weights, for head:NAME")
    one.add_argument("--seed", type=int, default=1)
    one.add_argument("--out", type=Path, required=True, help="an index to train with, or a checkpoint")


def spoil(given: argparse.Namespace) -> None:
    """Do it; raises `TrainingError` for a way that does not exist."""
    way, _, name = str(given.how).partition(":")
    if way == "head" and name in HEADS and given.start_from is not None:
        noisy_head(given.start_from, HEADS[name], given.seed, given.out)
    elif way in ("shuffled", "source"):
        pictures = read_index(given.data / "index.csv")
        write_index(given.out, shuffled(pictures, given.seed) if way == "shuffled" else without_lesions(pictures, name), splits=True)
    else:
        raise TrainingError("spoil", f"no way '{given.how}'; take shuffled, source:NAME, or head:NAME with --from and one of {', '.join(HEADS)}")


def shuffled(pictures: Sequence[Picture], seed: int) -> list[Picture]:
    """The labels of training pictures dealt out anew among them, none keeps its own; masks, which fit no other picture, go."""
    training = [p for p in pictures if p.split == "train"]
    training = [training[i] for i in np.random.default_rng(seed).permutation(len(training))]
    dealt = {
        p.id: replace(p, organ=o.organ, polyp=o.polyp, boxes=o.boxes, mask=None, cleanliness=o.cleanliness, landmark=o.landmark, quality=o.quality, sequence=None)
        for p, o in zip(training, [*training[1:], *training[:1]], strict=True)
    }  # fmt: skip
    return [dealt.get(p.id, p) for p in pictures]


def without_lesions(pictures: Sequence[Picture], source: str) -> list[Picture]:
    """One source's training pictures as if somebody had looked and found no lesion; raises `TrainingError` where there are none."""
    if not any(p.source == source and p.split == "train" for p in pictures):
        raise TrainingError("spoil", f"no training pictures of '{source}' in the index")
    return [replace(p, polyp=False, boxes=(), mask=None) if p.source == source and p.split == "train" else p for p in pictures]


def noisy_head(source: Path, layer: str, seed: int, out: Path) -> None:
    """A checkpoint with the last layer of one head replaced by noise of the same size."""
    state = read_checkpoint(source)
    generator = torch.Generator().manual_seed(seed)
    average = dict(state["average"])
    for name in (f"{layer}.weight", f"{layer}.bias"):
        value = average[name].float()
        average[name] = torch.randn(value.shape, generator=generator) * value.square().mean().sqrt()
    write_whole(out, {**state, "average": average})
