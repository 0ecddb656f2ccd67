from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from conftest import write_index
from making import SMALL, saved_network

from haustra_training.cli import main
from haustra_training.errors import TrainingError
from haustra_training.export import Calibration, export_onnx
from haustra_training.index import COLUMNS as COLUMNS_OF_INDEX
from haustra_training.tree.bench import frame_costs, median_of_blocks, step_costs
from haustra_training.tree.colon import TREE as TREE_FILE
from haustra_training.tree.features import VIEWS, Seen
from haustra_training.tree.items import Item, read_items
from haustra_training.tree.label_tree import build_tree, read_tree
from haustra_training.tree.study import Job, Score, jobs, run_job, with_metadata
from haustra_training.tree.study_tables import COLUMNS, differences_table, heads_table, metadata_table, points, spread

TREE = build_tree(["a/x", "a/y", "b"])


def made_items() -> tuple[list[Item], Seen]:
    """Sixty pictures of three leaves that lie apart; the light of every `b` is known."""
    rng = np.random.default_rng(0)
    items, views, cleanliness = [], {}, {}
    for n in range(60):
        leaf, split = n % 3, ("train", "train", "val", "test")[n // 3 % 4]
        name = f"p{n}"
        items.append(Item(name, Path(name), TREE.leaves[leaf], split, name, {"light": "white"} if leaf == 2 else {}))
        views[name] = (np.eye(3)[leaf].repeat(4) * 3 + rng.standard_normal((VIEWS if split == "train" else 1, 12))).astype(np.float32)
        cleanliness[name] = np.array([0.9, 0.05, 0.05] if n % 2 else [0.4, 0.3, 0.3], np.float32)
    return items, Seen(views, cleanliness)


def test_metadata_is_only_what_the_job_asks_for() -> None:
    items, seen = made_items()
    assert {tuple(i.metadata) for i in with_metadata(items, seen, "none")} == {()}
    assert all(("light" in i.metadata) == (i.label == "b") for i in with_metadata(items, seen, "light"))
    told = with_metadata(items, seen, "cleanliness")
    assert told[1].metadata == {"cleanliness": "bbps-0-1"} and told[0].metadata == {}


def test_a_job_trains_and_measures_both_splits() -> None:
    items, seen = made_items()
    score = run_job(TREE, items, seen, Job(1.0, True, True, "light", 0), steps=60)
    assert score.labels == 30 and score.counts["val 2 F1"] == 15 and score.values["val 2 classes"] == 3
    assert score.values["val 2 accuracy"] > 0.8 and score.values["test 1 accuracy"] > 0.8
    assert "val 2 F1 withheld" in score.values
    few = run_job(TREE, items, seen, Job(0.2, False, False, "none", 0), steps=5)
    assert few.labels == 6 and "val 2 F1 withheld" not in few.values


def made_score(job: Job, value: float) -> Score:
    keys = [key for key, _ in COLUMNS] + [f"{key} withheld" for key, _ in COLUMNS if job.metadata != "none"]
    classes = {key.rpartition(" ")[0] + " classes": 3.0 for key, _ in COLUMNS}
    return Score(job, 10 + job.seed, dict.fromkeys(keys, value) | classes, dict.fromkeys(keys, 50))


def test_differences_are_paired_by_seed() -> None:
    value = {job: 0.5 + 0.1 * job.seed + (0.02 + 0.01 * job.seed) * job.adjust - 0.03 * job.unlabelled for job in jobs(2, search=True, cleanliness=False)}
    scores = [made_score(job, v) for job, v in value.items()]
    lines = differences_table(scores)
    assert len(lines) == 2 + 8
    assert "| 10 % labels: logit adjustment, labels only | +2.5 ± 0.7 |" in lines[2]
    assert "unlabelled, cross entropy | -3.0 ± 0.0 |" in lines[4]
    heads = heads_table(scores)
    assert "n 50, 3 classes" in heads[0] and heads[2].startswith("| 10 % labels, cross entropy, labels only | 10–11 | 0.550 ± 0.071 |")
    assert any("search descriptor" in line for line in heads)
    assert [line.split("|")[1:3] for line in metadata_table(scores)[2:]] == [[" none ", " – "], [" light ", " yes "], [" light ", " no "]]


def test_one_seed_has_no_deviation() -> None:
    assert spread([0.5]) == "0.500" and points([0.01]) == "+1.0"
    assert spread([0.4, 0.6]) == "0.500 ± 0.141"


def test_costs_are_measured_beside_the_network(tmp_path: Path) -> None:
    export_onnx(saved_network(tmp_path / "net.pt"), Calibration(), tmp_path / "model.onnx")
    small, large = frame_costs(tmp_path / "model.onnx", (3, 20000), count=5, blocks=3)[::2]
    assert small.classes == 3 and 0 < small.head_ms < large.head_ms and large.megabytes > small.megabytes + 9
    assert small.share == small.head_ms / small.network_ms
    (step,) = step_costs((5,), batch=2, size=SMALL, count=1, blocks=1)
    assert step.without_ms > step.head_ms > 0 and step.batch == 2


def test_what_runs_before_is_not_timed() -> None:
    def work() -> object:
        return sum(range(200_000))

    (alone,), (after,) = median_of_blocks([lambda: None], 3, 2), median_of_blocks([lambda: None], 3, 2, before=work)
    (long,) = median_of_blocks([work], 3, 2)
    assert after < long / 2 and alone < long / 2


def test_labels_of_an_index_leave_out_the_light(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    base = dict.fromkeys(COLUMNS_OF_INDEX, "") | {"source": "made-up", "split": "train", "width": "320", "height": "240", "licence": "none"}
    rows = [
        {"id": "a", "organ": "colon", "polyp": "1", "boxes": '[[0.1,0.1,0.2,0.2,"neoplastic"],[0.5,0.5,0.2,0.2,"neoplastic"]]'},
        {"id": "b", "organ": "colon", "polyp": "1", "boxes": '[[0.1,0.1,0.2,0.2,"neoplastic"],[0.5,0.5,0.2,0.2,"non-neoplastic"]]'},
        {"id": "c", "organ": "colon", "polyp": "0", "boxes": "[]", "sequence": "s"},
        {"id": "d", "organ": "colon", "polyp": "0", "boxes": "[]", "sequence": "s", "split": "val"},
        {"id": "e", "organ": "colon", "polyp": "0", "quality": "unusable"},
        {"id": "f", "organ": "colon", "cleanliness": "bbps-0-1", "split": "unlabelled"},
        {"id": "g", "organ": "upper", "light": "white"},
        {"id": "h"},
    ]
    write_index(tmp_path / "index.csv", [{**base, "image": f"{row['id']}.jpg", **row} for row in rows])
    for extra, light in (([], {}), (["--light"], {"light": "white"})):
        assert main(["tree-labels", "--data", str(tmp_path), "--out", str(tmp_path / "out" / "labels.csv"), *extra]) == 0
        found = read_items(tmp_path / "out" / "labels.csv", read_tree(TREE_FILE))
        # d shares a sequence with a training picture, so it is not measured on.
        assert {i.id: i.label for i in found} == {
            "a": "colon/polyp/neoplastic", "b": "colon/polyp", "c": "colon/normal", "e": "colon/unusable", "f": "", "g": "upper", "h": "",
        }  # fmt: skip
        assert found[5].metadata == light and found[0].image == tmp_path / "a.jpg"
    assert "7 pictures" in capsys.readouterr().out


def test_wrong_settings_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["tree-scale", "--classes", "150"]) == 1 and "multiple of 100" in capsys.readouterr().err
    assert main(["tree-run", "--data", str(tmp_path), "--checkpoint", str(tmp_path / "no.pt")]) == 1 and "[no-index]" in capsys.readouterr().err
    assert main(["tree-features", "--model", str(tmp_path / "no.onnx"), "--out", str(tmp_path / "x.onnx")]) == 1 and "no model at" in capsys.readouterr().err
    with pytest.raises(TrainingError, match="3 for a deviation"):
        from haustra_training.tree.study import study

        study(tmp_path, tmp_path / "no.pt", 0, 1)
