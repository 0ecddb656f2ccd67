"""The training loop: budgeted in minutes, seeded, resumable; one folder a run."""

from __future__ import annotations

import copy
import json
import math
import os
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch
from torch import nn
from torch.utils.data import DataLoader

from .dataset import Batch, PictureSet, collate, fields_of
from .errors import TrainingError
from .folds import divide, parse_held_out
from .index import Picture, fingerprint, read_index
from .looked import read_looked_at, with_looked_at
from .losses import Losses, compute
from .metrics import Detections, average_precision, non_maximum
from .network import SIZE, ColonNet
from .parallel import Team, join, leave, share_gradients
from .rounds import RoundSampler

ALONE = Team(0, 1)


@dataclass(frozen=True)
class TrainConfig:
    data: str
    run: str
    budget_minutes: float = 65.0
    batch: int = 16
    head_rate: float = 1.5e-3
    backbone_rate: float = 2e-4
    weight_decay: float = 0.02
    warmup_steps: int = 150
    freeze_stages: int = 2
    ema_decay: float = 0.998
    size: int = SIZE
    start_from: str | None = None
    """Checkpoint whose averaged weights to begin with, instead of the starting weights of the backbone."""
    held_out: tuple[str, ...] = ()
    """Sources kept from training (`source` or `source:part/parts`)."""
    threads: int = 2
    loaders: int = 1
    seed: int = 7
    evaluate_every: int = 4
    stop_rounds: int = 0
    """Stop after so many rounds (0: when the time budget is spent)."""


def rate_factor(progress: float) -> float:
    """Cosine from 1 to 0.01 over the share of the time budget that is spent."""
    return 0.01 + 0.99 * 0.5 * (1 + math.cos(math.pi * min(max(progress, 0.0), 1.0)))


class Average:
    """Exponential moving average of a network, slower as training goes on."""

    def __init__(self, network: ColonNet, decay: float) -> None:
        self.network: ColonNet = copy.deepcopy(network).eval().requires_grad_(False)
        self.decay, self.steps = decay, 0

    @torch.no_grad()
    def update(self, network: nn.Module) -> None:
        self.steps += 1
        decay = self.decay * (1 - math.exp(-self.steps / 300))
        theirs = network.state_dict()
        for name, mine in self.network.state_dict().items():
            if mine.dtype.is_floating_point:
                mine.lerp_(theirs[name], 1 - decay)
            else:
                mine.copy_(theirs[name])


def write_whole(path: Path, payload: object) -> None:
    """Save a checkpoint so that a crash leaves the old one or the new one, never half of one."""
    temporary = path.with_suffix(path.suffix + ".tmp")
    torch.save(payload, temporary)
    os.replace(temporary, path)


def normalise(image: torch.Tensor) -> torch.Tensor:
    """uint8 [B,3,S,S] -> (x-127)/128, channels last."""
    return ((image.float() - 127) / 128).contiguous(memory_format=torch.channels_last)


def train_step(
    network: ColonNet, optimiser: torch.optim.Optimizer, batch: Batch, team: Team = ALONE, progress: float = 0.0
) -> tuple[Losses, float]:
    """One optimiser step on one batch in bf16; returns the losses before the step and the team's progress."""
    with torch.autocast("cpu", torch.bfloat16):
        heads = network(normalise(batch.image))
    losses = compute(heads, batch, network.centres)
    optimiser.zero_grad(set_to_none=True)
    losses.total().backward()  # type: ignore[no-untyped-call]
    parameters = [p for p in network.parameters() if p.requires_grad]
    progress = share_gradients(team, parameters, progress)
    nn.utils.clip_grad_norm_(parameters, 10.0)
    optimiser.step()
    return losses, progress


def make_optimiser(network: ColonNet, config: TrainConfig) -> torch.optim.AdamW:
    """AdamW with its own rate for the backbone; biases and norms are not decayed."""
    groups = []
    backbone = [p for p in network.backbone.parameters() if p.requires_grad]
    for parameters, rate in ((network.head_parameters(), config.head_rate), (backbone, config.backbone_rate)):
        groups.append({"params": [p for p in parameters if p.ndim > 1], "lr": rate, "weight_decay": config.weight_decay})
        groups.append({"params": [p for p in parameters if p.ndim <= 1], "lr": rate, "weight_decay": 0.0})
    for group in groups:
        group["top"] = group["lr"]
    return torch.optim.AdamW(groups)


@torch.no_grad()
def validation_ap(network: ColonNet, loader: DataLoader[object]) -> float:
    """AP50 of the network on pictures with known boxes."""
    found: list[Detections] = []
    for batch in loader:
        assert isinstance(batch, Batch)
        with torch.autocast("cpu", torch.bfloat16):
            heads = network(normalise(batch.image))
        scores = torch.sigmoid(heads.scores).numpy()
        for n in range(len(batch.boxes)):
            boxes = heads.boxes[n].numpy()
            kept = non_maximum(boxes, scores[n])
            found.append(Detections(boxes[kept], scores[n][kept], batch.boxes[n].numpy()))
    return average_precision(found)


def pictures_for(pictures: list[Picture]) -> tuple[list[Picture], list[Picture]]:
    """Training pictures, and the validation pictures whose boxes are known."""
    return [p for p in pictures if p.split == "train"], [p for p in pictures if p.split == "val" and p.boxes is not None]


def first_network(config: TrainConfig) -> ColonNet:
    """The network before its first step: the backbone's starting weights, or another run's averaged weights."""
    network = ColonNet(config.size)
    if config.start_from is None:
        network.backbone.load_npz(Path(config.data) / "weights" / "efficientnet-lite0-backbone.npz")
    else:
        network.load_state_dict(read_checkpoint(Path(config.start_from))["average"])
    return network


def read_checkpoint(path: Path) -> dict[str, Any]:
    """A checkpoint or final file of a run; raises `TrainingError` when there is none."""
    if not path.is_file():
        raise TrainingError("no-checkpoint", f"no checkpoint at {path}; run `haustra-train train` first")
    return torch.load(path, weights_only=True)  # type: ignore[no-any-return]


def train(config: TrainConfig) -> Path:
    """Train, or go on from the run's checkpoint; returns the folder of the run. Started by `torchrun`, it shares the work."""
    team = join()
    torch.manual_seed(config.seed)
    torch.set_num_threads(config.threads)
    data, run = Path(config.data), Path(config.run)
    run.mkdir(parents=True, exist_ok=True)
    pictures = with_looked_at(read_index(data / "index.csv"), read_looked_at())
    fields = fields_of(pictures, Path(__file__).resolve().parents[1] / ".cache" / "fields.json")
    training, validation = pictures_for(divide(pictures, [parse_held_out(text) for text in config.held_out])[0])
    if team.leads:
        (run / "config.json").write_text(json.dumps({**asdict(config), "processes": team.size, "fingerprint": fingerprint(training)}, indent=1))

    network = first_network(config)
    network.backbone.freeze(config.freeze_stages)
    network = network.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
    optimiser = make_optimiser(network, config)
    average = Average(network, config.ema_decay)
    torch.manual_seed(config.seed + team.rank)
    sampler = RoundSampler(training, config.seed, team.rank, team.size)
    loader = DataLoader(
        PictureSet(training, fields, train=True, size=config.size), config.batch // team.size, sampler=sampler, collate_fn=collate,
        num_workers=config.loaders, drop_last=True, prefetch_factor=6 if config.loaders else None,
    )  # fmt: skip
    check = DataLoader(PictureSet(validation, fields, train=False, size=config.size), config.batch, collate_fn=collate)

    checkpoint, spent, step = run / "checkpoint.pt", 0.0, 0
    if checkpoint.is_file():
        state = torch.load(checkpoint, weights_only=True)
        network.load_state_dict(state["network"])
        average.network.load_state_dict(state["average"])
        optimiser.load_state_dict(state["optimiser"])
        spent, step, sampler.round, average.steps = state["spent"], state["step"], state["round"], state["step"]
    budget, began = config.budget_minutes * 60, time.monotonic() - spent
    history = run / "history.jsonl"
    done, progress = False, spent / budget
    while not done:
        network.train()
        sums: dict[str, float] = {}
        count, round_began = 0, time.monotonic()
        for batch in loader:
            factor = rate_factor(progress) * min(1.0, (step + 1) / config.warmup_steps)
            for group in optimiser.param_groups:
                group["lr"] = group["top"] * factor
            losses, progress = train_step(network, optimiser, batch, team, (time.monotonic() - began) / budget)
            for name, value in losses.values().items():
                sums[name] = sums.get(name, 0.0) + value
            average.update(network)
            step, count = step + 1, count + 1
            if count % 25 == 0 and team.leads:
                speed = count * config.batch / (time.monotonic() - round_began)
                print(f"round {sampler.round} step {step} {speed:.1f} pictures/s, {max(0.0, 1 - progress) * budget / 60:.1f} min left", flush=True)
            if progress >= 1:
                done = True
                break
        sampler.round += 1
        done = done or sampler.round == config.stop_rounds
        if not team.leads:
            continue
        row: dict[str, float] = {"round": sampler.round, "step": step, "minutes": (time.monotonic() - began) / 60}
        row.update({name: value / max(count, 1) for name, value in sums.items()})
        if done or sampler.round % config.evaluate_every == 0:
            row["val_ap50"] = validation_ap(average.network, check)
        with history.open("a") as handle:
            handle.write(json.dumps(row) + "\n")
        print(json.dumps(row), flush=True)
        write_whole(checkpoint, {
            "network": network.state_dict(), "average": average.network.state_dict(), "optimiser": optimiser.state_dict(),
            "size": config.size, "spent": time.monotonic() - began, "step": step, "round": sampler.round,
        })  # fmt: skip
    if team.leads:
        write_whole(run / "final.pt", {"average": average.network.state_dict(), "size": config.size, "step": step})
    leave(team)
    return run
