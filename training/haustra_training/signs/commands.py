"""The command `signs` of `haustra-train`."""

from __future__ import annotations

import argparse
import json
from dataclasses import replace
from pathlib import Path

import torch

from ..checkpoint import load_checkpoint_network, read_checkpoint, write_whole
from ..index import data_folder, read_index
from ..looked import read_looked_at, with_looked_at
from ..pictures import CACHE, fields_of
from ..style import styles_of
from ..tree.network import open_extractor
from ..tree.progress import Progress
from ..tree.workers import stoppable
from ..whole import write_text
from .fit import FitSettings, Whole, fit, put_into
from .gather import each, kept, people_table, phantom_table, rounds_of
from .measure import measure, moved
from .phantom import truths

CHECK_SEED = 777
"""Of the changes of validation pictures."""


def add_signs(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The command line."""
    one = commands.add_parser("signs", help="teach organ, usable, cleanliness, caecum and the signs of an examination on frames of the phantom too; detection stays as it is")
    one.add_argument("--data", type=Path, default=data_folder())
    one.add_argument("--from", dest="start_from", type=Path, required=True, help="checkpoint whose heads are taught")
    one.add_argument("--model", type=Path, required=True, help="the model released from that checkpoint: pictures are looked at with it, as the product does")
    one.add_argument("--phantom", type=Path, nargs="+", required=True, help="folders of procedures to learn from, of seeds from 1000 on")
    one.add_argument("--check", type=Path, nargs="+", required=True, help="folders of other procedures, to measure on")
    one.add_argument("--rounds", type=int, default=6, help="rounds of pictures of people, changed as in training")
    one.add_argument("--steps", type=int, default=FitSettings.steps)
    one.add_argument("--seed", type=int, default=FitSettings.seed)
    one.add_argument("--into", type=Path, required=True, help="folder of the run: final.pt and signs.json")
    one.set_defaults(use=stoppable(signs))


def signs(given: argparse.Namespace) -> None:
    """Gather (once), teach, measure before and after, write."""
    torch.set_num_threads(1)
    state, network = read_checkpoint(given.start_from), load_checkpoint_network(given.start_from)
    extractor = open_extractor(given.model)
    pictures = with_looked_at(read_index(given.data / "index.csv"), read_looked_at())
    pictures = [p for p in pictures if p.source not in state["held_out"]]
    training, validation = ([p for p in pictures if p.split == split] for split in ("train", "val"))
    fields = fields_of(pictures, CACHE / "fields.json")
    seen = given.into / "seen" / extractor.fingerprint[:12]
    seen.mkdir(parents=True, exist_ok=True)
    styles = styles_of(training, fields, CACHE / "styles.json")
    people = kept(seen / f"people-{given.rounds}-{given.seed}.npz", lambda: people_table(extractor, training, fields, rounds_of(training, given.rounds, given.seed), styles))
    others = kept(seen / "people-val.npz", lambda: people_table(extractor, validation, fields, range(len(validation)), None))
    changed = kept(seen / "people-val-changed.npz", lambda: people_table(extractor, validation, fields, each(len(validation), 2, CHECK_SEED), styles))
    phantom, checks = phantom_table(extractor, truths(given.phantom), seen, varied=True), phantom_table(extractor, truths(given.check), seen, varied=False)
    settings = replace(FitSettings(), steps=given.steps, seed=given.seed)
    progress = Progress("steps", settings.steps)
    before = Whole(network).eval()
    heads = fit(network, people, phantom, settings, lambda done, _of, _loss: progress.at(done))
    tables = {"people (validation)": others, "people (validation, changed)": changed, "phantom (other procedures)": checks}
    found = {f"{name}, {when}": measure(one, table) | {"n": float(len(table))} for name, table in tables.items() for when, one in (("before", before), ("after", heads))}
    found |= {f"{name}, moved": moved(before, heads, table) for name, table in tables.items() if name.startswith("people")}
    put_into(network, heads)
    write_text(given.into / "signs.json", json.dumps(found, indent=1) + "\n")
    write_whole(given.into / "final.pt", {**state, "average": network.state_dict(), "phantom": len(phantom)})
    for name, row in found.items():
        print(name + ": " + ", ".join(f"{key} {value:.3f}" for key, value in row.items()))
