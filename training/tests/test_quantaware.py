from __future__ import annotations

import copy

import torch

from haustra_training.fold import fold_norms
from haustra_training.network import ColonNet
from haustra_training.quantaware import RoundedWeight, plain_state, prepare, rounded_modules


def picture() -> torch.Tensor:
    torch.manual_seed(3)
    return torch.randn(2, 3, 96, 96).clamp(-1, 1)


def test_weights_take_255_steps_a_channel() -> None:
    weight = torch.randn(4, 8, 3, 3)
    rounded = RoundedWeight()(weight)
    steps = rounded / (weight.abs().flatten(1).amax(dim=1).view(-1, 1, 1, 1) / 127)
    assert torch.allclose(steps, steps.round(), atol=1e-4) and float((rounded - weight).abs().max()) < float(weight.abs().max()) / 127


def test_rounding_changes_little_but_something_and_lets_gradients_through() -> None:
    torch.manual_seed(0)
    network = ColonNet(96).eval()
    with torch.no_grad():
        before = network(picture()).organ
    rounded = prepare(copy.deepcopy(network))
    after = rounded.eval()(picture()).organ
    assert 0 < float((after - before).abs().max()) < 0.2
    rounded.train()(picture()).scores.sum().backward()
    first = rounded.backbone.stages[0][0].layers[0]
    assert first.parametrizations.weight.original.grad is not None


def test_every_int8_tensor_is_rounded_and_no_head_is() -> None:
    network = ColonNet(96)
    names = {id(m): n for n, m in network.named_modules()}
    rounded = [names[id(m)] for m in rounded_modules(network)]
    assert not any(name.startswith(("shared", "score_out", "organ_out")) for name in rounded)
    blocks = [m for stage in network.backbone.stages for m in stage]
    assert sum(".layers." in name for name in rounded) == sum((len(b.layers) + 1) // 2 for b in blocks)
    assert sum(name.count(".") == 3 and "stages" in name for name in rounded) == sum(b.residual for b in blocks)


def test_a_finished_network_is_a_plain_folded_one() -> None:
    torch.manual_seed(0)
    network = ColonNet(96).eval()
    finished = prepare(copy.deepcopy(network))
    folded = copy.deepcopy(network)
    fold_norms(folded)
    folded.load_state_dict(plain_state(finished.state_dict()))
    with torch.no_grad():
        assert torch.allclose(folded(picture()).scores, network(picture()).scores, atol=1e-3)
