"""From a question to its answer: what is asked of the engine, and where each event is shown."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QGuiApplication

from app.history_protocol import Absence
from app.messages import describe
from app.protocol import Blame, EngineStage, EngineState, JobFailed, LibraryListed
from app.search_protocol import Advise, PassagesFound
from app.window.answer_spans import plain_text
from app.window.engine_link import EngineLink
from app.window.evidence_panel import EvidencePanel
from app.window.listing import Listing, ListKind
from app.window.preview_flow import PreviewFlow
from app.window.question_panel import QuestionPanel
from app.window.scope import Scope, asked_words, scope_of
from app.window.sights import RowSight, Sight, citation_sight, passage_sight
from engine.answers import Advice, Answer, Citation
from engine.asked import Recalled
from engine.domain import Passage, Source
from engine.events import (
    AnswerCancelled,
    AnswerEvent,
    AnswerFinished,
    AnswerGrew,
    AnswerWithdrawn,
    EvidenceFound,
    MemoryChanged,
    PrefillAdvanced,
    QuestionAccepted,
    StepChanged,
)


class QuestionFlow(QObject):
    """One question at a time."""

    failed = Signal(object)  # JobFailed that is a mistake of ours and has a report.
    interrupted = Signal(str)  # The question the engine was lost over.
    running_changed = Signal(bool)
    memory_changed = Signal(object)  # MemoryUse, while an answer is written.

    def __init__(
        self,
        link: EngineLink,
        panel: QuestionPanel,
        evidence: EvidencePanel,
        owner: QObject | None = None,
    ) -> None:
        super().__init__(owner)
        self._link = link
        self._panel = panel
        self._evidence = evidence
        self._job: int | None = None
        self.preview = PreviewFlow(link, panel, self)
        self.preview.failed.connect(self.failed)
        self._has_chosen = False  # Then the evidence is not changed under the person's eyes.
        self._scope = Scope()
        self._asked = Scope()
        self._sources: tuple[Source, ...] = ()
        panel.scope_cleared.connect(self.clear_scope)
        self._is_choice_typed = False  # And it was chosen before the question was asked.
        self._absent: Mapping[str, Absence] = {}  # Documents of an old answer, by their ids.
        panel.ask_box.asked.connect(self.ask)
        panel.ask_box.stopped.connect(self.stop)
        panel.answer.citation_clicked.connect(self.show_citation)
        panel.passages.chosen.connect(self.show_passage)
        panel.answer.rephrasing_clicked.connect(self.suggest)
        panel.answer.copy.clicked.connect(self.copy_answer)
        panel.recall.left.connect(self.leave_recalled)

    @property
    def is_running(self) -> bool:
        """Whether an answer is on its way."""
        return self._job is not None

    @Slot(str)
    def ask(self, question: str, documents: tuple[str, ...] = ()) -> None:
        """Ask, of some documents (ids) alone; without a model only the passages are looked for."""
        if self.is_running:
            return
        self._absent = {}
        self._panel.recall.hide()
        self._panel.answer.begin(question)
        self._panel.answer.steps.show_evidence(())
        asked = documents or self._scope.asked
        self._asked = Scope() if documents else self._scope  # The answer itself names them.
        self._panel.show_asked(self._asked)
        typed = self.preview.typed
        if not (self._is_choice_typed and typed is not None and typed.question == question):
            self._has_chosen = False
            self._evidence.clear()
        self._is_choice_typed = False
        self.preview.take(question, asked)
        stage = self._link.state.stage
        if stage is EngineStage.WITHOUT_MODEL:
            self._job = self._link.search(
                question,
                documents=asked,
                on_found=self._show_found,
                on_failed=self._show_failure,
            )
        else:
            if stage is not EngineStage.READY:
                self._panel.answer.wait_for_model()
            self._job = self._link.ask(
                question,
                documents=asked,
                on_event=self._show_news,
                on_done=self._end,
                on_failed=self._show_failure,
            )
        self._panel.ask_box.show_running()
        self.running_changed.emit(True)

    @Slot(object)
    def set_scope(self, keys: Collection[tuple[str, str]]) -> None:
        """Ask in these files (root, path) alone from now on."""
        self._scope = scope_of(keys, self._sources)
        self.preview.documents = self._scope.asked
        self._panel.show_scope(self._scope)
        self._panel.ask_box.setFocus()

    @Slot()
    def clear_scope(self) -> None:
        """Ask in the whole library again."""
        self.set_scope(())

    @Slot(object)
    def follow_library(self, listed: LibraryListed) -> None:
        """Files of the scope may have changed or gone."""
        self._sources = listed.sources
        if self._scope.is_set:
            self._scope = scope_of(self._scope.keys, self._sources)
            self._panel.show_scope(self._scope)

    def show_recalled(self, recalled: Recalled, absent: Mapping[str, Absence]) -> None:
        """A question of before as it was; ``absent`` documents are named and not shown."""
        if self.is_running:
            return
        self._clear()
        self._absent = absent
        self._panel.answer.show_recalled(recalled)
        self._panel.recall.show_recalled(recalled)
        self._show_passages(recalled.passages, ListKind.EVIDENCE)
        if recalled.answer is not None:
            self._show_evidence(recalled.answer)

    @Slot()
    def leave_recalled(self) -> None:
        """Nothing is on show; the next question can come."""
        if not self.is_running:
            self._clear()
            self._panel.answer.show_nothing()

    def _clear(self) -> None:
        """Take away what belongs to the question before."""
        self._absent = {}
        self._panel.recall.hide()
        self._asked = Scope()
        self._panel.show_asked(self._asked)
        self._panel.answer.steps.show_evidence(())
        self.preview.show_answer(Listing())
        self._has_chosen = False
        self._evidence.clear()

    @Slot()
    def keep_evidence(self) -> None:
        """The person looks at something else; the answer will not take it away."""
        self._has_chosen = True

    @Slot()
    def stop(self) -> None:
        """Stop the running answer, if there is one."""
        if self._job is not None:
            self._link.cancel(self._job)

    @Slot(object)
    def show_state(self, state: EngineState) -> None:
        """A question that waited for the model is being worked on now."""
        if self.is_running and state.stage is EngineStage.READY:
            self._panel.answer.begin(self._panel.answer.question)

    @Slot(object)
    def show_citation(self, citation: Citation) -> None:
        """Open the place a citation points at."""
        self._has_chosen = True
        self._open_citation(citation)

    @Slot(object)
    def show_passage(self, passage: Passage) -> None:
        """Open the place of a passage; of a log the very rows that are cited."""
        self._has_chosen = True
        self._is_choice_typed = self.preview.typed is not None
        rows = self._panel.passages.passages.cited_rows(passage)
        if passage.document_id in self._absent:
            self._open_passage(passage)
        elif passage.rows is not None and rows:
            self._open(RowSight(passage.document, passage.rows.table, rows))
        else:
            self._open_passage(passage)

    def show_finished(self, answer: Answer, passages: tuple[Passage, ...]) -> None:
        """An answer that was not just asked for, with its evidence."""
        self._has_chosen = False
        self.preview.show_answer(Listing(ListKind.EVIDENCE, answer.question, passages))
        self._panel.answer.steps.show_evidence(passages)
        self._show_answer(answer)

    @Slot()
    def copy_answer(self) -> None:
        """Put the answer with its sources on the clipboard."""
        answer = self._panel.answer.answer
        if answer is not None:
            said = (plain_text(answer), asked_words(self._asked))
            QGuiApplication.clipboard().setText("\n\n".join(filter(None, said)))

    @Slot(str)
    def suggest(self, question: str) -> None:
        """Put a question into the box, to be looked at and asked."""
        self._panel.ask_box.set_question(question)
        self._panel.ask_box.setFocus()

    def _show_news(self, news: AnswerEvent) -> None:
        match news:
            case EvidenceFound(passages):
                self._show_passages(passages, ListKind.EVIDENCE)
                self._panel.answer.show_evidence()
            case StepChanged(step):
                self._panel.answer.show_step(step)
            case PrefillAdvanced(done, total):
                self._panel.answer.show_reading(done, total)
            case MemoryChanged(use):
                self.memory_changed.emit(use)
            case AnswerGrew(text):
                self._panel.answer.grow(text)
            case AnswerWithdrawn():
                self._panel.answer.withdraw()
            case AnswerFinished(answer):
                self._show_answer(answer)
            case AnswerCancelled():
                self._panel.answer.show_stopped()
            case QuestionAccepted():
                pass

    def _show_passages(self, passages: tuple[Passage, ...], kind: ListKind) -> None:
        self.preview.show_answer(Listing(kind, self._panel.answer.question, passages))
        self._panel.answer.steps.show_evidence(passages)
        if passages and not self._has_chosen and self._evidence.sight is None:
            self._open_passage(passages[0])

    def _open_passage(self, passage: Passage) -> None:
        absence = self._absent.get(passage.document_id)
        if absence is None:
            self._open(passage_sight(passage))
        else:
            self._evidence.show_absent(passage.document, absence, passage.text)

    def _open_citation(self, citation: Citation) -> None:
        absence = self._absent.get(citation.document_id)
        if absence is None:
            self._open(citation_sight(citation))
        else:
            self._evidence.show_absent(citation.document, absence, citation.quote)

    def _open(self, sight: Sight | RowSight | None) -> None:
        if sight is not None:
            self._evidence.show_sight(sight)

    def _show_answer(self, answer: Answer) -> None:
        self._panel.answer.show_answer(answer)
        self._show_evidence(answer)
        if answer.is_abstained:
            # Notes and earlier answers are among the passages; they stand in no document.
            found = self.preview.answer.passages
            near = tuple(passage for passage in found if passage.places or passage.rows)
            self._link.begin(
                lambda job: Advise(job, answer.question, near),
                on_event=lambda news: self._show_advice(answer, news.advice),
                on_failed=self.preview.tell,
            )

    def _show_evidence(self, answer: Answer) -> None:
        kind = ListKind.NEAREST if answer.is_abstained else ListKind.EVIDENCE
        found = self.preview.answer.passages
        self.preview.show_answer(Listing(kind, answer.question, found, answer.citations))
        if answer.citations and not self._has_chosen:
            self._open_citation(answer.citations[0])

    def _show_advice(self, answer: Answer, advice: Advice) -> None:
        if self._panel.answer.answer is answer:
            self._panel.answer.show_advice(advice)

    def _show_found(self, found: PassagesFound) -> None:
        self._show_passages(found.passages, ListKind.NEAREST)
        self._panel.answer.show_passages_only()
        self._end()

    def _end(self) -> None:
        self._panel.answer.show_stopped()  # Does nothing when the answer is there.
        self._set_idle()

    def _show_failure(self, failed: JobFailed) -> None:
        question = self._panel.answer.question
        if failed.failure.code == "EngineLost":
            self._panel.answer.show_interrupted()
            self.interrupted.emit(question)
        else:
            self._panel.answer.show_failure(describe(failed.failure))
            if failed.blame is Blame.BUG:
                self.failed.emit(failed)
        self._set_idle()

    def _set_idle(self) -> None:
        self._job = None
        self._panel.ask_box.show_idle()
        self.running_changed.emit(False)
