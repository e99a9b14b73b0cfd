from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from engine.domain import Block, BlockKind, DocumentHead, Page
from engine.errors import FileDamaged, FileEmpty
from ingest.mupdf import pymupdf
from ingest.render import render_page
from ingest.text_document import read_markdown, read_text

Write = Callable[..., Path]

MARKDOWN = """# Gauges

Some text that is long enough to have been wrapped by hand by somebody
who likes **short** lines.

## Register

| No | Due |
|----|-----|
| A-001 | 2026/04/10 |
| B\\|2 | 2025/11/01 |

- first
- second

```
# no heading
```
Setext
------
"""


def blocks_of(path: Path) -> list[Block]:
    parts = read_markdown(path) if path.suffix == ".md" else read_text(path)
    return [b for part in parts if isinstance(part, Page) for b in part.blocks]


def test_markdown_headings_tables_and_lists(write: Write) -> None:
    found = [(b.kind.value, b.level, b.text.strip()) for b in blocks_of(write("a.md", MARKDOWN))]
    assert found == [
        ("heading", 1, "Gauges"),
        ("paragraph", 0, "Some text that is long enough to have been wrapped by hand by somebody"),
        ("paragraph", 0, "who likes short lines."),
        ("heading", 2, "Register"),
        ("table row", 0, "No | Due"),
        ("table row", 0, "A-001 | 2026/04/10"),
        ("table row", 0, "B|2 | 2025/11/01"),
        ("paragraph", 0, "- first"),
        ("paragraph", 0, "- second"),
        ("paragraph", 0, "# no heading"),
        ("heading", 2, "Setext"),
    ]


def test_the_first_heading_is_the_title(write: Write) -> None:
    head = next(iter(read_markdown(write("a.md", MARKDOWN))))
    assert isinstance(head, DocumentHead)
    assert (head.title, head.n_pages) == ("Gauges", 1)


def test_lines_wrapped_by_hand_are_one_paragraph(write: Write) -> None:
    text = (
        "The lock nut of the spindle is tightened with the torque wrench of\n"
        "station four and is checked by a second person afterwards.\n"
    )
    assert blocks_of(write("a.txt", text))[0].text.endswith("wrench of ")


def test_an_inventory_stays_a_line_each(write: Write) -> None:
    blocks = blocks_of(write("a.txt", "Box A: 1 toy\nBox B: 2 toys\n"))
    assert [b.text for b in blocks] == ["Box A: 1 toy\n", "Box B: 2 toys\n"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp932", "euc_jp"])
def test_japanese_text_in_any_encoding(write: Write, encoding: str) -> None:
    text = "ロックナットの締付トルクは 12 Nm とする。\n検査は二人で行う。\n"
    assert blocks_of(write("手順.txt", text, encoding))[0].text.strip() == text.splitlines()[0]


def test_a_long_line_is_wrapped_and_loses_nothing(write: Write) -> None:
    line = "公差は±0.05 mmとする。" * 30 + "word " * 60 + "x" * 300
    blocks = blocks_of(write("a.txt", line))
    assert "".join(b.text for b in blocks).split() == line.split()
    assert all(b.rect.x1 <= 546 for b in blocks)


def test_pages_follow_each_other(write: Write) -> None:
    path = write("a.txt", "\n".join(f"Line {i}." for i in range(200)))
    parts = list(read_text(path))
    assert isinstance(parts[0], DocumentHead)
    pages = [part for part in parts if isinstance(part, Page)]
    assert parts[0].n_pages == len(pages) == 4
    assert pages[3].blocks[-1].text == "Line 199.\n"


def test_the_drawn_page_has_its_text_inside_the_rectangles(write: Write) -> None:
    path = write("手順 書.txt", "Torque 12 Nm\n\t締付トルク 🔧 12 Nm\n")
    page = next(part for part in read_text(path) if isinstance(part, Page))
    drawn = render_page(path, 1, 1.0)
    picture = pymupdf.Pixmap(drawn.png)
    dark = [
        (x, y)
        for y in range(picture.height)
        for x in range(picture.width)
        if max(picture.pixel(x, y)) < 128
    ]
    for block in page.blocks:
        r = block.rect
        assert any(r.x0 <= x <= r.x1 and r.y0 <= y <= r.y1 for x, y in dark)
    assert all(
        any(
            b.rect.x0 - 1 <= x <= b.rect.x1 + 1 and b.rect.y0 <= y <= b.rect.y1 for b in page.blocks
        )
        for x, y in dark
    )
    assert drawn.n_pages == 1


def test_control_characters_do_not_stop_the_drawing(write: Write) -> None:
    assert render_page(write("a.txt", "a\x0bb\x1bc \ufffe \U0001f600"), 1, 0.5).n_pages == 1


def test_nothing_but_space_is_an_empty_file(write: Write) -> None:
    with pytest.raises(FileEmpty):
        blocks_of(write("a.txt", " \n\n"))


def test_bytes_that_are_no_text_are_damage(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(bytes(range(256)) * 10)
    with pytest.raises(FileDamaged):
        blocks_of(tmp_path / "a.txt")


def test_kinds_are_paragraphs_in_plain_text(write: Write) -> None:
    assert {b.kind for b in blocks_of(write("a.txt", "# not a heading\n| a | b |\n"))} == {
        BlockKind.PARAGRAPH
    }
