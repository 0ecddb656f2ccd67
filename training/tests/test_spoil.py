from __future__ import annotations

from pathlib import Path

import pytest
import torch
from making import saved_network

from haustra_training.cli import main
from haustra_training.index import read_index


def test_labels_are_dealt_out_anew(small_set: Path) -> None:
    out = small_set / "worse.csv"
    assert main(["spoil", "--data", str(small_set), "--how", "shuffled", "--out", str(out)]) == 0
    before, after = read_index(small_set / "index.csv"), read_index(out)
    assert [p.image.resolve() for p in after] == [p.image.resolve() for p in before] and [p.split for p in after] == ["train"] * 4

    def labels(pictures: list) -> list:  # type: ignore[type-arg]
        return [(p.organ, p.polyp, p.boxes, p.landmark, p.quality) for p in pictures]

    assert sorted(map(repr, labels(after))) == sorted(map(repr, labels(before))) and labels(after) != labels(before)


def test_one_source_loses_its_lesions(small_set: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = small_set / "worse.csv"
    assert main(["spoil", "--data", str(small_set), "--how", "source:made-up", "--out", str(out)]) == 0
    assert all(p.boxes == () and p.polyp is False for p in read_index(out))
    assert main(["spoil", "--data", str(small_set), "--how", "source:none", "--out", str(out)]) == 1 and "no training pictures of 'none'" in capsys.readouterr().err


def test_one_head_becomes_noise_and_nothing_else(small_set: Path, capsys: pytest.CaptureFixture[str]) -> None:
    saved_network(small_set / "good.pt")
    out = small_set / "worse.pt"
    assert main(["spoil", "--how", "head:organ", "--from", str(small_set / "good.pt"), "--out", str(out)]) == 0
    good, worse = (torch.load(path, weights_only=True)["average"] for path in (small_set / "good.pt", out))
    changed = {name for name in good if not torch.equal(good[name].float(), worse[name].float())}
    assert changed == {"organ_out.weight", "organ_out.bias"}
    assert main(["spoil", "--how", "head:nose", "--from", str(out), "--out", str(out)]) == 1 and "no way 'head:nose'" in capsys.readouterr().err
