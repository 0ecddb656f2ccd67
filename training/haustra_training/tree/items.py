"""The pictures of a label tree (`LABELS.csv`): one picture a row, its label any node of the tree, an empty label is "not known"."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import torch
from torch import Tensor

from ..errors import TrainingError
from ..index import SPLITS
from ..whole import whole
from .label_tree import ROOT, LabelTree
from .tokens import FIELDS

COLUMNS = ("id", "image", "label", "split", "group", *FIELDS, "minutes")
NEEDED = ("id", "image", "label", "split")


@dataclass(frozen=True)
class Item:
    """One picture."""

    id: str
    image: Path
    label: str
    """A node of the tree; empty is not known."""
    split: str
    group: str
    """What must not be divided: the examination or sequence, or the picture itself."""
    metadata: dict[str, str] = field(default_factory=dict)
    """Cells by name (FIELDS and minutes); an empty or missing cell is not known."""

    @property
    def taught(self) -> bool:
        """May the head see it in training?"""
        return self.split in ("train", "unlabelled")


def read_items(path: Path, tree: LabelTree) -> list[Item]:
    """Read `LABELS.csv`; raises `TrainingError` for missing columns, an unknown split or label, and a group in two splits."""
    if not path.is_file():
        raise TrainingError("no-labels", f"no labels at {path}; write a CSV file with the columns {', '.join(COLUMNS)}, or make one with `haustra-train tree-labels`")
    with path.open(newline="", encoding="utf-8-sig") as handle:
        reader = csv.DictReader(handle)
        missing = [name for name in NEEDED if name not in (reader.fieldnames or [])]
        if missing:
            raise TrainingError("labels-columns", f"{path.name} lacks the columns {', '.join(missing)}; its first line names the columns")
        items = [_item(row, path, f"{path.name}:{n}", tree) for n, row in enumerate(reader, start=2)]
    splits: dict[str, str] = {}
    for item in items:
        # Unlabelled pictures are trained on too, so they may share a group with training pictures.
        split = "train" if item.taught else item.split
        if splits.setdefault(item.group, split) != split:
            raise TrainingError("labels-group", f"{path.name}: group '{item.group}' lies in the splits {splits[item.group]} and {split}; its pictures are near-copies, keep them in one")
    return items


def _item(row: dict[str, str], path: Path, where: str, tree: LabelTree) -> Item:
    if row["split"] not in SPLITS:
        raise TrainingError("labels-split", f"{where}: split '{row['split']}' is not one of {', '.join(SPLITS)}; mend the cell")
    label = "" if row["split"] == "unlabelled" else row["label"]
    try:
        tree.span(label)
    except TrainingError as error:
        raise TrainingError(error.code, f"{where}: {str(error).partition('] ')[2]}") from error
    metadata = {name: row[name] for name in (*FIELDS, "minutes") if row.get(name)}
    return Item(row["id"], path.parent / row["image"], label, row["split"], row.get("group") or row["id"], metadata)


def write_items(path: Path, items: Sequence[Item]) -> None:
    """Write `LABELS.csv`, whole or not at all; image paths absolute."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with whole(path) as temporary, temporary.open("w", newline="", encoding="utf-8") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(COLUMNS)
        for item in items:
            writer.writerow((item.id, item.image.resolve(), item.label, item.split, item.group, *(item.metadata.get(name, "") for name in (*FIELDS, "minutes"))))


def spans(tree: LabelTree, labels: Sequence[str]) -> tuple[Tensor, Tensor]:
    """First leaf and the one after the last of each label, [n] int64 each; not known is the whole tree."""
    found = [tree.span(label or ROOT) for label in labels]
    return torch.tensor([s.first for s in found], dtype=torch.int64), torch.tensor([s.after for s in found], dtype=torch.int64)
