"""Plain text and Markdown to pages of blocks, laid out so that evidence has a place to show."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from engine.domain import (
    Block,
    BlockKind,
    DocumentHead,
    DocumentKind,
    Page,
    ReadPart,
    ReadProblem,
    Rect,
)
from engine.errors import FileDamaged, FileEmpty
from ingest.encodings import SAMPLE_BYTES, encoding_of
from ingest.pdf_lines import display_width, joint, starts_with_marker
from ingest.text_layout import PAGE_HEIGHT_PT, PAGE_WIDTH_PT, TextLayout

_HEADING = re.compile(r"\s{0,3}(#{1,6})\s+(.*?)\s*#*\s*$")
_UNDERLINE = re.compile(r"\s{0,3}(=+|-{3,})\s*$")
_FENCE = re.compile(r"\s{0,3}(?:```|~~~)")
_TABLE_RULE = re.compile(r"\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?\s*$")
_CELL_BAR = re.compile(r"(?<!\\)\|")
_RULE = re.compile(r"\s{0,3}(?:[-*_]\s*){3,}$")
_HARD_WRAP_COLUMNS = 55


@dataclass(slots=True)
class _Role:
    """What a source line is. ``text`` replaces the line's own where it is not None."""

    kind: BlockKind = BlockKind.PARAGRAPH
    level: int = 0
    text: str | None = None
    is_joined: bool = False


def read_text(path: Path) -> Iterator[ReadPart]:
    """A plain text file. Errors: FileEmpty, FileDamaged."""
    yield from _read(path, DocumentKind.TEXT)


def read_markdown(path: Path) -> Iterator[ReadPart]:
    """A Markdown file, with headings and tables told apart. Errors: FileEmpty, FileDamaged."""
    yield from _read(path, DocumentKind.MARKDOWN)


def open_text(path: Path) -> TextLayout:
    """The pages of a text file. Errors: FileDamaged."""
    return TextLayout(source_lines(path))


def source_lines(path: Path) -> list[str]:
    """The lines of a text file, without their ends. Errors: FileDamaged."""
    raw = path.read_bytes()
    encoding = encoding_of(raw[:SAMPLE_BYTES])
    if encoding is None:
        raise FileDamaged(path=path, detail="not a text")
    return re.split(
        r"\r\n|\r|\n|\f", raw.decode(encoding, "replace").replace("\x00", "\ufffd").rstrip()
    )


def _read(path: Path, kind: DocumentKind) -> Iterator[ReadPart]:
    lines = source_lines(path)
    if not any(line.strip() for line in lines):
        raise FileEmpty(path=path)
    roles = _markdown_roles(lines) if kind is DocumentKind.MARKDOWN else _plain_roles(lines)
    layout = TextLayout(lines)
    yield DocumentHead(kind, _title(lines, roles) or path.stem, layout.n_pages)
    for number, line in enumerate(lines, start=1):
        if "\ufffd" in line:
            yield ReadProblem("undecodable", "", line=number)
    for page in range(1, layout.n_pages + 1):
        blocks = tuple(_blocks(layout, page, lines, roles))
        yield Page(page, PAGE_WIDTH_PT, PAGE_HEIGHT_PT, blocks)


def _title(lines: list[str], roles: list[_Role]) -> str:
    for line, role in zip(lines, roles, strict=True):
        if role.kind is BlockKind.HEADING and role.level == 1:
            return role.text or line.strip()
        if line.strip():
            break
    return ""


def _blocks(layout: TextLayout, page: int, lines: list[str], roles: list[_Role]) -> Iterator[Block]:
    shown = layout.lines(page)
    for i, (line, rect) in enumerate(shown):
        role = roles[line.source]
        source = lines[line.source]
        if role.text == "" or not source.strip():
            continue
        if role.text is not None:
            if line.start > 0:
                continue
            rest = [r for other, r in shown[i + 1 : i + 200] if other.source == line.source]
            yield Block(role.text + "\n", Rect.around([rect, *rest]), role.kind, role.level)
            continue
        text = source[line.start : line.end]
        if line.start == 0:
            text = text.lstrip()
        if line.end < len(source):
            yield Block(text, rect)
            continue
        text = text.rstrip()
        following = lines[line.source + 1].lstrip() if role.is_joined else ""
        yield Block(text + (joint(text, following) if role.is_joined else "\n"), rect)


# Plain text.


def _plain_roles(lines: list[str]) -> list[_Role]:
    """Lines wrapped by hand are joined to paragraphs; a list or an inventory stays lines."""
    return [
        _Role(is_joined=_is_hand_wrapped(line, following))
        for line, following in zip(lines, [*lines[1:], ""], strict=True)
    ]


def _is_hand_wrapped(line: str, following: str) -> bool:
    return (
        _HARD_WRAP_COLUMNS <= display_width(line) <= 120
        and bool(following.strip())
        and not following[:1].isspace()
        and not starts_with_marker(following)
        and not line.rstrip().endswith((".", "。", ":", "：", "|", ";"))
        and "\t" not in line
        and following[:1].isalpha()
    )


# Markdown.


def _markdown_roles(lines: list[str]) -> list[_Role]:
    roles = [_Role() for _ in lines]
    is_code = False
    in_table = False
    for i, line in enumerate(lines):
        following = lines[i + 1] if i + 1 < len(lines) else ""
        if _FENCE.match(line):
            is_code = not is_code
            roles[i].text = ""
        elif is_code:
            continue
        elif heading := _HEADING.match(line):
            roles[i] = _Role(BlockKind.HEADING, len(heading[1]), _plain(heading[2]))
        elif _TABLE_RULE.match(line) and in_table:
            roles[i].text = ""
        elif _is_table_row(line, following, in_table=in_table):
            roles[i] = _Role(BlockKind.TABLE_ROW, 0, _row_text(line))
            in_table = True
            continue
        elif _RULE.match(line):
            roles[i].text = ""
        elif line.strip() and _UNDERLINE.match(following) and not starts_with_marker(line):
            level = 1 if "=" in following else 2
            roles[i] = _Role(BlockKind.HEADING, level, _plain(line.strip()))
            lines[i + 1] = following
        else:
            roles[i].is_joined = _is_soft_break(line, following)
            if "**" in line:
                roles[i] = _Role(text=_plain(line.strip())) if not roles[i].is_joined else roles[i]
        in_table = in_table and _TABLE_RULE.match(line) is not None
    return roles


def _is_table_row(line: str, following: str, *, in_table: bool) -> bool:
    if "|" not in line:
        return False
    return in_table or (_TABLE_RULE.match(following) is not None and "-" in following)


def _row_text(line: str) -> str:
    cells = _CELL_BAR.split(line.strip().removeprefix("|"))
    if cells and not cells[-1].strip():
        cells.pop()
    return " | ".join(_plain(cell.strip()).replace("\\|", "|") for cell in cells)


def _is_soft_break(line: str, following: str) -> bool:
    return (
        bool(line.strip())
        and bool(following.strip())
        and not line.endswith(("  ", "\\"))
        and not starts_with_marker(following)
        and not following.lstrip().startswith(("#", "|", ">", "```", "~~~", "- ", "* ", "+ "))
        and not _UNDERLINE.match(following)
        and not _RULE.match(following)
        and display_width(line) >= _HARD_WRAP_COLUMNS
    )


def _plain(text: str) -> str:
    """Without the marks of bold text, which would stand between a number and its unit."""
    return re.sub(r"\*\*(.+?)\*\*", r"\1", text)
