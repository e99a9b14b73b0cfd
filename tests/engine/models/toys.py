"""Models of some bytes, and the places they are fetched from."""

from __future__ import annotations

import hashlib
import threading
import zipfile
from dataclasses import replace
from pathlib import Path

from engine.models.catalogue import Catalogue, ModelEntry, ModelForm, ModelKind, PackageSource
from engine.models.fetching import Source
from engine.models.store import FetchEvent, ModelStore

PARTS = (b"GGUF" + b"a" * 700, b"b" * 900, b"c" * 500)
WEIGHTS = b"weights"
CONFIG = b'{"a": 1}'


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


TOY = ModelEntry(
    id="toy",
    kind=ModelKind.LANGUAGE,
    title="Toy",
    licence="MIT",
    file="toy.gguf",
    bytes=len(b"".join(PARTS)),
    sha256=sha256(b"".join(PARTS)),
    packages=PackageSource("toy-part{n}", "1.0", 3, r".*/part\.bin"),
)
BY_HAND = ModelEntry(
    id="by-hand",
    kind=ModelKind.EMBEDDING,
    title="Known to work",
    licence="Apache-2.0",
    is_by_hand=True,
    query_prompt="query: ",
)


def folder_model(form: ModelForm, archive: bytes = b"") -> ModelEntry:
    """A sentence-transformers model in the form of a zip or of a folder."""
    pinned = archive if form is ModelForm.ZIP else WEIGHTS
    return ModelEntry(
        id="toy-embedder",
        kind=ModelKind.EMBEDDING,
        title="Toy embedder",
        licence="MIT",
        form=form,
        inside="model",
        bytes=len(pinned),
        sha256=sha256(pinned),
        pins=(("model.safetensors", sha256(WEIGHTS)),),
        packages=PackageSource("toy-folder", "1.0", 1, "model/.*|.*/part.bin"),
    )


def store_of(folder: Path, *entries: ModelEntry, free_bytes: int = 10**12) -> ModelStore:
    """A store with a small made catalogue, under a name that only some programs can take."""
    catalogue = Catalogue(entries)
    return ModelStore(
        folder / "模型　置場", catalogue=catalogue, free_bytes=lambda _folder: free_bytes
    )


def fetch(
    store: ModelStore, model_id: str, *, sources: list[Source] | None = None
) -> list[FetchEvent]:
    return list(store.fetch(model_id, cancel=threading.Event(), sources=sources))


def toy_packages(shelf: Path, name: str = "toy-part{n}", cuts: tuple[bytes, ...] = PARTS) -> None:
    """Package archives, one a part, on a shelf."""
    for n, part in enumerate(cuts, start=1):
        put_package(shelf, name.replace("{n}", str(n)), {f"toy{n}/part.bin": part})


def put_package(shelf: Path, name: str, members: dict[str, bytes]) -> Path:
    """A package archive that pip can download, whose code must never run."""
    stem = f"{name.replace('-', '_')}-1.0"
    path = shelf / f"{stem}-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as wheel:
        for member, content in members.items():
            wheel.writestr(member, content)
        wheel.writestr("toy/__init__.py", "raise SystemExit('never imported')")
        metadata = f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n"
        wheel.writestr(f"{stem}.dist-info/METADATA", metadata)
        wheel.writestr(f"{stem}.dist-info/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\n")
        wheel.writestr(f"{stem}.dist-info/RECORD", "")
    return path


def zip_of(path: Path, members: dict[str, bytes]) -> bytes:
    """Write a zip; gives its bytes."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path.read_bytes()


def other_source(entry: ModelEntry, name: str, parts: int) -> PackageSource:
    """The model's package source under another name, cut into another number of parts."""
    assert entry.packages is not None
    return replace(entry.packages, name=name, parts=parts)
