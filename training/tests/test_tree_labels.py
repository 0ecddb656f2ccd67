from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from haustra_training.errors import TrainingError
from haustra_training.tree.colon import TREE, label_of, share_of_labels
from haustra_training.tree.items import Item, read_items, write_items
from haustra_training.tree.label_tree import LabelTree, Span, ancestors, build_tree, leaf_shares, read_tree
from haustra_training.tree.measure import at_depth, f1_scores, matthews, shot_accuracy

PATHS = ["colon/polyp/neoplastic", "upper", "colon/normal", "colon/polyp/non-neoplastic"]


@pytest.fixture
def tree() -> LabelTree:
    return build_tree(PATHS)


def test_leaves_beneath_a_node_are_neighbours(tree: LabelTree) -> None:
    assert tree.leaves == ["colon/polyp/neoplastic", "colon/polyp/non-neoplastic", "colon/normal", "upper"]
    assert tree.span("colon/polyp") == Span(0, 2) and tree.span("colon") == Span(0, 3) and tree.span("") == Span(0, 4)
    assert tree.span("upper").leaf and not tree.span("colon").leaf
    assert tree.depth == 3 and tree.children("colon") == ["colon/polyp", "colon/normal"]
    assert ancestors("colon/polyp/neoplastic") == ["colon", "colon/polyp", "colon/polyp/neoplastic"]
    assert ancestors("upper", own=False) == []


def test_a_cut_holds_every_leaf_once(tree: LabelTree) -> None:
    assert tree.cut(1) == ["colon", "upper"]
    assert tree.cut(2) == ["colon/polyp", "colon/normal", "upper"]
    assert tree.cut(3) == tree.leaves
    for depth in (1, 2, 3):
        held = [n for path in tree.cut(depth) for n in range(tree.span(path).first, tree.span(path).after)]
        assert held == list(range(4))


def test_inner_nodes_have_the_sum_of_their_leaves(tree: LabelTree) -> None:
    likely = np.array([[0.1, 0.2, 0.3, 0.4]], np.float32)
    assert np.allclose(tree.node_probabilities(likely, ["", "colon", "colon/polyp", "upper"]), [[1, 0.6, 0.3, 0.4]])


@pytest.mark.parametrize(
    ("paths", "code", "text"),
    [
        ([], "tree-empty", "write one path"),
        (["a/b", "a/b"], "tree-twice", "leave one of them out"),
        (["a/b", "a"], "tree-inner", "leave 'a' out"),
        (["a", "a/b"], "tree-inner", "leave 'a' out"),
        (["a//b"], "tree-name", "single '/'"),
        (["a/ b"], "tree-name", "spaces"),
    ],
)
def test_what_is_no_tree_says_what_to_do(paths: list[str], code: str, text: str) -> None:
    with pytest.raises(TrainingError, match=text) as caught:
        build_tree(paths)
    assert caught.value.code == code


def test_unknown_label_names_what_there_is(tree: LabelTree) -> None:
    with pytest.raises(TrainingError, match="beneath 'colon' it has colon/polyp, colon/normal"):
        tree.span("colon/lymphoma/mantle")


def test_json_and_csv_give_the_same_tree(tmp_path: Path, tree: LabelTree) -> None:
    (tmp_path / "t.json").write_text(json.dumps({"paths": PATHS}))
    (tmp_path / "t.csv").write_text("path,note\n" + "".join(f"{path},x\n" for path in PATHS))
    assert read_tree(tmp_path / "t.json").fingerprint() == read_tree(tmp_path / "t.csv").fingerprint() == tree.fingerprint()
    (tmp_path / "bad.json").write_text("[1]")
    (tmp_path / "bad.csv").write_text("label\na\n")
    for name in ("bad.json", "bad.csv"):
        with pytest.raises(TrainingError, match="column 'path'|column"):
            read_tree(tmp_path / name)
    with pytest.raises(TrainingError, match="no label tree"):
        read_tree(tmp_path / "none.json")


def test_ten_thousand_leaves() -> None:
    large = build_tree([f"s{a}/f{b}/t{c}" for a in range(10) for b in range(100) for c in range(10)])
    assert len(large.leaves) == 10_000 and large.span("s3/f7") == Span(3070, 3080) and large.depth == 3
    assert [len(large.cut(d)) for d in (1, 2, 3)] == [10, 1000, 10_000]


def test_an_inner_label_is_shared_among_its_leaves(tree: LabelTree) -> None:
    assert leaf_shares(tree, ["colon/polyp", "colon/polyp/neoplastic", "upper", "", None]).tolist() == [1.5, 0.5, 0, 1]


def test_measures_by_hand(tree: LabelTree) -> None:
    likely = np.array([[0.7, 0.1, 0.1, 0.1], [0.4, 0.35, 0.15, 0.1], [0.1, 0.1, 0.2, 0.6], [0.3, 0.3, 0.1, 0.3]], np.float32)
    labels = ["colon/polyp/neoplastic", "colon/polyp/non-neoplastic", "upper", "colon/polyp"]
    deep = at_depth(tree, likely, labels, 3)
    assert (deep.n, deep.classes) == (3, 3) and deep.accuracy == pytest.approx(2 / 3) and deep.top5 == 1
    assert deep.macro_f1 == pytest.approx((2 / 3 + 0 + 1) / 3)
    middle = at_depth(tree, likely, labels, 2)
    assert middle.n == 4 and middle.accuracy == 1 and middle.mcc == pytest.approx(1)
    assert at_depth(tree, likely, [""] * 4, 1).n == 0


def test_matthews_of_two_classes_is_the_known_formula() -> None:
    truth, guess = np.array([1] * 10 + [0] * 20), np.array([1] * 7 + [0] * 3 + [1] * 4 + [0] * 16)
    tp, fn, fp, tn = 7, 3, 4, 16
    wanted = (tp * tn - fp * fn) / np.sqrt((tp + fp) * (tp + fn) * (tn + fp) * (tn + fn))
    assert matthews(truth, guess) == pytest.approx(wanted)
    assert np.isnan(matthews(np.zeros(3, np.int64), np.zeros(3, np.int64)))
    assert f1_scores(truth, guess)[1] == pytest.approx(2 * tp / (2 * tp + fp + fn))


def test_accuracy_by_number_of_training_pictures() -> None:
    truth, guess = np.array([0, 0, 1, 2]), np.array([0, 1, 1, 0])
    found = shot_accuracy(truth, guess, np.array([100.0, 10.0, 1.0]), (2, 20))
    assert found == {"head": (0.5, 1), "middle": (1.0, 1), "tail": (0.0, 1)}


def made_items(folder: Path) -> list[Item]:
    return [
        Item("a", folder / "a.jpg", "colon/polyp", "train", "g1", {"light": "white", "minutes": "3.5"}),
        Item("b", folder / "b.jpg", "upper", "val", "g2"),
        Item("c", folder / "c.jpg", "", "unlabelled", "g1"),
    ]


def test_labels_are_read_as_they_were_written(tmp_path: Path, tree: LabelTree) -> None:
    write_items(tmp_path / "labels.csv", made_items(tmp_path))
    assert read_items(tmp_path / "labels.csv", tree) == made_items(tmp_path)


@pytest.mark.parametrize(
    ("text", "match"),
    [
        ("id,image\na,b\n", "lacks the columns label, split"),
        ("id,image,label,split\na,b,upper,training\n", "split 'training' is not one of"),
        ("id,image,label,split\na,b,lower,train\n", "labels.csv:2.*no label 'lower'"),
        ("id,image,label,split,group\na,b,upper,train,g\nc,d,upper,val,g\n", "group 'g' lies in the splits train and val"),
    ],
)
def test_mistakes_in_labels_say_where(tmp_path: Path, tree: LabelTree, text: str, match: str) -> None:
    (tmp_path / "labels.csv").write_text(text)
    with pytest.raises(TrainingError, match=match):
        read_items(tmp_path / "labels.csv", tree)


def test_a_share_of_the_labels_is_drawn_by_whole_groups() -> None:
    tree = build_tree(["a", "b"])
    items = [Item(f"a{n}", Path("x"), "a", "train", f"ga{n // 10}") for n in range(100)] + [Item("b0", Path("x"), "b", "train", "gb")]
    kept = share_of_labels(tree, items, 0.15, 1)
    groups = {item.group for item in items if item.id in kept}
    assert len(groups) == 3 and "gb" in groups and all(item.id in kept for item in items if item.group in groups)
    assert kept == share_of_labels(tree, items, 0.15, 1) != share_of_labels(tree, items, 0.15, 2)


def test_every_row_of_the_real_index_has_its_place(real_data: Path) -> None:
    from haustra_training.index import read_index
    from haustra_training.tree.colon import items_of

    tree, pictures = read_tree(TREE), read_index(real_data / "index.csv")
    items = items_of(pictures)
    for item in items:
        tree.span(item.label)
    assert {label_of(p) for p in pictures if p.source == "everyday"} == {"outside"}
    # Typed pictures reach a leaf, untyped polyps do not.
    assert "colon/polyp" in {i.label for i in items if i.id.startswith("cvc-clinicdb")}
    assert not {i.group for i in items if i.split == "val"} & {i.group for i in items if i.taught}
