"""Linear maps from features to descriptors: appearance of a lesion (for the tracker), likeness of pictures (for search)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch

from .field import Rect, crop_field
from .index import Picture
from .inference import heads_of, truth_of
from .metrics import Floats
from .network import EMBEDDING, ColonNet, Heads, normalise
from .pictures import read_image

SEARCH = 128
"""Numbers in the search descriptor of a picture."""

MOST_PICTURES = 700
"""Pictures that the search descriptor is fitted on: more change nothing that matters and cost minutes."""


@dataclass(frozen=True)
class Descriptor:
    """A linear map: descriptor = weight @ features + bias."""

    weight: Floats
    bias: Floats


def pool_box(features: Floats, box: Floats) -> Floats:
    """Mean of features [C,H,W] over a box (x1,y1,x2,y2, fractions of the input), at least one cell."""
    height, width = features.shape[1:]
    x0, y0 = int(np.clip(box[0] * width, 0, width - 1)), int(np.clip(box[1] * height, 0, height - 1))
    x1, y1 = max(x0 + 1, round(float(box[2]) * width)), max(y0 + 1, round(float(box[3]) * height))
    return np.asarray(features[:, y0:y1, x0:x1].mean(axis=(1, 2)), np.float32)


def fit_descriptor(vectors: Floats, groups: Sequence[str | None], dimensions: int) -> Descriptor:
    """Keep what tells groups apart, quieten what changes within one.

    vectors [n,C]; groups name what belongs together (None: alone). Whitens by the scatter within
    groups (shrunk), then keeps the leading directions of the total scatter.
    """
    mean = vectors.mean(axis=0)
    x = (vectors - mean).astype(np.float64)
    within = np.zeros((x.shape[1], x.shape[1]))
    count = 0
    members: dict[str, list[int]] = {}
    for n, group in enumerate(groups):
        if group is not None:
            members.setdefault(group, []).append(n)
    for numbers in members.values():
        rows = x[numbers]
        rows = rows - rows.mean(axis=0)
        within += rows.T @ rows
        count += len(rows)
    total = x.T @ x / len(x)
    within = within / count if count > 0 else total
    within += 0.3 * np.trace(total) / len(total) * np.eye(len(total))
    values, vectors_ = np.linalg.eigh(within)
    white = vectors_ / np.sqrt(values)
    directions = np.linalg.eigh(white.T @ total @ white)[1]
    weight = (white @ directions[:, ::-1][:, :dimensions]).T
    return Descriptor(weight.astype(np.float32), (-weight @ mean).astype(np.float32))


def lesion_descriptor(network: ColonNet, pictures: Sequence[Picture], fields: dict[str, Rect]) -> Descriptor:
    """The appearance descriptor, fitted on drawn lesions of training pictures: C4 (112) -> 32."""
    having = [p for p in pictures if p.split == "train" and p.boxes]
    chosen = [p for p in having if p.sequence is not None] + [p for p in having if p.sequence is None][::4]
    vectors: list[Floats] = []
    features: list[torch.Tensor] = []
    handle = network.embedding_out.register_forward_pre_hook(lambda _module, inputs: features.append(inputs[0].float()))

    def use(n: int, _heads: Heads) -> None:
        rect = fields[chosen[n].id]
        box = (truth_of(chosen[n])[0] - np.array([rect.left, rect.top] * 2)) / np.array([rect.width, rect.height] * 2)
        vectors.append(pool_box(features.pop().numpy()[0], box.astype(np.float32)))

    heads_of(network, chosen, fields, use, batch=1)
    handle.remove()
    return fit_descriptor(np.stack(vectors), [p.sequence for p in chosen], EMBEDDING)


@torch.no_grad()
def search_descriptor(network: ColonNet, pictures: Sequence[Picture], fields: dict[str, Rect]) -> Descriptor:
    """The search descriptor, fitted on training pictures and their turned and mirrored copies: features -> 128.

    A picture and its copies, and the frames of one sequence, belong together: the descriptor should not tell them apart.
    """
    training = [p for p in pictures if p.split == "train"]
    rng = np.random.default_rng(0)
    chosen = [training[i] for i in rng.permutation(len(training))[:MOST_PICTURES]]
    vectors: list[Floats] = []
    network.eval()
    for picture in chosen:
        image = crop_field(read_image(picture.image), fields[picture.id], network.size)
        views = np.stack([image, image[:, ::-1], np.rot90(image)])
        heads = network(normalise(torch.from_numpy(np.ascontiguousarray(views.transpose(0, 3, 1, 2)))))
        vectors.append(heads.features.numpy())
    return fit_descriptor(np.concatenate(vectors), [p.group for p in chosen for _ in range(3)], SEARCH)
