"""Batch norms folded into the convolutions before them."""

from __future__ import annotations

import torch
from torch import nn


def is_folded(network: nn.Module) -> bool:
    """Has the network no batch norm (left)?"""
    return not any(isinstance(m, nn.BatchNorm2d) for m in network.modules())


def fold_norms(module: nn.Module) -> None:
    """Fold every batch norm that follows a convolution in a `Sequential` into that convolution, in place. Eval mode only."""
    for child in module.children():
        fold_norms(child)
    if isinstance(module, nn.Sequential):
        for n in range(len(module) - 1):
            conv, norm = module[n], module[n + 1]
            if isinstance(conv, nn.Conv2d) and isinstance(norm, nn.BatchNorm2d):
                module[n] = torch.nn.utils.fusion.fuse_conv_bn_eval(conv, norm)
                module[n + 1] = nn.Identity()
