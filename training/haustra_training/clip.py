"""Detection on a real clip, frame by frame and without memory: is the lesion met, and is anything else shown for long?"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from .errors import TrainingError
from .field import crop_field, find_field
from .inference import Lesions, lesions_of
from .runtime import infer, input_size, open_session


@dataclass(frozen=True)
class ClipLabels:
    """Frames in which the one lesion is visible or doubtful, and its rough centre (fractions of the frame)."""

    visible: frozenset[int]
    doubtful: frozenset[int]
    centres: tuple[tuple[float, float, float], ...]
    tolerance: float

    def centre(self, frame: int) -> tuple[float, float]:
        """Interpolated centre."""
        frames, xs, ys = zip(*self.centres, strict=True)
        return float(np.interp(frame, frames, xs)), float(np.interp(frame, frames, ys))


def read_labels(path: Path) -> ClipLabels:
    """Labels of a clip (training/labels/*.json)."""
    raw = json.loads(path.read_text(encoding="utf-8"))

    def frames(ranges: list[list[int]]) -> frozenset[int]:
        return frozenset(n for first, last in ranges for n in range(first, last + 1))

    centres = tuple((float(f), float(x), float(y)) for f, x, y in raw["centres"])
    return ClipLabels(frames(raw["visible"]), frames(raw["doubtful"]), centres, float(raw["tolerance"]))


def run_clip(model: Path, clip: Path) -> list[Lesions]:
    """Every frame through the model; boxes in fractions of the frame."""
    capture = cv2.VideoCapture(str(clip))
    if not capture.isOpened():
        raise TrainingError("no-clip", f"cannot read {clip}; check that the data folder is complete")
    session = open_session(model)
    size = input_size(session)
    found: list[Lesions] = []
    while True:
        good, frame = capture.read()
        if not good:
            return found
        image = np.ascontiguousarray(frame[..., ::-1], dtype=np.uint8)
        rect = find_field(image)
        outputs = infer(session, crop_field(image, rect, size))
        found.append(lesions_of(outputs.boxes, outputs.scores, outputs.types, rect))


@dataclass(frozen=True)
class ClipResult:
    visible: int
    met: int
    """Visible frames with a shown box whose centre lies near the lesion."""
    longest_elsewhere: int
    """Most frames in a row (doubtful ones aside) with a shown box away from the lesion."""
    missed: tuple[int, ...]
    elsewhere: tuple[int, ...]


def score_clip(found: list[Lesions], labels: ClipLabels, threshold: float) -> ClipResult:
    """Compare shown boxes (score ≥ threshold) with the labels."""
    met, missed, elsewhere = 0, [], []
    run = longest = 0
    for n, lesions in enumerate(found):
        x, y = labels.centre(n)
        boxes = lesions.boxes[lesions.scores >= threshold]
        distance = np.hypot((boxes[:, 0] + boxes[:, 2]) / 2 - x, (boxes[:, 1] + boxes[:, 3]) / 2 - y)
        near = distance <= labels.tolerance
        if n in labels.visible:
            met += int(near.any())
            if not near.any():
                missed.append(n)
        stray = bool((~near).any()) if n in labels.visible else len(boxes) > 0 and n not in labels.doubtful
        if stray:
            elsewhere.append(n)
        run = run + 1 if stray else 0
        longest = max(longest, run)
    return ClipResult(len(labels.visible), met, longest, tuple(missed), tuple(elsewhere))
