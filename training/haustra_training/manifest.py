"""`manifest.json` of a release: what the product needs to run the model (see models/README.md)."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from .describe import SEARCH
from .index import CLEANLINESS, ORGANS, Picture
from .network import EMBEDDING, SIGNS
from .points import Points

NMS_IOU = 0.5

PHANTOM = "phantom"
"""Source of frames that nobody drew: made by this project."""


def file_entry(path: Path) -> dict[str, object]:
    data = path.read_bytes()
    return {"path": path.name, "sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)}


def manifest(
    folder: Path, name: str, size: int, pictures: Sequence[Picture], points: Points, metrics: dict[str, object], version: str, created: str, phantom: int = 0
) -> dict[str, object]:
    """The manifest of the ONNX files in `folder`, trained on the training pictures among `pictures`.

    `phantom`: frames of the phantom that its signs were taught on; 0: it gives no signs.
    """
    used = Counter((p.source, p.licence) for p in pictures if p.split == "train")
    return {
        "id": name, "version": version, "created": created,
        "files": {"int8": file_entry(folder / "model.int8.onnx"), "fp32": file_entry(folder / "model.fp32.onnx")}, "default": "int8",
        "input": {"name": "image", "width": size, "height": size, "layout": "NHWC", "dtype": "uint8", "colour": "rgb", "fit": "stretch", "crop": "visible-field"},
        "tasks": {
            "lesion": {"boxes": "boxes", "scores": "scores", "mask": "mask"},
            "type": {"output": "types", "classes": ["non-neoplastic", "neoplastic"]},
            "organ": {"output": "organ", "classes": list(ORGANS)},
            "usable": {"output": "usable"},
            "cleanliness": {"output": "cleanliness", "classes": list(CLEANLINESS)},
            "caecum": {"output": "caecum"},
            "embedding": {"output": "embedding", "dimensions": EMBEDDING, "stride": 16},
            "search": {"output": "search", "dimensions": SEARCH},
            **({"signs": {name: name for name in SIGNS}} if phantom > 0 else {}),
        },
        "operatingPoints": {"A": {"show": points.sensitive}, "B": {"show": points.quiet}}, "defaultOperatingPoint": "A", "nmsIou": NMS_IOU,
        "typeCall": {"neoplasticAbove": points.neoplastic_above, "nonNeoplasticBelow": points.non_neoplastic_below},
        "licence": "research, non-commercial",
        "data": [{"source": s, "licence": licence, "pictures": n} for (s, licence), n in sorted(used.items())]
        + ([{"source": PHANTOM, "licence": "made by this project, synthetic", "pictures": phantom}] if phantom > 0 else []),
        "metrics": metrics,
        "notFor": "not a medical device; research and evaluation only",
    }  # fmt: skip
