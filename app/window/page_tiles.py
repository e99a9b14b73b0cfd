"""Parts of a page at the sharpness of the screen: which are wanted, and those that have come."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, QSize
from PySide6.QtGui import QPixmap

TILE_PX = 512  # Drawn in 1 to 30 ms, passed on in 2; smaller ones cost more in all.
MAX_BYTES = 96 * 2**20  # 90 tiles; a screen of 2560 x 1440 shows 24 of them.
_BYTES_A_PIXEL = 4


@dataclass(frozen=True, slots=True)
class TileKey:
    """A part of a page: column and row of a grid over its picture at ``scale`` pixels a point."""

    document_id: str
    page: int
    scale: float
    column: int
    row: int

    @property
    def left_px(self) -> int:
        """Of the page's picture, as ``top_px``."""
        return self.column * TILE_PX

    @property
    def top_px(self) -> int:
        """Of the page's picture."""
        return self.row * TILE_PX


@dataclass(frozen=True, slots=True)
class Tile:
    """A picture and where on the page it stands, in points."""

    pixmap: QPixmap
    where: QRectF


class TileCache:
    """The tiles seen last, bounded in bytes."""

    def __init__(self, max_bytes: int = MAX_BYTES) -> None:
        self._max_bytes = max_bytes
        self._tiles: OrderedDict[TileKey, Tile] = OrderedDict()
        self._n_bytes = 0

    @property
    def n_bytes(self) -> int:
        """What all pictures take."""
        return self._n_bytes

    def __contains__(self, key: TileKey) -> bool:
        return key in self._tiles

    def __len__(self) -> int:
        return len(self._tiles)

    def put(self, key: TileKey, tile: Tile) -> None:
        """Keep a tile; those seen longest ago go, but never the new one."""
        self._drop(key)
        self._tiles[key] = tile
        self._n_bytes += _n_bytes(tile.pixmap)
        while self._n_bytes > self._max_bytes and len(self._tiles) > 1:
            self._drop(next(iter(self._tiles)))

    def clear(self) -> None:
        """Forget all."""
        self._tiles.clear()
        self._n_bytes = 0

    def over(self, document_id: str, page: int, scale: float, part: QRectF) -> list[Tile]:
        """The tiles that show something of a part of a page (in points), in order of painting.

        Those of ``scale`` come last, on top of what is left of other scales.
        """
        found = [
            (key.scale == scale, key)
            for key, tile in self._tiles.items()
            if key.page == page and key.document_id == document_id and tile.where.intersects(part)
        ]
        found.sort(key=lambda pair: pair[0])
        for is_wanted, key in found:
            if is_wanted:
                self._tiles.move_to_end(key)
        return [self._tiles[key] for _, key in found]

    def _drop(self, key: TileKey) -> None:
        tile = self._tiles.pop(key, None)
        if tile is not None:
            self._n_bytes -= _n_bytes(tile.pixmap)


def cells(picture: QSize, seen: QRect, *, ring: int) -> Iterator[tuple[int, int]]:
    """(column, row) of the tiles of a picture that are seen, the middle first, then those around.

    ``ring`` is how many tiles around those that are seen are wanted too.
    """
    last_column = (picture.width() - 1) // TILE_PX
    last_row = (picture.height() - 1) // TILE_PX
    inside = seen.intersected(QRect(0, 0, picture.width(), picture.height()))
    if inside.isEmpty():
        return
    left, right = inside.left() // TILE_PX, inside.right() // TILE_PX
    top, bottom = inside.top() // TILE_PX, inside.bottom() // TILE_PX
    middle = ((left + right) / 2, (top + bottom) / 2)

    def order(cell: tuple[int, int]) -> tuple[bool, float]:
        column, row = cell
        is_around = not (left <= column <= right and top <= row <= bottom)
        return is_around, abs(column - middle[0]) + abs(row - middle[1])

    yield from sorted(
        (
            (column, row)
            for column in range(max(0, left - ring), min(last_column, right + ring) + 1)
            for row in range(max(0, top - ring), min(last_row, bottom + ring) + 1)
        ),
        key=order,
    )


def _n_bytes(pixmap: QPixmap) -> int:
    return pixmap.width() * pixmap.height() * _BYTES_A_PIXEL
