"""Garbage is left alone while models load, and only then."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from app.collecting import without_collecting


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    yield
    gc.enable()
    gc.unfreeze()


def test_garbage_is_not_looked_for_inside() -> None:
    with without_collecting():
        assert not gc.isenabled()


def test_garbage_is_looked_for_again_when_loading_failed() -> None:
    with pytest.raises(ValueError, match="no model"), without_collecting():
        raise ValueError("no model")

    assert gc.isenabled()


def test_what_was_made_inside_is_not_looked_through_later() -> None:
    with without_collecting():
        made: list[list[int]] = [[] for _ in range(1000)]

    assert gc.get_freeze_count() > len(made)
    assert not any(one is made for one in gc.get_objects())
