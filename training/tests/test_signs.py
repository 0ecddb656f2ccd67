"""Heads of the whole picture that learn from the phantom: what they see, what they learn, and what stays as it was."""

from __future__ import annotations

import json
from pathlib import Path

import cv2
import numpy as np
import pytest
import torch
from making import SMALL, saved_network

from haustra_training.checkpoint import load_checkpoint_network, write_trainable
from haustra_training.dataset import IGNORE, Labels
from haustra_training.errors import TrainingError
from haustra_training.export import OUTPUTS, Calibration, agreement, export_onnx, outputs_of
from haustra_training.manifest import manifest
from haustra_training.network import SIGNS, ColonNet
from haustra_training.points import Points
from haustra_training.signs.fit import KNOWN, FitSettings, Whole, between, fit, put_into
from haustra_training.signs.gather import each
from haustra_training.signs.measure import measure, moved
from haustra_training.signs.phantom import Shown, frames_of, shown, truths
from haustra_training.signs.table import COVERED, Table, joined, of_people, of_phantom, read_table, write_table


def procedure(folder: Path, seed: int = 1001, frames: int = 3, missing: int = 0, fps: int = 1) -> Path:
    """A film of grey frames with the truth of a procedure: outside, then a caecum with a snare, then a blurred view."""
    film = cv2.VideoWriter(str(folder / f"normal-{seed}.mp4"), cv2.VideoWriter.fourcc(*"mp4v"), fps, (64, 48))
    for n in range(frames - missing):
        film.write(np.full((48, 64, 3), 40 + 60 * n, np.uint8))
    film.release()
    outside = {"organ": "outside", "usable": False, "cleanliness": None, "caecum": False, "instrument": None, "bubbles": None}
    caecum = {"organ": "colon", "usable": True, "cleanliness": {"covered": 0.3, "label": "bbps-0-1"}, "caecum": True, "instrument": {"kind": "snare"}, "bubbles": 0.1}
    truth = {"seed": seed, "fps": fps, "field": [0.0, 0.0, 1.0, 1.0], "frames": [outside, caecum, {**caecum, "usable": False}][:frames]}
    path = folder / f"normal-{seed}.truth.json"
    path.write_text(json.dumps(truth))
    return path


def test_frames_come_with_their_truth_twice_and_the_same_each_time(tmp_path: Path) -> None:
    procedure(tmp_path)
    (path,) = truths([tmp_path])
    first, second = list(frames_of(path, 32)), list(frames_of(path, 32))
    assert [len(views) for views in first] == [2, 2, 2]
    plain = first[1][0]
    assert plain.image.shape == (32, 32, 3) and plain.caecum and plain.instrument and plain.residue == 0.3 and plain.inside
    assert first[2][0].cleanliness == IGNORE and not first[0][0].inside
    assert all(np.array_equal(a.image, b.image) for one, other in zip(first, second, strict=True) for a, b in zip(one, other, strict=True))


def test_of_a_film_with_more_frames_two_a_second_are_looked_at(tmp_path: Path) -> None:
    procedure(tmp_path, fps=4)
    (path,) = truths([tmp_path])
    assert [views[0].inside for views in frames_of(path, 32)] == [False, True]


def test_a_frame_of_the_demonstration_holds_no_instrument_and_no_foam() -> None:
    one = shown(np.zeros((8, 8, 3), np.uint8), {"organ": "colon", "usable": True, "cleanliness": {"covered": 0.1, "label": "bbps-2-3"}, "caecum": True})
    assert not one.instrument and one.bubbles == 0.0 and one.caecum


def test_procedures_that_rules_are_measured_on_are_refused_and_a_cut_film_is_named(tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match="set --seeds"):
        truths([tmp_path])
    procedure(tmp_path, seed=1002, missing=1)
    with pytest.raises(TrainingError, match="ends before its truth"):
        list(frames_of(tmp_path / "normal-1002.truth.json", 32))
    procedure(tmp_path, seed=104)
    with pytest.raises(TrainingError, match=r"normal-104.*below 1000"):
        truths([tmp_path])


def made_rows(count: int, seed: int, people: bool) -> Table:
    """Rows whose first feature shows the caecum, the second the instrument, the third the residue; people have other features and no sign."""
    rng = np.random.default_rng(seed)
    features = rng.normal(0, 1, (count, ColonNet(SMALL).feature_count)).astype(np.float32)
    shows = rng.random((count, 2)) < 0.3
    if people:
        return of_people(features, [labels_of(n % 2 == 0) for n in range(count)])
    # The heads that know people look at all features but the first ones (C4).
    features[:, -1], features[:, 1] = np.where(shows[:, 0], 4, -4), np.where(shows[:, 1], 4, -4)
    features[:, 2:12] = rng.normal(0, 2, (count, 1))
    residue = 1 / (1 + np.exp(-features[:, 2]))
    image = np.zeros((1, 1, 3), np.uint8)
    return of_phantom(features, [Shown(image, 0, True, 1, bool(c), bool(i), float(r), 0.1) for (c, i), r in zip(shows, residue, strict=True)])


def labels_of(clean: bool) -> Labels:
    """Labels of a picture of a person: a colon, not the caecum, perhaps clean."""
    return Labels(1.0, False, 0, 1, 0.3, 1 if clean else IGNORE, 0, 0.5)


def test_the_heads_learn_the_phantom_and_everything_else_stays(tmp_path: Path) -> None:
    network = saved_network(tmp_path / "net.pt")
    before = {name: value.clone() for name, value in network.state_dict().items()}
    people, phantom, check = made_rows(300, 1, people=True), made_rows(600, 2, people=False), made_rows(300, 3, people=False)
    heads = fit(network, people, phantom, FitSettings(steps=400, batch=32))
    found = measure(heads, check)
    assert found["caecum AUC"] > 0.95 and found["instrument AUC"] > 0.95 and found["residue correlation"] > 0.7
    assert measure(Whole(network).eval(), check)["caecum AUC"] < 0.9
    put_into(network, heads)
    changed = {name.split(".")[0] for name, value in network.state_dict().items() if name not in before or not torch.equal(value, before[name])}
    assert changed == {*KNOWN, "wider", "signs"}
    # What people taught is still there, to the bit, and the network says what the heads say.
    assert torch.equal(network.organ_out.weight[:, : before["organ_out.weight"].shape[1]], before["organ_out.weight"])
    features = torch.from_numpy(check.features)
    assert torch.allclose(Whole(network).eval()(features).cleanliness, heads(features).cleanliness, atol=1e-5)


def test_a_share_is_only_wrong_outside_its_bounds() -> None:
    logits = torch.tensor([0.0, 0.0, 0.0])
    assert float(between(logits, torch.tensor([[0.25, 0.75], [0.0, 1.0], [0.5, 0.5]]))) == pytest.approx(0, abs=1e-6)
    assert float(between(logits, torch.tensor([[0.75, 1.0]]))) > 0.1
    assert float(between(logits, torch.tensor([[0.0, 0.25]]))) > 0.1


def test_people_bound_the_residue_by_their_class_only() -> None:
    table = of_people(np.zeros((2, 4), np.float32), [labels_of(True), labels_of(False)])
    assert table.residue.tolist() == [list(COVERED["bbps-2-3"]), [0.0, 1.0]] and table.bubbles.tolist() == [[0, 1], [0, 1]]


def test_validation_pictures_are_each_changed_in_their_own_way() -> None:
    drawn = each(3, 2, 7)
    assert [n for n, _ in drawn] == [0, 1, 2, 0, 1, 2] and len({seed for _, seed in drawn}) == 6


def test_tables_are_kept_and_joined(tmp_path: Path) -> None:
    table = made_rows(5, 4, people=False)
    write_table(tmp_path / "t.npz", table)
    again = joined([read_table(tmp_path / "t.npz"), table])
    assert len(again) == 10 and np.array_equal(again.features[:5], table.features)


def test_a_network_with_signs_is_read_shipped_and_exported_with_them(tmp_path: Path) -> None:
    plain, taught = ColonNet(SMALL).eval(), ColonNet(SMALL, signs=True, wider=True).eval()
    assert outputs_of(plain) == OUTPUTS and outputs_of(taught) == (*OUTPUTS, *SIGNS)
    torch.save({"average": taught.state_dict(), "size": SMALL, "step": 1, "phantom": 7}, tmp_path / "net.pt")
    write_trainable(tmp_path / "net.pt", tmp_path / "weights.pt")
    again = load_checkpoint_network(tmp_path / "weights.pt")
    assert again.signs is not None and again.wider is not None
    assert not any(p.requires_grad for part in (again.signs, again.wider) for p in part.parameters())
    export_onnx(again, Calibration(), tmp_path / "model.fp32.onnx")
    image = np.random.default_rng(0).integers(0, 256, (1, SMALL, SMALL, 3), dtype=np.uint8)
    assert agreement(again, Calibration(), tmp_path / "model.fp32.onnx", image) < 1e-3
    (tmp_path / "model.int8.onnx").write_bytes(b"")
    said = manifest(tmp_path, "m", SMALL, [], Points(0.5, 0.6, 0.7, 0.2), {}, "1", "today", phantom=7)
    assert said["tasks"]["signs"] == {name: name for name in SIGNS} and said["data"][-1]["pictures"] == 7  # type: ignore[index]
    assert "signs" not in manifest(tmp_path, "m", SMALL, [], Points(0.5, 0.6, 0.7, 0.2), {}, "1", "today")["tasks"]  # type: ignore[operator]


def test_a_second_teaching_goes_on_from_the_first(tmp_path: Path) -> None:
    network, people, phantom = saved_network(tmp_path / "net.pt"), made_rows(100, 1, people=True), made_rows(100, 2, people=False)
    put_into(network, fit(network, people, phantom, FitSettings(steps=20, batch=16)))
    features = torch.from_numpy(phantom.features)
    said = Whole(network).eval()(features).organ
    again = fit(network, people, phantom, FitSettings(steps=0))
    assert torch.allclose(again(features).organ, said)


def test_teaching_holds_on_to_people_where_the_phantom_says_otherwise(tmp_path: Path) -> None:
    network, people, phantom = saved_network(tmp_path / "net.pt"), made_rows(400, 1, people=True), made_rows(400, 2, people=False)
    others, before = made_rows(200, 9, people=True), Whole(network).eval()
    held, free = (moved(before, fit(network, people, phantom, FitSettings(steps=200, batch=32, remember=weight)), others) for weight in (60.0, 0.0))
    assert 0 < held["usable"] < free["usable"] / 2 and held["caecum"] < free["caecum"]
