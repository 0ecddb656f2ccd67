"""The model card, written from the manifest so that its numbers cannot drift from it."""

from __future__ import annotations

from typing import Any

from .manifest import PHANTOM

NAMES = {
    "ap50": "AP50", "lesionSensitivityA": "per-lesion sensitivity, point A", "lesionSensitivityB": "per-lesion sensitivity, point B",
    "specificityA": "specificity a frame, point A", "specificityB": "specificity a frame, point B",
    "pictureSensitivityA": "sensitivity a picture, point A", "pictureSensitivityB": "sensitivity a picture, point B", "meanDice": "mean Dice",
    "alarmsA": "pictures nobody searched for lesions, alarmed, point A", "alarmsB": "pictures nobody searched for lesions, alarmed, point B",
    "organAccuracy": "organ accuracy", "cleanlinessAccuracy": "cleanliness accuracy", "caecumAuc": "caecum AUC", "usableAuc": "usable AUC",
    "usableAccuracy": "usable accuracy", "typeAuc": "type AUC (lesions found)", "typeCalled": "type called (share of lesions found)",
    "typeCallAccuracy": "type accuracy where called", "descriptorAuc": "descriptor: same sequence or another, AUC",
    "searchSameKind": "search: most alike picture shows the same kind", "searchGuess": "search: by guessing",
}  # fmt: skip


def _rows(report: dict[str, Any], other: dict[str, Any]) -> list[str]:
    rows = ["| pictures | measure | int8 | 95 % interval | n | fp32 |", "|---|---|---|---|---|---|"]
    for group, measures in report.items():
        for name, m in measures.items():
            interval = f"{m['interval95'][0]:.3f}–{m['interval95'][1]:.3f}" if "interval95" in m else ""
            twin = other.get(group, {}).get(name)
            rows.append(f"| {group} | {NAMES.get(name, name)} | {m['value']:.3f} | {interval} | {m['n']} | {twin['value']:.3f} |" if twin else
                        f"| {group} | {NAMES.get(name, name)} | {m['value']:.3f} | {interval} | {m['n']} | |")  # fmt: skip
    return rows


def signs_of(manifest: dict[str, Any]) -> list[str]:
    """What a model with signs learnt from the phantom; nothing of one without."""
    if "signs" not in manifest["tasks"]:
        return []
    return [
        f"Frames of the `{PHANTOM}` (a rendered colon, synthetic) taught the heads of the whole picture only, not detection, outline or type. It also gives *instrument*, *residue* and *bubbles*: "
        "**learnt from the phantom**, residue from the classes of cleanliness on people too. No picture of people has such a label, so how right they are on people is not known.",
        "",
    ]


def card(manifest: dict[str, Any], divided: list[str]) -> str:
    """CARD.md of a release; `divided` names sequences that the index puts into two splits."""
    metrics, points, call = manifest["metrics"], manifest["operatingPoints"], manifest["typeCall"]
    total = sum(d["pictures"] for d in manifest["data"] if d["source"] != PHANTOM)
    lines = [
        f"# {manifest['id']} {manifest['version']}",
        "",
        "Finds lesions in colonoscopy pictures (box, score, mask), guesses neoplastic or not, and tells organ, usable view, cleanliness and caecum.",
        "**For research and evaluation, not a cleared medical device. Licence: research, non-commercial.**",
        "",
        f"Created {manifest['created']}. EfficientNet-Lite0 with a feature pyramid, {manifest['input']['width']} × {manifest['input']['height']}, one pass for all tasks; "
        f"int8 {manifest['files']['int8']['bytes'] / 1e6:.1f} MB, fp32 {manifest['files']['fp32']['bytes'] / 1e6:.1f} MB. Interface: `models/README.md`.",
        "",
        "## Starting weights",
        "",
        "The backbone of EfficientDet-Lite0 (Google, Apache-2.0; ImageNet, then COCO). All other layers were trained from random values. Built by `training/`.",
        "",
        f"## Training data ({total} pictures)",
        "",
        "| source | licence | pictures |",
        "|---|---|---|",
        *[f"| {d['source']} | {d['licence']} | {d['pictures']} |" for d in manifest["data"]],
        "",
        *signs_of(manifest),
        "Split by the index's split column only: Kvasir-SEG keeps its published 800/100/100, sequences stay whole. "
        "Weights and checkpoints: training split. Calibration and thresholds: validation. Test: measured, never chosen by. The clip below was never trained on.",
        "",
        "## Measured",
        "",
        f"Thresholds on the score: A (sensitive, default) {points['A']['show']}, the highest at which 95 % of validation pictures with a lesion are found; "
        f"B (quiet) {points['B']['show']}, the lowest at which 99 % of the colon pictures of validation without a known lesion stay silent. "
        f"Type: neoplastic from {call['neoplasticAbove']}, non-neoplastic up to {call['nonNeoplasticBelow']}, otherwise no call.",
        "",
        "`usable`, `caecum`, `organ` and the thresholds were fitted on the same validation pictures that these validation rows measure; read them as optimistic. "
        "Intervals: Wilson for proportions, bootstrap over pictures otherwise (frames of one sequence are near-copies, so intervals of cvc-clinicdb and polypgen are too narrow).",
        "",
        *_rows(metrics["int8"], metrics["fp32"]),
        "",
    ]
    if "clip" in metrics:
        lines += ["Real clip (181 frames, 25 a second, one polyp, frame by frame without memory; visible frames labelled by a developer, not a clinician):", ""]
        lines += [
            f"- point {name}: found in {c['met']} of {c['visible']} frames ({100 * c['met'] / c['visible']:.0f} %), a box elsewhere for at most {c['longest_elsewhere']} frames in a row"
            for name, c in metrics["clip"].items()
        ]
        lines.append("")
    lines += [
        f"Speed, one thread, whole network: int8 {metrics['medianMs']['int8']} ms, fp32 {metrics['medianMs']['fp32']} ms (median of the quietest block, two-core machine without GPU).",
        "",
        "## Limits and known failures",
        "",
        "- Trained on stills and short sequences from a handful of hospitals; what networks of this kind reach at hospitals that they never saw is in `docs/measured.md`.",
        "- Frame by frame, scores flicker with motion blur, interlacing and glare; a tracker belongs behind it.",
        "- Stool, bubbles and folds: see the share of alarmed HyperKvasir caecum, cleanliness and stool pictures above (some may show real lesions).",
        "- Gastroscopy pictures raise many boxes: the product does not show lesions in a gastroscopy.",
        "- Small, flat and partly hidden lesions, and lesions near the border of the field, are missed most.",
        "- Type was learnt from one source (NeoPolyp); without white-light and FICE-like colours expect no-calls and errors.",
        "- Cleanliness and caecum were learnt from one source (HyperKvasir), in which pictures of one examination may lie in different splits: expect lower numbers elsewhere.",
        "- Organ: upper and outside pictures come from other devices than colon pictures. Networks that were not shown a gastroscopy source mostly called it colon (`docs/measured.md`): do not trust this head with gastroscopes that are not among the sources above.",
        "- PolypGen stills and unlabelled NeoPolyp pictures have no drawn boxes: those of `training/labels/looked-at.json` were accepted by looking (developers, no clinicians); the rest taught only that something is there.",
        *([f"- The index puts the sequence(s) {', '.join(divided)} (no lesion) into two splits; the numbers for `usable` flatter."] if divided else []),
        "",
    ]
    return "\n".join(lines)
