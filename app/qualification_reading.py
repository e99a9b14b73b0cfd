"""What the window shows of qualifications, and the report as a file. Needs no model."""

from __future__ import annotations

from multiprocessing.connection import Connection
from pathlib import Path

from app.qualification_protocol import (
    ModelChoice,
    QualificationRead,
    ReportSaved,
    RunRead,
)
from engine.errors import ReportUnwritable
from engine.models.catalogue import ModelKind
from engine.models.store import ModelState, ModelStore
from engine.qualify import report_rows as rows
from engine.qualify.report import PagedReport, all_charts, html_report, paged_report
from engine.qualify.runs import FOLDER, RunFolder, latest_run
from engine.qualify.summary import Summary, TicketSummary, summarise
from engine.qualify.svg import Look
from engine.qualify.words import Words, words_in
from ingest.spawning import Child


def read_qualification(
    workspace: Path, store: ModelStore, *, language: str, look: Look
) -> QualificationRead:
    """The models that are here, and what the latest run came to so far. Raises RunUnreadable."""
    here = [entry for entry, state in store.list() if state is ModelState.HERE]
    default = store.default_model(ModelKind.LANGUAGE)
    embedder = store.default_model(ModelKind.EMBEDDING)
    latest = latest_run(workspace / FOLDER)
    return QualificationRead(
        models=tuple(
            ModelChoice(entry.id, entry.title, entry.bytes, entry.id == default)
            for entry in here
            if entry.kind is ModelKind.LANGUAGE
        ),
        embedder=embedder if embedder in {entry.id for entry in here} else "",
        run=read_run(latest, language=language, look=look) if latest else None,
    )


def read_run(folder: RunFolder, *, language: str, look: Look) -> RunRead:
    """What a run came to so far, also while it goes on. Raises RunUnreadable."""
    summary, words = _summary(folder), words_in(language)
    names = rows.ticket_names(summary, words)
    return RunRead(
        folder=str(folder.path),
        summary=summary,
        is_over=_is_over(summary),
        names=names,
        headline=rows.headline(summary, names, words),
        sentences=tuple(rows.sentences(summary, names, words)),
        notes={one.ticket.id: _notes(one, words) for one in summary.tickets},
        charts=dict(all_charts(summary, language=language, look=look)),
    )


def save_report(folder: RunFolder, path: Path, *, language: str) -> ReportSaved:
    """Write the report on a run, as PDF if the name ends so and else as HTML.

    Raises RunUnreadable, ReportUnwritable.
    """
    summary = _summary(folder)
    if path.suffix.lower() == ".pdf":
        _save_pdf(paged_report(summary, language=language), path)
        return ReportSaved(path)
    part = path.with_name(f"{path.name}.part")
    try:
        part.write_text(html_report(summary, language=language), encoding="utf-8")
        part.replace(path)
    except OSError as error:
        raise ReportUnwritable(path=path, detail=error.strerror or error) from error
    return ReportSaved(path)


def _summary(folder: RunFolder) -> Summary:
    return summarise(folder.about(), folder.cases(), folder.record())


def _notes(one: TicketSummary, words: Words) -> tuple[str, ...]:
    notes = []
    if more := rows.more_cases(one, words):
        notes.append(f"{words('more_cases')}: {more}")
    if rows.is_plan_too_small(one):
        notes.append(words("plan_too_small"))
    return tuple(notes)


def _is_over(summary: Summary) -> bool:
    """Whether nothing is left to ask or to measure."""
    return all(
        one.dropped or (one.n_asked == one.n_planned and one.speed is not None)
        for one in summary.tickets
    )


def _save_pdf(report: PagedReport, path: Path) -> None:
    """In a child: pages are laid out by Qt, which the engine process does without."""
    child = Child(write_in_child, report, path, name="genba-report")
    try:
        failure: str = child.connection.recv()
    except (EOFError, OSError) as error:
        detail = f"exit code {child.exit_code}"
        raise ReportUnwritable(path=path, detail=detail) from error
    finally:
        child.stop()
    if failure:
        raise ReportUnwritable(path=path, detail=failure)


def write_in_child(connection: Connection, report: PagedReport, path: Path) -> None:
    """The child's whole life: write the PDF, and say why not or nothing."""
    from app.qualification_pdf import gui_application, write_pdf  # noqa: PLC0415  (only here Qt)

    application = gui_application()
    try:
        write_pdf(report, path)
    except OSError as error:
        connection.send(error.strerror or str(error))
    else:
        connection.send("")
    finally:
        application.quit()
