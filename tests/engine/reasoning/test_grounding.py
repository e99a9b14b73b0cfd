"""Citations and number states come from the evidence, not from the model's word."""

from __future__ import annotations

from engine.answers import NumberStatus
from engine.domain import Passage, Place, Rect, RowSpan
from engine.reasoning.grounding import ground

LINE = 14.0


def passage(text: str, *, document: str = "a.pdf", page: int = 1, heading: str = "") -> Passage:
    places, start = [], 0
    for n, line in enumerate(text.split("\n")):
        rect = Rect(10, n * LINE, 200, n * LINE + 12)
        places.append(Place(start, start + len(line), page, rect))
        start += len(line) + 1
    path = (heading,) if heading else ()
    return Passage(1, "sha256:1", document, text, path, tuple(places), None, 1.0)


SHEETS = (
    (1, passage("Sheet SH-203.\nSpindle lock nut: 45 N·m.\nGrease: LGMT 3.", page=3)),
    (2, passage("Sheet SH-204.\nSpindle lock nut: 52 N·m.\nGrease: LGHP 2.", page=4)),
)


def test_the_citation_is_the_line_that_holds_the_number() -> None:
    grounding = ground("The lock nut takes 52 N·m.", "What torque for SH-204?", SHEETS)
    (citation,) = grounding.citations
    assert (citation.number, citation.page) == (2, 4)
    assert citation.quote == "Spindle lock nut: 52 N·m."
    assert citation.rects == (Rect(10, LINE, 200, LINE + 12),)
    assert grounding.text == "The lock nut takes 52 N·m. [2]"


def test_a_number_that_is_nowhere_is_unverified() -> None:
    grounding = ground("The lock nut takes 54 N·m.", "What torque?", SHEETS)
    assert [(n.text, n.status) for n in grounding.numbers] == [("54 N·m", NumberStatus.UNVERIFIED)]


def test_a_found_number_names_its_passage() -> None:
    grounding = ground("45 N·m", "What torque?", SHEETS)
    assert [(n.status, n.source) for n in grounding.numbers] == [(NumberStatus.FOUND, "[1]")]


def test_an_answer_from_two_passages_cites_both() -> None:
    grounding = ground("SH-203 takes 45 N·m and SH-204 takes 52 N·m.", "Compare them.", SHEETS)
    assert {c.number for c in grounding.citations} == {1, 2}


def test_an_answer_that_shares_nothing_with_the_evidence_has_no_support() -> None:
    grounding = ground("Aluminium bronze.", "Which material?", SHEETS)
    assert grounding.citations == ()
    assert grounding.support == 0.0


def test_a_cited_log_row_is_named_by_its_number() -> None:
    rows = "Part: A01, Torque: 44\nPart: A02, Torque: 46"
    span = RowSpan("torque", 11, 12)
    log = Passage(1, "sha256:1", "torque.csv", rows, (), (), span, 1.0)
    (citation,) = ground("A02 was tightened to 46.", "Torque of A02?", [(1, log)]).citations
    assert (citation.table, citation.rows, citation.page) == ("torque", (12,), None)


def test_a_japanese_answer_is_tied_to_its_line() -> None:
    page = passage("校正周期は年1回とする。\n有効期限は2026/04/10である。")
    grounding = ground("有効期限は2026年04月10日です。", "有効期限はいつですか。", [(1, page)])
    assert grounding.citations[0].quote == "有効期限は2026/04/10である。"


def test_an_answer_of_one_letter_is_found_as_a_word() -> None:
    page = passage("Press q to quit.\nPress p to raise the threshold.")
    grounding = ground("p", "Which key raises the threshold?", [(1, page)])
    assert grounding.citations[0].quote == "Press p to raise the threshold."
    assert grounding.support == 1.0


def states(answer: str, page: Passage) -> list[tuple[str, NumberStatus]]:
    grounding = ground(answer, "How much?", [(1, page)])
    return [(number.text, number.status) for number in grounding.numbers]


def test_a_value_in_another_unit_is_no_evidence() -> None:
    page = passage("Spindle lock nut: 45 N·m.\nKey length: 45 mm.")
    assert states("The lock nut takes 45 N.", page) == [("45 N", NumberStatus.UNVERIFIED)]


def test_an_equal_quantity_in_another_unit_is_cited() -> None:
    page = passage("Grease: LGMT 3.\nMaximum 2000mA continuously.")
    grounding = ground("2 A", "What current?", [(1, page)])
    assert [citation.quote for citation in grounding.citations] == ["Maximum 2000mA continuously."]
    assert grounding.numbers[0].status is NumberStatus.FOUND


def test_a_row_has_the_units_of_the_titles_above_it() -> None:
    page = passage(
        "Torques\nPart | Torque [N·m] | Length [mm]\n\nLock nut | 85 | 120\nStud | 9 | 30"
    )
    assert states("The stud takes 9 N·m.", page) == [("9 N·m", NumberStatus.FOUND)]
    assert states("The stud takes 30 N·m.", page) == [("30 N·m", NumberStatus.UNVERIFIED)]


def test_the_heading_names_the_unit_and_the_part() -> None:
    page = passage("Lock nut: 85", heading="SH-204 torques (N·m)")
    numbers = states("SH-204: lock nut 85 N·m", page)
    assert [status for _, status in numbers] == [NumberStatus.FOUND] * 2


def test_a_single_row_has_no_titles() -> None:
    assert states("85 N·m", passage("Lock nut | 85")) == [("85 N·m", NumberStatus.UNVERIFIED)]
