"""Packed states are small and nearly the same; what is not a state is refused."""

from __future__ import annotations

import contextlib
import struct

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.llm.state_blob import UnknownLayout, layout_of, pack_state, unpack_state


def state(n_cells: int = 5, n_layers: int = 2, width: int = 64, seed: int = 1) -> bytes:
    """A state as llama.cpp lays it out, with random keys and values."""
    random = np.random.default_rng(seed)
    parts = [struct.pack("<IiII", 0xAF143CD8, 0, 1, n_cells)]
    parts += [struct.pack("<iIi", position, 1, 0) for position in range(n_cells)]
    parts.append(struct.pack("<II", 0, n_layers))
    for _ in range(2 * n_layers):
        rows = random.normal(size=(n_cells, width)).astype("<f2")
        parts += [struct.pack("<iQ", 1, 2 * width), rows.tobytes()]
    return b"".join(parts)


def test_packing_keeps_everything_but_the_last_digits() -> None:
    original = state(n_cells=40)
    packed = pack_state(original)
    assert len(packed) < 0.45 * len(original)
    restored = unpack_state(packed)
    assert len(restored) == len(original)
    assert layout_of(restored) == layout_of(original)
    start = len(original) - 40 * 64 * 2  # the last layer's values
    got, wanted = (np.frombuffer(s[start:], "<f2").astype(float) for s in (restored, original))
    assert np.abs(got - wanted).max() < 0.4
    assert np.corrcoef(got, wanted)[0, 1] > 0.99


def test_keys_are_kept_finer_than_values() -> None:
    original = state(n_cells=40, n_layers=1)
    restored = unpack_state(pack_state(original))
    size = 40 * 64 * 2
    first = len(original) - 2 * size - 12
    errors = [
        np.abs(
            np.frombuffer(restored[at : at + size], "<f2").astype(float)
            - np.frombuffer(original[at : at + size], "<f2").astype(float)
        ).max()
        for at in (first, len(original) - size)
    ]
    assert errors[0] < 0.1 * errors[1]


@pytest.mark.parametrize(
    "broken",
    [
        b"",
        b"no state at all",
        state()[:-1],
        state() + b"\0",
        b"\0" + state()[1:],
        state().replace(struct.pack("<iQ", 1, 128), struct.pack("<iQ", 8, 68)),  # already quantised
    ],
)
def test_what_is_laid_out_otherwise_is_refused(broken: bytes) -> None:
    with pytest.raises(UnknownLayout):
        pack_state(broken)


@given(st.binary(max_size=400))
def test_noise_is_never_unpacked(noise: bytes) -> None:
    try:
        unpacked = unpack_state(noise)
    except UnknownLayout:
        return
    # Only a table that accounts for every byte passes, and then no row was made up.
    assert len(noise) >= 8
    assert len(unpacked) == struct.unpack_from("<II", noise)[1]


@given(st.integers(0, 3000), st.integers(0, 7))
def test_a_damaged_pack_keeps_its_size_or_is_refused(at: int, bit: int) -> None:
    packed = bytearray(pack_state(state()))
    packed[at % len(packed)] ^= 1 << bit
    with contextlib.suppress(UnknownLayout):
        assert len(unpack_state(bytes(packed))) == len(state())
