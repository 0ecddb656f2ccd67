"""What an input size costs and brings: one network's weights at several sizes, measured on validation pictures."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

from . import evaluate
from .checkpoint import load_checkpoint_network
from .export import Calibration, export_onnx
from .index import read_index
from .inference import prepared
from .metrics import average_precision
from .pictures import CACHE, fields_of
from .quantise import quantise
from .release import calibration_pictures
from .runtime import median_ms, open_session


def size_table(data: Path, checkpoint: Path, sizes: Sequence[int], pictures_for_quantiser: int = 100) -> list[dict[str, float]]:
    """For each size: AP50 by source (validation pictures with drawn boxes, int8) and the median milliseconds of one thread.

    The weights stay as they were trained, so a network trained at one of the sizes has an advantage there.
    """
    pictures = read_index(data / "index.csv")
    fields = fields_of(pictures, CACHE / "fields.json")
    validation = [p for p in pictures if p.split == "val" and p.boxes is not None]
    rows = []
    for size in sizes:
        network = load_checkpoint_network(checkpoint, size)
        with tempfile.TemporaryDirectory() as folder:
            fp32, int8 = Path(folder) / "fp32.onnx", Path(folder) / "int8.onnx"
            export_onnx(network, Calibration(), fp32)
            quantise(fp32, int8, (prepared(p, fields, size) for p in calibration_pictures(pictures, pictures_for_quantiser)))
            records = evaluate.run(int8, validation, fields)
            row: dict[str, float] = {"size": size, "ms": round(median_ms(open_session(int8)), 2)}
        for source in ["all", *sorted({p.source for p in validation if p.boxes})]:
            part = [r.detections for r in records if source in ("all", r.picture.source)]
            row[source] = round(average_precision(part), 4)
        rows.append(row)
    return rows
