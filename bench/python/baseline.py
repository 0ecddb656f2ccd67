"""An ordinary Python pipeline, as people write it: the yardstick of `haustra bench python`.

cv2.VideoCapture reads, the frame is cut to the visible field and resized, onnxruntime runs with its default options,
boxes go through non-maximum suppression. Nothing is held back: the thread setting that does best on the first frames
is taken, and start-up is not counted.

    python baseline.py --recording clip.mp4 --model model.int8.onnx --kind haustra
    python baseline.py --recording clip.mp4 --model nano640.onnx --kind nano
"""

from __future__ import annotations

import argparse
import json
import os
import time
from collections.abc import Callable

import cv2
import numpy as np
import onnxruntime as ort

Frame = np.ndarray
Pipeline = Callable[[Frame], int]

WARM_UP_FRAMES = 20
TRIAL_FRAMES = 120


def session(model: str, threads: int | None) -> ort.InferenceSession:
    """A session with default options, or with so many threads."""
    options = ort.SessionOptions()
    if threads is not None:
        options.intra_op_num_threads = threads
    return ort.InferenceSession(model, options, providers=["CPUExecutionProvider"])


def field_of(frame: Frame) -> tuple[slice, slice]:
    """Rows and columns that are not the black border."""
    bright = frame.max(axis=2) > 24
    rows = np.flatnonzero(bright.mean(axis=1) > 0.05)
    columns = np.flatnonzero(bright.mean(axis=0) > 0.05)
    if rows.size == 0 or columns.size == 0:
        return slice(None), slice(None)
    return slice(rows[0], rows[-1] + 1), slice(columns[0], columns[-1] + 1)


def suppressed(boxes: np.ndarray, scores: np.ndarray, least: float) -> int:
    """Number of boxes (left, top, width, height) left after non-maximum suppression."""
    keep = scores >= least
    if not keep.any():
        return 0
    return len(cv2.dnn.NMSBoxes(boxes[keep].tolist(), scores[keep].tolist(), least, 0.5))


def haustra(run: ort.InferenceSession) -> Pipeline:
    """Our model file: 256 x 256 RGB bytes in, decoded boxes out."""
    name = run.get_inputs()[0].name
    _, height, width, _ = run.get_inputs()[0].shape
    outputs = [o.name for o in run.get_outputs()]

    def analyse(frame: Frame) -> int:
        picture = cv2.cvtColor(cv2.resize(frame, (width, height), interpolation=cv2.INTER_AREA), cv2.COLOR_BGR2RGB)
        out = dict(zip(outputs, run.run(None, {name: picture[None]}), strict=True))
        box = out["boxes"][0]
        corners = np.concatenate([box[:, :2], box[:, 2:] - box[:, :2]], axis=1)
        return suppressed(corners, out["scores"][0], 0.01)

    return analyse


def nano(run: ort.InferenceSession) -> Pipeline:
    """A nano-sized detector at 640 pixels: letterboxed floats in, centre boxes and class scores out."""
    name = run.get_inputs()[0].name
    side = run.get_inputs()[0].shape[2]

    def analyse(frame: Frame) -> int:
        scale = side / max(frame.shape[:2])
        small = cv2.resize(frame, None, fx=scale, fy=scale, interpolation=cv2.INTER_LINEAR)
        canvas = np.full((side, side, 3), 114, np.uint8)
        canvas[: small.shape[0], : small.shape[1]] = small
        blob = cv2.dnn.blobFromImage(canvas, 1 / 255, swapRB=True)
        cells = run.run(None, {name: blob})[0][0].T
        centre, size = cells[:, :2], cells[:, 2:4]
        # Random weights score half of all cells at random; a trained network leaves a few dozen. Take that many.
        scores = cells[:, 4:].max(axis=1)
        best = np.argpartition(scores, -50)[-50:]
        return suppressed(np.concatenate([centre - size / 2, size], axis=1)[best], scores[best], 0.0)

    return analyse


def run_over(recording: str, pipeline: Pipeline, most: int | None) -> tuple[int, float]:
    """Frames analysed and seconds taken, from the first read to the last box."""
    capture = cv2.VideoCapture(recording)
    if not capture.isOpened():
        raise SystemExit(f"cannot open {recording}")
    frames = 0
    field: tuple[slice, slice] | None = None
    start = time.perf_counter()
    while most is None or frames < most:
        read, frame = capture.read()
        if not read:
            break
        if field is None:
            field = field_of(frame)
        pipeline(frame[field])
        frames += 1
    seconds = time.perf_counter() - start
    capture.release()
    return frames, seconds


def best_threads(recording: str, make: Callable[[int | None], Pipeline], cores: int) -> dict[str, float]:
    """Frames a second on the first frames for each thread setting worth trying."""
    rates: dict[str, float] = {}
    for setting in [None, *sorted({1, 2, cores})]:
        pipeline = make(setting)
        run_over(recording, pipeline, WARM_UP_FRAMES)
        frames, seconds = run_over(recording, pipeline, TRIAL_FRAMES)
        rates["default" if setting is None else str(setting)] = frames / seconds
    return rates


def main() -> None:
    """Runs one pipeline over the recording and prints what it measured as JSON."""
    parser = argparse.ArgumentParser(description="An ordinary Python pipeline over one recording.")
    parser.add_argument("--recording", required=True)
    parser.add_argument("--model", required=True)
    parser.add_argument("--kind", choices=["haustra", "nano"], required=True)
    parser.add_argument("--threads", default="try", help="try (the best of several), default, or a number")
    parser.add_argument("--frames", type=int, default=None, help="stop after so many frames")
    given = parser.parse_args()
    build = haustra if given.kind == "haustra" else nano
    rates: dict[str, float] = {}
    threads: str = given.threads
    if threads == "try":
        cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
        rates = best_threads(given.recording, lambda n: build(session(given.model, n)), cores)
        threads = max(rates, key=lambda setting: rates[setting])
    pipeline = build(session(given.model, None if threads == "default" else int(threads)))
    run_over(given.recording, pipeline, WARM_UP_FRAMES)
    frames, seconds = run_over(given.recording, pipeline, given.frames)
    print(
        json.dumps(
            {
                "frames": frames,
                "seconds": seconds,
                "fps": frames / seconds,
                "threads": threads,
                "trials": rates,
                "opencv": cv2.__version__,
                "onnxruntime": ort.__version__,
            }
        )
    )


if __name__ == "__main__":
    main()
