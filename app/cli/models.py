"""``genba models list | fetch | verify | add | requantise | try | path``."""

from __future__ import annotations

import tempfile
import threading
import time
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Column, Table

from app.cli.output import cancel_on_interrupt, console
from engine.models.catalogue import ModelKind
from engine.models.store import (
    FetchAdvanced,
    FetchFinished,
    FetchStarted,
    ModelState,
    ModelStore,
    SourceFailed,
)
from engine.ports import Prompt, Stopped

models_app = typer.Typer(help="The models on this machine.", no_args_is_help=True)

_TRY_CELLS, _TRY_TOKENS = 512, 16

ModelArgument = Annotated[str, typer.Argument(help="An id from 'genba models list'.")]


@models_app.command("list")
def list_models() -> None:
    """Every known model and whether it is on this machine."""
    columns = (Column(title, no_wrap=True) for title in ("id", "for", "MB", "licence", "state"))
    table = Table(*columns, box=None, pad_edge=False, collapse_padding=True)  # 78 wide
    for entry, state in ModelStore.default().list():
        shown = f"{state.value}, default" if entry.is_default else state.value
        if entry.is_by_hand and state is ModelState.MISSING:
            shown = "by hand"
        size = f"{entry.bytes / 1e6:.0f}" if entry.bytes else ""
        table.add_row(entry.id, entry.kind.value, size, entry.licence, shown)
    console.print(table)
    _print("What is by hand, you bring yourself: genba models add PATH --name ID")


@models_app.command()
def fetch(
    model_ids: Annotated[
        list[str] | None, typer.Argument(help="Ids; none means the default models.")
    ] = None,
    from_folder: Annotated[
        Path | None, typer.Option("--from", help="A folder or USB stick that holds the files.")
    ] = None,
) -> None:
    """Get models and check their bytes. Goes on where it was cut off."""
    store = ModelStore.default()
    for model_id in model_ids or [store.default_model(kind) for kind in ModelKind]:
        _fetch(store, model_id, from_folder)


@models_app.command()
def verify(
    model_ids: Annotated[
        list[str] | None, typer.Argument(help="Ids; none means every model that is here.")
    ] = None,
) -> None:
    """Hash models again and compare with the catalogue."""
    store = ModelStore.default()
    here = [e.id for e, state in store.list() if state is not ModelState.MISSING]
    for model_id in model_ids or here:
        path = store.verify(model_id)
        _print(f"{model_id}: right, {path}")


@models_app.command()
def add(
    path: Annotated[Path, typer.Argument(help="A GGUF file or a sentence-transformers folder.")],
    name: Annotated[str, typer.Option("--name", help="The id to give it.")],
) -> None:
    """Copy a model of your own into the store."""
    entry = ModelStore.default().add(path, name)
    _print(f"{entry.id}: added, sha256 {entry.sha256}")


@models_app.command()
def requantise(
    model_id: ModelArgument,
    to: Annotated[str, typer.Option("--to", help="q2_k, q3_k_m, q4_0, q5_k_m, q6_k, q8_0, …")],
    name: Annotated[str | None, typer.Option("--name", help="Its id. Default: ID-TYPE.")] = None,
) -> None:
    """Make a smaller or other 4-bit model of one that is here, to find out what a shop needs."""
    from engine.llm.requantising import Quantisation, requantise  # noqa: PLC0415  (fast --help)

    kinds = {kind.name.lower(): kind for kind in Quantisation}
    if to.lower() not in kinds:
        raise typer.BadParameter(f"one of {', '.join(kinds)}", param_hint="--to")
    store = ModelStore.default()
    source = store.path_of(model_id)
    with cancel_on_interrupt() as cancel, tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / f"{source.stem}-{to.lower()}.gguf"
        if not requantise(source, target, kinds[to.lower()], name=model_id, cancel=cancel):
            raise typer.Exit(130)
        entry = store.add(target, name or f"{model_id}-{to.lower()}")
    _print(f"{entry.id}: {(entry.bytes or 0) / 1e6:.0f} MB, sha256 {entry.sha256}")


@models_app.command("try")
def try_model(model_id: ModelArgument) -> None:
    """Load a language model and have it write a few words: whether it runs here, and how fast."""
    from app.models import open_language_model  # noqa: PLC0415  (--help stays fast)
    from app.service_settings import ServiceSettings  # noqa: PLC0415

    settings = ServiceSettings(language_model=model_id, n_context=_TRY_CELLS)
    started = time.perf_counter()
    model = open_language_model(ModelStore.default(), settings, None)
    loaded = time.perf_counter()
    prompt = Prompt("You answer in one short sentence.", "", "What is a vernier caliper for?")
    n_written = 0
    for event in model.generate(prompt, max_tokens=_TRY_TOKENS, cancel=threading.Event()):
        if isinstance(event, Stopped):
            n_written = event.tokens.generated
    written = time.perf_counter()
    model.close()
    _print(
        f"{model_id}: runs; loaded in {loaded - started:.1f} s, {n_written} tokens "
        f"in {written - loaded:.1f} s"
    )


@models_app.command("path")
def show_path(model_id: ModelArgument) -> None:
    """Where a model lies."""
    _print(str(ModelStore.default().path_of(model_id)))


def _print(line: str) -> None:
    # Nothing in it is markup: a folder may be called [old]. Nothing is wrapped: it may be copied.
    console.print(line, highlight=False, markup=False, soft_wrap=True)


def _fetch(store: ModelStore, model_id: str, from_folder: Path | None) -> None:
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        DownloadColumn(),
        TimeRemainingColumn(),
    )
    is_done = False
    with cancel_on_interrupt() as cancel, Progress(*columns, console=console) as progress:
        task = progress.add_task(model_id, total=store.entry(model_id).bytes or None)
        for event in store.fetch(model_id, cancel=cancel, from_folder=from_folder):
            match event:
                case FetchStarted(_, source):
                    _print(f"{model_id}: trying {source}")
                case FetchAdvanced(done, total):
                    progress.update(task, completed=min(done, total))
                case SourceFailed(source, detail):
                    _print(f"  {source}: {detail}")
                case FetchFinished(_, path):
                    is_done = True
                    progress.remove_task(task)
                    _print(f"{model_id}: here, checked, {path}")
    if not is_done:
        console.print("Stopped. Run the command again to go on from here.")
        raise typer.Exit(130)
