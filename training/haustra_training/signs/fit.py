"""Teaching the heads of the whole picture the phantom, without forgetting people; the rest of the network stays as it is, to the last bit."""

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
from ..network import ColonNet, sign_head
from .table import Table

LAYERS = ("shared", "organ_out", "usable_out", "cleanliness_out", "caecum_out", "signs")
"""What is taught."""


@dataclass(frozen=True)
class FitSettings:
    steps: int = 8000
    batch: int = 128
    """Rows a step, of people and of the phantom each."""
    rate: float = 1e-3
    """Of the new head; the others, which know people already, take a third."""
    remember: float = 6.0
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
    """The heads of a network that look at the whole picture."""

    def __init__(self, network: ColonNet) -> None:
        super().__init__()
        self.skipped = network.backbone.channels[2]
        self.shared, self.organ_out, self.usable_out = (copy.deepcopy(part) for part in (network.shared, network.organ_out, network.usable_out))
        self.cleanliness_out, self.caecum_out = copy.deepcopy(network.cleanliness_out), copy.deepcopy(network.caecum_out)
        self.signs = sign_head(network.feature_count) if network.signs is None else copy.deepcopy(network.signs)
        self.requires_grad_(True)

    def forward(self, features: Tensor) -> Said:
        """[n,F] -> logits."""
        pooled = self.shared(features[:, self.skipped :])
        return Said(self.organ_out(pooled), self.usable_out(pooled)[:, 0], self.cleanliness_out(pooled), self.caecum_out(pooled)[:, 0], self.signs(features))


def between(logits: Tensor, bounds: Tensor) -> Tensor:
    """Divergence from the nearest share that lies between the bounds [n,2]; 0 where the said share does."""
    wanted = torch.sigmoid(logits.detach()).clamp(min=bounds[:, 0], max=bounds[:, 1])
    return two_way(logits, wanted).mean()


def weighted(logits: Tensor, target: Tensor, weight: Tensor) -> Tensor:
    return weighted_mean(F.binary_cross_entropy_with_logits(logits, target, reduction="none"), weight)


def taught(said: Said, rows: Table) -> Tensor:
    """The loss on what is known of the rows."""
    give = {name: torch.from_numpy(getattr(rows, name)) for name in vars(rows) if name != "features"}
    return (
        class_loss(said.organ, give["organ"], said.organ.new_tensor(ORGAN_WEIGHTS)) + class_loss(said.cleanliness, give["cleanliness"]) + weighted(said.usable, give["usable"], give["usable_weight"]) + weighted(said.caecum, give["caecum"], give["caecum_weight"])
        + weighted(said.signs[:, 0], give["instrument"], give["instrument_weight"]) + between(said.signs[:, 1], give["residue"]) + between(said.signs[:, 2], give["bubbles"])
    )  # fmt: skip


def remembered(said: Said, before: Said) -> Tensor:
    """How far the heads have moved from what they said before."""
    classes = sum(
        (F.kl_div(F.log_softmax(now, dim=1), F.softmax(was, dim=1), reduction="batchmean") for now, was in ((said.organ, before.organ), (said.cleanliness, before.cleanliness))),
        said.organ.sum() * 0,
    )
    pairs = ((said.usable, before.usable), (said.caecum, before.caecum))
    return classes + sum((two_way(now, torch.sigmoid(was)).mean() for now, was in pairs), said.organ.sum() * 0)


def fit(network: ColonNet, people: Table, phantom: Table, settings: FitSettings, tell: Callable[[int, int, float], None] = lambda *_: None) -> Whole:
    """The taught heads. `people` and `phantom` hold training rows only. `tell`: steps done, in all, loss."""
    torch.manual_seed(settings.seed)
    rng = np.random.default_rng(settings.seed)
    before, heads = Whole(network).eval(), Whole(network).train()
    new = list(heads.signs.parameters())
    known = [p for name, p in heads.named_parameters() if not name.startswith("signs.")]
    optimiser = torch.optim.AdamW([{"params": new, "lr": settings.rate}, {"params": known, "lr": settings.rate / 3}], weight_decay=0.01)
    plan = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, settings.steps)
    rare = (phantom.caecum > 0) | (phantom.instrument > 0) | (phantom.usable == 0)
    share = np.where(rare, settings.rare, 1.0)
    share /= share.sum()
    for step in range(settings.steps):
        some = people.rows(rng.integers(0, len(people), settings.batch))
        made = phantom.rows(rng.choice(len(phantom), settings.batch, p=share))
        features = torch.from_numpy(some.features)
        said = heads(features)
        with torch.no_grad():
            was = before(features)
        loss = taught(said, some) + settings.remember * remembered(said, was) + taught(heads(torch.from_numpy(made.features)), made)
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimiser.step()
        plan.step()
        if step % 100 == 99:
            tell(step + 1, settings.steps, float(loss.detach()))
    return heads.eval()


def put_into(network: ColonNet, heads: Whole) -> None:
    """The taught heads in their places, in place."""
    network.signs = heads.signs
    for name in LAYERS[:-1]:
        getattr(network, name).load_state_dict(getattr(heads, name).state_dict())
