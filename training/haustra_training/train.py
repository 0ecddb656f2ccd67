"""The training loop: budgeted in minutes, seeded, resumable; one folder a run."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import torch
from torch import Tensor
from torch.utils.data import DataLoader, Sampler

from .average import Average
from .checkpoint import check_held_out, load_checkpoint_network, read_checkpoint, write_whole
from .config import TrainConfig
from .dataset import Batch, PictureSet
from .device import choose_device, collate_pinnable, half_precision, loader_count, to_device
from .distil import load_teachers
from .errors import TrainingError
from .field import Rect
from .fold import is_folded
from .folds import divide, parse_held_out
from .index import Picture, fingerprint, read_index
from .looked import read_looked_at, with_looked_at
from .metrics import Detections, average_precision, non_maximum
from .network import ColonNet, normalise
from .parallel import Team, join, leave
from .paste import Donors
from .pictures import CACHE, fields_of
from .quantaware import plain_state, prepare
from .rounds import RoundSampler
from .step import make_optimiser, rate_factor, set_rates, train_step
from .style import Styles, styles_of
from .unlabelled import WithUnlabelled
from .whole import write_text


@torch.no_grad()
def validation_ap(network: ColonNet, batches: Iterable[Batch]) -> float:
    """AP50 of the network, on the device it lies on, on pictures with known boxes."""
    found: list[Detections] = []
    device = network.centres.device
    for batch in batches:
        with half_precision(device):
            heads = network(normalise(batch.image.to(device)))
        scores, all_boxes = torch.sigmoid(heads.scores).cpu().numpy(), heads.boxes.cpu().numpy()
        for n, (boxes, there) in enumerate(zip(batch.boxes, batch.there, strict=True)):
            kept = non_maximum(all_boxes[n], scores[n])
            found.append(Detections(all_boxes[n][kept], scores[n][kept], boxes[there].numpy()))
    return average_precision(found)


def pictures_for(pictures: list[Picture], taught: bool) -> tuple[list[Picture], list[Picture]]:
    """Training pictures, the unlabelled ones last and only if `taught` by teachers; and the validation pictures whose boxes are known."""
    training = [p for p in pictures if p.split == "train"] + [p for p in pictures if p.split == "unlabelled" and taught]
    return training, [p for p in pictures if p.split == "val" and p.boxes is not None]


def first_network(config: TrainConfig) -> ColonNet:
    """The network before its first step: the backbone's starting weights, or another run's averaged weights."""
    if config.start_from is None:
        network = ColonNet(config.size, config.backbone)
        network.backbone.load_npz(Path(config.data) / "weights" / f"efficientnet-{config.backbone}-backbone.npz")
    else:
        same_backbone(read_checkpoint(Path(config.start_from))["backbone"], config)
        network = load_checkpoint_network(Path(config.start_from), config.size)
    return prepare(network) if config.quantisation_aware else network


def same_backbone(name: str, config: TrainConfig) -> None:
    """Raise `TrainingError` when weights of another backbone are to be gone on with."""
    if name != config.backbone:
        raise TrainingError("backbone", f"the weights to go on with are of {name}, the run is set to {config.backbone}; give --backbone {name}, or another folder for the run")


def make_loader(config: TrainConfig, pictures: list[Picture], fields: dict[str, Rect], sampler: Sampler[tuple[int, int]] | None, team: Team, device: torch.device, styles: Styles | None = None) -> DataLoader[Any]:
    """Batches of this process's share of a round of `sampler`; without one, of all pictures once, plain and in order."""
    gpu, train = device.type == "cuda", sampler is not None
    count = loader_count(config.loaders, device, team.size) if train or gpu else 0
    # Only labelled training pictures give their lesions away: `pictures` are those, or validation pictures that nothing is put into.
    data = PictureSet(pictures, fields, train=train, size=config.size, styles=styles, donors=Donors(pictures, config.pasted) if train and config.pasted > 0 else None)
    return DataLoader(
        data, config.batch // team.size if train else config.batch, sampler=sampler,
        collate_fn=collate_pinnable, num_workers=count, drop_last=train, prefetch_factor=6 if count else None,
        pin_memory=gpu, persistent_workers=gpu and train and count > 0,
    )  # fmt: skip


def train(config: TrainConfig) -> Path:
    """Train, or go on from the run's checkpoint; returns the folder of the run. Started by `torchrun`, it shares the work."""
    device = choose_device(config.device)
    team = join(device)
    torch.manual_seed(config.seed)
    torch.set_num_threads(config.threads)
    torch.backends.cudnn.benchmark = True
    data, run = Path(config.data), Path(config.run)
    run.mkdir(parents=True, exist_ok=True)
    for source in (config.start_from, *config.teachers):
        if source is not None:
            check_held_out(Path(source), config.held_out)
    teachers = load_teachers(config.teachers, config.distil_weight, config.teacher_mirror, config.size, device)
    pictures = with_looked_at(read_index(data / "index.csv"), read_looked_at())
    fields = fields_of(pictures, CACHE / "fields.json")
    training, validation = pictures_for(divide(pictures, [parse_held_out(text) for text in config.held_out])[0], teachers is not None)

    network = first_network(config)
    network.backbone.freeze(config.freeze_stages)
    network = network.to(device, memory_format=torch.channels_last)  # type: ignore[call-overload]
    optimiser = make_optimiser(network, config)
    average = Average(network, config.ema_decay)
    torch.manual_seed(config.seed + team.rank)
    rounds = RoundSampler([p for p in training if p.split == "train"], config.seed, team.rank, team.size)
    loader = make_loader(config, training, fields, WithUnlabelled(rounds, training, config.unlabelled), team, device, styles_of(training, fields, CACHE / "styles.json"))
    check = make_loader(config, validation, fields, None, team, device)

    checkpoint, spent, step = run / "checkpoint.pt", 0.0, 0
    if checkpoint.is_file():
        state = read_checkpoint(checkpoint)
        same_backbone(state["backbone"], config)
        network.load_state_dict(state["network"])
        average.network.load_state_dict(state["average"])
        optimiser.load_state_dict(state["optimiser"])
        spent, step, rounds.round, average.steps = state["spent"], state["step"], state["round"], state["step"]
    if team.leads:
        used = {"device": device.type, "processes": team.size, "fingerprint": fingerprint(training)}
        write_text(run / "config.json", json.dumps(asdict(config) | used, indent=1))
    budget, began = config.budget_minutes * 60, time.monotonic() - spent
    about = {"size": config.size, "backbone": config.backbone, "held_out": list(config.held_out), "folded": is_folded(network)}
    history = run / "history.jsonl"
    done, progress = False, spent / budget
    while not done:
        network.train()
        sums: dict[str, Tensor] = {}
        count, round_began = 0, time.monotonic()
        for batch in loader:
            set_rates(optimiser, rate_factor(progress) * min(1.0, (step + 1) / config.warmup_steps))
            values, progress = train_step(network, optimiser, to_device(batch, device), team, (time.monotonic() - began) / budget, teachers)
            for name, value in values.items():
                sums[name] = value + sums[name] if name in sums else value
            average.update(network)
            step, count = step + 1, count + 1
            if count % 25 == 0 and team.leads:
                speed = count * config.batch / (time.monotonic() - round_began)
                print(f"round {rounds.round} step {step} {speed:.1f} pictures/s, {max(0.0, 1 - progress) * config.budget_minutes:.1f} min left", flush=True)
            if progress >= 1:
                done = True
                break
        rounds.round += 1
        done = done or rounds.round == config.stop_rounds
        if not team.leads:
            continue
        row: dict[str, float] = {"round": rounds.round, "step": step, "minutes": (time.monotonic() - began) / 60}
        row.update({name: float(value) / max(count, 1) for name, value in sums.items()})
        if done or rounds.round % config.evaluate_every == 0:
            row["val_ap50"] = validation_ap(average.network, check)
        with history.open("a") as handle:
            handle.write(json.dumps(row) + "\n")
        print(json.dumps(row), flush=True)
        write_whole(checkpoint, {
            "network": network.state_dict(), "average": average.network.state_dict(), "optimiser": optimiser.state_dict(),
            "spent": time.monotonic() - began, "step": step, "round": rounds.round, **about,
        })  # fmt: skip
    if team.leads:
        write_whole(run / "final.pt", {"average": plain_state(average.network.state_dict()), "step": step, **about})
    leave(team)
    return run
