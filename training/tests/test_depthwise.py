from __future__ import annotations

from pathlib import Path

import pytest
import torch

from haustra_training import depthwise as depthwise_module
from haustra_training.depthwise import compiled, depthwise


@pytest.mark.parametrize(("channels", "kernel", "stride", "padding"), [(6, 5, 2, 0), (40, 5, 1, 2), (96, 3, 2, 0), (64, 3, 1, 1)])
@pytest.mark.parametrize("way", ["compiled", "exact"])
def test_depthwise_gives_torchs_gradients(channels: int, kernel: int, stride: int, padding: int, way: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if way == "compiled" and compiled() is None:
        pytest.skip("no g++ or ninja here: the compiled backward pass cannot be tested")
    if way == "exact":
        monkeypatch.setattr(depthwise_module, "compiled", lambda: None)
    results = []
    for own in (True, False):
        torch.manual_seed(0)
        x, w, b = (torch.randn(s, requires_grad=True) for s in ((2, channels, 11, 11), (channels, 1, kernel, kernel), (channels,)))
        y = depthwise(x, w, b, stride, padding) if own else torch.nn.functional.conv2d(x, w, b, stride, padding, groups=channels)
        (y * torch.linspace(0, 1, y.numel()).view_as(y)).sum().backward()
        results.append((y.detach(), x.grad, w.grad, b.grad))
    for a, b in zip(*results, strict=True):
        assert a is not None and b is not None and torch.allclose(a, b, atol=1e-5)


def test_without_a_compiler_training_goes_on_and_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise RuntimeError("Ninja is required")

    monkeypatch.setattr(depthwise_module, "CACHE", tmp_path)
    monkeypatch.setattr(depthwise_module.cpp_extension, "load", refuse)
    assert compiled.__wrapped__() is None
    assert "Ninja is required" in capsys.readouterr().err and list(tmp_path.iterdir()) == []
