"""A saved sequence state made small for the disk, and back: keys 8 bit, values 4 bit.

llama.cpp's state of a sequence is, for each cache it has (a sliding-window model has two):
counts, one record per cell, then rows of keys for each layer and rows of values for each layer.
Rows in f16 are quantised in groups of 32 with ggml's own functions (q8_0 and q4_0); all else is
kept to the byte. Measured on Qwen2.5-0.5B: KL 0.011 to the f16 state at 41 % of its size.

A layout that is not this one is not guessed at: ``split_state`` raises, and the caller keeps the
state as it is.
"""

from __future__ import annotations

import ctypes
import struct
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from pathlib import Path

import llama_cpp

_MAGIC = 0xAF143CD8
_F16 = 1
_GROUP = 32
_Q8_0_BYTES = 34  # An f16 scale and 32 int8.
_Q4_0_BYTES = 18  # An f16 scale and 32 nibbles.


class _Kind(IntEnum):
    """What a span of a state holds."""

    RAW = 0
    KEYS = 1
    VALUES = 2


class UnknownLayout(Exception):
    """The state is laid out in a way this module does not know."""


@dataclass(frozen=True, slots=True)
class _Span:
    """Consecutive bytes of a state of one kind."""

    kind: _Kind
    start: int
    end: int


def pack_state(state: bytes) -> bytes:
    """The state with quantised rows, about two fifths of the size.

    Raises:
        UnknownLayout: see the module.
    """
    spans = list(_spans(state))
    table = struct.pack("<II", len(spans), len(state)) + b"".join(
        struct.pack("<BI", span.kind, span.end - span.start) for span in spans
    )
    return table + b"".join(_packed(state, span) for span in spans)


def layout_of(state: bytes) -> str:
    """What kind of bytes stand where, as text; equal for equally long states of one layout.

    Raises:
        UnknownLayout: see the module.
    """
    return " ".join(f"{span.kind.name}:{span.end - span.start}" for span in _spans(state))


def unpack_state(packed: bytes | memoryview) -> bytes:
    """What ``pack_state`` was given, its keys and values rounded.

    Raises:
        UnknownLayout: these are not bytes that ``pack_state`` made.
    """
    try:
        n_spans, n_bytes = struct.unpack_from("<II", packed)
        records = [
            (_Kind(kind), size)
            for kind, size in struct.iter_unpack("<BI", packed[8 : 8 + 5 * n_spans])
        ]
    except (struct.error, ValueError) as error:
        raise UnknownLayout from error
    if len(records) != n_spans or sum(size for _, size in records) != n_bytes:
        raise UnknownLayout
    state = bytearray(n_bytes)
    at, place = 8 + 5 * n_spans, 0
    for kind, size in records:
        n_packed = _packed_size(kind, size)
        _unpack_into(state, place, kind, size, bytes(packed[at : at + n_packed]))
        at, place = at + n_packed, place + size
    if at != len(packed):
        raise UnknownLayout
    return bytes(state)


def _spans(state: bytes) -> Iterator[_Span]:
    """The whole state, in order. Raises UnknownLayout where it is not as expected."""
    raw_from = 0
    try:
        for rows in _row_spans(state):
            yield _Span(_Kind.RAW, raw_from, rows.start)
            yield rows
            raw_from = rows.end
    except struct.error as error:
        raise UnknownLayout from error
    if raw_from != len(state):
        raise UnknownLayout


def _row_spans(state: bytes) -> Iterator[_Span]:
    magic, _sequence = struct.unpack_from("<Ii", state)
    if magic != _MAGIC:
        raise UnknownLayout
    at = 8
    while at < len(state):
        at, n_cells = _after_cells(state, at)
        is_transposed, n_layers = struct.unpack_from("<II", state, at)
        if is_transposed or not 0 < n_layers < 1000:
            raise UnknownLayout
        at += 8
        for kind in (_Kind.KEYS, _Kind.VALUES):
            for _ in range(n_layers):
                ggml_type, row_bytes = struct.unpack_from("<iQ", state, at)
                start, end = at + 12, at + 12 + n_cells * row_bytes
                if ggml_type != _F16 or row_bytes % (2 * _GROUP) or end > len(state):
                    raise UnknownLayout
                yield _Span(kind, start, end)
                at = end


def _after_cells(state: bytes, at: int) -> tuple[int, int]:
    n_streams, n_cells = struct.unpack_from("<II", state, at)
    if n_streams != 1 or not 0 < n_cells < 1_000_000:
        raise UnknownLayout
    at += 8
    for _ in range(n_cells):
        _position, n_sequences = struct.unpack_from("<iI", state, at)
        if n_sequences > 64:
            raise UnknownLayout
        at += 8 + 4 * n_sequences
    return at, n_cells


def _packed_size(kind: _Kind, size: int) -> int:
    n_groups = size // (2 * _GROUP)
    match kind:
        case _Kind.RAW:
            return size
        case _Kind.KEYS:
            return n_groups * _Q8_0_BYTES
        case _Kind.VALUES:
            return n_groups * _Q4_0_BYTES


def _packed(state: bytes, span: _Span) -> bytes:
    if span.kind == _Kind.RAW:
        return state[span.start : span.end]
    n = (span.end - span.start) // 2
    ggml = _ggml()
    floats = (ctypes.c_float * n)()
    ggml.ggml_fp16_to_fp32_row(state[span.start : span.end], floats, n)
    packed = ctypes.create_string_buffer(_packed_size(span.kind, 2 * n))
    quantise = ggml.quantize_row_q8_0_ref if span.kind == _Kind.KEYS else ggml.quantize_row_q4_0_ref
    quantise(floats, packed, n)
    return packed.raw


def _unpack_into(state: bytearray, place: int, kind: _Kind, size: int, packed: bytes) -> None:
    if len(packed) != _packed_size(kind, size):
        raise UnknownLayout
    if kind == _Kind.RAW:
        state[place : place + size] = packed
        return
    n = size // 2
    ggml = _ggml()
    floats = (ctypes.c_float * n)()
    dequantise = ggml.dequantize_row_q8_0 if kind == _Kind.KEYS else ggml.dequantize_row_q4_0
    dequantise(packed, floats, n)
    target = (ctypes.c_char * size).from_buffer(state, place)
    ggml.ggml_fp32_to_fp16_row(floats, target, n)


@cache
def _ggml() -> ctypes.CDLL:
    """The library llama.cpp itself quantises with; llama-cpp-python wraps only part of it."""
    folder = Path(llama_cpp.__file__).parent / "lib"
    names = {"win32": "ggml-base.dll", "darwin": "libggml-base.dylib"}
    library = ctypes.CDLL(str(folder / names.get(sys.platform, "libggml-base.so")))
    signature = (ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int64)
    for name in (
        "ggml_fp16_to_fp32_row",
        "ggml_fp32_to_fp16_row",
        "quantize_row_q8_0_ref",
        "quantize_row_q4_0_ref",
        "dequantize_row_q8_0",
        "dequantize_row_q4_0",
    ):
        function = getattr(library, name)
        function.argtypes, function.restype = signature, None
    return library
