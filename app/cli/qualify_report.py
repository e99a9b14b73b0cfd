"""``genba qualify report | costs``: a run as one file to read, with what answers cost."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli.output import console, workspace_folder
from app.cli.qualify_options import RunArgument, WorkspaceOption, run_of
from engine.qualify.runs import FOLDER, RunFolder

if TYPE_CHECKING:
    from engine.qualify.cost_report import Costs
    from engine.qualify.summary import Summary
    from engine.qualify.usage import Observed

_HTML, _PDF = (".html", ".htm"), (".pdf",)


class Language(StrEnum):
    """In which language a file is written."""

    EN = "en"
    JA = "ja"


LanguageOption = Annotated[Language, typer.Option(help="Of the words in the file.")]


def report(
    out: Annotated[Path, typer.Option("--out", help="The file to write: .html or .pdf.")],
    run: RunArgument = None,
    workspace: WorkspaceOption = None,
    language: LanguageOption = Language.EN,
    costs: Annotated[
        Path | None,
        typer.Option(help="The shop's prices, a file begun with 'genba qualify costs FILE'."),
    ] = None,
) -> None:
    """Write a run's verdicts, charts and costs as one file that can be passed on."""
    from engine.qualify.summary import summarise  # noqa: PLC0415  (--help stays fast)

    if out.suffix.lower() not in (*_HTML, *_PDF):
        raise typer.BadParameter("the name must end in .html or .pdf", param_hint="--out")
    kept = run_of(run, workspace_folder(workspace))
    summary = summarise(kept.about(), kept.cases(), kept.record())
    found = _costs(summary, costs, language, _journal_of(kept, workspace)) if costs else None
    try:
        if out.suffix.lower() in _PDF:
            _write_pdf(summary, out, language, found)
        else:
            _write_html(summary, out, language, found)
    except OSError as error:
        why = error.strerror or str(error)
        raise typer.BadParameter(f"{out} cannot be written: {why}", param_hint="--out") from error
    console.print(str(out), soft_wrap=True, highlight=False, markup=False)
    if costs is None:
        console.print("Without costs. For them: genba qualify costs FILE, then --costs FILE")


def costs(
    file: Annotated[Path, typer.Argument(help="The file to write, such as costs.toml.")],
    language: LanguageOption = Language.EN,
) -> None:
    """Write an example of the file of prices. Every number in it is to be replaced."""
    from engine.qualify.cost_inputs import write_example  # noqa: PLC0415

    try:
        write_example(file, language)
    except FileExistsError as error:
        raise typer.BadParameter(
            f"{file} is there already and was not changed; give another name", param_hint="FILE"
        ) from error
    except OSError as error:
        why = error.strerror or str(error)
        raise typer.BadParameter(f"{file} cannot be written: {why}", param_hint="FILE") from error
    console.print(str(file), soft_wrap=True, highlight=False, markup=False)
    console.print("Put in your own numbers, then: genba qualify report --out FILE --costs FILE")


def _costs(summary: Summary, path: Path, language: Language, journal: Observed | None) -> Costs:
    from engine.qualify.cost_inputs import read_costs  # noqa: PLC0415
    from engine.qualify.cost_report import report_costs  # noqa: PLC0415

    found = report_costs(summary, read_costs(path), language=language, journal=journal)
    if found is None:
        raise typer.BadParameter(
            "the run has put no question to the program yet; go on with: genba qualify run"
            " --resume",
            param_hint="--costs",
        )
    return found


def _journal_of(kept: RunFolder, workspace: Path | None) -> Observed | None:
    """What the journal of the run's own workspace says; None if there is no journal.

    A run that was moved out of its workspace has none, unless the workspace is given.
    """
    from engine.qualify.usage import observed  # noqa: PLC0415
    from engine.store.journal import Journal  # noqa: PLC0415

    above = kept.path.absolute().parent
    folder = above.parent if above.name == FOLDER else workspace
    if folder is None or not (folder / "journal.db").is_file():
        return None
    journal = Journal(folder)
    try:
        return observed(journal.entries(), until=datetime.now(UTC))
    finally:
        journal.close()


def _write_html(summary: Summary, out: Path, language: Language, found: Costs | None) -> None:
    from engine.qualify.report import html_report  # noqa: PLC0415

    part = out.with_name(f"{out.name}.part")
    try:
        part.write_text(html_report(summary, language=language, costs=found), encoding="utf-8")
        part.replace(out)
    finally:
        part.unlink(missing_ok=True)


def _write_pdf(summary: Summary, out: Path, language: Language, found: Costs | None) -> None:
    from app.qualification_pdf import gui_application, write_pdf  # noqa: PLC0415
    from app.report_pages import report_family  # noqa: PLC0415
    from engine.qualify.report import paged_report  # noqa: PLC0415
    from engine.qualify.svg import LIGHT  # noqa: PLC0415

    application = gui_application()  # Kept for as long as there are fonts in use.
    look = replace(LIGHT, family=report_family())
    write_pdf(paged_report(summary, language=language, look=look, costs=found), out)
    del application
