"""The list of passages: it grows in place, and knows the rows of logs."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QTest
from pytestqt.modeltest import ModelTester

from app.protocol import Ask, ReadRows, RenderPage
from app.window.main_window import MainWindow
from app.window.passage_list import NUMBERS_ROLE, PassageModel
from app.window.sights import RowSight
from engine.answers import Citation
from engine.domain import DrawingRevision, Passage, RowSpan, TitleBlock
from engine.events import AnswerFinished, EvidenceFound
from tests.app.scripted import CITATION, ScriptedEngine, answer, passage, settle

LOG = {"document_id": "sha256:log.csv", "document": "log.csv", "places": ()}
ROWS = passage("part: SH-204\npart: SH-205", **LOG, rows=RowSpan("log", 3, 251), chunk_id=0)
CITED = Citation(4, "sha256:log.csv", "log.csv", None, (), "q", table="log", rows=(3, 17, 250, 251))


def found(n: int) -> tuple[Passage, ...]:
    return tuple(passage(f"passage {i}", chunk_id=i) for i in range(1, n + 1))


def names(model: PassageModel) -> list[str]:
    return [str(model.data(model.index(n))) for n in range(model.rowCount())]


def test_more_evidence_keeps_the_selection_and_the_scroll_position(
    window: MainWindow, engine: ScriptedEngine
) -> None:
    window.questions.ask("What torque?")
    engine.tell(Ask, EvidenceFound(found(8), 0.1))
    cards = window.question.passages
    cards.setCurrentIndex(cards.passages.index(2))
    cards.verticalScrollBar().setValue(120)
    settle()
    engine.tell(Ask, EvidenceFound((*found(8), ROWS), 0.2))

    assert cards.currentIndex().row() == 2
    assert cards.verticalScrollBar().value() == 120
    assert cards.passages.rowCount() == 9
    assert window.question._title.text() == "Evidence  9"


def test_more_evidence_does_not_change_the_page_that_is_looked_at(
    window: MainWindow, engine: ScriptedEngine
) -> None:
    window.questions.ask("What torque?")
    engine.tell(Ask, EvidenceFound(found(2), 0.1))
    n = len(engine.all(RenderPage))
    engine.tell(Ask, EvidenceFound(found(4), 0.2))

    assert len(engine.all(RenderPage)) == n


def test_passages_that_do_not_go_on_replace_those_before() -> None:
    model = PassageModel()
    model.set_passages(found(3), "torque")
    resets: list[bool] = []
    model.modelReset.connect(lambda: resets.append(True))
    model.set_passages(found(3), "torque")
    model.set_passages(found(2), "torque")
    model.set_passages(found(2), "pressure")

    assert len(resets) == 2
    assert model.rowCount() == 2


def test_a_growing_list_keeps_qt_rules(qtmodeltester: ModelTester) -> None:
    model = PassageModel()
    grown: list[tuple[int, int]] = []
    model.rowsInserted.connect(
        lambda parent, first, last: grown.append((first, last)) if parent == QModelIndex() else None
    )
    model.set_passages(found(2), "torque")
    model.set_passages(found(5), "torque")
    qtmodeltester.check(model, force_py=True)

    assert grown == [(2, 4)]


def test_only_the_passage_of_its_number_is_marked_with_a_citation() -> None:
    profile = replace(ROWS, rows=RowSpan("log", 1, 900), chunk_id=9)
    model = PassageModel()
    model.set_passages((passage(), profile, passage(), ROWS), "torque")
    model.set_citations((CITATION, replace(CITATION, number=3, document_id="another"), CITED))

    numbers = [model.data(model.index(n), NUMBERS_ROLE) for n in range(4)]
    assert numbers == [(1,), (), (), (4,)]


def test_a_card_of_a_log_names_the_rows_that_are_cited() -> None:
    model = PassageModel()
    model.set_passages((*found(3), ROWS), "torque")
    before = names(model)[3]
    model.set_citations((CITED,))

    assert before == "log.csv, rows 3–251"
    assert names(model)[3] == "log.csv, rows 3, 17, 250–251"


@pytest.mark.parametrize("scrolled_to", [0, 40])
def test_the_cited_card_comes_into_view_unless_the_list_was_moved(
    window: MainWindow, engine: ScriptedEngine, scrolled_to: int
) -> None:
    window.questions.ask("What torque?")
    engine.tell(Ask, EvidenceFound((*found(8), ROWS), 0.1))
    cards = window.question.passages
    settle()
    cards.verticalScrollBar().setValue(scrolled_to)
    last = replace(CITED, number=9)
    engine.finish(Ask, AnswerFinished(answer(citations=(last,))))

    is_in_view = cards.viewport().rect().contains(cards.visualRect(cards.passages.index(8)))
    assert is_in_view is (scrolled_to == 0)


def test_a_note_has_no_place_to_name() -> None:
    model = PassageModel()
    model.set_passages((passage(document="note", places=()),), "torque")

    assert names(model) == ["note"]


@pytest.mark.parametrize(
    ("citations", "rows"), [((), tuple(range(3, 252))), ((CITED,), (3, 17, 250, 251))]
)
def test_a_chosen_card_opens_the_cited_rows_of_a_log(
    window: MainWindow,
    engine: ScriptedEngine,
    citations: tuple[Citation, ...],
    rows: tuple[int, ...],
) -> None:
    window.questions.ask("What torque?")
    engine.tell(Ask, EvidenceFound((*found(3), ROWS), 0.1))
    engine.finish(Ask, AnswerFinished(answer(citations=citations)))
    cards = window.question.passages
    cards.setCurrentIndex(cards.passages.index(3))
    QTest.keyClick(cards, Qt.Key.Key_Return)

    assert engine.last(ReadRows).table == "log"
    assert window.evidence.header.total.text() in {"rows 3–251", "rows 3, 17, 250–251"}
    sight = window.evidence.sight
    assert isinstance(sight, RowSight)
    assert sight.rows == rows


def test_a_passage_of_an_older_revision_says_so(window: MainWindow, engine: ScriptedEngine) -> None:
    newest = DrawingRevision("b", "gb-204_B.pdf", TitleBlock("GB-204", "B"))
    window.questions.ask("bore of GB-204")
    engine.tell(Ask, EvidenceFound((passage("one", newer=newest), passage("two", chunk_id=2)), 0.1))

    assert names(window.question.passages.passages) == [
        "manual.pdf, p. 3, older revision",
        "manual.pdf, p. 3",
    ]
