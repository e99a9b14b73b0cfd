"""Passages while a question is typed, in the place of those of the answer, which come back.

Words are looked up at the first pause, so something is there at once. When the pause goes on, the
meaning is looked up, too, which finds passages in the other language but takes the embedder. Only
the newest text counts: a search that was overtaken is cancelled, and skipped if it waits.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from app.protocol import Blame, JobFailed
from app.search_protocol import PassagesFound, Search, SearchWay
from app.window.engine_link import ANSWERING_STAGES, EngineLink
from app.window.listing import Listing, ListKind
from app.window.question_panel import QuestionPanel
from engine.text import language_of

# With 5 ms for the words and a frame to paint them this stays below the 150 ms in which a list
# seems to follow the fingers; a fast typist takes no pause as long as this between two keys.
PAUSE_MS = 100
REST_MS = 400
BLANK_MS = 150  # A list that is emptied and filled again sooner would flicker.
N_PASSAGES = 8  # As many as an answer looks at, so that the list keeps its length.
MIN_LETTERS = {"en": 3, "ja": 2}


class PreviewFlow(QObject):
    """Decides which of two lists is shown: that of the answer, or that of what is typed."""

    failed = Signal(object)  # JobFailed that is a mistake of ours.

    def __init__(
        self, link: EngineLink, panel: QuestionPanel, owner: QObject | None = None
    ) -> None:
        super().__init__(owner)
        self._link = link
        self._panel = panel
        self._edit = panel.ask_box.text
        self._answer = Listing()
        self._typed: Listing | None = None  # None: that of the answer is on show.
        self._awaited = ""  # A question that was asked and has no passages yet.
        self._job: int | None = None
        self.documents: tuple[str, ...] = ()
        """Where it is looked, by ids; empty for everywhere."""
        self._pause = self._timer(PAUSE_MS, self._look_up_words)
        self._rest = self._timer(REST_MS, self._look_up_meaning)
        self._blank = self._timer(BLANK_MS, self._show_blank)
        self._edit.edited.connect(self._follow)
        self._edit.escaped.connect(self.dismiss)

    def _timer(self, ms: int, then: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(ms)
        timer.timeout.connect(then)
        return timer

    @property
    def answer(self) -> Listing:
        """The list of the answer, also while another one is on show."""
        return self._answer

    @property
    def typed(self) -> Listing | None:
        """The list of what is typed, if it is on show."""
        return self._typed

    def take(self, question: str, documents: tuple[str, ...]) -> None:
        """The question is asked: what was found for it stands in until its evidence comes."""
        found = self._typed
        self._forget_typing()
        if found is not None and found.question == question and documents == self.documents:
            self._awaited = ""
            self.show_answer(Listing(ListKind.EVIDENCE, question, found.passages))
        else:
            self._answer = Listing(ListKind.EVIDENCE, question)
            self._awaited = question
            self._blank.start()
            self._begin(question, SearchWay.WORDS, self._stand_in, documents)

    def show_answer(self, listing: Listing) -> None:
        """The list of the answer; shown when nothing is being typed."""
        self._awaited = ""
        self._blank.stop()
        self._answer = listing
        if self._typed is None:
            self._panel.show_list(listing)

    @Slot()
    def dismiss(self) -> None:
        """Back to the list of the answer. What is typed stays, and is followed again."""
        self._forget_typing()
        self._panel.show_list(self._answer)

    def tell(self, failure: JobFailed) -> None:
        """Nothing is asked yet, so only our own mistakes are worth a word."""
        if failure.blame is Blame.BUG:
            self.failed.emit(failure)

    def _forget_typing(self) -> None:
        self._pause.stop()
        self._rest.stop()
        self._typed = None
        if not self._awaited:
            self._cancel()

    @Slot()
    def _follow(self) -> None:
        self._pause.stop()
        self._rest.stop()
        if not self._awaited:
            self._cancel()  # What it was for is not in the box any more.
        if self._edit.is_composing:
            return
        if not _says_something(self._text()):
            if self._typed is not None:
                self.dismiss()
        elif self._typed is None or self._text() != self._typed.question:
            self._pause.start()

    def _text(self) -> str:
        return self._edit.toPlainText().strip()

    @Slot()
    def _look_up_words(self) -> None:
        self._begin(self._text(), SearchWay.WORDS, self._show_words, self.documents)

    @Slot()
    def _look_up_meaning(self) -> None:
        # While an answer is written, two models would share the processor.
        is_there = self._link.state.stage in ANSWERING_STAGES
        if is_there and not self._panel.ask_box.is_running:
            self._begin(self._text(), SearchWay.IDLE, self._show_typed, self.documents)

    def _show_words(self, question: str, found: PassagesFound) -> None:
        self._show_typed(question, found)
        self._rest.start()  # Not before: it would overtake words that are late.

    def _show_typed(self, question: str, found: PassagesFound) -> None:
        if question == self._text() and not self._edit.is_composing:
            self._typed = Listing(ListKind.TYPED, question, found.passages)
            self._panel.show_list(self._typed)

    def _stand_in(self, question: str, found: PassagesFound) -> None:
        if question == self._awaited and found.passages:
            self.show_answer(Listing(ListKind.EVIDENCE, question, found.passages))

    @Slot()
    def _show_blank(self) -> None:
        """The passages take their time; those of something else must not stand there meanwhile."""
        if self._typed is None:
            self._panel.show_list(self._answer)

    def _begin(
        self,
        question: str,
        way: SearchWay,
        show: Callable[[str, PassagesFound], None],
        documents: tuple[str, ...],
    ) -> None:
        self._cancel()
        self._job = self._link.begin(
            lambda job: Search(job, question, N_PASSAGES, way, documents),
            on_event=lambda found: show(question, found),
            on_failed=self.tell,
        )

    def _cancel(self) -> None:
        if self._job is not None:
            self._link.cancel(self._job)
            self._job = None


def _says_something(text: str) -> bool:
    return sum(not c.isspace() for c in text) >= MIN_LETTERS[language_of(text)]
