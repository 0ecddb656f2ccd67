"""Which labels a run may see: a share of them, drawn by whole sequences and by kind; the rest become pictures without labels."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..index import Picture
from ..rounds import share_of


def kind_of(picture: Picture) -> str:
    """What labels are drawn within: the group of the rounds, lesions by their types."""
    types = sorted({box.label for box in picture.boxes or ()})
    return " ".join([share_of(picture), *types])


def draw(pictures: Sequence[Picture], share: float, seed: int) -> list[Picture]:
    """The training pictures whose labels may be seen: of each kind whole sequences in a random order until the share is reached, one picture at least."""
    rng = np.random.default_rng((seed, round(share * 1e6)))
    kinds: dict[str, dict[str, list[Picture]]] = {}
    for picture in pictures:
        if picture.split == "train":
            kinds.setdefault(kind_of(picture), {}).setdefault(picture.group, []).append(picture)
    chosen: list[Picture] = []
    for _, groups in sorted(kinds.items()):
        wanted = share * sum(len(members) for members in groups.values())
        names = sorted(groups)
        taken: list[Picture] = []
        for n in rng.permutation(len(names)):
            # At most half a sequence too many: what is nearest to the share.
            if taken and len(taken) + len(groups[names[n]]) / 2 > wanted:
                break
            taken += groups[names[n]]
        # One long sequence must not be all of a small share's labels ten times over.
        most = max(1, round(wanted * 1.5))
        chosen += [taken[i] for i in sorted(rng.permutation(len(taken))[:most])]
    return chosen
