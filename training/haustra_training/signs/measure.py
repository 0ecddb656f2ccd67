"""How well the heads of the whole picture do on rows that they did not learn from."""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from ..dataset import IGNORE
from ..metrics import Floats, roc_auc
from .fit import Whole
from .table import Table


@torch.no_grad()
def measure(heads: Whole, table: Table) -> dict[str, float]:
    """Accuracies, areas under the curve (of rows with a surely known label) and, where shares are known, mean error and correlation."""
    said = heads(torch.from_numpy(table.features))
    found: dict[str, float] = {}

    def right(name: str, logits: Floats, truth: NDArray[np.int64]) -> None:
        known = truth != IGNORE
        if known.any():
            found[name] = float((logits[known].argmax(axis=1) == truth[known]).mean())

    def area(name: str, logits: Floats, truth: Floats, weight: Floats) -> None:
        known = weight >= 0.5
        if known.any() and 0 < truth[known].mean() < 1:
            found[name] = roc_auc(logits[known], truth[known] > 0)

    right("organ", said.organ.numpy(), table.organ)
    right("cleanliness", said.cleanliness.numpy(), table.cleanliness)
    area("usable AUC", said.usable.numpy(), table.usable, table.usable_weight)
    area("caecum AUC", said.caecum.numpy(), table.caecum, table.caecum_weight)
    area("instrument AUC", said.signs[:, 0].numpy(), table.instrument, table.instrument_weight)
    for n, name in ((1, "residue"), (2, "bubbles")):
        bounds = getattr(table, name)
        sure = bounds[:, 0] == bounds[:, 1]
        shares, truth = torch.sigmoid(said.signs[:, n]).numpy()[sure], bounds[sure, 0]
        if sure.sum() > 1 and np.ptp(truth) > 0:
            found[f"{name} mean error"] = float(np.abs(shares - truth).mean())
            found[f"{name} correlation"] = float(np.corrcoef(shares, truth)[0, 1])
    return found


@torch.no_grad()
def moved(before: Whole, after: Whole, table: Table) -> dict[str, float]:
    """How far the heads that know people have moved: mean change of a probability (of several classes: half of all changes)."""
    features = torch.from_numpy(table.features)
    was, now = before(features), after(features)

    def classes(a: Tensor, b: Tensor) -> float:
        return float((a.softmax(1) - b.softmax(1)).abs().sum(1).mean() / 2)

    def pairs(a: Tensor, b: Tensor) -> float:
        return float((a.sigmoid() - b.sigmoid()).abs().mean())

    return {
        "organ": classes(was.organ, now.organ), "organ told otherwise": float((was.organ.argmax(1) != now.organ.argmax(1)).float().mean()),
        "cleanliness": classes(was.cleanliness, now.cleanliness), "usable": pairs(was.usable, now.usable), "caecum": pairs(was.caecum, now.caecum),
    }  # fmt: skip
