"""The catalogue is strict, and what ships can be fetched and checked."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.errors import CatalogueInvalid, ModelUnknown
from engine.models.catalogue import ModelKind, load_catalogue

GOOD = """
[[model]]
id = "language"
kind = "language"
title = "L"
licence = "MIT"
default = true
form = "file"
file = "l.gguf"
bytes = 5
sha256 = "{digits}"

[[model]]
id = "embedding"
kind = "embedding"
title = "E"
licence = "MIT"
default = true
form = "folder"
inside = "m"
bytes = 5
sha256 = "{digits}"
""".format(digits="0" * 64)


def write(folder: Path, text: str) -> Path:
    path = folder / "models.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_every_model_that_ships_has_a_size_a_hash_and_a_source_or_is_by_hand() -> None:
    for entry in load_catalogue().entries:
        is_fetchable = bool(entry.bytes and entry.sha256 and (entry.hub or entry.packages))
        assert is_fetchable is not entry.is_by_hand, entry.id


def test_there_is_one_default_of_each_kind() -> None:
    catalogue = load_catalogue()
    assert catalogue.default(ModelKind.LANGUAGE).id == "qwen2.5-coder-1.5b-instruct-q4_k_m"
    assert catalogue.default(ModelKind.EMBEDDING).query_prompt == "query"


def test_an_unknown_model_names_the_nearest() -> None:
    with pytest.raises(ModelUnknown) as caught:
        load_catalogue().entry("embedinggemma-300m")
    assert caught.value.facts["nearest"] == "embeddinggemma-300m"


@pytest.mark.parametrize(
    ("old", "new", "key", "nearest"),
    [
        ('title = "L"', 'titel = "L"', "model[0].titel", "title"),
        ('kind = "language"', 'kind = "langauge"', "model[0] language.kind", "language"),
        ("bytes = 5", 'bytes = "5"', "model[0] language.bytes", ""),
        ("0" * 64, "xyz", "model[0] language.sha256", ""),
        ("default = true", "default = false", "model.default", ""),
        ("[[model]]", "[[model", "models.toml", ""),
        ("[[model]]", "[[models]]", "models.toml.models", "model"),
        ("bytes = 5", "bytes = true", "model[0] language.bytes", ""),
        ("default = true", "default = 1", "model[0] language.default", ""),
        ("bytes = 5", "bytes = 5\nquery_prompt = 5", "model[0] language.query_prompt", ""),
        ("bytes = 5", 'bytes = 5\nhub = "a/b"', "model[0] language.hub", ""),
        ("bytes = 5", "bytes = 5\nhub = {repo = 'a'}", "model[0] language.hub.repo", "repository"),
        ("bytes = 5", "bytes = 5\npackages = {parts = 1}", "model[0] language.packages.name", ""),
        ('file = "l.gguf"', "", "model[0] language.file", ""),
        ('form = "file"', 'form = "zip"', "model[0] language.pins", ""),
        ('form = "file"', 'form = "fil"', "model[0] language.form", "file"),
        ('id = "language"', 'id = "../l"', "model[0] ../l.id", ""),
        ('id = "embedding"', 'id = "language"', "model[1].id", ""),
        ('id = "language"', "", "model[0].id", ""),
    ],
)
def test_a_mistake_is_named_with_its_key(
    tmp_path: Path, old: str, new: str, key: str, nearest: str
) -> None:
    with pytest.raises(CatalogueInvalid) as caught:
        load_catalogue(write(tmp_path, GOOD.replace(old, new, 1)))
    assert caught.value.facts["key"] == key
    assert caught.value.facts["nearest"] == nearest


def test_a_missing_catalogue_and_one_in_another_encoding_are_said_in_words(tmp_path: Path) -> None:
    with pytest.raises(CatalogueInvalid, match="No such file"):
        load_catalogue(tmp_path / "models.toml")
    (tmp_path / "models.toml").write_bytes("# 模型".encode("shift_jis"))
    with pytest.raises(CatalogueInvalid, match="utf-8"):
        load_catalogue(tmp_path / "models.toml")


def test_a_mistake_deep_in_a_model_shows_its_whole_path(tmp_path: Path) -> None:
    text = GOOD + '\n[model.pins]\n"model.safetensors" = "abc"\n'
    with pytest.raises(CatalogueInvalid) as caught:
        load_catalogue(write(tmp_path, text))
    assert caught.value.facts["key"] == "model[1] embedding.pins.model.safetensors"
