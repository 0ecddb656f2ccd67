"""A head as a folder: `head.onnx`, `head.int8.onnx` and `head.json`, which says what it was trained for and how well it does."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import numpy as np

from ..errors import TrainingError
from ..runtime import open_session
from ..whole import write_text
from .export_head import export_head, quantise_head, run_head
from .features import see
from .fit import FitSettings, Rows, fit, fit_temperature, probabilities, rows_of
from .head import TreeHead
from .items import Item, read_items
from .label_tree import build_tree, read_tree
from .measure import at_every_depth
from .network import open_extractor
from .tokens import FIELDS

FORM = 1
"""Form of head.json."""


def agreement(folder: Path, rows: Rows) -> dict[str, float]:
    """The exported int8 head against the fp32 one, over the pictures of some rows: the same likeliest leaf, and how far its probability moves."""
    features = rows.views[:, 0].numpy()
    exact, small = (run_head(open_session(folder / name), features, rows.known) for name in ("head.onnx", "head.int8.onnx"))
    same = [int(a[0][0]) == int(b[0][0]) for a, b in zip(exact, small, strict=True)]
    apart = [abs(float(a[1][0]) - float(b[1][0])) for a, b in zip(exact, small, strict=True)]
    return {"n": len(same), "sameLeaf": round(float(np.mean(same)), 4), "meanDifference": round(float(np.mean(apart)), 4)}


def scores_of(head: TreeHead, paths: Sequence[str], rows: Rows, items: Sequence[Item]) -> list[dict[str, float]]:
    """Measures at each depth, as they are written."""
    found = at_every_depth(build_tree(paths), probabilities(head, rows), [item.label for item in items])
    return [{key: value if isinstance(value, int) else round(value, 4) for key, value in asdict(score).items() if value == value} for score in found]


def fit_folder(tree_path: Path, labels: Path, network: Path, out: Path, settings: FitSettings, processes: int, all_leaves: bool = False) -> dict[str, object]:
    """Train a head from a tree and labels, on a network's features, and write its folder; returns what `head.json` holds."""
    tree = read_tree(tree_path)
    items = read_items(labels, tree)
    training = [i for i in items if i.split == "train" and i.label]
    if not training:
        raise TrainingError("tree-nothing", f"no row of {labels.name} has split 'train' and a label; label some pictures first")
    seen, extractor = see(network, items, processes), open_extractor(network)
    pool = [i for i in items if i.taught]
    head = fit(tree, rows_of(tree, training, seen), [i.label for i in training], rows_of(tree, pool, seen), settings, told=True)
    parts = {split: [i for i in items if i.split == split and i.label] for split in ("val", "test")}
    rows = {split: rows_of(tree, part, seen) for split, part in parts.items() if part}
    temperature = fit_temperature(head, rows["val"]) if "val" in rows else 1.0
    out.mkdir(parents=True, exist_ok=True)
    export_head(head, out / "head.onnx", temperature, all_leaves)
    quantise_head(out / "head.onnx", out / "head.int8.onnx", len(tree.leaves))
    made: dict[str, object] = {
        "form": FORM,
        "paths": tree.leaves,
        "tree": tree.fingerprint(),
        "network": {"file": network.name, "sha256": extractor.fingerprint, "size": extractor.size, "features": extractor.features},
        "inputs": {**{name: ["", *values] for name, values in FIELDS.items()}, "minutes": "since the examination began; negative is not known"},
        "settings": asdict(settings),
        "temperature": temperature,
        "labels": dict(sorted(Counter(i.label for i in training).items())),
        "unlabelled": sum(1 for i in pool if not i.label),
        "scores": {split: scores_of(head, tree.leaves, rows[split], parts[split]) for split in rows},
        "int8": agreement(out, rows["val"]) if "val" in rows else None,
    }
    write_text(out / "head.json", json.dumps(made, indent=1, ensure_ascii=False) + "\n")
    return made
