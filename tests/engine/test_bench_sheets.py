"""The promises of the look-alike sheets that the benchmark programs rest on."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import combinations

import pytest

from engine.qualify.grading import says_whole
from engine.text import language_of
from tests.bench.questions import NOT_ANSWERABLE
from tests.bench.sheets import Group, SheetQuestion, groups

SEEDS = (7, 1, 2026)
PLACES = range(6)
MACHINE = re.compile(r"[LMT]-\d+")
UNHEARD_OF = "tailstock|turret|Z axis|air filter|心押台|刃物台|Z軸|エアフィルター"
# What a question asks for, and where on a sheet it stands; group 1 is the value.
ASKED = {
    r"lock nut|ロックナット": r"(?:lock nut to |締付トルクは)([\d.]+)",
    r"grease|グリース": r"(?:grease: |グリース：)(.+)",
    r"chuck pressure|チャック圧力": r"(?:pressure to |チャック圧力を)([\d.]+)",
    r"belt tension|ベルト張力": r"(?:tension: |張力：)([\d.]+)",
    r"Who|検査者": r"(?:Inspector: |検査者：)(.+)",
    r"When|いつ": r"(?:inspected on |停止中の)([\d-]+(?= during)|.+?日)",
    r"coolant concentration|クーラント濃度": r"(?:concentration at |クーラント濃度は)([\d.]+)",
    r"X axis|X軸": r"(?:X axis: |X軸バックラッシ：)([\d.]+)",
    r"hydraulic filter|油圧フィルター": r"(?:part number |部品番号は)(HF-\d+)",
    r"spare belt kit|予備ベルト": r"(?:code: |コード：)(.+)",
}


@pytest.fixture(params=SEEDS)
def made(request: pytest.FixtureRequest) -> tuple[Group, ...]:
    return groups(request.param)


def asked(made: tuple[Group, ...], *kinds: str) -> Iterator[tuple[Group, SheetQuestion]]:
    """The questions of some kinds, or of all, with their groups."""
    for group in made:
        for question in group.questions:
            if not kinds or question.kind in kinds:
                yield group, question


def stated(group: Group, question: SheetQuestion) -> dict[str, str]:
    """By document, the value of the thing that a question asks for."""
    (pattern,) = (value for thing, value in ASKED.items() if re.search(thing, question.text))
    found = {sheet.document: re.search(pattern, sheet.text) for sheet in group.sheets}
    return {document: match[1] for document, match in found.items() if match}


def places(group: Group, question: SheetQuestion) -> list[int]:
    documents = [sheet.document for sheet in group.sheets]
    return [documents.index(source) for source in question.sources]


def a_question(must: tuple[str, ...], must_not: tuple[str, ...] = ()) -> SheetQuestion:
    return SheetQuestion("q", "lookup", "?", " / ".join(must), must, must_not, ("a",), False)


def test_a_seed_gives_the_same_sheets_and_questions() -> None:
    assert groups(7) == groups()
    assert groups(8) != groups(7)


def test_the_counts_are_as_promised(made: tuple[Group, ...]) -> None:
    kinds = Counter(question.kind for _, question in asked(made))
    assert len(made) >= 10
    assert {len(group.sheets) for group in made} == {6}
    assert kinds.total() >= 120
    assert 0 < kinds["cross"] <= 12
    assert min(kinds["lookup"], kinds["lookup-ja"]) >= 25
    assert min(kinds["not-found"], kinds["comparison"]) >= 20
    assert kinds["contradiction"] >= 12
    assert set(kinds) == set("lookup lookup-ja cross not-found comparison contradiction".split())
    numbers = [question.id for _, question in asked(made)]
    assert len(set(numbers)) == len(numbers)


def test_half_of_the_sheets_are_english_from_a_pool_of_twelve_and_more(
    made: tuple[Group, ...],
) -> None:
    shown = [sheet for group in made for sheet in group.sheets]
    pool = {sheet for sheet in shown if re.search("maintenance|保全", sheet.document)}
    languages = Counter(language_of(sheet.text) for sheet in shown)
    assert abs(languages["en"] - languages["ja"]) <= 6
    assert min(Counter(language_of(sheet.text) for sheet in pool).values()) >= 12
    by_group = [{language_of(sheet.text) for sheet in group.sheets} for group in made]
    assert by_group.count({"ja"}) >= 3
    assert by_group.count({"en", "ja"}) >= 3


def test_english_sheets_have_90_to_130_words_and_japanese_ones_as_much(
    made: tuple[Group, ...],
) -> None:
    for sheet in (sheet for group in made for sheet in group.sheets):
        if language_of(sheet.text) == "en":
            assert 90 <= len(sheet.text.split()) <= 130, sheet.document
        else:
            assert 200 <= len(sheet.text) <= 350, sheet.document
        assert not re.search(r"[{}]", sheet.text)


def test_no_two_documents_of_a_group_state_the_same_value(made: tuple[Group, ...]) -> None:
    for group in made:
        for pattern in ASKED.values():
            matches = (re.search(pattern, sheet.text) for sheet in group.sheets)
            values = [match[1] for match in matches if match]
            assert not any(says_whole(a, b) for a, b in combinations(values, 2)), values


def test_every_required_value_stands_in_its_source(made: tuple[Group, ...]) -> None:
    for group, question in asked(made, "lookup", "lookup-ja", "cross", "contradiction"):
        values = stated(group, question)
        assert tuple(values[source] for source in question.sources) == question.must
        machine = MACHINE.findall(question.text)
        assert all(MACHINE.findall(source) == machine for source in question.sources)


def test_the_values_of_look_alikes_must_not_be_said(made: tuple[Group, ...]) -> None:
    for group, question in asked(made, "lookup", "lookup-ja", "cross", "contradiction"):
        values = stated(group, question)
        others = {value for document, value in values.items() if document not in question.sources}
        assert others == set(question.must_not) != set()
        assert question.is_right(question.answer, is_abstained=False)


def test_only_a_contradiction_has_two_values(made: tuple[Group, ...]) -> None:
    for _, question in asked(made, "lookup", "lookup-ja", "cross"):
        assert len(question.must) == len(question.sources) == 1
    for _, question in asked(made, "contradiction"):
        assert len(set(question.must)) == len(set(question.sources)) == 2


def test_a_source_without_a_rival_is_not_hidden_in_a_bulletin(made: tuple[Group, ...]) -> None:
    for group, question in asked(made, "lookup", "lookup-ja", "cross", "comparison"):
        values = stated(group, question)
        machines = [MACHINE.findall(document)[0] for document in values]
        for source in question.sources:
            assert machines.count(MACHINE.findall(source)[0]) == 1


def test_what_is_not_found_is_in_none_of_the_sheets(made: tuple[Group, ...]) -> None:
    ways = Counter[str]()
    for group, question in asked(made, "not-found"):
        assert question.answer == NOT_ANSWERABLE
        assert question.must == question.sources == ()
        (machine,) = MACHINE.findall(question.text)
        here = [sheet for sheet in group.sheets if says_whole(sheet.document, machine)]
        if unheard_of := re.search(UNHEARD_OF, question.text):
            assert not any(unheard_of[0] in sheet.text for sheet in group.sheets)
            ways["unheard of"] += 1
            continue
        values = stated(group, question)
        assert len(values) >= 2
        assert set(values.values()) == set(question.must_not)
        assert not any(sheet.document in values for sheet in here)
        if not here:
            assert not any(says_whole(sheet.text, machine) for sheet in group.sheets)
        ways["left out" if here else "machine"] += 1
    assert min(ways["unheard of"], ways["left out"], ways["machine"]) >= 6


def test_a_comparison_names_the_right_machine_or_the_gap(made: tuple[Group, ...]) -> None:
    wanted = Counter[str]()
    for group, question in asked(made, "comparison"):
        values = stated(group, question)
        by_machine = {
            MACHINE.findall(source)[0]: Decimal(values[source]) for source in question.sources
        }
        assert list(by_machine) == MACHINE.findall(question.text)
        low, high = sorted(by_machine.items(), key=lambda pair: pair[1])
        if re.search("difference|差", question.text):
            assert Decimal(question.must[0]) == high[1] - low[1] not in by_machine.values()
            wanted["gap"] += 1
        else:
            best = high if re.search("higher|大きい", question.text) else low
            assert (question.must[0], Decimal(question.must[1])) == best
            wanted["higher" if best is high else "lower"] += 1
        assert question.must_not == ()
        assert question.is_right(question.answer, is_abstained=False)
    assert min(wanted["gap"], wanted["higher"] + wanted["lower"]) >= 10
    assert min(wanted["higher"], wanted["lower"]) >= 1


def test_every_place_is_asked_about_equally_often(made: tuple[Group, ...]) -> None:
    for kinds in (("lookup", "lookup-ja"), ("cross",), ("contradiction",)):
        counts = Counter(p for group, q in asked(made, *kinds) for p in places(group, q))
        assert len({counts[place] for place in PLACES}) == 1, (kinds, counts)


def test_a_cross_question_is_in_the_other_language(made: tuple[Group, ...]) -> None:
    directions = set()
    for group, question in asked(made):
        assert question.is_japanese == (language_of(question.text) == "ja")
        for place in places(group, question):
            is_japanese_sheet = language_of(group.sheets[place].text) == "ja"
            assert (is_japanese_sheet != question.is_japanese) == (question.kind == "cross")
            if question.kind == "cross":
                directions.add(is_japanese_sheet)
    assert directions == {True, False}


@pytest.mark.parametrize(
    ("answer", "value", "is_said"),
    [
        ("85 N·m", "85", True),
        ("Tighten it to **85**.", "85", True),
        ("85N·m [3]", "85", True),
        ("締付トルクは８５です。", "85", True),
        ("トルク：85、張力：320", "85", True),
        ("L-7：85 N·m", "85", True),
        ("185 N·m", "85", False),
        ("85.2 N·m", "85", False),
        ("0.85", "85", False),
        ("85,000", "85", False),
        ("80-85 N·m", "85", False),
        ("HF-85", "85", False),
        ("M‑8 is not in the sheets", "8", False),
        ("The torque is given. [8]", "8", False),
        ("checked on 2026-11-08", "11", False),
        ("2.4 MPa", "2.40", True),
        ("0.012mm", "0.012", True),
        ("multec sb 2 grease", "Multec SB 2", True),
        ("Multec SB 22", "Multec SB 2", False),
        ("Isolan NBU 2", "Isolan NB 2", False),
        ("コードはSK－414Cです", "SK-414C", True),
        ("SK-414C-2", "SK-414C", False),
        ("L-17", "L-1", False),
        ("L-7号機", "L-7", True),
        ("K. Weber, on 5 May 2026", "Weber", True),
        ("佐々木さん", "佐々木", True),
        ("On 14 March 2026.", "2026-03-14", True),
        ("March 14th, 2026", "2026年3月14日", True),
        ("2026/3/14", "2026年3月14日", True),
        ("2026年3月1日", "2026年3月14日", False),
    ],
)
def test_a_value_is_said_only_as_a_whole(answer: str, value: str, is_said: bool) -> None:
    assert says_whole(answer, value) is is_said


@pytest.mark.parametrize(
    ("answer", "is_right"),
    [
        ("The nut takes 85 N·m.", True),
        ("92 N·m", False),
        ("85 N·m, or 92 N·m on the other sheet", False),
        ("145 N·m", False),
        ("", False),
    ],
)
def test_a_right_answer_has_the_value_and_no_look_alike(answer: str, is_right: bool) -> None:
    assert a_question(("85",), ("92", "104")).is_right(answer, is_abstained=False) is is_right


def test_a_contradiction_wants_both_values() -> None:
    question = a_question(("85", "92"), ("104",))
    assert question.is_right("The sheet says 85, the bulletin 92 N·m.", is_abstained=False)
    assert not question.is_right("92 N·m", is_abstained=False)


def test_abstaining_is_right_only_where_nothing_is_found() -> None:
    question = a_question(("85",))
    assert not question.is_right("85", is_abstained=True)
    missing = replace(question, answer=NOT_ANSWERABLE, must=())
    assert missing.is_right("", is_abstained=True)
    assert not missing.is_right("85 N·m", is_abstained=False)
