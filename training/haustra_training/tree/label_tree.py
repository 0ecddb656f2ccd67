"""A tree of labels written as paths (`colon/polyp/neoplastic`): leaves and numbers, ancestors, probabilities of inner nodes."""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ..errors import TrainingError
from ..metrics import Floats

SEPARATOR = "/"
ROOT = ""
"""The label that says nothing: every leaf lies beneath it."""


@dataclass(frozen=True)
class Span:
    """The leaves beneath a node: first ≤ leaf < after. A leaf is a span of one."""

    first: int
    after: int

    @property
    def leaf(self) -> bool:
        return self.after - self.first == 1


@dataclass
class LabelTree:
    """Leaves in depth-first order, so that the leaves beneath any node are neighbours. Built by `build_tree`."""

    leaves: list[str]
    """Paths of the leaves; the place is the leaf's number."""
    nodes: dict[str, Span]
    """Every node by its path, the root (`""`) first, parents before children."""
    numbers: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.numbers = {path: n for n, path in enumerate(self.leaves)}

    @property
    def depth(self) -> int:
        """Names on the longest path."""
        return max(map(depth_of, self.leaves))

    def span(self, label: str) -> Span:
        """The leaves beneath a label, which may be an inner node; raises `TrainingError` where the tree does not have it."""
        found = self.nodes.get(label)
        if found is None:
            parent = label.rpartition(SEPARATOR)[0]
            while parent not in self.nodes:
                parent = parent.rpartition(SEPARATOR)[0]
            below = self.children(parent)
            known = ", ".join(below[:6]) + (", …" if len(below) > 6 else "")
            raise TrainingError("tree-label", f"the tree has no label '{label}'; beneath '{parent or 'its root'}' it has {known or 'nothing'}. Mend the label, or add its path to the tree")
        return found

    def children(self, label: str) -> list[str]:
        """Paths of the nodes directly beneath."""
        deep = depth_of(label) + 1
        start = label + SEPARATOR if label else ""
        return [path for path in self.nodes if path and path.startswith(start) and depth_of(path) == deep]

    def cut(self, depth: int) -> list[str]:
        """Nodes at this depth, and the leaves that end above it, in the order of the leaves: every leaf lies beneath exactly one."""
        chosen = [path for path in self.nodes if path and (depth_of(path) == depth or path in self.numbers and depth_of(path) < depth)]
        return sorted(chosen, key=lambda path: self.nodes[path].first)

    def node_probabilities(self, leaves: Floats, labels: Sequence[str]) -> Floats:
        """Probabilities of leaves [n,L] -> of the given nodes [n,len(labels)]: sums of their leaves."""
        spans = [self.span(label) for label in labels]
        first, after = np.array([s.first for s in spans], np.int64), np.array([s.after for s in spans], np.int64)
        sums = np.zeros((len(leaves), len(labels)), np.float32)
        # A few rows at a time: running sums of thousands of leaves are large.
        for start in range(0, len(leaves), 512):
            part = leaves[start : start + 512]
            running = np.concatenate([np.zeros((len(part), 1)), np.cumsum(part, axis=1, dtype=np.float64)], axis=1)
            sums[start : start + 512] = np.clip(running[:, after] - running[:, first], 0, 1)
        return sums

    def fingerprint(self) -> str:
        """SHA-256 of the leaves in their order: a head fits only the tree that it was trained for."""
        return hashlib.sha256("\n".join(self.leaves).encode()).hexdigest()


def depth_of(path: str) -> int:
    """Names on a path; 0 for the root."""
    return path.count(SEPARATOR) + 1 if path else 0


def ancestors(path: str, own: bool = True) -> list[str]:
    """The nodes above a path from the top, without the root; with itself at the end where `own`."""
    names = path.split(SEPARATOR)
    return [SEPARATOR.join(names[: n + 1]) for n in range(len(names) if own else len(names) - 1)]


def build_tree(paths: Sequence[str], where: str = "the tree") -> LabelTree:
    """A tree from the paths of its leaves, in any order; siblings keep the order in which they first appear.

    Raises `TrainingError` for no path, an empty name, a path given twice, and a leaf with leaves beneath it.
    """
    if not paths:
        raise TrainingError("tree-empty", f"{where} holds no path; write one path a leaf, such as colon/polyp/neoplastic")
    order: dict[str, dict[str, None]] = {ROOT: {}}
    seen: set[str] = set()
    for path in paths:
        if any(name == "" or name != name.strip() for name in path.split(SEPARATOR)):
            raise TrainingError("tree-name", f"{where}: '{path}' has an empty name or one with spaces around it; write names with single '{SEPARATOR}' between them")
        if path in seen:
            raise TrainingError("tree-twice", f"{where} has '{path}' twice; leave one of them out")
        seen.add(path)
        parent = ROOT
        for node in ancestors(path):
            order[parent].setdefault(node)
            order.setdefault(node, {})
            parent = node
    for path in paths:
        if order[path]:
            raise TrainingError("tree-inner", f"{where} lists '{path}' as a leaf, but has '{next(iter(order[path]))}' beneath it; leave '{path}' out: an inner node needs no line, and can still be a label")
    leaves: list[str] = []
    nodes: dict[str, Span] = {}

    def visit(node: str) -> None:
        nodes[node] = Span(0, 0)
        first = len(leaves)
        if not order[node]:
            leaves.append(node)
        for child in order[node]:
            visit(child)
        nodes[node] = Span(first, len(leaves))

    visit(ROOT)
    return LabelTree(leaves, nodes)


def read_tree(path: Path) -> LabelTree:
    """A tree from JSON (`{"paths": [...]}`) or CSV (a column `path`); raises `TrainingError` when it is neither or not a tree."""
    if not path.is_file():
        raise TrainingError("no-tree", f"no label tree at {path}; write a JSON file {{\"paths\": [\"colon/polyp/neoplastic\", …]}} or a CSV file with a column 'path'")
    text = path.read_text(encoding="utf-8-sig")
    if path.suffix.lower() == ".csv":
        rows = csv.DictReader(text.splitlines())
        if "path" not in (rows.fieldnames or []):
            raise TrainingError("tree-form", f"{path.name} has no column 'path'; give its first line that name")
        return build_tree([(row["path"] or "").strip() for row in rows], path.name)
    try:
        paths = json.loads(text)["paths"]
    except (ValueError, KeyError, TypeError) as cause:
        raise TrainingError("tree-form", f"{path.name} is not {{\"paths\": [\"a/b\", …]}}; mend it, or write a CSV file with a column 'path'") from cause
    if not isinstance(paths, list) or not all(isinstance(one, str) for one in paths):
        raise TrainingError("tree-form", f"{path.name}: 'paths' is not a list of texts; mend it")
    return build_tree(paths, path.name)


def leaf_shares(tree: LabelTree, labels: Sequence[str | None]) -> NDArray[np.float64]:
    """How often each leaf was labelled [L]; an inner label is shared evenly among its leaves, no label counts nothing."""
    counts = np.zeros(len(tree.leaves))
    for label in labels:
        if label:
            span = tree.span(label)
            counts[span.first : span.after] += 1 / (span.after - span.first)
    return counts
