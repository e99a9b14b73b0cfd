"""Whether a cited line speaks of another part than the question: a hydraulic filter, an air filter.

A small model asked about the conveyor fuse gives the current of the main fuse: the only fuse there
is. Documents use other words than questions do, so a word that is not there says nothing; but where
the line has the same noun with a word of its own before it, and nowhere has the word asked for, it
is about another thing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from engine.text import language_of, normalise
from engine.words import stem, stems

_TOKEN = re.compile(r"[a-z]+(?:-[a-z]+)*(?![a-z0-9]*\d)|[^\sa-z]\S*|\S")
# Words between phrases. Before a phrase that a question names stands one of these, too.
_BOUNDARIES = frozenset(
    "a an the this that these those each every any all its their our your of for on in at by with"
    " from to into and or per than as between what which whose is are was were be been being does"
    " do did has have had may must can could should shall will would not no it they he she you we i"
    " if when where how many much who why after before until every during while only also then"
    " there here one two three four five six".split()
)
_OPENERS = _BOUNDARIES - frozenset(
    "is are was were be been being does do did has have had may must can could should shall will"
    " would not no it they he she you we i there here how".split()
)
_ASKS_BY_VERB = frozenset("does do did may must can could should shall will would".split())
# What a line may begin with: an order is no part of a name.
_ORDERS = frozenset(
    "adjust apply change check clean close drain fasten fill fit grease hang insert inspect install"
    " keep loosen lubricate measure mount open press protect refill remove renew replace set store"
    " tighten torque turn use wipe".split()
)
# Nouns that documents qualify as they like: the rated, the nominal and the supply voltage.
_LOOSE_NOUNS = frozenset(
    map(
        stem,
        "amount angle area capacity code colour color current date day depth diameter dimension"
        " direction distance energy flow force frequency gap height hour interval kind length level"
        " limit load manufacturer maker mass material maximum mean minimum minute mode model month"
        " name number order page part period place point position power pressure procedure process"
        " range rate rating ratio reading result revision section setting side size speed state"
        " status step table temperature tension thickness time tolerance torque type unit value"
        " version voltage volume way week weight width work year".split(),
    )
)
_JAPANESE_RUN = re.compile(r"[一-鿿々]+|[ァ-ヶー]+")
_JAPANESE_NAME = re.compile(r"[一-鿿々ァ-ヶー]{3,}")
_JAPANESE_OF = re.compile(r"(?=([一-鿿々ァ-ヶー]{3,})の([一-鿿々ァ-ヶー]{2,}))")
_LOOSE_ENDING = re.compile(
    r"(?:[圧電動応馬風水浮]力|力|温度|速度|角度|深度|精度|硬度|濃度|湿度|密度|粘度|電流|電圧|電源"
    r"|回転数|周期|間隔|時間|時期|期限|期間|日付|番号|番|型式|型番|数|量|率|比|値|径|長|高さ|長さ"
    r"|幅|厚さ|深さ|重さ|質量|重量|寸法|公差|範囲|位置|方法|手順|材質|色|種類|名|トルク|サイズ|メーカー"
    r"|ページ|レベル|モード|データ|部|部分|部品|用|時|側|等|者|所|品|機|方向|周波数|容量|面|点|年月日)$"
)
_MIN_JAPANESE_NOUN = 2
_MIN_KATAKANA_NOUN = 3


def is_of_another_part(question: str, line: str, context: str) -> bool:
    """Whether ``line`` has a noun of the question with another word before it, and not that word.

    ``context`` is what stands over the line: headings, titles, the document's name. Nothing is
    said of a line in another language.
    """
    language = language_of(question)
    if not line.strip() or language != language_of(line):
        return False
    find = _other_english if language == "en" else _other_japanese
    return find(question, line, context)


def _other_english(question: str, line: str, context: str) -> bool:
    held = stems(f"{line}\n{context}")
    phrases = [_phrase(words) for words in _runs(line)]
    for asked in _named_phrases(question):
        *before, noun = asked
        if noun in _LOOSE_NOUNS or not before:
            continue
        with_noun = [words[: words.index(noun) + 1] for words in phrases if noun in words]
        qualified = [words[:-1] for words in with_noun if len(words) > 1]
        is_plain = len(qualified) < len(with_noun)
        if with_noun and not is_plain and all(_differs(before, own, held) for own in qualified):
            return True
    return False


def _differs(asked: list[str], own: list[str], held: frozenset[str]) -> bool:
    """Whether the words before a noun tell two things apart: each has one that the other lacks."""
    lacked = [word for word in asked if not _is_among(word, held)]
    return bool(lacked) and any(not _is_among(word, frozenset(asked)) for word in own)


def _is_among(word: str, words: frozenset[str]) -> bool:
    # Hydr. and max are short for hydraulic and maximum.
    return word in words or any(
        min(len(word), len(other)) >= 3 and (word.startswith(other) or other.startswith(word))
        for other in words
    )


def _named_phrases(question: str) -> Iterator[list[str]]:
    """Stems of the phrases that a question names, each also without its last words.

    "the air filter changed" is also "the air filter": what is no noun stands before nothing.
    """
    tokens = _tokens(question)
    for start, words in _runs_at(tokens):
        opener = tokens[start - 1] if start else ""
        if opener not in _OPENERS:
            continue
        is_subject = start > 1 and tokens[start - 2] in _ASKS_BY_VERB
        phrase = _phrase(words[:-1] if is_subject else words)
        for end in range(2, len(phrase) + 1):
            yield phrase[:end]


def _runs(line: str) -> Iterator[list[str]]:
    for part in re.split(r"(?<=[.:;!?])\s|\n", normalise(line)):
        tokens = _tokens(part)
        first = next((i for i, token in enumerate(tokens) if token.isalpha()), 0)
        is_order = bool(tokens) and tokens[first] in _ORDERS
        yield from (words for _, words in _runs_at(tokens[first + 1 :] if is_order else tokens))


def _runs_at(tokens: list[str]) -> Iterator[tuple[int, list[str]]]:
    """(start, words) of the runs of words between boundaries."""
    start, words = 0, list[str]()
    for i, token in enumerate([*tokens, "."]):
        if token[0].isalpha() and token not in _BOUNDARIES:
            start = start if words else i
            words.append(token)
        elif words:
            yield start, words
            words = []


def _tokens(text: str) -> list[str]:
    return _TOKEN.findall(normalise(text))


def _phrase(words: list[str]) -> list[str]:
    return [stem(_singular(part)) for word in words for part in word.split("-")]


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def _other_japanese(question: str, line: str, context: str) -> bool:
    plain, over = normalise(line), normalise(f"{line}\n{context}")
    names = _JAPANESE_NAME.findall(plain)
    for asked in _JAPANESE_NAME.findall(normalise(question)):
        if asked in over or _LOOSE_ENDING.search(asked):
            continue
        for noun in _nouns_at_end(asked):
            before = asked[: -len(noun)]
            with_noun = [name for name in names if noun in name]
            if with_noun and before not in over:
                # The longest common ending decides: behind it, each has a word of its own.
                if all(name.endswith(noun) and name != noun for name in with_noun):
                    return True
                break
    return any(_is_of_another(owner, noun, names, over) for owner, noun in _owned(question))


def _owned(question: str) -> Iterator[tuple[str, str]]:
    """(モータ軸, ベアリング) of モータ軸のベアリング; not of what anything has, as a size."""
    for owner, noun in _JAPANESE_OF.findall(normalise(question)):
        if not _LOOSE_ENDING.search(noun):
            yield owner, noun


def _is_of_another(owner: str, noun: str, names: list[str], over: str) -> bool:
    """Whether all that is called ``noun`` has a word of its own before it, and no owner is named.

    主電源ヒューズ for チップコンベアのヒューズ.
    """
    with_noun = [name for name in names if noun in name]
    return (
        owner not in over
        and bool(with_noun)
        and all(name.endswith(noun) and name != noun for name in with_noun)
    )


def _nouns_at_end(name: str) -> Iterator[str]:
    """What a name may end in as a noun of its own, the longest first."""
    for start in range(1, len(name) - _MIN_JAPANESE_NOUN + 1):
        noun = name[start:]
        least = _MIN_KATAKANA_NOUN if _is_katakana(noun) else _MIN_JAPANESE_NOUN
        if len(noun) >= least and noun[0] not in "ーンッャュョ":
            yield noun


def _is_katakana(text: str) -> bool:
    match = _JAPANESE_RUN.fullmatch(text)
    return match is not None and re.match(r"[ァ-ヶー]", text) is not None
