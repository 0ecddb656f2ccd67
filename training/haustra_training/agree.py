"""The losses of several runs side by side, round by round: do two processes learn as one does?"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from .curves import read_history
from .errors import TrainingError


def side_by_side(runs: Sequence[Path], measure: str = "total") -> str:
    """Markdown: the measure of each run a round; the differences to the first run, and their mean size, below."""
    columns = [[row[measure] for row in read_history(run) if measure in row] for run in runs]
    rounds = min(len(column) for column in columns)
    if rounds == 0:
        raise TrainingError("agree", f"a run has no '{measure}' yet; train at least one round of each")
    lines = [f"| round | {' | '.join(run.name for run in runs)} |", f"|---|{'---|' * len(runs)}"]
    lines += [f"| {n + 1} | {' | '.join(f'{column[n]:.3f}' for column in columns)} |" for n in range(rounds)]
    gaps = [sum(abs(column[n] - columns[0][n]) / columns[0][n] for n in range(rounds)) / rounds for column in columns]
    lines.append(f"| mean difference to the first | {' | '.join(f'{100 * gap:.1f} %' for gap in gaps)} |")
    return "\n".join(lines)
