"""Writes an ONNX detector of the size that people call "nano": the yardstick of `haustra bench python`.

Widths and depths are those published for the smallest of the usual 640-pixel one-stage detectors (about 3.2 million
parameters and 8.7 billion floating-point operations a picture): a stem and four stages of 16 to 256 channels at
strides 2 to 32, each a cross-stage partial block with SiLU, a pyramid pool, a path aggregation neck, and three
anchor-free heads with 16-bin box distributions and 80 classes. Weights are random and always the same; only the time
that it takes means anything. Written from the published table with nothing but onnx.helper.

    python make_nano.py nano640.onnx
"""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

SIDE = 640
CLASSES = 80
BINS = 16
OPSET = 17
STRIDES = (8, 16, 32)


@dataclass
class Tensor:
    """A value in the graph with its channels and its side in pixels."""

    name: str
    channels: int
    side: int


@dataclass
class Network:
    """A graph under construction; counts parameters and floating-point operations (two a multiply-add)."""

    rng: np.random.Generator = field(default_factory=lambda: np.random.default_rng(0))
    nodes: list[onnx.NodeProto] = field(default_factory=list)
    weights: list[onnx.TensorProto] = field(default_factory=list)
    parameters: int = 0
    operations: int = 0

    def op(self, kind: str, inputs: list[str], outputs: int = 1, **attributes: Any) -> list[str]:
        """Adds a node; returns the names of its outputs."""
        names = [f"t{len(self.nodes)}_{i}" for i in range(outputs)]
        self.nodes.append(helper.make_node(kind, inputs, names, **attributes))
        return names

    def constant(self, values: np.ndarray) -> str:
        """Adds a constant; returns its name."""
        name = f"w{len(self.weights)}"
        self.weights.append(numpy_helper.from_array(values, name))
        return name

    def conv(self, x: Tensor, channels: int, kernel: int, stride: int = 1, silu: bool = True) -> Tensor:
        """A convolution with bias (batch norm folded in) and, unless told otherwise, SiLU."""
        fan = x.channels * kernel * kernel
        weight = self.rng.normal(0.0, np.sqrt(2.0 / fan), (channels, x.channels, kernel, kernel))
        bias = np.zeros(channels, np.float32)
        side = x.side // stride
        pad = kernel // 2
        (name,) = self.op(
            "Conv",
            [x.name, self.constant(weight.astype(np.float32)), self.constant(bias)],
            kernel_shape=[kernel, kernel],
            strides=[stride, stride],
            pads=[pad, pad, pad, pad],
        )
        self.parameters += weight.size + bias.size
        self.operations += 2 * weight.size * side * side
        if silu:
            (gate,) = self.op("Sigmoid", [name])
            (name,) = self.op("Mul", [name, gate])
        return Tensor(name, channels, side)

    def concat(self, parts: list[Tensor]) -> Tensor:
        """Joins tensors of one size along their channels."""
        (name,) = self.op("Concat", [p.name for p in parts], axis=1)
        return Tensor(name, sum(p.channels for p in parts), parts[0].side)

    def csp(self, x: Tensor, channels: int, depth: int, shortcut: bool) -> Tensor:
        """A cross-stage partial block: half passes, half goes through bottlenecks, all intermediate results are kept."""
        half = channels // 2
        both = self.conv(x, channels, 1)
        names = self.op("Split", [both.name, self.constant(np.array([half, half]))], outputs=2, axis=1)
        parts = [Tensor(n, half, both.side) for n in names]
        for _ in range(depth):
            inner = self.conv(self.conv(parts[-1], half, 3), half, 3)
            if shortcut:
                (added,) = self.op("Add", [parts[-1].name, inner.name])
                inner = Tensor(added, half, inner.side)
            parts.append(inner)
        return self.conv(self.concat(parts), channels, 1)

    def pyramid_pool(self, x: Tensor) -> Tensor:
        """Three maximum pools of 5 in a row, joined."""
        parts = [self.conv(x, x.channels // 2, 1)]
        for _ in range(3):
            (name,) = self.op("MaxPool", [parts[-1].name], kernel_shape=[5, 5], strides=[1, 1], pads=[2, 2, 2, 2])
            parts.append(Tensor(name, parts[0].channels, x.side))
        return self.conv(self.concat(parts), x.channels, 1)

    def double(self, x: Tensor) -> Tensor:
        """Twice the side, nearest neighbour."""
        scales = self.constant(np.array([1, 1, 2, 2], np.float32))
        (name,) = self.op("Resize", [x.name, "", scales], mode="nearest")
        return Tensor(name, x.channels, x.side * 2)

    def reshape(self, name: str, shape: list[int]) -> str:
        """The same values in another shape."""
        return self.op("Reshape", [name, self.constant(np.array(shape))])[0]


def head(net: Network, levels: list[Tensor]) -> str:
    """Boxes and class scores of all cells: [1, 4 + CLASSES, cells], boxes as centre and size in pixels."""
    box_width = max(16, levels[0].channels // 4, 4 * BINS)
    class_width = max(levels[0].channels, min(CLASSES, 100))
    boxes, scores, centres, strides = [], [], [], []
    for level, stride in zip(levels, STRIDES, strict=True):
        box = net.conv(net.conv(level, box_width, 3), box_width, 3)
        box = net.conv(box, 4 * BINS, 1, silu=False)
        score = net.conv(net.conv(level, class_width, 3), class_width, 3)
        score = net.conv(score, CLASSES, 1, silu=False)
        boxes.append(net.reshape(box.name, [1, 4 * BINS, -1]))
        scores.append(net.reshape(score.name, [1, CLASSES, -1]))
        middle = (np.arange(level.side) + 0.5) * stride
        centres.append(np.stack(np.meshgrid(middle, middle)).reshape(2, -1))
        strides.append(np.full(level.side**2, stride))
    (distribution,) = net.op("Concat", boxes, axis=2)
    (classes,) = net.op("Concat", scores, axis=2)
    shaped = net.reshape(distribution, [1, 4, BINS, -1])
    (share,) = net.op("Softmax", [shaped], axis=2)
    bins = net.constant(np.arange(BINS, dtype=np.float32).reshape(1, 1, BINS, 1))
    (weighted,) = net.op("Mul", [share, bins])
    (distance,) = net.op("ReduceSum", [weighted, net.constant(np.array([2]))], keepdims=0)
    (pixels,) = net.op("Mul", [distance, net.constant(np.concatenate(strides).astype(np.float32))])
    near, far = net.op("Split", [pixels, net.constant(np.array([2, 2]))], outputs=2, axis=1)
    centre = net.constant(np.concatenate(centres, 1).astype(np.float32)[None])
    (low,) = net.op("Sub", [centre, near])
    (high,) = net.op("Add", [centre, far])
    (sides,) = net.op("Sub", [high, low])
    (ends,) = net.op("Add", [low, high])
    (middle_name,) = net.op("Mul", [ends, net.constant(np.array(0.5, np.float32))])
    (probability,) = net.op("Sigmoid", [classes])
    return net.op("Concat", [middle_name, sides, probability], axis=1)[0]


def build() -> tuple[onnx.ModelProto, Network]:
    """The network as an ONNX model, and its counts."""
    net = Network()
    x = net.conv(Tensor("images", 3, SIDE), 16, 3, 2)
    x = net.csp(net.conv(x, 32, 3, 2), 32, 1, True)
    third = net.csp(net.conv(x, 64, 3, 2), 64, 2, True)
    fourth = net.csp(net.conv(third, 128, 3, 2), 128, 2, True)
    fifth = net.pyramid_pool(net.csp(net.conv(fourth, 256, 3, 2), 256, 1, True))
    up = net.csp(net.concat([net.double(fifth), fourth]), 128, 1, False)
    fine = net.csp(net.concat([net.double(up), third]), 64, 1, False)
    middle = net.csp(net.concat([net.conv(fine, 64, 3, 2), up]), 128, 1, False)
    coarse = net.csp(net.concat([net.conv(middle, 128, 3, 2), fifth]), 256, 1, False)
    out = head(net, [fine, middle, coarse])
    cells = sum((SIDE // stride) ** 2 for stride in STRIDES)
    net.nodes.append(helper.make_node("Identity", [out], ["output"]))
    graph = helper.make_graph(
        net.nodes,
        "nano640",
        [helper.make_tensor_value_info("images", TensorProto.FLOAT, [1, 3, SIDE, SIDE])],
        [helper.make_tensor_value_info("output", TensorProto.FLOAT, [1, 4 + CLASSES, cells])],
        net.weights,
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], producer_name="haustra-bench")
    model.ir_version = 9
    onnx.checker.check_model(model, full_check=True)
    return model, net


def main() -> None:
    """Writes the model and prints its size as JSON."""
    parser = argparse.ArgumentParser(description="Write a nano-sized 640-pixel detector with random weights.")
    parser.add_argument("out", type=Path)
    out: Path = parser.parse_args().out
    model, net = build()
    partial = out.with_suffix(".part")
    partial.write_bytes(model.SerializeToString(deterministic=True))
    partial.replace(out)
    print(json.dumps({"parameters": net.parameters, "gflops": round(net.operations / 1e9, 2)}))


if __name__ == "__main__":
    main()
