"""A qualification with real parts: readers, index, embedder and a small model."""

from __future__ import annotations

import threading
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from app.qualification import Wanted, begin, go_on
from app.qualification_lab import Lab, LabSettings, open_world, write_files
from engine.answers import Judged, Judgement
from engine.assets import asset
from engine.domain import ColumnType
from engine.errors import LibraryEmpty, NothingMarked, QualificationChanged
from engine.models.store import ModelStore
from engine.qualify.asking import CaseCancelled
from engine.qualify.cases import (
    Ability,
    Case,
    Condition,
    Expected,
    Mark,
    World,
    WorldDocument,
    WorldTable,
)
from engine.qualify.events import CaseDone, QualificationFinished
from engine.qualify.material import material_from
from engine.qualify.profile import QUICK
from engine.qualify.tickets import Ticket
from engine.recall import noted_answer
from engine.records import answer_record, judgement_record
from engine.store.journal import EntryKind, Journal
from engine.store.library import Library
from ingest.indexer import index

pytestmark = pytest.mark.real

TICKET = Ticket("smollm2-135m-instruct-q4_1", kv_limit_mb=40)
WORLD = World(
    "w",
    (WorldDocument("press.txt", ("The ram of press KX-417 is set to 47.3 kN.",)),),
    (
        WorldTable(
            "inspections.csv",
            (("part", ColumnType.TEXT), ("torque", ColumnType.REAL)),
            (("QV-118", 12.5), ("QV-181", 15.2), ("QV-118", 13.5)),
        ),
    ),
)
SHORT = replace(QUICK, lengths=(500,), depths=(0.5,), languages=("en",))


def case(condition: Condition, question: str, *must: str) -> Case:
    expected = Expected(must)
    name = f"{condition} {question}"
    return Case(name, Ability.NEEDLE, condition, "w", "text", "en", question, expected)


@pytest.fixture
def lab(tmp_path: Path) -> Lab:
    material = material_from(["The carriage is greased every week with lithium soap grease."])
    settings = LabSettings(tmp_path / "lab", watts=10.0)
    return Lab(settings, ModelStore.default(), {"w": WORLD}, material, {})


@pytest.fixture
def shop(tmp_path: Path) -> Library:
    """A library of the sample documents."""
    library = Library.open(tmp_path / "workspace")
    for _ in index(library, [asset("sample")], cancel=threading.Event()):
        pass
    return library


def test_each_condition_asks_in_its_own_way(lab: Lab) -> None:
    cancel = threading.Event()
    question = "What force is the ram of press KX-417 set to?"
    with lab.bench(TICKET) as bench:
        assert not bench.has_world("w")
        program = bench.ask(case(Condition.PROGRAM, question, "47.3"), cancel=cancel)
        assert bench.has_world("w")
        retrieved = bench.ask(case(Condition.RETRIEVED, question, "47.3"), cancel=cancel)
        prompt = bench.ask(case(Condition.PROMPT, question, "47.3"), cancel=cancel)
        choice = bench.ask(case(Condition.CHOICE, question, "A"), cancel=cancel)
    assert program.prompt_tokens
    assert program.mark in (Mark.RIGHT, Mark.WRONG, Mark.ABSTAINED)
    assert retrieved.prompt_tokens > 300
    assert prompt.prompt_tokens > retrieved.prompt_tokens, "the table's rows are in it, too"
    assert choice.text in tuple("ABCD")
    assert choice.generated <= 2


def test_a_world_is_read_by_the_programs_own_readers(lab: Lab, tmp_path: Path) -> None:
    write_files(WORLD, tmp_path / "world" / "files")
    with open_world(tmp_path / "world", None, cancel=threading.Event()) as world:
        (table,) = world.library.log_tables()
        types = [column.type for column in world.library.log_columns(table.table.name)]
        assert types == [ColumnType.TEXT, ColumnType.REAL]
        assert world.library.count_log_rows(table.table.name) == 3
        (best, *_) = world.retriever.search("What force is the ram of press KX-417 set to?", 5)
        assert "47.3 kN" in best.text


def test_a_world_that_was_cut_off_is_made_again(tmp_path: Path) -> None:
    write_files(WORLD, tmp_path / "world" / "files")
    cancelled = threading.Event()
    cancelled.set()
    with (
        pytest.raises(CaseCancelled),
        open_world(tmp_path / "world", None, cancel=cancelled),
    ):
        pass
    with open_world(tmp_path / "world", None, cancel=threading.Event()) as world:
        assert len(world.library.documents()) == 2


def test_a_second_ticket_finds_the_world_made(lab: Lab) -> None:
    question = "What force is the ram of press KX-417 set to?"
    asked = case(Condition.RETRIEVED, question, "47.3")
    with lab.bench(TICKET) as bench:
        bench.ask(asked, cancel=threading.Event())
    with lab.bench(replace(TICKET, kv_type="q8_0")) as bench:
        assert bench.has_world("w")
    lab.clear()
    with lab.bench(TICKET) as bench:
        assert not bench.has_world("w")


def test_another_chat_template_is_read_in_place_of_the_models_own(lab: Lab, tmp_path: Path) -> None:
    path = tmp_path / "plain.jinja"
    path.write_text("{% for m in messages %}### {{ m['content'] }}\n{% endfor %}", "utf-8")
    asked = case(Condition.PROMPT, "What is the ram of press KX-417 set to?", "47.3")
    with lab.bench(TICKET) as bench:
        own = bench.ask(asked, cancel=threading.Event())
    with lab.bench(replace(TICKET, template=str(path))) as bench:
        other = bench.ask(asked, cancel=threading.Event())
    assert own.prompt_tokens != other.prompt_tokens


def test_speed_is_measured_where_the_bound_has_room(lab: Lab) -> None:
    with lab.bench(TICKET) as bench:
        speed = bench.measure_speed([], cancel=threading.Event())
    assert [depth for depth, _ in speed.prefill] == [256, 1024]
    assert all(rate > 1 for _, rate in (*speed.prefill, *speed.decode))
    assert speed.n_cells * speed.kv_bytes_per_token <= 40 * 2**20
    assert speed.wh_per_answer is None


def wanted(**changes: object) -> Wanted:
    return replace(Wanted((TICKET,), SHORT, (Ability.NEEDLE,), drops=False), **changes)  # type: ignore[arg-type]


def test_a_cancelled_run_goes_on_where_it_was(shop: Library, tmp_path: Path) -> None:
    store = ModelStore.default()
    run = begin(tmp_path / "workspace", shop, wanted(), store)
    cancel, first = threading.Event(), []
    for event in go_on(run, shop, store, cancel=cancel):
        if isinstance(event, CaseDone):
            first.append(event.result.case_id)
            cancel.set()
    assert isinstance(event, QualificationFinished)
    assert event.is_cancelled
    assert len(first) == 1
    events = list(go_on(run, shop, store, cancel=threading.Event()))
    rest = [event.result.case_id for event in events if isinstance(event, CaseDone)]
    assert events[-1] == QualificationFinished(str(run.path), is_cancelled=False)
    assert sorted(first + rest) == sorted(case.id for case in run.cases())
    assert set(run.record().speeds) == {TICKET.id}
    assert not (run.path / "worlds").exists(), "what can be made again is taken away"


def test_a_run_does_not_go_on_with_other_documents(shop: Library, tmp_path: Path) -> None:
    store = ModelStore.default()
    run = begin(tmp_path / "workspace", shop, wanted(), store)
    paper = tmp_path / "new.txt"
    sheets = (f"Lathe {n} is oiled on Mondays with the oil of its maker. " * 3 for n in range(30))
    paper.write_text("\n\n".join(sheets), "utf-8")
    shop.remove_sources([(source.root, source.path) for source in shop.sources()])
    for _ in index(shop, [paper], cancel=threading.Event()):
        pass
    with pytest.raises(QualificationChanged):
        next(go_on(run, shop, store, cancel=threading.Event()))


def test_a_library_without_text_is_not_qualified_on(tmp_path: Path) -> None:
    library = Library.open(tmp_path / "workspace")
    with pytest.raises(LibraryEmpty):
        begin(tmp_path / "workspace", library, wanted(), ModelStore.default())
    library.close()


def test_marks_added_later_do_not_change_a_run_that_was_begun(
    shop: Library, tmp_path: Path
) -> None:
    store, workspace = ModelStore.default(), tmp_path / "workspace"
    wishes = wanted(abilities=(Ability.MARKED,))
    with pytest.raises(NothingMarked):
        begin(workspace, shop, wishes, store)
    with closing(Journal(workspace)) as journal:
        mark_wrong(journal, "What is the torque of the spindle nut?", "47 Nm")
        run = begin(workspace, shop, wishes, store)
        mark_wrong(journal, "What is the torque of the chuck bolt?", "12 Nm")
        n_entries = len(list(journal.entries()))
        events = list(go_on(run, shop, store, cancel=threading.Event()))
        assert len(list(journal.entries())) == n_entries, "a qualification is no question"
    done = [event.result.case_id for event in events if isinstance(event, CaseDone)]
    assert done == [case.id for case in run.cases()] == ["marked-1"]
    again = list(go_on(run, shop, store, cancel=threading.Event()))
    assert not [event for event in again if isinstance(event, CaseDone)], "none is asked twice"


def test_marked_answers_are_absent_where_there_are_none(shop: Library, tmp_path: Path) -> None:
    wishes = wanted(abilities=(Ability.NEEDLE, Ability.MARKED))
    run = begin(tmp_path / "workspace", shop, wishes, ModelStore.default())
    assert run.about().abilities == ("needle",)
    assert run.about().left_out == {}


def mark_wrong(journal: Journal, question: str, correct: str) -> None:
    number = journal.begin({"question": question})
    answer = replace(noted_answer(question, "tiny@1", number), text="It is 1 Nm.")
    journal.record(number, EntryKind.ANSWER, answer_record(answer))
    judged = Judged(Judgement.WRONG, correct)
    journal.record(number, EntryKind.JUDGEMENT, judgement_record(judged))
