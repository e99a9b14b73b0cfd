"""An engine that says what a test tells it to, and values to say."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import TypeVar

from PySide6.QtCore import QBuffer, QByteArray, QCoreApplication, QIODevice
from PySide6.QtGui import QColor, QImage

from app.protocol import (
    EngineStage,
    EngineState,
    JobDone,
    JobEvent,
    JobEventBody,
    JobFailed,
    LibraryListed,
    ListLibrary,
    PageRendered,
    ReadRows,
    RenderPage,
    Reply,
    Request,
    RowsRead,
)
from app.service_settings import ServiceSettings
from app.window.main_window import MainWindow
from engine.answers import Answer, Citation, ResultTable, Route, Timings, TokenCounts, ToolCall
from engine.domain import (
    Cell,
    Document,
    DocumentKind,
    DrawingRevision,
    Folder,
    Passage,
    Place,
    Rect,
    Source,
    SourceState,
)
from engine.revisions import superseded

AnyRequest = TypeVar("AnyRequest")

RECT = Rect(72, 100, 300, 114)
PLACE = Place(0, 40, 3, RECT)


class ScriptedEngine:
    """Stands in for EngineProcess: records requests, says what it is told to say."""

    def __init__(self, on_reply: Callable[[Reply], None]) -> None:
        self.on_reply = on_reply
        self.requests: list[Request] = []
        self.is_running = False
        self.restarted_with: ServiceSettings | None = None

    def start(self) -> None:
        self.is_running = True

    def send(self, request: Request) -> None:
        self.requests.append(request)

    def restart(self, settings: ServiceSettings) -> None:
        self.restarted_with = settings

    def stop(self) -> None:
        self.is_running = False

    def all(self, kind: type[AnyRequest]) -> list[AnyRequest]:
        return [request for request in self.requests if isinstance(request, kind)]

    def last(self, kind: type[AnyRequest]) -> AnyRequest:
        return self.all(kind)[-1]

    def say(self, *replies: Reply) -> None:
        """Reply, and let the window hear it."""
        for reply in replies:
            self.on_reply(reply)
        settle()

    def tell(self, kind: type[AnyRequest], *bodies: JobEventBody) -> None:
        """Events for the last request of a kind."""
        job = self.last(kind).job  # type: ignore[attr-defined]
        self.say(*(JobEvent(job, body) for body in bodies))

    def finish(self, kind: type[AnyRequest], *bodies: JobEventBody) -> None:
        """Events for the last request of a kind, and its end."""
        self.tell(kind, *bodies)
        self.say(JobDone(self.last(kind).job))  # type: ignore[attr-defined]

    def fail(self, kind: type[AnyRequest], failed: Callable[[int], JobFailed]) -> None:
        self.say(failed(self.last(kind).job))  # type: ignore[attr-defined]

    def become_ready(self, listed: LibraryListed | None = None) -> None:
        """Open, load, list the library."""
        self.say(EngineState(EngineStage.OPEN))
        self.finish(ListLibrary, listed or library())
        self.say(EngineState(EngineStage.LOADING), EngineState(EngineStage.READY, "tiny-1.5b"))

    def draw(self, *, n_pages: int = 12) -> RenderPage:
        """Answer the last RenderPage with a white page of A4 size; gives the request."""
        request = self.last(RenderPage)
        self.finish(RenderPage, page_rendered(request, n_pages=n_pages))
        return request


def settle() -> None:
    """Let every queued signal arrive."""
    for _ in range(5):
        QCoreApplication.sendPostedEvents()
        QCoreApplication.processEvents()


def page_rendered(request: RenderPage, *, n_pages: int = 12) -> PageRendered:
    image = QImage(
        round(595 * request.scale), round(842 * request.scale), QImage.Format.Format_RGB32
    )
    image.fill(QColor("white"))
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return PageRendered(
        request.document_id,
        request.page,
        request.scale,
        image.width(),
        image.height(),
        content.data(),
        n_pages,
    )


def document(path: str = "manual.pdf", **facts: object) -> Document:
    values: dict[str, object] = {
        "id": f"sha256:{path}",
        "root": "/shop",
        "path": path,
        "kind": DocumentKind.PDF,
        "title": path,
        "n_pages": 12,
        "n_chunks": 40,
        "n_rows": 0,
    }
    return Document(**(values | facts))  # type: ignore[arg-type]


def library(
    *documents: Document,
    folders: Sequence[Folder] = (),
    drawings: Sequence[DrawingRevision] = (),
    failed: Sequence[Source] = (),
) -> LibraryListed:
    shown = documents or (document(),)
    sources = tuple(Source(d.root, d.path, 1000, 0, SourceState.INDEXED, d.id, d.id) for d in shown)
    everything = (*sources, *failed)
    return LibraryListed(everything, shown, tuple(folders), tuple(drawings), superseded(drawings))


def rows_read(request: ReadRows, *titles: str, n_rows: int = 900) -> RowsRead:
    """What a log of ``n_rows`` rows gives for a request: a serial number and a torque each."""
    numbers = tuple(number for number in request.rows if number <= n_rows)
    cells = tuple((f"SH-{number}", 1.5) for number in numbers)
    return RowsRead(request.table, titles or ("Serial", "Nm"), numbers, cells, n_rows)


EMPTY_LIBRARY = LibraryListed((), ())


def passage(text: str = "Tighten the lock nut to 12 Nm.", **facts: object) -> Passage:
    values: dict[str, object] = {
        "chunk_id": 1,
        "document_id": "sha256:manual.pdf",
        "document": "manual.pdf",
        "text": text,
        "heading_path": (),
        "places": (PLACE,),
        "rows": None,
        "score": 1.0,
    }
    return Passage(**(values | facts))  # type: ignore[arg-type]


CITATION = Citation(1, "sha256:manual.pdf", "manual.pdf", 3, (RECT,), "lock nut to 12 Nm")


def answer(text: str = "The torque is 12 Nm [1].", **facts: object) -> Answer:
    values: dict[str, object] = {
        "question": "What torque?",
        "text": text,
        "is_abstained": False,
        "language": "en",
        "route": Route.LOOKUP,
        "citations": (CITATION,),
        "tool_calls": (),
        "numbers": (),
        "timings": Timings(0.1, 0.5, 2.0),
        "tokens": TokenCounts(),
        "model": "tiny-1.5b",
        "journal_id": 7,
    }
    return Answer(**(values | facts))  # type: ignore[arg-type]


def calculation(expression: str, result: str, *, error: str = "") -> ToolCall:
    arguments = json.dumps({"expression": expression}, ensure_ascii=False)
    return ToolCall("calculator", arguments, result, 0.01, error=error)


def query(
    sql: str, rows: Sequence[tuple[Cell, ...]], *columns: str, is_cut: bool = False, error: str = ""
) -> ToolCall:
    """A query with its rows; without names its columns are called a, b and so on."""
    width = len(rows[0]) if rows else 1
    table = ResultTable(columns or tuple("abcdefgh"[:width]), tuple(rows), is_cut)
    arguments = json.dumps({"sql": sql}, ensure_ascii=False)
    return ToolCall("sql", arguments, f"{len(rows)} rows", 0.01, table, error)


def engine_of(window: MainWindow) -> ScriptedEngine:
    scripted = window.link._engine
    assert isinstance(scripted, ScriptedEngine)
    return scripted
