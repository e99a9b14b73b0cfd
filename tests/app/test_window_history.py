"""The real window over the real engine: an answer is marked, found again, opened and exported."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import astuple, replace
from pathlib import Path

import pymupdf
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QSettings
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.engine_process import EngineProcess
from app.service_settings import ServiceSettings
from app.window.engine_link import EngineLink
from app.window.language import Language, Translators
from app.window.main_window import MainWindow
from app.window.preferences import Preferences
from engine.answers import Judged, Judgement
from engine.recall import recalled
from engine.store.journal import Journal

pytestmark = pytest.mark.real

SMALL = ServiceSettings(
    language_model="smollm2-135m-instruct-q4_1", embedding_model="all-minilm-l6-v2", n_context=2048
)
PATIENCE_MS = 150_000  # Quiet it takes seconds.
QUESTION = "What torque for the L-7 spindle lock nut?"


@pytest.fixture
def shop(qapp: QApplication, workspace: Path, tmp_path: Path) -> Iterator[MainWindow]:
    """A window over an engine of its own, with small models."""
    translators = Translators(qapp)
    translators.install(Language.ENGLISH)
    settings = QSettings(str(tmp_path / "genba.ini"), QSettings.Format.IniFormat)
    link = EngineLink(lambda on_reply: EngineProcess(workspace, on_reply, SMALL))
    window = MainWindow(link, Preferences(settings), translators)
    window.show()
    link.start()
    yield window
    link.stop()
    window.close()
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_an_answer_is_marked_found_again_opened_and_exported(
    shop: MainWindow, workspace: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    manual = tmp_path / "manual.md"
    manual.write_text("# Machine L-7\n\nThe spindle lock nut takes 45 N·m.\n", encoding="utf-8")
    shop.stock.add((manual,))
    qtbot.waitUntil(lambda: shop.library.n_rows == 1, timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: not shop.stock.is_indexing, timeout=PATIENCE_MS)
    shop.questions.ask(QUESTION)
    qtbot.waitUntil(lambda: shop.question.answer.answer is not None, timeout=PATIENCE_MS)
    first = shop.question.answer.answer
    assert first is not None
    passages = [
        shop.question.passages.passages.index(n).data()
        for n in range(shop.question.passages.passages.rowCount())
    ]
    shop.menus.mark_wrong.trigger()
    shop.question.answer.judge.correct.setText("46 N·m")
    shop.question.answer.judge.keep.click()

    shop.menus.history.trigger()
    shop.history.words.setText("spindle 46")  # A word of the question, and of the mark.
    qtbot.waitUntil(
        lambda: [row.question for row in shop.history.model.rows] == [QUESTION],
        timeout=PATIENCE_MS,
    )
    assert shop.history.model.rows[0].judged == Judged(Judgement.WRONG, "46 N·m")
    shop.questions.leave_recalled()
    shop.history.list.activated.emit(shop.history.model.index(1))
    qtbot.waitUntil(shop.question.recall.isVisible, timeout=PATIENCE_MS)

    again = shop.question.answer.answer
    assert again is not None
    assert again.text == first.text
    # Rectangles are kept to a tenth of a point.
    for one, other in zip(again.citations, first.citations, strict=True):
        assert replace(one, rects=()) == replace(other, rects=())
        for kept, drawn in zip(one.rects, other.rects, strict=True):
            assert astuple(kept) == pytest.approx(astuple(drawn), abs=0.05)
    assert (again.numbers, again.tool_calls) == (first.numbers, first.tool_calls)
    assert [step.outcome for step in again.steps] == [step.outcome for step in first.steps]
    model = shop.question.passages.passages
    assert [model.index(n).data() for n in range(model.rowCount())] == passages
    assert shop.question.answer.judge.correct.text() == "46 N·m"
    if first.citations:
        assert shop.evidence.sight is not None

    for name in ("answer.pdf", "answer.csv"):
        shop.exports.save((again.journal_id,), tmp_path / name)
        qtbot.waitUntil((tmp_path / name).exists, timeout=PATIENCE_MS)
    with pymupdf.open(tmp_path / "answer.pdf") as pages:
        text = "".join(page.get_text() for page in pages)
    assert QUESTION in " ".join(text.split())
    assert "46 N·m" in text
    with (tmp_path / "answer.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["Correct value"] for row in rows} == {"46 N·m"}
    journal = Journal(workspace)
    journal.verify()
    found = recalled(journal.entries(again.journal_id))
    journal.close()
    assert found is not None
    assert found.judged == Judged(Judgement.WRONG, "46 N·m")
