from __future__ import annotations

import csv
from pathlib import Path

import pytest
from conftest import write_index

from haustra_training.errors import TrainingError
from haustra_training.index import Box, divided_groups, fingerprint, parse_boxes, read_index
from haustra_training.index import write_index as write_index_of


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(newline="") as handle:
        return list(csv.DictReader(handle))


def test_an_empty_cell_is_unknown_and_never_no(small_set: Path) -> None:
    a, b, c, d = read_index(small_set / "index.csv")
    assert a.polyp is True and b.polyp is False and c.polyp is None and d.polyp is None
    assert b.boxes == () and c.boxes is None
    assert a.quality is None and c.cleanliness is None and c.mask is None
    assert a.boxes is not None and a.boxes[0].label == "neoplastic"


def test_boxes_cell() -> None:
    assert parse_boxes("", "x") is None
    assert parse_boxes("[]", "x") == ()
    assert parse_boxes('[[0.1,0.2,0.3,0.4,"polyp"]]', "x") == (Box(0.1, 0.2, 0.3, 0.4, "polyp"),)
    for bad in ("[[1,2,3]]", "no", '[[0,0,1,1,"cat"]]', '[[0,0,0,1,"polyp"]]'):
        with pytest.raises(TrainingError, match="mend the cell"):
            parse_boxes(bad, "x")


def test_unknown_value_and_missing_column_are_named(small_set: Path) -> None:
    path = small_set / "index.csv"
    rows = rows_of(path)
    rows[1]["organ"] = "liver"
    write_index(path, rows)
    with pytest.raises(TrainingError, match="index.csv:3 organ"):
        read_index(path)
    path.write_text("id,image\n")
    with pytest.raises(TrainingError, match="lacks the columns"):
        read_index(path)
    with pytest.raises(TrainingError, match="HAUSTRA_DATA"):
        read_index(small_set / "nothing.csv")


def test_a_lesion_sequence_is_never_divided(small_set: Path) -> None:
    path = small_set / "index.csv"
    rows = rows_of(path)
    rows.append({**rows[0], "id": "e", "split": "val"})
    write_index(path, rows)
    with pytest.raises(TrainingError, match="s1"):
        read_index(path)
    rows[-1] = {**rows[1], "id": "e", "split": "val"}
    write_index(path, rows)
    assert divided_groups(read_index(path)) == ["s2"]


def test_fingerprint_changes_with_labels_only(small_set: Path) -> None:
    pictures = read_index(small_set / "index.csv")
    assert fingerprint(pictures) == fingerprint(pictures[::-1])
    assert fingerprint(pictures) != fingerprint(pictures[1:])


def test_real_index_reads_and_lesion_sequences_keep_to_one_split(real_data: Path) -> None:
    pictures = read_index(real_data / "index.csv")
    assert len(pictures) > 5000
    lesions = {p.group for p in pictures if p.polyp}
    assert not lesions & set(divided_groups(pictures))


def test_a_written_index_says_the_same(small_set: Path) -> None:
    pictures = read_index(small_set / "index.csv")
    (small_set / "deeper").mkdir()
    write_index_of(small_set / "deeper" / "part.csv", pictures[:2])
    again = read_index(small_set / "deeper" / "part.csv")
    assert [(p.id, p.boxes, p.organ, p.polyp, p.quality) for p in again] == [(p.id, p.boxes, p.organ, p.polyp, p.quality) for p in pictures[:2]]
    assert again[0].image.samefile(pictures[0].image) and {p.split for p in again} == {"test"}
