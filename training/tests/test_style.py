from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np

from haustra_training.field import WHOLE
from haustra_training.index import read_index
from haustra_training.style import restyle, style_of, styles_of


def view(colour: tuple[int, int, int], seed: int = 0) -> np.ndarray:
    rng = np.random.default_rng(seed)
    image = np.clip(np.array(colour) + rng.normal(0, 12, (64, 64, 3)), 40, 255).astype(np.uint8)
    image[:, :8] = 0
    return image


def test_colours_move_to_the_other_picture_and_the_border_stays() -> None:
    mine, theirs = view((200, 110, 90)), view((120, 140, 150), 1)
    moved = restyle(mine, style_of(theirs), 1.0)
    assert np.abs(style_of(moved)[:3] - style_of(theirs)[:3]).max() < 4 and moved[:, :8].max() == 0
    half = style_of(restyle(mine, style_of(theirs), 0.5))
    assert np.all(np.abs(half[:3] - (style_of(mine) + style_of(theirs))[:3] / 2) < 4)
    assert np.abs(restyle(mine, style_of(mine), 1.0).astype(int) - mine).max() <= 6


def test_a_dark_picture_has_a_style_too() -> None:
    assert np.isfinite(style_of(np.zeros((8, 8, 3), np.uint8))).all()


def test_styles_are_drawn_evenly_from_sources_and_found_once(small_set: Path, tmp_path: Path) -> None:
    pictures = read_index(small_set / "index.csv")
    pictures.append(replace(pictures[0], id="x", source="other"))
    fields = {p.id: WHOLE for p in pictures}
    styles = styles_of(pictures, fields, tmp_path / "styles.json")
    assert [len(rows) for rows in styles.by_source] == [3, 1], "everyday pictures give none"
    rng = np.random.default_rng(0)
    assert sum(np.array_equal(styles.draw(rng), styles.by_source[1][0]) for _ in range(20)) > 0
    again = styles_of([replace(p, image=Path("gone")) for p in pictures], fields, tmp_path / "styles.json")
    assert all(np.array_equal(a, b) for a, b in zip(styles.by_source, again.by_source, strict=True))
