"""Random changes of a picture: geometry, light, camera faults, and everything that gives a source away."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from .field import Rect
from .pictures import brightest

Image = NDArray[np.uint8]

BORDER_DARK = 30
"""A pixel of the border of a frame has no channel above this."""


def random_matrix(rng: Generator, rect: Rect, width: int, height: int, size: int) -> NDArray[np.float64]:
    """2×3 affine from picture pixels to size × size: jittered field crop, then flip, turn, scale, shift."""
    inward, outward = 0.10, 0.06
    left = (rect.left + rng.uniform(-outward, inward) * rect.width) * width
    right = (rect.right + rng.uniform(-inward, outward) * rect.width) * width
    top = (rect.top + rng.uniform(-outward, inward) * rect.height) * height
    bottom = (rect.bottom + rng.uniform(-inward, outward) * rect.height) * height
    # Work in a square of side 2 about the origin.
    crop = np.array([[2 / (right - left), 0, -(right + left) / (right - left)], [0, 2 / (bottom - top), -(bottom + top) / (bottom - top)], [0, 0, 1]])
    turn = rng.choice([0, 90, 180, 270], p=[0.55, 0.15, 0.15, 0.15])
    angle = np.deg2rad(turn + (rng.uniform(-25, 25) if rng.random() < 0.6 else 0.0))
    scale = np.exp(rng.uniform(np.log(0.65), np.log(1.4))) if rng.random() < 0.7 else 1.0
    stretch = np.exp(rng.uniform(-0.12, 0.12))
    shift = 0.25 if scale > 1 else 0.15
    cos, sin = np.cos(angle), np.sin(angle)
    place = np.array([
        [cos * scale * stretch, -sin * scale, rng.uniform(-shift, shift) if rng.random() < 0.6 else 0.0],
        [sin * scale, cos * scale / stretch, rng.uniform(-shift, shift) if rng.random() < 0.6 else 0.0],
        [0, 0, 1],
    ])  # fmt: skip
    if rng.random() < 0.5:
        place[0] *= -1
    out = np.array([[size / 2, 0, size / 2], [0, size / 2, size / 2], [0, 0, 1]])
    return np.asarray((out @ place @ crop)[:2], np.float64)


def placed(image: Image, rect: Rect, size: int, rng: Generator, coloured: bool = True) -> tuple[Image, NDArray[np.float64]]:
    """The field of an RGB picture in another place, [size,size,3], and the 2×3 affine that took it there.

    `coloured`: what the picture does not reach is black in three of four, and of any colour otherwise; without it always black.
    """
    height, width = image.shape[:2]
    matrix = random_matrix(rng, rect, width, height, size)
    colour = (0, 0, 0) if not coloured or rng.random() < 0.75 else tuple(int(v) for v in rng.integers(0, 256, 3))
    return np.asarray(cv2.warpAffine(image, matrix, (size, size), flags=cv2.INTER_LINEAR, borderValue=colour), np.uint8), matrix


def _colour(image: Image, rng: Generator) -> Image:
    """White balance, gain, gamma, contrast (one table a channel), then saturation."""
    steps = np.arange(256, dtype=np.float32) / 255
    gain = np.exp(rng.normal(0, 0.12, 3) + rng.normal(0, 0.18))
    gamma = np.exp(rng.normal(0, 0.25)) if rng.random() < 0.6 else 1.0
    contrast = rng.uniform(0.7, 1.3) if rng.random() < 0.3 else 1.0
    values = (np.clip(steps[:, None] * gain[None], 0, 1) ** gamma - 0.5) * contrast + 0.5
    table = (np.clip(values, 0, 1) * 255).astype(np.uint8)
    out = cv2.LUT(image, np.ascontiguousarray(table.reshape(256, 1, 3)))
    if rng.random() < 0.7:
        grey = cv2.cvtColor(cv2.cvtColor(out, cv2.COLOR_RGB2GRAY), cv2.COLOR_GRAY2RGB)
        keep = rng.uniform(0.55, 1.4)
        out = cv2.addWeighted(out, keep, grey, 1 - keep, 0)
    return np.asarray(out, dtype=np.uint8)


LIGHT_MODES = (
    ((0.15, 0.75, 0.0), (0.0, 0.35, 0.55), (0.0, 0.30, 0.65)),  # narrow band: green drives red, blue drives green and blue
    ((0.35, 0.50, 0.0), (0.15, 0.80, 0.0), (0.0, 0.35, 0.55)),  # FICE-like: pale, yellow-green
    ((0.55, 0.0, 0.0), (0.30, 0.60, 0.0), (0.30, 0.0, 0.80)),  # blue dye
)


def _light_mode(image: Image, rng: Generator) -> Image:
    """A rough narrow-band or chromo look: the channels are mixed anew."""
    mix = np.array(LIGHT_MODES[int(rng.integers(len(LIGHT_MODES)))], np.float32)
    return np.asarray(cv2.transform(image, mix * np.float32(rng.uniform(0.9, 1.25))), dtype=np.uint8)


def _shade(image: Image, rng: Generator) -> Image:
    """Uneven light: a smooth bright or dark side."""
    size = image.shape[0]
    field = cv2.resize(rng.uniform(70, 172, (3, 3)).astype(np.uint8), (size, size), interpolation=cv2.INTER_CUBIC)
    return np.asarray(cv2.multiply(image, cv2.cvtColor(field, cv2.COLOR_GRAY2RGB), scale=1 / 128), dtype=np.uint8)


def _blur(image: Image, rng: Generator) -> Image:
    kind = rng.random()
    if kind < 0.45:
        return cv2.GaussianBlur(image, (0, 0), rng.uniform(0.4, 2.2)).astype(np.uint8)
    if kind < 0.8:
        length = int(rng.integers(3, 13))
        kernel = np.zeros((length, length), np.float32)
        angle = rng.uniform(0, np.pi)
        centre, dx, dy = (length - 1) / 2, np.cos(angle) * length / 2, np.sin(angle) * length / 2
        cv2.line(kernel, (round(centre - dx), round(centre - dy)), (round(centre + dx), round(centre + dy)), 1.0)
        return cv2.filter2D(image, -1, kernel / max(float(kernel.sum()), 1.0)).astype(np.uint8)
    small = int(image.shape[0] * rng.uniform(0.35, 0.8))
    return cv2.resize(cv2.resize(image, (small, small), interpolation=cv2.INTER_AREA), image.shape[:2], interpolation=cv2.INTER_LINEAR).astype(np.uint8)


def _camera(image: Image, rng: Generator) -> Image:
    """Interlace combing and colour planes out of step, as moving scopes show them."""
    if rng.random() < 0.5:
        shift = int(rng.integers(1, 7)) * int(rng.choice([-1, 1]))
        image = image.copy()
        image[1::2] = np.roll(image[1::2], shift, axis=1)
    if rng.random() < 0.5:
        image = np.stack([np.roll(image[..., c], rng.integers(-4, 5, 2), axis=(0, 1)) for c in range(3)], axis=2)
    return np.ascontiguousarray(image)


def _highlights(image: Image, rng: Generator) -> Image:
    image = image.copy()
    size = image.shape[0]
    for _ in range(int(rng.integers(2, 25))):
        centre = (int(rng.integers(size)), int(rng.integers(size)))
        axes = (int(rng.integers(1, 6)), int(rng.integers(1, 4)))
        cv2.ellipse(image, centre, axes, float(rng.uniform(0, 180)), 0, 360, (255, 255, int(rng.integers(225, 256))), -1)
    return image


def _bubbles(image: Image, rng: Generator) -> Image:
    """Foam: a heap of bubbles, each a bright rim, a lighter inside and a glint."""
    size = image.shape[0]
    inside, rims = image.copy(), image.copy()
    heap, spread = rng.uniform(0, size, 2), size * rng.uniform(0.05, 0.25)
    glints = []
    for _ in range(int(rng.integers(6, 50))):
        x, y = (int(v) for v in heap + rng.normal(0, spread, 2))
        radius = max(2, int(size * rng.exponential(0.018)))
        cv2.circle(inside, (x, y), radius, (int(rng.integers(170, 250)),) * 3, -1)
        cv2.circle(rims, (x, y), radius, (int(rng.integers(190, 256)), 245, int(rng.integers(200, 250))), 1, cv2.LINE_AA)
        glints.append((x - radius // 3, y - radius // 3))
    out = cv2.addWeighted(cv2.addWeighted(image, 0.8, inside, 0.2, 0), 0.55, rims, 0.45, 0)
    for x, y in glints:
        cv2.circle(out, (x, y), 1, (255, 255, 255), -1)
    return np.asarray(out, np.uint8)


def _frame(image: Image, rng: Generator) -> Image:
    """A circle, octagon or rounded border with a corner colour of its own: no source keeps its frame."""
    size = image.shape[0]
    keep = np.zeros((size, size), np.uint8)
    kind = rng.integers(3)
    if kind == 0:
        axes = (int(size * rng.uniform(0.48, 0.66)), int(size * rng.uniform(0.48, 0.66)))
        cv2.ellipse(keep, (size // 2, size // 2), axes, 0, 0, 360, 1, -1)
    elif kind == 1:
        c = int(size * rng.uniform(0.06, 0.3))
        cv2.fillPoly(keep, [np.array([[c, 0], [size - c, 0], [size, c], [size, size - c], [size - c, size], [c, size], [0, size - c], [0, c]])], 1)
    else:
        keep[:] = 1
        for corner in range(4):
            if rng.random() < 0.6:
                c = int(size * rng.uniform(0.05, 0.25))
                x, y = (0 if corner % 2 == 0 else size), (0 if corner < 2 else size)
                cv2.fillPoly(keep, [np.array([[x, y], [abs(x - c), y], [x, abs(y - c)]])], 0)
    colour = rng.integers(0, 30, 3) if rng.random() < 0.8 else rng.integers(0, 256, 3)
    return np.where(keep[..., None] > 0, image, colour.astype(np.uint8)).astype(np.uint8)


def _inset(image: Image, rng: Generator) -> Image:
    """A block at a corner or edge, black or coloured, as position images and blacked-out insets are."""
    size = image.shape[0]
    w, h = int(size * rng.uniform(0.1, 0.36)), int(size * rng.uniform(0.08, 0.34))
    x, y = (0 if rng.random() < 0.5 else size - w), (0 if rng.random() < 0.5 else size - h)
    image = image.copy()
    image[y : y + h, x : x + w] = 0 if rng.random() < 0.65 else rng.integers(0, 256, 3)
    return image


def _text(image: Image, rng: Generator) -> Image:
    image = image.copy()
    size = image.shape[0]
    for _ in range(int(rng.integers(1, 5))):
        words = "".join(chr(c) for c in rng.integers(48, 91, int(rng.integers(3, 12))))
        place = (int(rng.integers(0, size // 3)), int(rng.integers(8, size)))
        cv2.putText(image, words, place, cv2.FONT_HERSHEY_SIMPLEX, float(rng.uniform(0.25, 0.45)), (int(rng.integers(140, 256)),) * 3, 1)
    return image


def _filled_border(image: Image, rng: Generator) -> Image:
    """The native border (dark, joined to the edge of the picture) filled with what lies elsewhere in the picture, or with its mean colours.

    A frame that is drawn afterwards, or none, is then all that there is: no source's own shines through.
    """
    size = image.shape[0]
    dark = (cv2.blur(brightest(image), (3, 3)) < BORDER_DARK).astype(np.uint8)
    edged = cv2.copyMakeBorder(dark, 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=1)
    cv2.floodFill(edged, None, (0, 0), 2)
    hole = cv2.dilate((edged[1:-1, 1:-1] == 2).astype(np.uint8), np.ones((7, 7), np.uint8))
    if not 0.002 < float(hole.mean()) < 0.6:
        return image
    out, rest = image.copy(), hole.astype(bool)
    for turn in rng.permutation(3) if rng.random() < 0.5 else ():
        elsewhere = cv2.flip(hole, int(turn) - 1).astype(bool)
        use = rest & ~elsewhere
        out[use] = cv2.flip(image, int(turn) - 1)[use]
        rest &= elsewhere
    if rest.any():
        known = (~rest).astype(np.float32)
        colours = cv2.resize(out * (~rest)[..., None].astype(np.uint8), (16, 16), interpolation=cv2.INTER_AREA).astype(np.float32)
        weight = cv2.blur(cv2.resize(known, (16, 16), interpolation=cv2.INTER_AREA), (9, 9))
        colours = np.clip(cv2.blur(colours, (9, 9)) / np.maximum(weight, 1e-3)[..., None], 0, 255)
        out[rest] = cv2.resize(colours, (size, size)).astype(np.uint8)[rest]
    seam = cv2.morphologyEx(hole, cv2.MORPH_GRADIENT, np.ones((5, 5), np.uint8)).astype(bool)
    out[seam] = cv2.blur(out, (7, 7))[seam]
    return out


def photometric(image: Image, rng: Generator) -> Image:
    """All changes that keep geometry; `image` RGB uint8 square."""
    if rng.random() < 0.45:
        image = _filled_border(image, rng)
    if rng.random() < 0.1:
        image = _light_mode(image, rng)
    if rng.random() < 0.85:
        image = _colour(image, rng)
    if rng.random() < 0.25:
        image = _shade(image, rng)
    if rng.random() < 0.12:
        image = _highlights(image, rng)
    if rng.random() < 0.08:
        image = _bubbles(image, rng)
    if rng.random() < 0.25:
        image = _blur(image, rng)
    if rng.random() < 0.1:
        image = _camera(image, rng)
    if rng.random() < 0.2:
        noise = rng.standard_normal(image.shape[:2], dtype=np.float32) * np.float32(rng.uniform(2, 9))
        image = np.clip(image + noise[..., None], 0, 255).astype(np.uint8)
    if rng.random() < 0.4:
        image = _frame(image, rng)
    if rng.random() < 0.3:
        image = _inset(image, rng)
    if rng.random() < 0.12:
        image = _text(image, rng)
    if rng.random() < 0.3:
        _, packed = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(35, 90))])
        image = np.asarray(cv2.imdecode(packed, cv2.IMREAD_COLOR), dtype=np.uint8)
    return image
