"""``genba qualify run | compare | report | costs``: models on the documents of a workspace."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.progress import BarColumn, Progress, TextColumn
from rich.table import Table

from app.cli.output import cancel_on_interrupt, console, error_console, workspace_folder
from app.cli.qualify_options import RunArgument, WorkspaceOption, run_of
from app.cli.qualify_report import costs, report
from app.pace import time_left
from engine.models.catalogue import ModelKind
from engine.models.store import ModelStore
from engine.qualify.cases import Ability
from engine.qualify.events import (
    CaseDone,
    QualificationFinished,
    QualifyEvent,
    TicketBegun,
    TicketDropped,
    WorldBegun,
)
from engine.qualify.profile import PROFILES, Profile
from engine.qualify.runs import RunFolder
from engine.qualify.tickets import ASSUMED_WATTS, Ticket
from engine.qualify.verdict import DEFAULT_THRESHOLDS, Threshold, judge_ticket

qualify_app = typer.Typer(
    help="Which model can be trusted with these documents, and what it costs.",
    no_args_is_help=True,
)

_NO_EMBEDDER = "none"


@qualify_app.command()
def run(
    workspace: WorkspaceOption = None,
    model: Annotated[
        list[str] | None,
        typer.Option("--model", help="A language model's id; can be repeated."),
    ] = None,
    kv_type: Annotated[
        list[str] | None, typer.Option("--kv-type", help="f16, q8_0 or q4_0; can be repeated.")
    ] = None,
    embedder: Annotated[
        list[str] | None,
        typer.Option("--embedder", help="By its id, or 'none' for words only; can be repeated."),
    ] = None,
    has_bank: Annotated[bool, typer.Option("--bank/--no-bank", help="With the KV bank.")] = True,
    kv_mb: Annotated[int, typer.Option("--kv-mb", min=1, help="Bound of the KV cache.")] = 64,
    template: Annotated[
        Path | None, typer.Option(help="A chat template (Jinja) in place of the models' own.")
    ] = None,
    profile: Annotated[str, typer.Option(help=" | ".join(PROFILES))] = "standard",
    is_quick: Annotated[bool, typer.Option("--quick", help="The same as --profile quick.")] = False,
    ability: Annotated[
        list[Ability] | None, typer.Option("--ability", help="Only these; can be repeated.")
    ] = None,
    threshold: Annotated[
        list[str] | None, typer.Option("--threshold", help="Such as needle=0.95; can be repeated.")
    ] = None,
    language: Annotated[
        list[str] | None, typer.Option(help="Of questions: en or ja; can be repeated.")
    ] = None,
    length: Annotated[
        list[int] | None,
        typer.Option(min=200, help="Tokens around a needle; can be repeated."),
    ] = None,
    prompt_limit: Annotated[
        int | None, typer.Option(min=0, help="Longer texts are not put whole before the model.")
    ] = None,
    n_cases: Annotated[
        int | None, typer.Option("--cases", min=1, help="Of every ability but needles.")
    ] = None,
    seed: Annotated[int, typer.Option(help="Another seed asks other questions.")] = 1,
    watts: Annotated[
        float, typer.Option(min=0.0, help="Assumed draw under load, for the estimate of energy.")
    ] = ASSUMED_WATTS,
    drops: Annotated[
        bool, typer.Option("--stop-hopeless/--all", help="Stop a model that cannot pass any more.")
    ] = True,
    is_resumed: Annotated[
        bool, typer.Option("--resume", help="Go on with the latest run; all else is taken from it.")
    ] = False,
) -> None:
    """Ask the questions of a qualification. Ctrl-C keeps what is done; --resume goes on."""
    from app.qualification import Wanted, begin, go_on  # noqa: PLC0415  (--help stays fast)
    from engine.store.library import Library  # noqa: PLC0415

    folder = workspace_folder(workspace)
    store, library = ModelStore.default(), Library.open(folder)
    try:
        if is_resumed:
            kept = run_of(None, folder)
        else:
            sizes = _sizes(
                "quick" if is_quick else profile,
                languages=tuple(language or ()),
                lengths=tuple(sorted(length or ())),
                prompt_limit=prompt_limit,
                n_cases=n_cases,
                seed=seed,
            )
            if template is not None and not template.is_file():
                raise typer.BadParameter(f"there is no file {template}", param_hint="--template")
            wanted = Wanted(
                tickets=_tickets(store, model, kv_type, embedder, has_bank, kv_mb, template),
                profile=sizes,
                abilities=tuple(ability or Ability),
                thresholds=_thresholds(threshold or ()),
                watts=watts,
                drops=drops,
            )
            kept = begin(folder, library, wanted, store)
        with cancel_on_interrupt() as cancel:
            is_cancelled = _follow(go_on(kept, library, store, cancel=cancel))
        if is_cancelled:
            console.print("Cancelled. Go on with: genba qualify run --resume")
            raise typer.Exit(130)
        _print_table(kept)
    finally:
        library.close()


@qualify_app.command()
def compare(run: RunArgument = None, workspace: WorkspaceOption = None) -> None:
    """Show a run's tickets side by side: right answers with their 95 % interval, and verdicts."""
    _print_table(run_of(run, workspace_folder(workspace)))


qualify_app.command()(report)
qualify_app.command()(costs)


def _sizes(name: str, **changes: Any) -> Profile:  # noqa: ANN401  (as in the profile)
    """A profile with what was given in place of its own."""
    if name not in PROFILES:
        raise typer.BadParameter(f"one of {', '.join(PROFILES)}", param_hint="--profile")
    unknown = set(changes["languages"]) - {"en", "ja"}
    if unknown:
        raise typer.BadParameter("en or ja", param_hint="--language")
    given = {key: value for key, value in changes.items() if value not in (None, ())}
    return replace(PROFILES[name], **given)


def _tickets(
    store: ModelStore,
    models: list[str] | None,
    kv_types: list[str] | None,
    embedders: list[str] | None,
    has_bank: bool,
    kv_mb: int,
    template: Path | None,
) -> tuple[Ticket, ...]:
    default = store.default_model(ModelKind.EMBEDDING)
    tickets = tuple(
        Ticket(
            model=model,
            kv_type=kv_type,
            has_bank=has_bank,
            embedder="" if embedder == _NO_EMBEDDER else embedder,
            kv_limit_mb=kv_mb,
            template="" if template is None else str(template.absolute()),
        )
        for model in models or [store.default_model(ModelKind.LANGUAGE)]
        for kv_type in kv_types or ["f16"]
        for embedder in embedders or [default]
    )
    for ticket in tickets:
        if ticket.kv_type not in ("f16", "q8_0", "q4_0"):
            raise typer.BadParameter("f16, q8_0 or q4_0", param_hint="--kv-type")
        store.path_of(ticket.model)
        if ticket.embedder:
            store.path_of(ticket.embedder)
    return tickets


def _thresholds(given: Iterable[str]) -> dict[Ability, Threshold]:
    thresholds = dict(DEFAULT_THRESHOLDS)
    for text in given:
        name, _, least = text.partition("=")
        try:
            share = float(least)
            ability = Ability(name.strip())
        except ValueError as error:
            raise typer.BadParameter(
                f"'{text}' is not like needle=0.95", param_hint="--threshold"
            ) from error
        if not 0 < share < 1:
            raise typer.BadParameter("a share between 0 and 1", param_hint="--threshold")
        thresholds[ability] = Threshold(share)
    return thresholds


def _follow(events: Iterable[QualifyEvent]) -> bool:
    """A progress bar until the run is over; whether it was cancelled."""
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.completed}/{task.total}"),
        TextColumn("{task.fields[left]}"),
        console=error_console,
        transient=True,
    ) as progress:
        task = progress.add_task("Preparing", total=None, left="")
        for event in events:
            match event:
                case TicketBegun(ticket, number, n_rounds):
                    model = ticket.partition(" · ")[0]
                    progress.update(task, description=f"{model}, round {number} of {n_rounds}")
                case WorldBegun(world):
                    progress.update(task, left=f"reading {world}")
                case CaseDone(_, _, done, total, seconds_left):
                    left = time_left(seconds_left)
                    progress.update(task, completed=done, total=total, left=left)
                case TicketDropped(ticket, abilities):
                    progress.console.print(f"{ticket}: stopped, fails in {', '.join(abilities)}")
                case QualificationFinished(folder, is_cancelled):
                    progress.console.print(folder, soft_wrap=True, highlight=False)
                    return is_cancelled
                case _:
                    pass
    return True


def _print_table(kept: RunFolder) -> None:
    about, cases, record = kept.about(), kept.cases(), kept.record()
    thresholds = {Ability(name): Threshold(least) for name, least in about.thresholds.items()}
    table = Table("ticket", *about.abilities, "s/answer", "MB", "verdict", box=None)
    for ticket in about.tickets:
        results = record.results.get(ticket.id, {})
        found = judge_ticket(ticket.id, cases, results, thresholds)
        cells = {}
        for one in found.abilities:
            interval = one.tally.interval
            cells[one.ability.value] = (
                f"{one.tally.right}/{one.tally.n} ({interval.low:.0%}–{interval.high:.0%})"
                f"\n{one.verdict.value}"
            )
        speed = record.speeds.get(ticket.id)
        table.add_row(
            ticket.id.replace(" · ", "\n"),
            *(cells.get(name, "") for name in about.abilities),
            f"{speed.answer_s:.1f}" if speed and speed.answer_s is not None else "",
            f"{speed.resident_mb:.0f}" if speed else "",
            found.verdict.value + (" (stopped)" if ticket.id in record.dropped else ""),
        )
    console.print(table)
    if about.left_out:
        reasons = ", ".join(f"{n} {why}" for why, n in about.left_out.items())
        console.print(f"Marked answers that were not asked again: {reasons}", highlight=False)
