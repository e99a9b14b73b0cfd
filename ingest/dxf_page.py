"""Drawings as pages: dark lines on white, with the place of every entity on its page.

Text is drawn in one font that PyMuPDF brings, so that Japanese is shown and the page is the same
on every machine.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ezdxf.addons.drawing import layout
from ezdxf.addons.drawing.config import (
    BackgroundPolicy,
    ColorPolicy,
    Configuration,
    HatchPolicy,
    ImagePolicy,
)
from ezdxf.addons.drawing.frontend import Frontend
from ezdxf.addons.drawing.properties import Properties, RenderContext
from ezdxf.addons.drawing.recorder import Player, Recorder
from ezdxf.addons.drawing.unified_text_renderer import UnifiedTextRenderer
from ezdxf.entities.dxfgfx import DXFGraphic
from ezdxf.enums import InsertUnits
from ezdxf.fonts import fonts
from ezdxf.fonts.font_face import FontFace
from ezdxf.fonts.ttfonts import TTFontRenderer
from ezdxf.layouts.layout import Layout
from ezdxf.math import BoundingBox2d, Matrix44
from ezdxf.units import conversion_factor
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

from engine.domain import Rect
from ingest.dxf_file import DXF_FAULTS, DxfFile, load_dxf
from ingest.mupdf import pymupdf

_POINTS_A_MM = 72 / 25.4
_MARGIN_PT = 20.0
_SHORTEST_PT = 842.0  # The longer side is that of A4 at least,
_LONGEST_PT = 3370.0  # that of A0 at most,
_USUAL_PT = 1190.0  # and that of A3 where the drawing does not give its units.

_LOOK = Configuration(
    background_policy=BackgroundPolicy.WHITE,
    color_policy=ColorPolicy.BLACK,
    hatch_policy=HatchPolicy.SHOW_OUTLINE,  # A filled area in black would hide the text on it.
    image_policy=ImagePolicy.IGNORE,  # A path out of the drawing is not followed.
)


@dataclass(frozen=True, slots=True)
class DrawnLayout:
    """A layout as recorded, in points of its page. ``places`` are by entity handle.

    ``extent`` is width and height of what is drawn, in drawing units.
    """

    name: str
    width_pt: float
    height_pt: float
    player: Player
    places: dict[str, Rect]
    to_page: Matrix44
    extent: tuple[float, float] | None

    def place(self, handle: str, x: float, y: float) -> Rect:
        """Where an entity is drawn, or about its point where nothing of it is."""
        known = self.places.get(handle)
        if known is not None:
            return known
        at = self.to_page.transform((x, y, 0))
        left = min(max(at.x, 0.0), self.width_pt - 4)
        top = min(max(at.y, 0.0), self.height_pt - 4)
        return Rect(left, top, left + 4, top + 4)


def open_dxf(path: Path) -> pymupdf.Document:
    """A page a layout that holds something. Errors: FileDamaged, FileEmpty."""
    from ezdxf.addons.drawing.pymupdf import PyMuPdfRenderBackend  # noqa: PLC0415 - reading needs none

    document = pymupdf.open()
    for drawn in drawn_layouts(load_dxf(path)):
        # Millimetres are rounded down to points by the backend.
        size = layout.Page(
            (drawn.width_pt + 0.01) / _POINTS_A_MM,
            (drawn.height_pt + 0.01) / _POINTS_A_MM,
            layout.Units.mm,
        )
        backend = PyMuPdfRenderBackend(size, layout.Settings())
        drawn.player.replay(backend)
        document.insert_pdf(backend.doc)
    return document


def drawn_layouts(file: DxfFile) -> Iterator[DrawnLayout]:
    """The layouts in the order of their pages, each drawn once."""
    for shown in file.layouts:
        yield _drawn(file, shown)


def _drawn(file: DxfFile, shown: Layout) -> DrawnLayout:
    recorder = Recorder()
    frontend = _Frontend(RenderContext(file.document), recorder, _LOOK)
    frontend.pipeline.text_engine = _OneFont()
    frontend.draw_layout(
        shown, filter_func=lambda entity: str(entity.dxf.handle) not in file.skipped
    )
    player = recorder.player()
    box = player.bbox()
    extent = (box.size.x, box.size.y) if box.has_data else None
    if extent is None:
        box = BoundingBox2d([(0, 0), (1, 1)])
    scale = _scale(max(box.size.x, box.size.y), file.units)
    width = float(int(box.size.x * scale + 2 * _MARGIN_PT + 1))
    height = float(int(box.size.y * scale + 2 * _MARGIN_PT + 1))
    to_page = (
        Matrix44.translate(-box.extmin.x, -box.extmax.y, 0)
        @ Matrix44.scale(scale, -scale, 1)
        @ Matrix44.translate(_MARGIN_PT, _MARGIN_PT, 0)
    )
    player.transform(to_page)
    return DrawnLayout(shown.name, width, height, player, _places(player), to_page, extent)


def _scale(longest: float, units: int) -> float:
    """Points a drawing unit: true size where the page can be between A4 and A0."""
    longest = max(longest, 1e-9)
    if not units:
        return (_USUAL_PT - 2 * _MARGIN_PT) / longest
    true = conversion_factor(InsertUnits(units), InsertUnits.Millimeters) * _POINTS_A_MM * longest
    return min(max(true, _SHORTEST_PT - 2 * _MARGIN_PT), _LONGEST_PT - 2 * _MARGIN_PT) / longest


def _places(player: Player) -> dict[str, Rect]:
    boxes: dict[str, BoundingBox2d] = {}
    for record in player.records:
        box = record.bbox()
        if box.has_data:
            boxes.setdefault(record.handle, BoundingBox2d()).extend(box)
    return {
        handle: Rect(box.extmin.x, box.extmin.y, box.extmax.x, box.extmax.y)
        for handle, box in boxes.items()
    }


class _Frontend(Frontend):
    """Leaves out what cannot be drawn."""

    def draw_entity(self, entity: DXFGraphic, properties: Properties) -> None:
        try:
            super().draw_entity(entity, properties)
        except DXF_FAULTS as error:
            self.skip_entity(entity, str(error))


class _CjkFont(fonts._CachedFont):
    """The font that PyMuPDF brings for Chinese, Japanese and Korean; it has Latin letters too."""

    font_render_type = fonts.FontRenderType.OUTLINE

    def create_cache(self, font_name: str) -> TTFontRenderer:
        return TTFontRenderer(TTFont(io.BytesIO(pymupdf.Font(font_name).buffer)))


class _OneFont(UnifiedTextRenderer):
    """Draws every text in one font."""

    _font: fonts.AbstractFont | None = None

    def get_font(self, font_face: FontFace) -> fonts.AbstractFont:  # noqa: ARG002
        if _OneFont._font is None:
            _OneFont._font = _CjkFont("cjk", 1.0)
        return _OneFont._font
