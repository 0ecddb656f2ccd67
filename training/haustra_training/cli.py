"""`haustra-train`: train a network, and build a release of it.

examples:
  haustra-train train --into runs/a --budget-minutes 65
  haustra-train release --checkpoint runs/a/final.pt --out ../models/haustra-colon-lite0 --version 0.1.0
"""

from __future__ import annotations

import argparse
import datetime
import json
import sys
from collections.abc import Sequence
from pathlib import Path

import torch
from onnxruntime.quantization import CalibrationMethod

from .errors import TrainingError
from .index import data_folder
from .network import SIZE
from .release import release
from .train import TrainConfig, train

METHODS = {"minmax": CalibrationMethod.MinMax, "percentile": CalibrationMethod.Percentile, "entropy": CalibrationMethod.Entropy}


def parser() -> argparse.ArgumentParser:
    """The command line."""
    top = argparse.ArgumentParser(prog="haustra-train", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = top.add_subparsers(dest="command", required=True)
    one = commands.add_parser("train", help="train a network; goes on where a run of this name stopped")
    one.add_argument("--data", type=Path, default=data_folder())
    one.add_argument("--into", required=True, help="folder of the run")
    one.add_argument("--budget-minutes", type=float, default=65.0)
    one.add_argument("--size", type=int, default=SIZE, help="side of the input, a multiple of 32")
    one.add_argument("--from", dest="start_from", help="checkpoint of another run to begin with")
    one.add_argument("--hold-out", nargs="*", default=[], metavar="SOURCE", help="sources kept from training: source or source:part/parts")
    one.add_argument("--seed", type=int, default=7)
    one.add_argument("--threads", type=int, default=2, help="threads a process (1 under torchrun)")
    one.add_argument("--stop-rounds", type=int, default=0)
    two = commands.add_parser("release", help="calibrate, export, quantise and measure a checkpoint")
    two.add_argument("--data", type=Path, default=data_folder())
    two.add_argument("--checkpoint", type=Path, required=True)
    two.add_argument("--out", type=Path, required=True, help="folder of the model")
    two.add_argument("--version", required=True)
    two.add_argument("--created", default=datetime.date.today().isoformat())
    two.add_argument("--method", choices=sorted(METHODS), default="minmax", help="how the quantiser finds activation ranges")
    two.add_argument("--threads", type=int, default=2)
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code (0 done, 1 failed, 2 wrong usage)."""
    given = parser().parse_args(arguments)
    try:
        if given.command == "train":
            train(TrainConfig(
                str(given.data), given.into, given.budget_minutes, size=given.size, start_from=given.start_from, held_out=tuple(given.hold_out),
                threads=given.threads, seed=given.seed, stop_rounds=given.stop_rounds,
            ))  # fmt: skip
        else:
            torch.set_num_threads(given.threads)
            made = release(given.data, given.checkpoint, given.out, given.version, given.created, METHODS[given.method])
            print(json.dumps({key: made[key] for key in ("operatingPoints", "typeCall", "metrics")}, indent=1))
    except TrainingError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
