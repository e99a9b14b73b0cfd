"""Which drawings are older revisions, and which of them a question asks for all the same."""

from __future__ import annotations

import pytest

from engine.domain import DrawingRevision, TitleBlock
from engine.revisions import names_revision, superseded


def drawing(number: str, revision: str) -> DrawingRevision:
    name = f"{number}-{revision}.pdf"
    return DrawingRevision(name, name, TitleBlock(number, revision))


def older(*revisions: str) -> dict[str, str]:
    found = superseded([drawing("GB-204", revision) for revision in revisions])
    return {key: newest.title_block.revision for key, newest in found.items()}


@pytest.mark.parametrize(
    ("revisions", "newest"),
    [(("A", "C", "B"), "C"), (("9", "10"), "10"), (("Z", "AA"), "AA"), (("-", "A"), "A"),
     (("Ａ", "Ｂ"), "Ｂ"), (("Rev 1", "Rev 2"), "Rev 2")],
)  # fmt: skip
def test_all_but_the_newest_are_older(revisions: tuple[str, ...], newest: str) -> None:
    assert older(*revisions) == {
        f"GB-204-{revision}.pdf": newest for revision in revisions if revision != newest
    }


def test_numbers_and_letters_side_by_side_are_not_ordered() -> None:
    assert older("2", "B") == {}
    assert older("A", "draft for Mori") == {}


def test_the_same_revision_twice_is_not_older() -> None:
    first = DrawingRevision("1", "a.pdf", TitleBlock("GB-204", "B"))
    copy = DrawingRevision("2", "b.pdf", TitleBlock("gb-204 ", "b"))
    assert superseded([first, copy]) == {}


def test_other_numbers_are_other_drawings() -> None:
    assert superseded([drawing("GB-204", "A"), drawing("GB-205", "B")]) == {}


@pytest.mark.parametrize(
    ("question", "asks"),
    [
        ("What is the bore in revision A?", True),
        ("bore diameter GB-204 rev. A", True),
        ("GB-204 revA bore", True),
        ("改訂 A の穴径は?", True),
        ("What is a bore?", False),
        ("What is the bore of GB-204?", False),
    ],
)
def test_a_question_names_a_revision(question: str, asks: bool) -> None:
    assert names_revision(question, "A") is asks
