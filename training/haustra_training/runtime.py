"""Running an exported network with ONNX Runtime, as the product runs it: one thread, no spinning."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from .errors import TrainingError

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Outputs:
    """All outputs for one picture, without the batch dimension."""

    boxes: Floats
    scores: Floats
    types: Floats
    mask: Floats
    organ: Floats
    usable: float
    cleanliness: Floats
    caecum: float
    embedding: Floats
    search: Floats


def open_session(path: Path, threads: int = 1) -> onnxruntime.InferenceSession:
    """A CPU session; raises `TrainingError` when there is no such model."""
    if not path.is_file():
        raise TrainingError("no-model", f"no model at {path}; run `haustra-train release` first")
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def input_size(session: onnxruntime.InferenceSession) -> int:
    """Side of the square input, in pixels."""
    return int(session.get_inputs()[0].shape[1])


NAMES = ("boxes", "scores", "types", "mask", "organ", "usable", "cleanliness", "caecum", "embedding", "search")


def infer(session: onnxruntime.InferenceSession, image: NDArray[np.uint8]) -> Outputs:
    """One RGB uint8 picture [S,S,3]."""
    o = dict(zip(NAMES, session.run(list(NAMES), {"image": image[None]}), strict=True))
    return Outputs(
        o["boxes"][0], o["scores"][0], o["types"][0], o["mask"][0], o["organ"][0], float(o["usable"][0]),
        o["cleanliness"][0], float(o["caecum"][0]), o["embedding"][0], o["search"][0],
    )  # fmt: skip


def median_ms(session: onnxruntime.InferenceSession, runs: int = 40, blocks: int = 8) -> float:
    """Median time of one run on a noise picture, in milliseconds, in the quietest of several blocks (other work slows a run, nothing speeds it up)."""
    size = input_size(session)
    image = np.random.default_rng(0).integers(0, 256, (1, size, size, 3), dtype=np.uint8)
    medians = []
    for _ in range(blocks):
        times = []
        for _ in range(runs):
            began = time.perf_counter()
            session.run(None, {"image": image})
            times.append(time.perf_counter() - began)
        medians.append(float(np.median(times) * 1000))
    return min(medians)
