"""Looking once at every picture that the heads learn from or are measured on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from ..dataset import PictureSet, Sample
from ..field import Rect
from ..index import Picture
from ..rounds import RoundSampler
from ..style import Styles
from ..tree.network import Extractor
from ..tree.progress import Progress
from .phantom import Shown, frames_of
from .table import Table, joined, of_people, of_phantom, read_table, write_table


def kept(path: Path, gather: Callable[[], Table]) -> Table:
    """The table in the file, gathered first where there is none."""
    if not path.is_file():
        write_table(path, gather())
    return read_table(path)


def phantom_table(extractor: Extractor, paths: Sequence[Path], into: Path, varied: bool) -> Table:
    """Procedures of the phantom, a file each in `into` so that a stop costs one; `varied`: with the changed view of every frame too."""
    progress, tables = Progress("procedures of the phantom", len(paths)), []
    for n, path in enumerate(paths):

        def gather(path: Path = path) -> Table:
            frames: list[Shown] = []
            rows = []
            for views in frames_of(path, extractor.size):
                for one in views if varied else views[:1]:
                    rows.append(extractor.look(one.image[None])[0])
                    frames.append(one)
            return of_phantom(np.concatenate(rows), frames)

        tables.append(kept(into / f"{path.name.split('.')[0]}{'' if varied else '-plain'}.npz", gather))
        progress.at(n + 1)
    return joined(tables)


def people_table(extractor: Extractor, pictures: Sequence[Picture], fields: dict[str, Rect], drawn: Sequence[int | tuple[int, int]], styles: Styles | None) -> Table:
    """Pictures of people: those drawn, by number; with a seed each, changed by it as in training."""
    data = PictureSet(pictures, fields, train=styles is not None, size=extractor.size, styles=styles)
    progress, rows, labels = Progress("pictures of people", len(drawn)), [], []
    for n, item in enumerate(drawn):
        sample: Sample = data[item]
        rows.append(extractor.look(sample.image[None])[0])
        labels.append(sample.labels)
        if n % 50 == 49:
            progress.at(n + 1)
    return of_people(np.concatenate(rows), labels)


def rounds_of(pictures: Sequence[Picture], rounds: int, seed: int) -> list[tuple[int, int]]:
    """What so many rounds of training draw."""
    sampler = RoundSampler(pictures, seed)
    drawn: list[tuple[int, int]] = []
    for number in range(rounds):
        sampler.round = number
        drawn += list(sampler)
    return drawn


def each(count: int, times: int, seed: int) -> list[tuple[int, int]]:
    """Each of so many pictures so many times, changed otherwise each time."""
    return [(n, seed + turn * count + n) for turn in range(times) for n in range(count)]
