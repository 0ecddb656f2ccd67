from __future__ import annotations

import csv
from pathlib import Path

import pytest
from conftest import write_index
from making import saved_network

from haustra_training import sizes
from haustra_training.field import WHOLE


def test_every_size_gives_a_row_with_all_sources(small_set: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with (small_set / "index.csv").open(newline="") as handle:
        rows = list(csv.DictReader(handle))
    write_index(small_set / "index.csv", [*rows, rows[0] | {"id": "v", "split": "val", "sequence": "s9"}])
    monkeypatch.setattr(sizes, "fields_of", lambda pictures, _cache: {p.id: WHOLE for p in pictures})
    saved_network(tmp_path / "a.pt")
    table = sizes.size_table(small_set, tmp_path / "a.pt", [64, 96], 4)
    assert [row["size"] for row in table] == [64, 96] and all({"ms", "all", "made-up"} == set(row) - {"size"} for row in table)
    assert all(row["ms"] > 0 and 0 <= row["all"] <= 1 for row in table)
