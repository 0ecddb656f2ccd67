"""Depthwise convolution with a backward pass of its own on the CPU.

Measured on CPU: oneDNN's bf16 backward of depthwise 5×5 convolutions takes 3-6 times as long as its fp32 one, which is
still a quarter of a training step. `depthwise.cpp` takes a third to a sixth of that again; it is compiled once, where there
is a compiler, and where there is none the fp32 way is taken. Forward stays in bf16.
"""

from __future__ import annotations

import functools
import importlib.util
import os
import sys
import tempfile
import zlib
from pathlib import Path
from types import ModuleType

import torch
import torch.nn.functional as F
from torch import Tensor
from torch.utils import cpp_extension

from .pictures import CACHE

FLAGS = {"AVX512": ["-mavx512f", "-mavx512bw", "-mavx512vl", "-mavx512dq", "-mfma"], "AVX2": ["-mavx2", "-mfma"]}
"""Instructions to compile for, by what PyTorch found the processor to have."""


NAME = "haustra_depthwise"


def load_library(path: Path) -> ModuleType:
    """The module in a compiled file; raises `ImportError` when it does not fit this Python or PyTorch."""
    spec = importlib.util.spec_from_file_location(NAME, path)
    if spec is None or spec.loader is None:
        raise ImportError(f"{path} is no module")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@functools.cache
def compiled() -> ModuleType | None:
    """The compiled backward pass, or None where it cannot be compiled (said once, on stderr)."""
    has = torch.backends.cpu.get_cpu_capability()
    source = Path(__file__).with_suffix(".cpp")
    version = zlib.crc32(source.read_bytes() + f"{torch.__version__} {sys.version_info[:2]} {has}".encode())
    library = CACHE / f"{NAME}-{version:08x}.so"
    try:
        if not library.is_file():
            CACHE.mkdir(parents=True, exist_ok=True)
            # Made aside and moved: a run that is killed meanwhile leaves no lock and no half file to the next.
            with tempfile.TemporaryDirectory(dir=CACHE) as aside:
                flags = ["-O3", "-ffast-math", "-fopenmp", *FLAGS.get(has, [])]
                cpp_extension.load(NAME, [str(source)], extra_cflags=flags, build_directory=aside)
                os.replace(Path(aside) / f"{NAME}.so", library)
        return load_library(library)
    except (OSError, RuntimeError, ImportError) as cause:
        print(f"training goes on slower: the fast depthwise backward pass was not compiled ({str(cause).splitlines()[0]}); install g++ and ninja", file=sys.stderr)
        return None


def exact_backward(grad: Tensor, x: Tensor, weight: Tensor, stride: int, padding: int, needed: list[bool]) -> tuple[Tensor | None, Tensor | None]:
    """Gradients of picture and weight by PyTorch, in fp32."""
    channels = weight.shape[0]
    grads = torch.ops.aten.convolution_backward(
        grad.float(), x.float(), weight.float(), [channels], [stride] * 2, [padding] * 2, [1, 1], False, [0, 0], channels, [*needed, False]
    )
    return grads[0], grads[1]


class _Depthwise(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x: Tensor, weight: Tensor, bias: Tensor, stride: int, padding: int) -> Tensor:  # type: ignore[no-untyped-def]
        ctx.save_for_backward(x, weight)
        ctx.stride, ctx.padding = stride, padding
        return F.conv2d(x, weight, bias, stride, padding, groups=weight.shape[0])

    @staticmethod
    def backward(ctx, grad: Tensor) -> tuple[Tensor | None, ...]:  # type: ignore[no-untyped-def]
        x, weight = ctx.saved_tensors
        fast = compiled() if weight.shape[-1] in (3, 5) and x.dtype in (torch.bfloat16, torch.float32) else None
        if fast is not None:
            of_x, of_weight = fast.backward(grad, x, weight, ctx.stride, ctx.padding)
        else:
            of_x, of_weight = exact_backward(grad, x, weight, ctx.stride, ctx.padding, list(ctx.needs_input_grad[:2]))
        of_bias = grad.sum(dim=(0, 2, 3), dtype=torch.float32)
        return (
            None if of_x is None or not ctx.needs_input_grad[0] else of_x.to(x.dtype),
            None if of_weight is None else of_weight.to(weight.dtype), of_bias.to(weight.dtype), None, None,
        )  # fmt: skip


def depthwise(x: Tensor, weight: Tensor, bias: Tensor, stride: int, padding: int) -> Tensor:
    """x [B,C,H,W], weight [C,1,k,k], bias [C]: the same numbers as `conv2d(groups=C)`."""
    if torch.is_autocast_enabled("cpu"):
        kind = torch.get_autocast_dtype("cpu")
        x, weight, bias = x.to(kind), weight.to(kind), bias.to(kind)
    return _Depthwise.apply(x, weight, bias, stride, padding)  # type: ignore[no-any-return, no-untyped-call]
