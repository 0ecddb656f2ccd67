"""A run of pretraining: steps fixed at the start and seeded one by one, so that one that was stopped ends as if it had not been."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from ..checkpoint import write_whole
from ..errors import TrainingError
from ..field import Rect, crop_field
from ..fold import is_folded
from ..index import Picture
from ..network import ColonNet
from ..parallel import Team, share_gradients
from ..pictures import read_image
from ..step import ALONE, rate_factor, set_rates
from ..whole import whole, write_text
from .families import FAMILIES

CHECKPOINT_STEPS = 100


@dataclass(frozen=True)
class PretrainConfig:
    """Settings of a run of pretraining; with the same ones and the same pictures it gives the same weights."""

    family: str = "views"
    steps: int = 1000
    batch: int = 64
    size: int = 160
    rate: float = 1.0
    head_rate: float = 1e-3
    backbone_rate: float = 3e-4
    weight_decay: float = 0.05
    warmup: float = 0.05
    """Share of the steps in which the rates rise."""
    seed: int = 7


Pictures = Callable[[NDArray[np.int64]], Tensor]
"""Bytes [B,3,H,W] of the pictures of these numbers, on the device of the network."""


def cut_out(pictures: Sequence[Picture], fields: dict[str, Rect], side: int, path: Path) -> NDArray[np.uint8]:
    """The visible fields of pictures as a file [N,side,side,3], made once and read as it is needed: a set of any size fits."""
    if not path.is_file():
        with whole(path) as temporary:
            out = np.lib.format.open_memmap(temporary, mode="w+", dtype=np.uint8, shape=(len(pictures), side, side, 3))
            for n, picture in enumerate(pictures):
                out[n] = crop_field(read_image(picture.image), fields[picture.id], side)
            out.flush()
    made = np.lib.format.open_memmap(path, mode="r")
    if made.shape != (len(pictures), side, side, 3):
        raise TrainingError("pretrain", f"{path} holds other pictures ({made.shape[0]} of {made.shape[1]} pixels); delete it, or take another folder for the run")
    return made


def from_file(made: NDArray[np.uint8], device: torch.device) -> Pictures:
    """Pictures of `cut_out`, read for every batch."""
    return lambda numbers: torch.from_numpy(np.ascontiguousarray(made[np.sort(numbers)].transpose(0, 3, 1, 2))).to(device, non_blocking=True)


def in_memory(made: NDArray[np.uint8], device: torch.device) -> Pictures:
    """Pictures of `cut_out`, all in the memory of the device."""
    held = torch.from_numpy(np.ascontiguousarray(made.transpose(0, 3, 1, 2))).to(device)
    return lambda numbers: held[torch.from_numpy(np.sort(numbers)).to(device)]


def drawn(step: int, count: int, config: PretrainConfig, team: Team) -> NDArray[np.int64]:
    """The pictures of a step, this process's share: every picture once an epoch, in an order of the epoch's own."""
    batch = min(config.batch, count)
    a_round = max(1, count // batch)
    order = np.random.default_rng((config.seed, step // a_round)).permutation(count)
    at = (step % a_round) * batch
    return order[at : at + batch][team.rank :: team.size]


def optimiser_of(network: ColonNet, family: nn.Module, config: PretrainConfig) -> torch.optim.AdamW:
    """AdamW over what learns; the backbone, which knows much already, more slowly."""
    slow = {id(p) for p in network.backbone.parameters()}
    groups = []
    for members, rate in (
        ([p for p in family.parameters() if p.requires_grad and id(p) in slow], config.rate * config.backbone_rate),
        ([p for p in family.parameters() if p.requires_grad and id(p) not in slow], config.rate * config.head_rate),
    ):
        groups.append({"params": [p for p in members if p.ndim > 1], "lr": rate, "top": rate, "weight_decay": config.weight_decay})
        groups.append({"params": [p for p in members if p.ndim <= 1], "lr": rate, "top": rate, "weight_decay": 0.0})
    return torch.optim.AdamW(groups, fused=network.centres.is_cuda)


def pretrain(
    network: ColonNet, pictures: Pictures, count: int, config: PretrainConfig, run: Path, about: Mapping[str, object] | None = None, team: Team = ALONE,
    tell: Callable[[int, int, float | None, str], None] = lambda *_: None, stopping: Callable[[], bool] = lambda: False,
) -> Path | None:  # fmt: skip
    """Pretrain the network on `count` pictures; returns `pretrained.pt`, a checkpoint to begin training from, or None where `stopping` said so (the same call then goes on).

    `about`: what else the checkpoint says, such as what was held out. `tell`: steps done, steps in all, seconds left, a note. The network lies on its device; frozen stages stay.
    """
    final, checkpoint = run / "pretrained.pt", run / "pretrain.pt"
    if final.is_file():
        return final
    if count < 2 * team.size:
        raise TrainingError("pretrain", f"{count} pictures are too few to learn from; give more recordings")
    run.mkdir(parents=True, exist_ok=True)
    device = network.centres.device
    torch.manual_seed(config.seed)
    family: Any = FAMILIES[config.family](network).to(device)
    optimiser = optimiser_of(network, family, config)
    parameters = [p for p in family.parameters() if p.requires_grad]
    step = 0
    if checkpoint.is_file():
        state = torch.load(checkpoint, map_location=device, weights_only=True)
        if state["config"] != asdict(config):
            raise TrainingError("pretrain", f"{checkpoint} is of a run with other settings; delete it, or take another folder for the run")
        family.load_state_dict(state["family"])
        optimiser.load_state_dict(state["optimiser"])
        step = int(state["step"])
    family.train()
    sums: dict[str, Tensor] = {}
    began, first = time.monotonic(), step
    while step < config.steps:
        progress = step / config.steps
        set_rates(optimiser, rate_factor(progress) * min(1.0, (step + 1) / max(1.0, config.warmup * config.steps)))
        rng = torch.Generator(device=device).manual_seed(config.seed * 1_000_003 + step * 64 + team.rank)
        parts = family.loss(pictures(drawn(step, count, config, team)), config.size, rng)
        optimiser.zero_grad(set_to_none=True)
        torch.stack(list(parts.values())).sum().backward()  # type: ignore[no-untyped-call]
        share_gradients(team, parameters, progress)
        nn.utils.clip_grad_norm_(parameters, 5.0)
        optimiser.step()
        family.after_step(progress)
        step += 1
        for name, value in parts.items():
            sums[name] = value.detach() + sums.get(name, 0.0)
        if step % CHECKPOINT_STEPS == 0 or step == config.steps or stopping():
            if team.leads:
                row = {"step": step} | {name: float(value) / (step - first if step - first < CHECKPOINT_STEPS else CHECKPOINT_STEPS) for name, value in sums.items()}
                with (run / "pretrain.jsonl").open("a") as handle:
                    handle.write(json.dumps(row) + "\n")
                write_whole(checkpoint, {"family": family.state_dict(), "optimiser": optimiser.state_dict(), "step": step, "config": asdict(config)})
            sums = {}
            if stopping() and step < config.steps:
                return None
        if step % 10 == 0 and team.leads:
            spent = time.monotonic() - began
            tell(step, config.steps, spent / (step - first) * (config.steps - step), f"{(step - first) * config.batch / spent:.0f} pictures/s")
    if team.leads:
        write_text(run / "pretrain.json", json.dumps(asdict(config) | {"pictures": count}, indent=1))
        write_whole(final, {"average": network.state_dict(), "size": network.size, "backbone": network.backbone_name, "held_out": [], "folded": is_folded(network), "taught": family.taught, "step": step} | dict(about or {}))
    return final
