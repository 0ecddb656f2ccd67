from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np

from haustra_training.card import card
from haustra_training.evaluate import Record, report, typed_pairs
from haustra_training.field import Rect
from haustra_training.index import Picture, read_index
from haustra_training.inference import Lesions, to_picture, truth_of
from haustra_training.manifest import PHANTOM
from haustra_training.points import QUIET_SPECIFICITY, choose_points
from haustra_training.release import calibration_pictures
from haustra_training.runtime import Outputs


def outputs() -> Outputs:
    none = np.zeros((0, 4), np.float32)
    third = np.full(3, 1 / 3, np.float32)
    return Outputs(none, none[:, 0], none[:, 0], np.zeros((64, 64), np.float32), third, 0.9, third, 0.1, np.zeros((32, 16, 16), np.float32), np.zeros(128, np.float32))


def record(picture: Picture, box: np.ndarray, score: float, kind: float = 0.5) -> Record:
    return Record(picture, Lesions(box.reshape(-1, 4), np.full(len(box.reshape(-1, 4)), score, np.float32), np.full(len(box.reshape(-1, 4)), kind, np.float32)), outputs(), None, None)


def made(folder: Path) -> tuple[Picture, Picture]:
    with_lesion, without = read_index(folder / "index.csv")[:2]
    return replace(with_lesion, split="val"), replace(without, split="val")


def test_points_keep_their_promises(small_set: Path) -> None:
    lesion, none = made(small_set)
    truth = truth_of(lesion)
    far = np.array([[0.9, 0.9, 1.0, 1.0]], np.float32)
    records = [record(lesion, truth, s / 20, 0.9) for s in range(1, 21)] + [record(none, far, s / 400) for s in range(100)]
    points = choose_points(records)
    assert sum(s / 20 >= points.sensitive for s in range(1, 21)) == 19
    assert sum(s / 400 >= points.quiet for s in range(100)) <= round(100 * (1 - QUIET_SPECIFICITY))
    assert points.sensitive <= points.quiet


def test_report_and_card_carry_the_numbers(small_set: Path) -> None:
    lesion, none = made(small_set)
    records = [record(lesion, truth_of(lesion), 0.9, 0.95), record(none, np.zeros((0, 4), np.float32), 0.0)]
    assert typed_pairs(records) == [(np.float32(0.95), True)]
    measures = report(records, {"A": 0.1, "B": 0.5}, (0.8, 0.2))
    assert measures["made-up/val"]["ap50"]["value"] == 1  # type: ignore[index]
    assert measures["all/val"]["typeCallAccuracy"]["n"] == 1  # type: ignore[index]
    text = card(
        {
            "id": "m", "tasks": {"signs": {}}, "input": {"width": 256, "height": 256}, "version": "1", "created": "today", "files": {"int8": {"bytes": 1}, "fp32": {"bytes": 2}}, "data": [{"source": "made-up", "licence": "none", "pictures": 3}, {"source": PHANTOM, "licence": "own", "pictures": 9}],
            "operatingPoints": {"A": {"show": 0.1}, "B": {"show": 0.5}}, "typeCall": {"neoplasticAbove": 0.8, "nonNeoplasticBelow": 0.2},
            "metrics": {"int8": measures, "fp32": measures, "medianMs": {"int8": 7.5, "fp32": 19.0}},
        },
        ["s2"],
    )  # fmt: skip
    assert "not a cleared medical device" in text and "| made-up/val | AP50 | 1.000 |" in text and "s2" in text
    # Frames of the phantom are no pictures of people.
    assert "## Training data (3 pictures)" in text and "learnt from the phantom" in text


def test_calibration_pictures_are_training_pictures_of_every_source(small_set: Path) -> None:
    pictures = read_index(small_set / "index.csv")
    mixed = [replace(pictures[0], source="hyperkvasir"), replace(pictures[1], split="test"), pictures[2]]
    assert {p.split for p in calibration_pictures(mixed, 10)} == {"train"}
    assert {p.source for p in calibration_pictures(mixed, 10)} == {"hyperkvasir", "made-up"}


def test_boxes_return_to_the_picture() -> None:
    boxes = to_picture(np.array([[0, 0, 1, 1], [0.5, 0.5, 1.2, 1.0]], np.float32), Rect(0.2, 0.1, 0.9, 1.0))
    assert np.allclose(boxes, [[0.2, 0.1, 0.9, 1.0], [0.55, 0.55, 1.0, 1.0]], atol=1e-6)
