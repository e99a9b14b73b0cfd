"""``genba watch``: bring the library up to date whenever its folders change, until Ctrl-C."""

from __future__ import annotations

import queue
import threading
from datetime import datetime
from pathlib import Path

from rich.text import Text

from app.cli.output import console, print_failure
from app.messages import describe
from app.service import Service
from engine.domain import Failure
from engine.errors import EnvironmentFault
from engine.events import (
    FileFailed,
    FolderBack,
    FolderChanged,
    FolderUnreachable,
    IndexFinished,
    IndexReport,
    WatchNews,
)

_TURN_S = 0.5


def watch_folders(service: Service, cancel: threading.Event) -> bool:
    """Follow the watched folders; False at once if there is none."""
    watched = [folder.path for folder in service.library.folders.all() if folder.is_watched]
    if not watched:
        return False
    for root in watched:
        _say(root, "is watched; Ctrl-C ends")
    news: queue.SimpleQueue[WatchNews] = queue.SimpleQueue()
    watch = service.watch(news.put)
    watch.start()
    try:
        while not cancel.is_set():
            try:
                _follow(news.get(timeout=_TURN_S), service, cancel)
            except queue.Empty:
                continue
    finally:
        watch.stop()
    return True


def _follow(news: WatchNews, service: Service, cancel: threading.Event) -> None:
    match news:
        case FolderChanged(root):
            _bring_up_to_date(root, service, cancel)
        case FolderUnreachable(root, detail):
            print_failure(Failure("FileVanished", (("path", root), ("detail", detail))))
        case FolderBack(root):
            _say(root, "is there again")


def _bring_up_to_date(root: str, service: Service, cancel: threading.Event) -> None:
    try:
        for event in service.index([Path(root)], cancel=cancel):
            match event:
                case FileFailed(path, failure):
                    _say(path, describe(failure).what, style="red")
                case IndexFinished(report):
                    _say(root, _summary(report))
    except EnvironmentFault as error:
        # Such as another program that writes, or a full disk: the folder is told again later.
        print_failure(Failure(error.code, tuple(error.facts.items())))


def _summary(report: IndexReport) -> str:
    counts = (
        (report.n_indexed, "read"),
        (report.n_moved, "moved"),
        (report.n_deleted, "deleted"),
        (len(report.failures), "errors"),
    )
    said = [f"{n} {what}" for n, what in counts if n]
    return ", ".join([*said, f"{report.seconds:.1f} s"])


def _say(place: str, words: str, *, style: str = "") -> None:
    now = datetime.now().astimezone().strftime("%H:%M:%S")
    console.print(Text.assemble((now, "dim"), "  ", (place, "bold"), "  ", (words, style)))
