"""Training in several processes (`torchrun`): each takes its share of a batch, gradients are averaged.

GPUs talk through NCCL, CPUs through Gloo. On a CPU, one thread a process keeps pace on a busy
machine, where threads inside one process wait for each other after every operation.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass

import torch
import torch.distributed as dist
from torch import Tensor, nn


@dataclass(frozen=True)
class Team:
    """This process's place among all training processes."""

    rank: int
    size: int

    @property
    def leads(self) -> bool:
        """The first process writes checkpoints and history."""
        return self.rank == 0


def join(device: torch.device) -> Team:
    """Join the processes that `torchrun` started, each with its own `device`; alone when it did not."""
    size = int(os.environ.get("WORLD_SIZE", "1"))
    if size == 1:
        return Team(0, 1)
    if device.type == "cuda":
        torch.cuda.set_device(device)
        dist.init_process_group("nccl", device_id=device)
    else:
        dist.init_process_group("gloo")
    return Team(dist.get_rank(), size)


def leave(team: Team) -> None:
    """Wait for the others, then part."""
    if team.size > 1:
        dist.barrier()
        dist.destroy_process_group()


def follow_leader(team: Team, tensors: Sequence[Tensor]) -> None:
    """Every process takes over these tensors (floats) as the leader has them.

    Norms and averages go their own way in each process; where a run is kept, all must hold what is kept, or one that goes on would differ.
    """
    if team.size == 1:
        return
    flat = torch.cat([tensor.detach().flatten().float() for tensor in tensors])
    dist.broadcast(flat, 0)
    at = 0
    for tensor in tensors:
        tensor.copy_(flat[at : at + tensor.numel()].view_as(tensor))
        at += tensor.numel()


def share_gradients(team: Team, parameters: Sequence[nn.Parameter], progress: float) -> float:
    """Average gradients over the team (a missing one counts as zero); returns the leader's `progress`."""
    if team.size == 1:
        return progress
    own = torch.tensor([progress if team.leads else 0.0], device=parameters[0].device)
    parts: list[Tensor] = [torch.zeros_like(p).flatten() if p.grad is None else p.grad.flatten() for p in parameters]
    flat = torch.cat([*parts, own])
    dist.all_reduce(flat)
    at = 0
    for parameter in parameters:
        parameter.grad = (flat[at : at + parameter.numel()] / team.size).view_as(parameter)
        at += parameter.numel()
    return float(flat[-1])
