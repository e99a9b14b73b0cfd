"""What the window shows of qualifications, and the report as a file. Needs no model.

Costs are shown once the workspace has a file of prices: those of the example are nobody's.
"""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from pathlib import Path

from app.qualification_protocol import (
    ModelChoice,
    PricesReady,
    PricesStage,
    QualificationRead,
    ReportSaved,
    RunRead,
)
from engine.domain import Failure
from engine.errors import CostsInvalid, ReportUnwritable
from engine.models.catalogue import ModelKind
from engine.models.store import ModelState, ModelStore
from engine.qualify import report_rows as rows
from engine.qualify.cost_inputs import CostInputs, read_costs, write_example
from engine.qualify.cost_report import Costs, report_costs
from engine.qualify.report import all_charts, html_report, paged_report
from engine.qualify.runs import FOLDER, RunFolder, latest_run
from engine.qualify.summary import Summary, TicketSummary, summarise
from engine.qualify.svg import LIGHT, Look
from engine.qualify.usage import observed
from engine.qualify.words import Words, words_in
from engine.store.journal import Journal
from ingest.spawning import Child

PRICES = "costs.toml"
"""The shop's prices, in the workspace."""


def read_qualification(
    workspace: Path, store: ModelStore, *, language: str, look: Look
) -> QualificationRead:
    """The models that are here, and what the latest run came to so far. Raises RunUnreadable."""
    here = [entry for entry, state in store.list() if state is ModelState.HERE]
    default = store.default_model(ModelKind.LANGUAGE)
    embedder = store.default_model(ModelKind.EMBEDDING)
    latest = latest_run(workspace / FOLDER)
    run = read_run(latest, workspace, language=language, look=look) if latest else None
    return QualificationRead(
        models=tuple(
            ModelChoice(entry.id, entry.title, entry.bytes, entry.id == default)
            for entry in here
            if entry.kind is ModelKind.LANGUAGE
        ),
        embedder=embedder if embedder in {entry.id for entry in here} else "",
        run=run,
    )


def read_run(folder: RunFolder, workspace: Path, *, language: str, look: Look) -> RunRead:
    """What a run came to so far, also while it goes on. Raises RunUnreadable."""
    summary, words = _summary(folder), words_in(language)
    names = rows.ticket_names(summary, words)
    prices, costs, failure = PricesStage.NONE, None, None
    try:
        if (inputs := _prices(workspace)) is not None:
            prices = PricesStage.EXAMPLES if inputs.examples else PricesStage.OWN
            costs = _costs(summary, inputs, workspace, language)
    except CostsInvalid as error:
        prices, failure = PricesStage.WRONG, Failure(error.code, tuple(error.facts.items()))
    return RunRead(
        folder=str(folder.path),
        summary=summary,
        is_over=_is_over(summary),
        names=names,
        headline=rows.headline(summary, names, words),
        sentences=tuple(rows.sentences(summary, names, words)),
        notes={one.ticket.id: _notes(one, words) for one in summary.tickets},
        charts=dict(all_charts(summary, language=language, look=look, costs=costs)),
        prices=prices,
        prices_failure=failure,
    )


def save_report(folder: RunFolder, workspace: Path, path: Path, *, language: str) -> ReportSaved:
    """Write the report on a run, as PDF if the name ends so and else as HTML.

    Raises RunUnreadable, ReportUnwritable, CostsInvalid.
    """
    summary, inputs = _summary(folder), _prices(workspace)
    costs = _costs(summary, inputs, workspace, language) if inputs is not None else None
    if path.suffix.lower() == ".pdf":
        _save_pdf(summary, costs, path, language)
        return ReportSaved(path)
    part = path.with_name(f"{path.name}.part")
    try:
        part.write_text(html_report(summary, language=language, costs=costs), encoding="utf-8")
        part.replace(path)
    except OSError as error:
        raise ReportUnwritable(path=path, detail=error.strerror or error) from error
    return ReportSaved(path)


def edit_prices(workspace: Path, *, language: str) -> PricesReady:
    """The file of the shop's prices; an example to edit is written if there is none.

    Raises ReportUnwritable.
    """
    path = workspace / PRICES
    try:
        if not path.exists():
            write_example(path, language)
    except OSError as error:
        raise ReportUnwritable(path=path, detail=error.strerror or error) from error
    return PricesReady(path)


def _summary(folder: RunFolder) -> Summary:
    return summarise(folder.about(), folder.cases(), folder.record())


def _prices(workspace: Path) -> CostInputs | None:
    """The shop's prices; None if there is no file of them. Raises CostsInvalid."""
    path = workspace / PRICES
    return read_costs(path) if path.exists() else None


def _costs(summary: Summary, inputs: CostInputs, workspace: Path, language: str) -> Costs | None:
    """What answers cost, with the questions that the journal has; None before the first case."""
    with closing(Journal(workspace)) as journal:
        use = observed(journal.entries(), until=datetime.now(UTC))
    return report_costs(summary, inputs, language=language, journal=use)


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


def _save_pdf(summary: Summary, costs: Costs | None, path: Path, language: str) -> None:
    """In a child: pages are laid out by Qt, which the engine process does without."""
    child = Child(write_in_child, summary, costs, path, language, name="genba-report")
    try:
        failure: str = child.connection.recv()
    except (EOFError, OSError) as error:
        detail = f"exit code {child.exit_code}"
        raise ReportUnwritable(path=path, detail=detail) from error
    finally:
        child.stop()
    if failure:
        raise ReportUnwritable(path=path, detail=failure)


def write_in_child(
    connection: Connection, summary: Summary, costs: Costs | None, path: Path, language: str
) -> None:
    """The child's whole life: write the PDF, and say why not or nothing."""
    # Only here is Qt needed.
    from app.qualification_pdf import gui_application, write_pdf  # noqa: PLC0415
    from app.report_pages import report_family  # noqa: PLC0415

    application = gui_application()  # Kept for as long as there are fonts in use.
    look = replace(LIGHT, family=report_family())
    try:
        write_pdf(paged_report(summary, language=language, look=look, costs=costs), path)
    except OSError as error:
        connection.send(error.strerror or str(error))
    else:
        connection.send("")
    del application
