"""``genba bank``: what the model remembers of the documents on disk."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from app.cli.output import cancel_on_interrupt, console, error_console, workspace_folder
from app.service_settings import ServiceSettings
from engine.answers import MemoryUse

bank_app = typer.Typer(help="Passages read ahead, so that answers need not wait.")

WorkspaceOption = Annotated[
    Path | None, typer.Option("--workspace", "-w", help="The folder of the library.")
]
ModelOption = Annotated[str | None, typer.Option("--model", help="Language model, by its id.")]
BankOption = Annotated[int, typer.Option("--limit-mb", min=1, help="Bound of the bank on disk.")]


@bank_app.command()
def warm(
    workspace: WorkspaceOption = None, model: ModelOption = None, limit_mb: BankOption = 2048
) -> None:
    """Read passages ahead until all are banked or the bank is full. Ctrl-C keeps what is done."""
    from app.service import Service  # noqa: PLC0415  (--help stays fast)

    settings = ServiceSettings(language_model=model, bank_limit_mb=limit_mb)
    folder = workspace_folder(workspace)
    with (
        cancel_on_interrupt() as cancel,
        Service(folder, settings) as service,
        Progress(
            TextColumn("Reading ahead"),
            BarColumn(),
            TextColumn("{task.completed}/{task.total}"),
            TimeRemainingColumn(),
            console=error_console,
            transient=True,
        ) as progress,
    ):
        service.model()
        task = progress.add_task("", total=None)
        for warmed in service.warm(cancel=cancel):
            progress.update(task, completed=warmed.done, total=warmed.total)
        _print_use(service.memory_use())


@bank_app.command()
def clear(workspace: WorkspaceOption = None) -> None:
    """Delete the bank. It is made again from the documents."""
    from app.service import Service  # noqa: PLC0415

    with Service(workspace_folder(workspace), ServiceSettings(bank_limit_mb=0)):
        console.print("The bank is empty.")


def _print_use(use: MemoryUse) -> None:
    table = Table("", "", box=None, show_header=False)
    megabytes = 2**20
    table.add_row("short-term memory", f"{use.n_cells} cells, {use.n_bytes / megabytes:.0f} MB")
    if use.bank_off:
        table.add_row("bank", f"off: {use.bank_off}")
    else:
        size, limit = use.bank_bytes / megabytes, use.bank_limit_bytes / megabytes
        table.add_row("bank", f"{use.bank_entries} passages, {size:.0f} of {limit:.0f} MB")
    console.print(table)
