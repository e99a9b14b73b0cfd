"""Answers as files: what stands in them, what a spreadsheet makes of them, and what goes wrong."""

from __future__ import annotations

import csv
import io
import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pymupdf
import pytest

from app.absences import absences
from app.answer_export import ReportSource, export_answers, harmless
from app.history_protocol import Absence
from engine.answers import (
    Answer,
    AnswerNumber,
    Citation,
    Judged,
    Judgement,
    NumberStatus,
    ResultTable,
    Route,
    Timings,
    TokenCounts,
    ToolCall,
)
from engine.asked import Recalled
from engine.domain import Rect
from engine.errors import DiskFull, ReportUnwritable
from engine.recall import recalled
from engine.records import answer_record, judgement_record
from engine.store.journal import EntryKind, Journal
from engine.store.library import Library
from ingest.indexer import index

NEVER = threading.Event()
QUESTION = "What torque for the <b>lock</b> nut?"


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """A folder with a manual whose second page has the value."""
    folder = tmp_path / "shop"
    folder.mkdir()
    with pymupdf.open() as manual:
        for text in ("Introduction to the L-7", "Tighten the lock nut to 12 Nm."):
            manual.new_page().insert_text((72, 120), text)
        manual.save(folder / "manual.pdf")
    return folder


@pytest.fixture
def library(tmp_path: Path, shop: Path) -> Iterator[Library]:
    library = Library.open(tmp_path / "workspace")
    for _ in index(library, [shop], cancel=NEVER):
        pass
    yield library
    library.close()


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    journal = Journal(tmp_path / "workspace")
    yield journal
    journal.close()


@pytest.fixture
def answered(library: Library, journal: Journal) -> Recalled:
    """An answer on the manual, marked wrong."""
    (document,) = library.documents()
    table = ResultTable(("part", "Nm"), (("SH-204", 12.5), ("=cmd()", 3)))
    answer = Answer(
        question=QUESTION,
        text="It is **12 Nm** [1], 24 for two and 99.",
        is_abstained=False,
        language="en",
        route=Route.LOOKUP,
        citations=(
            Citation(1, document.id, document.path, 2, (Rect(72, 108, 230, 124),), "=to 12 Nm."),
        ),
        tool_calls=(
            ToolCall("calculator", '{"expression":"12*2"}', "24", 0.1),
            ToolCall("sql", '{"sql":"select part, Nm from t"}', "2 rows", 0.1, table),
        ),
        numbers=(
            AnswerNumber("12", NumberStatus.FOUND, "passage 1"),
            AnswerNumber("24", NumberStatus.COMPUTED, "calculator 1"),
            AnswerNumber("99", NumberStatus.UNVERIFIED),
        ),
        timings=Timings(0.1, 0.5, 2.0),
        tokens=TokenCounts(),
        model="tiny-1.5b@0123abcd",
        journal_id=1,
    )
    number = journal.begin({"question": QUESTION, "model": answer.model})
    journal.record(number, EntryKind.ANSWER, answer_record(answer))
    wrong = Judged(Judgement.WRONG, "13 Nm", "-see the sheet")
    journal.record(number, EntryKind.JUDGEMENT, judgement_record(wrong))
    found = recalled(journal.entries(number))
    assert found is not None
    return found


def export(
    one: Recalled, path: Path, library: Library, journal: Journal, language: str = "en"
) -> Path:
    source = ReportSource(Path("/data/plant 2"), library, journal, language)
    export_answers([one], path, source=source, cancel=NEVER)
    return path


def test_a_spreadsheet_gets_words_and_no_formulas(
    answered: Recalled, library: Library, journal: Journal, tmp_path: Path
) -> None:
    content = export(answered, tmp_path / "a.csv", library, journal).read_bytes()

    assert content.startswith(b"\xef\xbb\xbf")
    (titles, row) = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    cells = dict(zip(titles, row, strict=True))
    assert cells["Question"] == QUESTION
    assert cells["Numbers"].splitlines() == [
        "12: found in the evidence", "24: computed", "99: NOT VERIFIED"
    ]  # fmt: skip
    assert cells["Quote"] == "'=to 12 Nm."
    assert cells["Note"] == "'-see the sheet"
    assert (cells["Judgement"], cells["Correct value"]) == ("wrong", "13 Nm")
    assert (cells["Document"], cells["Page"]) == ("manual.pdf", "2")
    assert cells["Hash of the answer's entry"] == answered.hash
    assert cells["Newest hash of the journal"] == journal.head()[1]


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1"])
def test_what_a_spreadsheet_would_run_is_made_text(cell: str) -> None:
    assert harmless(cell) == f"'{cell}"
    assert harmless("1+1") == "1+1"


@pytest.mark.real
def test_a_web_page_has_everything_and_the_place_as_a_picture(
    answered: Recalled, library: Library, journal: Journal, tmp_path: Path
) -> None:
    html = export(answered, tmp_path / "a.html", library, journal).read_text(encoding="utf-8")

    assert "What torque for the &lt;b&gt;lock&lt;/b&gt; nut?" in html
    for part in ("It is 12 Nm [1]", "NOT VERIFIED", "12*2 = 24", "SH-204", "plant 2", "13 Nm"):
        assert part in html, part
    assert answered.hash in html
    assert journal.head()[1] in html
    assert html.count("data:image/png;base64,") == 1
    assert "<script" not in html
    assert not list(tmp_path.glob("*.part"))


@pytest.mark.real
def test_pages_can_be_searched_and_show_the_marked_place(
    answered: Recalled, library: Library, journal: Journal, tmp_path: Path
) -> None:
    path = export(answered, tmp_path / "a.pdf", library, journal, language="ja")

    with pymupdf.open(path) as pages:
        text = "".join(page.get_text() for page in pages)
        assert pages[0].rect.width == pytest.approx(595, abs=1)
        assert sum(len(page.get_images()) for page in pages) == 1
        picture = max(
            (place for page in pages for image in page.get_images()
             for place in page.get_image_rects(image[0])), key=lambda place: place.width,
        )  # fmt: skip
        marked = next(page for page in pages if page.get_images()).get_pixmap(clip=picture, dpi=72)
    for part in ("根拠付き回答", "未確認", "manual.pdf", "正しい値", "1 / "):
        assert part in text, part
    colours = {marked.pixel(x, y) for x in range(marked.width) for y in range(marked.height)}
    assert any(red > 240 and blue < 200 for red, _, blue in colours), "nothing is marked"


@pytest.mark.real
@pytest.mark.parametrize("name", ["a.pdf", "a.html", "a.csv"])
def test_a_folder_that_cannot_be_written_is_told_and_nothing_is_left(
    answered: Recalled, library: Library, journal: Journal, tmp_path: Path, name: str
) -> None:
    with pytest.raises(ReportUnwritable):
        export(answered, tmp_path / "nowhere" / name, library, journal)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_is_told_as_one(
    answered: Recalled, library: Library, journal: Journal, tmp_path: Path
) -> None:
    path = tmp_path / "a.csv"
    path.with_name("a.csv.part").symlink_to("/dev/full")

    with pytest.raises(DiskFull):
        export(answered, path, library, journal)
    assert not path.exists()


@pytest.mark.real
def test_a_document_that_changed_is_named_and_not_shown(
    answered: Recalled, library: Library, journal: Journal, tmp_path: Path, shop: Path
) -> None:
    assert absences(library, answered) == {}
    (document,) = library.documents()
    os.utime(shop / "manual.pdf")  # The same bytes, as a copied folder has them.
    assert absences(library, answered) == {}
    with (shop / "manual.pdf").open("ab") as file:
        file.write(b"\n% changed")
    assert absences(library, answered) == {document.id: Absence.CHANGED}

    html = export(answered, tmp_path / "a.html", library, journal).read_text(encoding="utf-8")
    assert "has changed since the answer" in html
    assert "data:image" not in html
    (shop / "manual.pdf").unlink()
    for _ in index(library, [shop], cancel=NEVER):
        pass
    assert absences(library, answered) == {document.id: Absence.GONE}


@pytest.mark.real
def test_a_broken_journal_is_said_to_be_broken(
    answered: Recalled, library: Library, journal: Journal, tmp_path: Path
) -> None:
    import sqlite3

    with sqlite3.connect(tmp_path / "workspace" / "journal.db") as raw:
        raw.execute("drop trigger entry_no_update")
        raw.execute("update entry set body = replace(body, '12 Nm', '13 Nm') where id = 2")
    raw.close()

    html = export(answered, tmp_path / "a.html", library, journal).read_text(encoding="utf-8")

    assert "BROKEN at entry 2" in html
