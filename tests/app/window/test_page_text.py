"""Text on the page: selecting, copying, finding, and where it is a hand instead."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.page_protocol import DocumentLocated, LocateDocument, PageTextRead, ReadPageText
from app.protocol import RenderPage
from app.window.main_window import MainWindow
from app.window.page_text import PageText, Stretch
from app.window.sights import Sight, citation_sight
from engine.domain import Rect
from engine.page_text import PageBlock, TextLine, lines_of_blocks
from tests.app.scripted import CITATION, ScriptedEngine, page_rendered

MANUAL = "sha256:manual.pdf"


def line(text: str, x: float, y: float, *, block: int = 0) -> TextLine:
    """Ten points a character, twelve high."""
    edges = tuple(x + 10.0 * n for n in range(len(text) + 1))
    return TextLine(text, Rect(x, y, edges[-1], y + 12), edges, block=block)


LINES = (line("Tighten the nut", 72, 100), line("to 12 Nm", 72, 116), line("主軸を締める", 72, 140))
TEXT = PageText(LINES)


def show(window: MainWindow, engine: ScriptedEngine) -> None:
    window.evidence.show_sight(Sight(MANUAL, "manual.pdf", 1))
    engine.draw()
    engine.finish(ReadPageText, PageTextRead(MANUAL, 1, LINES))


def at(window: MainWindow, x: float, y: float) -> QPoint:
    """A point of the page in the view."""
    return window.evidence.page.to_view(Rect(x, y, x, y)).topLeft().toPoint()


def drag(window: MainWindow, start: QPoint, end: QPoint) -> None:
    viewport = window.evidence.page.viewport()
    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(viewport, end)
    QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=end)


def test_a_stretch_over_lines_keeps_them_apart() -> None:
    stretch = TEXT.between((1, 5), (0, 8))

    assert TEXT.text(stretch) == "the nut\nto 12"
    assert TEXT.rects(stretch) == (QRectF(152, 100, 70, 12), QRectF(72, 116, 50, 12))


def test_cells_of_a_row_are_copied_in_one_line() -> None:
    row = PageText((line("Torque", 72, 100), line("12 Nm", 200, 101), line("Next", 72, 120)))

    assert row.text(row.everything()) == "Torque 12 Nm\nNext"


@pytest.mark.parametrize(("spot", "word"), [((0, 10), "the"), ((1, 4), "12"), ((2, 1), "主軸")])
def test_a_word_ends_at_spaces_and_between_kinds_of_japanese_letters(
    spot: tuple[int, int], word: str
) -> None:
    assert TEXT.text(TEXT.word_at(spot)) == word


def test_the_nearest_spot_is_on_the_row_beside_the_pointer() -> None:
    assert TEXT.spot_near(QPointF(500, 120)) == (1, 8)
    assert TEXT.spot_near(QPointF(0, 0)) == (0, 0)


def test_found_text_may_have_other_spaces_and_another_case() -> None:
    assert TEXT.found("12nm") == ()
    assert TEXT.found(" 12   nm ") == (Stretch((1, 3), (1, 8)),)
    assert TEXT.found("  ") == ()


def test_a_block_without_places_of_letters_is_spread_over_its_rectangle() -> None:
    first, second = lines_of_blocks([PageBlock("ab主\nc", Rect(0, 0, 40, 20))])

    assert first.edges == (0, 10, 20, 40)
    assert second.box == Rect(0, 10, 40, 20)


def test_a_statement_about_a_whole_drawing_stands_nowhere() -> None:
    about_all = PageBlock("Layers: 4", Rect(0, 0, 3370, 1705))
    tall = PageBlock("M8", Rect(364, 1268, 480, 1354))

    assert [line.text for line in lines_of_blocks([about_all, tall])] == ["M8"]


def test_text_running_down_is_spread_down() -> None:
    (only,) = lines_of_blocks([PageBlock("ab", Rect(0, 0, 10, 40))])

    assert only.is_upright
    assert only.edges == (0, 20, 40)


def test_dragging_over_text_selects_it_and_control_c_copies_it(
    window: MainWindow, engine: ScriptedEngine
) -> None:
    show(window, engine)
    drag(window, at(window, 73, 106), at(window, 145, 106))
    QTest.keyClick(window.evidence.page, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)

    assert QGuiApplication.clipboard().text() == "Tighten"


def test_dragging_beside_text_moves_the_page(
    qtbot: QtBot, window: MainWindow, engine: ScriptedEngine
) -> None:
    show(window, engine)
    for _ in range(4):
        window.menus.zoom_in.trigger()
    view = window.evidence.page
    view.verticalScrollBar().setValue(400)
    drag(window, QPoint(100, 200), QPoint(100, 120))

    assert view.verticalScrollBar().value() == 480
    assert view.hand.selection is None


def test_the_pointer_says_what_it_will_take_hold_of(
    window: MainWindow, engine: ScriptedEngine
) -> None:
    show(window, engine)
    viewport = window.evidence.page.viewport()
    QTest.mouseMove(viewport, at(window, 100, 106))
    assert viewport.cursor().shape() is Qt.CursorShape.IBeamCursor
    QTest.mouseMove(viewport, at(window, 300, 400))

    assert viewport.cursor().shape() is Qt.CursorShape.OpenHandCursor


def test_a_double_click_selects_a_japanese_word(window: MainWindow, engine: ScriptedEngine) -> None:
    show(window, engine)
    viewport = window.evidence.page.viewport()
    QTest.mouseDClick(viewport, Qt.MouseButton.LeftButton, pos=at(window, 83, 146))

    assert window.evidence.page.hand.selected_text() == "主軸"


def test_control_a_selects_the_page(window: MainWindow, engine: ScriptedEngine) -> None:
    show(window, engine)
    QTest.keyClick(window.evidence.page, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)

    assert window.evidence.page.hand.selected_text() == "Tighten the nut\nto 12 Nm\n主軸を締める"


def test_the_text_of_a_page_is_read_once(window: MainWindow, engine: ScriptedEngine) -> None:
    show(window, engine)
    window.evidence.show_sight(Sight(MANUAL, "manual.pdf", 2))
    engine.draw()
    n = len(engine.all(ReadPageText))
    window.evidence.show_sight(Sight(MANUAL, "manual.pdf", 1))

    assert len(engine.all(ReadPageText)) == n
    assert len(window.evidence.page.hand.text) == 3


def test_words_are_found_one_after_the_other(window: MainWindow, engine: ScriptedEngine) -> None:
    show(window, engine)
    QTest.keyClick(window.evidence.page, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    bar = window.evidence.find_bar
    assert not bar.isHidden()
    QTest.keyClicks(bar.field, "t")
    assert bar.count.text() == "1 of 5"
    QTest.keyClick(bar.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert bar.count.text() == "5 of 5"
    assert window.evidence.page.hand.selection == Stretch((1, 0), (1, 1))
    bar.field.setText("bolt")
    assert bar.count.text() == "not on this page"
    QTest.keyClick(bar.field, Qt.Key.Key_Escape)

    assert bar.isHidden()


def test_the_citation_names_document_and_page(window: MainWindow, engine: ScriptedEngine) -> None:
    sight = citation_sight(CITATION)
    assert sight is not None
    window.evidence.show_sight(sight)
    engine.draw()
    window.page_out.menu.copy_citation.trigger()
    assert QGuiApplication.clipboard().text() == "lock nut to 12 Nm — manual.pdf, page 3"
    data = window.page_out.dragged(window.page_out.citation(), QRectF(72, 100, 228, 14))

    assert data.text() == "lock nut to 12 Nm — manual.pdf, page 3"
    assert data.imageData().size().width() == round(228 * window.evidence.page.screen_scale)


def test_a_page_is_saved_as_a_picture(
    window: MainWindow, engine: ScriptedEngine, tmp_path: Path
) -> None:
    show(window, engine)
    window.page_out.save_image_as(tmp_path / "page.png")
    engine.draw()

    assert (tmp_path / "page.png").read_bytes().startswith(b"\x89PNG")
    assert "page.png" in window.evidence.told.text()


def test_a_viewer_that_cannot_be_told_the_page_is_not_trusted_to_show_it(
    window: MainWindow, engine: ScriptedEngine
) -> None:
    window.page_out._tell_opened(7, is_opened=True, is_at_page=False)
    assert "page 7" in window.evidence.told.text()
    window.evidence.told.setText("")
    window.page_out._tell_opened(7, is_opened=True, is_at_page=True)

    assert window.evidence.told.text() == ""


def test_thumbnails_are_drawn_only_when_they_are_shown(
    qtbot: QtBot, window: MainWindow, engine: ScriptedEngine
) -> None:
    window.resize(1900, 900)
    show(window, engine)
    n = len(engine.all(RenderPage))
    qtbot.wait(150)
    assert len(engine.all(RenderPage)) == n
    window.evidence.header.thumbnails.click()
    qtbot.waitUntil(lambda: len(engine.all(RenderPage)) > n)
    request = engine.last(RenderPage)
    assert request.scale < 0.3
    engine.finish(RenderPage, page_rendered(request))

    assert window.evidence.thumbnails.pages.picture(MANUAL, request.page) is not None
    assert window.evidence.page.picture is not None
    assert window.evidence.page.picture.scale > 0.3


def test_a_thumbnail_leads_to_its_page(window: MainWindow, engine: ScriptedEngine) -> None:
    window.resize(1900, 900)
    window.evidence.header.thumbnails.click()
    window.evidence.show_sight(Sight(MANUAL, "manual.pdf", 1, {4: (Rect(1, 2, 3, 4),)}))
    engine.draw()
    strip = window.evidence.thumbnails
    QTest.keyClick(strip, Qt.Key.Key_Down)

    assert window.evidence.header.number.text() == "2"
    assert strip.pages.data(strip.pages.index(3), Qt.ItemDataRole.AccessibleTextRole) == (
        "Page 4, cited"
    )


def test_the_file_is_asked_for_before_it_is_opened(
    window: MainWindow, engine: ScriptedEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[tuple[Path, int]] = []
    monkeypatch.setattr(
        "app.window.outside.open_at_page",
        lambda path, page, **_: opened.append((path, page)),
    )
    show(window, engine)
    window.page_out.menu.open_outside.trigger()
    engine.finish(LocateDocument, DocumentLocated(MANUAL, Path("/shop/manual.pdf")))

    assert opened == [(Path("/shop/manual.pdf"), 1)]
