"""The training loop: budgeted in minutes, seeded, resumable; one folder a run."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import torch
from torch import Tensor
from torch.utils.data import DataLoader, Sampler

from .average import Average
from .checkpoint import carried, check_held_out, load_checkpoint_network, read_checkpoint, write_whole
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
from .parallel import Team, follow_leader, join, leave
from .paste import Donors
from .pictures import CACHE, fields_of
from .quantaware import plain_state, prepare
from .rounds import RoundSampler
from .selftaught.blind import stripped
from .selftaught.teacher import SelfTeacher
from .step import Teaching, make_optimiser, rate_factor, set_rates, train_step
from .style import Styles, styles_of
from .unlabelled import WithUnlabelled
from .whole import write_text

STEADY = 3000
"""Steps that the average of weights known to be good counts as having: it follows slowly from the first step."""


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


def blinded(pictures: list[Picture], sources: Sequence[str]) -> list[Picture]:
    """The training pictures of these sources without their labels, their others left out; raises `TrainingError` for a source that does not exist."""
    for source in sources:
        if all(p.source != source for p in pictures):
            raise TrainingError("blind", f"no source '{source}' in the index; it has {', '.join(sorted({p.source for p in pictures}))}")
    seen = [p for p in pictures if p.source not in sources or p.split in ("train", "unlabelled")]
    return [stripped(p) if p.source in sources else p for p in seen]


def pictures_for(pictures: list[Picture], taught: bool) -> tuple[list[Picture], list[Picture]]:
    """Training pictures, the unlabelled ones last and only if somebody `taught`; and the validation pictures whose boxes are known."""
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
    donors = Donors(pictures, config.pasted) if train and config.pasted > 0 else None
    data = PictureSet(pictures, fields, train=train, size=config.size, styles=styles, donors=donors, plain=train and config.self_taught > 0)
    return DataLoader(
        data, config.batch // team.size if train else config.batch, sampler=sampler,
        collate_fn=collate_pinnable, num_workers=count, drop_last=train, prefetch_factor=6 if count else None,
        pin_memory=gpu, persistent_workers=gpu and train and count > 0,
    )  # fmt: skip


def train(config: TrainConfig, tell: Callable[[int, int, float, str], None] = lambda *_: None) -> Path:
    """Train, or go on from the run's checkpoint; returns the folder of the run. Started by `torchrun`, it shares the work.

    `tell`: steps done, steps in all (0: as many as fit into the budget), seconds left, a note.
    """
    device = choose_device(config.device)
    team = join(device)
    torch.manual_seed(config.seed)
    torch.set_num_threads(config.threads)
    data, run = Path(config.data), Path(config.run)
    run.mkdir(parents=True, exist_ok=True)
    for source in (config.start_from, *config.teachers):
        if source is not None:
            check_held_out(Path(source), (*config.held_out, *config.blind))
    teachers = load_teachers(config.teachers, config.distil_weight, config.teacher_mirror, config.size, device)
    pictures = with_looked_at(read_index(data / "index.csv"), read_looked_at())
    kept = blinded(divide(pictures, [parse_held_out(text) for text in config.held_out])[0], config.blind)
    if config.site is not None:
        kept += read_index(Path(config.site))
    fields = fields_of(kept, CACHE / "fields.json")
    training, validation = pictures_for(kept, teachers is not None or config.self_taught > 0)

    network = first_network(config)
    network.backbone.freeze(config.freeze_stages)
    network = network.to(device, memory_format=torch.channels_last)  # type: ignore[call-overload]
    optimiser = make_optimiser(network, config)
    average = Average(network, config.ema_decay)
    teaching: Teaching | None = teachers
    if config.self_taught > 0:
        if teachers is not None:
            raise TrainingError("teachers", "a network learns from teachers or teaches itself; give --teacher or --self-taught, not both")
        # A network that knows much already begins as a steady teacher at once; one that knows nothing teaches nothing yet.
        known = config.start_from is not None
        average.steps = STEADY if known else 0
        teaching = SelfTeacher(average, config.self_taught, burn_in=0.0 if known else 0.2)
    rounds = RoundSampler([p for p in training if p.split == "train"], config.seed, team.rank, team.size, config.round_length)
    loader = make_loader(config, training, fields, WithUnlabelled(rounds, training, config.unlabelled), team, device, styles_of(training, fields, CACHE / "styles.json"))
    check = make_loader(config, validation, fields, None, team, device)

    checkpoint, spent, step = run / "checkpoint.pt", 0.0, 0
    if checkpoint.is_file():
        state = read_checkpoint(checkpoint)
        same_backbone(state["backbone"], config)
        network.load_state_dict(state["network"])
        average.network.load_state_dict(state["average"])
        optimiser.load_state_dict(state["optimiser"])
        spent, step, rounds.round, average.steps = state["spent"], state["step"], state["round"], state["average_steps"]
        if isinstance(teaching, SelfTeacher):
            teaching.relevance.load(state["relevance"])
    if team.leads:
        used = {"device": device.type, "processes": team.size, "fingerprint": fingerprint(training)}
        write_text(run / "config.json", json.dumps(asdict(config) | used, indent=1))
    budget, began, all_steps = config.budget_minutes * 60, time.monotonic() - spent, len(loader) * (config.rounds or 0)

    def budget_spent() -> float:
        return step / all_steps if all_steps else (time.monotonic() - began) / budget

    about = {"size": config.size, "backbone": config.backbone, "held_out": [*config.held_out, *config.blind], "folded": is_folded(network)}
    if config.start_from is not None:
        about |= carried(Path(config.start_from))
    history = run / "history.jsonl"
    progress = budget_spent()
    done = progress >= 1
    while not done:
        network.train()
        # Seeded a round: a run that goes on draws what it would have drawn.
        torch.manual_seed(config.seed + team.rank + 1009 * rounds.round)
        sums: dict[str, Tensor] = {}
        count, round_began = 0, time.monotonic()
        for batch in loader:
            # By steps all processes know it; by time they take the leader's word, which came with the last step.
            progress = budget_spent() if all_steps else progress
            set_rates(optimiser, rate_factor(progress) * min(1.0, (step + 1) / config.warmup_steps))
            values, progress = train_step(network, optimiser, to_device(batch, device), team, budget_spent(), teaching)
            for name, value in values.items():
                sums[name] = value + sums[name] if name in sums else value
            average.update(network)
            step, count = step + 1, count + 1
            if count % 5 == 0 and team.leads:
                speed = count * config.batch / (time.monotonic() - round_began)
                left = (all_steps - step) * config.batch / speed if all_steps else max(0.0, 1 - progress) * budget
                if count % 25 == 0:
                    print(f"round {rounds.round} step {step} {speed:.1f} pictures/s, {left / 60:.1f} min left", flush=True)
                tell(step, all_steps, left, f"{speed:.0f} pictures/s, loss {float(sums['total']) / count:.2f}")
            if progress >= 1 and not all_steps:
                done = True
                break
        rounds.round += 1
        done = done or rounds.round in (config.stop_rounds, config.rounds)
        shared = [*network.buffers(), *average.network.state_dict().values(), *(teaching.relevance.tensors() if isinstance(teaching, SelfTeacher) else [])]
        follow_leader(team, [tensor for tensor in shared if tensor.dtype.is_floating_point])
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
            "spent": time.monotonic() - began, "step": step, "round": rounds.round, "average_steps": average.steps,
            **({"relevance": teaching.relevance.state()} if isinstance(teaching, SelfTeacher) else {}), **about,
        })  # fmt: skip
    if team.leads:
        write_whole(run / "final.pt", {"average": plain_state(average.network.state_dict()), "step": step, **about})
    leave(team)
    return run
