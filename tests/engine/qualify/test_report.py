from __future__ import annotations

import re
import string
import tomllib
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from engine.assets import asset
from engine.qualify.cases import Ability, Case, Condition, Expected, Mark
from engine.qualify.cost_report import Costs
from engine.qualify.line_charts import CostCurve
from engine.qualify.report import all_charts, html_report, paged_report
from engine.qualify.report_rows import (
    counts,
    drop_reason,
    example_view,
    expected_in_words,
    headline,
    letter,
    sentences,
    settings,
    ticket_names,
)
from engine.qualify.runs import RunRecord
from engine.qualify.suites.marked import LeftOut
from engine.qualify.summary import CheapestBy, Summary, cheapest, summarise
from engine.qualify.svg import DARK
from engine.qualify.tickets import Ticket
from engine.qualify.verdict import DEFAULT_THRESHOLDS, TicketVerdict, Verdict
from engine.qualify.words import LANGUAGES, Words, words_in
from tests.engine.qualify.sample_run import GOOD, SMALL, sample_about, sample_record

TABLE = tomllib.loads(asset("qualify", "words.toml").read_text(encoding="utf-8"))
EN, JA = words_in("en"), words_in("ja")
COSTS = Costs(
    "EUR",
    (
        CostCurve("Genba", [4000 + 100 * month for month in range(25)]),
        CostCurve("Other", [500 * month for month in range(25)], 10),
        CostCurve("Dear", [9000.0] * 25, 0),
        CostCurve("Cheap", [0.0] * 25),
        CostCurve("Steps", [4000.0] * 25, 0, is_kept=False),
    ),
    per_question=("1.1", "2.2", "3.3", "4.4", "5.5"),
    at_end=("6,400", "12,000", "9,000", "0", "4,000"),
    notes=("Prices as of May.",),
)


class Page(HTMLParser):
    """Rows of tables, all text, and whether every element that was opened was closed."""

    VOID = frozenset({"meta", "br", "img", "rect", "circle", "polyline", "polygon"})

    def __init__(self, html: str) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.texts: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []
        self._open: list[str] = []
        self.feed(html)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        if tag not in self.VOID:
            self._open.append(tag)
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self.rows[-1].append("")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes += [(tag, name, value or "") for name, value in attrs]

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self._open:
            self.texts.append(data)
        if {"td", "th"} & set(self._open):
            self.rows[-1][-1] += data

    @property
    def text(self) -> str:
        return "\n".join(self.texts)


def rows_of(html: str, *, n_columns: int) -> list[list[str]]:
    return [[" ".join(cell.split()) for cell in r] for r in Page(html).rows if len(r) == n_columns]


def test_the_table_of_kinds_says_the_tallies(summary: Summary) -> None:
    rows = rows_of(html_report(summary, language="en"), n_columns=6)
    expected = []
    for key in summary.tickets[0].kinds:
        suffix = "" if key.is_judged else " (compared only)"
        said = [EN(f"ability_{key.ability}"), EN.kind(key.kind)]
        condition = EN(f"condition_{key.condition}") + suffix
        expected.append([*said, condition, *(counts(one.kinds[key]) for one in summary.tickets)])
    assert [row for row in rows if row[0] != "Ability"] == expected


def test_the_bars_say_the_tallies_of_the_verdict(summary: Summary) -> None:
    text = Page(html_report(summary, language="en")).text
    for one in summary.tickets:
        for found in one.verdict.abilities:
            assert f"{found.tally.right} of {found.tally.n}" in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_file_needs_nothing_beside_it(summary: Summary, language: str) -> None:
    html = html_report(summary, language=language, costs=COSTS)
    page = Page(html)
    fetching = {"src", "href", "srcset", "action", "data", "poster", "xlink:href"}
    assert [found for found in page.attributes if found[1] in fetching] == []
    assert not any(name.startswith("on") for _, name, _ in page.attributes)
    assert not re.search(r"<(script|link|iframe|object|embed|base)\b|@import|url\(", html)
    addresses = re.findall(r"https?://[^\"'<>\s]+", html)
    assert set(addresses) == {"http://www.w3.org/2000/svg"}  # A name, not an address to fetch.
    assert ("html", "lang", language) in page.attributes


def test_a_question_cannot_bring_a_script(summary: Summary) -> None:
    html = html_report(summary, language="en")
    assert "<script" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; the torque" in html
    assert "<b>34.7" not in html


def test_names_of_tickets_and_options_are_escaped(summary: Summary) -> None:
    hostile = replace(summary.tickets[0], facts=None, ticket=Ticket("<img src=x onerror=y>"))
    costs = replace(
        COSTS,
        curves=(CostCurve("<b>&", [1.0, 2.0]),),
        per_question=("1",),
        at_end=("2",),
        currency="<i>",
    )
    found = replace(summary, tickets=(hostile,), cheapest=None)
    html = html_report(found, language="en", costs=costs)
    assert "<img" not in html
    assert "<b>&" not in html.replace("<b>&amp;", "<b>&")
    assert "<i>" not in html


def test_too_few_cases_are_never_a_pass(cases: tuple[Case, ...], record: RunRecord) -> None:
    few = {
        GOOD.id: {
            case.id: replace(record.results[GOOD.id][case.id], mark=Mark.RIGHT)
            for ability in Ability
            for case in [one for one in cases if one.ability is ability and one.is_judged][:8]
        }
    }
    about = replace(sample_about(), tickets=(GOOD,))
    found = summarise(about, cases, RunRecord(few, {}, {}))
    html = html_report(found, language="en")
    assert "No ticket can be said to pass yet." in html
    assert "has not been asked enough cases yet: Finding a value (at least 27 more)" in html
    assert not re.search(r"\bpasses</|●", html)
    assert "Finding a value: 27 (52 of the plan are left)" in html


def test_a_plan_that_cannot_decide_says_so(summary: Summary) -> None:
    html = html_report(summary, language="en")
    assert "The plan has too few cases left to decide this" in html


@pytest.mark.parametrize("key", sorted(TABLE))
def test_every_word_has_both_languages_with_the_same_facts(key: str) -> None:
    assert sorted(TABLE[key]) == sorted(LANGUAGES)
    english, japanese = (
        {field for _, field, _, _ in string.Formatter().parse(TABLE[key][language]) if field}
        for language in LANGUAGES
    )
    assert english == japanese
    assert all(TABLE[key].values()) or key == "sentence_separator"


def test_a_japanese_report_has_no_english_words_left(summary: Summary) -> None:
    text = Page(html_report(summary, language="ja", costs=COSTS)).text
    left = [
        texts["en"]
        for texts in TABLE.values()
        for piece in re.split(r"\{\w+\}", texts["en"])
        if re.search(r"[a-z]{3} [a-z]{2}", piece) and piece.strip() in text
    ]
    assert left == []
    assert JA("pass_rule") in text


def test_no_word_of_the_table_is_unused() -> None:
    sources = [*asset("qualify").glob("*.j2"), *asset("..", "engine", "qualify").glob("*.py")]
    used = "\n".join(path.read_text(encoding="utf-8") for path in sources)
    made = "ability_ condition_ reason_ verdict_ mark_ tool_ kind_ language_ speed_".split()
    made += "alternative_ cost_of_ input_ left_out_".split()
    plain = [key for key in TABLE if not any(key.startswith(start) for start in made)]
    assert [key for key in plain if f'"{key}"' not in used] == []


def test_there_are_words_for_everything_that_can_happen() -> None:
    wanted = [f"ability_{one}" for one in Ability] + [f"reason_{one}" for one in Ability]
    wanted += [f"left_out_{one}".replace(" ", "_") for one in LeftOut]
    wanted += [f"condition_{one}" for one in Condition]
    wanted += ["kind_marked_right", "kind_marked_wrong", "kind_rightly_no_answer"]
    wanted += [f"verdict_{one.name.lower()}" for one in Verdict]
    wanted += [f"mark_{one}" for one in Mark if one is not Mark.RIGHT]
    wanted += [f"verdict_cheapest_{one}" for one in CheapestBy if one is not CheapestBy.ONLY_ONE]
    assert set(wanted) <= set(TABLE)


def test_the_reasons_of_a_report_are_those_of_the_thresholds() -> None:
    for ability, threshold in DEFAULT_THRESHOLDS.items():
        assert TABLE[f"reason_{ability}"]["en"] == threshold.reason


def test_a_report_says_what_was_measured_and_by_which_weights(summary: Summary) -> None:
    text = Page(html_report(summary, language="ja")).text
    about = summary.about
    assert about.machine in text
    assert about.plan_digest in text
    assert about.started in text
    assert "standard、シード 1" in text
    for facts in about.facts.values():
        assert facts.sha256 in text


def test_a_threshold_of_the_shop_names_the_default(summary: Summary) -> None:
    rows = rows_of(html_report(summary, language="en"), n_columns=3)
    assert ["Two languages", "75 %", "Set by the shop; the default is 80 %."] in rows


def test_costs_say_break_even_and_that_prices_are_examples(summary: Summary) -> None:
    html = html_report(summary, language="en", costs=COSTS)
    rows = {row[0]: row[1:] for row in rows_of(html, n_columns=4)}
    assert rows["Other"] == ["from month 10 on", "2.2", "12,000"]
    assert rows["Dear"] == ["from the start", "3.3", "9,000"]
    assert rows["Cheap"] == ["not within 24 months", "4.4", "0"]
    assert rows["Steps"] == ["month 0, but not for good", "5.5", "4,000"]
    assert EN("cost_example") in Page(html).texts
    assert "Prices as of May." in html
    replaced = html_report(summary, language="en", costs=replace(COSTS, is_example=False))
    assert EN("cost_example") not in Page(replaced).texts
    without = Page(html_report(summary, language="en")).texts
    assert EN("cost_none") in without
    assert EN("cost_example") not in without


def test_a_paged_report_has_a_picture_for_each_chart(summary: Summary) -> None:
    paged = paged_report(summary, language="ja", costs=COSTS)
    assert re.findall(r'<img src="chart:([^"]+)"', paged.html)
    assert set(re.findall(r'<img src="chart:([^"]+)"', paged.html)) == set(paged.charts)
    assert not any("var(" in svg for svg in paged.charts.values())


def as_if_passing(summary: Summary) -> Summary:
    tickets = tuple(
        replace(one, verdict=TicketVerdict(one.ticket.id, (), Verdict.PASSES), dropped="")
        for one in summary.tickets[:2]
    )
    return replace(summary, tickets=tickets, cheapest=cheapest(tickets))


def test_the_headline_names_the_cheapest_and_by_what(summary: Summary) -> None:
    found = as_if_passing(summary)
    said = headline(found, ticket_names(found, EN), EN)
    assert said.startswith("B · Made-up 0.5B Q4_K_M is the cheapest of the 2 tickets that pass")
    assert "about 0.0158 Wh (estimated)" in said


def test_without_an_estimate_of_energy_the_headline_says_the_time(summary: Summary) -> None:
    found = as_if_passing(summary)
    tickets = tuple(
        replace(one, speed=replace(one.speed, wh_per_answer=None)) if one.speed else one
        for one in found.tickets
    )
    found = replace(found, tickets=tickets, cheapest=cheapest(tickets))
    said = headline(found, ticket_names(found, EN), EN)
    assert said.endswith("it needs the least time for an answer, 2.03 s.")


def test_a_threshold_that_no_number_of_cases_can_show_is_told(
    cases: tuple[Case, ...], record: RunRecord
) -> None:
    about = replace(sample_about(), thresholds={"needle": 1.0})
    html = html_report(summarise(about, cases, record), language="en")
    assert "Finding a value (no number of cases can show 100 %)" in html


def test_the_window_gets_the_same_charts(summary: Summary) -> None:
    found = all_charts(summary, language="en", look=DARK)
    assert set(found) == set(paged_report(summary, language="en").charts)
    assert DARK.ink in found["bars-0"]


def test_a_ticket_names_its_own_chat_template(summary: Summary) -> None:
    ticket = replace(GOOD, template="some folder/wrong.jinja")
    one = replace(summary.tickets[0], ticket=ticket)
    assert "chat template wrong.jinja" in settings(one, EN)


def test_the_headline_does_not_guess_a_cheapest(summary: Summary) -> None:
    found = replace(as_if_passing(summary), cheapest=None)
    said = headline(found, ticket_names(found, EN), EN)
    assert "cannot be said" in said


def test_a_run_whose_tickets_all_fail_says_so(summary: Summary) -> None:
    failing = replace(summary, tickets=summary.tickets[2:], cheapest=None)
    assert headline(failing, {}, EN) == "No ticket passes."


def test_what_was_not_measured_is_said(cases: tuple[Case, ...]) -> None:
    needles = [case for case in cases if case.ability is Ability.NEEDLE]
    html = html_report(summarise(sample_about(), needles, RunRecord({}, {}, {})), language="en")
    assert "Not measured: Using the right tool; Reasoning in steps;" in html


def test_an_unfinished_run_says_so_and_a_dropped_ticket_does_not_count(summary: Summary) -> None:
    said = "The run is not finished: 696 of 714 cases were asked."
    assert said in html_report(summary, language="en")
    finished = replace(summary, tickets=(summary.tickets[0], summary.tickets[2]))
    assert "The run is not finished" not in html_report(finished, language="en")


def test_tickets_of_one_model_are_told_apart(summary: Summary) -> None:
    names = ticket_names(summary, EN)
    assert names[GOOD.id] == "A · Made-up 1.5B Q4_K_M, KV f16"
    assert names[SMALL.id] == "B · Made-up 0.5B Q4_K_M"


def test_a_drop_names_the_abilities_that_failed() -> None:
    assert drop_reason("needle, steps", JA) == "すでに不合格：値を見つける、段階を踏んで考える"
    assert drop_reason("out of memory", JA) == "out of memory"


def test_an_answer_is_shown_without_what_no_page_can_show(summary: Summary) -> None:
    example = summary.tickets[1].examples[0]
    text = "37.4\x00Nm\ud800 \u202e[1]\n" + "long " * 200
    said = example_view(replace(example, result=replace(example.result, text=text)), EN).answer
    assert said.startswith("37.4 Nm [1] long")
    assert said.endswith("…")
    assert len(said) <= 320
    nothing = replace(example, result=replace(example.result, text=" \n"))
    assert example_view(nothing, EN).answer == "(no text)"


@pytest.mark.parametrize(
    ("expected", "said"),
    [
        (Expected(("3", "4")), "3; 4"),
        (Expected(("3",), ("5", "6")), "3 (not 5; 6)"),
        (Expected(("3",), tool="calculator"), "3; with the calculator"),
        (Expected(tool="another tool"), "an answer; with another tool"),
        (Expected(is_answerable=False), "that the documents do not say"),
    ],
)
def test_what_was_expected_is_said(summary: Summary, expected: Expected, said: str) -> None:
    case = replace(summary.tickets[1].examples[0].case, expected=expected)
    assert expected_in_words(case, EN) == said


def test_letters_go_on_after_z() -> None:
    assert [letter(at) for at in (0, 25, 26, 27)] == ["A", "Z", "AA", "AB"]


def test_the_sample_is_the_same_each_time(cases: tuple[Case, ...], record: RunRecord) -> None:
    assert sample_record(cases) == record


@pytest.mark.parametrize(
    ("words", "wanted"),
    [(EN, "2 whose documents have changed"), (JA, "文書が変わったもの 2 件")],
    ids=LANGUAGES,
)
def test_marked_answers_that_were_left_out_are_counted(
    summary: Summary, words: Words, wanted: str
) -> None:
    about = replace(summary.about, left_out={LeftOut.CHANGED.value: 2})
    names = ticket_names(summary, words)
    said = sentences(replace(summary, about=about), names, words)
    assert any(wanted in one for one in said)
    assert not any(wanted in one for one in sentences(summary, names, words))


def test_without_marked_answers_a_report_does_not_speak_of_them(summary: Summary) -> None:
    for words in (EN, JA):
        assert words("ability_marked") not in html_report(summary, language=words.language)
