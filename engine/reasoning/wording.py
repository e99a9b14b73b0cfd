"""The answer's own words around what was found, in the language of the question."""

from __future__ import annotations

from engine.reasoning.choice import Choice

_DISAGREE = {"en": "The documents disagree: ", "ja": "文書の間で内容が食い違っています："}
_NOTED = {
    "en": "Noted. It will be found when you ask about it.",
    "ja": "記録しました。あとで質問すると参照します。",
}
_BETWEEN = {"en": "; ", "ja": "；"}


def answer_text(choice: Choice, language: str) -> str:
    """The chosen finding with its passage's number, and those of the readers that agree.

    When documents contradict each other all of them are quoted, each with its passage.
    """
    if choice.contradicting:
        said = [finding.grounding.text for finding in (choice.best, *choice.contradicting)]
        return _DISAGREE[language] + _BETWEEN[language].join(said)
    markers = "".join(f"[{finding.number}]" for finding in choice.agreeing)
    return choice.best.grounding.text + markers


def noted_text(language: str) -> str:
    """That a note was taken."""
    return _NOTED[language]
