"""The picture index (`index.csv`): one picture a row, an empty cell is "not known", never "no"."""

from __future__ import annotations

import csv
import hashlib
import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from .errors import TrainingError
from .whole import whole

ORGANS = ("colon", "upper", "outside")
CLEANLINESS = ("bbps-0-1", "bbps-2-3", "impacted-stool")
BOX_LABELS = ("polyp", "neoplastic", "non-neoplastic")
SPLITS = ("train", "val", "test", "unlabelled")
COLUMNS = (
    "id", "image", "source", "split", "width", "height", "organ", "sequence",
    "polyp", "mask", "boxes", "cleanliness", "landmark", "quality", "light", "licence",
)  # fmt: skip


@dataclass(frozen=True)
class Box:
    """A lesion box in fractions of the picture: left, top, width, height."""

    x: float
    y: float
    w: float
    h: float
    label: str


@dataclass(frozen=True)
class Picture:
    """One row of the index. `None` means "not known"; `boxes == ()` means "looked at: none"."""

    id: str
    image: Path
    source: str
    split: str
    width: int
    height: int
    organ: str | None
    sequence: str | None
    polyp: bool | None
    mask: Path | None
    boxes: tuple[Box, ...] | None
    cleanliness: str | None
    landmark: str | None
    quality: str | None
    light: str | None
    licence: str

    @property
    def group(self) -> str:
        """What must never be divided between splits: the sequence, or the picture itself."""
        return self.sequence if self.sequence is not None else self.id


def data_folder() -> Path:
    """The data folder: `HAUSTRA_DATA`, or `../shared/data` beside the repository."""
    given = os.environ.get("HAUSTRA_DATA")
    return Path(given) if given else Path(__file__).resolve().parents[2].parent / "shared" / "data"


def parse_boxes(cell: str, where: str) -> tuple[Box, ...] | None:
    """Parse the `boxes` cell; empty is unknown (`None`), `[]` is none (`()`)."""
    if cell == "":
        return None
    try:
        rows = json.loads(cell)
        boxes = tuple(Box(float(x), float(y), float(w), float(h), str(label)) for x, y, w, h, label in rows)
    except (ValueError, TypeError) as cause:
        raise TrainingError("index-boxes", f"{where}: boxes is not [[x,y,w,h,label],…]; mend the cell") from cause
    for box in boxes:
        if box.label not in BOX_LABELS or box.w <= 0 or box.h <= 0:
            raise TrainingError("index-boxes", f"{where}: box {box} has an unknown label or no area; mend the cell")
    return boxes


def _choice(cell: str, allowed: tuple[str, ...], where: str) -> str | None:
    if cell == "":
        return None
    if cell not in allowed:
        raise TrainingError("index-value", f"{where}: '{cell}' is not one of {', '.join(allowed)}; mend the cell")
    return cell


def parse_row(row: dict[str, str], root: Path, where: str) -> Picture:
    """One row of the CSV as a `Picture`; raises `TrainingError` naming the row and the cell."""
    polyp = _choice(row["polyp"], ("0", "1"), f"{where} polyp")
    split = _choice(row["split"], SPLITS, f"{where} split")
    if split is None:
        raise TrainingError("index-value", f"{where}: split is empty; every picture needs one of {', '.join(SPLITS)}")
    return Picture(
        id=row["id"],
        image=root / row["image"],
        source=row["source"],
        split=split,
        width=int(row["width"]),
        height=int(row["height"]),
        organ=_choice(row["organ"], ORGANS, f"{where} organ"),
        sequence=row["sequence"] or None,
        polyp=None if polyp is None else polyp == "1",
        mask=root / row["mask"] if row["mask"] else None,
        boxes=parse_boxes(row["boxes"], f"{where} boxes"),
        cleanliness=_choice(row["cleanliness"], CLEANLINESS, f"{where} cleanliness"),
        landmark=row["landmark"] or None,
        quality=_choice(row["quality"], ("usable", "unusable"), f"{where} quality"),
        light=row["light"] or None,
        licence=row["licence"],
    )


def read_index(path: Path) -> list[Picture]:
    """Read an index; raises `TrainingError` when a column is missing, a value unknown or a group divided."""
    if not path.is_file():
        raise TrainingError("no-index", f"no index at {path}; set HAUSTRA_DATA to the folder that holds index.csv")
    with path.open(newline="", encoding="utf-8") as handle:
        reader = csv.DictReader(handle)
        missing = [name for name in COLUMNS if name not in (reader.fieldnames or [])]
        if missing:
            raise TrainingError("index-columns", f"{path.name} lacks the columns {', '.join(missing)}")
        pictures = [parse_row(row, path.parent, f"{path.name}:{n}") for n, row in enumerate(reader, start=2)]
    check_groups(pictures)
    return pictures


def write_index(path: Path, pictures: Sequence[Picture], splits: bool = False) -> None:
    """Write pictures as an index of its own, all in split `test` unless `splits` are kept, paths relative to it. Written whole or not at all."""

    def relative(file: Path | None) -> str:
        return "" if file is None else os.path.relpath(file, path.parent)

    with whole(path) as temporary, temporary.open("w", newline="", encoding="utf-8") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(COLUMNS)
        for p in pictures:
            boxes = "" if p.boxes is None else json.dumps([[b.x, b.y, b.w, b.h, b.label] for b in p.boxes])
            polyp = "" if p.polyp is None else str(int(p.polyp))
            writer.writerow((
                p.id, relative(p.image), p.source, p.split if splits else "test", p.width, p.height, p.organ or "", p.sequence or "",
                polyp, relative(p.mask), boxes, p.cleanliness or "", p.landmark or "", p.quality or "", p.light or "", p.licence,
            ))  # fmt: skip


def divided_groups(pictures: list[Picture]) -> list[str]:
    """Groups (sequences) that lie in more than one split, sorted. Their validation numbers flatter.

    Pictures without labels are learnt from as training pictures are: a recording of which some frames were labelled is not divided.
    """
    splits: dict[str, set[str]] = {}
    for picture in pictures:
        splits.setdefault(picture.group, set()).add("train" if picture.split == "unlabelled" else picture.split)
    return sorted(group for group, found in splits.items() if len(found) > 1)


def check_groups(pictures: list[Picture]) -> None:
    """Raise when a sequence that shows a lesion is divided between splits: its frames are near-copies."""
    with_lesion = {p.group for p in pictures if p.polyp}
    for group in divided_groups(pictures):
        if group in with_lesion:
            raise TrainingError("index-group", f"sequence '{group}' lies in more than one split; keep a sequence in one split")


def fingerprint(pictures: list[Picture]) -> str:
    """SHA-256 over the rows that were used, so that a run says which data it saw."""
    digest = hashlib.sha256()
    for picture in sorted(pictures, key=lambda p: p.id):
        digest.update(
            repr((picture.id, picture.split, picture.organ, picture.polyp, picture.boxes, picture.cleanliness,
                  picture.landmark, picture.quality)).encode()
        )  # fmt: skip
    return digest.hexdigest()
