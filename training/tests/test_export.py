from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np
import onnx
import pytest
import torch
import torch.nn.functional as F

from haustra_training.backbone import Backbone, SameConv
from haustra_training.errors import TrainingError
from haustra_training.export import OUTPUTS, Calibration, Classes, Line, agreement, expected_shapes, export_onnx
from haustra_training.network import SIZE, ColonNet
from haustra_training.quantise import quantise
from haustra_training.runtime import infer, open_session


def pictures(count: int) -> list[np.ndarray]:
    rng = np.random.default_rng(1)
    return [np.kron(rng.integers(0, 256, (16, 16, 3), dtype=np.uint8), np.ones((16, 16, 1), np.uint8)) for _ in range(count)]


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> tuple[ColonNet, Calibration, Path, Path]:
    torch.manual_seed(0)
    folder = tmp_path_factory.mktemp("export")
    network = ColonNet().eval()
    calibration = Calibration(score=Line(1.7, 0.4), organ=Classes(0.5, (-0.3, 0.1, 0.2)))
    fp32, int8 = folder / "model.fp32.onnx", folder / "model.int8.onnx"
    export_onnx(network, calibration, fp32)
    quantise(fp32, int8, pictures(4))
    return network, calibration, fp32, int8


def test_interface_of_both_models(models: tuple[ColonNet, Calibration, Path, Path]) -> None:
    for path in models[2:]:
        session = open_session(path)
        (given,) = session.get_inputs()
        assert (given.name, given.type, given.shape) == ("image", "tensor(uint8)", [1, 256, 256, 3])
        assert {o.name: tuple(o.shape) for o in session.get_outputs()} == expected_shapes(SIZE)
        assert all(o.type == "tensor(float)" for o in session.get_outputs())
        out = infer(session, pictures(1)[0])
        assert abs(float(out.organ.sum()) - 1) < 1e-5 and abs(float(out.cleanliness.sum()) - 1) < 1e-5
        assert out.scores.min() >= 0 and out.scores.max() <= 1
        assert bool((out.boxes[:, 2:] > out.boxes[:, :2]).all())


def test_onnx_gives_what_the_network_gives(models: tuple[ColonNet, Calibration, Path, Path]) -> None:
    network, calibration, fp32, _ = models
    assert agreement(network, calibration, fp32, pictures(1)[0][None]) < 1e-3


def test_calibration_is_baked_in(models: tuple[ColonNet, Calibration, Path, Path]) -> None:
    network, _, fp32, _ = models
    picture = pictures(1)[0]
    with torch.no_grad():
        heads = network((torch.from_numpy(picture[None]).permute(0, 3, 1, 2).float() - 127) / 128)
    out = infer(open_session(fp32), picture)
    assert np.allclose(out.scores, torch.sigmoid(1.7 * heads.scores[0] + 0.4).numpy(), atol=1e-4)
    assert np.allclose(out.organ, torch.softmax(heads.organ[0] / 2 + torch.tensor([-0.3, 0.1, 0.2]), 0).numpy(), atol=1e-4)


def test_no_pad_and_no_activation_is_left_between_quantised_layers(models: tuple[ColonNet, Calibration, Path, Path]) -> None:
    counts = Counter(node.op_type for node in onnx.load(str(models[3])).graph.node)
    assert counts["Pad"] == 0 and counts["Clip"] <= 1 and counts["Relu"] <= 1
    assert counts["DequantizeLinear"] > 100


def test_outputs_are_named_in_order() -> None:
    assert tuple(expected_shapes(SIZE)) == OUTPUTS


@pytest.mark.parametrize("kernel", [3, 5])
def test_same_padding_is_tensorflows(kernel: int) -> None:
    conv = SameConv(2, 3, kernel, 2)
    x = torch.randn(1, 2, 16, 16)
    total = kernel - 2
    padded = F.pad(x, (total // 2, total - total // 2, total // 2, total - total // 2))
    assert torch.equal(conv(x), F.conv2d(padded, conv.weight, conv.bias, stride=2))
    assert conv(x).shape[-1] == 8


def test_backbone_levels() -> None:
    levels = Backbone()(torch.zeros(1, 3, 256, 256))
    assert [tuple(x.shape[1:]) for x in levels] == [(24, 64, 64), (40, 32, 32), (112, 16, 16), (320, 8, 8)]


def test_starting_weights_load(real_data: Path) -> None:
    backbone = Backbone()
    backbone.load_npz(real_data / "weights" / "efficientnet-lite0-backbone.npz")
    assert len(backbone.convolutions()) == 48
    with pytest.raises(TrainingError, match="63, not 48|63 convolutions"):
        backbone.load_npz(real_data / "weights" / "efficientnet-lite2-backbone.npz")


def test_missing_weights_say_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match="README"):
        Backbone().load_npz(tmp_path / "none.npz")
    with pytest.raises(TrainingError, match="haustra-train release"):
        open_session(tmp_path / "none.onnx")
