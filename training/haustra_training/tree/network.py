"""Networks that give features: a released ONNX model, a checkpoint of a run, or the starting weights of the backbone."""

from __future__ import annotations

import hashlib
import re
import tempfile
import warnings
from collections.abc import Callable
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from torch import Tensor, nn

from ..backbone import DEFAULT_BACKBONE, Backbone, stages_of
from ..checkpoint import load_checkpoint_network
from ..errors import TrainingError
from ..export import OPSET
from ..fold import fold_norms
from ..index import CLEANLINESS
from ..metrics import Floats
from ..network import MEAN, SIZE, SPREAD, ColonNet, Heads
from ..whole import whole

OUTPUT = "features"


class Extractor:
    """Pictures in, features out, on one thread."""

    session: onnxruntime.InferenceSession
    """With the outputs `features` and `cleanliness`."""
    size: int
    """Side of the pictures."""
    features: int
    """Numbers a picture."""
    tells_cleanliness: bool = True
    fingerprint: str
    """SHA-256 of the file: features of two networks cannot be compared."""

    def look(self, pictures: NDArray[np.uint8]) -> tuple[Floats, Floats]:
        """[n,S,S,3] RGB -> features [n,F] and probabilities of CLEANLINESS [n,3] (zeros where the network does not tell them)."""
        rows = [self.session.run([OUTPUT, "cleanliness"], {"image": picture[None]}) for picture in pictures]
        return np.concatenate([row[0] for row in rows]), np.concatenate([row[1] for row in rows])


def session_of(content: bytes) -> onnxruntime.InferenceSession:
    """A session on one thread from a model in memory."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])


def with_features(model: onnx.ModelProto, name: str = "the model") -> onnx.ModelProto:
    """A copy of a released model (fp32 or int8) that gives, beside its outputs, the features that its search descriptor is made of.

    Nothing is computed twice and no weight changes. Raises `TrainingError` for models without a search descriptor.
    """
    found = [node for node in model.graph.node if re.search(r"/search_out/", node.name) and node.op_type in ("Gemm", "MatMul")]
    if not found:
        raise TrainingError("no-features", f"{name} has no search descriptor, so its features cannot be taken out; take a newer model, or a checkpoint (.pt)")
    inner, weight = found[0].input[0], found[0].input[1]
    shapes = {one.name: list(one.dims) for one in model.graph.initializer}
    copied = onnx.ModelProto()
    copied.CopyFrom(model)
    copied.graph.node.append(helper.make_node("Identity", [inner], [OUTPUT], name="/features"))
    copied.graph.output.append(helper.make_tensor_value_info(OUTPUT, TensorProto.FLOAT, [1, max(shapes[weight])]))
    return copied


def search_map(path: Path) -> tuple[Floats, Floats] | None:
    """Weight [128,F] and bias of a released model's map from its features to its search descriptor; None for other networks."""
    if path.is_dir():
        path = path / "model.int8.onnx"
    if path.suffix != ".onnx" or not path.is_file():
        return None
    arrays = {one.name: one for one in onnx.load(str(path)).graph.initializer if one.name in ("search_out.weight", "search_out.bias")}
    return (numpy_helper.to_array(arrays["search_out.weight"]), numpy_helper.to_array(arrays["search_out.bias"])) if len(arrays) == 2 else None


def write_with_features(source: Path, target: Path) -> None:
    """`with_features` from file to file; the target appears whole or not at all."""
    with whole(target) as temporary:
        onnx.save(with_features(onnx.load(str(source)), source.name), str(temporary))


class Released(Extractor):
    """A released ONNX model, run as the product runs it."""

    def __init__(self, path: Path) -> None:
        self.session = session_of(with_features(onnx.load(str(path)), path.name).SerializeToString())
        self.size = int(self.session.get_inputs()[0].shape[1])
        self.features = int(next(o for o in self.session.get_outputs() if o.name == OUTPUT).shape[1])
        self.fingerprint = hashlib.sha256(path.read_bytes()).hexdigest()


class Looking(nn.Module):
    """uint8 [1,S,S,3] -> features [1,F] and cleanliness [1,3] (zeros from starting weights)."""

    def __init__(self, network: ColonNet | Backbone) -> None:
        super().__init__()
        self.network = network

    def forward(self, image: Tensor) -> tuple[Tensor, Tensor]:
        x = (image.permute(0, 3, 1, 2).float() - MEAN) / SPREAD
        if isinstance(self.network, ColonNet):
            heads: Heads = self.network(x)
            return heads.features, torch.softmax(heads.cleanliness, dim=1)
        _, _, c4, c5 = self.network(x)
        return torch.cat([c4.mean(dim=(2, 3)), c5.mean(dim=(2, 3))], dim=1), torch.zeros(1, len(CLEANLINESS))


class Traced(Extractor):
    """A network in PyTorch, run by ONNX Runtime in fp32: a third of PyTorch's time on a CPU."""

    def __init__(self, path: Path, network: ColonNet | Backbone, size: int, features: int) -> None:
        network = network.eval().to(memory_format=torch.contiguous_format)  # type: ignore[call-overload]
        fold_norms(network)
        with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
            warnings.simplefilter("ignore")
            traced = Path(folder) / "network.onnx"
            torch.onnx.export(
                Looking(network).eval(), (torch.zeros(1, size, size, 3, dtype=torch.uint8),), str(traced),
                input_names=["image"], output_names=[OUTPUT, "cleanliness"], opset_version=OPSET, dynamo=False,
            )  # fmt: skip
            self.session = session_of(traced.read_bytes())
        self.size, self.features, self.fingerprint = size, features, hashlib.sha256(path.read_bytes()).hexdigest()
        self.tells_cleanliness = isinstance(network, ColonNet)


def checkpoint(path: Path) -> Extractor:
    """The averaged weights of a run."""
    network = load_checkpoint_network(path)
    return Traced(path, network, network.size, network.feature_count)


def starting(path: Path) -> Extractor:
    """The starting weights of the default backbone, which have never seen an endoscopy: means of C4 and C5."""
    backbone = Backbone(stages_of(DEFAULT_BACKBONE))
    backbone.load_npz(path)
    return Traced(path, backbone, SIZE, backbone.channels[2] + backbone.channels[3])


KINDS: dict[str, Callable[[Path], Extractor]] = {".onnx": Released, ".pt": checkpoint, ".npz": starting}


def open_extractor(path: Path) -> Extractor:
    """By the ending of the file; a folder is a released model, its int8 file. Raises `TrainingError` where there is none."""
    if path.is_dir():
        path = path / "model.int8.onnx"
    if path.suffix not in KINDS:
        raise TrainingError("network-kind", f"{path.name} is no network; name a released model (.onnx or its folder), a checkpoint (.pt) or starting weights (.npz)")
    if not path.is_file():
        raise TrainingError("no-network", f"no network at {path}; name a released model (.onnx or its folder), a checkpoint (.pt) or starting weights (.npz)")
    return KINDS[path.suffix](path)
