"""What the engine process does with the journal's questions: list, recall, judge, export."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from app.absences import absences
from app.answer_export import export_answers
from app.history_protocol import (
    AnswerJudged,
    AnswersExported,
    ExportAnswers,
    HistoryListed,
    HistoryNews,
    HistoryRequest,
    JudgeAnswer,
    ListHistory,
    QuestionRecalled,
    RecallQuestion,
)
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
                answers = [
                    found
                    for question in questions
                    if (found := recalled(self._journal.entries(question))) is not None
                ]
                export_answers(
                    answers,
                    path,
                    workspace=self._workspace,
                    library=self._library,
                    journal=self._journal,
                    language=language,
                    cancel=cancel,
                )
                yield AnswersExported(path, len(answers))
