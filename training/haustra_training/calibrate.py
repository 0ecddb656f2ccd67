"""Fitting probabilities on validation pictures."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray

from .dataset import IGNORE, labels_of
from .export import Calibration, Classes, Line
from .field import Rect, crop_field
from .index import Picture
from .inference import heads_of, lesions_of, truth_of
from .metrics import Detections, Floats, matches
from .network import ColonNet, Heads
from .pictures import read_mask

PRIOR = 2.0
"""Pull towards "leave as it is", in pictures: keeps small groups from wild slopes."""


def minimise(parameters: list[torch.Tensor], loss: Callable[[], torch.Tensor]) -> None:
    """Move `parameters` to where `loss` is least (smooth, few parameters)."""
    optimiser = torch.optim.LBFGS(parameters, max_iter=100, line_search_fn="strong_wolfe")

    def closure() -> torch.Tensor:
        optimiser.zero_grad()
        value = loss()
        value.backward()  # type: ignore[no-untyped-call]
        return value

    optimiser.step(closure)  # type: ignore[no-untyped-call]


def fit_line(logits: Floats, positive: NDArray[np.bool_], weights: Floats | None = None) -> Line:
    """Platt scaling by Newton-like minimisation of the log loss, held near slope 1, offset 0."""
    if len(logits) == 0 or positive.all() or not positive.any():
        return Line()
    x, y = torch.from_numpy(logits.astype(np.float64)), torch.from_numpy(positive.astype(np.float64))
    w = torch.ones_like(x) if weights is None else torch.from_numpy(weights.astype(np.float64))
    log_slope = torch.zeros((), dtype=torch.float64, requires_grad=True)
    offset = torch.zeros((), dtype=torch.float64, requires_grad=True)

    def loss() -> torch.Tensor:
        each = F.binary_cross_entropy_with_logits(x * log_slope.exp() + offset, y, reduction="none")
        return (each * w).sum() + PRIOR * (log_slope.square() + 0.1 * offset.square())

    minimise([log_slope, offset], loss)
    return Line(float(log_slope.detach().exp()), float(offset.detach()))


def fit_classes(logits: Floats, target: NDArray[np.int64]) -> Classes:
    """Slope and one offset a class (mean 0) that minimise cross entropy, held near "leave as it is".

    Offsets, because a network that meets a new source leans to the class that it saw most (Guo et al., 2017: vector scaling, with one slope).
    """
    if len(logits) == 0:
        return Classes()
    x, y = torch.from_numpy(logits.astype(np.float64)), torch.from_numpy(target)
    log_slope = torch.zeros((), dtype=torch.float64, requires_grad=True)
    offsets = torch.zeros(x.shape[1], dtype=torch.float64, requires_grad=True)

    def loss() -> torch.Tensor:
        each = F.cross_entropy(x * log_slope.exp() + offsets, y, reduction="sum")
        return each + PRIOR * (log_slope.square() + 0.1 * offsets.square().sum())

    minimise([log_slope, offsets], loss)
    return Classes(float(log_slope.detach().exp()), tuple(offsets.detach().sub(offsets.detach().mean()).tolist()))


def best_cut(masks: Sequence[tuple[Floats, NDArray[np.bool_]]]) -> float:
    """The logit from which on a pixel should count as lesion: mean Dice over pictures (logits, truth) is highest there."""
    cuts = np.linspace(-2, 2, 81)
    sums = np.zeros(len(cuts))
    for logits, truth in masks:
        inside, everywhere = (np.sort(values.ravel()) for values in (logits[truth], logits))
        hit, said = (len(v) - np.searchsorted(v, cuts) for v in (inside, everywhere))
        sums += 2 * hit / np.maximum(said + int(truth.sum()), 1)
    # The middle of the best stretch: its edges are luck.
    near = cuts[sums >= sums.max() - 5e-4 * len(masks)]
    return float(near.mean())


def outline_line(masks: Sequence[tuple[Floats, NDArray[np.bool_]]]) -> Line:
    """Platt scaling of the mask, moved so that 0.5, where the outline is drawn, lies where outlines fit best (by Dice)."""
    if not masks:
        return Line()
    rng = np.random.default_rng(0)
    picks = [rng.integers(0, truth.size, 200) for _, truth in masks]
    logits = np.concatenate([a.ravel()[some] for (a, _), some in zip(masks, picks, strict=True)])
    truths = np.concatenate([b.ravel()[some] for (_, b), some in zip(masks, picks, strict=True)])
    # A pixel is worth little alone: neighbours repeat each other.
    slope = fit_line(logits, truths, weights=np.full(len(logits), 0.05, np.float32)).slope
    return Line(slope, -slope * best_cut(masks))


def calibrate(network: ColonNet, pictures: Sequence[Picture], fields: dict[str, Rect]) -> Calibration:
    """Fit every head's probabilities on validation pictures (those with the label only)."""
    scores: list[tuple[float, bool]] = []
    kinds: list[tuple[float, bool]] = []
    masks: list[tuple[Floats, NDArray[np.bool_]]] = []
    usable: list[tuple[float, bool]] = []
    caecum: list[tuple[float, bool]] = []
    organ: list[tuple[Floats, int]] = []
    cleanliness: list[tuple[Floats, int]] = []

    def use(n: int, heads: Heads) -> None:
        picture, labels = pictures[n], labels_of(pictures[n])
        rect = fields[picture.id]
        if picture.boxes is not None:
            logits = heads.scores[0].numpy()
            # Logits serve as scores here; the floor is far below any operating point.
            found = lesions_of(heads.boxes[0].numpy(), logits, heads.types[0].numpy(), rect, least=-7.0)
            hit = matches(Detections(found.boxes, found.scores, truth_of(picture)))
            scores.extend((float(s), bool(h)) for s, h in zip(found.scores, hit, strict=True))
            label = {box.label for box in picture.boxes}
            if len(label) == 1 and label <= {"neoplastic", "non-neoplastic"}:
                kinds.extend((float(t), "neoplastic" in label) for t, h in zip(found.types, hit, strict=True) if h)
        mask = read_mask(picture)
        if mask is not None:
            truth = crop_field((mask > 0).astype(np.uint8)[..., None].repeat(3, axis=2) * 255, rect, network.size // 4)[..., 0] > 127
            masks.append((heads.mask[0, 0].numpy(), truth))
        if labels.usable_weight == 1.0:
            usable.append((float(heads.usable[0]), labels.usable == 1))
        if labels.caecum_weight >= 0.5:
            caecum.append((float(heads.caecum[0]), labels.caecum == 1))
        if labels.organ != IGNORE:
            organ.append((heads.organ[0].numpy(), labels.organ))
        if labels.cleanliness != IGNORE:
            cleanliness.append((heads.cleanliness[0].numpy(), labels.cleanliness))

    heads_of(network, pictures, fields, use)

    def line(pairs: list[tuple[float, bool]]) -> Line:
        return fit_line(np.array([a for a, _ in pairs], np.float32), np.array([b for _, b in pairs], np.bool_))

    def classes(pairs: list[tuple[Floats, int]]) -> Classes:
        return fit_classes(np.stack([a for a, _ in pairs]), np.array([b for _, b in pairs])) if pairs else Classes()

    return Calibration(
        score=line(scores), kind=line(kinds), usable=line(usable), caecum=line(caecum),
        mask=outline_line(masks),
        organ=classes(organ), cleanliness=classes(cleanliness),
    )  # fmt: skip
