"""From a trained network to ONNX: calibration baked in, batch norm and padding folded, decoding inside."""

from __future__ import annotations

import copy
import warnings
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import onnx
import torch
from onnxruntime.quantization.shape_inference import quant_pre_process
from torch import Tensor, nn

from .backbone import SameConv
from .describe import SEARCH
from .fold import fold_norms
from .network import EMBEDDING, MEAN, SIGNS, SPREAD, STRIDE, ColonNet
from .stem import pair_pixels
from .whole import whole

OPSET = 17
OUTPUTS = ("boxes", "scores", "types", "mask", "organ", "usable", "cleanliness", "caecum", "embedding", "search")


def outputs_of(network: ColonNet) -> tuple[str, ...]:
    """Names of all outputs, in order."""
    return (*OUTPUTS, *(() if network.signs is None else SIGNS))


@dataclass(frozen=True)
class Line:
    """Platt scaling: probability = sigmoid(slope · logit + offset)."""

    slope: float = 1.0
    offset: float = 0.0


@dataclass(frozen=True)
class Classes:
    """Scaling of a head of several classes: probabilities = softmax(slope · logits + offset)."""

    slope: float = 1.0
    offset: tuple[float, ...] = (0.0,)
    """One a class, or one for all."""


@dataclass(frozen=True)
class Calibration:
    """What validation taught after training."""

    score: Line = field(default_factory=Line)
    kind: Line = field(default_factory=Line)
    mask: Line = field(default_factory=Line)
    usable: Line = field(default_factory=Line)
    caecum: Line = field(default_factory=Line)
    organ: Classes = field(default_factory=Classes)
    cleanliness: Classes = field(default_factory=Classes)
    embedding_weight: list[list[float]] | None = None
    """[32][112] rows of the whitening transform of C4, or None to keep the network's own."""
    embedding_bias: list[float] | None = None
    search_weight: list[list[float]] | None = None
    """[128][F] rows of the map from the features of the whole picture to the search descriptor, or None for the first 128 features as they are."""
    search_bias: list[float] | None = None


@torch.no_grad()
def _apply(layer: nn.Conv2d | nn.Linear, fitted: Line | Classes) -> None:
    assert layer.bias is not None
    layer.weight.mul_(fitted.slope)
    layer.bias.mul_(fitted.slope).add_(torch.tensor(fitted.offset))


def unit(vectors: Tensor) -> Tensor:
    """Rows brought to length 1, without the clamp that would be left between quantised layers."""
    return vectors * torch.rsqrt(vectors.square().sum(dim=1, keepdim=True) + 1e-12)


class ExportNet(nn.Module):
    """uint8 NHWC picture in, calibrated probabilities and decoded boxes out (the order of `outputs_of`)."""

    def __init__(self, network: ColonNet, calibration: Calibration) -> None:
        super().__init__()
        # Default memory format and own copy: the training network stays as it is.
        net = copy.deepcopy(network).eval().to(memory_format=torch.contiguous_format)  # type: ignore[call-overload]
        fold_norms(net)
        with torch.no_grad():
            _apply(net.score_out, calibration.score)
            _apply(net.type_out, calibration.kind)
            _apply(net.mask_out, calibration.mask)
            _apply(net.usable_out, calibration.usable)
            _apply(net.caecum_out, calibration.caecum)
            _apply(net.organ_out, calibration.organ)
            _apply(net.cleanliness_out, calibration.cleanliness)
            if calibration.embedding_weight is not None and calibration.embedding_bias is not None:
                net.embedding_out.weight.copy_(torch.tensor(calibration.embedding_weight)[:, :, None, None])
                assert net.embedding_out.bias is not None
                net.embedding_out.bias.copy_(torch.tensor(calibration.embedding_bias))
        self.search_out = nn.Linear(net.feature_count, SEARCH)
        nn.init.eye_(self.search_out.weight)
        nn.init.zeros_(self.search_out.bias)
        if calibration.search_weight is not None and calibration.search_bias is not None:
            with torch.no_grad():
                self.search_out.weight.copy_(torch.tensor(calibration.search_weight))
                self.search_out.bias.copy_(torch.tensor(calibration.search_bias))
        self.net = net

    def forward(self, image: Tensor) -> tuple[Tensor, ...]:
        heads = self.net((image.permute(0, 3, 1, 2).float() - MEAN) / SPREAD)
        return (
            heads.boxes,
            torch.sigmoid(heads.scores),
            torch.sigmoid(heads.types),
            torch.sigmoid(heads.mask)[:, 0],
            torch.softmax(heads.organ, dim=1),
            torch.sigmoid(heads.usable),
            torch.softmax(heads.cleanliness, dim=1),
            torch.sigmoid(heads.caecum),
            heads.embedding,
            unit(self.search_out(heads.features)),
            *(() if heads.signs is None else torch.sigmoid(heads.signs).unbind(dim=1)),
        )


def trace_without_pads(module: nn.Module) -> None:
    """Let stride-2 convolutions pad evenly, in place, so that no Pad node is traced; `set_same_pads` mends it."""
    for conv in module.modules():
        if isinstance(conv, SameConv) and conv.extra is not None:
            conv.extra = None
            conv.padding = (conv.kernel_size[0] // 2, conv.kernel_size[0] // 2)


def set_same_pads(model: onnx.ModelProto) -> int:
    """Give every stride-2 convolution TensorFlow's SAME padding (even sizes); returns how many there are."""
    count = 0
    for conv in model.graph.node:
        attributes = {a.name: a for a in conv.attribute}
        if conv.op_type != "Conv" or list(attributes["strides"].ints) != [2, 2]:
            continue
        kernel = attributes["kernel_shape"].ints[0]
        before = (kernel - 2) // 2
        after = kernel - 2 - before
        del attributes["pads"].ints[:]
        attributes["pads"].ints.extend([before, before, after, after])
        count += 1
    return count


def export_onnx(network: ColonNet, calibration: Calibration, path: Path) -> None:
    """Write the fp32 ONNX (interface: models/README.md). The file appears whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    net = ExportNet(network, calibration)
    trace_without_pads(net)
    with whole(path) as temporary:
        with warnings.catch_warnings():
            # The tracing exporter is deprecated but gives plain Conv/Clip/Resize nodes that quantise well.
            warnings.simplefilter("ignore")
            torch.onnx.export(
                net, (torch.zeros(1, network.size, network.size, 3, dtype=torch.uint8),), str(temporary),
                input_names=["image"], output_names=list(outputs_of(network)), opset_version=OPSET, dynamo=False,
            )  # fmt: skip
        model = onnx.load(str(temporary))
        set_same_pads(model)
        onnx.save(model, str(temporary))
        # Constants become initialisers and shared biases their own: the quantiser needs both.
        quant_pre_process(str(temporary), str(temporary), skip_symbolic_shape=True)
        model = onnx.load(str(temporary))
        pair_pixels(model)
        onnx.checker.check_model(model)
        onnx.save(model, str(temporary))


def expected_shapes(size: int) -> dict[str, tuple[int, ...]]:
    """Shapes of all outputs, by name, for an input of size × size."""
    cells = (size // STRIDE) ** 2
    return {
        "boxes": (1, cells, 4), "scores": (1, cells), "types": (1, cells), "mask": (1, size // 4, size // 4), "organ": (1, 3),
        "usable": (1,), "cleanliness": (1, 3), "caecum": (1,), "embedding": (1, EMBEDDING, size // 16, size // 16), "search": (1, SEARCH),
    }  # fmt: skip


def agreement(network: ColonNet, calibration: Calibration, path: Path, image: np.ndarray) -> float:
    """Largest difference between PyTorch and ONNX Runtime over all outputs, for one uint8 NHWC picture."""
    from .runtime import open_session

    with torch.no_grad():
        ours = ExportNet(network, calibration)(torch.from_numpy(image))
    theirs = open_session(path).run(list(outputs_of(network)), {"image": image})
    return max(float(np.abs(a.numpy() - b).max()) for a, b in zip(ours, theirs, strict=True))
