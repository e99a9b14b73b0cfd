"""Asking the logs: from a question and its tables to an answer with the rows behind it.

The text of the answer is made from the result, not written by the model: a model that repeats a
number can repeat it wrongly.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath

from engine.answers import Citation, Route, ToolCall
from engine.domain import Passage, RowSpan, TableProfile
from engine.events import AnswerEvent, AnswerGrew, CancelToken
from engine.ports import Embedder, LanguageModel, Vectors
from engine.reasoning.evidence import Evidence
from engine.reasoning.named_document import without_strangers
from engine.reasoning.query_writing import Attempt, QueryBounds, Written, write_query
from engine.reasoning.result_text import result_text, result_units, row_text
from engine.reasoning.solved import Solved
from engine.reasoning.verification import Source, check
from engine.reasoning.wording import absence_text
from engine.store.library import Library
from engine.text import language_of
from engine.tools.sql.absence import absences
from engine.tools.sql.catalogue import LogCatalogue
from engine.tools.sql.cited_rows import CitedRows, cited_rows
from engine.tools.sql.guard import CheckedQuery
from engine.tools.sql.linking import Link, link
from engine.tools.sql.sandbox import LogSandbox, QueryResult
from engine.tools.sql.watch import QueryCancelled

_CITED_ROWS = 500  # With fewer marked than were counted, the count looks like a mistake.
_QUOTED_ROWS = 3


_FOUND_NEARNESS = 0.15  # Of a table with rows among the passages found; the next has half of it.
_MIN_NEARNESS = 0.25  # Cosine below which a table in another language has nothing to do with it.


@dataclass(frozen=True, slots=True)
class Logs:
    """The log tables of a library, and the one way to ask them.

    ``documents`` are the ids of those whose tables may be asked; all of them if there are none.
    """

    library: Library
    catalogue: LogCatalogue
    sandbox: LogSandbox
    vectors: dict[str, Vectors] = field(default_factory=dict)
    documents: frozenset[str] = frozenset()

    def tables(self) -> tuple[TableProfile, ...]:
        """The log tables that may be asked, by the path of their files."""
        return tuple(
            table
            for table in self.catalogue.tables()
            if not self.documents or table.stored.document_id in self.documents
        )

    def linked(
        self, question: str, found: Sequence[Passage], embedder: Embedder | None
    ) -> tuple[Link, ...]:
        """The log tables with their share in a question, the likeliest first.

        Without those that know nothing of the document that it names.
        """
        tables = self.tables()
        named = dict.fromkeys(passage.rows.table for passage in found if passage.rows)
        near = {name: _FOUND_NEARNESS / (rank + 1) for rank, name in enumerate(named)}
        foreign = [t for t in tables if language_of(_description(t)) != language_of(question)]
        if foreign and embedder is not None:
            asked = embedder.embed_question(question)[0]
            for table in foreign:
                cosine = float(self._vector(table, embedder) @ asked)
                if cosine >= _MIN_NEARNESS:
                    near[table.name] = cosine
        return without_strangers(link(question, tables, near=near), question, found)

    def _vector(self, table: TableProfile, embedder: Embedder) -> Vectors:
        text = _description(table)
        key = f"{embedder.id} {text}"
        if key not in self.vectors:
            self.vectors[key] = embedder.embed_documents([text])
        vector: Vectors = self.vectors[key][0]
        return vector

    @classmethod
    def of(cls, library: Library) -> Logs:
        """The logs of a library."""
        return cls(library, LogCatalogue(library), LogSandbox(library.tables_path))


def _description(table: TableProfile) -> str:
    """What a log is about, in the words of its file and its columns."""
    stem = PurePosixPath(table.stored.document).stem.replace("_", " ")
    return f"{stem}: {', '.join(column.column.title for column in table.columns)}"


def ask_logs(
    question: str,
    links: Sequence[Link],
    *,
    is_joined: bool,
    logs: Logs,
    model: LanguageModel,
    evidence: Evidence,
    bounds: QueryBounds,
    cancel: CancelToken,
) -> Generator[AnswerEvent, None, Solved]:
    """The answer of a query that enough readers agree on; none if they do not."""
    try:
        written = yield from write_query(
            question,
            links,
            is_joined=is_joined,
            model=model,
            sandbox=logs.sandbox,
            bounds=bounds,
            cancel=cancel,
        )
        before = Solved(
            route=Route.LOG_QUERY,
            calls=_calls(written),
            tokens=written.tokens,
            is_cancelled=written.is_cancelled,
        )
        if written.chosen is None or written.is_cancelled:
            return before
        solved = _answered(question, written.chosen, before, links, logs, evidence, cancel)
    except QueryCancelled:
        return Solved(route=Route.LOG_QUERY, is_cancelled=True)
    if solved.text:
        yield AnswerGrew(solved.text)
    return solved


def _calls(written: Written) -> tuple[ToolCall, ...]:
    """The query that is believed, then those that were dropped; who only agreed is left out."""
    chosen = (written.chosen,) if written.chosen else ()
    dropped = [attempt for attempt in written.attempts if not attempt.is_good]
    return tuple(dict.fromkeys(attempt.call for attempt in (*chosen, *dropped)))


def _answered(
    question: str,
    chosen: Attempt,
    before: Solved,
    links: Sequence[Link],
    logs: Logs,
    evidence: Evidence,
    cancel: CancelToken,
) -> Solved:
    query, result = chosen.query, chosen.result
    assert query is not None
    assert result is not None
    language = language_of(question)
    missing = absences(query, links)
    if missing:
        return replace(before, reason=absence_text(missing[0], language))
    profiles = [link.profile for link in links]
    told = tell(
        query, result, profiles, logs=logs, evidence=evidence, cancel=cancel, language=language
    )
    return replace(
        before,
        text=told.text,
        value=told.value,
        citations=told.citations,
        numbers=told.numbers,
    )


def tell(
    query: CheckedQuery,
    result: QueryResult,
    profiles: Sequence[TableProfile],
    *,
    logs: Logs,
    evidence: Evidence,
    language: str,
    cancel: CancelToken,
) -> Solved:
    """What a result is as an answer in a language, with the rows behind it.

    ``profiles`` are those of the tables that the query reads. Raises QueryCancelled.
    """
    cited = cited_rows(query, logs.sandbox, limit=_CITED_ROWS, cancel=cancel)
    citations = tuple(_citation(rows, profiles, logs, evidence) for rows in cited)
    text = result_text(query, result, profiles, language)
    # The text is the result's own, so the result backs it by construction.
    numbers = check(text, [Source("sql 1", text, is_tool=True)])
    marks = "".join(f"[{citation.number}]" for citation in citations)
    return Solved(
        route=Route.LOG_QUERY,
        text=f"{text} {marks}".strip(),
        value=_value(query, result, profiles),
        citations=citations,
        numbers=numbers,
    )


def _value(query: CheckedQuery, result: QueryResult, profiles: Sequence[TableProfile]) -> str:
    """The one number of a result with its unit and all its digits; empty if it is no such thing."""
    if len(result.rows) != 1 or len(result.columns) != 1:
        return ""
    (cell,) = result.rows[0]
    if not isinstance(cell, int | float):
        return ""
    (unit,) = result_units(query, profiles)
    return f"{cell!r} {unit}".strip()


def _citation(
    cited: CitedRows, profiles: Sequence[TableProfile], logs: Logs, evidence: Evidence
) -> Citation:
    """The rows as evidence of their own, quoted in the words of their columns."""
    stored = next(profile.stored for profile in profiles if profile.name == cited.table)
    titles = [column.title for column in stored.table.columns]
    quoted = cited.rows[:_QUOTED_ROWS]
    lines = [
        row_text(titles, row)
        for number in quoted
        for row in logs.library.log_rows(cited.table, number, number)
    ]
    quote = "\n".join(lines)
    span = RowSpan(cited.table, quoted[0], quoted[-1]) if quoted else None
    passage = Passage(
        chunk_id=0,
        document_id=stored.document_id,
        document=stored.document,
        text=quote,
        heading_path=(),
        places=(),
        rows=span,
        score=1.0,
    )
    ((number, _),) = evidence.add([passage])
    return Citation(
        number=number,
        document_id=stored.document_id,
        document=stored.document,
        page=None,
        rects=(),
        quote=quote,
        table=cited.table,
        rows=cited.rows,
    )
