"""``genba journal list | show | verify | export | cases``: what was asked and answered."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from app.cli.output import console, workspace_folder
from engine.marked_cases import marked_cases
from engine.store.history import judged_ids, judged_in
from engine.store.journal import Entry, EntryKind, Journal

journal_app = typer.Typer(help="The record of questions and answers.", no_args_is_help=True)

# What a question that is still being answered, or was left in the middle, ends with.
_OPEN = (EntryKind.QUESTION, EntryKind.EVIDENCE, EntryKind.STEP, EntryKind.FINDINGS)

WorkspaceOption = Annotated[Path | None, typer.Option("--workspace", "-w")]


@journal_app.command("list")
def list_questions(
    workspace: WorkspaceOption = None,
    n: Annotated[int, typer.Option("-n", min=1, help="How many, newest last.")] = 20,
) -> None:
    """The latest questions, when they were asked and how they ended."""
    with _journal(workspace) as journal:
        questions: dict[int, list[Entry]] = {}
        for entry in journal.entries():
            questions.setdefault(entry.question_id, []).append(entry)
    table = Table("id", "asked (UTC)", "ended as", "marked", "question", "answer", box=None)
    for question_id, entries in list(questions.items())[-n:]:
        last = [entry for entry in entries if entry.kind is not EntryKind.JUDGEMENT][-1]
        ended = "open" if last.kind in _OPEN else last.kind.value
        answer = last.body.get("answer", "") if last.kind is EntryKind.ANSWER else ""
        asked = entries[0]
        marked = _mark(entries)
        table.add_row(
            str(question_id), asked.at[:19], ended, marked, asked.body["question"], answer
        )
    console.print(table)


@journal_app.command("show")
def show_question(
    question_id: Annotated[int, typer.Argument(help="The id from 'genba journal list'.")],
    workspace: WorkspaceOption = None,
) -> None:
    """Everything recorded about one question."""
    with _journal(workspace) as journal:
        entries = list(journal.entries(question_id))
    if not entries:
        console.print(f"The journal has no question {question_id}.")
        raise typer.Exit(1)
    for entry in entries:
        console.rule(f"{entry.id}  {entry.kind.value}  {entry.at}")
        console.print_json(json.dumps(dict(entry.body), ensure_ascii=False))


@journal_app.command("verify")
def verify(workspace: WorkspaceOption = None) -> None:
    """Check the hash chain from the first entry to the newest."""
    with _journal(workspace) as journal:
        n, head = journal.verify()
    console.print(f"{n} entries, unbroken. Newest hash: {head}", highlight=False, soft_wrap=True)


@journal_app.command("export")
def export(
    target: Annotated[Path, typer.Argument(help="A file to write, one JSON entry a line.")],
    workspace: WorkspaceOption = None,
) -> None:
    """Write every entry with its hashes, so that the chain can be checked elsewhere."""
    with _journal(workspace) as journal, target.open("w", encoding="utf-8") as file:
        n = 0
        for entry in journal.entries():
            file.write(json.dumps(dataclasses.asdict(entry), ensure_ascii=False) + "\n")
            n += 1
    console.print(f"{n} entries written to {target}", highlight=False)


@journal_app.command("cases")
def export_cases(
    out: Annotated[Path, typer.Option("--out", help="A file to write, one JSON case a line.")],
    workspace: WorkspaceOption = None,
) -> None:
    """Write the answers marked right, and those marked wrong whose correct value was given."""
    with _journal(workspace) as journal, out.open("w", encoding="utf-8") as file:
        n = 0
        for case in marked_cases(journal):
            file.write(json.dumps(case, ensure_ascii=False) + "\n")
            n += 1
        n_marked = len(judged_ids(journal))
    console.print(f"{n} cases of {n_marked} marked answers written to {out}", highlight=False)


def _mark(entries: Sequence[Entry]) -> str:
    said = [entry for entry in entries if entry.kind is EntryKind.JUDGEMENT]
    judged = judged_in(said[-1].body) if said else None
    return judged.judgement.value if judged else ""


@contextmanager
def _journal(workspace: Path | None) -> Iterator[Journal]:
    journal = Journal(workspace_folder(workspace))
    try:
        yield journal
    finally:
        journal.close()
