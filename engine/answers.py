"""An answer and what it is made of: citations, checked numbers, tool calls, steps."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from engine.domain import Cell, Rect


class CautionKind(StrEnum):
    """Why a citation is not to be relied on as it stands."""

    SUPERSEDED = "superseded"
    RECOGNISED = "recognised unsurely"


@dataclass(frozen=True, slots=True)
class Caution:
    """What to know of a citation before its answer is used.

    ``facts`` are for the words: for SUPERSEDED the newer ``revision`` and its ``document``, for
    RECOGNISED the recogniser's ``confidence`` in per cent.
    """

    kind: CautionKind
    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Citation:
    """A link from the answer to a place: rectangles on one page, or rows of a log table.

    ``number`` is the passage number as shown in the answer, from 1; ``quote`` the cited text.
    """

    number: int
    document_id: str
    document: str
    page: int | None
    rects: tuple[Rect, ...]
    quote: str
    table: str | None = None
    rows: tuple[int, ...] = ()
    cautions: tuple[Caution, ...] = ()


class NumberStatus(StrEnum):
    """How a number in an answer is backed."""

    FOUND = "found"
    COMPUTED = "computed"
    UNVERIFIED = "unverified"
    ENTERED = "entered"  # By a person who edited what was calculated.


@dataclass(frozen=True, slots=True)
class AnswerNumber:
    """A number as the answer writes it, with what backs it: a citation, a tool call, nothing."""

    text: str
    status: NumberStatus
    source: str = ""


@dataclass(frozen=True, slots=True)
class ResultTable:
    """Rows that a query gave, under the names of its columns; ``is_cut``: there are more."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    is_cut: bool = False


@dataclass(frozen=True, slots=True)
class ToolCall:
    """One use of a tool: arguments as JSON text, the result in words, its duration.

    ``table`` is the result of a query; ``error`` says in English why there is no result.
    """

    tool: str
    arguments: str
    result: str
    seconds: float
    table: ResultTable | None = None
    error: str = ""


class Route(StrEnum):
    """What a question needs."""

    LOOKUP = "lookup"
    TABLE_LOOKUP = "table lookup"
    COMPUTATION = "computation"
    LOG_QUERY = "log query"
    SEVERAL = "several steps"
    NO_DOCUMENT = "no document question"
    NOTE = "note"


class StepKind(StrEnum):
    """What a step does."""

    SEARCH = "search"
    READING = "reading"
    QUERY = "query"
    CALCULATION = "calculation"
    DIVISION = "division"
    PART = "part"  # A part of the question, solved like a question of its own.


class Fate(StrEnum):
    """What became of what a reader said of its passage."""

    USED = "used"
    AGREES = "agrees"
    CONTRADICTS = "contradicts"
    BEHIND = "behind"  # Sound, but another was surer or said more.
    NOT_ASKED = "not asked"  # Sound, but not all that is asked, or only a step on the way to it.
    NOTHING = "nothing"  # The reader said that its passage does not tell.
    CUT_OFF = "cut off"
    FOREIGN_FIGURE = "foreign figure"  # A number that the passage does not have.
    OTHER_ROW = "other row"
    UNSURE = "unsure"  # Too likely to say nothing, or too little of it stands in the passage.


@dataclass(frozen=True, slots=True)
class Said:
    """What a reader said of passage ``number``, and what became of it."""

    number: int
    text: str
    fate: Fate


@dataclass(frozen=True, slots=True)
class StepDetails:
    """What a step can be checked by.

    ``passages`` are the numbers of those that a search found, a reading read or a query cites.
    ``numbers`` are those of a calculation with what backs them. ``dropped`` are the calls that were
    tried besides the step's own.
    """

    passages: tuple[int, ...] = ()
    said: tuple[Said, ...] = ()
    numbers: tuple[AnswerNumber, ...] = ()
    dropped: tuple[ToolCall, ...] = ()


@dataclass(frozen=True, slots=True)
class Edit:
    """That a person changed a step of an answer, and into what.

    ``tool`` is that of the step's call, ``before`` and ``after`` what it was called with;
    ``journal_id`` is the answer's that was edited.
    """

    tool: str
    before: str
    after: str
    journal_id: int


@dataclass(frozen=True, slots=True)
class Step:
    """One step of an answer: what it is about, and once it is over, what came of it.

    ``parent`` is the id of the step that it belongs to, 0 for the question itself. ``subject`` and
    ``outcome`` are in the language of the question, or SQL and expressions. Without an outcome a
    step that is over found nothing.
    """

    id: int
    parent: int
    kind: StepKind
    subject: str
    outcome: str = ""
    call: ToolCall | None = None
    seconds: float | None = None
    details: StepDetails = StepDetails()

    @property
    def is_over(self) -> bool:
        """Whether it has ended."""
        return self.seconds is not None


@dataclass(frozen=True, slots=True)
class TokenCounts:
    """Tokens of one generation. ``reused`` are prompt tokens already in the KV cache."""

    prompt: int = 0
    reused: int = 0
    generated: int = 0


@dataclass(frozen=True, slots=True)
class MemoryUse:
    """The model's short-term memory (KV cache) and its bank on disk: what is used, and the bound.

    ``bank_off`` says in English why there is no bank; empty while there is one.
    """

    used_cells: int = 0
    n_cells: int = 0
    used_bytes: int = 0
    n_bytes: int = 0
    bank_entries: int = 0
    bank_bytes: int = 0
    bank_limit_bytes: int = 0
    bank_off: str = ""
    is_bank_full: bool = False


@dataclass(frozen=True, slots=True)
class Timings:
    """Seconds from the question to the evidence, to the first token, and to the end."""

    retrieve_s: float
    first_token_s: float | None
    total_s: float


@dataclass(frozen=True, slots=True)
class Answer:
    """A finished answer with all that a person needs to check it.

    ``only_from`` are the documents, by path, that alone were asked; none means all. ``edit`` tells
    that the answer was made from a step that a person edited.
    """

    question: str
    text: str
    is_abstained: bool
    language: str
    route: Route
    citations: tuple[Citation, ...]
    tool_calls: tuple[ToolCall, ...]
    numbers: tuple[AnswerNumber, ...]
    timings: Timings
    tokens: TokenCounts
    model: str
    journal_id: int
    steps: tuple[Step, ...] = ()
    only_from: tuple[str, ...] = ()
    edit: Edit | None = None


class RephrasingKind(StrEnum):
    """What a question is put in other words by."""

    PART = "part"  # A number that is in the documents, much like one that is not.
    HEADING = "heading"
    DOCUMENT = "document"


@dataclass(frozen=True, slots=True)
class Rephrasing:
    """A question to try instead, and the part, heading or document that it takes up."""

    kind: RephrasingKind
    subject: str
    question: str


@dataclass(frozen=True, slots=True)
class Advice:
    """What helps where the documents do not say.

    ``missing`` are numbers of parts, machines or drawings of the question that were found in no
    document, as the question writes them.
    """

    missing: tuple[str, ...] = ()
    rephrasings: tuple[Rephrasing, ...] = ()


class Judgement(StrEnum):
    """What a person said of an answer; the latest word counts."""

    RIGHT = "right"
    WRONG = "wrong"
    WITHDRAWN = "withdrawn"  # What was said before is taken back.


@dataclass(frozen=True, slots=True)
class Judged:
    """A person's word on an answer: of a wrong one perhaps the ``correct`` value, and a note."""

    judgement: Judgement
    correct: str = ""
    note: str = ""
