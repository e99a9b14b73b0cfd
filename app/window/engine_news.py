"""Tells how the engine is and what went wrong, as notices with what to do next."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QObject, Signal, Slot
from PySide6.QtGui import QGuiApplication

from app.messages import Message, describe
from app.protocol import Blame, EngineStage, EngineState, JobFailed
from app.window.engine_link import OPEN_STAGES
from app.window.message_bar import MessageBar, NoticeAction, Severity
from engine.domain import Failure

translate = QCoreApplication.translate


def given_up_words() -> Message:
    """The engine died again and again; nobody starts another one but the person."""
    return Message(
        translate("EngineNews", "The engine stopped several times in a row."),
        translate(
            "EngineNews",
            "It is not started again by itself. What is in the library and in the journal is "
            "safe. Start it again; if it stops again, restart the computer.",
        ),
    )


class EngineNews(QObject):
    """Speaks through the message bar; asks for a restart or for the lost question by signals."""

    restart_wanted = Signal()
    question_wanted = Signal(str)
    models_wanted = Signal()

    def __init__(self, notices: MessageBar, owner: QObject | None = None) -> None:
        super().__init__(owner)
        self._notices = notices
        self._lost_question = ""

    @Slot(object)
    def show_state(self, state: EngineState) -> None:
        """The engine has come further, or is gone."""
        failure = state.failure
        if state.stage in OPEN_STAGES:
            self._notices.dismiss("engine")
        match state.stage:
            case EngineStage.READY:
                self._offer_lost_question()
            case EngineStage.WITHOUT_MODEL:
                get = NoticeAction(lambda: self.tr("Models…"), self.models_wanted.emit)
                failure = failure or Failure("ModelMissing")
                self.tell("engine", Severity.INFO, failure, actions=(get,))
            case EngineStage.LOST:
                self.tell("engine", Severity.DANGER, failure or Failure("EngineLost"))
            case EngineStage.FAILED:
                restart = NoticeAction(lambda: self.tr("Start again"), self.restart_wanted.emit)
                if failure is None or failure.code == "EngineLost":
                    words = given_up_words
                    self._notices.show_notice("engine", Severity.DANGER, words, actions=(restart,))
                else:
                    self.tell("engine", Severity.DANGER, failure, actions=(restart,))
            case EngineStage.STARTING | EngineStage.OPEN | EngineStage.LOADING:
                pass

    @Slot(str)
    def keep_question(self, question: str) -> None:
        """The engine was lost over this question; offer it when there is an engine again."""
        self._lost_question = question

    @Slot(object)
    def show_failure(self, failed: JobFailed) -> None:
        """A job failed in a way that its panel does not explain by itself."""
        if failed.failure.code == "EngineLost":
            return  # The state says so already.
        if failed.blame is Blame.BUG:
            self.show_report(failed.trace or failed.failure.code, failed.failure)
            return
        severity = Severity.WARNING if failed.blame is Blame.USER else Severity.DANGER
        self.tell(failed.failure.code, severity, failed.failure)

    @Slot(str)
    def show_report(self, report: str, failure: Failure | None = None) -> None:
        """Genba made a mistake; the report can be copied and sent."""
        last_line = report.strip().rpartition("\n")[2]
        failure = failure or Failure(last_line.partition(":")[0])
        self.tell("bug", Severity.DANGER, failure, actions=(self._copy(report),))

    @Slot(str)
    def show_last_crash(self, record: str) -> None:
        """What is left of the crash before this start."""
        self._notices.show_notice(
            "crash",
            Severity.WARNING,
            lambda: Message(
                self.tr("Genba ended unexpectedly last time."),
                self.tr("Nothing that was stored is lost. Copy the report if it happens often."),
            ),
            actions=(self._copy(record),),
        )

    def tell(
        self,
        key: str,
        severity: Severity,
        failure: Failure,
        *,
        actions: Sequence[NoticeAction] = (),
    ) -> None:
        """Show a failure in the words of app.messages."""
        self._notices.show_notice(key, severity, lambda: describe(failure), actions=actions)

    def _copy(self, report: str) -> NoticeAction:
        def copy() -> None:
            QGuiApplication.clipboard().setText(report)

        return NoticeAction(lambda: self.tr("Copy report"), copy)

    def _offer_lost_question(self) -> None:
        question, self._lost_question = self._lost_question, ""
        if not question:
            return
        again = NoticeAction(
            lambda: self.tr("Ask again"), lambda: self.question_wanted.emit(question)
        )
        self._notices.show_notice(
            "lost question",
            Severity.INFO,
            lambda: Message(
                self.tr("The engine is ready again."),
                self.tr("Your last question is in the journal as interrupted."),
            ),
            actions=(again,),
        )
