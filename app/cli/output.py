"""What every command shares: the console, Ctrl-C, and errors turned into words."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from rich.console import Console

from app.messages import describe
from engine.domain import Failure
from engine.errors import GenbaError
from engine.models.location import data_folder

console = Console()
error_console = Console(stderr=True)


def workspace_folder(given: Path | None) -> Path:
    """The workspace a command works on."""
    return (given or data_folder() / "workspace").absolute()


@contextmanager
def errors_in_words() -> Iterator[None]:
    """Print a GenbaError as what happened and what to do, and leave with 1."""
    try:
        yield
    except GenbaError as error:
        print_failure(Failure(error.code, tuple(error.facts.items())))
        sys.exit(1)


def print_failure(failure: Failure) -> None:
    """A failure on standard error."""
    message = describe(failure)
    error_console.print(message.what, style="bold red", markup=False, highlight=False)
    if message.action:
        error_console.print(message.action, markup=False, highlight=False)


@contextmanager
def cancel_on_interrupt() -> Iterator[threading.Event]:
    """A cancel token that the first Ctrl-C sets; the second one ends the program."""
    cancel = threading.Event()

    def interrupted(_number: int, _frame: FrameType | None) -> None:
        cancel.set()
        signal.signal(signal.SIGINT, signal.default_int_handler)

    before = signal.signal(signal.SIGINT, interrupted)
    try:
        yield cancel
    finally:
        signal.signal(signal.SIGINT, before)
