"""Depthwise convolution whose backward pass runs in fp32.

Measured on CPU: oneDNN's bf16 backward of depthwise 5×5 convolutions takes 3-6 times as long as
its fp32 one and was more than half of a training step. Forward stays in bf16.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor


class _Depthwise(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x: Tensor, weight: Tensor, bias: Tensor, stride: int, padding: int) -> Tensor:  # type: ignore[no-untyped-def]
        ctx.save_for_backward(x, weight)
        ctx.stride, ctx.padding = stride, padding
        return F.conv2d(x, weight, bias, stride, padding, groups=weight.shape[0])

    @staticmethod
    def backward(ctx, grad: Tensor) -> tuple[Tensor | None, ...]:  # type: ignore[no-untyped-def]
        x, weight = ctx.saved_tensors
        channels = weight.shape[0]
        grads = torch.ops.aten.convolution_backward(
            grad.float(), x.float(), weight.float(), [channels], [ctx.stride] * 2, [ctx.padding] * 2, [1, 1], False, [0, 0],
            channels, list(ctx.needs_input_grad[:3]),
        )  # fmt: skip
        kinds = (x.dtype, weight.dtype, weight.dtype)
        return (*(None if g is None else g.to(kind) for g, kind in zip(grads, kinds, strict=True)), None, None)


def depthwise(x: Tensor, weight: Tensor, bias: Tensor, stride: int, padding: int) -> Tensor:
    """x [B,C,H,W], weight [C,1,k,k], bias [C]: the same numbers as `conv2d(groups=C)`."""
    if torch.is_autocast_enabled("cpu"):
        kind = torch.get_autocast_dtype("cpu")
        x, weight, bias = x.to(kind), weight.to(kind), bias.to(kind)
    return _Depthwise.apply(x, weight, bias, stride, padding)  # type: ignore[no-any-return, no-untyped-call]
