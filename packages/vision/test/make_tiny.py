"""Writes tiny/model.onnx and tiny/manifest.json: a stand-in for a released model whose outputs are read straight from
the pixels, so that a test says exactly what the model answers. Needs the Python package `onnx`.

Input `image` uint8 [1,16,16,3]. Row 0 holds one pixel a cell: red = score, green = type (of 255). Row 1 from the left:
organ (r,g,b of pixel 0), cleanliness (pixel 1), caecum (red of pixel 2), usable = red / max(red, green) of pixel 3 (0/0 is NaN).
Rows 2-3: embedding, 4 channels of 2x2 from the reds. Row 4: search, 4 numbers from the reds. Rows 8-15, columns 8-15, red: mask.
"""
import hashlib
import json
import pathlib

import numpy as np
from onnx import TensorProto, checker, helper, numpy_helper, save

HERE = pathlib.Path(__file__).parent / "tiny"
BOXES = np.array(
    [[[0.1, 0.1, 0.4, 0.4], [0.12, 0.12, 0.42, 0.42], [0.6, 0.6, 0.9, 0.9], [0.5, 0.0, 1.2, 0.3], [0.3, 0.3, 0.3, 0.5], [0.0, 0.5, 0.25, 1.0]]],
    np.float32,
)

nodes, constants = [], [numpy_helper.from_array(BOXES, "boxes_value")]


def constant(name, values):
    constants.append(numpy_helper.from_array(np.array(values, np.int64), name))
    return name


def cut(name, starts, ends, shape):
    """The pixels [starts, ends) of the picture, in this shape."""
    nodes.append(helper.make_node("Slice", ["unit", constant(name + "_s", starts), constant(name + "_e", ends)], [name + "_cut"]))
    nodes.append(helper.make_node("Reshape", [name + "_cut", constant(name + "_shape", shape)], [name]))


constants.append(numpy_helper.from_array(np.float32(255), "full"))
nodes.append(helper.make_node("Cast", ["image"], ["float"], to=TensorProto.FLOAT))
nodes.append(helper.make_node("Div", ["float", "full"], ["unit"]))
nodes.append(helper.make_node("Identity", ["boxes_value"], ["boxes"]))
cut("scores", [0, 0, 0, 0], [1, 1, 6, 1], [1, 6])
cut("types", [0, 0, 0, 1], [1, 1, 6, 2], [1, 6])
cut("mask", [0, 8, 8, 0], [1, 16, 16, 1], [1, 8, 8])
cut("organ", [0, 1, 0, 0], [1, 2, 1, 3], [1, 3])
cut("cleanliness", [0, 1, 1, 0], [1, 2, 2, 3], [1, 3])
cut("caecum", [0, 1, 2, 0], [1, 2, 3, 1], [1])
cut("above", [0, 1, 3, 0], [1, 2, 4, 1], [1])
cut("below", [0, 1, 3, 1], [1, 2, 4, 2], [1])
nodes.append(helper.make_node("Max", ["above", "below"], ["larger"]))
nodes.append(helper.make_node("Div", ["above", "larger"], ["usable"]))
cut("embedding", [0, 2, 0, 0], [1, 4, 8, 1], [1, 4, 2, 2])
cut("search", [0, 4, 0, 0], [1, 5, 4, 1], [1, 4])

OUTPUTS = {"boxes": [1, 6, 4], "scores": [1, 6], "types": [1, 6], "mask": [1, 8, 8], "organ": [1, 3], "usable": [1],
           "cleanliness": [1, 3], "caecum": [1], "embedding": [1, 4, 2, 2], "search": [1, 4]}  # fmt: skip
graph = helper.make_graph(
    nodes,
    "tiny",
    [helper.make_tensor_value_info("image", TensorProto.UINT8, [1, 16, 16, 3])],
    [helper.make_tensor_value_info(name, TensorProto.FLOAT, shape) for name, shape in OUTPUTS.items()],
    constants,
)
model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
checker.check_model(model)
HERE.mkdir(exist_ok=True)
save(model, HERE / "model.onnx")
content = (HERE / "model.onnx").read_bytes()
file = {"path": "model.onnx", "sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}
manifest = {
    "id": "tiny",
    "version": "0.0.1",
    "created": "2026-01-01",
    "files": {"int8": file, "fp32": file},
    "default": "int8",
    "input": {"name": "image", "width": 16, "height": 16, "layout": "NHWC", "dtype": "uint8", "colour": "rgb",
              "fit": "stretch", "crop": "visible-field"},
    "tasks": {
        "lesion": {"boxes": "boxes", "scores": "scores", "mask": "mask"},
        "type": {"output": "types", "classes": ["non-neoplastic", "neoplastic"]},
        "organ": {"output": "organ", "classes": ["colon", "upper", "outside"]},
        "usable": {"output": "usable"},
        "cleanliness": {"output": "cleanliness", "classes": ["bbps-0-1", "bbps-2-3", "impacted-stool"]},
        "caecum": {"output": "caecum"},
        "embedding": {"output": "embedding", "dimensions": 4, "stride": 8},
        "search": {"output": "search", "dimensions": 4},
    },
    "operatingPoints": {"A": {"show": 0.3}, "B": {"show": 0.6}},
    "defaultOperatingPoint": "A",
    "nmsIou": 0.5,
    "typeCall": {"neoplasticAbove": 0.7, "nonNeoplasticBelow": 0.3},
    "licence": "Apache-2.0",
    "data": [],
    "metrics": {},
    "notFor": "anything but tests",
}  # fmt: skip
(HERE / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n")
