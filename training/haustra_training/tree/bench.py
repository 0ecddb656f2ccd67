"""What a head costs: milliseconds a frame beside the released network, and a step of training with and without it."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from ..config import TrainConfig
from ..dataset import Batch, Labels, Sample, collate
from ..device import half_precision
from ..losses import compute
from ..metrics import Floats
from ..network import SIZE, ColonNet, normalise
from ..runtime import input_size, open_session
from ..step import make_optimiser
from .export_head import export_head, quantise_head
from .head import HeadForm, TreeHead
from .loss import log_prior, tree_loss
from .tokens import nothing_known, numbers_of

FEATURES = 496


@dataclass(frozen=True)
class FrameCost:
    """Time of one run on one thread, in milliseconds: the network, and the head after it."""

    classes: int
    precision: str
    network_ms: float
    head_ms: float
    megabytes: float
    """Size of the head's file."""

    @property
    def share(self) -> float:
        """The head's part of the network's time."""
        return self.head_ms / self.network_ms


@dataclass(frozen=True)
class StepCost:
    """Time of one training step, in milliseconds, without and with the head."""

    classes: int
    batch: int
    size: int
    without_ms: float
    with_ms: float
    head_ms: float
    """The head's own part, timed inside the step: less noisy than the difference of two long steps."""

    @property
    def share(self) -> float:
        return self.head_ms / self.without_ms


def median_of_blocks(runs: Sequence[Callable[[], object]], count: int, blocks: int, before: Callable[[], object] | None = None) -> list[float]:
    """Median milliseconds of each in the quietest of several blocks; the blocks take turns, so that all meet the same other work.

    Processor time of this process: on one thread and a quiet machine that is the time that passes, and it leaves out the time
    in which another program has the core. `before` runs ahead of each, untimed: what has pushed the run's weights out of the caches.
    """
    medians: list[list[float]] = [[] for _ in runs]
    for _ in range(blocks):
        for n, run in enumerate(runs):
            times = []
            for _ in range(count):
                if before is not None:
                    before()
                began = time.process_time()
                run()
                times.append(time.process_time() - began)
            medians[n].append(float(np.median(times)) * 1000)
    return [min(block) for block in medians]


def frame_costs(model: Path, classes: Sequence[int], count: int = 20, blocks: int = 8) -> list[FrameCost]:
    """Heads of several sizes with random weights, fp32 and int8, each run timed just after a run of the released network, as in the product."""
    network = open_session(model)
    size = input_size(network)
    rng = np.random.default_rng(0)
    image = rng.integers(0, 256, (1, size, size, 3), dtype=np.uint8)
    given = {"features": rng.standard_normal((1, FEATURES)).astype(np.float32), **numbers_of(nothing_known(1))}

    def look() -> object:
        return network.run(None, {"image": image})

    runs: list[Callable[[], object]] = [look]
    made: list[tuple[int, str, float]] = []
    with tempfile.TemporaryDirectory() as folder:
        for leaves in classes:
            torch.manual_seed(0)
            exact, small = Path(folder) / f"{leaves}.onnx", Path(folder) / f"{leaves}.int8.onnx"
            export_head(TreeHead(HeadForm(FEATURES, leaves)), exact)
            quantise_head(exact, small, leaves)
            for precision, path in (("fp32", exact), ("int8", small)):
                session = open_session(path)
                runs.append(lambda session=session: session.run(None, given))  # type: ignore[misc]
                made.append((leaves, precision, path.stat().st_size / 1e6))
        times = median_of_blocks(runs, count, blocks, before=look)
    return [FrameCost(leaves, precision, times[0], ms, size) for (leaves, precision, size), ms in zip(made, times[1:], strict=True)]


def made_batch(count: int, size: int) -> Batch:
    """Noise with a lesion in each picture: as costly as a real batch."""
    rng = np.random.default_rng(0)
    labels = Labels(1.0, False, 0, 1, 1.0, 0, 0, 1.0)
    boxes, kinds, mask = np.array([[0.3, 0.3, 0.6, 0.6]], np.float32), np.array([1], np.int64), np.zeros((size // 4, size // 4), np.uint8)
    return collate([Sample(rng.integers(0, 256, (size, size, 3), dtype=np.uint8), boxes, kinds, mask, True, labels, labelled=True) for _ in range(count)])


class Stepper:
    """A real step of the network's training, with or without a head on its features."""

    def __init__(self, batch: Batch, size: int, leaves: int) -> None:
        torch.manual_seed(0)
        self.batch, self.network = batch, ColonNet(size).train()
        self.network.backbone.freeze(TrainConfig.freeze_stages)
        self.optimiser = make_optimiser(self.network, TrainConfig("", ""))
        self.head: TreeHead | None = TreeHead(HeadForm(self.network.feature_count, leaves)) if leaves > 0 else None
        if self.head is not None:
            self.optimiser.add_param_group({"params": [p for p in self.head.parameters() if p.requires_grad]})
            self.first = torch.arange(len(batch.image)) % leaves
            self.prior = log_prior(np.arange(leaves, dtype=np.float64))
        self.known = nothing_known(len(batch.image))

    def step(self) -> None:
        image = normalise(self.batch.image)
        with half_precision(image.device):
            heads = self.network(image)
        total = compute(heads, self.batch, self.network.centres).total()
        if self.head is not None:
            total = total + self.head_loss(self.head, heads.features)
        self.optimiser.zero_grad(set_to_none=True)
        total.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_([p for p in self.network.parameters() if p.requires_grad], 10.0)
        self.optimiser.step()

    def head_loss(self, head: TreeHead, features: Tensor) -> Tensor:
        return tree_loss(head(features, self.known), self.first, self.first + 1, self.prior)


def head_step(stepper: Stepper, head: TreeHead, features: Floats) -> Callable[[], object]:
    """The head's own part of a step: forward, backward to the features, and its optimiser."""
    given = torch.from_numpy(features).requires_grad_(True)
    parameters = [p for p in head.parameters() if p.requires_grad]
    optimiser = torch.optim.AdamW(parameters)

    def run() -> None:
        optimiser.zero_grad(set_to_none=True)
        stepper.head_loss(head, given).backward()  # type: ignore[no-untyped-call]
        optimiser.step()

    return run


def step_costs(classes: Sequence[int], batch: int = 16, size: int = SIZE, count: int = 3, blocks: int = 3) -> list[StepCost]:
    """Steps on the CPU with the threads that PyTorch has now, without a head and with heads of several sizes, taking turns."""
    made = made_batch(batch, size)
    steppers = [Stepper(made, size, leaves) for leaves in (0, *classes)]
    features = np.random.default_rng(0).standard_normal((batch, steppers[0].network.feature_count)).astype(np.float32)
    alone = [head_step(s, s.head, features) for s in steppers if s.head is not None]
    for stepper in steppers:
        stepper.step()
    whole_steps = median_of_blocks([s.step for s in steppers], count, blocks)
    heads = median_of_blocks(alone, 20, blocks)
    return [StepCost(leaves, batch, size, whole_steps[0], whole_steps[n + 1], heads[n]) for n, leaves in enumerate(classes)]
