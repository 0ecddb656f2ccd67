"""The way from the bytes of a picture into the first convolution, made cheap without changing a result.

A 3×3 convolution over three channels is slow: each of its reads is three bytes long. Two neighbouring pixels of a row lie side
by side in memory, so the picture can be *read as* one of half the width with six channels, at no cost; the same convolution is
then one of 3×2 cells with stride (2, 1). And where int8 begins, (x − 127) / 128 with scale 1/128 and zero point 127 *is* the byte
x: the quantised network takes the bytes as they are.
"""

from __future__ import annotations

import numpy as np
import onnx
from onnx import helper, numpy_helper

from .errors import TrainingError
from .network import MEAN, SPREAD

SCALE, ZERO_POINT = 1 / SPREAD, int(MEAN)
"""What turns a byte into the network's input, in the words of the quantiser: (x - ZERO_POINT) * SCALE."""


def _user_of(model: onnx.ModelProto, name: str) -> onnx.NodeProto:
    users: list[onnx.NodeProto] = [node for node in model.graph.node if name in node.input]
    if len(users) != 1:
        raise TrainingError("stem", f"'{name}' is used {len(users)} times in the exported network, not once; mend stem.py")
    return users[0]


def _way_in(model: onnx.ModelProto, last: str) -> list[onnx.NodeProto]:
    """The nodes from the input to the first one of type `last`."""
    way = [_user_of(model, model.graph.input[0].name)]
    while way[-1].op_type != last:
        way.append(_user_of(model, way[-1].output[0]))
    return way


def input_tensor(model: onnx.ModelProto) -> str:
    """Name of the tensor that enters the first convolution."""
    return str(_way_in(model, "Conv")[-1].input[0])


def pair_pixels(model: onnx.ModelProto) -> None:
    """Rewrite, in place, the first convolution (3×3, stride 2, padded at bottom and right) for pairs of pixels. Same results."""
    way = _way_in(model, "Conv")
    conv, graph = way[-1], model.graph
    (weight,) = (w for w in graph.initializer if w.name == conv.input[1])
    old = numpy_helper.to_array(weight)
    attributes = {a.name: a for a in conv.attribute}
    if old.shape[1:] != (3, 3, 3) or list(attributes["strides"].ints) != [2, 2] or list(attributes["pads"].ints) != [0, 0, 1, 1]:
        raise TrainingError("stem", f"the first convolution is {old.shape}, not 3×3 over three channels with stride 2 padded at bottom and right")
    new = np.zeros((old.shape[0], 6, 3, 2), old.dtype)
    for x in range(3):
        new[:, (x % 2) * 3 : (x % 2) * 3 + 3, :, x // 2] = old[..., x]
    weight.CopyFrom(numpy_helper.from_array(new, weight.name))
    for name, values in (("kernel_shape", [3, 2]), ("strides", [2, 1])):
        attributes[name].ints[:] = values
    image = graph.input[0]
    _, height, width, _ = (d.dim_value for d in image.type.tensor_type.shape.dim)
    shape = numpy_helper.from_array(np.array([1, height, width // 2, 6], np.int64), "paired_shape")
    graph.initializer.append(shape)
    way[0].input[0] = "image_paired"
    graph.node.insert(0, helper.make_node("Reshape", [image.name, shape.name], ["image_paired"], "pair_pixels"))
    del graph.value_info[:]


def take_bytes(model: onnx.ModelProto) -> None:
    """Let the quantised network, whose input is quantised at SCALE and ZERO_POINT, begin with the bytes themselves, in place."""
    way = _way_in(model, "QuantizeLinear")
    quantise = way[-1]
    values = {w.name: numpy_helper.to_array(w) for w in model.graph.initializer}
    if float(values[quantise.input[1]]) != np.float32(SCALE) or int(values[quantise.input[2]]) != ZERO_POINT:
        raise TrainingError("stem", "the quantised network's input has another scale than its bytes; quantise it at SCALE and ZERO_POINT")
    cast = next(node for node in way if node.op_type == "Cast")
    bytes_in = cast.input[0]
    _user_of(model, quantise.output[0]).input[0] = bytes_in
    for node in way[way.index(cast) :]:
        model.graph.node.remove(node)
    used = {name for node in model.graph.node for name in node.input}
    for left_over in [w for w in model.graph.initializer if w.name not in used]:
        model.graph.initializer.remove(left_over)
