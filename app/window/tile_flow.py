"""Has the parts of a page drawn that are looked at, and no others."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Slot

from app.page_protocol import RenderTile
from app.protocol import JobFailed
from app.window.drawn import TileDrawn
from app.window.engine_link import EngineLink
from app.window.evidence_panel import EvidencePanel
from app.window.page_tiles import TILE_PX, TileKey

MAX_OPEN = 3  # One is drawn, one is on its way here, one waits: the engine is never without.


@dataclass(slots=True, eq=False)
class _Wish:
    """A tile that the engine was asked for."""

    job: int = 0


class TileFlow(QObject):
    """The newest wishes replace those before; what is no longer wished for is cancelled."""

    def __init__(
        self, link: EngineLink, panel: EvidencePanel, owner: QObject | None = None
    ) -> None:
        super().__init__(owner)
        self._link = link
        self._panel = panel
        self._wishes: list[TileKey] = []
        self._open: dict[TileKey, _Wish] = {}
        self._failed: set[TileKey] = set()
        panel.tiles_wanted.connect(self.want)

    @Slot(object)
    def want(self, keys: tuple[TileKey, ...]) -> None:
        """Have these drawn in this order."""
        wanted = set(keys)
        self._wishes = []
        for key in [key for key in self._open if key not in wanted]:
            # Out of the books at once: it may be wished for again before its job is over.
            self._link.cancel(self._open.pop(key).job)
        self._failed &= wanted
        self._wishes = [key for key in keys if key not in self._open and key not in self._failed]
        self._send()

    def _send(self) -> None:
        while self._wishes and len(self._open) < MAX_OPEN:
            self._begin(self._wishes.pop(0))

    def _begin(self, key: TileKey) -> None:
        wish = self._open[key] = _Wish()
        wish.job = self._link.begin(
            lambda job: RenderTile(
                job,
                key.document_id,
                key.page,
                key.scale,
                key.left_px,
                key.top_px,
                TILE_PX,
                TILE_PX,
            ),
            on_event=lambda drawn: self._show(key, drawn),
            on_done=lambda: self._end(key, wish),
            on_failed=lambda failed: self._fail(key, wish, failed),
        )

    def _show(self, key: TileKey, drawn: TileDrawn) -> None:
        self._panel.show_tile(key, drawn)

    def _end(self, key: TileKey, wish: _Wish) -> None:
        if self._open.get(key) is wish:
            del self._open[key]
            self._send()

    def _fail(self, key: TileKey, wish: _Wish, _failed: JobFailed) -> None:
        # The page shows there what its whole picture has; asking again would fail again.
        self._failed.add(key)
        self._end(key, wish)
