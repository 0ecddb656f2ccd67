"""The mean of several runs' weights (Wortsman et al., Model soups, 2022): runs that began from one another lie in one basin, and
their mean generalises better than each, at the cost of one."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from .checkpoint import read_checkpoint, write_whole
from .errors import TrainingError
from .quantaware import plain_state


def blend(paths: Sequence[Path], shares: Sequence[float] | None, size: int | None, out: Path) -> None:
    """Write the weighted mean of checkpoints of one backbone, as a final file of a run. `size`: side of the input (None: the first one's).

    Only what all of them held out counts as held out. Raises `TrainingError` when they do not fit together.
    """
    if len(paths) < 2:
        raise TrainingError("blend", "a blend needs two checkpoints or more")
    weights = [1.0] * len(paths) if shares is None else list(shares)
    if len(weights) != len(paths) or min(weights) < 0 or sum(weights) <= 0:
        raise TrainingError("blend", f"{len(paths)} checkpoints need {len(paths)} shares of 0 or more; {len(weights)} given")
    states = [read_checkpoint(path) for path in paths]
    about = {(state["backbone"], state["folded"]) for state in states}
    if len(about) > 1:
        raise TrainingError("blend", f"the checkpoints are of different kinds ({', '.join(str(a) for a in sorted(about))}); blend runs of one backbone, with or without rounding")
    averages = [plain_state(state["average"]) for state in states]
    if len({frozenset(average) for average in averages}) > 1:
        raise TrainingError("blend", "the checkpoints do not have the same heads (`haustra-train signs` gives a network more); blend before it")
    mean = {
        name: sum(a[name].float() * (w / sum(weights)) for a, w in zip(averages, weights, strict=True)) if first.is_floating_point() else first
        for name, first in averages[0].items()
    }
    held_out = [source for source in states[0]["held_out"] if all(source in state["held_out"] for state in states)]
    write_whole(out, {
        "average": mean, "step": max(int(state["step"]) for state in states), "size": states[0]["size"] if size is None else size,
        "backbone": states[0]["backbone"], "held_out": held_out, "folded": states[0]["folded"],
        **({"phantom": states[0]["phantom"]} if all("phantom" in state for state in states) else {}),
    })  # fmt: skip
