"""What several tests of learning make up."""

from __future__ import annotations

from pathlib import Path

import torch

from haustra_training.dataset import Batch, PictureSet, collate
from haustra_training.field import WHOLE
from haustra_training.index import read_index
from haustra_training.network import ColonNet

SMALL = 64
"""Side of the input in tests, in pixels."""


def made_batch(folder: Path, size: int = SMALL) -> Batch:
    """The four pictures of `small_set`, plain."""
    pictures = read_index(folder / "index.csv")
    data = PictureSet(pictures, {p.id: WHOLE for p in pictures}, train=False, size=size)
    return collate([data[n] for n in range(len(pictures))])


def saved_network(path: Path, backbone: str = "lite0", seed: int = 0, size: int = SMALL, taught: int = 0) -> ColonNet:
    """A network with random weights and its checkpoint; `taught`: frames of the phantom that taught it signs."""
    torch.manual_seed(seed)
    network = ColonNet(size, backbone, signs=taught > 0, wider=taught > 0).eval()
    more = {"phantom": taught} if taught > 0 else {}
    torch.save({"average": network.state_dict(), "size": size, "backbone": backbone, "step": 1, **more}, path)
    return network


@torch.no_grad()
def outspoken(network: ColonNet) -> ColonNet:
    """The random network with its logits spread to mean 0 and deviation 2 on noise: sure of lesions in some cells, of classes in some pictures."""
    noise = torch.randn(4, 3, network.size, network.size, generator=torch.Generator().manual_seed(9))
    heads = network.eval()(noise)
    for name in ("score", "type", "mask", "organ", "usable", "cleanliness", "caecum"):
        layer, logits = getattr(network, f"{name}_out"), getattr(heads, {"score": "scores", "type": "types"}.get(name, name))
        scale = 2 / logits.std()
        layer.weight.mul_(scale)
        layer.bias.copy_((layer.bias - logits.mean()) * scale)
    return network
