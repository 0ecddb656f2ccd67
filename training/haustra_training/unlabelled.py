"""Pictures without any label, added to the rounds when teachers can say what is in them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from torch.utils.data import Sampler

from .index import Picture
from .rounds import RoundSampler


class WithUnlabelled(Sampler[tuple[int, int]]):
    """The labelled round with `count` unlabelled pictures mixed in; items are (picture number, seed) as in `RoundSampler`.

    `pictures` is what the labelled rounds number; those of split `unlabelled` are drawn here, without repeats until
    all are used up. Seeded by round; with several processes, each draws its own part.
    """

    def __init__(self, labelled: RoundSampler, pictures: Sequence[Picture], count: int) -> None:
        self.labelled = labelled
        self.members = [n for n, picture in enumerate(pictures) if picture.split == "unlabelled"]
        self.count = count if self.members else 0

    def __len__(self) -> int:
        return len(self.labelled) + self.count // self.labelled.size

    def __iter__(self) -> Iterator[tuple[int, int]]:
        rank, size, seed, turn = self.labelled.rank, self.labelled.size, self.labelled.seed, self.labelled.round
        rng = np.random.default_rng((seed, turn, 1))
        drawn: list[int] = []
        while len(drawn) < self.count:
            drawn.extend(int(n) for n in rng.permutation(self.members)[: self.count - len(drawn)])
        base = seed * 100_003 + turn * 1_000_003 + 500_000
        extra = [(n, base + i) for i, n in enumerate(drawn)][rank::size][: self.count // size]
        items = [*self.labelled, *extra]
        return iter([items[i] for i in rng.permutation(len(items))])
