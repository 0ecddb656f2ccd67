"""Pictures whose labels are not to be seen."""

from __future__ import annotations

from dataclasses import replace

from ..index import Picture


def stripped(picture: Picture) -> Picture:
    """The picture without any label; its source and sequence, which a recording has too, stay."""
    return replace(picture, split="unlabelled", organ=None, polyp=None, mask=None, boxes=None, cleanliness=None, landmark=None, quality=None)
