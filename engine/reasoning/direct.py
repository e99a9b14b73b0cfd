"""Questions that a calculator answers without any document: conversions, fits, plain arithmetic."""

from __future__ import annotations

import re

from engine.errors import CalculationRefused
from engine.reasoning.figures.folding import fold
from engine.tools.calculator.calculation import calculate

# With any other word in it a question is about something, which only documents can tell.
_FILLERS = frozenset(
    "what is are the a an of for in to into as and calculate compute convert please how much many"
    " give me equal equals value size sizes iso 286 286-1 fit hole shaft mm with"
    " which does do result".split()
)
_JAPANESE_FILLERS = re.compile(
    r"はめあい|ですか|でしょうか|いくら|いくつ|なりますか|してください|すると|換算|変換|計算|教えて"
    r"|ください|寸法|穴|軸|して|何|なん|[をはのにへでとか。？?、]"
)
_WORD = re.compile(r"[A-Za-z][A-Za-z-]*")
_CLASS = r"[A-Za-z]{1,2}\d{1,2}"
_FIT = re.compile(
    rf"(?<![A-Za-z0-9.])(\d+(?:\.\d+)?) ?(?:mm ?)?({_CLASS}(?: ?/ ?{_CLASS})?)(?![A-Za-z0-9])"
)
_CONVERSION = re.compile(
    r"(?P<value>[-+]?\d[\d.,]*(?:/\d+)? ?\S{1,8}?) ?(?:in|to|into|as|は何|を|は)+ ?"
    r"(?P<unit>\S{1,10})$"
)
_ENDING = re.compile(
    r"(?:ですか|でしょうか|になりますか|に(?:換算|変換|直)(?:して|すると)?(?:ください|いくら)?|[。？?.!\s])+$"
)
_ASKING = re.compile(
    r"^(?:what is|calculate|compute|how much is)\b"
    r"|(?:はいくらですか|を計算してください|は|=)?[。？?]*$",
    re.IGNORECASE,
)
_HOW_MANY = re.compile(r"how (?:many|much) (?P<unit>\S{1,12}) (?:is|are) (?P<value>.{1,30}?)$")
_LIMITS = re.compile(r"limits?|deviations?|toleranc\w+|diameter|公差|許容差|限界|直径", re.I)
_FIT_FUNCTIONS: tuple[tuple[str, str], ...] = (
    (r"(?:max\w*|largest|greatest) clearance|最大すきま|最大隙間", "clearance_max"),
    (r"(?:min\w*|smallest|least) clearance|最小すきま|最小隙間", "clearance_min"),
)
_SIZE_FUNCTIONS: tuple[tuple[str, str], ...] = (
    (r"upper|max\w*|largest|greatest|最大|上限", "upper"),
    (r"lower|min\w*|smallest|least|最小|下限", "lower"),
    (r"width|zone|公差域|幅", "width"),
)


def direct_expression(question: str) -> str | None:
    """The expression that a question is, if it is nothing else and the calculator takes it."""
    text = " ".join(fold(question).split())
    for reading in (_fit, _converted, _plain):
        expression = reading(text)
        if expression is not None and _is_calculable(expression):
            return expression
    return None


def _fit(text: str) -> str | None:
    match = _FIT.search(text)
    if match is None:
        return None
    size = f"{match[1]} {match[2].replace(' ', '')}"
    functions = _FIT_FUNCTIONS if "/" in size else _SIZE_FUNCTIONS
    rest = text[: match.start()] + text[match.end() :]
    for words, function in functions:
        rest, n = re.subn(words, " ", rest, count=1, flags=re.IGNORECASE)
        if n:
            size = f"{function}({size})"
            break
    rest = re.sub(
        r"limits?|deviations?|toleranc\w+|公差|許容差|限界|diameter|直径", " ", rest, flags=re.I
    )
    return size if _has_only_fillers(rest) else None


def _converted(text: str) -> str | None:
    bare = _ENDING.sub("", text)
    match = _HOW_MANY.search(bare.lower()) or _CONVERSION.search(bare)
    if match is None or not _has_only_fillers(bare[: match.start()]):
        return None
    return f"{match['value'].strip()} in {match['unit']}"


def _plain(text: str) -> str | None:
    """Arithmetic behind "what is": at least one operator or function in it."""
    expression = _ASKING.sub("", text).strip(" :=")
    has_operation = bool(re.search(r"\d.*[-+*/^×÷(]|[a-z_]+\(", expression))
    return expression if has_operation else None


def _has_only_fillers(text: str) -> bool:
    rest = _JAPANESE_FILLERS.sub(" ", text.lower())
    words = [word for word in _WORD.findall(rest) if word not in _FILLERS]
    return not words and not re.search(r"[぀-ヿ一-鿿]", rest)


def _is_calculable(expression: str) -> bool:
    try:
        calculate(expression)
    except CalculationRefused:
        return False
    return True
