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


def fit_scaling(offsets: int, error: Callable[[torch.Tensor, torch.Tensor], torch.Tensor]) -> tuple[float, list[float]]:
    """The slope and the `offsets` numbers at which `error` (slope, offsets [n]) is least, held near slope 1 and offset 0."""
    log_slope = torch.zeros((), dtype=torch.float64, requires_grad=True)
    offset = torch.zeros(offsets, dtype=torch.float64, requires_grad=True)
    optimiser = torch.optim.LBFGS([log_slope, offset], max_iter=100, line_search_fn="strong_wolfe")

    def closure() -> torch.Tensor:
        optimiser.zero_grad()
        loss = error(log_slope.exp(), offset) + PRIOR * (log_slope.square() + 0.1 * offset.square().sum())
        loss.backward()  # type: ignore[no-untyped-call]
        return loss

    optimiser.step(closure)  # type: ignore[no-untyped-call]
    return float(log_slope.detach().exp()), offset.tolist()


def fit_line(logits: Floats, positive: NDArray[np.bool_], weights: Floats | None = None) -> Line:
    """Platt scaling: the log loss is least."""
    if len(logits) == 0 or positive.all() or not positive.any():
        return Line()
    x, y = torch.from_numpy(logits.astype(np.float64)), torch.from_numpy(positive.astype(np.float64))
    w = None if weights is None else torch.from_numpy(weights.astype(np.float64))
    slope, (offset,) = fit_scaling(1, lambda slope, offset: F.binary_cross_entropy_with_logits(x * slope + offset, y, w, reduction="sum"))
    return Line(slope, offset)


def fit_classes(logits: Floats, target: NDArray[np.int64]) -> Classes:
    """Vector scaling with one slope (Guo et al., 2017): the cross entropy is least. Offsets have the mean 0.

    Offsets, because a network that meets a new source leans to the class that it saw most.
    """
    x, y = torch.from_numpy(logits.astype(np.float64)), torch.from_numpy(target)
    slope, offsets = fit_scaling(x.shape[1], lambda slope, offset: F.cross_entropy(x * slope + offset, y, reduction="sum"))
    mean = sum(offsets) / len(offsets)
    return Classes(slope, tuple(offset - mean for offset in offsets))


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
