"""Features of many pictures with what is known of each: what the heads learn from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ..dataset import IGNORE, Labels
from ..index import CLEANLINESS, ORGANS
from ..metrics import Floats
from ..whole import whole
from .phantom import Shown

NO_INSTRUMENT = 0.1
"""Weight of "no instrument" on pictures of people, where nobody looked for one and most show none."""

COVERED = {"bbps-2-3": (0.0, 0.25), "bbps-0-1": (0.25, 0.75), "impacted-stool": (0.75, 1.0)}
"""Share of the wall under stool or liquid that a class stands for, by the phantom's bounds (phantom/README.md)."""


@dataclass(frozen=True)
class Table:
    """One row a picture. Weights of 0 say that the label is not known."""

    features: Floats
    """[n,F]"""
    organ: NDArray[np.int64]
    usable: Floats
    usable_weight: Floats
    cleanliness: NDArray[np.int64]
    caecum: Floats
    caecum_weight: Floats
    instrument: Floats
    instrument_weight: Floats
    residue: Floats
    """[n,2]: the share lies between these; 0 and 1 where nothing is known."""
    bubbles: Floats
    """[n,2], as `residue`."""

    def __len__(self) -> int:
        return len(self.features)

    def rows(self, chosen: NDArray[np.int64]) -> Table:
        return Table(**{one.name: getattr(self, one.name)[chosen] for one in fields(self)})


def of_phantom(features: Floats, frames: Sequence[Shown]) -> Table:
    """Frames of the phantom: all is known; landmarks and the wall only where the view is usable."""
    usable, inside = np.array([f.usable for f in frames], np.float32), np.array([f.inside for f in frames], np.float32)
    looked = usable * inside
    between = {name: np.array([[getattr(f, name)] * 2 if f.usable and f.inside else (0.0, 1.0) for f in frames], np.float32) for name in ("residue", "bubbles")}
    return Table(
        features, organ=np.array([f.organ for f in frames]), usable=usable, usable_weight=inside,
        cleanliness=np.array([f.cleanliness for f in frames]),
        caecum=np.array([f.caecum for f in frames], np.float32), caecum_weight=np.maximum(looked, 1 - inside),
        instrument=np.array([f.instrument for f in frames], np.float32), instrument_weight=np.maximum(looked, 1 - inside), **between,
    )  # fmt: skip


def of_people(features: Floats, labels: Sequence[Labels]) -> Table:
    """Pictures of people: partial labels, as in training."""
    nothing = np.tile(np.array([0.0, 1.0], np.float32), (len(labels), 1))
    classes = [None if x.cleanliness == IGNORE else CLEANLINESS[x.cleanliness] for x in labels]
    return Table(
        features, organ=np.array([x.organ for x in labels]),
        usable=np.array([x.usable for x in labels], np.float32), usable_weight=np.array([x.usable_weight for x in labels], np.float32),
        cleanliness=np.array([x.cleanliness for x in labels]),
        caecum=np.array([max(x.caecum, 0) for x in labels], np.float32), caecum_weight=np.array([x.caecum_weight for x in labels], np.float32),
        instrument=np.zeros(len(labels), np.float32),
        instrument_weight=np.array([1.0 if x.organ == ORGANS.index("outside") else NO_INSTRUMENT for x in labels], np.float32),
        residue=np.array([(0.0, 1.0) if name is None else COVERED[name] for name in classes], np.float32), bubbles=nothing,
    )  # fmt: skip


def joined(tables: Iterable[Table]) -> Table:
    """All rows, in order."""
    every = list(tables)
    return Table(**{one.name: np.concatenate([getattr(table, one.name) for table in every]) for one in fields(Table)})


def write_table(path: Path, table: Table) -> None:
    """Written whole or not at all."""
    with whole(path) as temporary, temporary.open("wb") as handle:
        np.savez(handle, **{one.name: getattr(table, one.name) for one in fields(table)})


def read_table(path: Path) -> Table:
    with np.load(path) as kept:
        return Table(**{one.name: kept[one.name] for one in fields(Table)})
