"""What a round of training draws: how many pictures of each group, in which order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from torch.utils.data import Sampler

from .index import Picture

SHARES: dict[str, int] = {
    "polyp:hyperkvasir": 850, "polyp:neopolyp": 800, "polyp:cvc-clinicdb": 360, "polyp:polypgen": 400, "undrawn:polypgen": 40,
    "none:polypgen": 330, "unusable": 70, "caecum": 200, "bbps-0-1": 110, "bbps-2-3": 200, "impacted-stool": 70,
    "upper:upper-edd2020": 90, "upper:upper-esoopen": 60, "upper:upper-khookh": 45, "upper:upper-lag": 45, "upper:upper-lagclip": 60, "upper:upper-neilus03": 100,
    "outside": 140,
}  # fmt: skip
"""Pictures drawn a round from each group; detection pictures lead, small groups are repeated. Gastroscopy is drawn by source:
one long recording must not outweigh a small collection of many patients."""

SITE = "site"
"""Source of a hospital's own pictures. Those that its doctors labelled are drawn `SITE_TURNS` times a round, `SITE_MOST` of a kind at most."""
SITE_TURNS, SITE_MOST = 3, 400


def wanted_of(group: str, members: int) -> int:
    """Pictures drawn a round from a group of so many; 0 for a group that nothing is known of."""
    return min(SITE_TURNS * members, SITE_MOST) if group.endswith(f":{SITE}") else SHARES.get(group, 0)


def share_of(picture: Picture) -> str:
    """The group of `SHARES` that a picture is drawn from."""
    if picture.organ == "outside":
        return "outside"
    if picture.organ == "upper":
        return f"upper:{picture.source}"
    if picture.quality == "unusable":
        return "unusable"
    if picture.landmark is not None:
        return picture.landmark
    if picture.cleanliness is not None:
        return picture.cleanliness
    if picture.boxes:
        return f"polyp:{picture.source}"
    return f"{'undrawn' if picture.boxes is None else 'none'}:{picture.source}"


class RoundSampler(Sampler[tuple[int, int]]):
    """Draws one round by `SHARES`, without repeats inside a group until the group is used up.

    Seeded by round; with several processes, each draws its own part of the same round. `length`: pictures of a shorter round.
    """

    def __init__(self, pictures: Sequence[Picture], seed: int, rank: int = 0, size: int = 1, length: int | None = None) -> None:
        self.rank, self.size = rank, size
        self.groups: dict[str, list[int]] = {}
        for n, picture in enumerate(pictures):
            self.groups.setdefault(share_of(picture), []).append(n)
        wanted = {group: wanted_of(group, len(members)) for group, members in self.groups.items()}
        whole = sum(wanted.values())
        # A shorter round keeps the proportions.
        factor = 1.0 if length is None or whole == 0 else min(1.0, length / whole)
        self.wanted = {group: max(1, round(count * factor)) for group, count in sorted(wanted.items()) if count > 0}
        self.seed = seed
        self.round = 0

    def __len__(self) -> int:
        return sum(self.wanted.values()) // self.size

    def __iter__(self) -> Iterator[tuple[int, int]]:
        rng = np.random.default_rng((self.seed, self.round))
        drawn: list[int] = []
        for group, wanted in self.wanted.items():
            members = self.groups[group]
            while wanted > 0:
                part = rng.permutation(members)[:wanted]
                drawn.extend(int(n) for n in part)
                wanted -= len(part)
        order = rng.permutation(len(drawn))[self.rank :: self.size][: len(self)]
        base = self.seed * 100_003 + self.round * 1_000_003
        return iter([(drawn[i], base + int(i)) for i in order])
