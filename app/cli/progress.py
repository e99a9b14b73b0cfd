"""Indexing and passages on a terminal."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable
from pathlib import PurePath
from typing import TYPE_CHECKING

from rich.progress import BarColumn, Progress, TextColumn
from rich.table import Table
from rich.text import Text

from app.cli.output import console, error_console, print_failure
from app.messages import describe
from app.pace import files_and_pace, time_left
from app.problems import describe_problem
from engine.domain import Passage
from engine.events import (
    EmbeddingAdvanced,
    FileFailed,
    FilesAdvanced,
    FilesListed,
    FileStarted,
    IndexEvent,
    IndexFinished,
    IndexReport,
)

if TYPE_CHECKING:  # For its type alone it need not be loaded: --help stays fast.
    from app.service import Service

_SNIPPET = 300
_MAX_NOTES = 10


def show_indexing(events: Iterable[IndexEvent], service: Service, *, as_json: bool) -> None:
    """Follow an indexing run with a progress bar, then print its table."""
    report = IndexReport()
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.fields[pace]}"),
        console=error_console,
        transient=True,
    ) as progress:
        reading = progress.add_task("Reading", total=None, pace="")
        embedding = progress.add_task("Embedding", total=None, visible=False, pace="")
        for event in events:
            match event:
                case FilesListed():
                    progress.update(reading, total=1.0)
                case FileStarted(path):
                    progress.update(reading, description=f"Reading {PurePath(path).name}")
                case FilesAdvanced():
                    progress.update(reading, completed=event.share, pace=files_and_pace(event))
                case FileFailed(path, failure):
                    progress.console.print(
                        Text.assemble((path, "bold"), "  ", (describe(failure).what, "red"))
                    )
                case EmbeddingAdvanced(done, total, seconds_left):
                    pace = f"{done}/{total} {time_left(seconds_left)}"
                    progress.update(embedding, completed=done, total=total, visible=True, pace=pace)
                case IndexFinished(finished):
                    report = finished
    if as_json:
        console.print_json(json.dumps(dataclasses.asdict(report), ensure_ascii=False))
    else:
        _print_report(report, service)


def _print_report(report: IndexReport, service: Service) -> None:
    if report.is_cancelled:
        console.print("Cancelled. What was read is kept; run the command again to go on.")
    n_touched = report.n_indexed + report.n_moved + report.n_deleted
    if not n_touched and not report.n_embedded and not report.is_cancelled:
        console.print("Nothing changed.")
    table = Table("", "", box=None, show_header=False)
    documents = service.library.documents()
    for label, value in (
        ("files", report.n_files),
        ("indexed now", report.n_indexed),
        ("unchanged", report.n_unchanged),
        ("moved", report.n_moved),
        ("deleted", report.n_deleted),
        ("left out by rules", report.n_left_out),
        ("pages read", report.n_pages),
        ("chunks made", report.n_chunks),
        ("chunks embedded", report.n_embedded),
        ("chunks in library", sum(document.n_chunks for document in documents)),
        ("errors", len(report.failures)),
        ("seconds", f"{report.seconds:.1f}"),
    ):
        table.add_row(label, str(value))
    console.print(table)
    if report.failures:
        errors = Table("file", "what happened", "what to do", box=None)
        for path, failure in report.failures:
            message = describe(failure)
            errors.add_row(path, message.what, message.action)
        console.print(errors)
    notes = [(d.path, problem) for d in documents for problem in d.problems]
    if notes:
        table = Table(f"{len(notes)} notes on files that were read", "", box=None)
        for path, problem in notes[:_MAX_NOTES]:
            table.add_row(path, describe_problem(problem))
        console.print(table)
    if report.embedding_failure:
        print_failure(report.embedding_failure)


def show_passages(passages: Iterable[Passage]) -> None:
    """Passages as a list, best first."""
    for number, passage in enumerate(passages, start=1):
        ranks = f"words {passage.lexical_rank or '-'}, meaning {passage.dense_rank or '-'}"
        console.print(
            Text.assemble((f"[{number}] {_place(passage)}", "bold"), (f"  {ranks}", "dim"))
        )
        text = passage.text if len(passage.text) <= _SNIPPET else passage.text[:_SNIPPET] + "…"
        console.print(Text(text))
        console.print()


def _place(passage: Passage) -> str:
    if passage.rows:
        return f"{passage.document}, rows {passage.rows.first}-{passage.rows.last}"
    return f"{passage.document}, page {passage.page}" if passage.page else passage.document
