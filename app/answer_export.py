"""Answers of the journal as a file for an inspection report: PDF, HTML, or CSV for a spreadsheet.

A file is written under another name first and then renamed, so that it is whole or not there.
"""

from __future__ import annotations

import csv
import errno
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache
from io import StringIO
from multiprocessing.connection import Connection
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from app.absences import absences
from app.answer_pictures import SCALE, marked_place
from app.answer_views import (
    AnswerView,
    CitationView,
    answer_view,
    local_time,
    report_words,
    row_texts,
)
from engine.asked import Recalled
from engine.assets import asset
from engine.errors import DiskFull, GenbaError, JournalBroken, ReportUnwritable
from engine.events import CancelToken
from engine.qualify.paged import PagedReport
from engine.qualify.words import Words
from engine.store.journal import Journal
from engine.store.library import Library
from ingest.reader_process import Renderer
from ingest.spawning import Child

MAX_LOG_ROWS = 30  # Cited rows of a log under one citation.
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class _Report:
    """A whole report: what stands above the answers, them, and the pictures by their keys."""

    subtitle: str
    made: str
    chain: str
    is_whole: bool
    head: str
    answers: tuple[AnswerView, ...]
    pictures: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ReportSource:
    """Where answers come from, and the language ("en" or "ja") of the words around them."""

    workspace: Path
    library: Library
    journal: Journal
    language: str


def export_answers(
    answers: Sequence[Recalled], path: Path, *, source: ReportSource, cancel: CancelToken
) -> None:
    """Write answers in the order given, in the form that the end of the file's name says.

    Raises:
        ReportUnwritable, DiskFull: the file cannot be written.
    """
    words = report_words(source.language)
    if path.suffix.lower() == ".csv":
        views = [answer_view(one, absences(source.library, one), words) for one in answers]
        text = _csv(_report(views, {}, source, words), words)
        _write(path, text.encode("utf-8-sig"))
        return
    report = _with_pictures(answers, source, words, cancel)
    if path.suffix.lower() == ".pdf":
        _write_pdf(_paged(report, words), path)
    else:
        _write(path, _html(report, words).encode("utf-8"))


def paged_answers(
    answers: Sequence[Recalled], *, source: ReportSource, cancel: CancelToken
) -> PagedReport:
    """The same as a PDF has, to be laid out by whoever prints it."""
    words = report_words(source.language)
    return _paged(_with_pictures(answers, source, words, cancel), words)


def _with_pictures(
    answers: Sequence[Recalled], source: ReportSource, words: Words, cancel: CancelToken
) -> _Report:
    views = [answer_view(one, absences(source.library, one), words) for one in answers]
    pictures: dict[str, str] = {}
    with closing(Renderer()) as renderer:
        views = [
            _with_places(view, source.library, renderer, words, pictures, cancel) for view in views
        ]
    return _report(views, pictures, source, words)


def _report(
    views: Sequence[AnswerView], pictures: Mapping[str, str], source: ReportSource, words: Words
) -> _Report:
    try:
        n, head = source.journal.verify()
        chain, is_whole = words("chain_whole", n=n, hash=head), True
    except JournalBroken as broken:
        chain, is_whole = words("chain_broken", entry=broken.facts["entry"]), False
        head = source.journal.head()[1]
    key = "subtitle_one" if len(views) == 1 else "subtitle"
    return _Report(
        subtitle=words(key, n=len(views), workspace=source.workspace.name),
        made=words("made", date=local_time(datetime.now(UTC))),
        chain=chain,
        is_whole=is_whole,
        head=head,
        answers=tuple(views),
        pictures=pictures,
    )


# What is shown of the documents.
def _with_places(
    view: AnswerView,
    library: Library,
    renderer: Renderer,
    words: Words,
    pictures: dict[str, str],
    cancel: CancelToken,
) -> AnswerView:
    citations = []
    for n, citation in enumerate(view.citations):
        if cancel.is_set() or citation.problem:
            citations.append(citation)
        elif citation.table is not None and citation.row_numbers:
            citations.append(_with_rows(citation, library))
        elif citation.page is not None and citation.rects:
            key = f"{view.entry}-{n}"
            try:
                pictures[key] = _picture(citation, library, renderer)
                citations.append(replace(citation, picture=key))
            except (GenbaError, OSError):  # The rest of the report is worth as much without it.
                citations.append(replace(citation, problem=words("no_picture")))
        else:
            citations.append(citation)
    return replace(view, citations=tuple(citations))


def _with_rows(citation: CitationView, library: Library) -> CitationView:
    assert citation.table is not None
    numbers = citation.row_numbers[:MAX_LOG_ROWS]
    titles = tuple(column.title for column in library.log_columns(citation.table))
    rows = [(n, *row) for n in numbers for row in library.log_rows(citation.table, n, n)]
    return replace(citation, columns=("#", *titles), rows=row_texts(rows))


def _picture(citation: CitationView, library: Library, renderer: Renderer) -> str:
    assert citation.page is not None
    file = next(file for file in library.files_of(citation.document_id) if file.exists())
    # A large drawing is drawn less sharply than asked; what one point is, a small one tells.
    small = renderer.render(file, citation.page, 0.25)
    drawn = renderer.render(file, citation.page, SCALE)
    scale = 0.25 * drawn.width_px / small.width_px
    is_as_asked = abs(scale / SCALE - 1) < 0.02  # The small one is rounded to whole pixels.
    return marked_place(drawn.png, citation.rects, SCALE if is_as_asked else scale)


# Pages and HTML.
def _html(report: _Report, words: Words) -> str:
    return _rendered(
        "report.html.j2",
        report,
        words,
        lambda key: Markup(report.pictures[key]),  # noqa: S704  our own SVG
    )


def _paged(report: _Report, words: Words) -> PagedReport:
    html = _rendered(
        "body.html.j2", report, words, lambda key: Markup('<img src="chart:{}">').format(key)
    )
    return PagedReport(words("title"), words.language, report.made, html, report.pictures)


def _rendered(name: str, report: _Report, words: Words, chart: Callable[[str], Markup]) -> str:
    template = _templates().get_template(name)
    return template.render(w=words, page=report, chart=chart, table=_table)


@lru_cache
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(asset("history")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> Markup:
    head = Markup("").join(Markup("<th align='left'>{}</th>").format(one) for one in columns)
    body = Markup("").join(
        Markup("<tr>{}</tr>").format(
            Markup("").join(Markup("<td>{}</td>").format(escape(cell)) for cell in row)
        )
        for row in rows
    )
    return Markup(
        '<table width="100%" cellpadding="4" cellspacing="0"><tr>{}</tr>{}</table>'
    ).format(head, body)


# A spreadsheet.
def _csv(report: _Report, words: Words) -> str:
    """A line for each citation, with its answer repeated, so that a spreadsheet can filter."""
    file = StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    keys = (
        "entry asked question state answer numbers judgement correct note number document page"
        " rows quote cautions document_hash calls model entry_hash chain_head"
    ).split()
    writer.writerow([words(key) for key in keys])
    for view in report.answers:
        for citation in view.citations or (None,):
            writer.writerow([harmless(cell) for cell in _cells(view, citation, report.head, words)])
    return file.getvalue()


def _cells(
    view: AnswerView, citation: CitationView | None, head: str, words: Words
) -> Iterator[str]:
    yield from (str(view.entry), view.asked, view.question, view.state, "\n".join(view.answer))
    yield "\n".join(f"{one.text}: {one.state}" for one in view.numbers)
    judged = {"good": words("right"), "bad": words("wrong")}[view.judged_class]
    yield from (judged if view.judged else "", view.correct, view.note)
    if citation is None:
        yield from [""] * 7
    else:
        yield from (str(citation.number or ""), citation.document, str(citation.page or ""))
        yield ", ".join(map(str, citation.row_numbers))
        yield from (citation.quote, "\n".join(citation.cautions), citation.document_id)
    yield "\n".join("\n".join((call.name, *call.lines)) for call in view.calls)
    yield from (view.model, view.hash, head)


def harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(_DANGEROUS) else cell


# Files.
def _write(path: Path, content: bytes) -> None:
    part = path.with_name(f"{path.name}.part")
    try:
        part.write_bytes(content)
        part.replace(path)
    except OSError as error:
        raise _unwritable(path, error.errno, error.strerror or str(error)) from error
    finally:
        _forget(part)


def _write_pdf(report: PagedReport, path: Path) -> None:
    """In a child: pages are laid out by Qt, which the engine process does without."""
    child = Child(write_in_child, report, path, name="genba-export")
    try:
        failure: tuple[int | None, str] | None = child.connection.recv()
    except (EOFError, OSError) as error:
        raise ReportUnwritable(path=path, detail=f"exit code {child.exit_code}") from error
    finally:
        child.stop()
    if failure is not None:
        _forget(path.with_name(f"{path.name}.part"))
        raise _unwritable(path, *failure)


def write_in_child(connection: Connection, report: PagedReport, path: Path) -> None:
    """The child's whole life: write the PDF, and say why not, or None."""
    # Only here is Qt needed.
    from app.qualification_pdf import gui_application, write_pdf  # noqa: PLC0415

    application = gui_application()  # Kept for as long as there are fonts in use.
    try:
        write_pdf(report, path)
    except OSError as error:
        connection.send((error.errno, error.strerror or str(error)))
    except RuntimeError as error:  # PyMuPDF finds no whole file where the disk was full.
        free = shutil.disk_usage(path.parent).free
        connection.send((errno.ENOSPC if free < 2**20 else None, str(error)))
    else:
        connection.send(None)
    del application


def _unwritable(path: Path, number: int | None, detail: str) -> GenbaError:
    if number in {errno.ENOSPC, errno.EDQUOT}:
        free_mb = shutil.disk_usage(path.parent).free // 2**20
        return DiskFull(path=path, needed_mb="?", free_mb=free_mb)
    return ReportUnwritable(path=path, detail=detail)


def _forget(part: Path) -> None:
    try:
        part.unlink(missing_ok=True)
    except OSError:  # What it could not be written for keeps it from being removed, too.
        return
