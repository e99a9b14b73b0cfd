"""Where the program keeps models and the default workspace."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs


def data_folder() -> Path:
    """``$GENBA_HOME``, else the user's data folder for this platform."""
    home = os.environ.get("GENBA_HOME")
    return Path(home) if home else Path(platformdirs.user_data_dir("genba", appauthor=False))
