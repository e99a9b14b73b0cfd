"""The nouns of Genba as frozen values. No I/O, no identity games, nothing below this module."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

SURE_CONFIDENCE = 0.9
"""The least confidence of recognised text that may back an answer without a warning."""


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle on a page in points (1/72 inch), origin top left, y downwards."""

    x0: float
    y0: float
    x1: float
    y1: float

    @classmethod
    def around(cls, rects: Sequence[Rect]) -> Rect:
        """The smallest rectangle that holds all of at least one."""
        return cls(
            min(rect.x0 for rect in rects),
            min(rect.y0 for rect in rects),
            max(rect.x1 for rect in rects),
            max(rect.y1 for rect in rects),
        )


class DocumentKind(StrEnum):
    """What a document was read as."""

    PDF = "pdf"
    TEXT = "text"
    MARKDOWN = "markdown"
    LOG_TABLE = "log table"
    DRAWING = "drawing"
    WORD = "word"
    SPREADSHEET = "spreadsheet"
    IMAGE = "image"


class BlockKind(StrEnum):
    """What part a block plays on its page."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    TABLE_ROW = "table row"


@dataclass(frozen=True, slots=True)
class Block:
    """A run of text with its rectangle on the page, in reading order.

    ``level`` is the heading's depth (1 = highest) and 0 for everything else. ``confidence`` is
    the recogniser's, 0 to 1, and 1 for text that the file itself holds.
    """

    text: str
    rect: Rect
    kind: BlockKind = BlockKind.PARAGRAPH
    level: int = 0
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Page:
    """One page as read: ``number`` counts from 1, sizes are in points."""

    number: int
    width_pt: float
    height_pt: float
    blocks: tuple[Block, ...]
    label: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the characters ``start`` to ``end`` of a chunk's text stand on a page.

    ``confidence`` as in the block that they come from.
    """

    start: int
    end: int
    page: int
    rect: Rect
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class RowSpan:
    """Rows of a log table, first and last included, counted from 1 below the header."""

    table: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Chunk:
    """What is retrieved: consecutive blocks of one document, at most N tokens.

    Exactly one of ``places`` and ``rows`` says where the text stands. ``is_dense`` is false for
    the rows of a long log table, which lexical search and SQL find and which would cost hours to
    embed.
    """

    text: str
    heading_path: tuple[str, ...] = ()
    places: tuple[Place, ...] = ()
    rows: RowSpan | None = None
    is_dense: bool = True

    @property
    def first_page(self) -> int | None:
        """The page the chunk begins on, or None for rows of a log table."""
        return self.places[0].page if self.places else None


class ColumnType(StrEnum):
    """The SQL type a log column was given."""

    INTEGER = "integer"
    REAL = "real"
    TEXT = "text"
    DATETIME = "datetime"


Cell: TypeAlias = int | float | str | None
"""A typed value of a log row. Timestamps are ISO 8601 text, so that SQLite can order them."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: ``name`` is the SQL identifier, ``title`` the header as the file has it.

    ``reason`` says in English why ``type`` was chosen, for the coverage report.
    """

    name: str
    title: str
    type: ColumnType
    reason: str


@dataclass(frozen=True, slots=True)
class LogTable:
    """The schema of one log table. ``name`` is unique in the workspace once stored.

    ``is_in_words`` is false where the rows say nothing to a reader, such as the entities of a
    drawing: SQL counts and measures them, and no chunk is made of them. ``notes`` say what the
    table is about, such as a title above it: they lead to it in search and are not stored.
    """

    name: str
    columns: tuple[Column, ...]
    is_in_words: bool = True
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StoredTable:
    """A log table as the library has it; ``document`` is the path of the file it came from.

    ``kind`` is what that file was read as: the entities of a drawing are a table, too.
    """

    table: LogTable
    document_id: str
    document: str
    n_rows: int
    kind: DocumentKind = DocumentKind.LOG_TABLE


@dataclass(frozen=True, slots=True)
class ColumnProfile:
    """What a column of a log table holds.

    ``values`` are the distinct texts, the most frequent first, and ``is_complete`` is false if
    there are more; ``low`` and ``high`` are the ends of numbers and timestamps. Text that stands
    in a column of another type is not among them, but counted in ``n_texts``.
    """

    column: Column
    values: tuple[str, ...] = ()
    is_complete: bool = True
    low: Cell = None
    high: Cell = None
    n_empty: int = 0
    n_texts: int = 0

    @property
    def is_constant(self) -> bool:
        """Whether every row has the same text: to ask for it would select nothing."""
        return self.is_complete and len(self.values) == 1 and not self.n_empty


@dataclass(frozen=True, slots=True)
class TableProfile:
    """A log table and what each of its columns holds, in order."""

    stored: StoredTable
    columns: tuple[ColumnProfile, ...]

    @property
    def name(self) -> str:
        """The table's name in SQL."""
        return self.stored.table.name


@dataclass(frozen=True, slots=True)
class LogRows:
    """Consecutive rows of the log table announced before; ``first`` counts from 1."""

    first: int
    rows: Sequence[tuple[Cell, ...]]


@dataclass(frozen=True, slots=True)
class ReadMark:
    """Where reading can go on once the file has grown: before row ``row`` of its only table.

    That row begins at byte ``offset``, on line ``line`` (from 1). ``form`` says how the file was
    read, ``chunks`` what the chunker knew before the row; both are for their makers alone.
    """

    row: int
    line: int
    offset: int
    form: str
    chunks: str = ""


@dataclass(frozen=True, slots=True)
class ReadProblem:
    """Something that could not be read although the document as a whole could.

    ``page`` is the page or, in a log table, None; ``line`` the line of the source file.
    """

    code: str
    detail: str
    page: int | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True)
class DocumentHead:
    """What a reader says first about a document. ``n_pages`` is 0 for log tables alone."""

    kind: DocumentKind
    title: str
    n_pages: int


@dataclass(frozen=True, slots=True)
class TitleBlock:
    """Which drawing a document is, and in which revision; as printed, the revision "" for none."""

    number: str
    revision: str


ReadPart: TypeAlias = DocumentHead | TitleBlock | Page | LogTable | LogRows | ReadMark | ReadProblem
"""What a reader yields: a head, then pages and tables, each table followed by its rows, with
title blocks, problems and marks in between."""


class SourceState(StrEnum):
    """Where a source file stands in the library."""

    INDEXED = "indexed"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a file could not be read: the class name of the error and its facts, for the words."""

    code: str
    facts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """One file under an indexed root: ``path`` is relative to ``root`` with forward slashes.

    Two sources with the same bytes share one document. ``document_id`` is None for a file that
    could not be read, and then ``failure`` says why. ``readers`` is the version of the readers that
    looked at it: newer ones may get more out of the same bytes. ``read_ns`` is when they did, in
    nanoseconds since 1970; None for what was read before that was kept.
    """

    root: str
    path: str
    size_bytes: int
    mtime_ns: int
    state: SourceState
    content_hash: str
    document_id: str | None = None
    failure: Failure | None = None
    readers: int = 0
    read_ns: int | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder that is looked at again: the root of its sources, an absolute path.

    ``include`` and ``exclude`` are patterns as in .gitignore; no include means everything.
    """

    path: str
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    is_watched: bool = True


@dataclass(frozen=True, slots=True)
class Document:
    """A document in the library. ``id`` is its content hash with the algorithm as prefix.

    ``path`` is relative to the indexed ``root``; of several sources the first in order.
    """

    id: str
    root: str
    path: str
    kind: DocumentKind
    title: str
    n_pages: int
    n_chunks: int
    n_rows: int
    problems: tuple[ReadProblem, ...] = ()


@dataclass(frozen=True, slots=True)
class DrawingRevision:
    """A document of the library that is a drawing with a number."""

    document_id: str
    document: str
    title_block: TitleBlock


@dataclass(frozen=True, slots=True)
class Passage:
    """A chunk as retrieved for a question. Ranks count from 1; None where that way missed it.

    ``newer`` is the newest revision of the same drawing, if the passage is of an older one.
    """

    chunk_id: int
    document_id: str
    document: str
    text: str
    heading_path: tuple[str, ...]
    places: tuple[Place, ...]
    rows: RowSpan | None
    score: float
    dense_rank: int | None = None
    lexical_rank: int | None = None
    newer: DrawingRevision | None = None

    @property
    def whole_text(self) -> str:
        """All that the passage says and is said to be: file name, headings, text."""
        return f"{self.document} {' '.join(self.heading_path)} {self.text}"

    @property
    def page(self) -> int | None:
        """The page the passage begins on, or None for rows of a log table."""
        return self.places[0].page if self.places else None
