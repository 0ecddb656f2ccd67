"""A network that teaches itself: what it says of pictures without labels, and what it is not believed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import torch
from making import SMALL, made_batch, outspoken

from haustra_training.average import Average
from haustra_training.config import TrainConfig
from haustra_training.dataset import IGNORE, Batch
from haustra_training.device import mapped
from haustra_training.losses import compute
from haustra_training.network import ColonNet, Heads, normalise
from haustra_training.proof.cell import without_labels
from haustra_training.selftaught.blind import stripped
from haustra_training.selftaught.pseudo import Limits, proposals, pseudo_labels
from haustra_training.selftaught.relevance import Relevance
from haustra_training.selftaught.teacher import SelfTeacher
from haustra_training.step import make_optimiser, train_step

ASKED = {"lesion": torch.ones(4), "cleanliness": torch.ones(4), "caecum": torch.ones(4)}


def told(scores: torch.Tensor, organ: int = 0, usable: float = 5.0) -> Heads:
    """A teacher's word with these scores [4,N] (probabilities), sure of an organ and of grade 1."""
    cells = scores.shape[1]
    boxes = torch.rand(4, cells, 2) * 0.5
    sure = torch.full((4, 3), -5.0)
    return Heads(
        boxes=torch.cat([boxes, boxes + 0.2], dim=2), scores=torch.logit(scores, eps=1e-6), types=torch.full((4, cells), 4.0), mask=torch.full((4, 1, 16, 16), -3.0),
        organ=sure.index_fill(1, torch.tensor([organ]), 5.0), usable=torch.full((4,), usable), cleanliness=sure.index_fill(1, torch.tensor([1]), 5.0),
        caecum=torch.full((4,), -5.0), embedding=torch.zeros(4, 32, 4, 4), features=torch.randn(4, 496),
    )  # fmt: skip


@pytest.fixture
def batch(small_set: Path) -> Batch:
    return made_batch(small_set)


def test_only_sure_words_become_labels(batch: Batch) -> None:
    blank = without_labels(batch)
    scores = torch.full((4, 64), 0.02)
    scores[0, 5], scores[1, 5] = 0.8, 0.3
    given = pseudo_labels(told(scores), blank, Limits(), ASKED)
    assert given.detection.tolist() == [1, 0, 1, 1], "a lesion, nobody knows, none, none"
    assert given.there.sum().item() == 1 and given.kinds[0, 0] == 1 and given.cleanliness.tolist() == [1] * 4
    assert given.organ.tolist() == [0] * 4 and torch.equal(given.mask_known, given.detection)


def test_labelled_pictures_get_no_other_labels(batch: Batch) -> None:
    given = pseudo_labels(told(torch.full((4, 64), 0.9)), batch, Limits(), ASKED)
    for name in ("detection", "mask_known", "usable_weight", "caecum_weight"):
        assert float(getattr(given, name).sum()) == 0
    assert bool((given.organ == IGNORE).all()) and bool((given.cleanliness == IGNORE).all()) and not bool(given.there.any())


@pytest.mark.parametrize("heads", [told(torch.full((4, 64), 0.9), organ=2), told(torch.full((4, 64), 0.9), usable=-5.0)])
def test_outside_and_unusable_teach_only_that(batch: Batch, heads: Heads) -> None:
    given = pseudo_labels(heads, without_labels(batch), Limits(), ASKED)
    assert float(given.detection.sum()) == 0 and not bool(given.there.any()) and bool((given.cleanliness == IGNORE).all())
    assert bool((given.organ != IGNORE).all()) and bool((given.usable_weight == 1).all())


def test_proposals_do_not_overlap() -> None:
    boxes = torch.tensor([[[0.1, 0.1, 0.4, 0.4], [0.12, 0.1, 0.42, 0.4], [0.6, 0.6, 0.9, 0.9]]])
    scores, places, cells = proposals(torch.tensor([[0.9, 0.8, 0.5]]), boxes)
    assert cells[0, :2].tolist() == [0, 2] and scores[0].tolist() == pytest.approx([0.9, 0.5, 0.0]) and torch.equal(places[0, 1], boxes[0, 2])


def test_pictures_unlike_the_labelled_ones_are_not_relevant(batch: Batch) -> None:
    torch.manual_seed(0)
    relevance, heads = Relevance(496, torch.device("cpu")), told(torch.full((4, 64), 0.02))
    assert float(relevance.of(heads)["cleanliness"].sum()) == 0, "before anything was seen"
    middle = torch.randn(496)
    labelled = replace(batch, cleanliness=torch.tensor([0, 0, 0, 0]))
    for _ in range(60):
        near = replace_features(heads, middle + 0.6 * torch.randn(4, 496))
        far = replace_features(heads, -middle + 0.6 * torch.randn(4, 496))
        # The centre follows all pictures, the labelled and the others.
        relevance.see(near, labelled)
        relevance.see(far, without_labels(labelled))
    assert relevance.of(near)["cleanliness"].mean() > 0.7 and relevance.of(far)["cleanliness"].sum() == 0
    again = Relevance(496, torch.device("cpu"))
    again.load(relevance.state())
    assert torch.equal(again.of(near)["cleanliness"], relevance.of(near)["cleanliness"])


def replace_features(heads: Heads, features: torch.Tensor) -> Heads:
    return Heads(**vars(heads) | {"features": features})


def test_a_teacher_that_finds_no_lesion_yet_is_not_believed(batch: Batch) -> None:
    relevance, blind, seeing = Relevance(496, torch.device("cpu")), told(torch.full((4, 64), 0.03)), told(torch.full((4, 64), 0.8))
    for _ in range(40):
        relevance.see(blind, batch)
    asked = relevance.of(blind)
    assert float(asked["lesion"].sum()) == 0
    assert float(pseudo_labels(blind, without_labels(batch), Limits(), asked).detection.sum()) == 0
    for _ in range(200):
        relevance.see(seeing, batch)
    assert float(relevance.of(seeing)["lesion"].sum()) == 4


def test_the_weight_rises_after_the_burn_in() -> None:
    teacher = SelfTeacher(Average(ColonNet(SMALL), 0.9), weight=0.8, burn_in=0.2)
    assert [round(teacher.share(p), 2) for p in (0, 0.2, 0.3, 0.4, 1)] == [0, 0, 0.4, 0.8, 0.8]
    assert SelfTeacher(Average(ColonNet(SMALL), 0.9), weight=0.5, burn_in=0.0).share(0.01) == 0.5


def test_a_step_on_unlabelled_pictures_learns_and_leaves_the_teacher_alone(batch: Batch) -> None:
    torch.manual_seed(0)
    network = outspoken(ColonNet(SMALL))
    average = Average(network, 0.99)
    teacher = SelfTeacher(average, weight=1.0, burn_in=0.0)
    both = replace(mapped(batch, lambda t: torch.cat([t, t])), plain=torch.cat([batch.image, batch.image]))
    both = replace(both, labelled=torch.tensor([1.0] * 4 + [0.0] * 4))
    for name in ("detection", "mask_known", "usable_weight", "caecum_weight", "some_lesion"):
        getattr(both, name)[4:] = 0
    both.there[4:] = False
    both.organ[4:], both.cleanliness[4:] = IGNORE, IGNORE
    before = [p.clone() for p in average.network.parameters()]
    values, _ = train_step(network.train(), make_optimiser(network, TrainConfig("", "")), both, progress=0.5, teaching=teacher)
    assert "distil_score" in values and all(torch.isfinite(v) for v in values.values())
    assert all(torch.equal(a, b) for a, b in zip(before, average.network.parameters(), strict=True))
    with torch.no_grad():
        assert torch.isfinite(network.eval()(normalise(batch.image)).scores).all()


def test_few_lesions_found_do_not_make_no_lesion_weigh_more(batch: Batch) -> None:
    """The same pictures and labels: where others hold more lesions a picture, score and box count for less, and never for more."""
    torch.manual_seed(0)
    network = ColonNet(SMALL)
    heads = network(normalise(batch.image))
    alone = compute(heads, batch, network.centres)
    assert alone.answering is not None
    more, fewer = (compute(heads, batch, network.centres, alone.answering.clamp(min=1) * factor) for factor in (4, 0.25))
    assert torch.allclose(more.score * 4, alone.score) and torch.allclose(more.box * 4, alone.box)
    assert torch.allclose(fewer.score, alone.score)


def test_stripped_pictures_say_nothing(small_set: Path) -> None:
    from haustra_training.dataset import labels_of
    from haustra_training.index import read_index

    for picture in read_index(small_set / "index.csv"):
        labels = labels_of(stripped(picture))
        assert (labels.detection, labels.some_lesion, labels.organ, labels.usable_weight, labels.cleanliness, labels.caecum_weight) == (0, False, IGNORE, 0, IGNORE, 0)
