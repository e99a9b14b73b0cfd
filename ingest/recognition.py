"""Text on pictures: where it stands, what it says and how sure that is. RapidOCR behind it.

The engine is loaded at the first picture and kept; it brings its models with it and asks no
network. Pictures are arrays (height, width, 3) of bytes, blue first.
"""

from __future__ import annotations

import functools
import importlib.metadata
import math
import os
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from ingest.lookalikes import ONE_OF_TWO, with_kana
from ingest.recognised_lines import (
    Line,
    Reading,
    closed_up,
    line_of,
    needs_second_reading,
    without_strays,
    words_of,
)
from ingest.text_strips import (
    Strip,
    is_sideways,
    is_upright,
    joined,
    room,
    settled,
    skew_of,
    strip_of,
    usual_height,
)

if TYPE_CHECKING:
    from rapidocr.ch_ppocr_rec.typings import WordInfo
    from rapidocr.ch_ppocr_rec.utils import CTCLabelDecode

Picture: TypeAlias = NDArray[np.uint8]
Recogniser: TypeAlias = Callable[[Picture], list[Line]]
"""Gives the lines of a picture, in no order."""

_THREADS = 2
_TILE_PX = 2048
_OVERLAP_PX = 192  # The height of the largest lettering that a cut between tiles may go through.
_DETECTED_PIXELS = 4_000_000  # Shrunk towards this for detection, which takes 1 s a megapixel,
_MOST_SHRUNK = 2 / 3  # but not further than from 300 to 200 dpi: small labels get lost.
_SMALLEST_PX = 736  # Smaller pictures would be blown up by the detector.
_LEAST_WIDTH_PX = 160  # Of a reading. The engine's own 320 takes twice the time for short labels.
_DOUBTFUL = 0.85  # Of all lines together: they may stand on their heads.
_BAD = 0.75  # A line that is worse than this, on a page that stands right, may do so alone.
_CLEARLY = 0.1


def engine_name() -> str:
    """The engine with its version and models."""
    return f"RapidOCR {importlib.metadata.version('rapidocr')}, PP-OCRv6 small"


def recognise(picture: Picture) -> list[Line]:
    """The lines on a picture. Errors: MemoryError."""
    strips = _lines_on(picture)
    if not is_sideways(strips):
        return _recognised(picture, strips)
    # Lone figures look upright on a page that lies: it is read as if it had been turned.
    turned = np.ascontiguousarray(np.rot90(picture, -1))
    height = picture.shape[0]
    return [
        replace(line, strip=line.strip.before_quarter_turn(height))
        for line in _recognised(turned, _lines_on(turned))
    ]


def _recognised(picture: Picture, strips: Sequence[Strip]) -> list[Line]:
    skew = skew_of(strips)
    usual = usual_height(strips)
    strips = [settled(strip, skew, usual) for strip in strips]
    readings: list[tuple[Strip, Reading]] = []
    for is_along in (True, False):
        some = [strip for strip in strips if is_upright(strip) is is_along]
        readings += _read_the_right_way_up(picture, some)
    return _checked(picture, readings)


@functools.cache
def _engine() -> Any:  # noqa: ANN401 - its types are unions of what each option gives
    # Only where there is a picture: it takes a second and 200 MB.
    from rapidocr import RapidOCR  # noqa: PLC0415

    engine = RapidOCR(
        params={
            "Global.log_level": "error",
            "Global.text_score": 0.0,  # We judge, and it would shift the words against the lines.
            "Global.max_side_len": 10 * _TILE_PX,
            "Global.use_vertical_padding": False,
            "Global.return_word_box": True,
            "Rec.rec_img_shape": [3, 48, _LEAST_WIDTH_PX],
            "EngineConfig.onnxruntime.intra_op_num_threads": min(_THREADS, os.cpu_count() or 1),
        }
    )
    engine.recognize_txt([np.full((48, _LEAST_WIDTH_PX, 3), 255, np.uint8)])  # Loads the model.
    recogniser: Any = engine.text_rec
    recogniser.postprocess_op = _Decoder(recogniser.postprocess_op)
    return engine


class _Decoder:
    """The engine's own decoding, with characters that look exactly alike as one."""

    def __init__(self, decode: CTCLabelDecode) -> None:
        self._decode = decode
        index = {character: i for i, character in enumerate(decode.character)}
        self._pairs = [
            (index[kept], index[dropped])
            for dropped, kept in ONE_OF_TWO.items()
            if dropped in index and kept in index
        ]

    def __call__(self, certainty: NDArray[np.float32], *arguments: Any, **options: Any) -> Any:  # noqa: ANN401 - passed on
        """As the engine's; ``certainty`` is (lines, columns, characters)."""
        for kept, dropped in self._pairs:
            certainty[..., kept] += certainty[..., dropped]
            certainty[..., dropped] = 0.0
        return self._decode(certainty, *arguments, **options)


# Where lines are.


def _lines_on(picture: Picture) -> list[Strip]:
    import cv2  # noqa: PLC0415 - with the engine

    height, width = picture.shape[:2]
    scale = min(1.0, max(_MOST_SHRUNK, math.sqrt(_DETECTED_PIXELS / (height * width))))
    if scale < 1:
        size = (round(width * scale), round(height * scale))
        picture = cv2.resize(picture, size, interpolation=cv2.INTER_AREA).astype(
            np.uint8, copy=False
        )
    strips = [strip for x, y, tile in _tiles(picture) for strip in _detected(tile, x, y)]
    return [
        Strip(s.x / scale, s.y / scale, s.length / scale, s.height / scale, s.angle)
        for s in joined(strips)
    ]


def _tiles(picture: Picture) -> list[tuple[int, int, Picture]]:
    height, width = picture.shape[:2]
    return [
        (x, y, picture[y : y + _TILE_PX, x : x + _TILE_PX])
        for y in _starts(height)
        for x in _starts(width)
    ]


def _starts(size: int) -> list[int]:
    if size <= _TILE_PX:
        return [0]
    n_tiles = math.ceil((size - _OVERLAP_PX) / (_TILE_PX - _OVERLAP_PX))
    return [round(i * (size - _TILE_PX) / (n_tiles - 1)) for i in range(n_tiles)]


def _detected(tile: Picture, x: int, y: int) -> list[Strip]:
    height, width = tile.shape[:2]
    right, below = max(0, _SMALLEST_PX - width), max(0, _SMALLEST_PX - height)
    padded = np.pad(tile, ((0, below), (0, right), (0, 0)), mode="edge")
    boxes = _engine()(padded, use_det=True, use_cls=False, use_rec=False).boxes
    if boxes is None:
        return []
    return [strip_of([(px + x, py + y) for px, py in box.tolist()]) for box in boxes]


# What they say.


def _read_the_right_way_up(
    picture: Picture, strips: Sequence[Strip]
) -> list[tuple[Strip, Reading]]:
    """Each line read from the end that its letters stand up from, most lines alike."""
    first = _read(picture, strips)
    limit = _DOUBTFUL if _mean(first) < _DOUBTFUL else _BAD
    doubtful = [i for i, reading in enumerate(first) if reading.confidence < limit]
    if not doubtful:
        return list(zip(strips, first, strict=True))
    other = [strip.reversed() for strip in strips]
    second = dict(zip(doubtful, _read(picture, [other[i] for i in doubtful]), strict=True))
    n_against = sum(
        len(r.text) for i, r in second.items() if r.confidence > first[i].confidence + _CLEARLY
    )
    is_reversed = n_against > sum(len(reading.text) for reading in first) / 2
    if is_reversed:
        missing = [i for i in range(len(strips)) if i not in second]
        second.update(zip(missing, _read(picture, [other[i] for i in missing]), strict=True))
    margin = -_CLEARLY if is_reversed else _CLEARLY
    return [
        (other[i], second[i])
        if i in second and second[i].confidence > first[i].confidence + margin
        else (strips[i], first[i])
        for i in range(len(strips))
    ]


def _mean(readings: Sequence[Reading]) -> float:
    """How sure the characters of all readings are."""
    n_characters = sum(len(reading.text) for reading in readings)
    return sum(len(r.text) * r.confidence for r in readings) / max(1, n_characters)


def _checked(picture: Picture, readings: Sequence[tuple[Strip, Reading]]) -> list[Line]:
    again = [i for i, (_, reading) in enumerate(readings) if needs_second_reading(reading)]
    strips = [strip for strip, _ in readings]
    second = dict(
        zip(again, _read(picture, [_cut_wider(strips[i], strips) for i in again]), strict=True)
    )
    lines = [line_of(strip, reading, second.get(i)) for i, (strip, reading) in enumerate(readings)]
    return without_strays([line for line in lines if line is not None])


def _cut_wider(strip: Strip, strips: Sequence[Strip]) -> Strip:
    before, after = room(strip, strips, 0.9 * strip.height)
    return strip.grown(before, after, 0.12 * strip.height)


def _read(picture: Picture, strips: Sequence[Strip]) -> list[Reading]:
    if not strips:
        return []
    result = _engine().recognize_txt([_cutting(picture, strip) for strip in strips])
    return [
        _reading(text, confidence, word_info)
        for text, confidence, word_info in zip(
            result.txts, result.scores, result.word_results, strict=True
        )
    ]


def _cutting(picture: Picture, strip: Strip) -> Picture:
    import cv2  # noqa: PLC0415 - with the engine

    width, height = max(1, round(strip.length)), max(1, round(strip.height))
    there = np.array(strip.corners()[:3], np.float32)
    here = np.array([(0, 0), (width, 0), (width, height)], np.float32)
    cutting = cv2.warpAffine(
        picture,
        cv2.getAffineTransform(there, here),
        (width, height),
        flags=cv2.INTER_CUBIC,
        borderMode=cv2.BORDER_REPLICATE,
    )
    return cutting.astype(np.uint8, copy=False)


def _reading(text: str, confidence: float, word_info: WordInfo) -> Reading:
    columns = iter([column for word in word_info.word_cols for column in word])
    starts: list[float] = []
    for character in text:
        if character.isspace():
            starts.append(starts[-1] if starts else 0.0)
        else:
            starts.append(next(columns) / word_info.line_txt_len)
    if not starts:
        return Reading("", 0.0)
    text = with_kana(text)
    kept = closed_up(text, starts)
    width = (starts[-1] - starts[0]) / max(1, len(text) - 1) or 1.0
    words = words_of(
        "".join(text[i] for i in kept),
        [word_info.confs[i] for i in kept],
        [starts[i] for i in kept],
        width,
    )
    return Reading("".join(text[i] for i in kept), confidence, words)
