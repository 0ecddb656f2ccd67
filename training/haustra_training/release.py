"""One release: calibrate, export, quantise, choose thresholds on validation, measure, write manifest and card."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from onnxruntime.quantization import CalibrationMethod

from . import evaluate
from .calibrate import calibrate
from .card import card
from .checkpoint import load_checkpoint_network, read_checkpoint, write_trainable
from .clip import read_labels, run_clip, score_clip
from .describe import lesion_descriptor, search_descriptor
from .export import Calibration, export_onnx
from .field import Rect
from .folds import divide, parse_held_out
from .index import Picture, divided_groups, read_index, write_index
from .inference import prepared
from .looked import read_looked_at, with_looked_at
from .manifest import manifest
from .network import ColonNet
from .pictures import CACHE, fields_of
from .points import Points, choose_points
from .quantise import quantise
from .runtime import median_ms, open_session
from .whole import write_text

CLIP = Path("video") / "colonoscopy-polyp.mp4"


def with_descriptors(network: ColonNet, pictures: list[Picture], fields: dict[str, Rect], calibration: Calibration) -> Calibration:
    """Fit the descriptors of lesions and of pictures on training pictures."""
    lesion, search = lesion_descriptor(network, pictures, fields), search_descriptor(network, pictures, fields)
    return replace(
        calibration, embedding_weight=lesion.weight.tolist(), embedding_bias=lesion.bias.tolist(),
        search_weight=search.weight.tolist(), search_bias=search.bias.tolist(),
    )  # fmt: skip


def calibration_pictures(pictures: list[Picture], count: int) -> list[Picture]:
    """Training pictures for the quantiser, evenly over the sources that the product will meet."""
    rng = np.random.default_rng(0)
    groups: dict[str, list[Picture]] = {}
    for picture in pictures:
        if picture.split == "train":
            groups.setdefault(picture.source, []).append(picture)
    weights = {name: (4 if name in ("hyperkvasir", "neopolyp", "cvc-clinicdb", "polypgen") else 1) for name in groups}
    total = sum(weights.values())
    chosen: list[Picture] = []
    for name, members in sorted(groups.items()):
        chosen += [members[i] for i in rng.permutation(len(members))[: max(1, count * weights[name] // total)]]
    return chosen


@dataclass(frozen=True)
class Wanted:
    """What to build, and how."""

    folder: Path
    version: str
    created: str
    method: CalibrationMethod = CalibrationMethod.MinMax
    quantiser_pictures: int = 200
    name: str | None = None
    """The model's id; None: the folder's name."""
    brief: bool = False
    """Leave out the descriptors, the model's own measurements and the card: for networks that only `haustra evaluate` will meet."""
    descriptors: bool = False
    """Fit them even so: for networks that will be used, but are measured elsewhere."""


def release(data: Path, checkpoint: Path, wanted: Wanted) -> dict[str, object]:
    """Build the whole model folder from a checkpoint; returns the manifest.

    Sources that the run held out have no part in calibration, thresholds or quantisation; they are listed in
    `held-out.csv` beside the model, an index for `haustra evaluate`.
    """
    every = read_index(data / "index.csv")
    fields = fields_of(every, CACHE / "fields.json")
    network, state = load_checkpoint_network(checkpoint), read_checkpoint(checkpoint)
    pictures, held_out = divide(every, [parse_held_out(text) for text in state.get("held_out", ())])
    validation = [p for p in pictures if p.split == "val"]
    calibration = calibrate(network, validation, fields)
    if not wanted.brief or wanted.descriptors:
        calibration = with_descriptors(network, pictures, fields, calibration)
    folder = wanted.folder
    folder.mkdir(parents=True, exist_ok=True)
    fp32, int8 = folder / "model.fp32.onnx", folder / "model.int8.onnx"
    export_onnx(network, calibration, fp32)
    quantise(fp32, int8, (prepared(p, fields, network.size) for p in calibration_pictures(pictures, wanted.quantiser_pictures)), wanted.method)
    points = choose_points(evaluate.run(int8, validation, fields))
    metrics = {} if wanted.brief else measure(data, fp32, int8, [p for p in pictures if p.split in ("val", "test")], fields, points)
    taught = with_looked_at(pictures, read_looked_at())
    result = manifest(folder, wanted.name or (folder.name if not wanted.brief else f"held-out-{checkpoint.parent.name}"), network.size, taught, points, metrics, wanted.version, wanted.created, int(state.get("phantom", 0)))
    write_text(folder / "manifest.json", json.dumps(result, indent=1, ensure_ascii=False) + "\n")
    if held_out:
        write_index(folder / "held-out.csv", held_out)
    write_trainable(checkpoint, folder / "weights.pt")
    if not wanted.brief:
        write_text(folder / "CARD.md", card(result, divided_groups(pictures)))
    return result


def measure(data: Path, fp32: Path, int8: Path, pictures: list[Picture], fields: dict[str, Rect], points: Points) -> dict[str, object]:
    """The numbers of the card: both precisions on validation and test pictures, speed, and the real clip."""
    thresholds, call = {"A": points.sensitive, "B": points.quiet}, (points.neoplastic_above, points.non_neoplastic_below)
    metrics: dict[str, object] = {
        "int8": evaluate.report(evaluate.run(int8, pictures, fields), thresholds, call),
        "fp32": evaluate.report(evaluate.run(fp32, pictures, fields), thresholds, call),
        "medianMs": {"int8": round(median_ms(open_session(int8)), 2), "fp32": round(median_ms(open_session(fp32)), 2)},
    }
    clip, labels = data / CLIP, read_labels(Path(__file__).resolve().parents[1] / "labels" / "colonoscopy-polyp.json")
    if clip.is_file():
        frames = run_clip(int8, clip)
        metrics["clip"] = {name: vars(score_clip(frames, labels, t)) for name, t in thresholds.items()}
    return metrics
