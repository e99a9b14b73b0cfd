"""Tools: whether the right one is used, with the right arguments, and none where none helps.

Judged is the program as it is. Beside it the model alone is asked to choose, as the program asks
it (assets/prompts/route.md), by one letter: A lookup, B calculation, C log query, D several. That
choice is not judged. The program asks for it only where a question's words and the tables leave it
open, then tries the other ways too, and every way is verified: a wrong letter costs seconds and
not the answer, and one that did cost an answer is seen in the judged cases.

Irrelevance, as in the Berkeley Function-Calling Leaderboard (Patil et al. 2025), is a question for
which no tool applies; errors of tools are those that shop logs bring about: other spellings, other
units, texts among numbers.
"""

from __future__ import annotations

from collections.abc import Mapping
from random import Random
from typing import Any

from engine.qualify.cases import (
    Ability,
    Condition,
    Expected,
    Plan,
    World,
    WorldDocument,
)
from engine.qualify.material import Material
from engine.qualify.profile import Profile
from engine.qualify.suites.balance import Asked, alternating, cases_of, in_rounds, mixed
from engine.qualify.suites.invented import Names, wording_of
from engine.qualify.suites.tools_logs import log_questions
from engine.qualify.suites.tools_sheets import (
    calculator_questions,
    irrelevant_questions,
    sheet_questions,
)

_WORDING: Mapping[str, Mapping[str, Any]] = wording_of("tools")
_FILLER_TOKENS = 1200
# In the order in which they are worth asking: calculator, logs and neither of them in turn.
_KINDS = (
    "document value",
    "count",
    "lookup",
    "conversion",
    "average",
    "near miss",
    "fit",
    "extreme",
    "irrelevance",
    "arithmetic",
    "other unit",
    "by name",
    "text among numbers",
    "date",
    "other spelling",
)
_CHOICES = {"A": "lookup", "B": "calculation", "C": "log query", "D": "several"}


def tools_cases(material: Material, profile: Profile) -> Plan:
    """``profile.n_cases`` judged cases and as many choices; fewer if the questions run out.

    One world a language, of three papers, two logs and some of the shop's own paragraphs.
    """
    random = Random(f"{profile.seed} tools")  # noqa: S311  (nothing is kept secret)
    names = Names(material, random)
    worlds: dict[str, World] = {}
    asked: list[Asked] = []
    choices: list[Asked] = []
    for language in profile.languages:
        words, world = _WORDING[language], f"tools-{language}"
        documents, of_sheets = sheet_questions(words, language, world, names, random)
        tables, of_logs = log_questions(words, language, world, names, random)
        own = material.haystack(language, _FILLER_TOKENS, random)
        filler = (WorldDocument(words["filler"], own),) if own else ()
        worlds[world] = World(world, (*documents, *filler), tables)
        asked += [*of_sheets, *of_logs, *calculator_questions(words, language, world, random)]
        asked += irrelevant_questions(words, language, world, random)
        choices += _choices(words["choice"], language, names, random)
    asked.sort(key=lambda one: _KINDS.index(one.kind))
    judged = in_rounds(asked, profile.languages, profile.n_cases)
    beside = in_rounds(choices, profile.languages, profile.n_cases)
    program = tuple(cases_of(judged, Ability.TOOLS, Condition.PROGRAM))
    choice = tuple(cases_of(beside, Ability.TOOLS, Condition.CHOICE, is_judged=False))
    return Plan(worlds, alternating(program, choice))


def _choices(words: Mapping[str, Any], language: str, names: Names, random: Random) -> list[Asked]:
    """Questions of the four kinds, with machines that no document has."""
    asked: list[Asked] = []
    for letter, kind in _CHOICES.items():
        questions: list[Asked] = []
        for wording in words[letter] * 2:
            a, b = names.alike(2)
            question = wording.format(noun=random.choice(words["names"]), a=a, b=b)
            questions.append(Asked(f"choose {kind}", language, question, "", Expected((letter,))))
        asked += mixed(questions, random)
    return asked
