"""Teaching the heads of the whole picture the phantom, without forgetting people; the rest of the network stays as it is, to the last bit.

What the heads learnt from people stays, too: beside it they get a second reading of the picture (`network.wider_head`) that is added to it, is
taught on the phantom, and is held to adding nothing on pictures of people.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from ..distil import two_way
from ..losses import ORGAN_WEIGHTS, class_loss, weighted_mean
from ..network import WHOLE, WIDER, ColonNet, sign_head, wider_head
from .table import Table

KNOWN = ("organ_out", "usable_out", "cleanliness_out", "caecum_out")
"""Heads that know people already; they are widened."""

RAREST = 6.0
"""How much more a picture of a rare organ counts at most in holding on to what was said of people."""


@dataclass(frozen=True)
class FitSettings:
    steps: int = 8000
    batch: int = 128
    """Rows a step, of people and of the phantom each."""
    rate: float = 1e-3
    remember: float = 60.0
    """Weight of saying of pictures of people what was said of them before."""
    rare: float = 4.0
    """How much more often a frame of the phantom with caecum, instrument, or no usable view is drawn."""
    seed: int = 0


@dataclass
class Said:
    """Logits of a batch of features."""

    organ: Tensor
    usable: Tensor
    cleanliness: Tensor
    caecum: Tensor
    signs: Tensor


class Whole(nn.Module):
    """The heads of a network that look at the whole picture; what they learnt from people is fixed."""

    def __init__(self, network: ColonNet) -> None:
        super().__init__()
        self.skipped = network.backbone.channels[2]
        self.shared = copy.deepcopy(network.shared).eval()
        self.known = nn.ModuleDict({name: part_of(getattr(network, name), 0, WHOLE) for name in KNOWN})
        self.requires_grad_(False)
        if network.wider is None:
            self.wider = wider_head(network.feature_count)
            self.added = nn.ModuleDict({name: nothing(WIDER, linear(self.known, name).out_features) for name in KNOWN})
        else:
            self.wider = copy.deepcopy(network.wider).requires_grad_(True)
            self.added = nn.ModuleDict({name: part_of(getattr(network, name), WHOLE, WIDER, bias=False) for name in KNOWN})
        self.signs = (sign_head(network.feature_count) if network.signs is None else copy.deepcopy(network.signs)).requires_grad_(True)

    def train(self, mode: bool = True) -> Whole:
        super().train(mode)
        self.shared.eval()
        return self

    def forward(self, features: Tensor) -> Said:
        """[n,F] -> logits."""
        pooled, beside = self.shared(features[:, self.skipped :]), self.wider(features)
        organ, usable, cleanliness, caecum = (self.known[name](pooled) + self.added[name](beside) for name in KNOWN)
        return Said(organ, usable[:, 0], cleanliness, caecum[:, 0], self.signs(features))


def linear(heads: nn.ModuleDict, name: str) -> nn.Linear:
    """One of them, as what it is."""
    head = heads[name]
    assert isinstance(head, nn.Linear)
    return head


@torch.no_grad()
def part_of(head: nn.Linear, first: int, count: int, bias: bool = True) -> nn.Linear:
    """A head that reads only some of what it read; without `bias`, a bias of 0."""
    part = nothing(count, head.out_features)
    part.weight.copy_(head.weight[:, first : first + count])
    if bias:
        part.bias.copy_(head.bias)
    return part


@torch.no_grad()
def nothing(inputs: int, outputs: int) -> nn.Linear:
    """A layer that says 0 until it is taught."""
    layer = nn.Linear(inputs, outputs)
    layer.weight.zero_()
    layer.bias.zero_()
    return layer


def between(logits: Tensor, bounds: Tensor) -> Tensor:
    """Divergence from the nearest share that lies between the bounds [n,2]; 0 where the said share does."""
    wanted = torch.sigmoid(logits.detach()).clamp(min=bounds[:, 0], max=bounds[:, 1])
    return two_way(logits, wanted).mean()


def weighted(logits: Tensor, target: Tensor, weight: Tensor) -> Tensor:
    return weighted_mean(F.binary_cross_entropy_with_logits(logits, target, reduction="none"), weight)


def taught(said: Said, rows: Table) -> Tensor:
    """The loss of the signs on what is known of the rows."""
    give = given(rows)
    return weighted(said.signs[:, 0], give["instrument"], give["instrument_weight"]) + between(said.signs[:, 1], give["residue"]) + between(said.signs[:, 2], give["bubbles"])


def taught_known(said: Said, rows: Table) -> Tensor:
    """The loss of the other heads on what is known of the rows."""
    give = given(rows)
    return (
        class_loss(said.organ, give["organ"], said.organ.new_tensor(ORGAN_WEIGHTS)) + class_loss(said.cleanliness, give["cleanliness"])
        + weighted(said.usable, give["usable"], give["usable_weight"]) + weighted(said.caecum, give["caecum"], give["caecum_weight"])
    )  # fmt: skip


def given(rows: Table) -> dict[str, Tensor]:
    return {name: torch.from_numpy(value) for name, value in vars(rows).items() if name != "features"}


def remembered(said: Said, before: Said, organ: Tensor) -> Tensor:
    """How far the heads have moved from what they said before; every organ counts the same, however many pictures of it there are."""
    share = torch.bincount(organ.clamp(min=0), minlength=3).float() / len(organ)
    weight = torch.where(organ >= 0, 1 / (3 * share[organ.clamp(min=0)]), 1.0).clamp(max=RAREST)
    classes = sum(
        ((F.kl_div(F.log_softmax(now, dim=1), F.softmax(was, dim=1), reduction="none").sum(dim=1) * weight).mean() for now, was in ((said.organ, before.organ), (said.cleanliness, before.cleanliness))),
        said.organ.sum() * 0,
    )
    pairs = ((said.usable, before.usable), (said.caecum, before.caecum))
    return classes + sum((two_way(now, torch.sigmoid(was)).mean() for now, was in pairs), said.organ.sum() * 0)


def fit(network: ColonNet, people: Table, phantom: Table, settings: FitSettings, tell: Callable[[int, int, float], None] = lambda *_: None) -> Whole:
    """The taught heads. `people` and `phantom` hold training rows only. `tell`: steps done, in all, loss.

    People teach the signs only: the other heads have learnt from those very pictures, and would learn them by heart.
    """
    torch.manual_seed(settings.seed)
    rng = np.random.default_rng(settings.seed)
    before, heads = Whole(network).eval(), Whole(network).train()
    optimiser = torch.optim.AdamW([p for p in heads.parameters() if p.requires_grad], settings.rate, weight_decay=0.01)
    plan = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, settings.steps)
    rare = (phantom.caecum > 0) | (phantom.instrument > 0) | (phantom.usable == 0) | (phantom.organ == 1)
    share = np.where(rare, settings.rare, 1.0)
    share /= share.sum()
    for step in range(settings.steps):
        some = people.rows(rng.integers(0, len(people), settings.batch))
        made = phantom.rows(rng.choice(len(phantom), settings.batch, p=share))
        features = torch.from_numpy(some.features)
        said, shown = heads(features), heads(torch.from_numpy(made.features))
        with torch.no_grad():
            was = before(features)
        loss = taught(said, some) + settings.remember * remembered(said, was, torch.from_numpy(some.organ)) + taught(shown, made) + taught_known(shown, made)
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimiser.step()
        plan.step()
        if step % 100 == 99:
            tell(step + 1, settings.steps, float(loss.detach()))
    return heads.eval()


@torch.no_grad()
def put_into(network: ColonNet, heads: Whole) -> None:
    """The taught heads in their places, in place."""
    network.signs, network.wider = heads.signs, heads.wider
    for name in KNOWN:
        known, added = linear(heads.known, name), linear(heads.added, name)
        both = nothing(known.in_features + WIDER, known.out_features)
        both.weight.copy_(torch.cat([known.weight, added.weight], dim=1))
        both.bias.copy_(known.bias + added.bias)
        setattr(network, name, both)
