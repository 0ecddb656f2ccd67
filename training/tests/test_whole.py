from __future__ import annotations

from pathlib import Path

import pytest

from haustra_training.whole import whole, write_text


def test_a_file_that_was_begun_leaves_the_old_one(tmp_path: Path) -> None:
    path = tmp_path / "some.json"
    write_text(path, "old")
    with pytest.raises(RuntimeError), whole(path) as temporary:
        assert temporary.suffix == ".json"
        temporary.write_text("ha")
        raise RuntimeError("cut off")
    assert path.read_text() == "old" and list(tmp_path.iterdir()) == [path]
    with whole(path) as temporary:
        temporary.write_text("new")
    assert path.read_text() == "new" and list(tmp_path.iterdir()) == [path]
