"""From the journal to the window: the list, an answer of before, and what is said of answers."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QGuiApplication

from app.history_protocol import (
    AnswerJudged,
    HistoryListed,
    JudgeAnswer,
    ListHistory,
    QuestionRecalled,
    RecallQuestion,
)
from app.messages import Message
from app.protocol import EngineStage, EngineState, JobFailed
from app.window.engine_link import OPEN_STAGES, EngineLink
from app.window.history_panel import HistoryPanel
from app.window.message_bar import MessageBar, Severity
from app.window.question_flow import QuestionFlow
from app.window.question_panel import QuestionPanel
from engine.answers import Judged
from engine.asked import Ending, HistoryPage, HistoryQuery, HistoryRow

N_PAGE = 60
NOTICE_S = 6
N_NEWS = 5  # Questions looked at when one has ended; more than one program may ask.


class HistoryFlow(QObject):
    """Keeps the list and the journal in step. Nothing is read before the list is seen."""

    failed = Signal(object)  # JobFailed

    def __init__(
        self,
        link: EngineLink,
        panel: HistoryPanel,
        question: QuestionPanel,
        questions: QuestionFlow,
        notices: MessageBar,
        owner: QObject | None = None,
    ) -> None:
        super().__init__(owner)
        self._link = link
        self._panel = panel
        self._question = question
        self._questions = questions
        self._notices = notices
        self._job: int | None = None  # The list that is being read.
        self._recall: int | None = None
        self._has_list = False
        link.state_changed.connect(self.show_state)
        panel.query_changed.connect(self.refresh)
        panel.more_wanted.connect(self.read_older)
        panel.opened.connect(self.open)
        panel.asked_again.connect(self.ask_again)
        panel.copied.connect(self.copy)
        questions.running_changed.connect(self._follow_question)
        question.recall.again.connect(self.ask_again)
        question.answer.judge.judged.connect(self.judge)

    @Slot()
    def begin(self) -> None:
        """The list is seen."""
        if not self._has_list:
            self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Read the list from its top."""
        if self._job is not None:
            self._link.cancel(self._job)
        self._has_list = True
        self._job = self._list(None, self._show_page)

    @Slot()
    def read_older(self) -> None:
        """Read what comes behind the end of the list."""
        rows = self._panel.model.rows
        if rows and self._job is None:
            self._job = self._list(rows[-1].id, self._show_older)

    @Slot(object)
    def open(self, row: HistoryRow) -> None:
        """Show a question as it was."""
        if row.ending is not Ending.OPEN and not self._is_busy():
            self.recall(row.id)

    @Slot(int)
    def recall(self, question: int) -> None:
        """Show the question with that id in the journal."""
        self._recall = self._link.begin(
            partial(RecallQuestion, question=question),
            on_event=self._show_recalled,
            on_failed=self._fail,
        )

    @Slot(str)
    def ask_again(self, question: str) -> None:
        """Ask it of the library as it is now. What is being typed stays where it is."""
        if not self._is_busy():
            self._questions.ask(question)

    def _is_busy(self) -> bool:
        """Whether an answer is being written, which nothing pushes away; then it is said."""
        if not self._questions.is_running:
            self._notices.dismiss("history")
            return False
        self._notices.show_notice(
            "history",
            Severity.INFO,
            lambda: Message(
                self.tr("An answer is being written."),
                self.tr("Open older ones when it is there, or stop it."),
            ),
            leaves_after_s=NOTICE_S,
        )
        return True

    @Slot(object)
    def copy(self, rows: tuple[HistoryRow, ...]) -> None:
        """Questions on the clipboard, one on each line."""
        QGuiApplication.clipboard().setText("\n".join(row.question for row in rows))

    @Slot(object)
    def judge(self, judged: Judged) -> None:
        """Put it into the journal."""
        answer = self._question.answer.answer
        if answer is None:
            return
        self._link.begin(
            partial(JudgeAnswer, question=answer.journal_id, judged=judged),
            on_event=self._show_judged,
            on_failed=partial(self._take_back, answer.journal_id),
        )

    @Slot(object)
    def show_state(self, state: EngineState) -> None:
        """A new engine has been asked nothing yet."""
        if state.stage is EngineStage.OPEN and self._has_list:
            self.refresh()

    @Slot(bool)
    def _follow_question(self, is_running: bool) -> None:
        """The question that has begun or ended goes on top of the list."""
        self._recall = None
        if is_running or not self._has_list or self._link.state.stage not in OPEN_STAGES:
            return
        self._list(None, self._show_news, n=N_NEWS)

    def _list(
        self,
        before: int | None,
        show: Callable[[HistoryPage], None],
        n: int = N_PAGE,
    ) -> int:
        query = self._panel.query
        return self._link.begin(
            partial(ListHistory, query=query, before=before, n=n),
            on_event=partial(self._show_listed, query, show),
            on_failed=self._fail_list,
        )

    def _show_listed(
        self, query: HistoryQuery, show: Callable[[HistoryPage], None], listed: HistoryListed
    ) -> None:
        if query == self._panel.query:  # Else something else is wanted by now.
            show(listed.page)

    def _show_page(self, page: HistoryPage) -> None:
        self._job = None
        self._panel.show_page(page)

    def _show_older(self, page: HistoryPage) -> None:
        self._job = None
        self._panel.show_older(page)

    def _show_news(self, page: HistoryPage) -> None:
        if self._panel.model.rows:
            self._panel.put(page.rows)
        else:
            self._panel.show_page(page)

    def _show_recalled(self, news: QuestionRecalled) -> None:
        if self._questions.is_running or self._recall is None:
            return
        self._questions.show_recalled(news.recalled, news.absent)

    def _show_judged(self, news: AnswerJudged) -> None:
        if self._has_list:
            self._panel.put((news.row,))

    def _take_back(self, question: int, failed: JobFailed) -> None:
        """It is not in the journal, so it is not shown as if it were."""
        answer = self._question.answer.answer
        if answer is not None and answer.journal_id == question:
            self._question.answer.judge.show_answer(answer)
        self.failed.emit(failed)

    def _fail_list(self, failed: JobFailed) -> None:
        if failed.job == self._job:
            self._job = None
        self._panel.model.give_up_waiting()
        self._fail(failed)

    def _fail(self, failed: JobFailed) -> None:
        self.failed.emit(failed)
