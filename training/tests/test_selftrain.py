"""A hospital's round: planned once, shared by two processes, killed and gone on with to the same weights."""

from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import torch
from conftest import write_index
from making import SMALL, saved_network

from haustra_training.agree import side_by_side
from haustra_training.cli import main
from haustra_training.errors import TrainingError
from haustra_training.index import read_index
from haustra_training.rounds import SITE_TURNS, RoundSampler


@pytest.fixture
def hospital(small_set: Path) -> tuple[Path, Path]:
    """The labelled folder (a round draws its caecum and everyday pictures) and the site's index: six recorded frames, one of them corrected."""
    with (small_set / "index.csv").open(newline="") as handle:
        rows = list(csv.DictReader(handle))
    blank = dict.fromkeys(("polyp", "mask", "boxes", "organ", "landmark", "quality", "cleanliness"), "")
    frames = [rows[0] | blank | {"id": f"r/{n}", "source": "site", "split": "unlabelled", "sequence": "rec", "image": f"../images/{'abcdab'[n]}.jpg"} for n in range(6)]
    frames[5] = rows[0] | {"id": "r/5", "source": "site", "sequence": "rec", "image": "../images/b.jpg", "mask": ""}
    (small_set / "site").mkdir()
    write_index(small_set / "site" / "index.csv", frames)
    saved_network(small_set / "now.pt")
    return small_set, small_set / "site" / "index.csv"


def words(labelled: Path, site: Path, run: Path, *more: str) -> list[str]:
    start = ["--from", str(labelled / "now.pt"), "--into", str(run), "--device", "cpu", "--seed", "3"]
    return ["self-train", "--labelled", str(labelled), "--site", str(site), *start, *more]


def test_a_round_in_one_process_leaves_weights_and_a_plan(hospital: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    labelled, site = hospital
    command = words(labelled, site, tmp_path / "run", "--rounds", "1", "--pretrain", "1", "--processes", "1")
    assert main(command) == 0
    final = torch.load(tmp_path / "run" / "final.pt", weights_only=True)
    assert final["size"] == SMALL and (tmp_path / "run" / "pretrained.pt").is_file()
    plan = json.loads((tmp_path / "run" / "plan.json").read_text())
    assert (plan["rounds"], plan["unlabelled"], plan["pretrain_steps"]) == (1, 12, 1)
    history = [json.loads(line) for line in (tmp_path / "run" / "training" / "history.jsonl").read_text().splitlines()]
    assert "distil_organ" in history[0], "unlabelled frames were learnt from"
    before = (tmp_path / "run" / "final.pt").stat().st_mtime_ns
    assert main(command) == 0 and (tmp_path / "run" / "final.pt").stat().st_mtime_ns == before


def test_a_round_keeps_the_signs_as_they_were(hospital: tuple[Path, Path], tmp_path: Path) -> None:
    labelled, site = hospital
    network = saved_network(labelled / "now.pt", taught=7)
    assert main(words(labelled, site, tmp_path / "run", "--rounds", "1", "--pretrain", "1", "--processes", "1")) == 0
    final = torch.load(tmp_path / "run" / "final.pt", weights_only=True)
    assert final["phantom"] == 7
    fixed = [name for name in network.state_dict() if name.startswith(("signs.", "wider."))]
    assert fixed and all(torch.allclose(final["average"][name].float(), network.state_dict()[name], atol=1e-6) for name in fixed)


def test_minutes_become_rounds_once(hospital: tuple[Path, Path], tmp_path: Path) -> None:
    labelled, site = hospital
    assert main(words(labelled, site, tmp_path / "run", "--budget-minutes", "0.01", "--processes", "1")) == 0
    plan = json.loads((tmp_path / "run" / "plan.json").read_text())
    assert plan["rounds"] == 1 and plan["pictures_per_second"] > 0


def test_killed_it_goes_on_to_the_same_weights(hospital: tuple[Path, Path], tmp_path: Path) -> None:
    labelled, site = hospital

    def begin(run: Path) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "haustra_training.cli", *words(labelled, site, run, "--rounds", "3", "--processes", "2")]
        return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True)

    whole = begin(tmp_path / "whole")
    told = [json.loads(line) for line in whole.communicate(timeout=300)[0].splitlines()]
    assert whole.returncode == 0 and {row["stage"] for row in told} == {"train"}
    assert told[-1]["done"] <= told[-1]["of"] and all({"secondsLeft", "note"} <= set(row) for row in told)

    killed = begin(tmp_path / "parts")
    checkpoint = tmp_path / "parts" / "training" / "checkpoint.pt"
    until = time.monotonic() + 240
    while not checkpoint.is_file() and time.monotonic() < until:
        time.sleep(0.1)
    os.killpg(killed.pid, signal.SIGKILL)
    killed.wait()
    assert checkpoint.is_file() and not (tmp_path / "parts" / "final.pt").exists()
    rest = begin(tmp_path / "parts")
    rest.communicate(timeout=300)
    assert rest.returncode == 0
    a, b = (torch.load(tmp_path / name / "final.pt", weights_only=True)["average"] for name in ("whole", "parts"))
    assert all(torch.equal(a[name], b[name]) for name in a)


def test_asked_to_stop_it_ends_with_all_its_processes(hospital: tuple[Path, Path], tmp_path: Path) -> None:
    labelled, site = hospital
    command = [sys.executable, "-m", "haustra_training.cli", *words(labelled, site, tmp_path / "run", "--rounds", "50", "--processes", "2")]
    run = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True)
    assert run.stdout is not None
    assert json.loads(run.stdout.readline())["stage"] == "train"
    run.terminate()
    assert run.wait(30) == 128 + signal.SIGTERM
    until = time.monotonic() + 30
    while time.monotonic() < until:
        try:
            os.killpg(run.pid, 0)
        except ProcessLookupError:
            break
        time.sleep(0.1)
    else:
        pytest.fail("training processes outlived the one that was asked to stop")


@pytest.mark.parametrize(("change", "said"), [("no-labels", "give --labelled DIR"), ("no-frames", "gather frames first")])
def test_nothing_to_learn_from_says_so(hospital: tuple[Path, Path], tmp_path: Path, change: str, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    labelled, site = hospital
    with site.open(newline="") as handle:
        rows = list(csv.DictReader(handle))
    command = words(labelled, site, tmp_path / "run", "--rounds", "1", "--processes", "1")
    if change == "no-labels":
        write_index(site, [row for row in rows if row["split"] == "unlabelled"])
        command = [word for word in command if word not in ("--labelled", str(labelled))]
    else:
        write_index(site, [row | {"split": "val"} for row in rows])
    assert main(command) == 1 and said in capsys.readouterr().err


def test_corrected_frames_are_drawn_and_rounds_can_be_shorter(hospital: tuple[Path, Path]) -> None:
    labelled, site = hospital
    pictures = [p for p in (*read_index(labelled / "index.csv"), *read_index(site)) if p.split == "train"]
    sampler = RoundSampler(pictures, 1)
    drawn = [n for n, _ in sampler]
    assert drawn.count(4) == SITE_TURNS and len(drawn) == len(sampler)
    short = RoundSampler(pictures, 1, length=100)
    assert 90 <= len(short) <= 110 and set(short.wanted) == set(sampler.wanted)


def test_runs_stand_side_by_side(tmp_path: Path) -> None:
    for name, values in (("one", [2.0, 1.0]), ("two", [2.2, 1.0])):
        (tmp_path / name).mkdir()
        lines = [json.dumps({"round": n + 1, "minutes": float(n), "total": value}) for n, value in enumerate(values)]
        (tmp_path / name / "history.jsonl").write_text("\n".join(lines) + "\n")
    lines = side_by_side([tmp_path / "one", tmp_path / "two"]).splitlines()
    assert lines[2] == "| 1 | 2.000 | 2.200 |" and lines[-1] == "| mean difference to the first | 0.0 % | 5.0 % |"
    (tmp_path / "empty").mkdir()
    with pytest.raises(TrainingError):
        side_by_side([tmp_path / "empty"])
