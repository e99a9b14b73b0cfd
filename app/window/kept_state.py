"""What a window on one workspace looked like, as a small file: written whole or not at all."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app.window.sights import RowSight, Sight
from engine.domain import Rect

_FORMAT = 1


@dataclass(frozen=True, slots=True)
class KeptState:
    """``geometry`` and ``splitters`` are Qt's own bytes; ``zoom`` is None while it fits."""

    geometry: bytes = b""
    splitters: Mapping[str, bytes] = field(default_factory=dict)
    draft: str = ""
    journal_id: int | None = None
    sight: Sight | RowSight | None = None
    zoom: float | None = None


def state_path(folder: Path, workspace: Path) -> Path:
    """Where a person's state of a workspace is kept: not in it, for others may work with it too."""
    name = hashlib.sha256(os.fsencode(workspace.resolve())).hexdigest()[:16]
    return folder / "windows" / f"{name}.json"


def read_state(path: Path) -> KeptState | None:
    """What was kept; None if there is nothing or it cannot be understood."""
    try:
        record = json.loads(path.read_bytes())
        if record["format"] != _FORMAT:
            return None
        return KeptState(
            geometry=bytes.fromhex(record["geometry"]),
            splitters={str(k): bytes.fromhex(v) for k, v in record["splitters"].items()},
            draft=str(record["draft"]),
            journal_id=_number(record["journal_id"]),
            sight=_sight(record["sight"]),
            zoom=None if record["zoom"] is None else float(record["zoom"]),
        )
    except (OSError, ValueError, TypeError, LookupError, AttributeError, RecursionError):
        return None


def write_state(path: Path, state: KeptState) -> None:
    """Replace what was kept.

    Raises:
        OSError: the disk is full or the folder cannot be written; what was there stays.
    """
    record = {
        "format": _FORMAT,
        "geometry": state.geometry.hex(),
        "splitters": {name: value.hex() for name, value in state.splitters.items()},
        "draft": state.draft,
        "journal_id": state.journal_id,
        "sight": _sight_record(state.sight),
        "zoom": state.zoom,
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(".new")
    # Half of a pair of surrogates can be typed, and is no UTF-8; JSON escapes it.
    beside.write_text(json.dumps(record), "ascii")
    beside.replace(path)


def _number(value: object) -> int | None:
    return value if isinstance(value, int) else None


def _sight_record(sight: Sight | RowSight | None) -> dict[str, Any] | None:
    match sight:
        case Sight():
            rects = {
                str(page): [[r.x0, r.y0, r.x1, r.y1] for r in rects]
                for page, rects in sight.rects.items()
            }
            return {
                "document_id": sight.document_id,
                "document": sight.document,
                "page": sight.page,
                "rects": rects,
                "n_pages": sight.n_pages,
                "quote": sight.quote,
            }
        case RowSight(document, table, rows):
            return {"document": document, "table": table, "rows": list(rows)}
        case None:
            return None


def _sight(record: Mapping[str, Any] | None) -> Sight | RowSight | None:
    if record is None:
        return None
    if "table" in record:
        rows = tuple(int(row) for row in record["rows"])
        return RowSight(str(record["document"]), str(record["table"]), rows)
    return Sight(
        str(record["document_id"]),
        str(record["document"]),
        int(record["page"]),
        {
            int(page): tuple(Rect(*(float(side) for side in rect)) for rect in rects)
            for page, rects in record["rects"].items()
        },
        int(record["n_pages"]),
        str(record["quote"]),
    )
