from __future__ import annotations

import numpy as np

from haustra_training.calibrate import best_cut, fit_classes, fit_line, outline_line
from haustra_training.describe import fit_descriptor
from haustra_training.export import Line
from haustra_training.metrics import Detections, average_precision, dice, lesion_sensitivity, matches, non_maximum, roc_auc, wilson
from haustra_training.points import highest_threshold, quiet_threshold, type_limits

BOX = np.array([[0.1, 0.1, 0.5, 0.5]], np.float32)
FAR = np.array([[0.6, 0.6, 0.9, 0.9]], np.float32)
NONE = np.zeros((0, 4), np.float32)


def found(boxes: np.ndarray, scores: list[float], truth: np.ndarray) -> Detections:
    return Detections(boxes, np.array(scores, np.float32), truth)


def test_average_precision_by_hand() -> None:
    assert average_precision([found(BOX, [0.9], BOX)]) == 1
    assert average_precision([found(FAR, [0.9], BOX)]) == 0
    # A better-scored false alarm halves the precision of the one hit.
    assert abs(average_precision([found(BOX, [0.5], BOX), found(FAR, [0.9], NONE)]) - 0.5) < 1e-9
    assert abs(average_precision([found(BOX, [0.5], BOX), found(NONE, [], BOX)]) - 0.5) < 1e-9


def test_a_lesion_is_met_once() -> None:
    twice = found(np.concatenate([BOX, BOX]), [0.9, 0.8], BOX)
    assert matches(twice).tolist() == [True, False]
    assert lesion_sensitivity([twice], 0.95) == 0 and lesion_sensitivity([twice], 0.9 - 1e-6) == 1


def test_suppression_keeps_the_best_of_an_overlap() -> None:
    boxes = np.concatenate([BOX, BOX + 0.01, FAR])
    assert non_maximum(boxes, np.array([0.5, 0.9, 0.2], np.float32)).tolist() == [1, 2]


def test_auc_wilson_and_dice() -> None:
    assert roc_auc(np.array([0.1, 0.4, 0.35, 0.8], np.float32), np.array([False, False, True, True])) == 0.75
    assert roc_auc(np.zeros(4, np.float32), np.array([False, True, False, True])) == 0.5
    low, high = wilson(90, 100)
    assert 0.82 < low < 0.83 and 0.94 < high < 0.95
    assert dice(np.zeros((4, 4), np.float32), np.zeros((4, 4), np.bool_)) == 1


def test_platt_finds_the_line() -> None:
    rng = np.random.default_rng(0)
    x = rng.normal(0, 2, 4000).astype(np.float32)
    y = rng.random(4000) < 1 / (1 + np.exp(-(0.5 * x + 1)))
    line = fit_line(x, y)
    assert abs(line.slope - 0.5) < 0.06 and abs(line.offset - 1) < 0.12
    one_class = fit_line(x, np.ones(4000, np.bool_))
    assert (one_class.slope, one_class.offset) == (1, 0)


def test_slope_cools_overconfidence() -> None:
    rng = np.random.default_rng(0)
    target = rng.integers(0, 3, 600)
    logits = rng.normal(0, 1, (600, 3)).astype(np.float32)
    logits[np.arange(600), target] += 1
    assert fit_classes(logits * 3, target).slope < 0.5


def test_offsets_take_back_a_leaning_to_one_class() -> None:
    rng = np.random.default_rng(0)
    logits = rng.normal(0, 2, (6000, 3))
    target = (logits + rng.gumbel(size=logits.shape)).argmax(axis=1)
    fitted = fit_classes((logits + [1.5, 0, 0]).astype(np.float32), target)
    assert np.allclose(np.subtract(fitted.offset, fitted.offset[0]), [0, 1.5, 1.5], atol=0.15) and abs(fitted.slope - 1) < 0.06


def test_a_handful_of_pictures_moves_no_class_far() -> None:
    fitted = fit_classes(np.zeros((2, 3), np.float32), np.array([1, 1]))
    assert 0 < fitted.offset[1] - fitted.offset[0] < 4


def test_thresholds() -> None:
    values = np.arange(1, 101, dtype=np.float32) / 100
    assert abs(highest_threshold(values, 0.95) - 0.06) < 1e-6
    quiet = quiet_threshold(values, 0.98)
    assert int((values >= quiet).sum()) == 2
    above, below = type_limits(np.array([0.1, 0.45, 0.6, 0.9], np.float32), np.array([False, True, False, True]))
    assert 0.6 < above <= 0.9 and 0.1 <= below < 0.45


def test_descriptor_holds_sequences_together() -> None:
    rng = np.random.default_rng(0)
    centres = rng.normal(0, 1, (12, 112))
    nuisance = rng.normal(0, 1, 112)
    groups = [f"s{n // 10}" for n in range(120)]
    vectors = np.stack([centres[n // 10] + 4 * rng.normal() * nuisance for n in range(120)]).astype(np.float32)
    fitted = fit_descriptor(vectors, groups, 32)
    out = vectors @ fitted.weight.T + fitted.bias
    out /= np.linalg.norm(out, axis=1, keepdims=True)
    cosine = out @ out.T
    same = np.array([[a == b for b in groups] for a in groups])
    off = ~np.eye(120, dtype=bool)
    assert fitted.weight.shape == (32, 112)
    assert roc_auc(cosine[off].astype(np.float32), same[off]) > 0.95


def test_the_outline_is_drawn_where_it_fits_best() -> None:
    rng = np.random.default_rng(0)
    truth = np.zeros((32, 32), np.bool_)
    truth[8:24, 8:24] = True
    # This network says lesion too seldom: logits of lesion pixels lie about -0.5.
    masks = [(np.where(truth, -0.5, -3.5).astype(np.float32) + rng.normal(0, 0.4, truth.shape).astype(np.float32), truth) for _ in range(8)]
    assert -2 < best_cut(masks) < -1.2
    line = outline_line(masks)
    assert line.slope > 0 and abs(line.slope * best_cut(masks) + line.offset) < 1e-6
    assert outline_line([]) == Line()
