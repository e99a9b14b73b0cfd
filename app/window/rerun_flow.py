"""From an edited step to its answer, and back to the one before."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal, Slot

from app.messages import describe
from app.protocol import Blame, JobFailed, LibraryListed
from app.rerun_protocol import RerunRequest, RunEditedCalculation, RunEditedQuery
from app.window.engine_link import EngineLink
from app.window.question_flow import QuestionFlow
from app.window.question_panel import QuestionPanel
from engine.answers import Answer, Step
from engine.domain import Passage
from engine.events import AnswerEvent, AnswerFinished, EvidenceFound


class RerunFlow(QObject):
    """One edit at a time. The answer that was edited first is kept until another question."""

    failed = Signal(object)  # JobFailed that is a mistake of ours and has a report.

    def __init__(
        self,
        link: EngineLink,
        panel: QuestionPanel,
        questions: QuestionFlow,
        owner: QObject | None = None,
    ) -> None:
        super().__init__(owner)
        self._link = link
        self._panel = panel
        self._questions = questions
        self._job: int | None = None
        self._passages: tuple[Passage, ...] = ()
        self._original: tuple[Answer, tuple[Passage, ...]] | None = None
        self._asks_again = False
        details = panel.answer.steps.details
        details.query_edited.connect(self.run_query)
        details.calculation_edited.connect(self.calculate)
        details.document_chosen.connect(self.ask_document)
        details.stopped.connect(self.stop)
        details.passage_chosen.connect(questions.show_passage)
        panel.answer.edited.back.clicked.connect(self.go_back)
        questions.running_changed.connect(self._follow_question)

    @Slot(object, str)
    def run_query(self, step: Step, sql: str) -> None:
        """Run a person's own query in place of the one of a step."""
        answer = self._panel.answer.answer
        if answer is not None:
            self._begin(lambda job: RunEditedQuery(job, answer, step, sql))

    @Slot(object, str)
    def calculate(self, step: Step, expression: str) -> None:
        """Calculate a person's own expression in place of the one of a step."""
        answer = self._panel.answer.answer
        if answer is not None:
            evidence = self._panel.answer.steps.passages
            self._begin(lambda job: RunEditedCalculation(job, answer, step, expression, evidence))

    @Slot(str)
    def ask_document(self, document_id: str) -> None:
        """Ask the same question again, of one document alone."""
        answer = self._panel.answer.answer
        if answer is None or self._questions.is_running:
            return
        self._keep_original(answer)
        self._asks_again = True
        self._questions.ask(answer.question, (document_id,))
        self._asks_again = False

    @Slot()
    def stop(self) -> None:
        """Stop what is being run."""
        if self._job is not None:
            self._link.cancel(self._job)

    @Slot()
    def go_back(self) -> None:
        """Show the answer as it was before anything was edited."""
        if self._original is not None:
            answer, passages = self._original
            self._original = None
            self._questions.show_finished(answer, passages)
            self._offer()

    @Slot(object)
    def show_library(self, listed: LibraryListed) -> None:
        """The documents that can be asked alone."""
        documents = tuple((document.id, document.path) for document in listed.documents)
        self._panel.answer.steps.show_documents(documents)

    def _begin(self, request: Callable[[int], RerunRequest]) -> None:
        if self._job is not None or self._questions.is_running:
            return
        self._passages = ()
        self._panel.answer.steps.details.show_running()
        self._job = self._link.begin(
            request, on_event=self._take, on_done=self._end, on_failed=self._fail
        )

    def _take(self, news: AnswerEvent) -> None:
        if self._job is None:
            return  # Another question was asked meanwhile.
        match news:
            case EvidenceFound(passages):
                self._passages = passages
            case AnswerFinished(answer):
                before = self._panel.answer.answer
                if before is not None:
                    self._keep_original(before)
                self._questions.show_finished(answer, self._passages)
                self._panel.answer.steps.open_last()
                self._offer()
            case _:
                pass

    def _keep_original(self, answer: Answer) -> None:
        if self._original is None:
            self._original = (answer, self._panel.answer.steps.passages)

    def _end(self) -> None:
        self._job = None
        self._panel.answer.steps.details.show_stopped()

    def _fail(self, failed: JobFailed) -> None:
        is_wanted = self._job is not None
        self._job = None
        if is_wanted:
            self._panel.answer.steps.details.show_problem(describe(failed.failure).text)
        if failed.blame is Blame.BUG:
            self.failed.emit(failed)

    @Slot(bool)
    def _follow_question(self, is_running: bool) -> None:
        if is_running and not self._asks_again:
            self._original = None
        if is_running and self._job is not None:
            self._link.cancel(self._job)
            self._job = None
        self._panel.answer.edited.offer_back(
            can_go_back=self._original is not None and not is_running
        )

    def _offer(self) -> None:
        self._panel.answer.edited.offer_back(can_go_back=self._original is not None)
