"""One round of a hospital's own learning: pretraining and self-training from the model in use, on recordings that nobody labelled.

The work is fixed before it begins (`plan.json`), and every step is seeded: a round that was stopped, or killed, ends with the weights
that it would have had. On two cores two processes share it; on GPUs, one each; over several machines, `torchrun` starts it.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from .blend import blend
from .checkpoint import carried, load_checkpoint_network, read_checkpoint
from .config import TrainConfig
from .device import DEVICES, choose_device
from .errors import TrainingError
from .folds import divide, parse_held_out
from .index import Picture, read_index
from .parallel import join, leave
from .pictures import CACHE, fields_of
from .selfsup.pretrain import PretrainConfig, cut_out, from_file, pretrain
from .train import train
from .whole import write_text

ROUND = 1000
"""Labelled pictures between two checkpoints: what a stop costs."""

CUT = 256
"""Side of the pictures that views are cut from."""

PROBE = 4
"""Steps that are timed to see what fits into the minutes."""


@dataclass(frozen=True)
class Plan:
    """What a round does; written once."""

    rounds: int
    unlabelled: int
    """Unlabelled pictures a round of training."""
    pretrain_steps: int
    pictures_per_second: float
    """As timed before; for the record."""


def add_self_train(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The command line of self-training."""
    one = commands.add_parser("self-train", help="learn from a hospital's recordings without labels, from the model in use; goes on where it stopped")
    one.add_argument("--labelled", type=Path, help="folder with index.csv of labelled pictures, which keep what is known (default: only what the site's index labels)")
    one.add_argument("--site", type=Path, required=True, help="index of the site's pictures")
    one.add_argument("--from", dest="start_from", type=Path, required=True, help="weights of the model in use")
    one.add_argument("--into", type=Path, required=True, help="folder of the run")
    one.add_argument("--budget-minutes", type=float, default=20.0, help="how long it may take, by a short trial before it begins")
    one.add_argument("--rounds", type=int, help="rounds of training, instead of what fits into the minutes")
    one.add_argument("--pretrain", type=int, default=0, help="self-supervised passes over all pictures before")
    one.add_argument("--hold-out", nargs="*", default=[], metavar="SOURCE", help="labelled sources that the model in use never saw either")
    one.add_argument("--keep", type=float, default=0.5, help="share of the model in use in the result: the mean of both holds what either knows")
    one.add_argument("--rate", type=float, default=0.5, help="factor of the learning rates")
    one.add_argument("--seed", type=int, default=7)
    one.add_argument("--size", type=int, help="side of the input (default: the model's own)")
    one.add_argument("--device", choices=DEVICES, default="auto")
    one.add_argument("--processes", type=int, help="training processes on this machine (default: one a GPU, else one a core up to two); 0: this process is one that torchrun started")


def default_processes(device: str) -> int:
    """One a GPU; without one, two where there are two cores."""
    return max(1, torch.cuda.device_count()) if choose_device(device).type == "cuda" else min(2, os.cpu_count() or 1)


def self_train(given: argparse.Namespace, arguments: list[str]) -> int:
    """Do a round; returns the exit code. `arguments`: the command line as it was given, handed to the processes that do the work."""
    if (given.into / "final.pt").is_file():
        return 0
    processes = default_processes(given.device) if given.processes is None else given.processes
    given.into.mkdir(parents=True, exist_ok=True)
    if processes > 0 and plan_of(given, processes).pretrain_steps > 0:
        cut(given)
    if processes <= 1:
        work(given)
        return 0
    return shared(arguments, processes)


def shared(arguments: list[str], processes: int) -> int:
    """The work in several processes of this machine; returns the exit code.

    They stay in this process's group, so that whoever halts, goes on or ends the group reaches them too (`torchrun` gives each a session of its own).
    """
    with socket.socket() as some:
        some.bind(("127.0.0.1", 0))
        port = some.getsockname()[1]
    meeting = {"MASTER_ADDR": "127.0.0.1", "MASTER_PORT": str(port), "WORLD_SIZE": str(processes), "OMP_NUM_THREADS": str(max(1, (os.cpu_count() or 1) // processes))}
    command = [sys.executable, "-m", "haustra_training.cli", *arguments, "--processes", "0"]
    members = [subprocess.Popen(command, env=os.environ | meeting | {"RANK": str(n), "LOCAL_RANK": str(n)}) for n in range(processes)]

    def end(number: int, _frame: object) -> None:
        raise SystemExit(128 + number)

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    try:
        while True:
            codes = [member.poll() for member in members]
            if any(codes):
                return 1
            if all(code == 0 for code in codes):
                return 0
            time.sleep(0.2)
    finally:
        for member in members:
            member.terminate()


def teller(stage: str) -> Callable[[int, int, float | None, str], None]:
    """Says on stdout, as a line of JSON, how far a stage is: steps done, steps in all, seconds left, a note.

    A process whose parent is gone ends instead: nobody would hear it, and the next run must not find it at work.
    """
    parent = os.getppid()

    def say(done: int, of: int, left: float | None, note: str) -> None:
        if os.getppid() != parent:
            raise SystemExit("[stopped] whoever began this run has ended; the same command goes on")
        print(json.dumps({"stage": stage, "done": done, "of": of, "secondsLeft": None if left is None else round(left), "note": note}), file=sys.__stdout__, flush=True)

    return say


def config_of(given: argparse.Namespace, plan: Plan, start: Path) -> TrainConfig:
    """The training run of a round."""
    alone = given.labelled is None
    return TrainConfig(
        str(given.site.parent if alone else given.labelled), str(given.into / "training"), size=size_of(given), start_from=str(start), rounds=plan.rounds, round_length=ROUND,
        self_taught=0.5, unlabelled=plan.unlabelled, rate=given.rate, pasted=0.3, seed=given.seed, device=given.device, held_out=tuple(given.hold_out),
        site=None if alone else str(given.site), threads=int(os.environ.get("OMP_NUM_THREADS", "2")), evaluate_every=max(1, plan.rounds),
        batch=32 if choose_device(given.device).type == "cuda" else TrainConfig.batch,
    )  # fmt: skip


def size_of(given: argparse.Namespace) -> int:
    return int(given.size or read_checkpoint(given.start_from)["size"])


def plan_of(given: argparse.Namespace, processes: int) -> Plan:
    """The plan of the run: read, or made and written by a short trial."""
    path = given.into / "plan.json"
    if path.is_file():
        return Plan(**json.loads(path.read_text()))
    site = read_index(given.site)
    count = sum(p.split in ("train", "unlabelled") for p in site)
    labelled = [p for p in (read_index(given.labelled / "index.csv") if given.labelled else site) if p.split == "train"]
    if not labelled:
        raise TrainingError("labelled", "there are no labelled pictures to hold on to; give --labelled DIR, or correct some frames first")
    if count == 0:
        raise TrainingError("site", f"{given.site} holds no pictures to learn from; gather frames first")
    unlabelled = min(ROUND // 2, 2 * count)
    speed = 0.0
    rounds = given.rounds
    if rounds is None:
        teller("train")(0, 0, None, "timing this machine")
        speed = trial_speed(given) * processes * 0.9
        rounds = max(1, round(given.budget_minutes * 60 * speed / (ROUND + unlabelled)))
    batch = PretrainConfig.batch
    plan = Plan(rounds, unlabelled, given.pretrain * max(1, count // min(batch, count)), round(speed, 1))
    write_text(path, json.dumps(asdict(plan), indent=1) + "\n")
    return plan


def trial_speed(given: argparse.Namespace) -> float:
    """Pictures a second of one process with one thread: forward and backward of the network in training, and the teacher's look at a third."""
    device, size = choose_device(given.device), size_of(given)
    torch.set_num_threads(1 if device.type == "cpu" else 2)
    network = load_checkpoint_network(given.start_from, size).to(device).train()
    network.backbone.freeze(TrainConfig.freeze_stages)
    image = torch.zeros(16, 3, size, size, device=device)
    times = []
    for _ in range(PROBE):
        began = time.monotonic()
        with torch.autocast(device.type, torch.bfloat16):
            heads = network(image)
            with torch.no_grad():
                network(image[:6])
        (heads.scores.sum() + heads.boxes.sum() + heads.mask.sum()).backward()
        if device.type == "cuda":
            torch.cuda.synchronize()
        times.append(time.monotonic() - began)
    return 16 / sorted(times)[PROBE // 2]


def work(given: argparse.Namespace) -> None:
    """This process's part of the round."""
    plan = plan_of(given, 1)
    start = given.start_from
    if plan.pretrain_steps > 0:
        start = pretrained(given, plan)
    # What a run says to people goes where it does not mix with the lines for programs.
    with contextlib.redirect_stdout(sys.stderr):
        train(config_of(given, plan, start), teller("train"))
    if int(os.environ.get("RANK", "0")) == 0:
        blend([given.into / "training" / "final.pt", given.start_from], [1 - given.keep, given.keep], None, given.into / "final.pt")


def cut(given: argparse.Namespace) -> NDArray[np.uint8]:
    """All pictures that may be learnt from, cut out once, before any process needs them."""
    labelled: list[Picture] = []
    if given.labelled is not None:
        labelled = divide(read_index(given.labelled / "index.csv"), [parse_held_out(text) for text in given.hold_out])[0]
    pictures = [p for p in (*labelled, *read_index(given.site)) if p.split in ("train", "unlabelled")]
    return cut_out(pictures, fields_of(pictures, CACHE / "fields.json"), CUT, given.into / "cut.npy")


def pretrained(given: argparse.Namespace, plan: Plan) -> Path:
    """The weights after pretraining; a round that began goes on."""
    device = choose_device(given.device)
    team = join(device)
    made = cut(given)
    network = load_checkpoint_network(given.start_from, size_of(given))
    network.backbone.freeze(TrainConfig.freeze_stages)
    config = PretrainConfig(steps=plan.pretrain_steps, size=160, rate=0.2, seed=given.seed)
    out = pretrain(network.to(device), from_file(made, device), len(made), config, given.into, {"held_out": list(given.hold_out), **carried(given.start_from)}, team, teller("pretrain"))
    leave(team)
    assert out is not None
    return out

