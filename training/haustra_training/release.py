"""One release: calibrate, export, quantise, choose thresholds on validation, write the manifest."""

from __future__ import annotations

import hashlib
import json
import os
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from onnxruntime.quantization import CalibrationMethod

from . import evaluate
from .calibrate import calibrate, highest_threshold, quiet_threshold, type_limits
from .card import card
from .clip import read_labels, run_clip, score_clip
from .dataset import fields_of
from .describe import SEARCH, lesion_descriptor, search_descriptor
from .export import Calibration, export_onnx
from .field import Rect
from .index import CLEANLINESS, ORGANS, Picture, divided_groups, read_index
from .inference import prepared
from .network import EMBEDDING, ColonNet
from .quantise import quantise
from .runtime import median_ms, open_session
from .train import read_checkpoint

MODEL_ID = "haustra-colon-lite0"
CLIP = Path("video") / "colonoscopy-polyp.mp4"
NMS_IOU = 0.5
QUIET_SPECIFICITY = 0.98
SENSITIVE_SHARE = 0.95


def load_network(checkpoint: Path) -> ColonNet:
    """The averaged weights of a run, from its checkpoint or final file."""
    state = read_checkpoint(checkpoint)
    network = ColonNet(state["size"])
    network.load_state_dict(state["average"])
    return network.eval()


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
class Points:
    """Thresholds on calibrated scores, chosen on validation."""

    sensitive: float
    quiet: float
    neoplastic_above: float
    non_neoplastic_below: float


def choose_points(records: list[evaluate.Record]) -> Points:
    """A: as high as leaves 95 % of pictures with a lesion found; B: as low as leaves 98 % of lesion-free colon frames silent."""
    positives = np.array([r.best for r in records if r.picture.polyp], np.float32)
    negatives = np.array([r.best for r in records if r.picture.boxes == () and r.picture.organ == "colon"], np.float32)
    pairs = evaluate.typed_pairs(records)
    above, below = type_limits(np.array([a for a, _ in pairs], np.float32), np.array([b for _, b in pairs], np.bool_))
    quiet = quiet_threshold(negatives, QUIET_SPECIFICITY)
    sensitive = highest_threshold(positives, SENSITIVE_SHARE)
    # Rounded down, so that the share still holds; a network good enough to make A the higher one needs only B.
    return Points(int(min(sensitive, quiet) * 1e4) / 1e4, int(quiet * 1e4 + 1) / 1e4, round(above, 2), round(below, 2))


def file_entry(path: Path) -> dict[str, object]:
    data = path.read_bytes()
    return {"path": path.name, "sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)}


def manifest(folder: Path, size: int, pictures: list[Picture], points: Points, metrics: dict[str, object], version: str, created: str) -> dict[str, object]:
    """What the product needs to run the model (see models/README.md)."""
    used = Counter((p.source, p.licence) for p in pictures if p.split == "train")
    return {
        "id": MODEL_ID, "version": version, "created": created,
        "files": {"int8": file_entry(folder / "model.int8.onnx"), "fp32": file_entry(folder / "model.fp32.onnx")}, "default": "int8",
        "input": {"name": "image", "width": size, "height": size, "layout": "NHWC", "dtype": "uint8", "colour": "rgb", "fit": "stretch", "crop": "visible-field"},
        "tasks": {
            "lesion": {"boxes": "boxes", "scores": "scores", "mask": "mask"},
            "type": {"output": "types", "classes": ["non-neoplastic", "neoplastic"]},
            "organ": {"output": "organ", "classes": list(ORGANS)},
            "usable": {"output": "usable"},
            "cleanliness": {"output": "cleanliness", "classes": list(CLEANLINESS)},
            "caecum": {"output": "caecum"},
            "embedding": {"output": "embedding", "dimensions": EMBEDDING, "stride": 16},
            "search": {"output": "search", "dimensions": SEARCH},
        },
        "operatingPoints": {"A": {"show": points.sensitive}, "B": {"show": points.quiet}}, "defaultOperatingPoint": "A", "nmsIou": NMS_IOU,
        "typeCall": {"neoplasticAbove": points.neoplastic_above, "nonNeoplasticBelow": points.non_neoplastic_below},
        "licence": "research, non-commercial",
        "data": [{"source": s, "licence": licence, "pictures": n} for (s, licence), n in sorted(used.items())],
        "metrics": metrics,
        "notFor": "not a medical device; research and evaluation only",
    }  # fmt: skip


def write_text(path: Path, text: str) -> None:
    temporary = path.with_suffix(path.suffix + ".tmp")
    temporary.write_text(text, encoding="utf-8")
    os.replace(temporary, path)


def release(data: Path, checkpoint: Path, folder: Path, version: str, created: str, method: CalibrationMethod = CalibrationMethod.MinMax, count: int = 200) -> dict[str, object]:
    """Build the whole model folder from a checkpoint; returns the manifest."""
    pictures = read_index(data / "index.csv")
    fields = fields_of(pictures, Path(__file__).resolve().parents[1] / ".cache" / "fields.json")
    network = load_network(checkpoint)
    validation = [p for p in pictures if p.split == "val"]
    calibration = with_descriptors(network, pictures, fields, calibrate(network, validation, fields))
    folder.mkdir(parents=True, exist_ok=True)
    fp32, int8 = folder / "model.fp32.onnx", folder / "model.int8.onnx"
    export_onnx(network, calibration, fp32)
    quantise(fp32, int8, (prepared(p, fields, network.size) for p in calibration_pictures(pictures, count)), method)
    points = choose_points(evaluate.run(int8, validation, fields))
    thresholds, call = {"A": points.sensitive, "B": points.quiet}, (points.neoplastic_above, points.non_neoplastic_below)
    checked = [p for p in pictures if p.split in ("val", "test")]
    metrics: dict[str, object] = {
        "int8": evaluate.report(evaluate.run(int8, checked, fields), thresholds, call),
        "fp32": evaluate.report(evaluate.run(fp32, checked, fields), thresholds, call),
        "medianMs": {"int8": round(median_ms(open_session(int8)), 2), "fp32": round(median_ms(open_session(fp32)), 2)},
    }
    clip, labels = data / CLIP, read_labels(Path(__file__).resolve().parents[1] / "labels" / "colonoscopy-polyp.json")
    if clip.is_file():
        frames = run_clip(int8, clip)
        metrics["clip"] = {name: vars(score_clip(frames, labels, t)) for name, t in thresholds.items()}
    result = manifest(folder, network.size, pictures, points, metrics, version, created)
    write_text(folder / "manifest.json", json.dumps(result, indent=1, ensure_ascii=False) + "\n")
    write_text(folder / "CARD.md", card(result, divided_groups(pictures)))
    return result
