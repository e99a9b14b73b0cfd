"""What a question needs, decided by cheap features; the model is asked only where they do not.

The features are words that ask for totals, calculations and comparisons, and how much of the
question the log tables know. A wrong route costs time, not the answer: if a way finds nothing the
next likely one is tried.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Sequence
from dataclasses import dataclass

from engine.answers import Route
from engine.events import AnswerEvent, CancelToken
from engine.ports import LanguageModel, Prompt, Stopped, TextPiece
from engine.reasoning.direct import direct_expression
from engine.reasoning.figures.figure import FigureKind
from engine.reasoning.listing import divide_by_words, is_of_list
from engine.reasoning.named_document import asks_for_rows
from engine.reasoning.numbers import figures
from engine.reasoning.prompting import system_text
from engine.reasoning.sanity import is_aggregate, without_meaning
from engine.tools.sql.linking import Link
from engine.tools.sql.spans import is_like_a_code
from engine.words import identifiers

# Shares of the question's weighted words that a log knows; see tests/bench/routes.py.
_SURE_LOG, _MAYBE_LOG = 0.75, 0.35
_CALCULATES = re.compile(
    r"\bconver(?:t|sion)\b|\bin (?:inch(?:es)?|mm|millimet\w+|cm|met(?:er|re)s|µm|microns?|feet|ft"
    r"|lbf|kgf|psi|bar|°?f(?:ahrenheit)?|hours|minutes|seconds)\b"
    r"|\b(?:total|sum|altogether|area|volume|circumference|perimeter|ratio|average|mean)\b"
    r"|\bper ?cent|\bshare of\b|\bby how (?:much|many)\b|\btimes (?:as|more|\w+er)\b|\bapart\b"
    r"|\bhow (?:much|many|far) (?:more|less|(?:long|short|high|low|larg|small|heavi|wid)e?r)\b"
    r"|\b(?:difference|clearance|remaining|left over|per (?:hour|minute|day|shift|piece|part))\b"
    r"|\b(?:minimum|maximum|smallest|largest|shortest|longest|upper|lower)"
    r"(?: and (?:largest|longest|upper|maximum))? (?:(?:allow|permitt|permiss)\w+ )?"
    r"(?:size|diameter|length|width|limit|dimension)s?\b|\bwithin (?:the )?tolerance\b|\bcpk?\b"
    r"|何インチ|換算|合計|合わせて|面積|体積|差は|何倍|割合|平均|上限|下限|許容(?:最大|最小)|公差内"
    r"|何日(?:間|後|あ)",
    re.IGNORECASE,
)
_COMPARES = re.compile(
    r"\bdifference\b|\bhow (?:much|many|far) (?:more|less|fewer|\w+er)\b|\bthan\b|差は|より",
    re.IGNORECASE,
)
_SEVERAL = re.compile(
    r"\bcompare\b|\bboth\b|\brespectively\b|それぞれ|どちら|比べ|比較|(?:また|そして)、|かつ"
    r"|\b(?:which|what|who|when|where|how)\b.+\band (?:wh\w+|how|did|does|is)\b",
    re.IGNORECASE,
)
_LOOKS_IN = re.compile(
    r"\b(?:manual|drawing|document|sheet|table|list|says?|states?|gives?|shows?|specif\w+|according)\b"
    r"|図面|説明書|仕様|手順|一覧|部品表|によ[ると]",
    re.IGNORECASE,
)
# Two things that have to be looked at before anything can be said: no one passage answers that.
_COMPARES_THINGS = re.compile(
    r"\bcompare\b|\bdiffers?\b|\bdifferences? between\b|\bthe same\b.+\bas\b|\bgive the same\b"
    r"|\bwhich of (?:our|the|these|those) (?:two|three|four)\b|\b(?:long|strong|large) enough\b"
    r"|\bdoes? .+ (?:meet|satisfy|deliver enough|comply with)\b|比べ|比較して|変わった点|違い"
    r"|満たし(?:て|ま)|(?:二|三|両方)つ?の.+どちら|のはどちら",
    re.IGNORECASE,
)
_CHAT = re.compile(
    r"\s*(?:hi|hello|hey|thanks?\b.*|thank you.*|good (?:morning|afternoon|evening)|bye|ok(?:ay)?"
    r"|how are you.*|who are you|what(?:'s| is) your name|what (?:are|can) you(?: do)?"
    r"|(?:can you )?(?:please )?(?:tell me a joke|repeat that|say that again|answer in \w+"
    r"|(?:write|compose) (?:me )?an? .*(?:poem|story|song|joke|email)).*"
    r"|stop(?: talking)?|never mind.*|what(?:'s| is) the weather.*|who won .*"
    r"|こんにちは.*|おはよう.*|こんばんは.*|ありがとう.*|お疲れ(?:さま|様).*|(?:もう一度|もういちど)言って.*"
    r"|(?:日本語|英語)で答えて.*|あなたは(?:誰|だれ|何が?でき).*|元気(?:です)?か|冗談.*)[\s!.?。！？]*",
    re.IGNORECASE,
)
_LETTERS = {"A": Route.LOOKUP, "B": Route.COMPUTATION, "C": Route.LOG_QUERY, "D": Route.SEVERAL}


@dataclass(frozen=True, slots=True)
class Routed:
    """The ways to answer, the likeliest first, and whether the features were sure of the first."""

    ways: tuple[Route, ...]
    is_sure: bool = True

    @property
    def route(self) -> Route:
        """The likeliest way."""
        return self.ways[0]


def route(question: str, links: Sequence[Link]) -> Routed:
    """The ways to try for a question, by its words and by what the log tables know of it."""
    if _CHAT.fullmatch(question):
        return Routed((Route.NO_DOCUMENT,))
    if direct_expression(question) is not None:
        return Routed((Route.COMPUTATION,))
    log = links[0].score if links else 0.0
    is_about_rows = is_aggregate(question) or asks_for_rows(question)
    named = [value for value in links[0].values if not value.is_part] if links else []
    # A row is asked for by a value in it and by the title of what is wanted of it.
    has_row = bool(named and links[0].named_columns)
    is_in_log = is_about_rows and (len(named) > 1 or any(is_like_a_code(v.value) for v in named))
    if is_in_log or (log >= _SURE_LOG and (is_about_rows or has_row)):
        return Routed((Route.LOG_QUERY, *_documents(question)))
    division = divide_by_words(question)
    # The total of several rows is one query.
    is_divided = division is not None and not (is_of_list(division) and log >= _MAYBE_LOG)
    if is_divided or _COMPARES_THINGS.search(question):
        return Routed((Route.SEVERAL, Route.LOOKUP))
    ways = _documents(question)
    if log >= _MAYBE_LOG and (is_about_rows or has_row):
        first = (Route.LOG_QUERY, *ways) if is_about_rows else (*ways, Route.LOG_QUERY)
        return Routed(first, is_sure=is_about_rows and has_row)
    return Routed(ways)


def _documents(question: str) -> tuple[Route, ...]:
    """The ways that read documents."""
    is_several = bool(_SEVERAL.search(question)) or len(identifiers(question)) > 1
    several = (Route.SEVERAL,) if is_several or _COMPARES.search(question) else ()
    if _CALCULATES.search(without_meaning(question)) or _gives_quantities(question):
        return Route.COMPUTATION, Route.LOOKUP, *several
    return Route.LOOKUP, *several


def _gives_quantities(question: str) -> bool:
    """Whether a question gives all that there is to calculate with, and no document to look in."""
    if _LOOKS_IN.search(question):
        return False
    numbers = [figure for figure in figures(question) if figure.kind is FigureKind.NUMBER]
    return len(numbers) > 1 and any(figure.unit for figure in numbers)


def ask_model(
    question: str, routed: Routed, *, model: LanguageModel, cancel: CancelToken
) -> Generator[AnswerEvent, None, Routed]:
    """The same ways with the one first that the model names: one letter, one token."""
    prompt = Prompt(system_text("route"), "", f"Question: {question}\nKind:")
    letter = ""
    grammar = "root ::= " + " | ".join(f'" {letter}"' for letter in _LETTERS)
    for event in model.generate(prompt, max_tokens=2, cancel=cancel, grammar=grammar):
        if isinstance(event, TextPiece):
            letter += event.text
        elif isinstance(event, Stopped):
            break
        yield from ()
    named = _LETTERS.get(letter.strip(), routed.route)
    if named not in routed.ways:
        return routed
    return Routed((named, *(way for way in routed.ways if way is not named)))
