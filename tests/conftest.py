"""What every test can count on: no network, no screen, no data outside its own folder."""

from __future__ import annotations

import ipaddress
import os
import socket
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

# A landing must not hang on luck; a developer's run goes on searching.
# No deadlines: on a busy machine they fail for nothing.
settings.register_profile("local", deadline=None)
settings.register_profile("ci", derandomize=True, deadline=None)
settings.load_profile("local")
if os.environ.get("CI"):
    settings.load_profile("ci")

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("HF_HUB_OFFLINE", "1")
os.environ.setdefault("TRANSFORMERS_OFFLINE", "1")


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Any connection to another machine fails the test that tries it."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6):
            host = str(address[0])
            is_local = host == "localhost" or ipaddress.ip_address(host).is_loopback
            assert is_local, f"a test tried to reach {host}"
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(autouse=True)
def own_home(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tests without real models see an empty data folder; none writes to the user's settings."""
    if "real" not in request.keywords:
        monkeypatch.setenv("GENBA_HOME", str(tmp_path / "genba-home"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """The folder of a new workspace, under a name that only some programs can take."""
    folder = tmp_path / "検査　太郎" / "workspace"
    folder.mkdir(parents=True)
    return folder
