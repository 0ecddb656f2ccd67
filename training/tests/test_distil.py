from __future__ import annotations

import copy
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from making import SMALL, made_batch, outspoken, saved_network

from haustra_training.config import TrainConfig
from haustra_training.distil import SURE, Teachers, load_teachers, mean_word, soft_losses, turned_back, two_way, word_of
from haustra_training.errors import TrainingError
from haustra_training.losses import Losses
from haustra_training.network import ColonNet, normalise
from haustra_training.step import make_optimiser, train_step


def made_teachers(weight: float, mirror: bool = False) -> Teachers:
    torch.manual_seed(5)
    return Teachers((outspoken(ColonNet(SMALL, "lite0").eval()), outspoken(ColonNet(SMALL, "lite2").eval())), weight, mirror)


def test_a_student_that_agrees_has_no_loss(small_set: Path) -> None:
    torch.manual_seed(0)
    network, image = outspoken(ColonNet(SMALL).eval()), normalise(made_batch(small_set).image)
    with torch.no_grad():
        heads = network(image)
    word = word_of(heads)
    assert bool((word.scores >= SURE).any()) and bool((word.scores < SURE).any())
    assert all(abs(value) < 1e-3 for value in soft_losses(heads, word).values().values())
    third = torch.tensor([0.02, 0.02, 0.96]).expand(len(image), 3)
    other = replace(
        word, scores=1 - word.scores, types=1 - word.types, mask=1 - word.mask, boxes=word.boxes + 0.3,
        organ=third, cleanliness=third, usable=torch.full_like(word.usable, 0.02), caecum=torch.full_like(word.caecum, 0.98),
    )  # fmt: skip
    values = soft_losses(heads, other).values()
    assert all(values[name] > 1e-3 for name in Losses.WEIGHTS if name != "some") and values["some"] == 0


def test_divergence_is_never_negative_and_zero_at_agreement() -> None:
    wanted = torch.tensor([0.0, 0.2, 0.5, 1.0])
    assert torch.allclose(two_way(torch.logit(wanted, eps=1e-7), wanted), torch.zeros(4), atol=1e-5)
    assert bool((two_way(torch.tensor([0.0, 2.0, -1.0, 0.5]), wanted) > 0).all())


def test_no_sure_cell_gives_no_box_and_type_loss(small_set: Path) -> None:
    network = ColonNet(SMALL).eval()
    heads = network(normalise(made_batch(small_set).image))
    word = word_of(heads)
    values = soft_losses(heads, replace(word, scores=word.scores * 0)).values()
    assert values["box"] == 0 and values["kind"] == 0 and values["score"] > 0


def test_a_mirrored_word_is_turned_back(small_set: Path) -> None:
    """A made-up word whose values are known: what lies left in the mirror image lies right in the picture."""
    network = ColonNet(SMALL).eval()
    grid = SMALL // 8
    with torch.no_grad():
        word = word_of(network(normalise(made_batch(small_set).image[:1])))
    cell = 2 * grid + 1
    scores, boxes = torch.zeros(1, grid * grid), word.boxes.clone()
    scores[0, cell], boxes[0, cell] = 1.0, torch.tensor([0.1, 0.2, 0.3, 0.6])
    mask = torch.zeros_like(word.mask)
    mask[0, 0, 3, 0] = 1
    back = turned_back(replace(word, scores=scores, boxes=boxes, mask=mask))
    there = 2 * grid + (grid - 2)
    assert int(back.scores.argmax()) == there and torch.allclose(back.boxes[0, there], torch.tensor([0.7, 0.2, 0.9, 0.6]))
    assert float(back.mask[0, 0, 3, -1]) == 1 and torch.equal(back.organ, word.organ)
    again = turned_back(back)
    assert torch.equal(again.scores, scores) and torch.allclose(again.boxes, boxes, atol=1e-6)


def test_the_mean_box_leans_to_the_surer_teacher(small_set: Path) -> None:
    word = word_of(ColonNet(SMALL).eval()(normalise(made_batch(small_set).image)))
    sure = replace(word, scores=torch.full_like(word.scores, 0.9), boxes=torch.zeros_like(word.boxes))
    unsure = replace(word, scores=torch.full_like(word.scores, 0.1), boxes=torch.ones_like(word.boxes))
    mean = mean_word([sure, unsure])
    assert torch.allclose(mean.scores, torch.tensor(0.5)) and torch.allclose(mean.boxes, torch.tensor(0.1), atol=1e-4)


@pytest.mark.parametrize("mirror", [False, True])
def test_learning_from_two_teachers_lowers_the_loss(small_set: Path, mirror: bool) -> None:
    teachers, batch = made_teachers(1.0, mirror), made_batch(small_set)
    before = copy.deepcopy(teachers.networks[0].state_dict())
    torch.manual_seed(0)
    network = ColonNet(SMALL)
    optimiser = make_optimiser(network, TrainConfig("", ""))
    rows = [train_step(network.train(), optimiser, batch, teaching=teachers)[0] for _ in range(10)]
    assert rows[-1]["total"] < 0.7 * rows[0]["total"]
    assert set(rows[0]) == set(Losses.WEIGHTS) | {"total"} | {f"distil_{name}" for name in Losses.WEIGHTS if name != "some"}
    assert all(torch.equal(a, b) for a, b in zip(before.values(), teachers.networks[0].state_dict().values(), strict=True))


def test_the_losses_add_up_by_weight(small_set: Path) -> None:
    batch, teachers = made_batch(small_set), made_teachers(0.0)

    def first(weight: float) -> float:
        torch.manual_seed(0)
        network = ColonNet(SMALL)
        return train_step(network.train(), make_optimiser(network, TrainConfig("", "")), batch, teaching=replace(teachers, weight=weight))[0]["total"].item()

    quarter, half, whole = first(0.25), first(0.5), first(1.0)
    assert whole != pytest.approx(half, rel=1e-2) and half == pytest.approx(quarter + (whole - quarter) / 3, rel=1e-3)


def test_with_weight_zero_the_step_is_the_plain_one(small_set: Path) -> None:
    batch, after = made_batch(small_set), []
    for teachers in (None, made_teachers(0.0), made_teachers(0.5)):
        torch.manual_seed(0)
        network = ColonNet(SMALL)
        train_step(network.train(), make_optimiser(network, TrainConfig("", "")), batch, teaching=teachers)
        after.append(torch.cat([p.detach().flatten() for p in network.parameters()]))
    assert torch.equal(after[0], after[1]) and not torch.equal(after[0], after[2])


def test_where_nobody_looked_only_the_teachers_speak(small_set: Path) -> None:
    batch = made_batch(small_set)
    assert [round(w, 1) for w in batch.detection.tolist()] == [1, 1, 0.4, 1]
    assert made_teachers(0.5).labels(batch).detection.tolist() == [1, 1, 0, 1] and batch.detection[2] > 0


def test_teachers_come_from_checkpoints_of_any_backbone_and_size(small_set: Path, tmp_path: Path) -> None:
    paths = [str(tmp_path / "a.pt"), str(tmp_path / "b.pt")]
    made = saved_network(Path(paths[0]), "lite0", size=SMALL)
    saved_network(Path(paths[1]), "lite2", size=96)
    teachers = load_teachers(paths, 0.5, False, SMALL, torch.device("cpu"))
    assert teachers is not None and [n.backbone_name for n in teachers.networks] == ["lite0", "lite2"]
    assert not any(p.requires_grad or n.training for n in teachers.networks for p in n.parameters())
    image = normalise(made_batch(small_set).image)
    alone = replace(teachers, networks=teachers.networks[:1]).word(image)
    with torch.no_grad():
        assert torch.allclose(alone.scores, torch.sigmoid(made(image).scores), atol=2e-2)
    assert teachers.word(image).mask.shape == (4, 1, SMALL // 4, SMALL // 4)
    assert load_teachers([], 0.5, True, SMALL, torch.device("cpu")) is None
    with pytest.raises(TrainingError, match="0 .labels only. to 1"):
        load_teachers(paths, 1.5, False, SMALL, torch.device("cpu"))
