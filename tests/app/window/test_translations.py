"""The Japanese translation is complete, fits its sources, and is compiled."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from app import messages
from app.window.resources import TRANSLATIONS

SOURCE = TRANSLATIONS / "genba_ja.ts"
COMPILED = TRANSLATIONS / "genba_ja.qm"
WORDS = (
    "cautions.py",
    "edit_words.py",
    "messages.py",
    "pace.py",
    "problems.py",
    "step_words.py",
    "tool_words.py",
)


def tool(name: str) -> str:
    return str(Path(sys.executable).with_name(f"pyside6-{name}"))


def entries(path: Path) -> dict[tuple[str, str], str | None]:
    found: dict[tuple[str, str], str | None] = {}
    for context in ElementTree.parse(path).getroot().iter("context"):
        for message in context.iter("message"):
            translation = message.find("translation")
            assert translation is not None
            key = (context.findtext("name", ""), message.findtext("source", ""))
            found[key] = translation.text if translation.get("type") is None else None
    return found


def test_every_string_is_translated() -> None:
    missing = [key for key, text in entries(SOURCE).items() if not text]

    assert missing == []


def test_a_translation_has_the_places_of_its_source() -> None:
    for (_, source), text in entries(SOURCE).items():
        assert sorted(re.findall(r"\{\w+\}", source)) == sorted(re.findall(r"\{\w+\}", text or ""))


def test_menu_letters_survive_translation() -> None:
    for (context, source), text in entries(SOURCE).items():
        if context == "Menus" and "&" in source:
            assert re.search(r"\(&[A-Z]\)", text or ""), source


@pytest.mark.skipif(not Path(tool("lupdate")).exists(), reason="needs the Qt translation tools")
def test_no_string_of_the_program_is_missing(tmp_path: Path) -> None:
    fresh = tmp_path / "fresh.ts"
    app = Path(messages.__file__).parent
    words = [str(app / name) for name in WORDS]
    files = [*words, *(str(path) for path in sorted(app.glob("window/*.py")))]
    subprocess.run(
        [tool("lupdate"), *files, "-locations", "none", "-ts", str(fresh)],
        check=True,
        capture_output=True,
    )

    assert set(entries(fresh)) == set(entries(SOURCE))


@pytest.mark.skipif(not Path(tool("lrelease")).exists(), reason="needs the Qt translation tools")
def test_the_compiled_file_is_up_to_date(tmp_path: Path) -> None:
    fresh = tmp_path / "fresh.qm"
    subprocess.run(
        [tool("lrelease"), str(SOURCE), "-qm", str(fresh)], check=True, capture_output=True
    )

    assert fresh.read_bytes() == COMPILED.read_bytes()
