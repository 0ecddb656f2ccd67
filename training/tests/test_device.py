"""There is no GPU in the tests. A stray tensor on the default device is found by making `meta` the default: it then meets a CPU tensor and fails."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
import torch.distributed as dist
from making import SMALL, made_batch, outspoken
from torch import nn

from haustra_training import backbone
from haustra_training.assign import assign
from haustra_training.backbone import SameConv
from haustra_training.checkpoint import read_checkpoint
from haustra_training.config import TrainConfig
from haustra_training.dataset import Batch
from haustra_training.device import PinnableBatch, choose_device, loader_count, mapped, to_device
from haustra_training.distil import Teachers
from haustra_training.errors import TrainingError
from haustra_training.losses import compute
from haustra_training.network import ColonNet, cell_centres, normalise
from haustra_training.parallel import Team, join, share_gradients
from haustra_training.step import make_optimiser, train_step

META = torch.device("meta")
CPU = torch.device("cpu")


def tensors(batch: Batch) -> list[torch.Tensor]:
    seen: list[torch.Tensor] = []
    mapped(batch, lambda t: (seen.append(t), t)[1])
    return seen


def test_the_trick_finds_a_stray_tensor() -> None:
    with META, pytest.raises(RuntimeError, match="device"):
        torch.zeros(3) + torch.ones(3, device=CPU)


@pytest.mark.parametrize("lesions", [torch.zeros(1, 4), torch.tensor([[0.1, 0.1, 0.6, 0.7]])])
def test_assignment_stays_on_the_device_of_its_scores(lesions: torch.Tensor) -> None:
    centres = cell_centres(8)
    boxes, scores = torch.cat([centres - 0.2, centres + 0.2], dim=1), torch.full((64,), 0.2)
    with META:
        given = assign(scores[None], boxes[None], centres, lesions[None], torch.ones(1, len(lesions), dtype=torch.bool, device=CPU))
    assert given.lesion.device == CPU and given.target.device == CPU


def test_a_whole_step_with_teachers_stays_on_the_device_of_its_batch(small_set: Path) -> None:
    network, batch = ColonNet(SMALL), made_batch(small_set)
    optimiser = make_optimiser(network, TrainConfig("", ""))
    teachers = Teachers((outspoken(ColonNet(SMALL).eval()),), 0.5, mirror=True)
    with META:
        compute(network(normalise(batch.image)), batch, network.centres).total()
        values, _ = train_step(network.train(), optimiser, batch, teaching=teachers)
    assert all(torch.isfinite(value) for value in values.values())


def test_gradients_are_shared_on_their_own_device(tmp_path: Path) -> None:
    weight = nn.Parameter(torch.zeros(3))
    weight.grad = torch.full((3,), 4.0)
    dist.init_process_group("gloo", init_method=f"file://{tmp_path / 'meeting'}", rank=0, world_size=1)
    try:
        with META:
            assert share_gradients(Team(0, 2), [weight], 0.5) == 0.5
    finally:
        dist.destroy_process_group()
    assert torch.equal(weight.grad, torch.full((3,), 2.0))


def test_a_batch_moves_whole(small_set: Path) -> None:
    batch = made_batch(small_set)
    moved = to_device(batch, META)
    assert {t.device for t in tensors(moved)} == {META}
    assert [t.shape for t in tensors(moved)] == [t.shape for t in tensors(batch)] and len(tensors(batch)) == 15


def test_pinning_pins_every_tensor(small_set: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pinned: list[torch.Tensor] = []
    monkeypatch.setattr(torch.Tensor, "pin_memory", lambda self: (pinned.append(self), self)[1])
    batch = PinnableBatch(**vars(made_batch(small_set)))
    batch.pin_memory()
    assert len(pinned) == len(tensors(batch))


def test_only_a_cpu_takes_the_slow_depthwise_backward(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> torch.Tensor:
        raise AssertionError("the CPU's path")

    monkeypatch.setattr(backbone, "depthwise", refuse)
    conv = SameConv(4, 4, 5, groups=4).train()
    with pytest.raises(AssertionError, match="the CPU's path"):
        conv(torch.zeros(1, 4, 8, 8))
    assert conv.to(META)(torch.zeros(1, 4, 8, 8, device=META)).shape == (1, 4, 8, 8)


def test_the_device_is_chosen_and_a_wrong_one_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    monkeypatch.setattr(torch.cuda, "device_count", lambda: 0)
    assert choose_device("auto") == CPU and choose_device("cpu") == CPU
    with pytest.raises(TrainingError, match="--device cpu"):
        choose_device("cuda")
    with pytest.raises(TrainingError, match="auto, cpu, cuda"):
        choose_device("tpu")
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(torch.cuda, "device_count", lambda: 2)
    monkeypatch.setenv("LOCAL_RANK", "1")
    assert choose_device("auto") == torch.device("cuda", 1) and choose_device("cpu") == CPU
    monkeypatch.setenv("LOCAL_RANK", "2")
    with pytest.raises(TrainingError, match="one process a GPU"):
        choose_device("auto")


def test_processes_on_gpus_talk_through_nccl(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []
    monkeypatch.setenv("WORLD_SIZE", "2")
    monkeypatch.setattr(dist, "init_process_group", lambda backend, **options: asked.append((backend, options)))
    monkeypatch.setattr(dist, "get_rank", lambda: 1)
    monkeypatch.setattr(torch.cuda, "set_device", lambda device: asked.append(device))
    gpu = torch.device("cuda", 1)
    assert join(gpu) == Team(1, 2) and join(CPU) == Team(1, 2)
    assert asked == [gpu, ("nccl", {"device_id": gpu}), ("gloo", {})]


def test_loaders_follow_the_device(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.cpu_count", lambda: 16)
    gpu = torch.device("cuda", 0)
    assert (loader_count(None, CPU, 1), loader_count(None, gpu, 1), loader_count(None, gpu, 4), loader_count(0, gpu, 1)) == (1, 8, 3, 0)


def test_a_checkpoint_made_on_a_gpu_is_read_to_the_cpu(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(torch.serialization, "location_tag", lambda _storage: "cuda:0")
        torch.save({"average": {"w": torch.ones(2)}, "size": 64}, tmp_path / "gpu.pt")
    if not torch.cuda.is_available():
        with pytest.raises(RuntimeError, match="CUDA"):
            torch.load(tmp_path / "gpu.pt", weights_only=True)
    assert read_checkpoint(tmp_path / "gpu.pt")["average"]["w"].device == CPU
