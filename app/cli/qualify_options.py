"""What the ``genba qualify`` commands share: a workspace, and a run in it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from engine.qualify.runs import FOLDER, RunFolder, latest_run

WorkspaceOption = Annotated[
    Path | None, typer.Option("--workspace", "-w", help="The folder of the library.")
]
RunArgument = Annotated[
    Path | None, typer.Argument(help="The folder of a run. Default: the workspace's latest.")
]


def run_of(given: Path | None, workspace: Path) -> RunFolder:
    """A run by its folder, or the latest of a workspace. Raises BadParameter if there is none."""
    kept = RunFolder(given) if given else latest_run(workspace / FOLDER)
    if kept is None or not kept.is_begun:
        raise typer.BadParameter("there is no run; start one with: genba qualify run")
    return kept
