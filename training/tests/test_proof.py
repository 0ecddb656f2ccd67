"""The proof: which labels a run sees, pictures made once, and a whole proof in small."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np
import pytest
import torch
from conftest import write_index
from making import SMALL, made_batch

from haustra_training.cli import main
from haustra_training.dataset import PictureSet
from haustra_training.errors import TrainingError
from haustra_training.field import WHOLE
from haustra_training.index import Picture, read_index
from haustra_training.network import ColonNet
from haustra_training.proof.cell import drawing_weights, macro_f1, taught_of
from haustra_training.proof.pool import MOST_LESIONS, Drawer, load_pool, make_pool, picked, save_pool, turned
from haustra_training.proof.shares import draw
from haustra_training.proof.table import read_cells, table


@pytest.fixture
def larger_set(small_set: Path) -> Path:
    """Ten sequences of four frames with a lesion, and twenty single ones without."""
    with (small_set / "index.csv").open(newline="") as handle:
        lesion, none, *_ = list(csv.DictReader(handle))
    rows = [lesion | {"id": f"l{n}", "sequence": f"s{n // 4}"} for n in range(40)] + [none | {"id": f"n{n}", "sequence": ""} for n in range(20)]
    write_index(small_set / "index.csv", rows)
    return small_set


def test_labels_are_drawn_by_whole_sequences_and_kinds(larger_set: Path) -> None:
    pictures = read_index(larger_set / "index.csv")
    chosen = draw(pictures, 0.2, 1)
    with_lesion = [p for p in chosen if p.boxes]
    assert len({p.sequence for p in with_lesion}) == 2 and len(with_lesion) == 8 and len(chosen) - len(with_lesion) == 4
    assert draw(pictures, 0.2, 1) == chosen and draw(pictures, 0.2, 2) != chosen
    assert len(draw(pictures, 1.0, 3)) == 60
    least = draw(pictures, 0.01, 1)
    assert {bool(p.boxes) for p in least} == {True, False} and len(least) <= 3, "every kind has one, a sequence never more than it may"


def pool_of(folder: Path, variants: int, train: bool = True) -> tuple[list[Picture], object]:
    pictures = read_index(folder / "index.csv")
    return pictures, make_pool(PictureSet(pictures, {p.id: WHOLE for p in pictures}, train=train, size=SMALL, plain=train), variants, 1, 1)


def test_a_pool_holds_what_the_set_gives(small_set: Path, tmp_path: Path) -> None:
    pictures, pool = pool_of(small_set, 3)
    save_pool(tmp_path / "pool.pt", pool)
    batch = picked(load_pool(tmp_path / "pool.pt", torch.device("cpu")), torch.tensor([1, 4]))
    sample = PictureSet(pictures, {p.id: WHOLE for p in pictures}, train=True, size=SMALL, plain=True)[(0, 1_000_004)]
    assert np.array_equal(batch.image[0].permute(1, 2, 0).numpy(), sample.image) and batch.plain is not None and sample.plain is not None
    assert np.array_equal(batch.plain[0].permute(1, 2, 0).numpy(), sample.plain) and batch.boxes.shape == (2, MOST_LESIONS, 4)
    assert batch.mask.dtype == torch.float32 and float(batch.mask.max()) <= 1
    _, judged = pool_of(small_set, 3, train=False)
    assert len(judged.image) == 4 and judged.plain is None


@pytest.mark.parametrize("quarter", range(4))
@pytest.mark.parametrize("mirror", [False, True])
def test_boxes_turn_with_their_masks(small_set: Path, quarter: int, mirror: bool) -> None:
    batch = turned(made_batch(small_set), quarter, mirror)
    rows, columns = torch.nonzero(batch.mask[0, 0] > 0.5, as_tuple=True)
    side = batch.mask.shape[-1]
    seen = torch.tensor([columns.min(), rows.min(), columns.max() + 1, rows.max() + 1]) / side
    assert float((seen - batch.boxes[0, 0]).abs().max()) < 2 / side
    assert batch.boxes[1:].abs().sum() == 0, "padding stays nothing"


def test_only_chosen_pictures_are_drawn(small_set: Path) -> None:
    pictures = read_index(small_set / "index.csv")
    weights = drawing_weights(pictures, {"c", "d"})
    assert weights[0] == weights[1] == 0 and weights[2] > 0 and weights[3] > 0
    rows = Drawer(weights, 2, 1, torch.device("cpu")).rows(200)
    assert set(rows.tolist()) == {4, 5, 6, 7}


def test_macro_f1() -> None:
    assert macro_f1([0, 0, 1, 1], [0, 1, 1, 1], 2) == pytest.approx((2 / 3 + 4 / 5) / 2)
    assert macro_f1([0, 1], [0, 1], 3) == 1, "a class that is nowhere has no part"


def test_no_results_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match="haustra-train proof"):
        read_cells(tmp_path)


def test_the_table_pairs_runs_that_saw_the_same_labels() -> None:
    rows = {}
    for method, shift in (("supervised", 0.0), ("selfsup", 0.02), ("semi", 0.05)):
        for seed in (1, 2, 3):
            value = 0.5 + 0.1 * seed + shift
            rows[(method, 0.1, seed)] = {name: value for name in ("test_ap50", "f1", "val_type_f1", "test_cleanliness_f1", "val_ap50")}
    lines = table(rows).splitlines()
    assert "| 10 % | + self-supervised | AP50, test | 3 | 72.0 ± 10.0 | 2.0 ± 0.0 |" in lines
    assert "| 10 % | + semi-supervised | AP50, test | 3 | 75.0 ± 10.0 | 3.0 ± 0.0 |" in lines


def test_a_whole_proof_in_small_on_real_pictures(real_data: Path, tmp_path: Path) -> None:
    """Every kind of picture a few times; what is checked is that it runs, goes on and adds up, not what it reaches."""
    with (real_data / "index.csv").open(newline="") as handle:
        rows = list(csv.DictReader(handle))
    kinds: dict[tuple[str, ...], list[dict[str, str]]] = {}
    for row in rows:
        kinds.setdefault((row["source"], row["split"], row["cleanliness"], row["landmark"], row["polyp"], str("non-" in row["boxes"])), []).append(row)
    some = [row | {name: str(real_data / row[name]) for name in ("image", "mask") if row[name]} for members in kinds.values() for row in members[:2]]
    data = tmp_path / "data"
    data.mkdir()
    write_index(data / "index.csv", some)
    (data / "weights").symlink_to(real_data / "weights")
    small = ["--size", str(SMALL), "--variants", "1", "--steps", "2", "--batch", "8", "--pretrain-steps", "2", "--pretrain-batch", "4", "--pretrain-size", str(SMALL)]
    command = ["proof", "--data", str(data), "--into", str(tmp_path / "proof"), *small, "--shares", "0.5", "--seeds", "1", "2", "--families", "hidden", "--processes", "1", "--teachers", "2"]
    assert main(command) == 0
    cells = sorted(path.name for path in (tmp_path / "proof" / "cells").iterdir())
    runs = [f"{method}-0.5-{seed}" for method in ("family_hidden", "selfsup", "semi", "supervised") for seed in (1, 2)]
    assert cells == sorted(f"{name}.json" for name in (*runs, "selfsup-0.5-1-1", "selfsup-0.5-2-1"))
    semi = json.loads((tmp_path / "proof" / "cells" / "semi-0.5-2.json").read_text())
    assert semi["teachers"] == [str(tmp_path / "proof" / "weights" / f"{name}.pt") for name in ("selfsup-0.5-2", "selfsup-0.5-2-1")]
    assert (tmp_path / "proof" / "plot.svg").read_text().startswith("<svg") and "| 50 % | + semi-supervised |" in (tmp_path / "proof" / "table.md").read_text()
    before = (tmp_path / "proof" / "cells" / cells[-1]).stat().st_mtime_ns
    assert main(command) == 0 and (tmp_path / "proof" / "cells" / cells[-1]).stat().st_mtime_ns == before, "what is there is not done again"
    found = json.loads((tmp_path / "proof" / "cells" / cells[0]).read_text())
    assert {"test_ap50", "val_type_f1", "test_cleanliness_f1"} <= set(found)


def test_a_run_begins_with_what_pretraining_taught_and_nothing_else() -> None:
    fresh, pretrained = ColonNet(SMALL).state_dict(), ColonNet(SMALL).state_dict()
    begun = taught_of({"average": pretrained, "taught": ("lateral", "score_")}, fresh)
    assert torch.equal(begun["lateral5.0.weight"], pretrained["lateral5.0.weight"]) and torch.equal(begun["score_out.weight"], pretrained["score_out.weight"])
    assert torch.equal(begun["organ_out.weight"], fresh["organ_out.weight"]) and not torch.equal(begun["organ_out.weight"], pretrained["organ_out.weight"])
    with pytest.raises(TrainingError, match="what pretraining taught"):
        taught_of({"average": pretrained}, fresh)
