"""Readers that misbehave, to be named to a reader process."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from engine.domain import Block, DocumentHead, DocumentKind, Page, ReadPart, Rect
from engine.errors import FileEncrypted

HEAD = DocumentHead(DocumentKind.TEXT, "broken", 1)


def hang(path: Path) -> Iterator[ReadPart]:
    yield HEAD
    time.sleep(60)


def drip(path: Path) -> Iterator[ReadPart]:
    yield HEAD
    for number in range(1, 1000):
        time.sleep(0.2)
        yield Page(number, 10, 10, ())


def swell(path: Path) -> Iterator[ReadPart]:
    yield HEAD
    hoard = []
    while True:
        hoard.append(bytearray(10_000_000))
        time.sleep(0.01)


def crash(path: Path) -> Iterator[ReadPart]:
    yield HEAD
    os._exit(7)


def refuse(path: Path) -> Iterator[ReadPart]:
    yield HEAD
    raise FileEncrypted(path=path)


def stumble(path: Path) -> Iterator[ReadPart]:
    yield HEAD
    raise KeyError("a broken promise")


def endless(path: Path) -> Iterator[ReadPart]:
    """A file far larger than what may be kept of it."""
    yield HEAD
    block = Block("word " * 200 + "\n", Rect(0, 0, 1, 1))
    for number in range(1, 10**9):
        yield Page(number, 10, 10, (block,))


def by_name(path: Path) -> Iterator[ReadPart]:
    """Behaves as the file is called: ``crash-1``, ``endless-2``; the others are read slowly."""
    kind = path.name.partition("-")[0]
    if kind in ("crash", "endless", "hang", "refuse", "stumble"):
        yield from globals()[kind](path)
        return
    yield HEAD
    time.sleep(0.05)
    yield Page(1, 10, 10, (Block(f"{path.name} {os.getpid()}\n", Rect(0, 0, 1, 1)),))


def chatter(path: Path) -> Iterator[ReadPart]:
    os.write(1, b"noise")
    os.write(2, b"noise")
    print("noise")  # noqa: T201
    yield HEAD


def modules(path: Path) -> Iterator[ReadPart]:
    yield DocumentHead(DocumentKind.TEXT, " ".join(sorted(sys.modules)), 1)
