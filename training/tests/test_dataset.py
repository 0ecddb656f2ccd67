from __future__ import annotations

from pathlib import Path

import numpy as np

from haustra_training.dataset import PictureSet, collate, labels_of
from haustra_training.field import WHOLE
from haustra_training.geometry import NEOPLASTIC, Outline, moved_boxes
from haustra_training.index import read_index
from haustra_training.network import SIZE
from haustra_training.pictures import fields_of
from haustra_training.rounds import SHARES, RoundSampler, share_of


def test_labels_say_only_what_the_row_says(small_set: Path) -> None:
    a, b, c, d = (labels_of(p) for p in read_index(small_set / "index.csv"))
    assert a.detection == 1 and b.detection == 1 and d.detection == 1 and 0 < c.detection < 1
    assert a.cleanliness == -1 and (c.caecum, c.caecum_weight) == (1, 1.0)
    assert b.usable == 1 and b.usable_weight == 1.0 and a.usable_weight < 1
    assert d.organ == 2


def test_plain_pictures_keep_box_mask_and_picture_together(small_set: Path) -> None:
    pictures = read_index(small_set / "index.csv")
    fields = fields_of(pictures, small_set / "cache" / "fields.json")
    assert fields == fields_of(pictures, small_set / "cache" / "fields.json")
    sample = PictureSet(pictures, fields, train=False, size=SIZE)[0]
    assert sample.image.shape == (256, 256, 3) and sample.kinds.tolist() == [NEOPLASTIC]
    rows, columns = np.nonzero(sample.mask > 127)
    seen = np.array([columns.min(), rows.min(), columns.max() + 1, rows.max() + 1]) / 64
    assert np.abs(seen - sample.boxes[0]).max() < 2 / 64


def test_augmented_boxes_follow_the_lesion(small_set: Path) -> None:
    pictures = read_index(small_set / "index.csv")
    data = PictureSet(pictures, {p.id: WHOLE for p in pictures}, train=True, size=SIZE)
    checked = 0
    for seed in range(40):
        sample = data[(0, seed)]
        rows, columns = np.nonzero(sample.mask > 127)
        if len(sample.boxes) == 0 or len(rows) < 12:
            continue
        seen = np.array([columns.min(), rows.min(), columns.max() + 1, rows.max() + 1]) / 64
        assert np.abs(seen - sample.boxes[0]).max() < 2.5 / 64
        checked += 1
    assert checked > 20


def test_the_same_seed_gives_the_same_picture(small_set: Path) -> None:
    pictures = read_index(small_set / "index.csv")
    data = PictureSet(pictures, {p.id: WHOLE for p in pictures}, train=True, size=SIZE)
    assert np.array_equal(data[(0, 5)].image, data[(0, 5)].image)
    assert not np.array_equal(data[(0, 5)].image, data[(0, 6)].image)


def test_a_lesion_out_of_view_is_left_out() -> None:
    lesion = Outline(np.array([[0, 0], [10, 0], [10, 10], [0, 10]], np.float32), 1)
    gone, _ = moved_boxes([lesion], np.array([[1.0, 0, 300], [0, 1.0, 0]]), 256)
    kept, kinds = moved_boxes([lesion], np.array([[1.0, 0, 250], [0, 1.0, 0]]), 256)
    assert gone.shape == (0, 4) and kept.shape == (1, 4) and kept.max() <= 1 and kinds.tolist() == [1]


def test_rounds_are_seeded_and_repeat_small_groups(small_set: Path) -> None:
    pictures = read_index(small_set / "index.csv")
    assert [share_of(p) for p in pictures] == ["polyp:made-up", "none:made-up", "caecum", "outside"]
    one, two = RoundSampler(pictures, 3), RoundSampler(pictures, 3)
    assert len(one) == SHARES["caecum"] + SHARES["outside"] == len(list(one))
    assert list(one) == list(two)
    parts = [list(RoundSampler(pictures, 3, rank, 2)) for rank in range(2)]
    assert len(parts[0]) == len(parts[1]) and not set(parts[0]) & set(parts[1])
    two.round = 1
    assert list(one) != list(two)


def test_collate_keeps_unknown_apart(small_set: Path) -> None:
    pictures = read_index(small_set / "index.csv")
    data = PictureSet(pictures, {p.id: WHOLE for p in pictures}, train=False, size=SIZE)
    batch = collate([data[n] for n in range(4)])
    assert batch.image.shape == (4, 3, 256, 256) and batch.there.tolist() == [[True], [False], [False], [False]]
    assert batch.mask_known.tolist() == [1, 1, 0, 1]
