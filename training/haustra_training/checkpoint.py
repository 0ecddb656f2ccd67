"""Checkpoints of runs: written whole, read to the CPU wherever they were made."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch

from .backbone import DEFAULT_BACKBONE
from .errors import TrainingError
from .fold import fold_norms
from .network import ColonNet
from .quantaware import plain_state
from .whole import whole


def write_whole(path: Path, payload: object) -> None:
    """Save a checkpoint so that a crash leaves the old one or the new one, never half of one. The same payload gives the same bytes."""
    # Through a handle: by name, the temporary's name and so the process's number would be written into the file.
    with whole(path) as temporary, temporary.open("wb") as file:
        torch.save(payload, file)


def read_checkpoint(path: Path) -> dict[str, Any]:
    """A checkpoint or final file of a run, on the CPU; raises `TrainingError` when there is none or it is not one."""
    if not path.is_file():
        raise TrainingError("no-checkpoint", f"no checkpoint at {path}; run `haustra-train train` first")
    state = torch.load(path, map_location="cpu", weights_only=True)
    if not isinstance(state, dict) or "average" not in state:
        raise TrainingError("no-checkpoint", f"{path} is not a checkpoint of this program; name a run's checkpoint.pt or final.pt")
    # Runs from before there was a choice name neither backbone nor held-out sources.
    return {"backbone": DEFAULT_BACKBONE, "held_out": [], "folded": False, **state}


def write_trainable(source: Path, target: Path) -> None:
    """The averaged weights of a run in half precision, to ship beside a released model: training can begin from them (`--from`)."""
    state = read_checkpoint(source)
    halved = {name: value.half() if value.is_floating_point() else value for name, value in state["average"].items()}
    about = {name: state[name] for name in ("size", "backbone", "held_out", "folded", "step", "phantom") if name in state}
    write_whole(target, {"average": halved} | about)


def carried(path: Path) -> dict[str, Any]:
    """What a run that begins from this checkpoint says of it in its own: the frames of the phantom that taught its signs, which stay as they are."""
    return {name: value for name, value in read_checkpoint(path).items() if name == "phantom"}


def check_held_out(path: Path, held_out: Sequence[str]) -> None:
    """Raise `TrainingError` when the run of this checkpoint has seen sources that are to be held out now: they would leak through its weights."""
    seen = [source for source in held_out if source not in read_checkpoint(path)["held_out"]]
    if seen:
        raise TrainingError("held-out", f"{path} was trained without --hold-out {' '.join(seen)}; take one that was, or none")


def load_checkpoint_network(path: Path, size: int | None = None) -> ColonNet:
    """The averaged weights of a run as a network in eval mode on the CPU, with the run's own backbone.

    `size`: side of the input in pixels, where it should not be the run's own; the weights fit any.
    """
    state = read_checkpoint(path)
    has = {name.split(".")[0] for name in state["average"]}
    network = ColonNet(state["size"] if size is None else size, state["backbone"], signs="signs" in has, wider="wider" in has)
    if state["folded"]:
        fold_norms(network.eval())
    network.load_state_dict(plain_state(state["average"]))
    return network.eval()
