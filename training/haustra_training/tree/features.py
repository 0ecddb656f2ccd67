"""What a network says of pictures in numbers: features of several views of each, computed once and kept."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import torch
from numpy.typing import NDArray

from ..augment import photometric, placed
from ..errors import TrainingError
from ..field import crop_field, find_field
from ..metrics import Floats
from ..pictures import CACHE, read_image
from ..whole import whole
from .items import Item
from .network import Extractor, open_extractor
from .progress import Progress
from .workers import workers

VIEWS = 4
"""Of a picture to train on: plain, mirrored (both weak), and two with other place, colour, light, text (strong)."""
WEAK = 2
CHUNK = 400
"""Pictures between two savings of the cache."""


@dataclass
class Seen:
    """What the network said of some pictures."""

    views: dict[str, Floats]
    """By id: [VIEWS or 1, F]."""
    cleanliness: dict[str, Floats]
    """By id: probabilities [3] from the plain view, where the network tells them."""


def views_of(image: NDArray[np.uint8], size: int, count: int, seed: int) -> NDArray[np.uint8]:
    """[count,S,S,3]: the first `count` views of a picture; the same seed gives the same views."""
    rect = find_field(image)
    plain = crop_field(image, rect, size)
    made = [plain, plain[:, ::-1]]
    for n in range(WEAK, count):
        rng = np.random.default_rng((seed, n))
        moved, _ = placed(image, rect, size, rng)
        made.append(photometric(moved, rng))
    return np.stack(made[:count])


def _key(item: Item) -> str:
    """Names a picture's content without reading it: where it lies, how long it is, when it was written."""
    try:
        found = item.image.stat()
    except OSError as cause:
        raise TrainingError("no-picture", f"no picture at {item.image} ({item.id}); mend its path in the labels") from cause
    text = f"{item.image.resolve()}|{found.st_size}|{found.st_mtime_ns}|{VIEWS if item.taught else 1}"
    return hashlib.sha256(text.encode()).hexdigest()[:24]


def _look(extractor: Extractor, image: Path, count: int) -> Floats:
    """[count, F+3]: features, then cleanliness."""
    pictures = views_of(read_image(image), extractor.size, count, zlib.crc32(image.name.encode()))
    return np.concatenate(extractor.look(pictures), axis=1)


_OPENED: dict[str, Extractor] = {}


def _task(task: tuple[str, str, int]) -> Floats:
    network, image, count = task
    if network not in _OPENED:
        torch.set_num_threads(1)
        cv2.setNumThreads(1)
        _OPENED[network] = open_extractor(Path(network))
    return _look(_OPENED[network], Path(image), count)


def _read_cache(path: Path) -> dict[str, Floats]:
    if not path.is_file():
        return {}
    with np.load(path) as kept:
        numbers, ends = kept["numbers"], np.cumsum(kept["counts"])
        return {str(key): numbers[end - count : end] for key, count, end in zip(kept["keys"], kept["counts"], ends, strict=True)}


def _write_cache(path: Path, known: dict[str, Floats]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    rows = list(known.values())
    with whole(path) as temporary, temporary.open("wb") as handle:
        np.savez(handle, keys=np.array(list(known)), counts=np.array([len(r) for r in rows]), numbers=np.concatenate(rows))


def see(network: Path, items: Sequence[Item], processes: int = 1, cache: Path = CACHE) -> Seen:
    """Features of all pictures, all views of those to train on and the plain one of others; kept in `cache` a network's weights.

    Stopped half-way, it goes on from the last few hundred pictures.
    """
    extractor = open_extractor(network)
    store = cache / f"tree-{extractor.fingerprint[:12]}-{extractor.size}.npz"
    known, keys = _read_cache(store), [_key(item) for item in items]
    fresh = {key: (str(network), str(item.image), VIEWS if item.taught else 1) for key, item in zip(keys, items, strict=True) if key not in known}
    if fresh:
        names = list(fresh)
        progress = Progress("features, pictures", len(names))
        with workers(processes) as pool:
            for start in range(0, len(names), CHUNK):
                part = names[start : start + CHUNK]
                known.update(zip(part, pool.imap(_task, [fresh[name] for name in part], chunksize=8), strict=True))
                _write_cache(store, known)
                progress.at(start + len(part))
    numbers = {item.id: known[key] for key, item in zip(keys, items, strict=True)}
    return Seen(
        {name: rows[:, : extractor.features] for name, rows in numbers.items()},
        {name: rows[0, extractor.features :] for name, rows in numbers.items()} if extractor.tells_cleanliness else {},
    )
