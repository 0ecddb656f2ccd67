"""Pretraining without labels: views that fit together, losses that fall, a run that was stopped ends as if it had not been."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import torch
from making import SMALL

from haustra_training.checkpoint import load_checkpoint_network
from haustra_training.errors import TrainingError
from haustra_training.network import ColonNet
from haustra_training.parallel import Team
from haustra_training.selfsup import pretrain as selfsup_pretrain
from haustra_training.selfsup.families import FAMILIES
from haustra_training.selfsup.pretrain import PretrainConfig, drawn, from_file, in_memory, pretrain
from haustra_training.selfsup.raised import Raised, Soiled
from haustra_training.selfsup.scene import box_of, raised_scene, random_places
from haustra_training.selfsup.soiled import soil
from haustra_training.selfsup.views import crop, inverse, matched, place, random_crop, view


def pictures(count: int = 12, side: int = 80) -> np.ndarray:
    """Made-up pictures [N,side,side,3]: each a slope of its own with a bright spot."""
    rng = np.random.default_rng(0)
    y, x = np.mgrid[0:side, 0:side] / side
    out = np.zeros((count, side, side, 3), np.uint8)
    for n in range(count):
        a, b, (cx, cy) = rng.uniform(-1, 1), rng.uniform(-1, 1), rng.uniform(0.2, 0.8, 2)
        spot = np.exp(-((x - cx) ** 2 + (y - cy) ** 2) / 0.01)
        out[n] = np.clip(120 + 60 * (a * x + b * y)[..., None] + 90 * spot[..., None] * rng.uniform(0.3, 1, 3), 0, 255)
    return out


def rng(seed: int = 3) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


def test_a_matrix_is_undone_by_its_inverse() -> None:
    matrix = random_crop(16, torch.zeros(1), rng())
    points = torch.rand(16, 5, 2) * 2 - 1
    assert torch.allclose(place(place(points, matrix), inverse(matrix)), points, atol=1e-4)


def test_places_of_one_view_are_found_in_the_other() -> None:
    """A picture whose red and green say where one is: cut twice without changes of light, both cuts say the same at matched places."""
    ramp = torch.linspace(0, 255, 128)
    where = torch.stack([ramp.expand(128, 128), ramp[:, None].expand(128, 128), torch.zeros(128, 128)])[None].expand(8, -1, -1, -1)
    generator = rng()
    a, b = view(where.to(torch.uint8), 64, generator), view(where.to(torch.uint8), 64, generator)
    here, there, seen = matched(a, b, 40, generator)
    assert 0.2 < float(seen.mean()) < 1

    def told(matrix: torch.Tensor, points: torch.Tensor) -> torch.Tensor:
        return torch.nn.functional.grid_sample(crop(where, matrix, 64), points[:, :, None], align_corners=False)[:, :2, :, 0]

    difference = (told(a.matrix, here) - told(b.matrix, there)).abs().amax(dim=1)
    # Near the picture's end a cut is reflected: a few steps of 2 are the grid's own.
    assert float(difference[seen > 0].median()) < 2 and float((difference[seen > 0] < 8).float().mean()) > 0.97


@pytest.mark.parametrize("family", sorted(FAMILIES))
def test_pretraining_learns_and_goes_on_to_the_same_weights(family: str, tmp_path: Path) -> None:
    made = pictures()
    config = PretrainConfig(family, steps=8, batch=6, size=SMALL)

    def run(folder: Path, stop_at: int | None = None) -> Path | None:
        torch.manual_seed(1)
        network = ColonNet(SMALL)
        network.backbone.freeze(2)
        calls = [0]

        def stopping() -> bool:
            calls[0] += 1
            return stop_at is not None and calls[0] >= stop_at

        return pretrain(network, in_memory(made, torch.device("cpu")), len(made), config, folder, about={"held_out": ["x"]}, stopping=stopping)

    whole = run(tmp_path / "whole")
    assert whole is not None and run(tmp_path / "whole") == whole, "a run that is done is not done again"
    assert run(tmp_path / "parts", 3) is None and not (tmp_path / "parts" / "pretrained.pt").exists()
    rest = run(tmp_path / "parts")
    assert rest is not None
    a, b = (torch.load(path, weights_only=True) for path in (whole, rest))
    assert a["held_out"] == ["x"] and all(torch.equal(a["average"][name], b["average"][name]) for name in a["average"])
    start = ColonNet(SMALL)
    assert load_checkpoint_network(whole).size == start.size
    assert all(np.isfinite(list(json.loads(line).values())).all() for line in (tmp_path / "whole" / "pretrain.jsonl").read_text().splitlines())


@pytest.mark.parametrize("family", sorted(FAMILIES))
def test_the_loss_falls(family: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(selfsup_pretrain, "CHECKPOINT_STEPS", 25)
    torch.manual_seed(1)
    network = ColonNet(SMALL)
    pretrain(network, in_memory(pictures(), torch.device("cpu")), 12, PretrainConfig(family, steps=50, batch=6, size=SMALL, rate=2.0), tmp_path)
    first, last = (json.loads(line) for line in (tmp_path / "pretrain.jsonl").read_text().splitlines())
    name = next(name for name in first if name != "step")
    assert last[name] < 0.97 * first[name]


def test_another_setting_does_not_go_on_with_a_run(tmp_path: Path) -> None:
    made = pictures(4)

    def run(seed: int) -> None:
        pretrain(ColonNet(SMALL), in_memory(made, torch.device("cpu")), 4, PretrainConfig("hidden", steps=3, batch=2, size=SMALL, seed=seed), tmp_path, stopping=lambda: True)

    run(1)
    with pytest.raises(TrainingError, match="other settings"):
        run(2)


def test_every_picture_is_seen_once_an_epoch_and_processes_share() -> None:
    config = PretrainConfig(batch=4, seed=5)
    seen = [n for step in range(3) for rank in range(2) for n in drawn(step, 12, config, Team(rank, 2)).tolist()]
    assert sorted(seen) == list(range(12))
    assert drawn(0, 12, config, Team(0, 1)).tolist() != drawn(3, 12, config, Team(0, 1)).tolist()


def test_pictures_from_a_file_are_those_in_memory(tmp_path: Path) -> None:
    made = pictures(5)
    numbers = np.array([4, 1, 3])
    assert torch.equal(from_file(made, torch.device("cpu"))(numbers), in_memory(made, torch.device("cpu"))(numbers))


def test_what_was_raised_is_outlined_and_boxed() -> None:
    """Outlines lie where the picture changed, boxes hold them exactly, and a picture in the dark has none."""
    lit = torch.from_numpy(np.ascontiguousarray(pictures(8).transpose(0, 3, 1, 2)))
    scene = raised_scene(lit, 64, rng(), Raised(ColonNet(SMALL)).wall)
    there, outline = scene.there, scene.outline
    assert scene.image.shape == (8, 3, 64, 64) and there.any() and bool((scene.near >= outline).all())
    shown = outline[there.any(dim=1)].flatten(1).sum(dim=1)
    assert bool((shown > 24).all()) and float(outline[~there.any(dim=1)].sum()) == 0
    one = next(n for n in range(8) if there[n].sum() == 1)
    assert torch.equal(scene.boxes[one][there[one]], box_of(outline[one] > 0.5))
    dark = raised_scene(torch.zeros_like(lit), 64, rng(), Soiled(ColonNet(SMALL)).wall)
    assert not dark.there.any() and float(dark.outline.sum()) == 0 and float(dark.covered.sum()) == 0


def test_what_is_soiled_is_known() -> None:
    """The share that is covered is the share of the lit wall that changed; what was not soiled stays as it was."""
    wall, lit = torch.full((40, 3, 64, 64), 180.0), torch.ones(40, 1, 64, 64)
    lit[:, :, :, :16] = 0
    out, covered = soil(wall, lit, rng())
    changed = (out != wall).any(dim=1)
    assert not changed[:, :, :16].any() and 8 < int((covered > 0).sum()) < 32
    for n in range(40):
        share = float(((out[n] - wall[n]).abs().amax(dim=0) > 5).float().sum() / 3072)
        assert share >= float(covered[n]) - 0.1 and (share == 0) == (not bool(changed[n].any()))


def test_a_box_holds_what_is_shown() -> None:
    shown = torch.zeros(1, 8, 8, dtype=torch.bool)
    shown[0, 2:5, 1:7] = True
    assert box_of(shown).tolist() == [[1 / 8, 2 / 8, 7 / 8, 5 / 8]]


def test_places_have_their_middle_where_they_say() -> None:
    places = random_places(4, 64, torch.zeros(1), rng())
    for n in range(4):
        x, y = (int((float(c) + 1) / 2 * 64) for c in places.centre[n, :, 0, 0])
        assert float(places.depth[n, 0, y, x]) < 0.5
