"""Tiles: which are asked for, what is dropped, and that a large page becomes sharp."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPixmap, QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.page_protocol import RenderTile, TileRendered
from app.protocol import Blame, Cancel, JobDone, JobEvent, JobFailed, RenderPage
from app.window.main_window import MainWindow
from app.window.page_tiles import TILE_PX, Tile, TileCache, TileKey, cells
from app.window.sights import Sight
from app.window.tile_flow import MAX_OPEN
from engine.domain import Failure
from tests.app.scripted import ScriptedEngine

MANUAL = "sha256:manual.pdf"


def rendered(request: RenderTile) -> TileRendered:
    """Red all over."""
    return TileRendered(
        request.document_id,
        request.page,
        request.scale,
        request.x_px,
        request.y_px,
        request.width_px,
        request.height_px,
        b"\xff\0\0" * (request.width_px * request.height_px),
    )


def zoom_in(qtbot: QtBot, window: MainWindow, engine: ScriptedEngine) -> None:
    """Far into the first page, until tiles are asked for."""
    window.evidence.show_sight(Sight(MANUAL, "manual.pdf", 1))
    engine.draw()
    for _ in range(10):
        window.menus.zoom_in.trigger()
    qtbot.waitUntil(lambda: bool(engine.all(RenderTile)))


def give(engine: ScriptedEngine, request: RenderTile) -> None:
    engine.say(JobEvent(request.job, rendered(request)), JobDone(request.job))


def give_all(engine: ScriptedEngine) -> list[RenderTile]:
    """Every tile that is asked for, until no more are."""
    given: list[RenderTile] = []
    while len(requests := engine.all(RenderTile)) > len(given):
        for request in requests[len(given) :]:
            give(engine, request)
            given.append(request)
    return given


def key(column: int, row: int = 0, scale: float = 2.0) -> TileKey:
    return TileKey("d", 1, scale, column, row)


def tile(side: int = 10, x: float = 0) -> Tile:
    return Tile(QPixmap(side, side), QRectF(x, 0, side, side))


def test_what_is_seen_comes_before_what_is_around_it() -> None:
    seen = QRect(TILE_PX, TILE_PX, TILE_PX, TILE_PX)
    found = list(cells(QSize(10 * TILE_PX, 3 * TILE_PX), seen, ring=1))

    assert found[0] == (1, 1)
    assert sorted(found) == [(column, row) for column in range(3) for row in range(3)]


def test_no_tile_lies_outside_of_the_page() -> None:
    picture = QSize(TILE_PX + 1, TILE_PX)

    assert set(cells(picture, QRect(-50, -50, 5000, 5000), ring=2)) == {(0, 0), (1, 0)}
    assert list(cells(picture, QRect(9000, 0, 10, 10), ring=2)) == []


def test_the_cache_is_bounded_in_bytes_and_drops_what_was_seen_longest_ago(qtbot: QtBot) -> None:
    cache = TileCache(max_bytes=3 * 400)
    for column in range(3):
        cache.put(key(column), tile(x=column * 10))
    cache.over("d", 1, 2.0, QRectF(0, 0, 5, 5))
    cache.put(key(3), tile(x=30))

    assert [key(column) in cache for column in range(4)] == [True, False, True, True]
    assert cache.n_bytes == 3 * 400


def test_a_tile_that_comes_again_is_counted_once(qtbot: QtBot) -> None:
    cache = TileCache()
    cache.put(key(0), tile())
    cache.put(key(0), tile())

    assert cache.n_bytes == 400


def test_tiles_of_another_zoom_lie_below(qtbot: QtBot) -> None:
    cache = TileCache()
    sharp, old = tile(), tile()
    cache.put(key(0, scale=2.0), sharp)
    cache.put(key(0, scale=1.0), old)

    assert cache.over("d", 1, 2.0, QRectF(0, 0, 5, 5)) == [old, sharp]


def test_a_large_page_becomes_sharp_by_tiles(
    qtbot: QtBot, window: MainWindow, engine: ScriptedEngine
) -> None:
    zoom_in(qtbot, window, engine)
    view = window.evidence.page
    assert not view.is_sharp
    requests = give_all(engine)
    middle = view.viewport().grab().toImage().pixelColor(view.viewport().rect().center())

    assert view.is_sharp
    assert middle == QColor("#ff0000")
    assert {request.scale for request in requests} == {view.screen_scale}
    assert all(request.scale < 20 for request in engine.all(RenderPage))


def test_only_a_few_tiles_are_asked_for_at_a_time(
    qtbot: QtBot, window: MainWindow, engine: ScriptedEngine
) -> None:
    zoom_in(qtbot, window, engine)
    assert len(engine.all(RenderTile)) == MAX_OPEN
    give(engine, engine.all(RenderTile)[0])

    assert len(engine.all(RenderTile)) == MAX_OPEN + 1


def test_tiles_that_went_out_of_view_are_cancelled(
    qtbot: QtBot, window: MainWindow, engine: ScriptedEngine
) -> None:
    zoom_in(qtbot, window, engine)
    before = engine.all(RenderTile)
    view = window.evidence.page
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum())
    qtbot.waitUntil(lambda: len(engine.all(RenderTile)) > len(before))

    assert {cancel.job for cancel in engine.all(Cancel)} >= {request.job for request in before}


def test_a_tile_that_cannot_be_drawn_is_not_asked_for_again(
    qtbot: QtBot, window: MainWindow, engine: ScriptedEngine
) -> None:
    zoom_in(qtbot, window, engine)
    failed = engine.all(RenderTile)[0]
    failure = Failure("FileDamaged", (("path", "/shop/manual.pdf"), ("detail", "")))
    engine.say(JobFailed(failed.job, Blame.USER, failure))
    view = window.evidence.page
    view.verticalScrollBar().setValue(view.verticalScrollBar().value() + 1)
    qtbot.wait(20)
    rest = engine.all(RenderTile)[1:]

    assert (failed.x_px, failed.y_px) not in {(request.x_px, request.y_px) for request in rest}
    assert window.evidence.hint() == ""


def test_no_tile_is_asked_for_while_the_whole_page_is_sharp_enough(
    qtbot: QtBot, window: MainWindow, engine: ScriptedEngine
) -> None:
    window.evidence.show_sight(Sight(MANUAL, "manual.pdf", 1))
    engine.draw()
    qtbot.wait(200)

    assert engine.all(RenderTile) == []


def test_what_is_under_the_pointer_stays_there_while_zooming(
    qtbot: QtBot, window: MainWindow, engine: ScriptedEngine
) -> None:
    zoom_in(qtbot, window, engine)
    view = window.evidence.page
    here = QPointF(120, 90)
    before = view.to_page(here)
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
    after = view.to_page(here)

    assert (after.x(), after.y()) == pytest.approx((before.x(), before.y()), abs=0.2)


def test_shift_and_wheel_go_sideways(
    qtbot: QtBot, window: MainWindow, engine: ScriptedEngine
) -> None:
    zoom_in(qtbot, window, engine)
    view = window.evidence.page
    before = view.horizontalScrollBar().value(), view.verticalScrollBar().value()
    here = QPointF(50, 50)
    event = QWheelEvent(
        here,
        view.viewport().mapToGlobal(here),
        QPoint(),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.ShiftModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view.viewport(), event)

    assert view.horizontalScrollBar().value() > before[0]
    assert view.verticalScrollBar().value() == before[1]
