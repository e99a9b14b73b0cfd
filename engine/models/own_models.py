"""The user's own models: what a file or folder must be to become one, and the list of them."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Sequence
from pathlib import Path

from engine.errors import CatalogueInvalid, ModelUnusable, PathMissing
from engine.models.catalogue import Catalogue, ModelEntry, ModelForm, ModelKind, is_model_id

WEIGHTS = "model.safetensors"


def entry_for(path: Path, model_id: str, shipped: Catalogue) -> ModelEntry:
    """What the list will say about a GGUF file or sentence-transformers folder, yet unhashed.

    A model that the catalogue knows by hand keeps its title, licence and prompts.

    Raises:
        PathMissing: nothing is there.
        ModelUnusable: it is neither of the two, or the id cannot be given to it.
    """
    kind, form = _kind_of(path, model_id)
    entry = ModelEntry(
        id=model_id,
        kind=kind,
        title=f"added from {path.name}",
        licence="see its publisher",
        form=form,
        file=path.name if form is ModelForm.FILE else "",
    )
    known = next((e for e in shipped.entries if e.id == model_id), None)
    if known is None:
        return entry
    if not known.is_by_hand:
        detail = "the name belongs to a model of the catalogue; choose another name"
        raise ModelUnusable(model=model_id, detail=detail)
    if known.kind is not kind:
        detail = f"{path.name} is no {known.kind.value} model"
        raise ModelUnusable(model=model_id, detail=detail)
    return dataclasses.replace(known, form=form, file=entry.file)


def joined(shipped: Catalogue, own: Sequence[ModelEntry]) -> Catalogue:
    """The catalogue with the user's own models behind it, or in place of those by hand."""
    by_id = {entry.id: entry for entry in own}
    known = tuple(by_id.pop(e.id, e) if e.is_by_hand else e for e in shipped.entries)
    shipped_ids = {entry.id for entry in shipped.entries}
    return Catalogue((*known, *(e for e in by_id.values() if e.id not in shipped_ids)))


def read_own(path: Path) -> tuple[ModelEntry, ...]:
    """The list of the user's own models; empty if there is none yet.

    Raises:
        CatalogueInvalid: it cannot be read.
    """
    try:
        records = json.loads(path.read_text(encoding="utf-8"))
        return tuple(
            ModelEntry(
                **{
                    **record,
                    "kind": ModelKind(record["kind"]),
                    "form": ModelForm(record["form"]),
                    "pins": tuple((name, sha256) for name, sha256 in record["pins"]),
                }
            )
            for record in records
        )
    except FileNotFoundError:
        return ()
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CatalogueInvalid(key=str(path), detail=repr(error), nearest="") from error


def write_own(path: Path, entries: Sequence[ModelEntry]) -> None:
    """Replace the list in one piece."""
    records = [dataclasses.asdict(entry) for entry in entries]
    partial = path.with_suffix(".partial")
    partial.write_text(json.dumps(records, ensure_ascii=False, indent=1), encoding="utf-8")
    partial.replace(path)


def _kind_of(path: Path, model_id: str) -> tuple[ModelKind, ModelForm]:
    if not is_model_id(model_id):
        raise ModelUnusable(model=model_id, detail="the name may hold letters, digits, - _ . +")
    if not path.exists():
        raise PathMissing(path=path)
    if path.is_dir():
        if not ((path / "modules.json").is_file() and (path / WEIGHTS).is_file()):
            raise ModelUnusable(model=model_id, detail=f"no modules.json and {WEIGHTS} in {path}")
        return ModelKind.EMBEDDING, ModelForm.FOLDER
    with path.open("rb") as file:
        if file.read(4) != b"GGUF":
            raise ModelUnusable(model=model_id, detail=f"{path.name} is no GGUF file")
    return ModelKind.LANGUAGE, ModelForm.FILE
