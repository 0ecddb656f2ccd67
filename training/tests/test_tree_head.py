from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import pytest
import torch
import torch.nn.functional as F

from haustra_training.errors import TrainingError
from haustra_training.runtime import open_session
from haustra_training.tree.export_head import classifier_nodes, export_head, quantise_head, run_head
from haustra_training.tree.head import HeadForm, TreeHead
from haustra_training.tree.label_tree import build_tree
from haustra_training.tree.loss import log_prior, span_log_probability, tree_loss
from haustra_training.tree.pseudo import Alignment, Chains, pseudo_labels
from haustra_training.tree.tokens import FIELDS, LIGHTS, dropped, encode, nothing_known


def span(*pairs: tuple[int, int]) -> tuple[torch.Tensor, torch.Tensor]:
    return torch.tensor([a for a, _ in pairs]), torch.tensor([b for _, b in pairs])


def test_an_inner_label_is_the_sum_of_its_leaves() -> None:
    logits = torch.randn(3, 5, generator=torch.Generator().manual_seed(0))
    found = span_log_probability(logits, *span((0, 2), (1, 2), (0, 5)))
    likely = torch.softmax(logits, dim=1)
    assert torch.allclose(found.exp(), torch.stack([likely[0, :2].sum(), likely[1, 1], torch.tensor(1.0)]), atol=1e-6)


def test_leaf_labels_are_plain_cross_entropy() -> None:
    logits, leaf = torch.randn(4, 6, generator=torch.Generator().manual_seed(1)), torch.tensor([0, 5, 2, 2])
    assert torch.allclose(tree_loss(logits, leaf, leaf + 1), F.cross_entropy(logits, leaf))
    mixed = tree_loss(logits, *span((0, 1), (5, 6), (2, 3), (0, 6)))
    assert torch.allclose(mixed * 4, F.cross_entropy(logits[:3], leaf[:3], reduction="sum"), atol=1e-5)


def test_hopeless_answers_stay_finite_and_teach() -> None:
    logits = torch.tensor([[300.0, -300.0, -300.0]], requires_grad=True)
    loss = tree_loss(logits, *span((1, 3)))
    loss.backward()
    assert loss.item() == pytest.approx(600 - np.log(2), rel=1e-5)
    assert logits.grad is not None and torch.isfinite(logits.grad).all() and logits.grad[0, 0] > 0.9


def test_adjustment_asks_more_of_rare_leaves_and_bears_leaves_never_seen() -> None:
    prior = log_prior(np.array([98.0, 1.0, 0.0]))
    assert torch.isfinite(prior).all() and prior.exp().sum().item() == pytest.approx(1)
    same = torch.zeros(1, 3)
    rare, frequent = tree_loss(same, *span((1, 2)), prior), tree_loss(same, *span((0, 1)), prior)
    assert rare > frequent and torch.allclose(tree_loss(same, *span((1, 2))), torch.tensor(3.0).log())
    # With logits that follow the prior's opposite, the adjusted answer is even.
    assert tree_loss(-prior[None], *span((1, 2)), prior).item() == pytest.approx(np.log(3), abs=1e-5)


def test_metadata_not_known_is_a_word_of_its_own() -> None:
    known = encode([{"light": "white", "minutes": "12.5"}, {}, {"segment": "caecum", "cleanliness": "bbps-2-3"}])
    columns = list(FIELDS)
    assert known.choices[0].tolist() == [0, LIGHTS.index("white") + 1, 0] and known.minutes.tolist() == [12.5, -1, -1]
    assert known.choices[2, columns.index("segment")] > 0 and known.choices[2, columns.index("cleanliness")] > 0
    for row, text in (({"light": "green"}, "light 'green' is not one of white"), ({"minutes": "-3"}, "not a number from 0"), ({"minutes": "x"}, "not a number")):
        with pytest.raises(TrainingError, match=text):
            encode([row])


def test_the_head_hears_metadata_and_can_do_without() -> None:
    torch.manual_seed(0)
    head, features = TreeHead(HeadForm(20, 7)).eval(), torch.randn(1, 20)
    rows = [{}, {"light": "nbi"}, {"light": "white"}, {"minutes": "1"}, {"minutes": "9"}]
    with torch.no_grad():
        answers = head(features.expand(len(rows), -1), encode(rows))
    assert torch.isfinite(answers).all()
    assert all(not torch.allclose(answers[a], answers[b], atol=1e-4) for a in range(len(rows)) for b in range(a))
    cosine = answers / head.scale
    assert float(cosine.detach().abs().max()) <= 1 + 1e-5


def test_dropping_forgets_about_the_share_asked_for() -> None:
    known = encode([{"segment": "rectum", "light": "nbi", "cleanliness": "bbps-0-1", "minutes": "4"}] * 2000)
    lost = dropped(known, 0.4, torch.Generator().manual_seed(0))
    share = 1 - 0.6 * 0.8
    assert (lost.choices == 0).float().mean().item() == pytest.approx(share, abs=0.04)
    assert (lost.minutes < 0).float().mean().item() == pytest.approx(share, abs=0.04)
    assert ((lost.choices == 0).all(dim=1) & (lost.minutes < 0)).float().mean().item() > 0.2
    assert torch.equal(dropped(known, 0.0, torch.Generator()).choices, known.choices)


@pytest.mark.parametrize("cosine", [True, False])
def test_exported_head_gives_what_the_head_gives(tmp_path: Path, cosine: bool) -> None:
    torch.manual_seed(3)
    head = TreeHead(HeadForm(24, 300, cosine=cosine)).eval()
    head.standardise(torch.randn(50, 24) * 3 + 1)
    known = encode([{}, {"segment": "sigmoid", "minutes": "7"}, {"light": "fice", "cleanliness": "impacted-stool"}])
    features = torch.randn(3, 24, generator=torch.Generator().manual_seed(2)) * 3 + 1
    exact, small = tmp_path / "head.onnx", tmp_path / "head.int8.onnx"
    export_head(head, exact, temperature=0.5, all_leaves=True)
    quantise_head(exact, small, 300)
    with torch.no_grad():
        wanted = torch.softmax(head(features, known) / 0.5, dim=1)
    best, order = wanted.topk(20, dim=1)
    for n, (indices, likely) in enumerate(run_head(open_session(exact), features.numpy(), known)):
        assert indices.shape == (20,) and np.allclose(likely, best[n], atol=1e-5) and np.array_equal(indices[:5], order[n, :5].numpy())
    for n, (indices, likely) in enumerate(run_head(open_session(small), features.numpy(), known)):
        assert np.abs(likely - wanted[n, indices.copy()].numpy()).max() < 0.1 * float(best[n, 0]) + 1e-3
    types = [node.op_type for node in onnx.load(str(small)).graph.node]
    assert types.count("MatMulInteger") == 1 and len(classifier_nodes(onnx.load(str(exact)), 300)) == 1
    assert open_session(exact).get_outputs()[2].shape == [1, 300]


def test_a_small_tree_gives_all_its_leaves(tmp_path: Path) -> None:
    export_head(TreeHead(HeadForm(8, 3)), tmp_path / "head.onnx")
    ((indices, likely),) = run_head(open_session(tmp_path / "head.onnx"), np.ones((1, 8), np.float32), nothing_known(1))
    assert sorted(indices.tolist()) == [0, 1, 2] and likely.sum() == pytest.approx(1, abs=1e-5)


def test_a_pseudo_label_is_as_exact_as_the_teacher_is_sure() -> None:
    chains = Chains(build_tree(["a/x", "a/y", "b/z", "b/w"]))
    likely = torch.tensor([[0.95, 0.03, 0.01, 0.01], [0.6, 0.38, 0.01, 0.01], [0.3, 0.3, 0.2, 0.2]])
    found = pseudo_labels(chains, likely, torch.zeros(3, dtype=torch.int64), torch.full((3,), 4), 0.9)
    assert found.first.tolist() == [0, 0, 0] and found.after.tolist() == [1, 2, 4] and found.weight.tolist() == [1, 1, 0]


def test_a_pseudo_label_lies_beneath_what_is_known() -> None:
    chains = Chains(build_tree(["a/x", "a/y", "b/z", "b/w"]))
    likely = torch.tensor([[0.95, 0.01, 0.035, 0.005], [0.95, 0.01, 0.02, 0.02], [0.95, 0.01, 0.02, 0.02]])
    found = pseudo_labels(chains, likely, torch.tensor([2, 2, 0]), torch.tensor([4, 4, 1]), 0.8)
    assert found.first.tolist() == [2, 2, 0] and found.after.tolist() == [3, 4, 1] and found.weight.tolist() == [1, 0, 0]


def test_alignment_brings_answers_to_the_frequency_of_labels() -> None:
    target = torch.tensor([0.5, 0.5])
    alignment, said = Alignment(target), torch.tensor([[0.8, 0.2], [0.9, 0.1], [0.7, 0.3], [0.4, 0.6]])
    for _ in range(400):
        aligned = alignment.align(said)
    assert torch.allclose(aligned.sum(dim=1), torch.ones(4)) and abs(float(aligned.mean(dim=0)[0]) - 0.5) < 0.05
    assert aligned[3, 1] > said[3, 1]
