"""Bias correction after quantising (Nagel et al., 2019): int8 rounding moves the mean of a channel; its bias moves it back."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import onnx
import onnxruntime
from numpy.typing import NDArray
from onnx import numpy_helper

Pictures = Sequence[NDArray[np.uint8]]


def correct_biases(original: onnx.ModelProto, model: onnx.ModelProto, pictures: Pictures) -> int:
    """Shift the int32 biases of the quantised `model`, in place, so that channel means are those of the fp32 `original`; returns how many layers were.

    Only convolutions without an activation after them: what they give is added up along the network, unclipped. From the
    input to the output, each after those before it. `pictures` are training pictures [S,S,3] prepared as at inference.
    """
    layers = linear_layers(original, model)
    exact = channel_means(original, [before for _, before, _ in layers], pictures)
    for (conv, _, after), wanted in zip(layers, exact, strict=True):
        (found,) = channel_means(model, [after], pictures)
        shift_bias(model, conv, wanted - found)
    return len(layers)


def linear_layers(original: onnx.ModelProto, model: onnx.ModelProto) -> list[tuple[onnx.NodeProto, str, str]]:
    """Quantised convolutions of `model` that no activation follows, in order, each with the name of its output in `original` and in `model`."""
    activated = {node.input[0] for node in original.graph.node if node.op_type in ("Clip", "Relu")}
    exact = {node.name: node.output[0] for node in original.graph.node if node.op_type == "Conv" and node.output[0] not in activated}
    dequantised = {node.output[0] for node in model.graph.node if node.op_type == "DequantizeLinear"}
    return [
        (node, exact[node.name], node.output[0]) for node in model.graph.node
        if node.op_type == "Conv" and node.name in exact and len(node.input) > 2 and node.input[2] in dequantised
    ]  # fmt: skip


def channel_means(model: onnx.ModelProto, names: Sequence[str], pictures: Pictures) -> list[NDArray[np.float64]]:
    """The mean of each channel of the tensors `names` [B,C,H,W] over the pictures."""
    watched = onnx.ModelProto()
    watched.CopyFrom(model)
    del watched.graph.output[:]
    watched.graph.output.extend(onnx.helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, None) for name in names)
    options = onnxruntime.SessionOptions()
    # Optimised, the tensors would be fused away.
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    options.intra_op_num_threads = 1
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(watched.SerializeToString(), options, providers=["CPUExecutionProvider"])
    sums = [np.zeros(1)] * len(names)
    for picture in pictures:
        sums = [total + value.mean(axis=(0, 2, 3)) for total, value in zip(sums, session.run(list(names), {"image": picture[None]}), strict=True)]
    return [total / len(pictures) for total in sums]


def shift_bias(model: onnx.ModelProto, conv: onnx.NodeProto, shift: NDArray[np.float64]) -> None:
    """Add `shift`, one a channel, to the bias of a quantised convolution, in steps of its scale."""
    dequantise = next(node for node in model.graph.node if node.output[0] == conv.input[2])
    stored = {tensor.name: tensor for tensor in model.graph.initializer}
    bias, scale = stored[dequantise.input[0]], numpy_helper.to_array(stored[dequantise.input[1]])
    moved = numpy_helper.to_array(bias).astype(np.int64) + np.round(shift / scale).astype(np.int64)
    bias.CopyFrom(numpy_helper.from_array(moved.astype(np.int32), bias.name))
