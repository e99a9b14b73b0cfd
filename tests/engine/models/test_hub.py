"""The hub route with its real library, against a small hub on this machine."""

from __future__ import annotations

import hashlib
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from engine.models.catalogue import HubSource
from engine.models.store import FetchFinished, SourceFailed
from tests.engine.models.toys import PARTS, TOY, fetch, put_package, store_of, toy_packages

CONTENT = b"".join(PARTS)
REVISION = "f" * 40
ON_HUB = replace(TOY, hub=HubSource("some/model", REVISION, "toy.gguf"))


class ToyHub(BaseHTTPRequestHandler):
    def do_HEAD(self) -> None:
        self._answer(with_content=False)

    def do_GET(self) -> None:
        self._answer(with_content=True)

    def _answer(self, *, with_content: bool) -> None:
        if self.path != f"/some/model/resolve/{REVISION}/toy.gguf":
            self.send_error(404)
            return
        self.send_response(200)
        self.send_header("ETag", f'"{hashlib.sha256(CONTENT).hexdigest()}"')
        self.send_header("X-Repo-Commit", REVISION)
        self.send_header("Content-Length", str(len(CONTENT)))
        self.end_headers()
        if with_content:
            self.wfile.write(CONTENT)

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), ToyHub)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    point_to(server.server_port, monkeypatch)
    yield
    server.shutdown()
    thread.join()
    server.server_close()


def point_to(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "0")
    monkeypatch.delenv("TRANSFORMERS_OFFLINE", raising=False)
    monkeypatch.setenv("HF_ENDPOINT", f"http://127.0.0.1:{port}")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


@pytest.mark.real
@pytest.mark.usefixtures("hub")
def test_a_model_comes_from_the_hub_and_nothing_else_stays(tmp_path: Path) -> None:
    store = store_of(tmp_path, ON_HUB)
    events = fetch(store, "toy")
    assert not [event for event in events if isinstance(event, SourceFailed)]
    path = store.path_of("toy")
    assert path.read_bytes() == CONTENT
    assert [folder.name for folder in path.parents[1].iterdir()] == ["toy"]


@pytest.mark.real
@pytest.mark.usefixtures("hub")
def test_a_file_the_hub_does_not_have_is_said_and_the_packages_are_next(
    tmp_path: Path, shelf: Path
) -> None:
    toy_packages(shelf)
    entry = replace(TOY, hub=HubSource("some/model", REVISION, "other.gguf"))
    events = fetch(store_of(tmp_path, entry), "toy")
    (failed,) = [event for event in events if isinstance(event, SourceFailed)]
    assert "404" in failed.detail
    assert isinstance(events[-1], FetchFinished)


@pytest.mark.real
@pytest.mark.usefixtures("hub")
def test_other_bytes_on_the_hub_are_refused(tmp_path: Path, shelf: Path) -> None:
    put_package(shelf, "toy-part1", {"toy/part.bin": b"right"})
    entry = replace(
        ON_HUB,
        sha256=hashlib.sha256(b"right").hexdigest(),
        bytes=5,
        packages=replace(TOY.packages, parts=1) if TOY.packages else None,
    )
    store = store_of(tmp_path, entry)
    (failed,) = [event for event in fetch(store, "toy") if isinstance(event, SourceFailed)]
    assert "wrong bytes" in failed.detail
    assert store.path_of("toy").read_bytes() == b"right"


@pytest.mark.real
def test_a_hub_that_is_not_there_is_given_up_quickly(
    tmp_path: Path, shelf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    toy_packages(shelf)
    with socket.create_server(("127.0.0.1", 0)) as closed_soon:
        port = closed_soon.getsockname()[1]
    point_to(port, monkeypatch)
    started = time.monotonic()
    events = store_of(tmp_path, ON_HUB).fetch("toy", cancel=threading.Event())
    failed = next(event for event in events if isinstance(event, SourceFailed))
    assert failed.detail == "it cannot be reached"
    assert time.monotonic() - started < 15  # The hub's own library tries for 23 s.
