"""What the journal took of an answer comes out again, to the precision that is stated."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from engine.answers import (
    Answer,
    AnswerNumber,
    Caution,
    CautionKind,
    Citation,
    Judged,
    Judgement,
    NumberStatus,
    ResultTable,
    Route,
    Step,
    StepKind,
    Timings,
    TokenCounts,
    ToolCall,
)
from engine.asked import Ending
from engine.domain import DrawingRevision, Failure, Passage, Place, Rect, RowSpan, TitleBlock
from engine.recall import answer_of, passage_of, recalled
from engine.records import answer_record, judgement_record, passage_record
from engine.store.journal import EntryKind, Journal

TEXT = st.text(max_size=20)
TENTHS = st.integers(0, 99_999).map(lambda n: n / 10)
SECONDS = st.integers(0, 999_999).map(lambda n: n / 1000)
RECTS = st.builds(Rect, TENTHS, TENTHS, TENTHS, TENTHS)
CELLS = st.one_of(st.none(), st.integers(), TEXT, st.floats(allow_nan=False))
NAMES = st.text(st.characters(categories=["Ll"]), min_size=1, max_size=8).filter("kind".__ne__)
CAUTIONS = st.builds(
    Caution,
    st.sampled_from(CautionKind),
    st.dictionaries(NAMES, TEXT, max_size=3).map(lambda facts: tuple(sorted(facts.items()))),
)
CITATIONS = st.builds(
    Citation,
    number=st.integers(1, 9),
    document_id=TEXT,
    document=TEXT,
    page=st.none() | st.integers(1, 900),
    rects=st.lists(RECTS, max_size=3).map(tuple),
    quote=TEXT,
    table=st.none() | TEXT,
    rows=st.lists(st.integers(1, 9999), max_size=3).map(tuple),
    cautions=st.lists(CAUTIONS, max_size=2).map(tuple),
)
TABLES = st.integers(1, 3).flatmap(
    lambda n: st.builds(
        ResultTable,
        columns=st.lists(TEXT, min_size=n, max_size=n).map(tuple),
        rows=st.lists(st.lists(CELLS, min_size=n, max_size=n).map(tuple), max_size=4).map(tuple),
        is_cut=st.booleans(),
    )
)
CALLS = st.builds(
    ToolCall,
    tool=st.sampled_from(("sql", "calculator")),
    arguments=st.dictionaries(TEXT, TEXT, max_size=2).map(
        lambda values: json.dumps(dict(sorted(values.items())), ensure_ascii=False)
    ),
    result=TEXT,
    seconds=SECONDS,
    table=st.none() | TABLES,
    error=TEXT,
)


@st.composite
def answers(draw: st.DrawFn) -> Answer:
    calls = tuple(draw(st.lists(CALLS, max_size=3)))
    made = [None, *calls, draw(CALLS)]
    steps = [
        Step(n, draw(st.integers(0, n - 1)), draw(st.sampled_from(StepKind)), draw(TEXT))
        for n in range(1, draw(st.integers(0, 4)) + 1)
    ]
    return Answer(
        question=draw(TEXT),
        text=draw(TEXT),
        is_abstained=draw(st.booleans()),
        language=draw(st.sampled_from(("en", "ja"))),
        route=draw(st.sampled_from(Route)),
        citations=tuple(draw(st.lists(CITATIONS, max_size=3))),
        tool_calls=calls,
        numbers=tuple(
            draw(
                st.lists(
                    st.builds(AnswerNumber, TEXT, st.sampled_from(NumberStatus), TEXT), max_size=3
                )
            )
        ),
        timings=Timings(draw(SECONDS), draw(st.none() | SECONDS), draw(SECONDS)),
        tokens=TokenCounts(*draw(st.tuples(*[st.integers(0, 9999)] * 3))),
        model=draw(TEXT),
        journal_id=draw(st.integers(1, 99_999)),
        steps=tuple(
            replace(
                step,
                outcome=draw(TEXT),
                call=draw(st.sampled_from(made)),
                seconds=draw(st.none() | SECONDS),
            )
            for step in steps
        ),
    )


PASSAGES = st.builds(
    Passage,
    chunk_id=st.integers(-99, 9999),
    document_id=TEXT,
    document=TEXT,
    text=TEXT,
    heading_path=st.lists(TEXT, max_size=3).map(tuple),
    places=st.lists(
        st.builds(
            Place,
            st.integers(0, 99),
            st.integers(0, 99),
            st.integers(1, 900),
            RECTS,
            st.floats(0, 1),
        ),
        max_size=3,
    ).map(tuple),
    rows=st.none() | st.builds(RowSpan, TEXT, st.integers(1, 999), st.integers(1, 999)),
    score=st.integers(0, 99_999).map(lambda n: round(n / 100_000, 5)),
    dense_rank=st.none() | st.integers(1, 99),
    lexical_rank=st.none() | st.integers(1, 99),
    newer=st.none() | st.builds(DrawingRevision, TEXT, TEXT, st.builds(TitleBlock, TEXT, TEXT)),
)


def written(value: object) -> object:
    """As the journal writes and reads it."""
    return json.loads(json.dumps(value, ensure_ascii=False, sort_keys=True))


@given(answers())
def test_an_answer_comes_back_whole(answer: Answer) -> None:
    assert answer_of(written(answer_record(answer))) == answer  # type: ignore[arg-type]


@given(PASSAGES)
def test_a_passage_comes_back_whole(passage: Passage) -> None:
    assert passage_of(written(passage_record(passage))) == passage  # type: ignore[arg-type]


def test_what_is_rounded_is_rounded_as_stated() -> None:
    table = ResultTable(("n",), tuple((n,) for n in range(300)))
    call = ToolCall("sql", '{"sql":"select 1"}', "300 rows", 0.12345, table)
    citation = Citation(1, "sha256:a", "a.pdf", 2, (Rect(1.26, 2.04, 3, 4),), "12 Nm")
    answer = Answer(
        "q", "a", False, "en", Route.LOOKUP, (citation,), (call,), (),
        Timings(0.12345, None, 1.99996), TokenCounts(), "m", 1,
    )  # fmt: skip

    back = answer_of(written(answer_record(answer)))  # type: ignore[arg-type]

    assert back.citations[0].rects == (Rect(1.3, 2.0, 3.0, 4.0),)
    assert back.timings == Timings(0.123, None, 2.0)
    assert back.tool_calls[0].seconds == 0.123
    assert back.tool_calls[0].table == ResultTable(("n",), tuple((n,) for n in range(200)), True)


def test_a_record_of_an_earlier_version_is_read() -> None:
    record = passage_record(
        Passage(1, "sha256:a", "a.pdf", "12 Nm", (), (Place(0, 5, 3, Rect(1, 2, 3, 4)),), None, 1.0)
    )
    del record["spans"], record["newer"]

    back = passage_of(record)

    assert [(place.page, place.rect) for place in back.places] == [(3, Rect(1, 2, 3, 4))]
    assert back.newer is None


def test_a_question_is_recalled_with_all_its_evidence_and_the_latest_word_on_it(
    journal: Journal,
) -> None:
    passages = [
        Passage(n, "sha256:a", "a.pdf", f"text {n}", (), (), None, 1.0) for n in range(1, 4)
    ]
    answer = Answer(
        "Which?", "That.", False, "en", Route.LOOKUP, (), (), (),
        Timings(0.0, None, 1.0), TokenCounts(), "tiny@abc", 1,
    )  # fmt: skip
    question = journal.begin({"question": "Which?", "model": "tiny@abc"})
    for part in (passages[:2], passages[2:]):
        body = {"passages": [*map(passage_record, part)]}
        journal.record(question, EntryKind.EVIDENCE, body)
    journal.record(question, EntryKind.ANSWER, answer_record(answer))
    wrong = Judged(Judgement.WRONG, "This.", "read the other line")
    journal.record(question, EntryKind.JUDGEMENT, judgement_record(Judged(Judgement.RIGHT)))
    journal.record(question, EntryKind.JUDGEMENT, judgement_record(wrong))

    back = recalled(journal.entries(question))

    assert back is not None
    assert (back.ending, back.answer, back.judged) == (Ending.ANSWERED, answer, wrong)
    assert back.passages == tuple(passages)
    assert back.hash == [e.hash for e in journal.entries(question)][3]

    withdrawn = judgement_record(Judged(Judgement.WITHDRAWN))
    journal.record(question, EntryKind.JUDGEMENT, withdrawn)
    again = recalled(journal.entries(question))
    assert again is not None
    assert again.judged is None
    assert journal.verify()[0] == 7


def test_questions_without_an_answer_are_recalled_as_what_they_are(journal: Journal) -> None:
    ends = {
        Ending.NOTE: (EntryKind.NOTE, {"text": "use the blue key"}),
        Ending.STOPPED: (EntryKind.CANCELLED, {}),
        Ending.FAILED: (EntryKind.FAILED, {"code": "LibraryEmpty", "facts": {}}),
        Ending.INTERRUPTED: (EntryKind.INTERRUPTED, {}),
    }
    for ending, (kind, body) in ends.items():
        question = journal.begin({"question": "Q"})
        journal.record(question, kind, body)
        back = recalled(journal.entries(question))
        assert back is not None
        assert back.ending is ending
        assert (back.answer is not None) == (ending is Ending.NOTE)
        assert back.failure == (Failure("LibraryEmpty") if ending is Ending.FAILED else None)
    open_question = recalled(journal.entries(journal.begin({"question": "Q"})))
    assert open_question is not None
    assert open_question.ending is Ending.OPEN
    assert recalled(journal.entries(999)) is None


def test_a_judgement_does_not_reopen_a_question(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    question = journal.begin({"question": "Q", "process": {}})
    journal.record(question, EntryKind.ANSWER, {"answer": "A"})
    journal.record(question, EntryKind.JUDGEMENT, judgement_record(Judged(Judgement.RIGHT)))
    left_open = journal.begin({"question": "Q2", "process": {}})
    journal.record(left_open, EntryKind.JUDGEMENT, judgement_record(Judged(Judgement.WRONG)))

    assert journal.mark_interrupted(lambda _: False) == (left_open,)
    journal.close()
