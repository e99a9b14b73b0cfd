from __future__ import annotations

from collections import Counter
from decimal import Decimal
from random import Random

import pytest

from engine.qualify.cases import Ability, Case, Condition
from engine.qualify.suites.balance import (
    Asked,
    alternating,
    cases_of,
    figure,
    in_rounds,
    mixed,
    value,
)


def asked(kinds: str, languages: tuple[str, ...], n: int) -> list[Asked]:
    return [
        Asked(kind, language, f"{kind} {language} {i}")
        for kind in kinds
        for language in languages
        for i in range(n)
    ]


def cases(n: int, kind: str) -> tuple[Case, ...]:
    some = [Asked(kind, "en", str(i)) for i in range(n)]
    return tuple(cases_of(some, Ability.TOOLS, Condition.PROGRAM))


@pytest.mark.parametrize("kinds", ["a", "ab", "abc", "abcd", "abcde"])
@pytest.mark.parametrize("languages", [("en",), ("en", "ja")])
def test_any_beginning_is_balanced(kinds: str, languages: tuple[str, ...]) -> None:
    found = in_rounds(asked(kinds, languages, 10), languages, 10 * len(kinds) * len(languages))
    assert len(found) == 10 * len(kinds) * len(languages)
    for n in range(1, len(found) + 1):
        by_kind = Counter(one.kind for one in found[:n])
        by_language = Counter(one.language for one in found[:n])
        pairs = Counter((one.kind, one.language) for one in found[:n])
        assert max(by_kind.values()) - min(by_kind[kind] for kind in kinds) <= 1
        assert max(by_language.values()) - min(by_language[one] for one in languages) <= 1
        every = [pairs[kind, language] for kind in kinds for language in languages]
        assert max(every) - min(every) <= 1


def test_questions_that_run_out_leave_the_rest() -> None:
    found = in_rounds([*asked("a", ("en",), 1), *asked("b", ("en", "ja"), 3)], ("en", "ja"), 50)
    assert len(found) == 7
    assert len({one.question for one in found}) == 7


def test_ids_count_within_kind_language_and_condition() -> None:
    some = [Asked("a b", "en", "1"), Asked("c", "ja", "2"), Asked("a b", "en", "3")]
    program = [case.id for case in cases_of(some, Ability.STEPS, Condition.PROGRAM)]
    prompt = [case.id for case in cases_of(some, Ability.STEPS, Condition.PROMPT)]
    assert program == ["steps-en-a-b-001", "steps-ja-c-001", "steps-en-a-b-002"]
    assert prompt[0] == "steps-en-a-b-prompt-001"


def test_the_shorter_list_is_spread_over_the_longer() -> None:
    kinds = "".join(case.kind for case in alternating(cases(6, "x"), cases(3, "y")))
    assert kinds == "xxyxxyxxy"
    assert alternating(cases(2, "x"), ()) == cases(2, "x")


def test_a_wrong_value_is_never_the_right_one() -> None:
    expected = value(Decimal("47.0"), 47, Decimal("4.7"), Decimal("4.70"), tool="sql")
    assert (expected.must, expected.must_not, expected.tool) == (("47",), ("4.7",), "sql")


def test_figures_have_neither_exponents_nor_needless_zeros() -> None:
    assert [figure(one) for one in (Decimal("1E+3"), 100, Decimal("0.50"), "KX-410")] == [
        "1000",
        "100",
        "0.5",
        "KX-410",
    ]


def test_a_question_is_kept_once_in_an_order_that_the_seed_gives() -> None:
    some = asked("a", ("en",), 9)
    found = mixed([*some, *some], Random(3))
    assert found == mixed(some, Random(3))
    assert sorted(one.question for one in found) == sorted(one.question for one in some)
