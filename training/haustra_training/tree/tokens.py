"""What is known about a picture besides its pixels: segment, light, cleanliness, time in the examination."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from ..errors import TrainingError
from ..index import CLEANLINESS

SEGMENTS = (
    "terminal-ileum", "ileocaecal-valve", "caecum", "appendix", "ascending", "hepatic-flexure", "transverse", "splenic-flexure", "descending",
    "sigmoid", "rectosigmoid", "rectum", "anal-canal", "anastomosis", "oesophagus", "cardia", "fundus", "body", "angulus", "antrum", "pylorus",
    "duodenal-bulb", "duodenum-2",
)  # fmt: skip
LIGHTS = ("white", "nbi", "nbi-like", "bli", "lci", "fice", "i-scan", "wli/lci", "lugol", "indigo-carmine", "acetic-acid", "other")
FIELDS: dict[str, tuple[str, ...]] = {"segment": SEGMENTS, "light": LIGHTS, "cleanliness": CLEANLINESS}
"""Values of each kind of metadata; number 0 is "not known", the values count from 1."""

NOT_KNOWN = -1.0
"""Minutes where the time is not known."""


@dataclass
class Metadata:
    """Metadata of a batch."""

    choices: Tensor
    """[B,3] int64, one column a field in the order of FIELDS; 0 is not known."""
    minutes: Tensor
    """[B] float32, minutes since the examination began; negative is not known."""

    def rows(self, which: Tensor) -> Metadata:
        return Metadata(self.choices[which], self.minutes[which])


def encode(rows: Sequence[Mapping[str, str | None]], where: str = "metadata") -> Metadata:
    """Cells by field name (and `minutes`); an empty or missing cell is "not known". Raises `TrainingError` for a value that is not known."""
    choices = np.zeros((len(rows), len(FIELDS)), np.int64)
    minutes = np.full(len(rows), NOT_KNOWN, np.float32)
    for n, row in enumerate(rows):
        for column, (name, values) in enumerate(FIELDS.items()):
            cell = row.get(name) or ""
            if cell and cell not in values:
                raise TrainingError("metadata-value", f"{where}, row {n + 1}: {name} '{cell}' is not one of {', '.join(values)}; mend the cell, or leave it empty for 'not known'")
            choices[n, column] = values.index(cell) + 1 if cell else 0
        minutes[n] = _minutes(row.get("minutes") or "", f"{where}, row {n + 1}")
    return Metadata(torch.from_numpy(choices), torch.from_numpy(minutes))


def _minutes(cell: str, where: str) -> float:
    if cell == "":
        return NOT_KNOWN
    try:
        value = float(cell)
    except ValueError:
        value = -1.0
    if not 0 <= value < 1e5:
        raise TrainingError("metadata-value", f"{where}: minutes '{cell}' is not a number from 0 up; mend the cell, or leave it empty for 'not known'")
    return value


def nothing_known(count: int) -> Metadata:
    """Metadata of pictures of which nothing is known."""
    return Metadata(torch.zeros(count, len(FIELDS), dtype=torch.int64), torch.full((count,), NOT_KNOWN))


def dropped(given: Metadata, share: float, generator: torch.Generator) -> Metadata:
    """Each value forgotten with probability `share`, and in half as many rows everything: so the head learns to do without."""
    count = len(given.minutes)
    everything = torch.rand(count, 1, generator=generator) < share / 2
    lost = (torch.rand(count, len(FIELDS) + 1, generator=generator) < share) | everything
    return Metadata(given.choices.masked_fill(lost[:, :-1], 0), given.minutes.masked_fill(lost[:, -1], NOT_KNOWN))


def numbers_of(given: Metadata) -> dict[str, NDArray[np.generic]]:
    """The inputs of an exported head, by name."""
    columns = {name: given.choices[:, n].numpy() for n, name in enumerate(FIELDS)}
    return {**columns, "minutes": given.minutes.numpy()}
