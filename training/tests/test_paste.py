from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np

from haustra_training.dataset import PictureSet, labels_of, takes_lesion
from haustra_training.field import WHOLE
from haustra_training.geometry import NEOPLASTIC
from haustra_training.index import read_index
from haustra_training.paste import Donors, paste


def wall(colour: tuple[int, int, int]) -> np.ndarray:
    image = np.zeros((200, 240, 3), np.uint8)
    image[10:190, 20:220] = colour
    return image


def lump() -> tuple[np.ndarray, np.ndarray]:
    image, mask = wall((150, 90, 80)), np.zeros((200, 240), np.uint8)
    cv2.ellipse(mask, (120, 100), (30, 20), 0, 0, 360, 255, -1)
    image[mask > 0] = (200, 60, 60)
    return image, mask


def test_a_lesion_lands_on_a_lit_free_place_in_the_colours_around() -> None:
    donor, mask = lump()
    host, taken = wall((90, 60, 120)), np.zeros((200, 240), np.uint8)
    taken[:, :120] = 1
    found = [put for seed in range(20) if (put := paste(host, taken, donor, mask, NEOPLASTIC, np.random.default_rng(seed))) is not None]
    assert len(found) > 8
    for put in found:
        on = put.mask > 0
        assert (taken[on] > 0).mean() < 0.06 and (host[on].max(axis=1) > 30).mean() > 0.94
        assert np.abs(put.image[on].astype(int) - host[on]).mean() > 2
        far = cv2.dilate(put.mask, np.ones((41, 41), np.uint8)) == 0
        assert np.array_equal(put.image[far], host[far])
        low, high = put.lesion.points.min(axis=0), put.lesion.points.max(axis=0)
        rows, columns = np.nonzero(on)
        assert np.abs(low - [columns.min(), rows.min()]).max() < 2 and np.abs(high - [columns.max(), rows.max()]).max() < 2


def test_a_lesion_cut_off_by_the_field_is_not_pasted() -> None:
    donor, mask = lump()
    shift = np.array([[1.0, 0, -92], [0, 1, 0]])
    cut = (cv2.warpAffine(donor, shift, (240, 200)), cv2.warpAffine(mask, shift, (240, 200)))
    assert all(paste(wall((90, 60, 120)), None, *cut, NEOPLASTIC, np.random.default_rng(seed)) is None for seed in range(10))
    dark = np.zeros((200, 240, 3), np.uint8)
    assert paste(dark, None, donor, mask, NEOPLASTIC, np.random.default_rng(0)) is None


def test_only_pictures_without_a_known_lesion_take_one(small_set: Path) -> None:
    pictures = read_index(small_set / "index.csv")
    assert [takes_lesion(p, labels_of(p)) for p in pictures] == [False, True, True, False]
    assert not takes_lesion(replace(pictures[1], quality="unusable"), labels_of(pictures[1]))
    assert [p.id for p in Donors(pictures, 1.0).pictures] == ["a"]


def test_a_training_picture_with_a_pasted_lesion_says_where_it_is(small_set: Path) -> None:
    pictures = read_index(small_set / "index.csv")
    fields = {p.id: WHOLE for p in pictures}
    pasting = PictureSet(pictures, fields, train=True, size=128, donors=Donors(pictures, 1.0))
    plain = PictureSet(pictures, fields, train=True, size=128)
    samples = [pasting[(1, seed)] for seed in range(30)]
    with_lesion = [s for s in samples if len(s.boxes)]
    assert len(with_lesion) > 8 and all(s.mask_known and s.kinds.tolist() == [NEOPLASTIC] and s.mask.max() > 127 for s in with_lesion)
    assert all(len(plain[(1, seed)].boxes) == 0 for seed in range(10))
    assert not any(s.mask_known for s in (pasting[(2, seed)] for seed in range(5)))
