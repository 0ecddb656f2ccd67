"""The proof's results as a table with paired differences, and as a plot."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import numpy as np

from ..errors import TrainingError
from ..whole import write_text

METHODS = ("supervised", "selfsup", "semi")
WORDS = {"supervised": "supervised", "selfsup": "+ self-supervised", "semi": "+ semi-supervised"}
MEASURES = {
    "test_ap50": "AP50, test", "f1": "macro-F1 (mean of type and cleanliness)", "val_type_f1": "macro-F1 type, val", "test_cleanliness_f1": "macro-F1 cleanliness, test", "val_ap50": "AP50, val",
}  # fmt: skip
COLOURS = {"supervised": "#888", "selfsup": "#2a7", "semi": "#26c"}

Rows = dict[tuple[str, float, int], dict[str, float]]


def read_cells(into: Path) -> Rows:
    """Every result by method, share and seed; of runs that only teach, none."""
    rows: Rows = {}
    for path in sorted((into / "cells").glob("*.json")):
        row: dict[str, Any] = json.loads(path.read_text())
        if row["method"] in METHODS and row["order"] == 0:
            row["f1"] = (row["val_type_f1"] + row["test_cleanliness_f1"]) / 2
            rows[(row["method"], float(row["share"]), int(row["seed"]))] = row
    if not rows:
        raise TrainingError("proof", f"no results in {into / 'cells'}; run `haustra-train proof` first")
    return rows


def spread(values: Sequence[float]) -> str:
    """Mean ± standard deviation (of a sample), in points of a hundred."""
    deviation = np.std(values, ddof=1) if len(values) > 1 else float("nan")
    return f"{100 * np.mean(values):.1f} ± {100 * deviation:.1f}"


def paired(rows: Rows, method: str, against: str, share: float, measure: str) -> list[float]:
    """The differences of the runs that saw the same labels."""
    seeds = sorted({seed for _, s, seed in rows if s == share})
    return [rows[(method, share, seed)][measure] - rows[(against, share, seed)][measure] for seed in seeds if (method, share, seed) in rows and (against, share, seed) in rows]


def table(rows: Rows) -> str:
    """Markdown: a line a share, method and measure, with the paired difference to the method before it."""
    lines = ["| labels | method | measure | n runs | mean ± SD | difference to the line's forerunner, paired |", "|---|---|---|---|---|---|"]
    for share in sorted({share for _, share, _ in rows}):
        for measure, words in MEASURES.items():
            for method, before in zip(METHODS, ("", *METHODS), strict=False):
                values = [row[measure] for (m, s, _), row in rows.items() if m == method and s == share]
                if values:
                    gain = paired(rows, method, before, share, measure) if before else []
                    lines.append(f"| {100 * share:g} % | {WORDS[method]} | {words} | {len(values)} | {spread(values)} | {spread(gain) if gain else ''} |")
    return "\n".join(lines) + "\n"


def plot(rows: Rows) -> str:
    """SVG: labels (logarithmic) against AP50 and macro-F1, a line a method with its deviation."""
    width, height, gap = 420, 300, 60
    shares = sorted({share for _, share, _ in rows})
    parts = []
    for panel, measure in enumerate(("test_ap50", "f1")):
        everything = [row[measure] for row in rows.values()]
        low, high = min(everything) - 0.03, max(everything) + 0.03

        def at(share: float, value: float, low: float = low, high: float = high) -> tuple[float, float]:
            wide = np.log(shares[-1] / shares[0]) or 1.0
            return float(np.log(share / shares[0]) / wide * width), float((high - value) / (high - low) * height)

        marks = []
        for share in shares:
            x, _ = at(share, low)
            marks.append(f'<text x="{x:.0f}" y="{height + 20}" text-anchor="middle">{100 * share:g} %</text>')
        for value in np.linspace(low, high, 5):
            _, y = at(shares[0], float(value))
            marks.append(f'<path d="M0 {y:.1f}H{width}" stroke="#eee"/><text x="-6" y="{y + 4:.1f}" text-anchor="end">{100 * value:.0f}</text>')
        for method in METHODS:
            points = []
            for share in shares:
                values = [row[measure] for (m, s, _), row in rows.items() if m == method and s == share]
                if not values:
                    continue
                x, y = at(share, float(np.mean(values)))
                points.append(f"{x:.1f},{y:.1f}")
                reach = float(np.std(values, ddof=1)) / (high - low) * height if len(values) > 1 else 0.0
                marks.append(f'<path d="M{x:.1f} {y - reach:.1f}V{y + reach:.1f}" stroke="{COLOURS[method]}"/><circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" fill="{COLOURS[method]}"/>')
            marks.append(f'<polyline points="{" ".join(points)}" fill="none" stroke="{COLOURS[method]}" stroke-width="2"/>')
        marks.append(f'<text x="0" y="-12" font-size="14">{escape(MEASURES[measure])}</text><text x="{width / 2}" y="{height + 38}" text-anchor="middle">share of the labels</text>')
        parts.append(f'<g transform="translate({gap + panel * (width + gap + 20)},{gap})">{"".join(marks)}</g>')
    legend = "".join(f'<g transform="translate({gap + n * 190},{height + 2 * gap})"><circle r="4" fill="{COLOURS[m]}"/><text x="10" y="4">{WORDS[m]}</text></g>' for n, m in enumerate(METHODS))
    wide, high_ = 2 * (width + gap) + 40, height + 2 * gap + 24
    return f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide}" height="{high_}" viewBox="0 0 {wide} {high_}" font-family="sans-serif" font-size="12"><rect width="100%" height="100%" fill="#fff"/>{"".join(parts)}{legend}</svg>\n'


def write_table(into: Path) -> Path:
    """Write `table.md` and `plot.svg` beside the results; returns the table's path."""
    rows = read_cells(into)
    write_text(into / "plot.svg", plot(rows))
    write_text(into / "table.md", table(rows))
    return into / "table.md"
