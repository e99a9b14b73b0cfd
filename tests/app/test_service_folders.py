"""The service's folders: set up, listed, and removed with all that was in them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.service import Service
from app.service_settings import ServiceSettings
from engine.domain import DocumentHead, DocumentKind, Folder, Page, Source, SourceState, TitleBlock


@pytest.fixture
def service(workspace: Path) -> Iterator[Service]:
    with Service(workspace, ServiceSettings()) as opened:
        yield opened


def store(service: Service, root: str, path: str, *, revision: str = "A") -> None:
    name = f"sha256:{root}{path}"
    source = Source(root, path, 1, 0, SourceState.INDEXED, name, name)
    block = TitleBlock("GB-204", revision)
    head = DocumentHead(DocumentKind.DRAWING, path, 1)
    service.library.store_document(source, [head, block, Page(1, 595, 842, ())])


def test_a_removed_folder_goes_with_its_files_and_leaves_the_others(service: Service) -> None:
    service.set_up_folders([Path("/shop"), Path("/logs")])
    store(service, "/shop", "a.pdf")
    store(service, "/logs", "b.pdf")
    left = service.remove_folder("/shop")

    assert [folder.path for folder in left.folders] == ["/logs"]
    assert [(source.root, source.path) for source in left.sources] == [("/logs", "b.pdf")]
    assert [document.path for document in left.documents] == ["b.pdf"]
    assert service.listed() == left


def test_a_folder_without_files_can_be_removed(service: Service) -> None:
    service.set_up_folders([Path("/shop")])

    assert service.remove_folder("/shop").folders == ()


def test_drawings_are_listed_with_their_numbers(service: Service) -> None:
    store(service, "/shop", "a.pdf")
    store(service, "/shop", "b.pdf", revision="B")
    listed = service.listed()
    older, newest = listed.drawings

    assert (older.document, older.title_block) == ("a.pdf", TitleBlock("GB-204", "A"))
    assert listed.newer == {older.document_id: newest}


def test_a_folder_that_is_away_can_be_set_up(service: Service) -> None:
    service.set_up_folders([Path("/nas/logs")], is_watched=False, exclude=["old/"])
    service.set_up_folders([Path("/nas/logs")], is_watched=True)

    assert service.listed().folders == (Folder("/nas/logs", (), ("old/",), is_watched=True),)
