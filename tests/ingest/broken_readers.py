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


def flood(path: Path) -> Iterator[ReadPart]:
    yield HEAD
    for number in range(1, 5001):
        block = Block("word " * 200 + "\n", Rect(0, 0, 1, 1))
        yield Page(number, 10, 10, (block,))


def chatter(path: Path) -> Iterator[ReadPart]:
    os.write(1, b"noise")
    os.write(2, b"noise")
    print("noise")  # noqa: T201
    yield HEAD


def modules(path: Path) -> Iterator[ReadPart]:
    yield DocumentHead(DocumentKind.TEXT, " ".join(sorted(sys.modules)), 1)
