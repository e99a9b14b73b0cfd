"""Whether a query asks what the question asks, seen from outside the model.

A query that runs can still answer another question, and its number looks as good as the right one.
So everything that a question names has to be found in the query: values, part numbers, numbers,
dates, the kind of total, the direction of an extreme, the kind of quantity; and what the query
compares with has to come from the question. A doubt is a sentence that the model can mend its query
by. Each check errs towards doubting.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain

from sqlglot import exp

from engine.domain import ColumnType, TableProfile
from engine.reasoning.asked_columns import asked_columns
from engine.reasoning.figures.figure import Figure, FigureKind, Moment
from engine.reasoning.numbers import figures
from engine.reasoning.query_facts import QueryFacts, decimal_of, facts_of
from engine.reasoning.sanity import asked_quantity
from engine.text import normalise
from engine.tools.sql.guard import CheckedQuery
from engine.tools.sql.linking import Link, NamedValue
from engine.tools.sql.names import folded_name
from engine.tools.sql.spans import is_like_a_code
from engine.tools.sql.verdicts import verdict_of
from engine.words import initials, stems

UNUSED = "the query does not use it"
"""How a doubt about something that the question names ends."""

NOT_GIVEN = "the query does not give it"
"""How a doubt about a column that the question asks for ends."""

_COUNTS = re.compile(
    r"\bhow many\b|\bhow often\b|(?<!part )(?<!serial )(?<!model )(?<!drawing )(?<!order )"
    r"\bnumber of\b|\bcount\b|\b(?:than|least|most|exactly) \w+ times\b"
    r"|\d+回|何件|何個|何本|何回|何枚|何台|件数|回数"
)
_DURATION = re.compile(
    r"\bhow long\b|\bhow many (?:years|months|weeks|days|hours)\b"
    r"|何(?:年|週|日|時)間|何(?:か|ヶ|カ|箇)月|何年(?!何月|の|に|製)"
)
PERCENTAGE = r"\bper ?cent(?:age)?\b|%|割合|パーセント|[格良]率"
"""How a question asks for a percentage (a pattern)."""

_TOTALS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    (
        "an average",
        r"\baverage\b|(?<!that )(?<!this )(?<!it )(?<!does )\bmean\b(?! (?:for|that|by)\b)|平均",
        ("avg(",),
    ),
    ("a median", r"\bmedian\b|中央値", ("median(",)),
    ("a standard deviation", r"\bstandard deviation\b|\bstdev\b|標準偏差", ("stdev(",)),
    ("a percentage", PERCENTAGE, ("/", "avg(")),
    ("a sum", r"\btotal\b|\bsum\b|\baltogether\b|合計|総計", ("sum(", "count(")),
)
_LOW = re.compile(
    r"\b(?:low|small|short|few|cold|slow|cheap|earli|thinn?|light)est\b|\bminimum\b|\bleast\b"
    r"|\bfirst\b(?! (?:week|month|half|quarter|day|shift))"
    r"|最小|最低|最短|最初|一番(?:小さ|低|短|少な|早)|最も(?:小さ|低|短|少な|早)"
)
_HIGH = re.compile(
    r"\b(?:high|large|bigg|great|long|hott|fast|lat|new|heav|thick)i?est\b|\bmaximum\b|\bmost\b"
    r"|\blast\b(?! (?:week|month|year|night|shift))"
    r"|最大|最高|最長|最後|最新|一番(?:大き|高|長|多|遅)|最も(?:大き|高|長|多|遅)|直近"
)
_EXTREME = re.compile(r"\b(?:worst|best)\b|最悪|最良")
_AT_LEAST_MOST = re.compile(r"\bat (?:least|most)\b|少なくとも")
_TIME = re.compile(
    r"\d{4}|[年月日昨今週]|\b(?:week|month|year|day|today|yesterday|morning|night|hour)s?\b"
    r"|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
)
# A capital inside an English sentence is a name; these are names of nothing in a log.
_NAME = re.compile(r"(?<=[a-z,;] )(?:[A-Z][a-z]{2,}|[A-Z]{3,})(?![A-Za-z0-9])")
_NO_NAMES = frozenset(
    "january february march april may june july august september october november december"
    " monday tuesday wednesday thursday friday saturday sunday celsius fahrenheit"
    " day eve christmas easter year week month csv log logs utc sql".split()
)
_NO_QUANTITY = re.compile(r"^(?:when|who|which|on which|did|was|is|are)\b|いつ|誰|どれ|どの|何日")
_TIME_SPAN = re.compile(
    r"\b(?:second|minute|hour|day|week|month)s?\b|\btime\b|\bhow (?:long|old)\b"
    r"|\b(?:late|earli)er\b|\d[時分秒]|時間|分間|秒|日間|何[分日時秒]"
)
_HUNDRED = decimal_of("100")
_PLAIN_VALUE = re.compile(r"\b(?:value|reading|measurement)s?\b|値", re.I)
_JAPANESE_NAME = re.compile(r"([一-鿿々ァ-ヶー]{1,6})(?:さん|氏|様)")


def doubts(query: CheckedQuery, question: str, links: Sequence[Link]) -> tuple[str, ...]:
    """What of the question the query leaves out, and what it adds; empty when nothing is seen."""
    facts = facts_of(query, links)
    return tuple(
        dict.fromkeys(
            chain(
                _unused_values(facts, links),
                _other_columns(facts, links),
                _said_once(facts, question),
                _unused_figures(facts, question, links),
                _unused_names(facts, question, links),
                _foreign_literals(facts, question),
                _foreign_factors(facts, question),
                _other_total(facts, question),
                _share_of_one_kind(facts, question),
                _other_direction(facts, question),
                _other_quantity(facts, question, links),
                _other_subject(facts, question, links),
                _moment_for_duration(facts, question),
                _impossible(facts),
            )
        )
    )


def unused_values(query: CheckedQuery, links: Sequence[Link]) -> tuple[tuple[NamedValue, ...], ...]:
    """The values that the question names and the query has not; of each group one is enough."""
    return tuple(_unused_groups(facts_of(query, links), links))


def _unused_values(facts: QueryFacts, links: Sequence[Link]) -> Iterator[str]:
    for value in (value for link in links for value in link.values):
        if value.is_excluded and not _excludes(facts, value.value):
            yield f"{value.column} '{value.value}' is not meant, the query looks at it"
    for value, *_ in _unused_groups(facts, links):
        yield f"the question names {value.column} '{value.value}', {UNUSED}"


def _unused_groups(facts: QueryFacts, links: Sequence[Link]) -> Iterator[tuple[NamedValue, ...]]:
    """Values that the question names. One word may name several: any of them will do."""
    used = [stems(text) for text in facts.strings]
    verdicts = {verdict_of(text) for text in facts.strings} - {None}
    by_words: dict[frozenset[str], list[tuple[Link, NamedValue]]] = {}
    for link in links:
        for value in link.values:
            by_words.setdefault(value.words, []).append((link, value))
    for words, named in by_words.items():
        is_in_longer = any(words < other for other in by_words)
        is_title = all(words <= _own_words(link.profile) for link, _ in named)
        is_verdict = any(verdict_of(value.value) in verdicts for _, value in named)
        is_given = is_verdict or any(folded_name(value.column) in facts.given for _, value in named)
        if not (is_in_longer or is_title or is_given or any(words <= text for text in used)):
            yield tuple(value for _, value in named)


def _other_columns(facts: QueryFacts, links: Sequence[Link]) -> Iterator[str]:
    """A value that the question names for one column and the query looks for in another."""
    for column, literal in facts.compared:
        words = stems(literal.name)
        named = [v for link in links for v in link.values if v.words == words and not v.is_part]
        columns = {folded_name(value.column) for value in named}
        if literal.is_string and columns and column and column not in columns:
            yield f"the question names {named[0].column} '{named[0].value}', not {column}"


def _said_once(facts: QueryFacts, question: str) -> Iterator[str]:
    """A value that the question says once and the query looks for in two columns."""
    plain = normalise(question)
    columns: dict[str, set[str]] = {}
    for column, literal in facts.compared:
        if literal.is_string and column:
            columns.setdefault(normalise(literal.name.strip("%")), set()).add(column)
    for value, among in columns.items():
        if len(among) > 1 and plain.count(value) == 1:
            yield f"the question says '{value}' once, the query of {' and '.join(sorted(among))}"


def _excludes(facts: QueryFacts, value: str) -> bool:
    """Whether a query leaves the rows with a value out."""
    for node in facts.tree.find_all(exp.NEQ, exp.Not):
        if any(normalise(one.name) == normalise(value) for one in node.find_all(exp.Literal)):
            return True
    return False


def _own_words(profile: TableProfile) -> frozenset[str]:
    """The words of a table's name and titles: a value of the same words may not be meant."""
    titles = " ".join(f"{c.column.title} {c.column.name}" for c in profile.columns)
    short = frozenset[str]().union(*(initials(c.column.title) for c in profile.columns))
    return short | stems(f"{profile.stored.document} {profile.name} {titles}".replace("_", " "))


def _unused_figures(facts: QueryFacts, question: str, links: Sequence[Link]) -> Iterator[str]:
    own = frozenset[str]().union(*(_own_words(link.profile) for link in links))
    named = frozenset[str]().union(*(value.words for link in links for value in link.values))
    strings = " ".join(facts.strings)
    for figure in figures(question):
        if stems(figure.text) <= own | named:
            continue  # It is in a name, or is a value and looked at already.
        if figure.kind is FigureKind.DATE:
            is_used = any(_has_moment(facts, moment) for moment in figure.moments)
        elif figure.kind is FigureKind.IDENTIFIER:
            is_used = stems(figure.text) <= stems(strings)
        else:
            is_used = _has_number(facts, figure)
        if not is_used:
            yield f"the question names {figure.text}, {UNUSED}"


def _has_number(facts: QueryFacts, figure: Figure) -> bool:
    wanted = {number.normalize() for number in figure.numbers}
    in_strings = {
        decimal_of(digits)
        for text in facts.strings
        for digits in re.findall(r"\d+(?:\.\d+)?", text)
    }
    # "The last 10" and "at least 2" may be written as > 1 or >= 2.
    next_to = {number - 1 for number in wanted} | {number + 1 for number in wanted}
    return bool(wanted & (facts.numbers | in_strings) or next_to & facts.numbers)


def _has_moment(facts: QueryFacts, moment: Moment) -> bool:
    """Whether the parts of a date that the question gives stand in the query's literals."""
    text = " ".join(facts.strings)
    parts = [
        (moment.year, 4),
        (moment.month, 2),
        (moment.day, 2),
        (moment.hour, 2),
        (moment.minute, 2),
    ]
    return all(
        part is None or re.search(rf"(?<!\d){part:0{width}d}(?!\d)", text) is not None
        for part, width in parts
    )


def _unused_names(facts: QueryFacts, question: str, links: Sequence[Link]) -> Iterator[str]:
    """Names of people and things that no table knows: a query that ignores them asks of all."""
    known = frozenset[str]().union(
        *(_own_words(link.profile) for link in links), *(link.words for link in links)
    )
    used = stems(" ".join(facts.strings))
    names = [name for name in _NAME.findall(question) if name.lower() not in _NO_NAMES]
    for name in (*names, *_JAPANESE_NAME.findall(question)):
        words = stems(name)
        if not words <= known | used:
            yield f"the question names {name}, {UNUSED}"


def _foreign_literals(facts: QueryFacts, question: str) -> Iterator[str]:
    """Codes, numbers and dates that the query compares with and the question does not name."""
    asked = stems(question)
    asked_numbers = {n.normalize() for f in figures(question) for n in f.numbers}
    moments = [moment for figure in figures(question) for moment in figure.moments]
    for column, literal in facts.compared:
        profile = facts.columns.get(column)
        text = literal.name.strip("%")
        if not literal.is_string:
            number = decimal_of(literal.name)
            near = {number, number - 1, number + 1}
            if number > 1 and not near & asked_numbers:
                yield f"it compares with {literal.name}, which the question does not name"
        elif profile is not None and profile.column.type is ColumnType.DATETIME:
            if not moments and not _asks_of_time(question):
                yield f"it compares with '{text}', which the question does not name"
        elif is_like_a_code(text) and not _is_asked(text, question, asked):
            yield f"it compares with '{text}', which the question does not name"


def _foreign_factors(facts: QueryFacts, question: str) -> Iterator[str]:
    """A number that a result is multiplied with or divided by, and the question does not give.

    A force times 1000 is not the volume that was asked for. Percentages and spans of time have
    factors of their own.
    """
    plain = normalise(question)
    asked = {n.normalize() for figure in figures(question) for n in figure.numbers}
    is_of_time = bool(_TIME_SPAN.search(plain))
    is_share = bool(re.search(rf"{PERCENTAGE}|\b(?:share|proportion|rate)\b", plain))
    for node in facts.tree.find_all(exp.Mul, exp.Div):
        for side in (node.this, node.expression):
            if not isinstance(side, exp.Literal) or side.is_string:
                continue
            number = decimal_of(side.name)
            is_known = number == 1 or (is_share and number == _HUNDRED)
            if not is_known and not is_of_time and number not in asked:
                yield f"it calculates with {side.name}, which the question does not give"


def _is_asked(text: str, question: str, asked: frozenset[str]) -> bool:
    return stems(text) <= asked or normalise(text) in normalise(question)


def _asks_of_time(question: str) -> bool:
    return bool(_TIME.search(normalise(question)))


def _other_total(facts: QueryFacts, question: str) -> Iterator[str]:
    plain = normalise(question)
    titles = " ".join(column.column.title for column in facts.columns.values()).lower()
    wanted = [
        (name, signs)
        for name, words, signs in _TOTALS
        # A log may have a column of totals or means.
        if re.search(words, plain) and not re.search(words, titles)
    ]
    for name, signs in wanted:
        if not any(sign in facts.text for sign in signs):
            yield f"the question asks for {name}, the query does not calculate it"
        elif name == "a percentage" and "100" not in facts.text:
            yield "the question asks for a percentage, the query does not take it times 100"
    if not wanted and _COUNTS.search(plain) and "count(" not in facts.text:
        # The count may be a column of the log.
        is_column = any(
            facts.columns[name].column.type is not ColumnType.TEXT
            for name in facts.given
            if name in facts.columns
        )
        if not is_column and "sum(" not in facts.text:
            yield "the question asks for a count, the query does not count"


def _share_of_one_kind(facts: QueryFacts, question: str) -> Iterator[str]:
    """A share of failures among failures is 100 %: the others have to stay in."""
    where = facts.tree.args.get("where")
    if where is None or not re.search(PERCENTAGE, normalise(question)):
        return
    kept = [one for one in where.find_all(exp.Literal) if verdict_of(one.name) is not None]
    if kept:
        yield f"a percentage is of all rows, the query looks only at '{kept[0].name}'"


def _other_direction(facts: QueryFacts, question: str) -> Iterator[str]:
    plain = _AT_LEAST_MOST.sub(" ", normalise(question))
    is_low, is_high = bool(_LOW.search(plain)), bool(_HIGH.search(plain))
    has_min, has_max = _extremes(facts.tree)
    if _EXTREME.search(plain) and not (has_min or has_max):
        yield "the question asks for the worst or best, the query does not"
    if is_low == is_high:
        return
    if is_low and not has_min:
        yield "the question asks for the lowest or first, the query does not"
    if is_high and not has_max:
        yield "the question asks for the highest or last, the query does not"


def _extremes(tree: exp.Query) -> tuple[bool, bool]:
    """Whether a query picks what is lowest, and what is highest."""
    names = [node.name.lower() for node in tree.find_all(exp.Anonymous)]
    has_min, has_max = "min" in names, "max" in names
    for select in tree.find_all(exp.Select):
        order = select.args.get("order")
        if order is not None and select.args.get("limit") is not None:
            is_descending = bool(order.expressions[0].args.get("desc"))
            has_min, has_max = has_min or not is_descending, has_max or is_descending
    return has_min, has_max


def _other_quantity(facts: QueryFacts, question: str, links: Sequence[Link]) -> Iterator[str]:
    """A weight asked for and a force given: told by the titles of the columns that are given."""
    asked, plain = asked_quantity(question), normalise(question)
    if asked is None or _COUNTS.search(plain) or _NO_QUANTITY.search(plain):
        return
    titles = [facts.columns[name].column.title for name in facts.given if name in facts.columns]
    if not titles and "count(" in facts.text and not _is_total(plain):
        yield f"the question asks for {asked.name}, the query counts"
        return
    is_log_of_it = any(asked.is_named_in(link.profile.stored.document) for link in links)
    if is_log_of_it and any(_PLAIN_VALUE.search(title) for title in titles):
        return  # The temperature log has its temperatures in a column called value.
    if titles and not any(asked.is_named_in(title) for title in titles):
        yield f"the question asks for {asked.name}, the query gives {', '.join(sorted(titles))}"


def _is_total(plain: str) -> bool:
    return any(re.search(words, plain) for _, words, _ in _TOTALS)


def _other_subject(facts: QueryFacts, question: str, links: Sequence[Link]) -> Iterator[str]:
    """What is asked for is a column, and the query gives others: "which part" and torques."""
    for meant in asked_columns(question, links):
        if not meant & facts.given:
            yield f"the question asks for {' or '.join(sorted(meant))}, {NOT_GIVEN}"


def _moment_for_duration(facts: QueryFacts, question: str) -> Iterator[str]:
    """How many years records are kept is no date of a record."""
    if not _DURATION.search(normalise(question)) or "count(" in facts.text:
        return
    types = {facts.columns[name].column.type for name in facts.given if name in facts.columns}
    if types == {ColumnType.DATETIME} and not facts.tree.find(exp.Sub):
        yield "the question asks how long, the query gives a date"


def _impossible(facts: QueryFacts) -> Iterator[str]:
    """What gives nothing, or the same for everything: x - x, x < x, x = 'a' and x = 'b'."""
    for node in facts.tree.find_all(exp.Binary):
        if isinstance(node.this, exp.Column) and node.this == node.expression:
            yield f"it compares {node.this.sql()} with itself"
    for both in facts.tree.find_all(exp.And):
        equal = [test for test in both.flatten() if isinstance(test, exp.EQ)]
        columns = [test.this.sql() for test in equal if isinstance(test.expression, exp.Literal)]
        for column in {name for name in columns if columns.count(name) > 1}:
            yield f"{column} cannot be two things at once"
