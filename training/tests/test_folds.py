from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from haustra_training.errors import TrainingError
from haustra_training.folds import HeldOut, divide, parse_held_out
from haustra_training.index import Box, read_index
from haustra_training.looked import read_looked_at, with_looked_at


def test_a_source_or_a_part_of_it_is_kept_out(small_set: Path) -> None:
    pictures = read_index(small_set / "index.csv")
    elsewhere = [replace(p, id=f"x{n}", source="other", sequence=f"q{n}") for n, p in enumerate(pictures * 10)]
    kept, out = divide(pictures + elsewhere, [parse_held_out("made-up")])
    assert len(out) == 4 and {p.source for p in kept} == {"other"}
    parts = [divide(elsewhere, [parse_held_out(f"other:{part}/3")])[1] for part in range(3)]
    assert sum(map(len, parts)) == len(elsewhere) and all(parts)


def test_a_sequence_is_never_divided_by_parts(small_set: Path) -> None:
    one = read_index(small_set / "index.csv")[0]
    frames = [replace(one, id=f"f{n}") for n in range(20)]
    assert len(divide(frames, [HeldOut("made-up", 0, 3)])[1]) in (0, 20)


@pytest.mark.parametrize("text", ["made-up:3/3", "made-up:a/3", "made-up:1"])
def test_a_wrong_part_is_refused(text: str) -> None:
    with pytest.raises(TrainingError, match="everyday:0/3"):
        parse_held_out(text)


def test_an_unknown_source_is_refused(small_set: Path) -> None:
    with pytest.raises(TrainingError, match="made-up"):
        divide(read_index(small_set / "index.csv"), [HeldOut("mispelt")])


def test_boxes_found_by_looking_teach_but_never_judge(small_set: Path, tmp_path: Path) -> None:
    path = tmp_path / "looked.json"
    path.write_text(json.dumps({"pictures": {"a": [], "c": [[0.1, 0.2, 0.3, 0.4]]}}))
    pictures = read_index(small_set / "index.csv")
    taught = {p.id: p for p in with_looked_at(pictures, read_looked_at(path))}
    assert taught["a"].boxes == pictures[0].boxes, "drawn boxes win"
    assert taught["c"].boxes == (Box(0.1, 0.2, 0.3, 0.4, "polyp"),)
    judged = with_looked_at([replace(p, split="val") for p in pictures], read_looked_at(path))
    assert judged[2].boxes is None
    joined = with_looked_at([replace(p, split="unlabelled") for p in pictures], read_looked_at(path))
    assert joined[2].split == "train" and joined[3].split == "unlabelled"


def test_the_committed_labels_can_be_read() -> None:
    looked = read_looked_at()
    assert len(looked) > 500 and all(0 <= b.x < 1 and 0 <= b.y < 1 and b.w > 0 and b.h > 0 for boxes in looked.values() for b in boxes)


def test_a_damaged_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "looked.json"
    path.write_text("{")
    with pytest.raises(TrainingError, match="restore"):
        read_looked_at(path)
