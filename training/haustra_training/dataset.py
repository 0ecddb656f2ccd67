"""Pictures and their partial labels as tensors. A label that the index does not hold trains nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.utils.data import Dataset

from .augment import photometric, placed
from .field import Rect, crop_field
from .geometry import moved_boxes, outlines
from .index import CLEANLINESS, ORGANS, Picture
from .paste import Donors
from .pictures import read_image, read_mask
from .style import Styles, restyle

IGNORE = -1
WEAK_NEGATIVE = 0.4
"""Weight of "no lesion" for pictures in which nobody looked for lesions but most have none."""


DISEASED = ("upper-edd2020",)
"""Gastroscopy sources whose pictures were chosen for their lesions."""


STYLED = 0.45
"""Share of training pictures that take the colours of another source."""


@dataclass(frozen=True)
class Labels:
    """Whole-picture labels; IGNORE where unknown, with a weight where the label is only likely."""

    detection: float
    """1 boxes are known, 0.4 likely none, 0 unknown."""
    some_lesion: bool
    """A lesion is there but nobody drew its box."""
    organ: int
    usable: int
    usable_weight: float
    cleanliness: int
    caecum: int
    caecum_weight: float


def labels_of(picture: Picture) -> Labels:
    """What a picture's row says about each task, and how surely."""
    photographed = picture.organ == "colon" and (picture.landmark is not None or picture.cleanliness is not None)
    # Most gastroscopy pictures show no lesion; those of a source that collects disease do.
    weak = picture.boxes is None and (photographed or picture.organ == "upper" and picture.source not in DISEASED)
    outside = picture.organ == "outside"
    detection = 1.0 if picture.boxes is not None or outside else WEAK_NEGATIVE if weak else 0.0
    caecum, caecum_weight = IGNORE, 0.0
    if picture.landmark == "caecum":
        caecum, caecum_weight = 1, 1.0
    elif picture.organ in ("upper", "outside"):
        caecum, caecum_weight = 0, 0.3
    elif picture.organ == "colon" and (picture.polyp is not None or picture.cleanliness is not None):
        # Photographed for another reason: most are not of the caecum.
        caecum, caecum_weight = 0, 0.5
    judged, unlabelled = picture.quality is not None, picture.split == "unlabelled"
    # Frames of PolypGen sequences that are not in its "not useful" group were found usable.
    found_usable = picture.source == "polypgen" and not judged and not unlabelled
    return Labels(
        detection=detection,
        some_lesion=picture.polyp is True and picture.boxes is None,
        organ=ORGANS.index(picture.organ) if picture.organ is not None else IGNORE,
        usable=0 if picture.quality == "unusable" else 1,
        # Pictures chosen to be labelled are usable, most likely; of unlabelled ones nobody chose any.
        usable_weight=1.0 if judged or found_usable else 0.0 if unlabelled else 0.3,
        cleanliness=CLEANLINESS.index(picture.cleanliness) if picture.cleanliness is not None else IGNORE,
        caecum=caecum,
        caecum_weight=caecum_weight,
    )


def takes_lesion(picture: Picture, labels: Labels) -> bool:
    """May a lesion be put in? Into usable pictures from inside the body in which none is known to be."""
    return picture.organ in ("colon", "upper") and not picture.boxes and not labels.some_lesion and picture.quality != "unusable"


@dataclass
class Sample:
    image: NDArray[np.uint8]
    boxes: NDArray[np.float32]
    kinds: NDArray[np.int64]
    mask: NDArray[np.uint8]
    mask_known: bool
    labels: Labels
    labelled: bool
    """False for the unlabelled split: what teaches itself learns there."""
    plain: NDArray[np.uint8] | None = None
    """The picture in the same place, without the changes of colour, light and camera: what a teacher is asked about."""


class PictureSet(Dataset[Sample]):
    """Augmented (training) or plain (validation) pictures. Item (n, seed) is the same whenever it is asked for."""

    def __init__(
        self, pictures: Sequence[Picture], fields: dict[str, Rect], train: bool, size: int, styles: Styles | None = None,
        donors: Donors | None = None, plain: bool = False,
    ) -> None:  # fmt: skip
        self.pictures = list(pictures)
        self.fields = fields
        self.train = train
        self.size = size
        self.styles = styles
        self.donors = donors
        self.plain = plain

    def __len__(self) -> int:
        return len(self.pictures)

    def __getitem__(self, item: int | tuple[int, int]) -> Sample:
        n, seed = item if isinstance(item, tuple) else (item, 0)
        picture = self.pictures[n]
        image, mask = read_image(picture.image), read_mask(picture)
        rect = self.fields[picture.id]
        lesions = outlines(picture, mask)
        labels, size, mask_known = labels_of(picture), self.size, mask is not None or picture.boxes == () or picture.organ == "outside"
        plain = None
        if self.train:
            rng = np.random.default_rng((seed, n))
            if self.donors is not None and takes_lesion(picture, labels) and rng.random() < self.donors.share:
                put = self.donors.paste(image, mask, rng)
                if put is not None:
                    image, mask, lesions = put.image, put.mask, [*lesions, put.lesion]
            out, matrix = placed(image, rect, size, rng)
            plain = out if self.plain else None
            if self.styles is not None and picture.organ != "outside" and rng.random() < STYLED:
                out = restyle(out, self.styles.draw(rng), float(rng.uniform(0.4, 1.0)))
            out = photometric(out, rng)
        else:
            height, width = image.shape[:2]
            out, matrix = crop_field(image, rect, size), crop_matrix(rect, width, height, size)
        boxes, kinds = moved_boxes(lesions, matrix, size)
        warped = np.zeros((size // 4, size // 4), np.uint8)
        if mask is not None:
            full = cv2.warpAffine((mask > 0).astype(np.uint8) * 255, matrix, (size, size), flags=cv2.INTER_LINEAR)
            warped = cv2.resize(full, warped.shape, interpolation=cv2.INTER_AREA).astype(np.uint8)
        return Sample(out, boxes, kinds, warped, mask_known, labels, picture.split != "unlabelled", plain)


def crop_matrix(rect: Rect, width: int, height: int, size: int) -> NDArray[np.float64]:
    """The affine of `crop_field`: field rectangle to size × size."""
    sx, sy = size / (rect.width * width), size / (rect.height * height)
    return np.array([[sx, 0, -rect.left * width * sx], [0, sy, -rect.top * height * sy]])


@dataclass
class Batch:
    image: Tensor
    """uint8 [B,3,S,S]"""
    boxes: Tensor
    """[B,L,4] corners in fractions; L is the most lesions of a picture, at least 1."""
    there: Tensor
    """[B,L] true for lesions, false for padding."""
    kinds: Tensor
    """[B,L] 1 neoplastic, 0 not, -1 unknown."""
    mask: Tensor
    mask_known: Tensor
    detection: Tensor
    some_lesion: Tensor
    organ: Tensor
    usable: Tensor
    usable_weight: Tensor
    cleanliness: Tensor
    caecum: Tensor
    caecum_weight: Tensor
    labelled: Tensor
    """[B] 1, or 0 for the unlabelled split."""
    plain: Tensor | None
    """uint8 [B,3,S,S], or None where no teacher asks for it."""


def images(pictures: Sequence[NDArray[np.uint8]]) -> Tensor:
    """Square pictures [S,S,3] as one tensor uint8 [B,3,S,S]."""
    return torch.from_numpy(np.stack(pictures).transpose(0, 3, 1, 2))


def collate(samples: list[Sample]) -> Batch:
    """Stack samples; pictures with fewer lesions than others are padded."""
    labels = [s.labels for s in samples]
    most = max(1, *(len(s.boxes) for s in samples))
    boxes, kinds, there = np.zeros((len(samples), most, 4), np.float32), np.full((len(samples), most), -1, np.int64), np.zeros((len(samples), most), np.bool_)
    for n, s in enumerate(samples):
        boxes[n, : len(s.boxes)], kinds[n, : len(s.kinds)], there[n, : len(s.boxes)] = s.boxes, s.kinds, True
    plain = [s.plain for s in samples if s.plain is not None]
    return Batch(
        image=images([s.image for s in samples]),
        boxes=torch.from_numpy(boxes),
        there=torch.from_numpy(there),
        kinds=torch.from_numpy(kinds),
        mask=torch.from_numpy(np.stack([s.mask for s in samples])).float()[:, None] / 255,
        mask_known=torch.tensor([float(s.mask_known) for s in samples]),
        detection=torch.tensor([x.detection for x in labels]),
        some_lesion=torch.tensor([float(x.some_lesion) for x in labels]),
        organ=torch.tensor([x.organ for x in labels]),
        usable=torch.tensor([float(x.usable) for x in labels]),
        usable_weight=torch.tensor([x.usable_weight for x in labels]),
        cleanliness=torch.tensor([x.cleanliness for x in labels]),
        caecum=torch.tensor([float(x.caecum) for x in labels]),
        caecum_weight=torch.tensor([x.caecum_weight for x in labels]),
        labelled=torch.tensor([float(s.labelled) for s in samples]),
        plain=images(plain) if len(plain) == len(samples) else None,
    )
