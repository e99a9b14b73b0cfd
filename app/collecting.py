"""When Python may look for garbage: not while models load, as every thread stands still for it."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without_collecting() -> Iterator[None]:
    """What is made in this block stays, so it is not searched for garbage, now or later.

    Importing torch and transformers makes so many objects that a full collection stopped every
    thread for up to 320 ms, again and again: a person who types waits for it.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
