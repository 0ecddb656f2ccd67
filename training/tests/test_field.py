from __future__ import annotations

import cv2
import numpy as np

from haustra_training.field import WHOLE, crop_field, find_field


def close(a: float, b: float) -> bool:
    return abs(a - b) < 0.03


def test_finds_the_lit_rectangle_beside_text_and_inset() -> None:
    image = np.zeros((300, 400, 3), np.uint8)
    cv2.rectangle(image, (140, 20), (380, 280), (90, 110, 190), -1)
    cv2.putText(image, "NAME 12:30", (5, 30), cv2.FONT_HERSHEY_SIMPLEX, 0.5, (255, 255, 255), 1)
    cv2.rectangle(image, (5, 200), (90, 290), (140, 180, 40), -1)
    rect = find_field(image)
    assert close(rect.left, 140 / 400) and close(rect.right, 380 / 400)
    assert close(rect.top, 20 / 300) and close(rect.bottom, 280 / 300)


def test_a_circle_is_cut_at_its_extent() -> None:
    image = np.zeros((300, 300, 3), np.uint8)
    cv2.circle(image, (150, 150), 120, (60, 90, 160), -1)
    rect = find_field(image)
    assert 0.08 < rect.left < 0.16 and 0.84 < rect.right < 0.92


def test_a_dark_frame_falls_back_to_the_whole() -> None:
    assert find_field(np.zeros((100, 160, 3), np.uint8)) == WHOLE
    assert find_field(np.full((100, 160, 3), 90, np.uint8)) == WHOLE


def test_crop_has_the_asked_size_and_type() -> None:
    out = crop_field(np.full((90, 400, 3), 7, np.uint8), WHOLE, 256)
    assert out.shape == (256, 256, 3) and out.dtype == np.uint8 and int(out.max()) == 7
