"""Which reader is believed, who agrees, and what counts as a contradiction."""

from __future__ import annotations

import pytest

from engine.domain import Passage
from engine.ports import Reader
from engine.reasoning.choice import Finding, choose
from engine.reasoning.grounding import ground
from engine.reasoning.wording import answer_text

QUESTION = "What torque for the spindle lock nut of L-7?"


def finding(
    number: int,
    answer: str,
    text: str,
    *,
    refusal: float = 0.05,
    document: str = "",
    question: str = QUESTION,
    sureness: float = -0.1,
) -> Finding:
    name = document or f"sheet {number}.pdf"
    passage = Passage(number, f"sha256:{name}", name, text, (), (), None, 1.0)
    reader = Reader(answer, refusal, sureness, is_banked=True)
    return Finding(number, number, passage, reader, ground(answer, question, [(number, passage)]))


def is_sound(one: Finding, question: str = QUESTION) -> bool:
    return one.is_sound(question, min_support=0.5)


L7 = "Machine L-7. The spindle lock nut takes a torque of {} N·m."


def test_the_surest_reader_is_believed_whatever_its_rank() -> None:
    look_alike = finding(1, "60 N·m", "Machine L-9. Lock nut: 60 N·m.", refusal=0.2)
    right = finding(2, "85 N·m", L7.format(85), refusal=0.02)
    choice = choose([look_alike, right], QUESTION)
    assert choice
    assert choice.best is right
    assert choice.contradicting == ()


def test_two_documents_with_different_values_are_both_quoted() -> None:
    sheet = finding(1, "85 N·m", L7.format(85), refusal=0.001)
    bulletin = finding(3, "90 N·m", "Bulletin. " + L7.format(90), refusal=0.02)
    choice = choose([sheet, bulletin], QUESTION)
    assert choice
    assert choice.contradicting == (bulletin,)
    assert answer_text(choice, "en") == "The documents disagree: 85 N·m [1]; 90 N·m [3]"
    assert answer_text(choice, "ja").startswith("文書の間で内容が食い違っています：")


@pytest.mark.parametrize(
    ("answer", "text", "document"),
    [
        ("85.0 N·m", L7.format("85.0"), ""),  # the same value
        ("60 N·m", "Machine L-9. The spindle lock nut takes a torque of 60 N·m.", ""),  # other part
        ("90 N·m", L7.format(90), "sheet 1.pdf"),  # the same document
        ("16 A", L7.format(80) + " The spindle drive takes 16 A.", ""),  # of another quantity
        ("0.085 kN·m", L7.format("0.085 k"), ""),  # perhaps the same in another unit
    ],
)
def test_what_is_no_contradiction(answer: str, text: str, document: str) -> None:
    sheet = finding(1, "85 N·m", L7.format(85), refusal=0.001)
    choice = choose([sheet, finding(2, answer, text, document=document)], QUESTION)
    assert choice
    assert choice.best is sheet
    assert choice.contradicting == ()


def test_values_in_the_same_unit_contradict_each_other_whatever_else_is_said() -> None:
    question = "L-7の油圧フィルタは何時間ごとに交換しますか。"
    sheet = finding(
        1, "450時間", "L-7 保全シート。油圧フィルタは450時間ごとに交換する。", question=question
    )
    text = "L-7 作業カード。油圧フィルタは610時間ごとに交換する。"
    card = finding(2, "610時間ごとに交換する", text, question=question, refusal=0.1)
    choice = choose([sheet, card], question)
    assert choice
    assert choice.contradicting == (card,)


def test_a_word_elsewhere_in_the_passage_does_not_hide_a_contradiction() -> None:
    sheet = finding(1, "85 N·m", "Spindle torques. " + L7.format(85), refusal=0.001)
    card = finding(3, "90 N·m", "L-7: tighten the spindle lock nut to 90 N·m.", refusal=0.02)
    choice = choose([sheet, card], QUESTION)
    assert choice
    assert choice.contradicting == (card,)


def test_names_can_contradict_each_other_too() -> None:
    question = "Who inspected L-7?"
    one = finding(1, "Harris", "L-7 was inspected by Harris.", question=question)
    other = finding(2, "Weber", "L-7 was inspected by Weber.", question=question)
    choice = choose([one, other], question)
    assert choice
    assert choice.contradicting == (other,)


def test_agreeing_readers_are_cited_and_outweigh_one_that_is_a_little_surer() -> None:
    text = "CN4 of the L-7 board is DF40C-100DP of Hirose, torque none, spindle lock nut none."
    alone = finding(1, "UB-MC5", "CN5 is UB-MC5 of the L-7 spindle lock nut torque", refusal=0.09)
    pair = [
        finding(2, "Hirose, DF40C-100DP", text, refusal=0.1),
        finding(3, "Hirose DF40C-100DP", text, refusal=0.1),
    ]
    choice = choose([alone, *pair], QUESTION)
    assert choice
    assert choice.best is pair[0]
    assert choice.agreeing == (pair[1],)
    assert answer_text(choice, "en").endswith("[2][3]")


def test_nothing_sound_is_no_choice() -> None:
    assert choose([], QUESTION) is None


@pytest.mark.parametrize(
    ("answer", "text", "refusal"),
    [
        ("NOT FOUND", L7.format(85), 0.05),
        ("", L7.format(85), 0.05),
        ("54 N·m", L7.format(85), 0.05),  # not in the passage
        ("85 N·m", L7.format(85), 0.5),  # the reader itself doubted it
        ("sheet 4 L-7", L7.format(85), 0.05),  # only the names of things
        ("115 N·m", "L-7. Tool post bolt: 115 N·m.", 0.16),  # another bolt, and not sure
    ],
)
def test_what_is_not_sound(answer: str, text: str, refusal: float) -> None:
    assert not is_sound(finding(4, answer, text, refusal=refusal))


def test_a_value_of_a_part_that_only_ends_like_the_one_asked_about_is_not_sound() -> None:
    question = "What torque for the tailstock lock nut of L-7?"
    assert not is_sound(finding(1, "85 N·m", L7.format(85), question=question), question)


def test_what_is_sound() -> None:
    assert is_sound(finding(1, "85 N·m", L7.format(85)))
    question = "締付トルクはいくつですか。"
    other_language = finding(1, "85 N·m", L7.format(85), refusal=0.25, question=question)
    assert is_sound(other_language, question)
    which = "Is it the lock nut or the chuck bolt that takes 85 N·m?"
    assert is_sound(finding(1, "the lock nut", L7.format(85), question=which), which)


def test_the_value_of_a_part_with_other_digits_is_no_answer() -> None:
    question = "機械AD-861のクランプ力はいくつに設定しますか。"
    twin = finding(1, "97.1 kN", "機械AD-681のクランプ力は97.1 kNに設定する。", question=question)
    own = finding(2, "94.7 kN", "機械AD-861のクランプ力は94.7 kNに設定する。", question=question)

    assert not is_sound(twin, question)
    assert is_sound(own, question)


@pytest.mark.parametrize(
    ("question", "answer", "text"),
    [
        (
            "What is the rating of the chip conveyor fuse of PG-749?",
            "46 A",
            "The main fuse of PG-749 is rated 46 A. The fuse of the chip conveyor is in the same"
            " cabinet.",
        ),
        (
            "How many grams of grease does the rear bearing of PG-749 get?",
            "23 g",
            "The front bearing of PG-749 gets 23 g of grease from the grease gun. The rear bearing"
            " is greased by the central unit.",
        ),
        (
            "VX-637の前面に確保する空間は何mmですか？",
            "660mm",
            "VX-637の背面には保守用に660mmの空間を確保する。前面にも、扉を開閉できるだけの空間を確保する。",
        ),
        (
            "VX-637のチップコンベアのヒューズの定格は何Aですか？",
            "46A",
            "VX-637の主電源ヒューズの定格は46Aである。チップコンベアのヒューズは同じ盤内にある。",
        ),
    ],
)
def test_a_figure_is_of_the_thing_that_its_own_sentence_names(
    question: str, answer: str, text: str
) -> None:
    assert not is_sound(finding(1, answer, text, question=question), question)


@pytest.mark.parametrize(
    ("answer", "sureness", "is_told"),
    [("4", -0.3, True), ("4", -0.75, False), ("4 resistors", -0.75, True)],
)
def test_a_bare_figure_has_to_be_written_surely(
    answer: str, sureness: float, is_told: bool
) -> None:
    question = "How many resistors are on the board?"
    one = finding(1, answer, "The board has 4 resistors.", question=question, sureness=sureness)
    assert is_sound(one, question) is is_told


def test_a_question_in_another_language_makes_no_contradiction_of_two_drawings() -> None:
    question = "軸の全長は何 mm ですか。"
    shaft = finding(1, "33,40 mm", "Shaft\n33,40 mm", document="shaft.pdf", question=question)
    sheet = finding(2, "553 mm", "Sheet\n553 mm", document="sheet.pdf", question=question)
    choice = choose([shaft, sheet], question)
    assert choice
    assert choice.contradicting == ()
