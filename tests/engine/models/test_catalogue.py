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
    ],
)
def test_a_mistake_is_named_with_its_key(
    tmp_path: Path, old: str, new: str, key: str, nearest: str
) -> None:
    with pytest.raises(CatalogueInvalid) as caught:
        load_catalogue(write(tmp_path, GOOD.replace(old, new, 1)))
    assert caught.value.facts["key"] == key
    assert caught.value.facts["nearest"] == nearest
