"""A model of one's own is copied in whole, keeps its name to itself, and is refused in words."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from engine.errors import CatalogueInvalid, DiskFull, ModelDamaged, ModelMissing, ModelUnusable
from engine.models.catalogue import ModelKind
from engine.models.store import ModelState, ModelStore
from tests.engine.models.toys import BY_HAND, TOY, WEIGHTS, store_of


@pytest.fixture
def store(tmp_path: Path) -> ModelStore:
    return store_of(tmp_path, TOY, BY_HAND)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A sentence-transformers folder."""
    path = tmp_path / "ruri　v3"
    (path / "1_Pooling").mkdir(parents=True)
    (path / "modules.json").write_text("[]", encoding="utf-8")
    (path / "model.safetensors").write_bytes(WEIGHTS)
    (path / "1_Pooling" / "config.json").write_text("{}", encoding="utf-8")
    return path


@pytest.fixture
def gguf(tmp_path: Path) -> Path:
    path = tmp_path / "mine.gguf"
    path.write_bytes(b"GGUF mine")
    return path


def test_a_folder_is_copied_with_everything_in_it(store: ModelStore, folder: Path) -> None:
    entry = store.add(folder, "検査モデル")
    assert entry.kind is ModelKind.EMBEDDING
    path = store.path_of("検査モデル")
    assert (path / "1_Pooling" / "config.json").read_text(encoding="utf-8") == "{}"
    (path / "model.safetensors").write_bytes(b"Weights")
    with pytest.raises(ModelDamaged):
        store.verify("検査モデル")


def test_a_model_known_by_hand_is_here_once_it_is_added(store: ModelStore, folder: Path) -> None:
    with pytest.raises(ModelMissing):
        store.path_of("by-hand")
    store.add(folder, "by-hand")
    assert store.path_of("by-hand").is_dir()
    assert store.verify("by-hand") == store.path_of("by-hand")
    assert store.entry("by-hand").query_prompt == "query: "
    assert store.entry("by-hand").title == "Known to work"
    assert [(e.id, state) for e, state in store.list()] == [
        ("toy", ModelState.MISSING),
        ("by-hand", ModelState.HERE),
    ]


def test_a_model_of_the_other_kind_does_not_take_the_place_of_one_by_hand(
    store: ModelStore, gguf: Path
) -> None:
    with pytest.raises(ModelUnusable, match="no embedding model"):
        store.add(gguf, "by-hand")


def test_the_name_of_a_model_that_can_be_fetched_is_taken(store: ModelStore, gguf: Path) -> None:
    with pytest.raises(ModelUnusable, match="belongs to a model of the catalogue"):
        store.add(gguf, "toy")


@pytest.mark.parametrize("name", ["a.new", "a.partial", "a.hub", "own-models.json", "a.", "-a"])
def test_a_name_that_the_store_itself_uses_is_refused(
    store: ModelStore, gguf: Path, name: str
) -> None:
    with pytest.raises(ModelUnusable, match="the name may hold"):
        store.add(gguf, name)


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_a_copy_that_broke_off_leaves_the_model_that_was_there(
    store: ModelStore, folder: Path
) -> None:
    store.add(folder, "mine")
    (folder / "vocabulary.txt").symlink_to("nowhere")
    (folder / "model.safetensors").write_bytes(b"newer")
    with pytest.raises(OSError, match="vocabulary"):
        store.add(folder, "mine")
    assert (store.path_of("mine") / "model.safetensors").read_bytes() == WEIGHTS
    assert sorted(path.name for path in store.path_of("mine").parent.iterdir()) == [
        "mine",
        "own-models.json",
    ]


def test_half_a_model_without_its_seal_is_missing_and_can_be_added(
    store: ModelStore, folder: Path
) -> None:
    store.add(folder, "mine")
    (store.path_of("mine") / "genba-model.json").unlink()
    with pytest.raises(ModelMissing):
        store.path_of("mine")
    store.add(folder, "mine")
    assert store.path_of("mine").is_dir()


@pytest.mark.parametrize("seal", ["", "[]", "{}", '{"sha256": 1, "files": 2}', "\0"])
def test_a_seal_that_cannot_be_read_is_none(store: ModelStore, gguf: Path, seal: str) -> None:
    store.add(gguf, "mine")
    (store.path_of("mine").parent / "genba-model.json").write_text(seal, encoding="utf-8")
    with pytest.raises(ModelMissing):
        store.path_of("mine")


def test_a_model_copied_from_another_machine_is_right_once_it_is_verified(
    store: ModelStore, gguf: Path
) -> None:
    store.add(gguf, "mine")
    path = store.path_of("mine")
    os.utime(path, (1, 1))
    with pytest.raises(ModelDamaged):
        store.path_of("mine")
    assert store.verify("mine") == path
    assert store.path_of("mine") == path


def test_a_model_is_not_copied_to_a_disk_without_room(tmp_path: Path, gguf: Path) -> None:
    store = store_of(tmp_path, TOY, free_bytes=2**20)
    with pytest.raises(DiskFull):
        store.add(gguf, "mine")
    assert [entry.id for entry, _ in store.list()] == ["toy"]


@pytest.mark.parametrize("content", ["{damaged", "5", '[{"id": "a"}]', '[{"kind": "x"}]', "[1]"])
def test_a_damaged_list_of_own_models_is_named(
    tmp_path: Path, store: ModelStore, gguf: Path, content: str
) -> None:
    store.add(gguf, "mine")
    (own,) = tmp_path.rglob("own-models.json")
    own.write_text(content, encoding="utf-8")
    with pytest.raises(CatalogueInvalid) as caught:
        store.list()
    assert caught.value.facts["key"] == str(own)
