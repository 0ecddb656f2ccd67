from __future__ import annotations

from pathlib import Path

import pytest
import torch
from making import SMALL, saved_network

from haustra_training.backbone import LITE0, LITE2, Backbone
from haustra_training.checkpoint import load_checkpoint_network, read_checkpoint, write_trainable
from haustra_training.errors import TrainingError
from haustra_training.network import ColonNet


def test_lite2_is_lite0_scaled() -> None:
    for small, large in zip(LITE0, LITE2, strict=True):
        assert (large.kernel, large.stride, large.expansion) == (small.kernel, small.stride, small.expansion)
        assert large.channels == int(small.channels * 1.1 + 4) // 8 * 8
    assert [s.blocks for s in LITE2[1:-1]] == [-(-s.blocks * 12 // 10) for s in LITE0[1:-1]]


def test_lite2_levels_and_heads() -> None:
    network = ColonNet(SMALL, "lite2").eval()
    x = torch.zeros(1, 3, SMALL, SMALL)
    assert [tuple(level.shape[1:]) for level in network.backbone(x)] == [(24, 16, 16), (48, 8, 8), (120, 4, 4), (352, 2, 2)]
    heads = network(x)
    assert heads.boxes.shape == (1, 64, 4) and heads.mask.shape == (1, 1, 16, 16) and heads.embedding.shape == (1, 32, 4, 4)


def test_the_published_lite2_weights_load_exactly(real_data: Path) -> None:
    backbone = Backbone(LITE2)
    backbone.load_npz(real_data / "weights" / "efficientnet-lite2-backbone.npz")
    assert len(backbone.convolutions()) == 63
    with pytest.raises(TrainingError, match="48 convolutions"):
        backbone.load_npz(real_data / "weights" / "efficientnet-lite0-backbone.npz")


def test_an_unknown_backbone_is_refused() -> None:
    with pytest.raises(TrainingError, match="lite0, lite2"):
        ColonNet(SMALL, "lite9")


@pytest.mark.parametrize("name", ["lite0", "lite2"])
def test_a_checkpoint_says_its_backbone(tmp_path: Path, name: str) -> None:
    made = saved_network(tmp_path / "final.pt", name)
    read = load_checkpoint_network(tmp_path / "final.pt")
    assert read.backbone_name == name and not read.training and read.size == SMALL
    assert all(torch.equal(a, b) for a, b in zip(made.state_dict().values(), read.state_dict().values(), strict=True))
    other = load_checkpoint_network(tmp_path / "final.pt", 96)
    assert other.size == 96 and other(torch.zeros(1, 3, 96, 96)).scores.shape == (1, 144)


def test_a_checkpoint_without_a_name_is_lite0(tmp_path: Path) -> None:
    torch.save({"average": ColonNet(SMALL).state_dict(), "size": SMALL, "step": 1}, tmp_path / "old.pt")
    assert load_checkpoint_network(tmp_path / "old.pt").backbone_name == "lite0"


def test_no_checkpoint_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match="haustra-train train"):
        read_checkpoint(tmp_path / "none.pt")
    torch.save({"weights": 1}, tmp_path / "other.pt")
    with pytest.raises(TrainingError, match="final.pt"):
        read_checkpoint(tmp_path / "other.pt")


def test_shipped_weights_can_be_trained_on(tmp_path: Path) -> None:
    network = saved_network(tmp_path / "run.pt")
    write_trainable(tmp_path / "run.pt", tmp_path / "weights.pt")
    again = load_checkpoint_network(tmp_path / "weights.pt")
    assert (tmp_path / "weights.pt").stat().st_size < 0.6 * (tmp_path / "run.pt").stat().st_size
    for name, value in network.state_dict().items():
        assert torch.allclose(again.state_dict()[name].float(), value.float(), rtol=1e-3, atol=1e-6), name
        assert again.state_dict()[name].dtype == value.dtype
