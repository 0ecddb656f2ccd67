from __future__ import annotations

import socket
from pathlib import Path

import torch
import torch.distributed as dist
import torch.multiprocessing as mp
from torch import nn

from haustra_training.parallel import Team, follow_leader, share_gradients


def free_port() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return int(s.getsockname()[1])


def member(rank: int, port: int, folder: str) -> None:
    dist.init_process_group("gloo", init_method=f"tcp://127.0.0.1:{port}", rank=rank, world_size=2)
    weights = [nn.Parameter(torch.zeros(2, 2)), nn.Parameter(torch.zeros(3))]
    weights[0].grad = torch.full((2, 2), float(rank + 1))
    if rank == 1:
        weights[1].grad = torch.full((3,), 4.0)
    progress = share_gradients(Team(rank, 2), weights, 0.25 if rank == 0 else 9.0)
    torch.save((progress, [w.grad for w in weights]), f"{folder}/{rank}.pt")
    dist.destroy_process_group()


def test_two_processes_hold_the_same_mean_gradient(tmp_path: Path) -> None:
    mp.spawn(member, (free_port(), str(tmp_path)), nprocs=2)
    for rank in range(2):
        progress, grads = torch.load(tmp_path / f"{rank}.pt", weights_only=True)
        assert progress == 0.25
        assert torch.equal(grads[0], torch.full((2, 2), 1.5)) and torch.equal(grads[1], torch.full((3,), 2.0))


def follower(rank: int, port: int, folder: str) -> None:
    dist.init_process_group("gloo", init_method=f"tcp://127.0.0.1:{port}", rank=rank, world_size=2)
    held = [torch.full((2, 3), float(rank + 1)), torch.tensor(float(rank))]
    follow_leader(Team(rank, 2), held)
    torch.save(held, f"{folder}/{rank}.pt")
    dist.destroy_process_group()


def test_all_processes_hold_what_the_leader_holds(tmp_path: Path) -> None:
    mp.spawn(follower, (free_port(), str(tmp_path)), nprocs=2)
    for rank in range(2):
        held = torch.load(tmp_path / f"{rank}.pt", weights_only=True)
        assert torch.equal(held[0], torch.ones(2, 3)) and held[1] == 0
