"""Boxes that developers drew by looking (`training/labels/looked-at.json`), laid over the index. Never expert labels."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from .errors import TrainingError
from .index import Box, Picture

LOOKED_AT = Path(__file__).resolve().parents[1] / "labels" / "looked-at.json"


def read_looked_at(path: Path = LOOKED_AT) -> dict[str, tuple[Box, ...]]:
    """Lesion boxes by picture (empty: plainly none). Raises `TrainingError` when the file is not of that form."""
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))["pictures"]
        return {name: tuple(Box(float(x), float(y), float(w), float(h), "polyp") for x, y, w, h in boxes) for name, boxes in rows.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as cause:
        raise TrainingError("looked-at", f"{path} does not hold boxes [x,y,w,h] by picture ({cause}); restore it from the repository") from cause


def with_looked_at(pictures: Sequence[Picture], looked: dict[str, tuple[Box, ...]]) -> list[Picture]:
    """Training and unlabelled pictures with the boxes found by looking, where the index has none. Unlabelled ones join the training split.

    Validation and test pictures stay as the index has them: nothing is measured on labels of our own.
    """
    out = []
    for picture in pictures:
        boxes = looked.get(picture.id)
        if boxes is not None and picture.boxes is None and picture.split in ("train", "unlabelled"):
            picture = replace(picture, boxes=boxes, split="train")
        out.append(picture)
    return out
