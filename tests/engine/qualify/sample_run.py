"""A made-up run for the report's tests: three tickets, none of which was ever measured."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from engine.qualify.cases import Ability, Case, CaseResult, Condition, Expected, Mark
from engine.qualify.profile import STANDARD
from engine.qualify.runs import RunAbout, RunRecord
from engine.qualify.summary import Summary, summarise
from engine.qualify.tickets import SpeedRecord, Ticket, TicketFacts

GOOD = Ticket("made-up-1.5b", embedder="made-up-embedder")
SMALL = Ticket("made-up-0.5b", has_bank=False)
DAMAGED = Ticket("made-up-1.5b", kv_type="q4_0", embedder="made-up-embedder")
LENGTHS, PROMPT_LENGTHS = (500, 2000, 8000, 200_000), (500, 2000, 8000)
DEPTHS = (0.0, 0.25, 0.5, 0.75, 1.0)
HOSTILE = "What is <script>alert(1)</script> & the torque of KX-417?"
_KINDS = {
    Ability.TOOLS: ("arithmetic", "count", "irrelevance"),
    Ability.STEPS: ("chain 2 hops", "comparison"),
    Ability.GROUNDING: ("unknown machine", "contradicted"),
    Ability.LANGUAGE: ("plain", "units"),
}


def sample_cases() -> tuple[Case, ...]:
    """Needles in three conditions, and some cases of each other ability."""
    return (*_needles(), *_others())


def _needles() -> list[Case]:
    cases = []
    for condition in (Condition.PROMPT, Condition.RETRIEVED, Condition.PROGRAM):
        lengths = PROMPT_LENGTHS if condition is Condition.PROMPT else LENGTHS
        for length in lengths:
            for depth in DEPTHS:
                for language, kind in (("en", "text"), ("ja", "text"), ("en", "log")):
                    cases.append(
                        Case(
                            id=f"needle-{condition}-{length}-{depth}-{language}-{kind}",
                            ability=Ability.NEEDLE,
                            condition=condition,
                            world=f"needle-{length}",
                            kind=kind,
                            language=language,
                            question=HOSTILE
                            if language == "en"
                            else "KX-417 の締付トルクは何 Nm ですか？",
                            expected=Expected(("37.4",), ("34.7",)),
                            length=length,
                            depth=depth,
                            is_judged=condition is Condition.PROGRAM,
                        )
                    )
    return cases


def _others() -> list[Case]:
    languages = ("en", "ja", "en>ja", "ja>en")
    return [
        Case(
            id=f"{ability}-{number:03}",
            ability=ability,
            condition=Condition.PROGRAM,
            world="shop",
            kind=kinds[number % len(kinds)],
            language=languages[number % 4]
            if ability is Ability.LANGUAGE
            else languages[number % 2],
            question=f"How many of lot KX-{400 + number} were rejected in May?",
            expected=Expected(is_answerable=False)
            if kinds[number % len(kinds)] == "unknown machine"
            else Expected((str(number + 2),), tool="sql" if ability is Ability.TOOLS else ""),
        )
        for ability, kinds in _KINDS.items()
        for number in range(48)
    ]


def _mark(ticket: Ticket, case: Case, random: Random) -> Mark:
    chance = {GOOD.id: 1.0, SMALL.id: 0.93, DAMAGED.id: 0.9}[ticket.id]
    if ticket is DAMAGED and case.ability in (Ability.STEPS, Ability.NEEDLE):
        chance = 0.45 - case.length / 1e6
    if case.condition is Condition.PROMPT:
        if case.length == 8000 and ticket is SMALL:
            return Mark.FAILED
        chance -= case.length / 12_000
    if random.random() < chance:
        return Mark.RIGHT
    return random.choice((Mark.WRONG, Mark.WRONG, Mark.ABSTAINED))


def sample_record(cases: Sequence[Case]) -> RunRecord:
    """Results of three tickets: one good, one asked too little, one damaged and dropped."""
    random = Random("sample report")
    results: dict[str, dict[str, CaseResult]] = {}
    for ticket in (GOOD, SMALL, DAMAGED):
        asked = list(cases)
        if ticket is SMALL:
            asked = [case for case in cases if not case.id.startswith("grounding-04")]
            asked = [case for case in asked if not case.id.startswith("grounding-03")]
        if ticket is DAMAGED:
            asked = asked[::2]
        marks = {case.id: _mark(ticket, case, random) for case in asked}
        results[ticket.id] = {
            case_id: CaseResult(case_id, mark, _answer(mark), 4.0, 1.2, 900, 800, 24)
            for case_id, mark in marks.items()
        }
    depths = (0, 512, 1024, 2048, 4096)
    speeds = {
        ticket.id: SpeedRecord(
            prefill=tuple((depth, rate / (1 + depth / 6000)) for depth in depths),
            decode=tuple((depth, rate / 8 / (1 + depth / 9000)) for depth in depths),
            load_s=1.9,
            first_answer_s=88 / rate,
            answer_s=300 / rate,
            resident_mb=100_000 / rate,
            kv_bytes_per_token=28_672,
            n_cells=2340,
            watts=28.0,
            wh_per_answer=28 * 300 / rate / 3600,
        )
        for ticket, rate in ((GOOD, 61.0), (SMALL, 148.0))
    }
    dropped = {DAMAGED.id: "needle, steps"}
    return RunRecord(results, speeds, dropped)


def _answer(mark: Mark) -> str:
    match mark:
        case Mark.ABSTAINED:
            return "The documents do not say."
        case Mark.FAILED:
            return ""
        case Mark.RIGHT:
            return "The torque is 37.4 Nm [1]."
        case Mark.WRONG:
            return "The torque of KX-417 is <b>34.7 Nm</b> [2], see the table of the spindle."


def sample_about() -> RunAbout:
    """What the made-up run is of."""
    return RunAbout(
        started="2026-05-12 09:30 UTC",
        profile=STANDARD,
        plan_digest="5f1d" * 16,
        library="library 7c1e, generation 12",
        n_documents=42,
        machine="Made-up CPU, 2 cores, 8 GB, Example OS 1.0, Python 3.11, llama.cpp 0.3.36",
        tickets=(GOOD, SMALL, DAMAGED),
        facts={
            GOOD.id: TicketFacts("Made-up 1.5B Q4_K_M", "ab12" * 16, 1_117_000_000, "Apache-2.0"),
            SMALL.id: TicketFacts("Made-up 0.5B Q4_K_M", "cd34" * 16, 398_000_000, "Apache-2.0"),
            DAMAGED.id: TicketFacts(
                "Made-up 1.5B Q4_K_M", "ab12" * 16, 1_117_000_000, "Apache-2.0"
            ),
        },
        thresholds={
            "needle": 0.9,
            "tools": 0.85,
            "steps": 0.7,
            "grounding": 0.9,
            "language": 0.75,
        },
    )


def sample_summary() -> Summary:
    """The made-up run as a report shows it."""
    cases = sample_cases()
    return summarise(sample_about(), cases, sample_record(cases))
