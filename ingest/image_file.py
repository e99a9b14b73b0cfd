"""Image files as pages: one for each picture, upright, in points by the resolution of the file."""

from __future__ import annotations

import io
import math
import warnings
from pathlib import Path

from PIL import Image, ImageOps

from engine.errors import FileDamaged, FileTooLarge
from ingest.mupdf import pymupdf

IMAGE_FAULTS = (OSError, ValueError, SyntaxError, EOFError, TypeError, KeyError, IndexError)
"""What Pillow raises on a broken file, by format."""

_MOST_PIXELS = 180_000_000  # As Pillow has it for an error: more are no document but an attack.
_KEPT_PIXELS = 40_000_000  # Larger pictures are shrunk to this: A0 at 150 dpi.
_LONGEST_PT = 3370.0  # The longer side of A0. A file that says it is larger does not know,
_USUAL_PT = 842.0  # and is shown as A4.
_COARSEST_DPI, _FINEST_DPI = 50, 2400


class ImageFile:
    """The pictures of a file. One that is broken raises when it is asked for, not before."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._shown: pymupdf.Document | None = None
        # Whole: a file that is held open cannot be replaced on Windows while its page is shown.
        data = io.BytesIO(path.read_bytes())
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", Image.DecompressionBombWarning)
                self._image = Image.open(data, formats=("PNG", "JPEG", "TIFF", "BMP"))
            # A phone puts previews into its JPEG; only a TIFF has pages.
            self.page_count = (
                getattr(self._image, "n_frames", 1) if self._image.format == "TIFF" else 1
            )
        except Image.DecompressionBombError as error:
            raise _too_large(path, 2 * _MOST_PIXELS) from error
        except IMAGE_FAULTS as error:
            raise FileDamaged(path=path, detail=str(error)) from error

    def picture(self, index: int) -> Image.Image:
        """The picture (from 0) in colours on white, upright, at most ``_KEPT_PIXELS`` large.

        Raises: one of IMAGE_FAULTS, FileTooLarge.
        """
        self._image.seek(index)
        n_pixels = self._image.width * self._image.height
        if n_pixels > _MOST_PIXELS:
            raise _too_large(self._path, n_pixels)
        shrink = max(1.0, math.sqrt(n_pixels / _KEPT_PIXELS))
        if shrink > 1:
            wanted = (int(self._image.width / shrink), int(self._image.height / shrink))
            self._image.draft("RGB", wanted)
        upright = ImageOps.exif_transpose(_on_white(self._image))
        across, down = self._dpi()
        if upright.width * upright.height > _KEPT_PIXELS or across != down:
            finer = max(across, down)
            width, height = upright.width * finer / across, upright.height * finer / down
            shrink = max(1.0, math.sqrt(width * height / _KEPT_PIXELS))
            upright = upright.resize((round(width / shrink), round(height / shrink)))
        return upright

    def size_pt(self, picture: Image.Image) -> tuple[float, float]:
        """Width and height of the page that shows a picture of this file."""
        across, down = self._dpi()
        # Of the file's own pixels: the picture may have been shrunk and turned.
        longest = max(self._image.width / across, self._image.height / down) * 72
        if not _COARSEST_DPI <= across <= _FINEST_DPI or longest > _LONGEST_PT:
            longest = _USUAL_PT
        scale = longest / max(picture.size)
        return picture.width * scale, picture.height * scale

    def __getitem__(self, index: int) -> pymupdf.Page:
        """The page (from 0) with the picture on it. It lives until the next is asked for.

        Raises: FileDamaged, FileTooLarge.
        """
        try:
            picture = self.picture(index)
        except IMAGE_FAULTS as error:
            raise FileDamaged(path=self._path, detail=str(error)) from error
        width, height = self.size_pt(picture)
        data = io.BytesIO()
        picture.save(data, "BMP")  # Uncompressed: it is read again at once.
        self._shown = pymupdf.open()
        page = self._shown.new_page(width=width, height=height)
        page.insert_image(page.rect, stream=data.getvalue())
        return page

    def _dpi(self) -> tuple[float, float]:
        """Pixels an inch across and down; a fax has half as many down."""
        across, down = self._image.info.get("dpi") or (0, 0)
        across, down = float(across), float(down)
        if not (across > 0 and down > 0 and 0.3 < across / down < 3.4):
            return 1.0, 1.0
        return across, down


def open_image(path: Path) -> ImageFile:
    """The pictures of a file as pages. Errors: FileDamaged, FileTooLarge, OSError."""
    return ImageFile(path)


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode.startswith("I;16"):
        # Pillow cuts 16 bits off at 255 rather than scaling them.
        image = image.point(lambda value: value / 256, "L")
    if "A" in image.mode or "transparency" in image.info:
        clear = image.convert("RGBA")
        white = Image.new("RGBA", clear.size, "white")
        return Image.alpha_composite(white, clear).convert("RGB")
    return image.convert("RGB")


def _too_large(path: Path, n_pixels: int) -> FileTooLarge:
    return FileTooLarge(path=path, limit_mb=round(min(n_pixels, _MOST_PIXELS) * 3 / 2**20))
