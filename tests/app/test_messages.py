"""Every error has words, in both languages, and no missing fact can break them."""

from __future__ import annotations

import inspect
import string
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QTranslator

from app import messages
from app.messages import MESSAGES, REASONS, Message, describe, reason
from app.window.resources import TRANSLATIONS
from engine import errors
from engine.domain import Failure
from engine.errors import GenbaError

KINDS = {"GenbaError", "UserFixable", "EnvironmentFault", "Bug"}
SITUATIONS = sorted(
    name
    for name, value in inspect.getmembers(errors, inspect.isclass)
    if issubclass(value, GenbaError) and name not in KINDS
)


@pytest.fixture(scope="module")
def translator(qapp: QCoreApplication) -> QTranslator:
    translator = QTranslator()
    assert translator.load("genba_ja", str(TRANSLATIONS))
    return translator


@pytest.fixture
def japanese(qapp: QCoreApplication, translator: QTranslator) -> Iterator[None]:
    qapp.installTranslator(translator)
    yield
    qapp.removeTranslator(translator)


@pytest.mark.parametrize("code", SITUATIONS)
def test_every_error_says_what_happened_and_what_to_do(code: str) -> None:
    message = describe(Failure(code))

    assert code in MESSAGES
    assert message.what.endswith(".")
    assert message.action.endswith(".")


@pytest.mark.parametrize("code", SITUATIONS)
def test_every_error_is_told_in_japanese_too(code: str, japanese: None) -> None:
    message = describe(Failure(code))

    assert any("぀" <= letter <= "ヿ" for letter in message.what + message.action)
    assert "{" not in message.what + message.action


@pytest.mark.parametrize("code", sorted(REASONS))
def test_a_reason_for_the_list_does_not_name_the_file(code: str) -> None:
    assert code in MESSAGES
    assert "{" not in REASONS[code]
    assert reason(Failure(code)) == REASONS[code]


def test_a_situation_without_a_short_reason_is_told_at_length() -> None:
    failure = Failure("LibraryEmpty")

    assert reason(failure) == describe(failure).what


def test_facts_are_filled_in_by_name() -> None:
    message = describe(
        Failure("FileTooSlow", (("path", "C:\\shop\\big drawing.pdf"), ("limit_s", "30")))
    )

    assert message.what == (
        "Reading “big drawing.pdf” was stopped because it took longer than 30 s."
    )


@pytest.mark.parametrize("path", ["/shop/a.pdf", "a.pdf", "C:\\shop\\a.pdf", "/shop/a.pdf/"])
def test_the_file_is_named_by_the_last_part_of_its_path(path: str) -> None:
    assert describe(Failure("FileEmpty", (("path", path),))).what == "“a.pdf” is empty."


def test_a_path_without_a_name_is_shown_whole() -> None:
    assert describe(Failure("FileEmpty", (("path", "/"),))).what == "“/” is empty."


def test_a_fact_with_braces_is_not_filled_again() -> None:
    failure = Failure("FileEmpty", (("path", "{code} {0}.pdf"),))

    assert describe(failure).what == "“{code} {0}.pdf” is empty."


def test_an_unknown_code_is_our_mistake() -> None:
    message = describe(Failure("ZeroDivisionError"))

    assert message.what == "Genba made a mistake (ZeroDivisionError)."
    assert "report" in message.action


def test_a_missing_fact_without_a_stand_in_is_a_question_mark() -> None:
    assert "? s" in describe(Failure("FileTooSlow")).what


def test_japanese_sentences_follow_each_other_without_a_space() -> None:
    assert Message("空です。", "確認してください。").text == "空です。確認してください。"
    assert Message("It is empty.", "Check it.").text == "It is empty. Check it."


def test_the_words_use_only_facts_that_errors_promise() -> None:
    documented = inspect.getsource(errors) + "path file code"
    for texts in MESSAGES.values():
        for text in texts:
            for _, name, _, _ in string.Formatter().parse(text):
                assert name is None or name in documented, text


def test_words_need_no_qt_widgets() -> None:
    assert "QtWidgets" not in Path(messages.__file__).read_text("utf-8")
