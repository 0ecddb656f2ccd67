"""A trained head as ONNX: fp32, and with int8 weights where they are many; the likeliest leaves come out."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from numpy.typing import NDArray
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from ..export import OPSET
from ..metrics import Floats
from ..whole import whole
from .head import TreeHead
from .tokens import FIELDS, Metadata, nothing_known, numbers_of

TOP = 20
"""Leaves that come out, or all where the tree has fewer."""
INPUTS = ("features", *FIELDS, "minutes")


class ExportHead(nn.Module):
    """features [B,F] float32; segment, light, cleanliness [B] int64 (0 not known); minutes [B] float32 (negative: not known)
    -> indices [B,K] int64 and probabilities [B,K], likeliest first; with `all_leaves` also all [B,L]."""

    matrix: Tensor
    offset: Tensor

    def __init__(self, head: TreeHead, temperature: float = 1.0, all_leaves: bool = False) -> None:
        super().__init__()
        self.head, self.all_leaves = head.eval(), all_leaves
        self.top = min(TOP, head.form.leaves)
        self.register_buffer("matrix", (head.classifier().detach() / temperature).t().contiguous())
        self.register_buffer("offset", head.bias.detach() / temperature)

    def forward(self, features: Tensor, segment: Tensor, light: Tensor, cleanliness: Tensor, minutes: Tensor) -> tuple[Tensor, ...]:
        narrow = self.head.narrow(features, Metadata(torch.stack([segment, light, cleanliness], dim=1), minutes))
        likely = torch.softmax(narrow @ self.matrix + self.offset, dim=1)
        probabilities, indices = likely.topk(self.top, dim=1)
        return (indices, probabilities, likely) if self.all_leaves else (indices, probabilities)


def export_head(head: TreeHead, path: Path, temperature: float = 1.0, all_leaves: bool = False) -> None:
    """Write the fp32 ONNX for one picture at a time; whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    known = nothing_known(1)
    given = (torch.zeros(1, head.form.features), known.choices[:, 0], known.choices[:, 1], known.choices[:, 2], known.minutes)
    names = ["indices", "probabilities", *(["all"] if all_leaves else [])]
    with whole(path) as temporary, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        # The tracing exporter is deprecated but gives plain nodes that quantise well. It puts a module back into the mode that it found it in.
        torch.onnx.export(ExportHead(head, temperature, all_leaves).eval(), given, str(temporary), input_names=list(INPUTS), output_names=names, opset_version=OPSET, dynamo=False)
        onnx.checker.check_model(str(temporary))


def classifier_nodes(model: onnx.ModelProto, leaves: int) -> list[str]:
    """Names of the products whose result is the leaves' logits."""
    shapes = {one.name: list(one.dims) for one in model.graph.initializer}
    return [node.name for node in model.graph.node if node.op_type == "MatMul" and any(shapes.get(name, [0])[-1] == leaves for name in node.input)]


@contextmanager
def without_advice() -> Iterator[None]:
    """Keeps the quantiser from advising to prepare the model: there is nothing to fold in it."""
    logging.disable(logging.WARNING)
    try:
        yield
    finally:
        logging.disable(logging.NOTSET)


def quantise_head(source: Path, target: Path, leaves: int) -> None:
    """fp32 ONNX -> the leaves' weights in int8, a scale a leaf, activations quantised as they come; the rest stays fp32. Whole or not at all."""
    chosen = classifier_nodes(onnx.load(str(source)), leaves)
    with whole(target) as temporary, without_advice():
        quantize_dynamic(str(source), str(temporary), per_channel=True, weight_type=QuantType.QInt8, nodes_to_quantize=chosen, op_types_to_quantize=["MatMul"])


def run_head(session: onnxruntime.InferenceSession, features: Floats, known: Metadata) -> list[tuple[NDArray[np.int64], Floats]]:
    """Indices and probabilities of the likeliest leaves of each picture; features [n,F]."""
    inputs = {"features": features, **numbers_of(known)}
    found = []
    for n in range(len(features)):
        indices, likely = session.run(["indices", "probabilities"], {name: value[n : n + 1] for name, value in inputs.items()})
        found.append((indices[0], likely[0]))
    return found
