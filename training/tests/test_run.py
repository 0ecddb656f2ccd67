"""A whole run on made-up pictures: folder, checkpoint, going on, teachers, unlabelled pictures."""

from __future__ import annotations

import csv
import json
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from conftest import write_index
from making import SMALL, saved_network

from haustra_training import rounds, train
from haustra_training.checkpoint import load_checkpoint_network
from haustra_training.cli import main, parser
from haustra_training.errors import TrainingError
from haustra_training.field import WHOLE
from haustra_training.fold import is_folded
from haustra_training.index import Picture, read_index
from haustra_training.rounds import RoundSampler
from haustra_training.unlabelled import WithUnlabelled


@pytest.fixture
def run_set(small_set: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """`small_set` with a validation picture and two unlabelled ones; a round draws eight labelled pictures."""
    with (small_set / "index.csv").open(newline="") as handle:
        rows = list(csv.DictReader(handle))
    rows.append(rows[0] | {"id": "v", "split": "val", "sequence": "s9"})
    nothing = {"polyp": "", "mask": "", "boxes": "", "sequence": "", "split": "unlabelled"}
    rows += [rows[0] | nothing | {"id": name} for name in ("u1", "u2")]
    write_index(small_set / "index.csv", rows)
    monkeypatch.setattr(rounds, "SHARES", {"polyp:made-up": 4, "none:made-up": 4})
    monkeypatch.setattr(train, "fields_of", lambda pictures, _cache: {p.id: WHOLE for p in pictures})
    monkeypatch.setattr(train, "CACHE", small_set / "cache")
    return small_set


def arguments(folder: Path, run: Path, *more: str) -> list[str]:
    return ["train", "--data", str(folder), "--into", str(run), "--size", str(SMALL), "--batch", "4", "--loaders", "0", "--threads", "1", "--device", "cpu", *more]


def test_a_run_with_teachers_goes_on_where_it_stopped(run_set: Path, tmp_path: Path) -> None:
    run, small, large = tmp_path / "run", tmp_path / "small.pt", tmp_path / "large.pt"
    saved_network(small)
    saved_network(large, "lite2", 1)
    taught = ["--from", str(small), "--teacher", str(small), str(large), "--teacher-mirror", "--unlabelled", "4"]
    assert main(arguments(run_set, run, *taught, "--stop-rounds", "1")) == 0
    assert main(arguments(run_set, run, *taught, "--stop-rounds", "2")) == 0
    rows = [json.loads(line) for line in (run / "history.jsonl").read_text().splitlines()]
    assert [(row["round"], row["step"]) for row in rows] == [(1, 3), (2, 6)]
    assert all({"val_ap50", "total", "distil_score"} <= set(row) for row in rows) and rows[1]["minutes"] > rows[0]["minutes"]
    config = json.loads((run / "config.json").read_text())
    assert (config["backbone"], config["device"], config["teachers"]) == ("lite0", "cpu", [str(small), str(large)])
    final = torch.load(run / "final.pt", weights_only=True)
    assert (final["backbone"], final["size"], final["step"]) == ("lite0", SMALL, 6)
    assert main(["curves", str(run)]) == 0


def test_weights_of_another_backbone_are_refused(run_set: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    saved_network(tmp_path / "small.pt")
    assert main(arguments(run_set, tmp_path / "run", "--from", str(tmp_path / "small.pt"), "--backbone", "lite2")) == 1
    assert "--backbone lite0" in capsys.readouterr().err


def test_held_out_sources_do_not_come_back_through_other_weights(run_set: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    saved_network(tmp_path / "all.pt")
    held = ["--hold-out", "made-up:1/2"]
    for way in ("--from", "--teacher"):
        assert main(arguments(run_set, tmp_path / "run", way, str(tmp_path / "all.pt"), *held)) == 1
        assert "without --hold-out made-up:1/2" in capsys.readouterr().err
    state = torch.load(tmp_path / "all.pt", weights_only=True) | {"held_out": ["made-up:1/2"]}
    torch.save(state, tmp_path / "some.pt")
    assert main(arguments(run_set, tmp_path / "run", "--from", str(tmp_path / "some.pt"), "--stop-rounds", "1", *held)) == 0
    assert torch.load(tmp_path / "run" / "final.pt", weights_only=True)["held_out"] == ["made-up:1/2"]


def test_unlabelled_pictures_are_there_only_for_teachers(run_set: Path) -> None:
    pictures = read_index(run_set / "index.csv")
    assert [p.id for p in train.pictures_for(pictures, False)[0]] == ["a", "b", "c", "d"]
    assert [p.id for p in train.pictures_for(pictures, True)[0]] == ["a", "b", "c", "d", "u1", "u2"]
    assert [p.id for p in train.pictures_for(pictures, True)[1]] == ["v"]


@pytest.mark.parametrize("size", [1, 2])
def test_unlabelled_pictures_are_mixed_into_every_round(run_set: Path, size: int) -> None:
    pictures: list[Picture] = train.pictures_for(read_index(run_set / "index.csv"), True)[0]
    drawn: list[tuple[int, int]] = []
    for rank in range(size):
        sampler = WithUnlabelled(RoundSampler(pictures[:4], 7, rank, size), pictures, 6)
        part = list(sampler)
        assert len(part) == len(sampler) == 14 // size and part == list(sampler)
        drawn += part
    assert Counter(n for n, _ in drawn) == {0: 4, 1: 4, 4: 3, 5: 3} and len(set(drawn)) == 14
    first = list(sampler)
    sampler.labelled.round = 1
    assert list(sampler) != first
    none = [replace(p, split="train") for p in pictures]
    assert len(WithUnlabelled(RoundSampler(none[:4], 7), none, 6)) == 8


def test_the_command_line_of_earlier_runs_still_reads() -> None:
    given = parser().parse_args(["train", "--into", "runs/a", "--from", "x.pt", "--budget-minutes", "80", "--threads", "1", "--size", "288", "--seed", "11", "--hold-out", "everyday:0/3"])
    assert (given.backbone, given.teacher, given.device, given.hold_out) == ("lite0", [], "auto", ["everyday:0/3"])


def test_nothing_to_begin_with_says_so(run_set: Path, tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match="no checkpoint"):
        train.first_network(train.TrainConfig(str(run_set), "", size=SMALL, start_from=str(tmp_path / "none.pt")))


def test_a_trained_network_is_finished_for_int8(run_set: Path, tmp_path: Path) -> None:
    start, run = tmp_path / "start.pt", tmp_path / "run"
    saved_network(start)
    finish = ["--from", str(start), "--quantisation-aware", "--rate", "0.1"]
    assert main(arguments(run_set, run, *finish, "--stop-rounds", "1")) == 0
    assert main(arguments(run_set, run, *finish, "--stop-rounds", "2")) == 0
    finished = load_checkpoint_network(run / "final.pt")
    assert is_folded(finished) and not any("parametrizations" in name for name in finished.state_dict())
    again = tmp_path / "again"
    assert main(arguments(run_set, again, "--from", str(run / "final.pt"), "--stop-rounds", "1")) == 0
