from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from haustra_training.clip import read_labels, score_clip
from haustra_training.inference import Lesions


def one(x: float, y: float, score: float) -> Lesions:
    return Lesions(np.array([[x - 0.05, y - 0.05, x + 0.05, y + 0.05]], np.float32), np.array([score], np.float32), np.zeros(1, np.float32))


def test_score_by_hand(tmp_path: Path) -> None:
    path = tmp_path / "labels.json"
    path.write_text(json.dumps({"visible": [[2, 3]], "doubtful": [[4, 4]], "centres": [[2, 0.2, 0.2], [3, 0.4, 0.2]], "tolerance": 0.1}))
    labels = read_labels(path)
    assert labels.centre(2) == (0.2, 0.2) and labels.centre(9) == (0.4, 0.2)
    found = [one(0.5, 0.5, 0.9), one(0.5, 0.5, 0.1), one(0.2, 0.2, 0.9), one(0.9, 0.9, 0.9), one(0.9, 0.9, 0.9), one(0.9, 0.9, 0.9)]
    result = score_clip(found, labels, 0.5)
    assert (result.visible, result.met, result.missed, result.elsewhere, result.longest_elsewhere) == (2, 1, (3,), (0, 3, 5), 1)


def test_the_labels_kept_here_are_whole() -> None:
    labels = read_labels(Path(__file__).parents[1] / "labels" / "colonoscopy-polyp.json")
    assert not labels.visible & labels.doubtful and max(labels.visible) < 181
    assert [c[0] for c in labels.centres] == sorted(c[0] for c in labels.centres)
