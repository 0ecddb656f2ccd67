from __future__ import annotations

import cv2
import numpy as np
import pytest

from haustra_training.augment import _filled_border, photometric


def framed() -> np.ndarray:
    image = np.zeros((96, 96, 3), np.uint8)
    cv2.circle(image, (48, 48), 44, (190, 110, 90), -1)
    cv2.circle(image, (40, 40), 6, (0, 0, 0), -1)
    return image


@pytest.mark.parametrize("seed", range(8))
def test_no_border_is_left_and_what_is_dark_inside_stays(seed: int) -> None:
    out = _filled_border(framed(), np.random.default_rng(seed))
    corner = out[2:10, 2:10].reshape(-1, 3)
    assert corner.max(axis=1).min() > 30
    assert out[40, 40].max() == 0 and np.array_equal(out[44:52, 44:52], framed()[44:52, 44:52])


def test_a_picture_without_border_stays_as_it_is() -> None:
    image = np.full((64, 64, 3), 120, np.uint8)
    assert np.array_equal(_filled_border(image, np.random.default_rng(0)), image)


def test_changes_are_the_same_for_the_same_seed() -> None:
    first, second = (photometric(framed(), np.random.default_rng(5)) for _ in range(2))
    assert np.array_equal(first, second) and first.shape == (96, 96, 3)
