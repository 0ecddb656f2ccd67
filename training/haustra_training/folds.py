"""Leaving whole sources out of training: what a network reaches at a hospital that it never saw."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass

from .errors import TrainingError
from .index import Picture


@dataclass(frozen=True)
class HeldOut:
    """A source, or one part of `parts` of it (by a hash of the group, so that sequences stay whole)."""

    source: str
    part: int = 0
    parts: int = 1

    def holds(self, picture: Picture) -> bool:
        """Is this picture kept from training?"""
        return picture.source == self.source and zlib.crc32(picture.group.encode()) % self.parts == self.part


def parse_held_out(text: str) -> HeldOut:
    """`source` or `source:part/parts`, for example `everyday:0/3`; raises `TrainingError` on any other form."""
    source, _, share = text.partition(":")
    part, _, parts = share.partition("/")
    if not share:
        return HeldOut(source)
    if not (part.isdigit() and parts.isdigit() and int(part) < int(parts)):
        raise TrainingError("held-out", f"'{text}' is not a source, nor source:part/parts with part below parts; for example everyday:0/3")
    return HeldOut(source, int(part), int(parts))


def divide(pictures: Sequence[Picture], held: Sequence[HeldOut]) -> tuple[list[Picture], list[Picture]]:
    """(kept, held out); raises `TrainingError` when a held-out source does not exist, so that a typing error leaves nothing in."""
    known = {p.source for p in pictures}
    for one in held:
        if one.source not in known:
            raise TrainingError("held-out", f"no source '{one.source}' in the index; it has {', '.join(sorted(known))}")
    out = [p for p in pictures if any(one.holds(p) for one in held)]
    ids = {p.id for p in out}
    return [p for p in pictures if p.id not in ids], out
