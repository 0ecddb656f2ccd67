"""The head: features of the whole picture and what else is known of it -> logits of the leaves of a tree."""

from __future__ import annotations

from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from ..export import unit
from .tokens import FIELDS, Metadata

TIME_WAVES = 8
"""Sines and as many cosines that tell the time in the examination, from an hour down to half a minute."""


@dataclass(frozen=True)
class HeadForm:
    """What a head is built from; written beside its weights."""

    features: int
    leaves: int
    width: int = 128
    """Numbers of the picture's token, in the narrow place before the leaves: at 10,000 leaves it decides the cost."""
    cosine: bool = True
    """Leaves by the angle to their vector, not its length, so that frequent leaves cannot grow long."""
    scale: float = 16.0
    dropout: float = 0.2
    heads: int = 4


class Fusion(nn.Module):
    """One attention block: the picture's token asks itself and the metadata's tokens, as MetaFormer does."""

    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.norm = nn.LayerNorm(width)
        self.query, self.key, self.value, self.out = (nn.Linear(width, width) for _ in range(4))
        self.mix = nn.Sequential(nn.LayerNorm(width), nn.Linear(width, 2 * width), nn.ReLU(), nn.Linear(2 * width, width))

    def forward(self, picture: Tensor, others: Tensor) -> Tensor:
        """picture [B,W], others [B,T,W] -> [B,W]."""
        tokens = self.norm(torch.cat([picture[:, None], others], dim=1))
        batch, count, width = tokens.shape
        query = self.query(tokens[:, :1]).view(batch, 1, self.heads, -1).transpose(1, 2)
        key = self.key(tokens).view(batch, count, self.heads, -1).permute(0, 2, 3, 1)
        value = self.value(tokens).view(batch, count, self.heads, -1).transpose(1, 2)
        share = torch.softmax(query @ key * (width // self.heads) ** -0.5, dim=-1)
        picture = picture + self.out((share @ value).transpose(1, 2).reshape(batch, width))
        mixed: Tensor = picture + self.mix(picture)
        return mixed


class TreeHead(nn.Module):
    """features [B,F] and metadata -> logits [B,L] of the leaves, uncalibrated by how frequent they are."""

    mean: Tensor
    spread: Tensor
    waves: Tensor

    def __init__(self, form: HeadForm) -> None:
        super().__init__()
        self.form = form
        self.register_buffer("mean", torch.zeros(form.features))
        self.register_buffer("spread", torch.ones(form.features))
        self.register_buffer("waves", 2 * torch.pi / 60 * 2.0 ** torch.arange(TIME_WAVES), persistent=False)
        self.project = nn.Sequential(nn.Linear(form.features, form.width), nn.LayerNorm(form.width), nn.ReLU(), nn.Dropout(form.dropout))
        self.words = nn.ModuleList(nn.Embedding(len(values) + 1, form.width) for values in FIELDS.values())
        self.time = nn.Linear(2 * TIME_WAVES + 1, form.width)
        self.no_time = nn.Parameter(torch.zeros(form.width))
        self.fusion = Fusion(form.width, form.heads)
        self.leaf = nn.Parameter(torch.randn(form.leaves, form.width) * form.width**-0.5)
        self.bias = nn.Parameter(torch.zeros(form.leaves), requires_grad=not form.cosine)
        self.scale = nn.Parameter(torch.tensor(form.scale), requires_grad=form.cosine)

    @torch.no_grad()
    def standardise(self, features: Tensor) -> None:
        """Take mean and spread of the features from training pictures [n,F]."""
        self.mean.copy_(features.mean(dim=0))
        self.spread.copy_(features.std(dim=0).clamp(min=1e-4))

    def told(self, known: Metadata) -> Tensor:
        """Metadata as tokens [B,T,W], one a field and one for the time."""
        words = [table(known.choices[:, n]) for n, table in enumerate(self.words)]
        minutes = known.minutes[:, None].clamp(min=0)
        angles = minutes * self.waves
        clock = self.time(torch.cat([angles.sin(), angles.cos(), minutes / 60], dim=1))
        words.append(torch.where(known.minutes[:, None] >= 0, clock, self.no_time))
        return torch.stack(words, dim=1)

    def classifier(self) -> Tensor:
        """What the narrow token is multiplied by, [L,W]."""
        return self.scale * F.normalize(self.leaf, dim=1) if self.form.cosine else self.leaf

    def narrow(self, features: Tensor, known: Metadata) -> Tensor:
        """The token before the leaves, [B,W]; of length 1 with a cosine classifier."""
        token: Tensor = self.fusion(self.project((features - self.mean) / self.spread), self.told(known))
        return unit(token) if self.form.cosine else token

    def forward(self, features: Tensor, known: Metadata) -> Tensor:
        return F.linear(self.narrow(features, known), self.classifier(), self.bias)
