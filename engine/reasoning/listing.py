"""Questions about a list of things named by their numbers: their total, mean, or the most of them.

"What is the average length of the belts of KX-417 and NB-203?" is one look-up a name and one
calculation. The question itself, with one name in place of the list, is what is looked up; a model
that is given all of it lists the values, or gives one of them.
"""

from __future__ import annotations

import re

from engine.reasoning.division import Combination, Division, divide_by_form

_MAX_LISTED = 6
_NAME = r"[A-Za-z][A-Za-z0-9_.]*-?\d[A-Za-z0-9_-]*"
_THING = r"(?:the )?(?:[a-z]+ )?"  # "conveyor A and conveyor B" is a list, too.
_LIST = re.compile(
    rf"(?<![\w-]){_NAME}(?:(?:, ?(?:and |or )?| and | or ){_THING}{_NAME})+(?![\w-])"
    rf"|(?<![A-Za-z\d-]){_NAME}(?:(?:、|と|および|及び|または|か)[一-鿿ァ-ヶー]{{0,8}}{_NAME})+"
)
_ONE = re.compile(rf"(?<![\w-]){_NAME}", re.ASCII)
_THINGS = re.compile(
    rf"((?:(?<![a-z])(?!and |or |the )[a-z]+ )?|[一-鿿ァ-ヶー]{{1,8}})(?<![\w-])({_NAME})", re.ASCII
)
# What asks for a total or a mean, and what stands in its place in the question about one thing.
_MEAN = (
    (r"\b(?:average|mean) (?=[a-z])", ""),
    (r",? (?:on average|in the mean)\b", ""),
    (r"の平均値?(?!の)|平均(?:して|の|すると)?、?", ""),
)
_SUM = (
    (r"\b(?:total|combined|summed) (?=[a-z])", ""),
    (r"\bsum of (?:the )?", ""),
    (r",? (?:altogether|together|in total|in all|combined)\b", ""),
    (r"の合計値?(?!の)|合計(?:して|の|すると|で)?、?|合わせて、?|合わせると、?", ""),
)
_SIZE_WORDS = {
    "long": "longe shorte",
    "wide": "wide broade narrowe",
    "thick": "thicke thinne",
    "heavy": "heavie lighte",
    "deep": "deepe shallowe",
    "tall": "talle",
}
_LARGE = "longe wide broade thicke heavie deepe talle highe large bigge greate".split()
_SMALL = "shorte narrowe thinne lighte shallowe lowe smalle".split()
_SIGN = rf"(?P<stem>{'|'.join((*_LARGE, *_SMALL))})(?:r|st)"
_WITH_MOST = re.compile(
    rf"^(?P<head>.+? )?the (?P<thing>[a-z]+(?: [a-z]+)?) with the {_SIGN} (?P<what>[a-z ]+?)"
    rf"(?:,|:| of| among| out of) {_THING}(?P<list>{_NAME}.*?)[?.]*$",
    re.IGNORECASE,
)
_WHICH_MOST = re.compile(
    rf"^which (?P<thing>[a-z]+)(?: of .+?)? has the {_SIGN} (?P<what>[a-z ]+?)"
    rf"(?:,|:) {_THING}(?P<list>{_NAME}.*?)\?*$",
    re.IGNORECASE,
)
_BY_HOW_MUCH = re.compile(
    rf"^(?:by )?how (?:much|far|many [a-z]+) {_SIGN} is (?P<a>.+?) than (?P<b>.+?)\?*$",
    re.IGNORECASE,
)
_BY_HOW_MUCH_JA = re.compile(
    r"^(?P<a>.+?)は、?(?P<b>.+?)より(?:も)?、?(?:何|どれだけ|どのくらい|どれくらい|いくら)"
    r"[A-Za-zァ-ヶー]*(?P<sign>長|短|高|低|重|軽|厚|薄|広|狭|深|浅|太|細)い.*$"
)
_SIZES_JA = {
    **dict.fromkeys("長短", "長さ"),
    **dict.fromkeys("高低", "高さ"),
    **dict.fromkeys("重軽", "質量"),
    **dict.fromkeys("厚薄", "厚さ"),
    **dict.fromkeys("広狭", "幅"),
    **dict.fromkeys("深浅", "深さ"),
    **dict.fromkeys("太細", "太さ"),
}


def divide_by_words(question: str) -> Division | None:
    """The parts of a question in one of the forms that need no model; None if it has none."""
    plain = question.strip()
    for divide in (divide_by_form, _difference, _most, _total):
        division = divide(plain)
        if division is not None:
            return division
    return None


def is_of_list(division: Division | None) -> bool:
    """Whether a division is one of a list of named things."""
    return division is not None and division.combination not in (
        Combination.DIFFERENCE,
        Combination.GREATER,
        Combination.SMALLER,
    )


def _difference(question: str) -> Division | None:
    match = _BY_HOW_MUCH.match(question)
    if match and _size_word(match["stem"]):
        names = (match["a"].strip(), match["b"].strip())
        ask = f"How {_size_word(match['stem'])} is {{}}?"
    else:
        match = _BY_HOW_MUCH_JA.match(question)
        if match is None:
            return None
        names = (match["a"].strip(), match["b"].strip())
        ask = f"{{}}の{_SIZES_JA[match['sign']]}はいくつですか。"
    return Division(tuple(map(ask.format, names)), Combination.DIFFERENCE, names)


def _most(question: str) -> Division | None:
    """The one of a list that has the most of something, and what is asked about that one."""
    match = _WITH_MOST.match(question) or _WHICH_MOST.match(question)
    names = _names(match["list"]) if match else ()
    if match is None or not names:
        return None
    head = match.groupdict().get("head")
    word = _size_word(match["stem"])
    ask = f"How {word} is the" if word else "What is the"
    parts = tuple(f"{ask} {match['what']} of {match['thing']} {name}?" for name in names)
    is_small = match["stem"].lower() in _SMALL
    return Division(
        parts,
        Combination.SMALLEST if is_small else Combination.LARGEST,
        names,
        then=f"{head}{match['thing']} #?" if head else "",
    )


def _total(question: str) -> Division | None:
    match = _LIST.search(question)
    names = _names(match[0]) if match else ()
    if match is None or not names or len(_LIST.findall(question)) > 1:
        return None
    for combination, forms in ((Combination.MEAN, _MEAN), (Combination.SUM, _SUM)):
        for form, instead in forms:
            ask = re.sub(form, instead, question, count=1, flags=re.IGNORECASE)
            at = _LIST.search(ask)
            if ask != question and at is not None:
                before, behind = ask[: at.start()], ask[at.end() :]
                things = _THINGS.findall(at[0])
                if any(thing for thing, _ in things[1:]):
                    before, first = _cut_thing(before)
                    things[0] = (first, things[0][1])
                parts = tuple(f"{before}{thing}{name}{behind}" for thing, name in things)
                return Division(tuple(dict.fromkeys(parts)), combination, names)
    return None


def _cut_thing(before: str) -> tuple[str, str]:
    """A text and the word at its end that says what the name behind it is of: robot, コンベア."""
    match = re.search(r"(?:[a-z]+ |[一-鿿ァ-ヶー]+)$", before)
    return (before[: match.start()], match[0]) if match else (before, "")


def _names(text: str) -> tuple[str, ...]:
    """The names of a list that is nothing but that; none of one, or of too many."""
    match = _LIST.search(text)
    names = tuple(dict.fromkeys(_ONE.findall(match[0]))) if match else ()
    return names if 1 < len(names) <= _MAX_LISTED else ()


def _size_word(stem: str) -> str:
    """The word that asks for a size, of the stem of its comparative: long of longer and shorter."""
    return next((word for word, stems in _SIZE_WORDS.items() if stem.lower() in stems.split()), "")
