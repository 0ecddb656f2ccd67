"""Int8 biases that give each channel the mean it has in fp32."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import pytest
import torch

from haustra_training.correct import channel_means, correct_biases, linear_layers, shift_bias
from haustra_training.export import Calibration, export_onnx
from haustra_training.network import ColonNet
from haustra_training.quantise import quantise

Models = tuple[onnx.ModelProto, onnx.ModelProto, list[np.ndarray]]


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Models:
    torch.manual_seed(0)
    folder: Path = tmp_path_factory.mktemp("correct")
    rng = np.random.default_rng(2)
    pictures = [np.kron(rng.integers(0, 256, (8, 8, 3), dtype=np.uint8), np.ones((8, 8, 1), np.uint8)) for _ in range(3)]
    export_onnx(ColonNet(64).eval(), Calibration(), folder / "fp32.onnx")
    quantise(folder / "fp32.onnx", folder / "int8.onnx", pictures)
    return onnx.load(str(folder / "fp32.onnx")), onnx.load(str(folder / "int8.onnx")), pictures


def furthest(models: Models) -> float:
    """The largest difference of a channel's mean, in spreads of that layer's means."""
    original, model, pictures = models
    layers = linear_layers(original, model)
    exact = channel_means(original, [before for _, before, _ in layers], pictures)
    found = channel_means(model, [after for _, _, after in layers], pictures)
    return max(float(np.abs(a - b).max() / a.std()) for a, b in zip(exact, found, strict=True))


def test_channels_have_the_means_of_the_exact_network(models: Models) -> None:
    assert len(linear_layers(*models[:2])) >= 15
    assert furthest(models) < 0.01


def test_a_bias_that_is_off_is_brought_back(models: Models) -> None:
    original, model, pictures = models
    conv, _, after = linear_layers(original, model)[3]
    (before,) = channel_means(model, [after], pictures)
    shift_bias(model, conv, 3 * before.std() * np.ones_like(before))
    assert furthest(models) > 1
    assert correct_biases(original, model, pictures) == len(linear_layers(original, model))
    assert furthest(models) < 0.01
