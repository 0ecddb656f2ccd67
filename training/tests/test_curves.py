from __future__ import annotations

import json
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

from haustra_training.cli import main
from haustra_training.curves import HEIGHT, WIDTH, draw, read_history
from haustra_training.errors import TrainingError

SVG = "{http://www.w3.org/2000/svg}"
ROWS = [
    {"round": 1.0, "step": 10.0, "minutes": 5.0, "total": 4.0, "a<b": 1.0},
    {"round": 2.0, "step": 20.0, "minutes": 10.0, "total": 2.0, "a<b": 1.0, "val_ap50": 0.8123},
]


def texts(svg: str) -> list[str]:
    return [e.text or "" for e in ElementTree.fromstring(svg).iter(f"{SVG}text")]


def test_each_measure_has_a_panel_and_its_last_value() -> None:
    svg = draw(ROWS, "run & more")
    panels = list(ElementTree.fromstring(svg).iter(f"{SVG}g"))
    assert [p.find(f"{SVG}text").text for p in panels] == ["val_ap50", "total", "a<b"]  # type: ignore[union-attr]
    assert {"run & more", "last 0.8123", "last 2", "10 min"} <= set(texts(svg))
    line = panels[1].find(f"{SVG}polyline")
    assert line is not None and line.get("points") == f"{WIDTH / 2:.1f},0.0 {WIDTH:.1f},{HEIGHT:.1f}"


def test_the_command_writes_the_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["curves", str(tmp_path)]) == 1 and "finished a round" in capsys.readouterr().err
    (tmp_path / "history.jsonl").write_text("".join(json.dumps(row) + "\n" for row in ROWS))
    assert main(["curves", str(tmp_path)]) == 0
    assert "val_ap50" in texts((tmp_path / "curves.svg").read_text()) and list(tmp_path.glob("*.tmp")) == []


def test_a_damaged_line_is_named(tmp_path: Path) -> None:
    (tmp_path / "history.jsonl").write_text('{"round": 1}\n{"rou')
    with pytest.raises(TrainingError, match="remove that line"):
        read_history(tmp_path)
