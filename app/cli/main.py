"""The ``genba`` command: parse, call the service, print. Errors become words in one place."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from app.cli.answers import show_answer
from app.cli.bank import bank_app
from app.cli.journal import journal_app
from app.cli.models import models_app
from app.cli.output import cancel_on_interrupt, console, errors_in_words, workspace_folder
from app.cli.progress import show_indexing, show_passages
from app.cli.qualify import qualify_app
from app.logging_setup import start_logging
from app.service_settings import KvCells, ServiceSettings
from engine.errors import PathMissing
from engine.records import answer_record, passage_record

app = typer.Typer(
    help="Answers from your own documents, on this machine, with their evidence.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
app.add_typer(models_app, name="models")
app.add_typer(bank_app, name="bank")
app.add_typer(journal_app, name="journal")
app.add_typer(qualify_app, name="qualify")

WorkspaceOption = Annotated[
    Path | None,
    typer.Option("--workspace", "-w", help="The folder of the library. Default: the user's own."),
]
ModelOption = Annotated[
    str | None, typer.Option("--model", help="Language model, by its id in 'genba models list'.")
]
EmbedderOption = Annotated[
    str | None, typer.Option("--embedder", help="Embedding model, by its id.")
]
KvOption = Annotated[
    int | None,
    typer.Option("--kv-mb", min=1, help="Bound of the model's short-term memory, in MB."),
]
KvTypeOption = Annotated[
    KvCells,
    typer.Option("--kv-type", help="Its cells; q8_0 takes half the room and reads slower."),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON value.")]


@app.command()
def index(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(help="Files and folders. None: look at every indexed folder again."),
    ] = None,
    workspace: WorkspaceOption = None,
    embedder: EmbedderOption = None,
    include: Annotated[
        list[str] | None,
        typer.Option(
            help="Only files like this, as in .gitignore; kept with the folder. '': all files."
        ),
    ] = None,
    exclude: Annotated[
        list[str] | None,
        typer.Option(help="Not files or folders like this; kept with the folder. '': none."),
    ] = None,
    is_watched: Annotated[
        bool | None,
        typer.Option("--watch/--no-watch", help="Whether 'watch' and the window watch the folder."),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Bring files and folders into the library. Only what changed is read."""
    from app.service import Service  # noqa: PLC0415  (--help stays fast)

    for path in paths or ():
        if not path.exists():
            raise PathMissing(path=path)
    folder = workspace_folder(workspace)
    start_logging(folder)
    with (
        cancel_on_interrupt() as cancel,
        Service(
            folder, ServiceSettings(embedding_model=embedder), program="genba index"
        ) as service,
    ):
        full_paths = tuple(path.absolute() for path in paths or ())
        try:
            service.set_up_folders(
                full_paths, include=include, exclude=exclude, is_watched=is_watched
            )
        except ValueError as error:
            raise typer.BadParameter(str(error)) from error
        events = service.index(full_paths, cancel=cancel)
        show_indexing(events, service, as_json=as_json)


@app.command()
def watch(workspace: WorkspaceOption = None, embedder: EmbedderOption = None) -> None:
    """Index the library's folders whenever something in them changes, until Ctrl-C."""
    from app.cli.watch import watch_folders  # noqa: PLC0415
    from app.service import Service  # noqa: PLC0415

    folder = workspace_folder(workspace)
    start_logging(folder)
    settings = ServiceSettings(embedding_model=embedder)
    with (
        cancel_on_interrupt() as cancel,
        Service(folder, settings, program="genba watch") as service,
    ):
        if not watch_folders(service, cancel):
            console.print("No folder is watched. Add one with 'genba index FOLDER --watch'.")
            raise typer.Exit(1)


@app.command()
def search(
    question: Annotated[str, typer.Argument(help="What to look for.")],
    workspace: WorkspaceOption = None,
    n: Annotated[int, typer.Option("-n", min=1, max=100, help="How many passages.")] = 10,
    embedder: EmbedderOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show the passages nearest to a question, without a language model."""
    from app.service import Service  # noqa: PLC0415

    folder = workspace_folder(workspace)
    start_logging(folder)
    with Service(folder, ServiceSettings(embedding_model=embedder)) as service:
        found = service.search(question, n)
    if as_json:
        record = {
            "question": question,
            "seconds": round(found.seconds, 4),
            "passages": [passage_record(passage) for passage in found.passages],
        }
        print_json(record)
    else:
        show_passages(found.passages)


@app.command()
def ask(
    question: Annotated[str, typer.Argument(help="A question in English or Japanese.")],
    workspace: WorkspaceOption = None,
    model: ModelOption = None,
    embedder: EmbedderOption = None,
    kv_mb: KvOption = None,
    kv_type: KvTypeOption = KvCells.F16,
    as_json: JsonOption = False,
) -> None:
    """Answer a question from the library, with the places that back the answer."""
    from app.service import Service  # noqa: PLC0415

    folder = workspace_folder(workspace)
    start_logging(folder)
    settings = ServiceSettings(
        language_model=model, embedding_model=embedder, kv_limit_mb=kv_mb, kv_cells=kv_type
    )
    with cancel_on_interrupt() as cancel, Service(folder, settings) as service:
        answer = show_answer(service.ask(question, cancel=cancel), is_quiet=as_json)
    if answer is None:
        raise typer.Exit(130)
    if as_json:
        print_json(answer_record(answer))


@app.command()
def doctor(workspace: WorkspaceOption = None) -> None:
    """Check this installation, the models and a workspace; say what to do about each finding."""
    from app.cli.doctor import run_doctor  # noqa: PLC0415  (--help stays fast)

    if not run_doctor(workspace_folder(workspace)):
        raise typer.Exit(1)


@app.command()
def window(
    paths: Annotated[
        list[Path] | None, typer.Argument(help="Files and folders to add to the library.")
    ] = None,
    workspace: WorkspaceOption = None,
    question: Annotated[
        str, typer.Option("--ask", help="A question to ask, when the files have been read.")
    ] = "",
) -> None:
    """Open the window, or bring the one that is open on this workspace to the front.

    Without --workspace it is the one that it was last open on.
    """
    # Only the window needs Qt's widgets.
    from app.window.single_window import Handover  # noqa: PLC0415
    from app.window_main import last_workspace, open_window  # noqa: PLC0415

    for path in paths or ():
        if not path.exists():
            raise PathMissing(path=path)
    given = Handover(tuple(path.absolute() for path in paths or ()), question.strip())
    raise typer.Exit(open_window(workspace or last_workspace(workspace_folder(None)), given))


def print_json(record: object) -> None:
    """One JSON value on standard output, in UTF-8 whatever the console's code page is."""
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    console.print_json(json.dumps(record, ensure_ascii=False), highlight=False)


def main() -> None:
    """The console script."""
    for stream in (sys.stdout, sys.stderr):
        # A console of another code page shows a mark for a letter it lacks, and no traceback.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    with errors_in_words():
        app(standalone_mode=True)


if __name__ == "__main__":
    main()
