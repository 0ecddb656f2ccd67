from __future__ import annotations

from pathlib import Path

import pytest
import torch

from haustra_training.blend import blend
from haustra_training.checkpoint import load_checkpoint_network, read_checkpoint, write_whole
from haustra_training.errors import TrainingError
from haustra_training.network import ColonNet


def written(path: Path, value: float, held_out: list[str], backbone: str = "lite0", phantom: int = 0) -> Path:
    network = ColonNet(64, backbone, signs=phantom > 0, wider=phantom > 0)
    with torch.no_grad():
        network.organ_out.bias.fill_(value)
    write_whole(path, {"average": network.state_dict(), "step": 3, "size": 64, "backbone": backbone, "held_out": held_out, "folded": False} | ({"phantom": phantom} if phantom else {}))
    return path


def test_the_mean_of_two_and_what_both_held_out(tmp_path: Path) -> None:
    one, two = written(tmp_path / "one.pt", 1.0, ["a", "b"]), written(tmp_path / "two.pt", 5.0, ["b"])
    blend([one, two], None, None, tmp_path / "mean.pt")
    assert load_checkpoint_network(tmp_path / "mean.pt").organ_out.bias.tolist() == [3.0] * 3
    assert read_checkpoint(tmp_path / "mean.pt")["held_out"] == ["b"]
    blend([one, two], [3, 1], 96, tmp_path / "mean.pt")
    network = load_checkpoint_network(tmp_path / "mean.pt")
    assert network.organ_out.bias.tolist() == [2.0] * 3 and network.size == 96


def test_signs_go_on_where_both_have_them(tmp_path: Path) -> None:
    one, two, plain = written(tmp_path / "one.pt", 1.0, [], phantom=7), written(tmp_path / "two.pt", 5.0, [], phantom=7), written(tmp_path / "plain.pt", 5.0, [])
    blend([one, two], None, None, tmp_path / "mean.pt")
    assert read_checkpoint(tmp_path / "mean.pt")["phantom"] == 7 and load_checkpoint_network(tmp_path / "mean.pt").signs is not None
    assert "phantom" not in read_checkpoint(plain)
    with pytest.raises(TrainingError, match="same heads"):
        blend([one, plain], None, None, tmp_path / "mean.pt")


def test_what_does_not_fit_is_refused(tmp_path: Path) -> None:
    one, other = written(tmp_path / "one.pt", 1.0, []), written(tmp_path / "other.pt", 1.0, [], "lite2")
    with pytest.raises(TrainingError, match="different kinds"):
        blend([one, other], None, None, tmp_path / "mean.pt")
    with pytest.raises(TrainingError, match="2 shares"):
        blend([one, one], [1], None, tmp_path / "mean.pt")
    with pytest.raises(TrainingError, match="two checkpoints"):
        blend([one], None, None, tmp_path / "mean.pt")
    assert not (tmp_path / "mean.pt").exists()
