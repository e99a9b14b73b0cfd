"""What the engine process does with the journal's questions: list, recall, judge, export."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from app.absences import absences
from app.answer_export import ReportSource, export_answers, paged_answers
from app.history_protocol import (
    AnswerJudged,
    AnswersExported,
    AnswersPaged,
    ExportAnswers,
    HistoryListed,
    HistoryNews,
    HistoryRequest,
    JudgeAnswer,
    ListHistory,
    PageAnswers,
    QuestionRecalled,
    RecallQuestion,
)
from engine.asked import Recalled
from engine.events import CancelToken
from engine.recall import recalled
from engine.records import judgement_record
from engine.store.history import history_page, history_rows
from engine.store.journal import EntryKind, Journal
from engine.store.journal_words import JournalWords
from engine.store.library import Library


class HistoryDesk:
    """Serves the requests about one workspace's journal, one at a time."""

    def __init__(self, workspace: Path, library: Library, journal: Journal) -> None:
        self._workspace = workspace
        self._library = library
        self._journal = journal
        self._words = JournalWords(journal)

    def close(self) -> None:
        """Let go of the cache's file."""
        self._words.close()

    def serve(self, request: HistoryRequest, cancel: CancelToken) -> Iterator[HistoryNews]:
        """Do what a request asks for.

        Raises: what reading and writing the journal raises; for exports see app.answer_export.
        """
        match request:
            case ListHistory(query=query, before=before, n=n):
                page = history_page(self._journal, self._words, query, before=before, n=n)
                yield HistoryListed(page)
            case RecallQuestion(question=question):
                found = recalled(self._journal.entries(question))
                if found is not None:
                    yield QuestionRecalled(found, absences(self._library, found))
            case JudgeAnswer(question=question, judged=judged):
                body = judgement_record(judged)
                self._journal.record(question, EntryKind.JUDGEMENT, body)
                yield from map(AnswerJudged, history_rows(self._journal, [question]))
            case ExportAnswers(questions=questions, path=path, language=language):
                answers = self._recalled(questions)
                export_answers(answers, path, source=self._source(language), cancel=cancel)
                yield AnswersExported(path, len(answers))
            case PageAnswers(questions=questions, language=language):
                answers = self._recalled(questions)
                yield AnswersPaged(
                    paged_answers(answers, source=self._source(language), cancel=cancel)
                )

    def _recalled(self, questions: Sequence[int]) -> list[Recalled]:
        found = (recalled(self._journal.entries(question)) for question in questions)
        return [one for one in found if one is not None]

    def _source(self, language: str) -> ReportSource:
        return ReportSource(self._workspace, self._library, self._journal, language)
