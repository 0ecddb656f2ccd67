"""fp32 ONNX -> int8 (static QDQ: u8 activations, s8 weights a channel; biases corrected)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
import onnx
from numpy.typing import NDArray
from onnxruntime.quantization import CalibrationDataReader, CalibrationMethod, QuantFormat, QuantType, quantize_static

from .correct import correct_biases
from .stem import SCALE, ZERO_POINT, input_tensor, take_bytes
from .whole import whole

HEAD_LAYERS = ("score_out", "type_out", "box_out", "mask_out", "embedding_out", "shared", "organ_out", "usable_out", "cleanliness_out", "caecum_out", "wider", "signs")
"""Last layers stay fp32: they cost little and decide the numbers."""


CORRECTING = 60
"""Pictures that the biases are corrected on; more bring nothing."""


class _Reader(CalibrationDataReader):  # type: ignore[misc]
    def __init__(self, pictures: Iterable[NDArray[np.uint8]]) -> None:
        self.pictures: Iterator[NDArray[np.uint8]] = iter(pictures)

    def get_next(self) -> dict[str, NDArray[np.uint8]] | None:
        picture = next(self.pictures, None)
        return None if picture is None else {"image": picture[None]}


def kept_in_float(model: onnx.ModelProto, heads: tuple[str, ...] = HEAD_LAYERS) -> list[str]:
    """Names of the head layers' nodes and of everything computed from them."""
    tainted: set[str] = set()
    names: list[str] = []
    for node in model.graph.node:
        is_head = any(f"/{head}/" in node.name for head in heads)
        if is_head or any(name in tainted for name in node.input):
            tainted.update(node.output)
            names.append(node.name)
    return names


def quantise(
    source: Path, target: Path, pictures: Iterable[NDArray[np.uint8]], method: CalibrationMethod = CalibrationMethod.MinMax,
    extra_float: tuple[str, ...] = (), percentile: float = 99.99,
) -> None:  # fmt: skip
    """Quantise with calibration `pictures` (uint8 [S,S,3], prepared as at inference; all are held in memory). Written whole or not at all."""
    exact, shown = onnx.load(str(source)), list(pictures)
    excluded = kept_in_float(exact, HEAD_LAYERS + extra_float)
    bytes_as_they_are = {"scale": np.array(SCALE, np.float32), "zero_point": np.array(ZERO_POINT, np.uint8), "quant_type": QuantType.QUInt8}
    options: dict[str, object] = {"TensorQuantOverrides": {input_tensor(exact): [bytes_as_they_are]}}
    if method == CalibrationMethod.Percentile:
        options["CalibPercentile"] = percentile
    with whole(target) as temporary:
        quantize_static(
            str(source), str(temporary), _Reader(shown), quant_format=QuantFormat.QDQ, op_types_to_quantize=["Conv", "Add", "Resize", "Clip", "Relu"],
            per_channel=True, activation_type=QuantType.QUInt8, weight_type=QuantType.QInt8, nodes_to_exclude=excluded,
            calibrate_method=method, extra_options=options,
        )  # fmt: skip
        model = onnx.load(str(temporary))
        take_bytes(model)
        # Evenly over the pictures, which may come sorted by source.
        correct_biases(exact, model, shown[:: max(1, len(shown) // CORRECTING)])
        onnx.save(model, str(temporary))
