"""The curves of a run: `history.jsonl` as one self-contained SVG, a panel a measure."""

from __future__ import annotations

import json
from collections.abc import Sequence
from html import escape
from pathlib import Path

from .errors import TrainingError
from .whole import write_text

WIDTH, HEIGHT, GAP, ACROSS = 300, 130, 54, 3
"""Panel size and the room between panels, in pixels; panels in a row."""

NOT_DRAWN = ("round", "step", "minutes")
FIRST = ("val_ap50", "total")

Row = dict[str, float]


def read_history(run: Path) -> list[Row]:
    """The rounds of a run; raises `TrainingError` when it has none yet or a line is damaged."""
    path = run / "history.jsonl"
    if not path.is_file():
        raise TrainingError("no-history", f"no history at {path}; name the folder of a run that has finished a round")
    try:
        rows = [json.loads(line) for line in path.read_text().splitlines() if line]
        return [{str(name): float(value) for name, value in row.items()} for row in rows]
    except (ValueError, TypeError, AttributeError) as cause:
        raise TrainingError("history", f"{path} holds a line that is not a round ({cause}); remove that line") from cause


def panel(name: str, points: Sequence[tuple[float, float]], minutes: float) -> str:
    """One measure over the minutes 0…`minutes`: its line, its range at the left and its last value."""
    values = [y for _, y in points]
    low, high = min(values), max(values)
    span = (high - low) or 1.0
    places = [(x / minutes * WIDTH, HEIGHT - (y - low) / span * HEIGHT) for x, y in points]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    end_x, end_y = places[-1]
    return (
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="none" stroke="#bbb"/>'
        f'<text y="-6" font-weight="bold">{escape(name)}</text><text x="{WIDTH}" y="-6" text-anchor="end">last {values[-1]:.4g}</text>'
        f'<text x="-4" y="10" text-anchor="end" class="s">{high:.3g}</text><text x="-4" y="{HEIGHT}" text-anchor="end" class="s">{low:.3g}</text>'
        f'<text x="{WIDTH}" y="{HEIGHT + 12}" text-anchor="end" class="s">{minutes:.0f} min</text>'
        f'<polyline points="{line}" fill="none" stroke="#1668b8" stroke-width="1.5"/><circle cx="{end_x:.1f}" cy="{end_y:.1f}" r="2.5" fill="#1668b8"/>'
    )


def draw(rows: Sequence[Row], title: str) -> str:
    """All measures of the rounds as SVG text; the averaged network's validation AP50 and the whole loss come first."""
    names = sorted({name for row in rows for name in row} - set(NOT_DRAWN), key=lambda name: (FIRST.index(name) if name in FIRST else len(FIRST), name))
    minutes = max((row["minutes"] for row in rows), default=0.0) or 1.0
    parts = []
    for n, name in enumerate(names):
        x, y = GAP + (n % ACROSS) * (WIDTH + 2 * GAP), 2 * GAP + (n // ACROSS) * (HEIGHT + GAP)
        points = [(row["minutes"], row[name]) for row in rows if name in row]
        parts.append(f'<g transform="translate({x},{y})">{panel(name, points, minutes)}</g>')
    wide, high = ACROSS * (WIDTH + 2 * GAP), 2 * GAP + -(-len(names) // ACROSS) * (HEIGHT + GAP)
    head = f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide}" height="{high}" viewBox="0 0 {wide} {high}" font-family="sans-serif" font-size="12">'
    style = f'<style>.s{{font-size:10px;fill:#666}}</style><rect width="{wide}" height="{high}" fill="#fff"/>'
    return f'{head}{style}<text x="{GAP}" y="26" font-size="16">{escape(title)}</text>{"".join(parts)}</svg>\n'


def write_curves(run: Path) -> Path:
    """Write `curves.svg` into the folder of the run; returns its path."""
    rows = read_history(run)
    path = run / "curves.svg"
    write_text(path, draw(rows, f"{run.name}: {len(rows)} rounds"))
    return path
