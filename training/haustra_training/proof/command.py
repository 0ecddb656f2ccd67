"""`haustra-train proof`."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from ..device import DEVICES
from ..index import data_folder
from ..selfsup.families import FAMILIES
from .run import ProofConfig, prove


def add_proof(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The command line of the proof."""
    one = commands.add_parser("proof", help="what learning without labels brings at 1, 10 and 100 %% of the labels; goes on where it stopped")
    one.add_argument("--data", type=Path, default=data_folder())
    one.add_argument("--into", required=True, help="folder of the results")
    one.add_argument("--shares", type=float, nargs="+", default=list(ProofConfig.shares))
    one.add_argument("--seeds", type=int, nargs="+", default=list(ProofConfig.seeds))
    one.add_argument("--families", nargs="+", choices=sorted(FAMILIES), default=list(ProofConfig.families))
    one.add_argument("--size", type=int, default=ProofConfig.size)
    one.add_argument("--variants", type=int, default=ProofConfig.variants, help="changed copies of each picture")
    one.add_argument("--steps", type=int, default=ProofConfig.steps, help="steps of each run")
    one.add_argument("--batch", type=int, default=ProofConfig.batch)
    one.add_argument("--pretrain-steps", type=int, default=ProofConfig.pretrain_steps)
    one.add_argument("--pretrain-batch", type=int, default=ProofConfig.pretrain_batch)
    one.add_argument("--pretrain-size", type=int, default=ProofConfig.pretrain_size)
    one.add_argument("--pretrain-rate", type=float, default=ProofConfig.pretrain_rate, help="factor of the rates of pretraining")
    one.add_argument("--teachers", type=int, default=ProofConfig.teachers, help="runs that together teach a semi-supervised one")
    one.add_argument("--pretrained", help="weights of a pretraining made before, instead of one here; none: no pretraining")
    one.add_argument("--device", choices=DEVICES, default="auto")
    one.add_argument("--jobs", type=int, default=1, help="runs at the same time")
    one.add_argument("--processes", type=int, default=os.cpu_count() or 1, help="processes that prepare pictures")


def do_proof(given: argparse.Namespace) -> None:
    """Run it and print the table."""
    path = prove(ProofConfig(
        str(given.data), given.into, tuple(given.shares), tuple(given.seeds), tuple(given.families), given.size, given.variants, given.steps, given.batch,
        given.pretrain_steps, given.pretrain_batch, given.pretrain_size, given.pretrain_rate, given.device, given.jobs, given.processes,
        given.teachers, given.pretrained,
    ))  # fmt: skip
    print(path.read_text())
