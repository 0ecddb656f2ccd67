from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import pytest
import torch

from haustra_training.errors import TrainingError
from haustra_training.export import Calibration, agreement, export_onnx
from haustra_training.network import ColonNet
from haustra_training.quantise import quantise
from haustra_training.runtime import open_session
from haustra_training.stem import input_tensor, pair_pixels


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> tuple[ColonNet, Path, Path]:
    torch.manual_seed(1)
    folder = tmp_path_factory.mktemp("stem")
    network = ColonNet(64).eval()
    rng = np.random.default_rng(3)
    export_onnx(network, Calibration(), folder / "exact.onnx")
    quantise(folder / "exact.onnx", folder / "rounded.onnx", [rng.integers(0, 256, (64, 64, 3), dtype=np.uint8) for _ in range(3)])
    return network, folder / "exact.onnx", folder / "rounded.onnx"


def test_pairs_of_pixels_change_no_result(exported: tuple[ColonNet, Path, Path]) -> None:
    network, exact, _ = exported
    picture = np.random.default_rng(4).integers(0, 256, (1, 64, 64, 3), dtype=np.uint8)
    assert agreement(network, Calibration(), exact, picture) < 1e-4
    first = next(node for node in onnx.load(str(exact)).graph.node if node.op_type == "Conv")
    assert {a.name: list(a.ints) for a in first.attribute}["kernel_shape"] == [3, 2]


def test_int8_begins_with_the_bytes_themselves(exported: tuple[ColonNet, Path, Path]) -> None:
    model = onnx.load(str(exported[2]))
    way, name = [], model.graph.input[0].name
    while not way or way[-1] != "Conv":
        (node,) = (n for n in model.graph.node if name in n.input)
        way.append(node.op_type)
        name = node.output[0]
    assert way == ["Reshape", "Transpose", "DequantizeLinear", "Conv"]
    used = {name for node in model.graph.node for name in node.input}
    assert all(w.name in used for w in model.graph.initializer)
    assert open_session(exported[2]).run(None, {"image": np.zeros((1, 64, 64, 3), np.uint8)})[1].shape == (1, 64)


def test_another_first_convolution_is_refused(exported: tuple[ColonNet, Path, Path]) -> None:
    model = onnx.load(str(exported[1]))
    assert input_tensor(model) in {name for node in model.graph.node for name in node.output}
    with pytest.raises(TrainingError, match="first convolution"):
        pair_pixels(model)
