"""The evidence: sharpness, cache, page turning, zoom, failures."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from app.protocol import Blame, JobFailed, RenderPage
from app.window.evidence_panel import N_CACHED
from app.window.main_window import MainWindow
from app.window.page_view import MAX_SIDE_PX
from app.window.passage_list import PassageModel
from app.window.sights import Sight, passage_sight
from engine.domain import Failure, Place, Rect
from tests.app.scripted import CITATION, RECT, ScriptedEngine, passage

MANUAL = "sha256:manual.pdf"


def look(window: MainWindow, page: int = 1, **facts: object) -> None:
    window.evidence.show_sight(Sight(MANUAL, "manual.pdf", page, **facts))  # type: ignore[arg-type]


def test_the_page_is_asked_for_at_the_scale_of_the_view(
    qtbot: QtBot, window: MainWindow, engine: ScriptedEngine
) -> None:
    look(window)
    engine.draw()
    view = window.evidence.page
    qtbot.waitUntil(lambda: abs(engine.last(RenderPage).scale / view.wanted_scale - 1) < 0.08)
    engine.draw()

    width = view.picture.size_pt.width() * view.zoom if view.picture else 0
    assert abs(width - (view.viewport().width() - 32)) < 2


def test_a_page_seen_before_is_not_drawn_again(window: MainWindow, engine: ScriptedEngine) -> None:
    for page in (1, 2):
        look(window, page)
        engine.draw()
    n = len(engine.all(RenderPage))
    look(window, 1)

    assert len(engine.all(RenderPage)) == n
    assert window.evidence.page.picture is not None


def test_the_cache_forgets_the_page_seen_longest_ago(
    window: MainWindow, engine: ScriptedEngine
) -> None:
    for page in range(1, N_CACHED + 2):
        look(window, page)
        engine.draw()
    n = len(engine.all(RenderPage))
    look(window, 1)

    assert len(engine.all(RenderPage)) == n + 1


def test_zooming_shows_the_old_picture_until_the_sharp_one_comes(
    qtbot: QtBot, window: MainWindow, engine: ScriptedEngine
) -> None:
    look(window)
    engine.draw()
    before = window.evidence.page.zoom
    n = len(engine.all(RenderPage))
    for _ in range(3):
        window.menus.zoom_in.trigger()
    assert window.evidence.page.zoom == pytest.approx(before * 1.25**3)
    assert window.evidence.page.picture is not None
    assert len(engine.all(RenderPage)) == n
    qtbot.waitUntil(lambda: len(engine.all(RenderPage)) > n)

    assert len(engine.all(RenderPage)) == n + 1
    window.menus.fit.trigger()
    assert window.evidence.page.zoom == pytest.approx(before)


def test_a_picture_is_never_asked_for_larger_than_it_can_be_decoded_in_time(
    window: MainWindow, engine: ScriptedEngine
) -> None:
    look(window)
    engine.draw()
    for _ in range(12):
        window.menus.zoom_in.trigger()

    assert window.evidence.page.wanted_scale * 842 <= MAX_SIDE_PX * 1.01


def test_control_and_wheel_zoom_at_the_pointer(window: MainWindow, engine: ScriptedEngine) -> None:
    look(window)
    engine.draw()
    view = window.evidence.page
    before = view.zoom
    here = QPointF(100, 100)
    event = QWheelEvent(
        here,
        view.viewport().mapToGlobal(here),
        QPoint(),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.ControlModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view.viewport(), event)

    assert view.zoom == pytest.approx(before * 1.25)


def test_page_down_and_page_up_turn_pages(window: MainWindow, engine: ScriptedEngine) -> None:
    look(window, 11)
    engine.draw(n_pages=12)
    QTest.keyClick(window.evidence.page, Qt.Key.Key_PageDown)
    assert engine.last(RenderPage).page == 12
    engine.draw(n_pages=12)
    QTest.keyClick(window.evidence.page, Qt.Key.Key_PageDown)
    assert engine.last(RenderPage).page == 12
    window.evidence.header.previous.click()

    assert window.evidence.header.number.text() == "11"
    assert not window.evidence.header.next.isHidden()


@pytest.mark.parametrize(("typed", "page"), [("7", 7), ("99", 1), ("x", 1), ("", 1)])
def test_a_page_number_can_be_typed(
    window: MainWindow, engine: ScriptedEngine, typed: str, page: int
) -> None:
    look(window)
    engine.draw(n_pages=12)
    field = window.evidence.header.number
    field.setText(typed)
    QTest.keyClick(field, Qt.Key.Key_Return)

    assert engine.last(RenderPage).page == page
    assert field.text() == str(page)


def test_turning_the_page_takes_the_marks_of_the_passage_along(
    window: MainWindow, engine: ScriptedEngine
) -> None:
    other = Rect(1, 2, 3, 4)
    around = Rect(RECT.x0 - 9, RECT.y0 - 9, RECT.x1 + 9, RECT.y1 + 9)  # Marks nothing of its own.
    places = (Place(0, 9, 3, around), Place(0, 9, 3, RECT), Place(9, 20, 4, other))
    sight = passage_sight(passage(places=places))
    assert isinstance(sight, Sight)
    window.evidence.show_sight(sight)
    engine.draw()
    assert window.evidence.page.rects == (RECT,)
    window.evidence.header.next.click()

    assert window.evidence.page.rects == (other,)


def test_the_marked_place_is_scrolled_into_view(window: MainWindow, engine: ScriptedEngine) -> None:
    low = Rect(72, 780, 300, 794)
    look(window, 3, rects={3: (low,)})
    engine.draw()
    view = window.evidence.page
    top = view.verticalScrollBar().value()

    assert top < low.y0 * view.zoom + 16 < top + view.viewport().height()


def test_the_mark_is_visible_on_the_page(window: MainWindow, engine: ScriptedEngine) -> None:
    look(window, 3, rects={3: (Rect(100, 100, 300, 200),)})
    engine.draw()
    view = window.evidence.page
    image = view.viewport().grab().toImage()
    y = round(16 + 150 * view.zoom) - view.verticalScrollBar().value()
    inside = image.pixelColor(round(16 + 200 * view.zoom), y)
    outside = image.pixelColor(round(16 + 400 * view.zoom), y)

    assert inside.blue() < 200
    assert outside.blue() == 255


def test_a_page_that_cannot_be_drawn_says_why(window: MainWindow, engine: ScriptedEngine) -> None:
    look(window)
    failure = Failure("FileVanished", (("path", "/shop/manual.pdf"), ("detail", "no such file")))
    engine.fail(RenderPage, lambda job: JobFailed(job, Blame.ENVIRONMENT, failure))

    assert "manual.pdf" in window.evidence.hint()
    assert "network drive" in window.evidence.hint()


def test_a_late_page_does_not_replace_the_one_being_looked_at(
    window: MainWindow, engine: ScriptedEngine
) -> None:
    look(window, 1)
    first = engine.last(RenderPage)
    look(window, 2)
    from app.protocol import JobEvent
    from tests.app.scripted import page_rendered

    engine.say(JobEvent(first.job, page_rendered(first)))

    assert window.evidence.page.picture is None
    assert window.evidence.header.number.text() == "2"


def test_the_passage_model_keeps_qt_rules(qtmodeltester: ModelTester) -> None:
    model = PassageModel()
    qtmodeltester.check(model)
    model.set_passages((passage(), passage()), "torque")
    model.set_citations((CITATION,))
    qtmodeltester.check(model, force_py=True)
