"""The `tree-…` commands of `haustra-train`."""

from __future__ import annotations

import argparse
import json
import time
from dataclasses import replace
from pathlib import Path

import torch

from ..errors import TrainingError
from ..index import data_folder, read_index
from .bench import frame_costs, step_costs
from .colon import TREE, items_of
from .fit import FitSettings
from .folder import fit_folder
from .items import write_items
from .network import write_with_features
from .scale import LIMITS, ScaleRow, scale_rows
from .study import STEPS, study
from .study_tables import spread, tables
from .workers import stoppable

RELEASED = Path(__file__).resolve().parents[3] / "models" / "haustra-colon-lite0"
NETWORK_HELP = "released model (its folder or .onnx), checkpoint of a run (.pt), or starting weights (.npz)"
"""What `--checkpoint` takes."""


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the parsers of this folder's commands; each names its function as `use`."""
    one = commands.add_parser("tree-fit", help="train a head for a tree of labels on a network's features, with and without labels")
    one.add_argument("--tree", type=Path, required=True, help='JSON {"paths": ["a/b", …]} or CSV with a column path')
    one.add_argument("--labels", type=Path, required=True, help="CSV: id, image, label, split; also group, segment, light, cleanliness, minutes")
    one.add_argument("--checkpoint", type=Path, default=RELEASED, help=NETWORK_HELP)
    one.add_argument("--out", type=Path, required=True, help="folder of the head")
    one.add_argument("--steps", type=int, default=FitSettings.steps)
    one.add_argument("--adjust", type=float, default=FitSettings.adjust, help="strength of the logit adjustment; 0 is plain cross entropy")
    one.add_argument("--unlabelled", type=float, default=FitSettings.unlabelled, help="weight of what unlabelled pictures teach; 0 leaves them out")
    one.add_argument("--all", action="store_true", help="let the ONNX give the probabilities of all leaves too")
    one.add_argument("--seed", type=int, default=0)
    one.add_argument("--processes", type=int, default=1, help="processes that compute features")
    one.set_defaults(use=stoppable(tree_fit))
    two = commands.add_parser("tree-labels", help="write the labels that an index holds, as paths of the tree labels/colon-tree.json")
    two.add_argument("--data", type=Path, default=data_folder())
    two.add_argument("--out", type=Path, required=True, help="LABELS.csv to write")
    two.add_argument("--light", action="store_true", help="write the light too; where an index names it of one organ only, it gives the organ away")
    two.set_defaults(use=stoppable(tree_labels))
    three = commands.add_parser("tree-features", help="a copy of a released model that gives its features too, for a head to run on")
    three.add_argument("--model", type=Path, default=RELEASED / "model.int8.onnx")
    three.add_argument("--out", type=Path, required=True, help=".onnx file to write")
    three.set_defaults(use=stoppable(tree_features))
    four = commands.add_parser("tree-run", help="the real run: with and without adjustment, unlabelled pictures and metadata, over seeds")
    four.add_argument("--data", type=Path, default=data_folder())
    four.add_argument("--checkpoint", type=Path, default=RELEASED, help=NETWORK_HELP)
    four.add_argument("--seeds", type=int, default=3)
    four.add_argument("--steps", type=int, default=STEPS)
    four.add_argument("--processes", type=int, default=2)
    four.set_defaults(use=stoppable(tree_run))
    five = commands.add_parser("tree-bench", help="what a head costs a frame and a training step, by its number of leaves")
    five.add_argument("--model", type=Path, default=RELEASED / "model.int8.onnx")
    five.add_argument("--classes", type=int, nargs="+", default=[10, 100, 1000, 10000])
    five.add_argument("--batch", type=int, default=16)
    five.add_argument("--size", type=int, default=256)
    five.add_argument("--json", action="store_true")
    five.set_defaults(use=stoppable(tree_bench))
    six = commands.add_parser("tree-scale", help="made-up data with a long tail: does logit adjustment lift rare leaves of a large tree?")
    six.add_argument("--classes", type=int, default=10000, help="leaves, a multiple of 100")
    six.add_argument("--pictures", type=int, default=60000)
    six.add_argument("--steps", type=int, default=1000)
    six.add_argument("--seeds", type=int, default=3)
    six.set_defaults(use=stoppable(tree_scale))


def tree_fit(given: argparse.Namespace) -> None:
    torch.set_num_threads(1)
    settings = FitSettings(seed=given.seed, steps=given.steps, adjust=given.adjust, unlabelled=given.unlabelled)
    made = fit_folder(given.tree, given.labels, given.checkpoint, given.out, settings, given.processes, given.all)
    print(json.dumps({key: made[key] for key in ("temperature", "unlabelled", "scores", "int8")}, indent=1))


def tree_labels(given: argparse.Namespace) -> None:
    items = items_of(read_index(given.data / "index.csv"))
    if not given.light:
        items = [replace(item, metadata={}) for item in items]
    write_items(given.out, items)
    print(f"{len(items)} pictures in {given.out}; the tree is {TREE}")


def tree_features(given: argparse.Namespace) -> None:
    if not given.model.is_file():
        raise TrainingError("no-network", f"no model at {given.model}; name the .onnx file of a released model")
    given.out.parent.mkdir(parents=True, exist_ok=True)
    write_with_features(given.model, given.out)
    print(given.out)


def tree_run(given: argparse.Namespace) -> None:
    torch.set_num_threads(1)
    began = time.monotonic()
    print(tables(study(given.data, given.checkpoint, given.seeds, given.processes, given.steps)))
    print(f"\n{given.seeds} seeds, mean ± SD, {given.steps} steps, network {given.checkpoint.name}, {(time.monotonic() - began) / 60:.1f} minutes")


def tree_bench(given: argparse.Namespace) -> None:
    torch.set_num_threads(1)
    frames = frame_costs(given.model, given.classes)
    steps = step_costs(given.classes, given.batch, given.size)
    if given.json:
        print(json.dumps({"frame": [{**vars(f), "share": f.share} for f in frames], "step": [{**vars(s), "share": s.share} for s in steps]}, indent=1))
        return
    print(f"One thread. Released network: {frames[0].network_ms:.2f} ms a frame; a training step of {given.batch} pictures at {given.size} px: {steps[0].without_ms:.0f} ms.\n")
    print("| leaves | fp32, ms a frame | of the network's time | int8, ms a frame | of the network's time | int8, MB | ms a training step | of the step |")
    print("|---" * 8 + "|")
    for step in steps:
        exact, small = (next(f for f in frames if f.classes == step.classes and f.precision == p) for p in ("fp32", "int8"))
        print(
            f"| {step.classes:,} | {exact.head_ms:.3f} | {exact.share * 100:.1f} % | {small.head_ms:.3f} | {small.share * 100:.1f} % | {small.megabytes:.2f} "
            f"| {step.head_ms:.1f} | {step.share * 100:.1f} % |"
        )


def tree_scale(given: argparse.Namespace) -> None:
    torch.set_num_threads(1)
    if given.classes < 100 or given.classes % 100:
        raise TrainingError("classes", f"{given.classes} leaves do not divide into 10 sites of 10 findings; take a multiple of 100")
    rows = scale_rows(given.classes, given.pictures, given.steps, given.seeds)
    print(f"Synthetic: {given.classes} leaves, about {given.pictures} made-up training pictures, {given.seeds} seeds, mean ± SD.\n")
    print(f"| head | leaves with over {LIMITS[1]:.0f} pictures: accuracy | {LIMITS[0] + 1:.0f} to {LIMITS[1]:.0f} | up to {LIMITS[0]:.0f} (the tail) | macro-F1 | site: accuracy |")
    print("|---" * 6 + "|")
    for name in dict.fromkeys(r.name for r in rows):
        group: list[ScaleRow] = [r for r in rows if r.name == name]
        print(f"| {name} | " + " | ".join(spread([getattr(r, key) for r in group]) for key in ("head", "middle", "tail", "macro_f1", "site")) + " |")
