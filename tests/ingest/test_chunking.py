from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from engine.domain import (
    Block,
    BlockKind,
    Chunk,
    Column,
    ColumnType,
    LogRows,
    LogTable,
    Page,
    ReadPart,
    ReadProblem,
    Rect,
)
from engine.text import estimate_tokens
from ingest.chunking import chunk

BOUND = 64

words = st.text(alphabet="abcdeXYZ019.,-ねじ締付トルク公差", min_size=1, max_size=14).filter(
    lambda text: text.strip() != ""
)
lines = st.lists(words, min_size=1, max_size=12).map(" ".join)


@st.composite
def documents(draw: st.DrawFn) -> list[Page]:
    pages = []
    y = 0.0
    for number in range(1, draw(st.integers(1, 3)) + 1):
        blocks = []
        for _ in range(draw(st.integers(0, 8))):
            kind = draw(st.sampled_from(list(BlockKind)))
            level = draw(st.integers(1, 4)) if kind is BlockKind.HEADING else 0
            n_lines = draw(st.integers(1, 3)) if kind is BlockKind.PARAGRAPH else 1
            for i in range(n_lines):
                text = draw(lines)
                if kind is BlockKind.TABLE_ROW:
                    text = " | ".join(text.split()[:4])
                y += 1
                end = "\n" if i == n_lines - 1 else " "
                blocks.append(Block(text + end, Rect(0, y, 100, y + 1), kind, level))
        pages.append(Page(number, 595, 842, tuple(blocks)))
    return pages


def chunks_of(parts: list[ReadPart], max_tokens: int = BOUND) -> list[Chunk]:
    return [part for part in chunk(parts, max_tokens=max_tokens) if isinstance(part, Chunk)]


def line(text: str, kind: BlockKind = BlockKind.PARAGRAPH, level: int = 0) -> Block:
    return Block(text + "\n", Rect(0, 0, 100, 10), kind, level)


def page(*blocks: Block, number: int = 1) -> Page:
    return Page(number, 595, 842, blocks)


@given(documents())
def test_every_line_is_found_again_at_its_place(pages: list[Page]) -> None:
    found: dict[Rect, str] = {}
    seen: set[tuple[Rect, str]] = set()
    for made in chunks_of(list(pages)):
        for place in made.places:
            text = made.text[place.start : place.end]
            if (place.rect, text) not in seen:
                seen.add((place.rect, text))
                found[place.rect] = found.get(place.rect, "") + text
    for block in (block for made in pages for block in made.blocks):
        assert "".join(found[block.rect].split()) == "".join(block.text.split())


@given(documents())
def test_no_chunk_is_over_the_bound(pages: list[Page]) -> None:
    assert all(estimate_tokens(made.text) <= BOUND for made in chunks_of(list(pages)))


def test_headings_that_follow_each_other_stay_within_the_bound_together() -> None:
    # Found by hypothesis: a heading carried over left no room for a long one behind it.
    long_heading = " ".join(["0" * 6] * 10)
    lines = [("0", 0), ("0", 1), (long_heading, 1)]
    blocks = [
        Block(
            f"{text}\n",
            Rect(0, float(n), 100, float(n + 1)),
            BlockKind.HEADING if level else BlockKind.PARAGRAPH,
            level,
        )
        for n, (text, level) in enumerate(lines)
    ]
    assert all(estimate_tokens(made.text) <= BOUND for made in chunks_of([page(*blocks)]))


@given(documents())
def test_places_cover_the_text_in_order(pages: list[Page]) -> None:
    for made in chunks_of(list(pages)):
        position = 0
        for place in made.places:
            assert made.text[position : place.start].strip() == ""
            assert made.text[place.start : place.end].strip()
            position = place.end
        assert position == len(made.text)


@given(documents())
def test_a_table_row_within_the_bound_stays_whole(pages: list[Page]) -> None:
    made = chunks_of(list(pages))
    for block in (block for page_ in pages for block in page_.blocks):
        if block.kind is BlockKind.TABLE_ROW and estimate_tokens(block.text) <= BOUND:
            assert any(block.text.strip() in one.text for one in made)


@given(documents())
def test_the_parts_themselves_pass_unchanged(pages: list[Page]) -> None:
    passed = [part for part in chunk(pages, max_tokens=BOUND) if not isinstance(part, Chunk)]
    assert passed == pages


def test_a_sentence_is_not_divided() -> None:
    text = "Tighten the nut to 12 Nm. " * 12
    made = chunks_of([page(line(text.strip()))], max_tokens=40)
    assert len(made) > 1
    assert all(one.text.endswith("12 Nm.") for one in made)


def test_a_table_that_goes_on_repeats_its_header_with_the_header_s_place() -> None:
    header = Block("Ref | Vendor\n", Rect(1, 2, 3, 4), BlockKind.TABLE_ROW)
    rows = [line(f"R{i} | Vendor {i} of resistors", BlockKind.TABLE_ROW) for i in range(30)]
    made = chunks_of([page(header, *rows)])
    assert len(made) > 2
    assert all(one.text.startswith("Ref | Vendor\n") for one in made)
    assert all(one.places[0].rect == Rect(1, 2, 3, 4) for one in made)


def test_a_row_of_values_is_no_header() -> None:
    rows = [line(f"{i} | R{i} | resistor of some kind", BlockKind.TABLE_ROW) for i in range(30)]
    made = chunks_of([page(*rows)])
    assert sum("0 | R0 | resistor" in one.text.splitlines()[0] for one in made) == 1


def test_a_title_row_gives_way_to_the_names_of_the_columns() -> None:
    rows = [line(f"{i} | R{i} | resistor of some kind", BlockKind.TABLE_ROW) for i in range(30)]
    title = line("Parts list | Maker", BlockKind.TABLE_ROW)
    header = line("Qty | Ref | Name", BlockKind.TABLE_ROW)
    made = chunks_of([page(title, header, *rows)])
    assert all(one.text.startswith("Qty | Ref | Name") for one in made[1:])


def test_headings_become_the_path() -> None:
    made = chunks_of(
        [
            page(
                line("1 Spindle", BlockKind.HEADING, 1),
                line("A word on the spindle. " * 10),
                line("1.1 Lock nut", BlockKind.HEADING, 2),
                line("A word on the nut. " * 10),
            )
        ],
        max_tokens=80,
    )
    assert made[0].heading_path == ("1 Spindle",)
    assert made[-1].heading_path == ("1 Spindle", "1.1 Lock nut")


def test_a_heading_goes_with_its_text() -> None:
    made = chunks_of(
        [
            page(
                line("A long beginning of words. " * 7),
                line("2.1.1 Torque", BlockKind.HEADING, 3),
                line("The nut is tightened to 12 Nm with a torque wrench. " * 2),
            )
        ]
    )
    assert not any(one.text.endswith("2.1.1 Torque") for one in made)


def test_tiny_sections_go_together() -> None:
    sections = [
        block
        for i in range(3)
        for block in (line(f"{i} Section", BlockKind.HEADING, 1), line("Short."))
    ]
    assert len(chunks_of([page(*sections)])) == 1


def test_a_drawing_of_several_sheets_gives_a_chunk_a_sheet() -> None:
    labels = [line(f"{i}.5 H7") for i in range(12)]
    made = chunks_of([page(*labels), page(*labels, number=2)], max_tokens=256)
    assert [one.first_page for one in made] == [1, 2]


def test_a_document_of_headings_alone_is_kept() -> None:
    assert chunks_of([page(line("Only a title", BlockKind.HEADING, 1))])[0].text == "Only a title"


def a_table(n_rows: int) -> list[ReadPart]:
    columns = (
        Column("part", "part", ColumnType.TEXT, ""),
        Column("d", "d (mm)", ColumnType.REAL, ""),
    )
    rows = tuple((f"A{i}", None if i == 1 else i / 2) for i in range(1, n_rows + 1))
    return [LogTable("log", columns), LogRows(1, rows)]


def test_a_short_log_is_dense_and_a_long_one_is_not_but_for_its_profile() -> None:
    assert all(one.is_dense for one in chunks_of(a_table(200)))
    dense = [one for one in chunks_of(a_table(201)) if one.is_dense]
    assert len(dense) == 1
    assert dense[0].text.startswith("Log table log: 201 rows, 2 columns")


def test_the_profile_tells_ranges_and_gaps() -> None:
    profile = next(one for one in chunks_of(a_table(20)) if one.text.startswith("Log table"))
    assert "d (mm) (d): real, 1.0 to 10.0, 1 empty" in profile.text


def test_row_chunks_name_their_columns_and_cover_every_row() -> None:
    made = [one for one in chunks_of(a_table(120)) if not one.text.startswith("Log table")]
    assert made[0].text.splitlines()[:2] == ["part: A1", "part: A2, d (mm): 1.0"]
    spans = [(one.rows.first, one.rows.last) for one in made if one.rows]
    assert spans[0][0] == 1
    assert spans[-1][1] == 120
    assert all(b[0] == a[1] + 1 for a, b in pairwise(spans))
    assert all(estimate_tokens(one.text) <= BOUND for one in made)


def test_a_row_over_the_bound_is_divided_between_its_cells() -> None:
    columns = tuple(Column(f"c{i}", f"c{i}", ColumnType.TEXT, "") for i in range(30))
    rows = (tuple("words of a cell" for _ in columns),)
    made = chunks_of([LogTable("wide", columns), LogRows(1, rows)])
    assert all(estimate_tokens(one.text) <= BOUND for one in made)


def test_lines_before_the_header_are_in_the_profile() -> None:
    parts: list[ReadPart] = [ReadProblem("lines-before-header", "Device: CMM-3", line=1)]
    made = chunks_of(parts + a_table(3))
    assert "Device: CMM-3" in made[0].text


def test_a_very_long_log_says_that_later_rows_are_not_searched_by_word() -> None:
    parts = [part for part in chunk(a_table(50_001)) if isinstance(part, ReadProblem)]
    assert [part.code for part in parts] == ["rows-not-in-word-search"]


def test_each_of_several_tables_has_its_own_chunks_before_the_next_begins() -> None:
    other = [LogTable("other", a_table(1)[0].columns), *a_table(2)[1:]]  # type: ignore[union-attr]
    parts = list(chunk([*a_table(3), *other]))
    second = next(i for i, p in enumerate(parts) if isinstance(p, LogTable) and p.name == "other")
    tables = [
        {p.rows.table for p in half if isinstance(p, Chunk) and p.rows}
        for half in (parts[:second], parts[second:])
    ]
    assert tables == [{"log"}, {"other"}]


def test_a_table_that_says_nothing_in_words_makes_no_chunk() -> None:
    table, *rows = a_table(3)
    assert isinstance(table, LogTable)
    assert chunks_of([replace(table, is_in_words=False), *rows]) == []
