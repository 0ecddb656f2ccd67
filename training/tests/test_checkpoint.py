"""What a run leaves behind."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

from haustra_training.checkpoint import write_whole


def test_the_same_weights_give_the_same_bytes_in_any_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written = []
    for process in (11, 4242):
        monkeypatch.setattr("os.getpid", lambda process=process: process)
        write_whole(tmp_path / "weights.pt", {"average": {"a": torch.arange(5.0)}})
        written.append((tmp_path / "weights.pt").read_bytes())
    assert written[0] == written[1]
    assert [path.name for path in tmp_path.iterdir()] == ["weights.pt"]
