"""A sanity check of a released ONNX network by split and source. The official numbers come from `haustra evaluate`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from .dataset import labels_of
from .describe import pool_box
from .field import Rect
from .index import CLEANLINESS, ORGANS, Picture
from .inference import Lesions, lesions_of, prepared, truth_of
from .metrics import Detections, Floats, average_precision, bootstrap, dice, lesion_sensitivity, roc_auc, wilson
from .pictures import read_mask
from .runtime import Outputs, infer, input_size, open_session


@dataclass(frozen=True)
class Record:
    """One picture and what the network said of it."""

    picture: Picture
    lesions: Lesions
    outputs: Outputs
    dice: float | None
    descriptor: Floats | None
    """Unit vector of the first drawn lesion."""

    @property
    def detections(self) -> Detections:
        return Detections(self.lesions.boxes, self.lesions.scores, truth_of(self.picture))

    @property
    def best(self) -> float:
        """The best score in the picture (0 when there is no candidate)."""
        return float(self.lesions.scores[0]) if len(self.lesions.scores) else 0.0


def mask_dice(picture: Picture, outputs: Outputs, rect: Rect) -> float | None:
    """Dice at the picture's own size, or None where no mask is drawn."""
    truth = read_mask(picture)
    if truth is None:
        return None
    height, width = truth.shape
    x0, x1, y0, y1 = (round(v) for v in (rect.left * width, rect.right * width, rect.top * height, rect.bottom * height))
    full = np.zeros((height, width), np.float32)
    full[y0:y1, x0:x1] = cv2.resize(outputs.mask, (x1 - x0, y1 - y0), interpolation=cv2.INTER_LINEAR)
    return dice(full, truth > 0)


def run(model: Path, pictures: Sequence[Picture], fields: dict[str, Rect]) -> list[Record]:
    """Every picture through the model, one thread."""
    session = open_session(model)
    size = input_size(session)
    records = []
    for picture in pictures:
        rect = fields[picture.id]
        outputs = infer(session, prepared(picture, fields, size))
        lesions = lesions_of(outputs.boxes, outputs.scores, outputs.types, rect)
        descriptor = None
        if picture.boxes:
            box = (truth_of(picture)[0] - np.array([rect.left, rect.top] * 2)) / np.array([rect.width, rect.height] * 2)
            vector = pool_box(outputs.embedding, box.astype(np.float32))
            descriptor = vector / max(float(np.linalg.norm(vector)), 1e-9)
        records.append(Record(picture, lesions, outputs, mask_dice(picture, outputs, rect), descriptor))
    return records


def measured(value: float, interval: tuple[float, float], n: int) -> dict[str, object]:
    return {"value": round(value, 4), "interval95": [round(interval[0], 4), round(interval[1], 4)], "n": n}


def share(hits: Sequence[bool]) -> dict[str, object]:
    """A proportion with its Wilson interval."""
    return measured(sum(hits) / max(len(hits), 1), wilson(sum(hits), len(hits)), len(hits))


def detection_metrics(records: Sequence[Record], thresholds: dict[str, float]) -> dict[str, object]:
    """AP50 and sensitivity of pictures with drawn boxes, specificity of pictures without lesion, mean Dice."""
    drawn = [r.detections for r in records if r.picture.boxes is not None]
    result: dict[str, object] = {}
    with_lesion = [d for d in drawn if len(d.truth)]
    if with_lesion:
        result["ap50"] = measured(average_precision(drawn), bootstrap(drawn, average_precision), len(drawn))
        for name, t in thresholds.items():
            found = sum(round(lesion_sensitivity([d], t) * len(d.truth)) for d in with_lesion)
            count = sum(len(d.truth) for d in with_lesion)
            result[f"lesionSensitivity{name}"] = measured(found / count, wilson(found, count), count)
    negatives = [r for r in records if r.picture.boxes == ()]
    if negatives:
        for name, t in thresholds.items():
            result[f"specificity{name}"] = share([r.best < t for r in negatives])
    undrawn = [r for r in records if r.picture.polyp and r.picture.boxes is None]
    if undrawn:
        for name, t in thresholds.items():
            result[f"pictureSensitivity{name}"] = share([r.best >= t for r in undrawn])
    unlooked = [r for r in records if r.picture.polyp is None and r.picture.boxes is None]
    if unlooked:
        for name, t in thresholds.items():
            result[f"alarms{name}"] = share([r.best >= t for r in unlooked])
    dices = [r.dice for r in records if r.dice is not None]
    if dices:
        result["meanDice"] = measured(float(np.mean(dices)), bootstrap(dices, lambda d: float(np.mean(d))), len(dices))
    return result


def class_metrics(records: Sequence[Record]) -> dict[str, object]:
    """Organ, cleanliness, caecum, usable and type, each on the pictures that have the label."""
    result: dict[str, object] = {}
    organ = [r for r in records if r.picture.organ]
    if len({r.picture.organ for r in organ}) > 1:
        result["organAccuracy"] = share([ORGANS[int(np.argmax(r.outputs.organ))] == r.picture.organ for r in organ])
    clean = [r for r in records if r.picture.cleanliness]
    if clean:
        result["cleanlinessAccuracy"] = share([CLEANLINESS[int(np.argmax(r.outputs.cleanliness))] == r.picture.cleanliness for r in clean])
    for name, chosen in {
        "caecumAuc": [(r.outputs.caecum, labels_of(r.picture).caecum == 1) for r in records if labels_of(r.picture).caecum_weight >= 0.5],
        "usableAuc": [(r.outputs.usable, r.picture.quality is None) for r in records if r.picture.source == "polypgen"],
        "typeAuc": typed_pairs(records),
    }.items():
        values, truth = np.array([a for a, _ in chosen], np.float32), np.array([b for _, b in chosen], np.bool_)
        if truth.any() and not truth.all():
            result[name] = measured(roc_auc(values, truth), bootstrap(chosen, _auc), len(chosen))
            if name == "usableAuc":
                result["usableAccuracy"] = share([bool((v >= 0.5) == t) for v, t in chosen])
    return result


def _auc(pairs: Sequence[tuple[float, bool]]) -> float:
    return roc_auc(np.array([a for a, _ in pairs], np.float32), np.array([b for _, b in pairs], np.bool_))


def typed_pairs(records: Sequence[Record]) -> list[tuple[float, bool]]:
    """(probability of neoplastic, truth) of typed lesions, read from the best candidate that meets the lesion."""
    pairs = []
    for record in records:
        for n, box in enumerate(record.picture.boxes or ()):
            if box.label == "polyp":
                continue
            truth = truth_of(record.picture)[n]
            meets = np.array([_iou(truth, b) >= 0.5 for b in record.lesions.boxes], np.bool_)
            if meets.any():
                pairs.append((float(record.lesions.types[int(np.argmax(meets))]), box.label == "neoplastic"))
    return pairs


def _iou(a: Floats, b: Floats) -> float:
    inter = float(np.prod(np.clip(np.minimum(a[2:], b[2:]) - np.maximum(a[:2], b[:2]), 0, None)))
    return inter / float(np.prod(a[2:] - a[:2]) + np.prod(b[2:] - b[:2]) - inter + 1e-9)


def descriptor_auc(records: Sequence[Record]) -> dict[str, object] | None:
    """How well the cosine of two descriptors tells "same sequence" from "another" (pairs of drawn lesions)."""
    having = [r for r in records if r.descriptor is not None and r.picture.sequence is not None]
    if len({r.picture.sequence for r in having}) < 2:
        return None
    matrix = np.stack([r.descriptor for r in having if r.descriptor is not None])
    cosine = matrix @ matrix.T
    a, b = np.triu_indices(len(having), 1)
    same = np.array([having[i].picture.sequence == having[j].picture.sequence for i, j in zip(a, b, strict=True)])
    return {"value": round(roc_auc(cosine[a, b].astype(np.float32), same), 4), "n": len(having), "pairs": len(a)}


def kind_of(picture: Picture) -> str:
    """What a picture shows, as a search would ask for it."""
    if picture.organ in ("upper", "outside"):
        return str(picture.organ)
    return picture.landmark or picture.cleanliness or (picture.quality == "unusable" and "unusable") or ("polyp" if picture.polyp else "colon")


def search_metrics(records: Sequence[Record]) -> dict[str, object]:
    """How often the most alike picture (by cosine, its own sequence aside) shows the same kind of thing, and what guessing would reach."""
    kinds = np.array([kind_of(r.picture) for r in records])
    groups = np.array([r.picture.group for r in records])
    vectors = np.stack([r.outputs.search for r in records])
    cosine = vectors @ vectors.T
    cosine[groups[:, None] == groups[None]] = -2
    guess = float(np.mean([np.mean(kinds == kind) for kind in kinds]))
    return {"searchSameKind": share([bool(hit) for hit in kinds[cosine.argmax(axis=1)] == kinds]), "searchGuess": {"value": round(guess, 4), "n": len(records)}}


def type_call_metrics(records: Sequence[Record], above: float, below: float) -> dict[str, object]:
    """How often a found lesion gets a type call, and how often the call is right."""
    pairs = typed_pairs(records)
    if not pairs:
        return {}
    called = [(p >= above) == truth for p, truth in pairs if p >= above or p <= below]
    return {"typeCalled": measured(len(called) / len(pairs), wilson(len(called), len(pairs)), len(pairs)), "typeCallAccuracy": share(called)}


def report(records: Sequence[Record], thresholds: dict[str, float], call: tuple[float, float]) -> dict[str, object]:
    """All measures: detection by source and split, classes by split. `call`: the type limits (above, below)."""
    result: dict[str, object] = {}
    for split in ("val", "test"):
        part = [r for r in records if r.picture.split == split]
        for source in sorted({r.picture.source for r in part}):
            some = detection_metrics([r for r in part if r.picture.source == source], thresholds)
            if some:
                result[f"{source}/{split}"] = some
        if part:
            result[f"all/{split}"] = {**class_metrics(part), **type_call_metrics(part, *call), **search_metrics(part)}
            descriptor = descriptor_auc(part)
            if descriptor:
                result[f"all/{split}"]["descriptorAuc"] = descriptor  # type: ignore[index]
    return result

