"""`haustra-train`: train a network, look at its curves, and build a release of it.

examples:
  haustra-train train --into runs/a --budget-minutes 65
  haustra-train train --into runs/b --teacher runs/a/final.pt runs/large/final.pt --teacher-mirror
  haustra-train curves runs/a
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

from .agree import side_by_side
from .backbone import BACKBONES, DEFAULT_BACKBONE
from .blend import blend
from .config import TrainConfig
from .curves import write_curves
from .device import DEVICES
from .errors import TrainingError
from .index import data_folder
from .network import SIZE
from .proof.command import add_proof, do_proof
from .release import Wanted, release
from .selftrain import add_self_train, self_train
from .signs.commands import add_signs
from .sizes import size_table
from .spoil import add_spoil, spoil
from .train import train
from .tree.commands import add_commands

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
    one.add_argument("--backbone", choices=sorted(BACKBONES), default=DEFAULT_BACKBONE, help="lite2 is larger: a teacher")
    one.add_argument("--from", dest="start_from", help="checkpoint of another run to begin with, of the same backbone")
    one.add_argument("--hold-out", nargs="*", default=[], metavar="SOURCE", help="sources kept from training: source or source:part/parts")
    one.add_argument("--teacher", nargs="+", default=[], metavar="CKPT", help="checkpoints whose mean answer is learnt beside the labels")
    one.add_argument("--teacher-mirror", action="store_true", help="ask the teachers about the mirror image too (twice their time)")
    one.add_argument("--distil-weight", type=float, default=TrainConfig.distil_weight, help="share of the teachers' word in the loss, 0 to 1")
    one.add_argument("--unlabelled", type=int, default=TrainConfig.unlabelled, help="unlabelled pictures a round, with teachers only")
    one.add_argument("--self-taught", type=float, default=0.0, metavar="WEIGHT", help="learn the labels that the network's own average gives to unlabelled pictures")
    one.add_argument("--blind", nargs="*", default=[], metavar="SOURCE", help="sources whose training pictures are seen without their labels")
    one.add_argument("--site", help="an index beside the data: a hospital's own recordings")
    one.add_argument("--rounds", type=int, help="train so many rounds, however long they take")
    one.add_argument("--round-length", type=int, help="labelled pictures of a shorter round")
    one.add_argument("--paste", type=float, default=TrainConfig.pasted, metavar="SHARE", help="share of the pictures without a known lesion that get one of another picture")
    one.add_argument("--device", choices=DEVICES, default="auto", help="auto: cuda where there is one")
    one.add_argument("--loaders", type=int, help="processes that prepare pictures (default: 1 beside a CPU, up to 8 beside a GPU)")
    one.add_argument("--batch", type=int, default=TrainConfig.batch, help="pictures a step, over all processes")
    one.add_argument("--rate", type=float, default=TrainConfig.rate, help="factor of the learning rates")
    one.add_argument("--quantisation-aware", action="store_true", help="finish --from a trained network with the rounding of int8")
    one.add_argument("--seed", type=int, default=7)
    one.add_argument("--threads", type=int, default=2, help="threads a process (1 under torchrun)")
    one.add_argument("--stop-rounds", type=int, default=0)
    six = commands.add_parser("agree", help="the losses of several runs side by side, round by round")
    six.add_argument("runs", type=Path, nargs="+", help="folders of runs")
    three = commands.add_parser("curves", help="draw the losses and the validation AP50 of a run over time, into its curves.svg")
    three.add_argument("run", type=Path, help="folder of the run")
    four = commands.add_parser("sizes", help="AP50 and speed of a checkpoint at several input sizes, on validation pictures")
    four.add_argument("--data", type=Path, default=data_folder())
    four.add_argument("--checkpoint", type=Path, required=True)
    four.add_argument("sizes", type=int, nargs="+")
    five = commands.add_parser("blend", help="the mean of the weights of runs that began from one another")
    five.add_argument("checkpoints", type=Path, nargs="+")
    five.add_argument("--shares", type=float, nargs="+", help="weight of each (default: equal)")
    five.add_argument("--size", type=int, help="side of the input (default: the first one's)")
    five.add_argument("--out", type=Path, required=True)
    add_proof(commands)
    add_self_train(commands)
    add_spoil(commands)
    two = commands.add_parser("release", help="calibrate, export, quantise and measure a checkpoint")
    two.add_argument("--data", type=Path, default=data_folder())
    two.add_argument("--checkpoint", type=Path, required=True)
    two.add_argument("--out", type=Path, required=True, help="folder of the model")
    two.add_argument("--version", required=True)
    two.add_argument("--created", default=datetime.date.today().isoformat())
    two.add_argument("--method", choices=sorted(METHODS), default="minmax", help="how the quantiser finds activation ranges")
    two.add_argument("--name", help="id of the model (default: the name of the folder)")
    two.add_argument("--brief", action="store_true", help="no descriptors, measurements and card: for `haustra evaluate` only")
    two.add_argument("--descriptors", action="store_true", help="fit the descriptors of search and tracking even in a brief release")
    two.add_argument("--threads", type=int, default=2)
    add_signs(commands)
    add_commands(commands)
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code (0 done, 1 failed, 2 wrong usage)."""
    given = parser().parse_args(arguments)
    try:
        if "use" in given:
            given.use(given)
        elif given.command == "train":
            train(TrainConfig(
                str(given.data), given.into, given.budget_minutes, size=given.size, backbone=given.backbone, start_from=given.start_from,
                held_out=tuple(given.hold_out), teachers=tuple(given.teacher), teacher_mirror=given.teacher_mirror, distil_weight=given.distil_weight,
                unlabelled=given.unlabelled, self_taught=given.self_taught, blind=tuple(given.blind), site=given.site, rounds=given.rounds, round_length=given.round_length, pasted=given.paste, device=given.device, loaders=given.loaders, batch=given.batch, rate=given.rate, quantisation_aware=given.quantisation_aware, threads=given.threads, seed=given.seed, stop_rounds=given.stop_rounds,
            ))  # fmt: skip
        elif given.command == "sizes":
            torch.set_num_threads(1)
            for row in size_table(given.data, given.checkpoint, given.sizes):
                print(json.dumps(row))
        elif given.command == "blend":
            blend(given.checkpoints, given.shares, given.size, given.out)
        elif given.command == "self-train":
            return self_train(given, list(sys.argv[1:] if arguments is None else arguments))
        elif given.command == "spoil":
            spoil(given)
        elif given.command == "proof":
            do_proof(given)
        elif given.command == "agree":
            print(side_by_side(given.runs))
        elif given.command == "curves":
            print(write_curves(given.run))
        else:
            torch.set_num_threads(given.threads)
            made = release(given.data, given.checkpoint, Wanted(given.out, given.version, given.created, METHODS[given.method], brief=given.brief, descriptors=given.descriptors, name=given.name))
            print(json.dumps({key: made[key] for key in ("operatingPoints", "typeCall", "metrics")}, indent=1))
    except TrainingError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
