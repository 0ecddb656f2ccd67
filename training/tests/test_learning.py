from __future__ import annotations

from pathlib import Path

import torch
from making import SMALL, made_batch

from haustra_training.assign import Assignment, assign, pairwise_iou
from haustra_training.average import Average
from haustra_training.config import TrainConfig
from haustra_training.losses import Losses, complete_iou, compute
from haustra_training.network import SIZE, STRIDE, ColonNet, cell_centres, normalise
from haustra_training.step import make_optimiser, rate_factor, train_step

GRID = SIZE // STRIDE


def alone(scores: torch.Tensor, boxes: torch.Tensor, centres: torch.Tensor, lesions: torch.Tensor) -> Assignment:
    """The assignment of one picture; with a padded lesion more, over most of the picture, nothing changes."""
    padded = torch.cat([lesions, torch.tensor([[0.0, 0.0, 1.0, 1.0]])])
    there = torch.arange(len(padded)) < len(lesions)
    given = assign(scores[None], boxes[None], centres, padded[None], there[None])
    twice = assign(scores.expand(2, -1), boxes.expand(2, -1, -1), centres, padded.flip(0).expand(2, -1, -1), there.flip(0).expand(2, -1))
    assert torch.equal(twice.target[1], given.target[0]) and torch.equal(twice.lesion[0] >= 0, given.lesion[0] >= 0)
    return Assignment(given.lesion[0], given.target[0])


def test_iou() -> None:
    a = torch.tensor([[0.0, 0.0, 0.5, 0.5]])
    b = torch.tensor([[0.0, 0.0, 0.5, 0.5], [0.25, 0.0, 0.75, 0.5], [0.6, 0.6, 1.0, 1.0]])
    assert torch.allclose(pairwise_iou(a, b), torch.tensor([[1.0, 1 / 3, 0.0]]), atol=1e-5)
    iou, ciou = complete_iou(a.expand(3, 4), b)
    assert torch.all(ciou <= iou + 1e-6) and abs(float(ciou[0]) - 1) < 1e-4


def test_cells_inside_a_lesion_answer_for_it() -> None:
    centres = cell_centres(GRID)
    lesions = torch.tensor([[0.1, 0.1, 0.4, 0.4], [0.6, 0.6, 0.9, 0.8]])
    boxes = torch.cat([centres - 0.12, centres + 0.12], dim=1)
    given = alone(torch.full((GRID * GRID,), 0.1), boxes, centres, lesions)
    for n, lesion in enumerate(lesions):
        own = centres[given.lesion == n]
        assert 1 <= len(own) <= 10
        assert bool(((own > lesion[:2]) & (own < lesion[2:])).all())
    assert bool((given.target[given.lesion < 0] == 0).all())
    best = pairwise_iou(lesions, boxes).amax(dim=1)
    assert torch.allclose(given.target[given.lesion == 0].max(), best[0], atol=0.02)


def test_a_lesion_smaller_than_a_cell_still_has_an_owner() -> None:
    centres = cell_centres(GRID)
    lesions = torch.tensor([[0.501, 0.501, 0.512, 0.512]])
    given = alone(torch.full((GRID * GRID,), 0.1), torch.cat([centres - 0.01, centres + 0.01], dim=1), centres, lesions)
    assert int((given.lesion == 0).sum()) >= 1


def test_no_lesion_no_owner() -> None:
    given = alone(torch.rand(GRID * GRID), torch.rand(GRID * GRID, 4), cell_centres(GRID), torch.zeros(0, 4))
    assert int((given.lesion >= 0).sum()) == 0 and float(given.target.sum()) == 0


def test_losses_are_finite_also_without_any_label(small_set: Path) -> None:
    network, batch = ColonNet(SMALL), made_batch(small_set)
    heads = network(normalise(batch.image))
    values = compute(heads, batch, network.centres).values()
    assert set(values) == set(Losses.WEIGHTS) and all(torch.isfinite(torch.tensor(v)) for v in map(float, values.values()))
    for name in ("detection", "mask_known", "usable_weight", "caecum_weight", "some_lesion"):
        getattr(batch, name).zero_()
    batch.organ.fill_(-1)
    batch.cleanliness.fill_(-1)
    assert float(compute(heads, batch, network.centres).total().detach()) == 0


def test_a_few_steps_lower_the_loss(small_set: Path) -> None:
    torch.manual_seed(0)
    network, batch = ColonNet(SMALL), made_batch(small_set)
    network.backbone.freeze(2)
    optimiser = make_optimiser(network, TrainConfig("", ""))
    losses = [float(train_step(network.train(), optimiser, batch)[0]["total"]) for _ in range(8)]
    assert min(losses[-2:]) < 0.8 * losses[0]
    assert all(p.grad is None for p in network.backbone.stem.parameters())


def test_rate_anneals_over_the_time_budget() -> None:
    assert rate_factor(0) == 1 and rate_factor(1) < 0.011 and rate_factor(2) == rate_factor(1)


def test_average_follows_the_network() -> None:
    network = ColonNet()
    average = Average(network, 0.9)
    before = average.network.score_out.bias.clone()
    with torch.no_grad():
        network.score_out.bias.add_(1)
    for _ in range(50):
        average.update(network)
    assert float(before) < float(average.network.score_out.bias) <= float(network.score_out.bias.detach())
