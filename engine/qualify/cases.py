"""What a qualification is made of: worlds of documents, cases asked in them, and their results.

The abilities are those that the Lottery LLM hypothesis says a small model must keep (Tang et al.
2025, arXiv 2502.17535). A suite is a pure function from the shop's text and a seed to worlds and
cases; how a case is asked, and what came of it, is the same for all of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from engine.domain import Cell, ColumnType
from engine.qualify.profile import Profile

if TYPE_CHECKING:
    # Cases cross to the window's process, which starts sooner without the store's libraries.
    from engine.qualify.material import Material


class Ability(StrEnum):
    """What is measured, and judged against a threshold of its own."""

    NEEDLE = "needle"
    TOOLS = "tools"
    STEPS = "steps"
    GROUNDING = "grounding"
    LANGUAGE = "language"
    MARKED = "marked"


class Condition(StrEnum):
    """How a case is put to the model.

    PROMPT: the world's whole text in one prompt, the model alone. RETRIEVED: the passages that
    search finds in one prompt, the model alone (the "preprocessed prompt" of the paper). PROGRAM:
    the program as it is, readers over the bank, tools, steps and verification. CHOICE: the model
    alone says, in one letter, what the question needs.
    """

    PROMPT = "prompt"
    RETRIEVED = "retrieved"
    PROGRAM = "program"
    CHOICE = "choice"


@dataclass(frozen=True, slots=True)
class WorldDocument:
    """A document of a world, read by the program's own readers: a text file, or a text log.

    ``name`` ends in .txt or .md, or in .log for one event a line; paragraphs, of at most about 250
    tokens by ``engine.text.estimate_tokens``, are divided by an empty line, of a log by none.
    """

    name: str
    paragraphs: tuple[str, ...]

    @property
    def text(self) -> str:
        """What stands in the file."""
        return ("\n" if self.name.endswith(".log") else "\n\n").join(self.paragraphs) + "\n"


@dataclass(frozen=True, slots=True)
class WorldTable:
    """A log of a world, a CSV file: ``columns`` are (title, type), a row has a cell for each.

    ``name`` ends in .csv; the types are what the readers will find, for who makes the rows.
    """

    name: str
    columns: tuple[tuple[str, ColumnType], ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class World:
    """What one or more cases are asked about: a small library of its own."""

    id: str
    documents: tuple[WorldDocument, ...] = ()
    tables: tuple[WorldTable, ...] = ()


@dataclass(frozen=True, slots=True)
class Expected:
    """What a right answer has.

    ``must``: all of these values, whole (see ``engine.qualify.grading``). ``must_not``: none of
    these. Where there is nothing to find (``is_answerable`` false) abstaining is right, and
    nothing else. ``tool``: the tool that has to be used, "calculator" or "sql", "none" for no
    tool; empty where it does not matter.
    """

    must: tuple[str, ...] = ()
    must_not: tuple[str, ...] = ()
    is_answerable: bool = True
    tool: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """One question with what a right answer to it has.

    ``id`` is unique in its plan and the same for the same seed. ``world`` is the id of the world
    it is asked in, empty for CHOICE. ``kind`` groups like cases in a report. ``language`` is
    "en", "ja", or "en>ja" and "ja>en" for a question in one language on a document in the other.
    ``length`` (tokens of text in the world, nominal) and ``depth`` (0 to 1, where in it the needle
    lies) are for needles. Only cases with ``is_judged`` count for the verdict on a ticket; the
    others stand beside them for comparison.
    """

    id: str
    ability: Ability
    condition: Condition
    world: str
    kind: str
    language: str
    question: str
    expected: Expected
    length: int = 0
    depth: float = 0.0
    is_judged: bool = True


class Mark(StrEnum):
    """What came of a case. ABSTAINED is abstaining in vain; rightly abstaining is RIGHT.

    FAILED: the case could not be asked, such as a prompt that does not fit.
    """

    RIGHT = "right"
    WRONG = "wrong"
    ABSTAINED = "abstained"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class CaseResult:
    """What came of one case: its mark, the answer's text, seconds, and tokens of the prompt.

    ``reused`` of the ``prompt_tokens`` were in the KV cache or the bank. ``first_s`` is None
    where nothing was written. ``tools`` are the tools used, in order.
    """

    case_id: str
    mark: Mark
    text: str
    seconds: float
    first_s: float | None = None
    prompt_tokens: int = 0
    reused: int = 0
    generated: int = 0
    tools: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """The worlds and cases of one or more suites.

    Cases stand in the order in which they are worth asking: any beginning of one ability's cases
    is as balanced over its kinds, languages, lengths and depths as its size allows.
    """

    worlds: Mapping[str, World] = field(default_factory=dict)
    cases: tuple[Case, ...] = ()


class Suite(Protocol):
    """The cases of one ability."""

    def __call__(self, material: Material, profile: Profile) -> Plan:
        """Worlds and cases; the same for the same material, profile and seed."""
        ...
