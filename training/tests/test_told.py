"""What teachers say of unlabelled pictures."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import torch
from making import SMALL, made_batch, outspoken

from haustra_training.dataset import Batch
from haustra_training.device import half_precision
from haustra_training.distil import Teachers
from haustra_training.losses import compute
from haustra_training.network import ColonNet, Heads, normalise
from haustra_training.selftaught.told import Told


@pytest.fixture
def teacher() -> ColonNet:
    torch.manual_seed(1)
    return outspoken(ColonNet(SMALL)).requires_grad_(False)


@pytest.fixture
def batch(small_set: Path) -> Batch:
    """Four pictures, plain and changed (mirrored in light); the last two have no label."""
    given = made_batch(small_set)
    return replace(given, plain=given.image, image=255 - given.image, labelled=torch.tensor([1.0, 1.0, 0.0, 0.0]))


def taught(told: Told, heads: Heads, batch: Batch, centres: torch.Tensor) -> tuple[torch.Tensor, dict[str, torch.Tensor]]:
    return told.total(compute(heads, batch, centres), heads, normalise(batch.image), batch, 0.0)


def test_teachers_see_the_plain_picture_and_only_unlabelled_ones_are_told(teacher: ColonNet, batch: Batch) -> None:
    """A student that says of the changed unlabelled pictures what the teacher says of the plain ones has nothing to learn, whatever it says of the others."""
    with torch.no_grad(), half_precision(batch.image.device):
        agreed = teacher(normalise(batch.plain))  # type: ignore[arg-type]
        other = outspoken(ColonNet(SMALL))(normalise(batch.image))
    mixed = Heads(**{name: torch.cat([getattr(other, name)[:2], value[2:]]) for name, value in vars(agreed).items() if value is not None})
    labels = compute(mixed, batch, teacher.centres).total()
    total, parts = taught(Told(Teachers((teacher,), 1.0), 1.0), mixed, batch, teacher.centres)
    assert float(total - labels) == pytest.approx(0, abs=1e-4) and {name: float(value) for name, value in parts.items()} == pytest.approx(dict.fromkeys(parts, 0.0), abs=1e-4)
    total, _ = taught(Told(Teachers((teacher,), 1.0), 1.0), other, batch, teacher.centres)
    assert float(total - compute(other, batch, teacher.centres).total()) > 0.1


def test_the_labels_count_in_full_beside_the_weight_of_what_is_told(teacher: ColonNet, batch: Batch) -> None:
    with torch.no_grad():
        heads = teacher(normalise(batch.image))
    labels = float(compute(heads, batch, teacher.centres).total())
    once, twice = (float(taught(Told(Teachers((teacher,), 1.0, True), weight), heads, batch, teacher.centres)[0]) for weight in (1.0, 2.0))
    assert twice - labels == pytest.approx(2 * (once - labels), rel=1e-4)


def test_a_batch_with_labels_alone_is_not_told_anything(teacher: ColonNet, batch: Batch) -> None:
    labelled = replace(batch, labelled=torch.ones(4))
    with torch.no_grad():
        heads = teacher(normalise(batch.image))
    total, parts = taught(Told(Teachers((teacher,), 1.0), 1.0), heads, labelled, teacher.centres)
    assert parts == {} and float(total) == float(compute(heads, labelled, teacher.centres).total())
