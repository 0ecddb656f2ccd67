"""Labels of the tree `labels/colon-tree.json` from the rows of an index: only what the row says, an inner node where it says no more."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from ..index import Picture
from .items import Item
from .label_tree import LabelTree

TREE = Path(__file__).resolve().parents[2] / "labels" / "colon-tree.json"


def label_of(picture: Picture) -> str:
    """The most exact node that a row supports; empty where it supports none."""
    if picture.organ in ("outside", "upper"):
        return picture.organ
    if picture.organ != "colon":
        return ""
    if picture.quality == "unusable":
        return "colon/unusable"
    if picture.polyp:
        kinds = {box.label for box in picture.boxes or ()}
        # Lesions of both types, or of a type that nobody told: a polyp, no more.
        return f"colon/polyp/{kinds.pop()}" if kinds in ({"neoplastic"}, {"non-neoplastic"}) else "colon/polyp"
    if picture.landmark == "caecum":
        return "colon/landmark/caecum"
    if picture.cleanliness is not None:
        return f"colon/preparation/{picture.cleanliness}"
    return "colon/normal" if picture.polyp is False else "colon"


def items_of(pictures: Sequence[Picture]) -> list[Item]:
    """The pictures as items of the colon tree; light is the only metadata that the index holds.

    Pictures to measure on whose group lies in training too are left out: their numbers would flatter.
    """
    trained = {p.group for p in pictures if p.split in ("train", "unlabelled")}
    made = []
    for picture in pictures:
        if picture.split in ("val", "test") and picture.group in trained:
            continue
        label = "" if picture.split == "unlabelled" else label_of(picture)
        made.append(Item(picture.id, picture.image, label, picture.split, picture.group, {"light": picture.light} if picture.light else {}))
    return made


def share_of_labels(tree: LabelTree, items: Sequence[Item], share: float, seed: int) -> set[str]:
    """Ids of training pictures that keep their label: whole groups, drawn a label until `share` of its pictures are in, at least one group of each."""
    rng = np.random.default_rng((seed, 77))
    chosen: set[str] = set()
    training = [item for item in items if item.split == "train" and item.label]
    for label in [node for node in tree.nodes if node]:
        groups: dict[str, list[str]] = {}
        for item in training:
            if item.label == label:
                groups.setdefault(item.group, []).append(item.id)
        names, wanted, taken = sorted(groups), share * sum(map(len, groups.values())), 0
        for n in rng.permutation(len(names)):
            if taken >= wanted:
                break
            chosen.update(groups[names[n]])
            taken += len(groups[names[n]])
    return chosen
