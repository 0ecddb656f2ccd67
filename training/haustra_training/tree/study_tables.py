"""The tables of the real run, in Markdown: means over seeds with deviations, and paired differences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from .study import METADATA, Score

COLUMNS = (
    ("val 1 F1", "val, organ: F1"), ("val 2 F1", "val, finding: F1"), ("val 3 F1", "val, leaf: F1"), ("val 3 MCC", "val, leaf: MCC"),
    ("test 2 F1", "test, finding: F1"), ("test 3 F1", "test, leaf: F1"),
)  # fmt: skip


def spread(values: Sequence[float]) -> str:
    """Mean ± standard deviation (of a sample)."""
    mean = float(np.mean(values))
    return f"{mean:.3f} ± {float(np.std(values, ddof=1)):.3f}" if len(values) > 1 else f"{mean:.3f}"


def points(values: Sequence[float]) -> str:
    """Paired differences in points, mean ± standard deviation."""
    mean = float(np.mean(values)) * 100
    return f"{mean:+.1f} ± {float(np.std(values, ddof=1)) * 100:.1f}" if len(values) > 1 else f"{mean:+.1f}"


def _row(first: Sequence[str], cells: Sequence[str]) -> str:
    return "| " + " | ".join([*first, *cells]) + " |"


def _head(first: Sequence[str], titles: Sequence[str]) -> list[str]:
    return [_row(first, titles), "|---" * (len(first) + len(titles)) + "|"]


def _means(group: Sequence[Score], note: str = "") -> list[str]:
    return [spread([s.values[key + note] for s in group]) for key, _ in COLUMNS]


def heads_table(scores: Sequence[Score]) -> list[str]:
    """Every head without metadata: how many labels it had, and its measures."""
    plain = [s for s in scores if s.job.metadata == "none"]
    first = plain[0]
    titles = [f"{title}, n {first.counts[key]}, {first.values[key.rpartition(' ')[0] + ' classes']:.0f} classes" for key, title in COLUMNS]
    lines = _head(["head", "labels"], titles)
    for name in dict.fromkeys(s.job.name for s in plain):
        group = [s for s in plain if s.job.name == name]
        labels = sorted({s.labels for s in group})
        lines.append(_row([name, f"{labels[0]}–{labels[-1]}" if len(labels) > 1 else str(labels[0])], _means(group)))
    return lines


PAIRS = (
    ("logit adjustment, labels only", "adjust", {"unlabelled": False}),
    ("logit adjustment, + unlabelled", "adjust", {"unlabelled": True}),
    ("unlabelled, cross entropy", "unlabelled", {"adjust": False}),
    ("unlabelled, logit adjustment", "unlabelled", {"adjust": True}),
)
"""What is switched on, and what stays as it is."""


def differences_table(scores: Sequence[Score]) -> list[str]:
    """What each part brings: the same seed, and so the same labels, with and without it."""
    by_job = {s.job: s for s in scores if s.job.metadata == "none" and s.job.input == "features"}
    lines = _head(["paired difference, points"], [title for _, title in COLUMNS])
    for share in (0.1, 1.0):
        for title, switched, fixed in PAIRS:
            without = [j for j in by_job if j.share == share and not getattr(j, switched) and all(getattr(j, k) == v for k, v in fixed.items())]
            pairs = [(by_job[j], by_job[replace(j, adjust=True) if switched == "adjust" else replace(j, unlabelled=True)]) for j in without]
            lines.append(_row([f"{share * 100:.0f} % labels: {title}"], [points([b.values[key] - a.values[key] for a, b in pairs]) for key, _ in COLUMNS]))
    return lines


def metadata_table(scores: Sequence[Score]) -> list[str]:
    """Heads trained with metadata, told it and not told it."""
    lines = _head(["metadata in training (100 %, logit adjustment, labels only)", "told"], [title for _, title in COLUMNS])
    for kind in METADATA:
        group = [s for s in scores if s.job.metadata == kind and s.job.share == 1 and s.job.adjust and not s.job.unlabelled and s.job.input == "features"]
        for note, told in (("", "yes" if kind != "none" else "–"), (" withheld", "no")):
            if group and COLUMNS[0][0] + note in group[0].values:
                lines.append(_row([kind, told], _means(group, note)))
    return lines


def tables(scores: Sequence[Score]) -> str:
    """All tables."""
    return "\n".join([*heads_table(scores), "", *differences_table(scores), "", *metadata_table(scores)])
