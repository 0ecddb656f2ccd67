from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
import torch
from conftest import drawn
from making import SMALL, saved_network

from haustra_training.cli import main
from haustra_training.errors import TrainingError
from haustra_training.export import OUTPUTS, Calibration, export_onnx
from haustra_training.network import normalise
from haustra_training.runtime import open_session
from haustra_training.tree.features import VIEWS, see, views_of
from haustra_training.tree.fit import FitSettings, Rows, fit, fit_temperature, probabilities
from haustra_training.tree.items import COLUMNS, Item, spans
from haustra_training.tree.label_tree import LabelTree, build_tree
from haustra_training.tree.network import open_extractor, search_map, write_with_features
from haustra_training.tree.scale import scale_rows
from haustra_training.tree.tokens import nothing_known

QUICK = FitSettings(steps=120, batch=32, unlabelled=0.0, unlabelled_batch=64, width=32)
TREE = build_tree(["a/x", "a/y", "b/z", "b/w"])


def made_rows(tree: LabelTree, labels: list[str], leaves: list[int], seed: int, spread: float = 1.0) -> Rows:
    """Features around a place of each leaf's own, labelled as told."""
    rng = np.random.default_rng(seed)
    centres = np.random.default_rng(1).standard_normal((len(tree.leaves), 24)) * 1.5
    near = centres[leaves] + rng.standard_normal((len(leaves), 24)) * spread
    views = near[:, None] + rng.standard_normal((len(leaves), VIEWS, 24)) * 0.3
    return Rows(torch.from_numpy(views.astype(np.float32)), *spans(tree, labels), nothing_known(len(leaves)))


def accuracy(tree: LabelTree, head_rows: np.ndarray, leaves: list[int]) -> float:
    return float((head_rows.argmax(axis=1) == np.array(leaves)).mean())


def test_a_head_learns_and_gives_the_same_again() -> None:
    leaves = [n % 4 for n in range(120)]
    labels = [TREE.leaves[n] for n in leaves]
    train, test = made_rows(TREE, labels, leaves, 2), made_rows(TREE, labels, leaves, 3)
    first = fit(TREE, train, labels, None, QUICK)
    assert accuracy(TREE, probabilities(first, test), leaves) > 0.9
    again = fit(TREE, train, labels, None, QUICK)
    assert all(torch.equal(a, b) for a, b in zip(first.parameters(), again.parameters(), strict=True))
    other = fit(TREE, train, labels, None, replace(QUICK, seed=5))
    assert not torch.equal(first.leaf, other.leaf)
    assert 0.25 <= fit_temperature(first, test) <= 4


def test_inner_labels_teach_what_they_say() -> None:
    leaves = [n % 4 for n in range(200)]
    # Only every tenth picture says which leaf it is; the others say a or b.
    labels = [TREE.leaves[n] if k % 10 == n else TREE.leaves[n].split("/")[0] for k, n in enumerate(leaves)]
    head = fit(TREE, made_rows(TREE, labels, leaves, 2, 1.5), labels, None, QUICK)
    likely = probabilities(head, made_rows(TREE, labels, leaves, 3, 1.5))
    top = TREE.node_probabilities(likely, ["a", "b"]).argmax(axis=1)
    assert (top == np.array(leaves) // 2).mean() > 0.9


def test_pictures_without_labels_help_where_labels_are_few() -> None:
    leaves = [n % 4 for n in range(600)]
    names = [TREE.leaves[n] for n in leaves]
    test = made_rows(TREE, names, leaves, 9, 1.8)
    pool = made_rows(TREE, [""] * 600, leaves, 8, 1.8)
    gains = []
    for seed in range(3):
        few = [n % 4 for n in range(8)]
        labels = [TREE.leaves[n] for n in few]
        train = made_rows(TREE, labels, few, 20 + seed, 1.8)
        settings = replace(QUICK, steps=200, seed=seed)
        without = accuracy(TREE, probabilities(fit(TREE, train, labels, pool, settings), test), leaves)
        gains.append(accuracy(TREE, probabilities(fit(TREE, train, labels, pool, replace(settings, unlabelled=1.0, threshold=0.8)), test), leaves) - without)
    assert np.mean(gains) > 0.03


def test_adjustment_lifts_the_tail_of_a_made_up_tree() -> None:
    plain, adjusted, told = scale_rows(200, 800, 150, 1, spread=1.5)
    assert adjusted.tail > plain.tail + 0.02 and adjusted.macro_f1 > plain.macro_f1
    assert told.site > adjusted.site


def test_nothing_to_learn_from_is_said() -> None:
    empty = Rows(torch.zeros(0, VIEWS, 4), torch.zeros(0, dtype=torch.int64), torch.zeros(0, dtype=torch.int64), nothing_known(0))
    with pytest.raises(TrainingError, match="no training picture has a label"):
        fit(TREE, empty, [], None, QUICK)
    with pytest.raises(TrainingError, match="over 0.5"):
        fit(TREE, made_rows(TREE, ["a"], [0], 1), ["a"], None, replace(QUICK, threshold=0.4))


def test_views_are_the_same_for_the_same_seed() -> None:
    image = drawn()[0]
    one, two, three = views_of(image, 64, VIEWS, 1), views_of(image, 64, VIEWS, 1), views_of(image, 64, VIEWS, 2)
    assert one.shape == (VIEWS, 64, 64, 3) and np.array_equal(one, two)
    assert np.array_equal(one[:2], three[:2]) and not np.array_equal(one[2], three[2])
    assert np.array_equal(one[0][:, ::-1], one[1])


def made_labels(folder: Path) -> Path:
    """Two kinds of pictures (with and without a bright lesion), labelled, to be measured on, and unlabelled."""
    plain, _ = drawn()
    rows = []
    for n in range(16):
        image = plain.copy()
        if n % 2:
            image[60:200, 100:260] = (40, 200, 200)
        cv2.imwrite(str(folder / f"{n}.png"), np.clip(image.astype(np.int64) + n, 0, 255).astype(np.uint8))
        split = "val" if n >= 12 else "unlabelled" if n >= 8 else "train"
        rows.append([str(n), f"{n}.png", "" if split == "unlabelled" else "colon/polyp" if n % 2 else "colon/normal", split, f"g{n}", "", "white", "", "1.5"])
    (folder / "labels.csv").write_text("\n".join(",".join(r) for r in [list(COLUMNS), *rows]) + "\n")
    (folder / "tree.json").write_text(json.dumps({"paths": ["colon/normal", "colon/polyp/flat", "colon/polyp/raised"]}))
    return folder


def test_from_tree_and_labels_to_a_head_that_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("haustra_training.tree.features.CACHE", tmp_path / "cache")
    monkeypatch.setattr(see, "__defaults__", (1, tmp_path / "cache"))
    folder = made_labels(tmp_path)
    network = saved_network(tmp_path / "net.pt")
    asked = ["tree-fit", "--tree", str(folder / "tree.json"), "--labels", str(folder / "labels.csv"), "--checkpoint", str(tmp_path / "net.pt"), "--out", str(tmp_path / "head"), "--steps", "60"]
    assert main(asked) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["scores"]["val"][1]["accuracy"] == 1.0 and told["unlabelled"] == 4
    made = json.loads((tmp_path / "head" / "head.json").read_text())
    assert made["paths"][0] == "colon/normal" and made["network"]["features"] == network.feature_count
    assert len(list((tmp_path / "cache").iterdir())) == 1
    for name in ("head.onnx", "head.int8.onnx"):
        assert [o.name for o in open_session(tmp_path / "head" / name).get_outputs()] == ["indices", "probabilities"]
    before = (tmp_path / "head" / "head.onnx").read_bytes()
    assert main(asked) == 0 and (tmp_path / "head" / "head.onnx").read_bytes() == before


def test_features_are_computed_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    saved_network(tmp_path / "net.pt")
    cv2.imwrite(str(tmp_path / "a.png"), drawn()[0])
    item = Item("a", tmp_path / "a.png", "", "val", "a")
    first = see(tmp_path / "net.pt", [item], cache=tmp_path)
    monkeypatch.setattr("haustra_training.tree.features.workers", None)
    again = see(tmp_path / "net.pt", [item], cache=tmp_path)
    assert np.array_equal(first.views["a"], again.views["a"]) and first.views["a"].shape[0] == 1
    assert first.cleanliness["a"].sum() == pytest.approx(1, abs=1e-5)
    with pytest.raises(TrainingError, match="mend its path"):
        see(tmp_path / "net.pt", [replace(item, image=tmp_path / "gone.png")], cache=tmp_path)


def test_a_released_model_gives_its_features_too(tmp_path: Path) -> None:
    network = saved_network(tmp_path / "net.pt")
    export_onnx(network, Calibration(), tmp_path / "model.onnx")
    write_with_features(tmp_path / "model.onnx", tmp_path / "more.onnx")
    session = open_session(tmp_path / "more.onnx")
    assert [o.name for o in session.get_outputs()] == [*OUTPUTS, "features"]
    picture = np.random.default_rng(0).integers(0, 256, (1, SMALL, SMALL, 3), dtype=np.uint8)
    with torch.no_grad():
        wanted = network(normalise(torch.from_numpy(picture.transpose(0, 3, 1, 2).copy()))).features.numpy()
    (found,) = session.run(["features"], {"image": picture})
    assert np.allclose(found, wanted, atol=1e-3)
    extractor = open_extractor(tmp_path / "model.onnx")
    assert np.allclose(extractor.look(picture)[0], wanted, atol=1e-3) and extractor.features == wanted.shape[1]
    mapped = search_map(tmp_path / "model.onnx")
    assert mapped is not None
    turned = wanted @ mapped[0].T + mapped[1]
    (search,) = session.run(["search"], {"image": picture})
    assert np.allclose(turned / np.linalg.norm(turned), search, atol=1e-3)


def test_what_is_no_network_says_what_to_name(tmp_path: Path) -> None:
    for path in (tmp_path / "none.pt", tmp_path / "a.txt", tmp_path):
        with pytest.raises(TrainingError, match="name a released model"):
            open_extractor(path)
