"""The words for everything that can go wrong: what happened to which file, and what to do next.

Used by the window and by the command line; works without an application object (in English then).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from engine.domain import Failure


def QT_TRANSLATE_NOOP(_context: str, source: str) -> str:  # The name lupdate looks for
    """The text itself, to be translated when it is shown. PySide6's own is typed ``object``."""
    return source


@dataclass(frozen=True, slots=True)
class Message:
    """``what`` happened, and the ``action`` to take next. Plain text, whole sentences."""

    what: str
    action: str

    @property
    def text(self) -> str:
        """Both as one paragraph; Japanese sentences follow each other without a space."""
        gap = "" if self.what.endswith(("。", "：")) else " "
        return f"{self.what}{gap}{self.action}".strip()


def describe(failure: Failure) -> Message:
    """The message for a failure in the language of the application."""
    what, action = MESSAGES.get(failure.code, UNKNOWN)
    facts = _Facts({"code": failure.code} | dict(failure.facts))
    return Message(what=_fill(what, facts), action=_fill(action, facts))


def reason(failure: Failure) -> str:
    """Why, in a few words, for a list that already shows which file."""
    short = REASONS.get(failure.code)
    if short is None:
        return describe(failure).what
    return QCoreApplication.translate("messages", short)


def _fill(source: str, facts: Mapping[str, str]) -> str:
    """The translated text with its {facts}. Not str.format: facts are not to be trusted."""
    text = QCoreApplication.translate("messages", source)
    return re.sub(r"\{(\w+)\}", lambda match: facts[match.group(1)], text)


class _Facts(dict[str, str]):
    """The facts of a failure, with ``file`` made from ``path`` and words for what is missing."""

    def __missing__(self, name: str) -> str:
        if name == "file" and self.get("path"):
            return re.split(r"[\\/]", self["path"].rstrip("\\/"))[-1] or self["path"]
        stand_in = STAND_INS.get(name)
        return QCoreApplication.translate("messages", stand_in) if stand_in else "?"


STAND_INS = {
    "file": QT_TRANSLATE_NOOP("messages", "a file"),
    "path": QT_TRANSLATE_NOOP("messages", "a file"),
    "model": QT_TRANSLATE_NOOP("messages", "the model"),
    "detail": QT_TRANSLATE_NOOP("messages", "no details"),
    "nearest": QT_TRANSLATE_NOOP("messages", "none"),
}

UNKNOWN = (
    QT_TRANSLATE_NOOP("messages", "Genba made a mistake ({code})."),
    QT_TRANSLATE_NOOP(
        "messages",
        "Your documents are safe. Try again; if it happens again, copy the report and send it to "
        "the people who look after Genba.",
    ),
)

REASONS: Mapping[str, str] = {
    "FileEncrypted": QT_TRANSLATE_NOOP("messages", "Protected by a password"),
    "FileDamaged": QT_TRANSLATE_NOOP("messages", "Damaged or cut off"),
    "FileEmpty": QT_TRANSLATE_NOOP("messages", "Empty"),
    "FileWithoutText": QT_TRANSLATE_NOOP("messages", "No text found, in its pictures either"),
    "FileMislabelled": QT_TRANSLATE_NOOP("messages", "Not what its name says"),
    "FormatUnsupported": QT_TRANSLATE_NOOP("messages", "Unknown file type"),
    "FileTooSlow": QT_TRANSLATE_NOOP("messages", "Took too long to read"),
    "FileTooLarge": QT_TRANSLATE_NOOP("messages", "Too large to read"),
    "ReaderCrashed": QT_TRANSLATE_NOOP("messages", "The reader failed on it"),
    "FileVanished": QT_TRANSLATE_NOOP("messages", "Gone or not readable"),
}

MESSAGES: Mapping[str, tuple[str, str]] = {
    # Files that cannot be read.
    "FileEncrypted": (
        QT_TRANSLATE_NOOP("messages", "“{file}” is protected by a password."),
        QT_TRANSLATE_NOOP(
            "messages", "Save a copy without the password and add the copy to the library."
        ),
    ),
    "FileDamaged": (
        QT_TRANSLATE_NOOP("messages", "“{file}” is damaged or cut off and cannot be read."),
        QT_TRANSLATE_NOOP("messages", "Get the file again from where it came from, then re-index."),
    ),
    "FileEmpty": (
        QT_TRANSLATE_NOOP("messages", "“{file}” is empty."),
        QT_TRANSLATE_NOOP("messages", "Check that the export or the copy was completed."),
    ),
    "FileWithoutText": (
        QT_TRANSLATE_NOOP(
            "messages", "“{file}” has no text to search, and none could be read in its pictures."
        ),
        QT_TRANSLATE_NOOP("messages", "Scan it again at 300 dpi, straight and clean."),
    ),
    "FileMislabelled": (
        QT_TRANSLATE_NOOP(
            "messages", "“{file}” is not what its name says: expected {expected}, found {found}."
        ),
        QT_TRANSLATE_NOOP("messages", "Correct the ending of the file name, then re-index."),
    ),
    "FormatUnsupported": (
        QT_TRANSLATE_NOOP("messages", "Genba cannot read files of the type “{suffix}” ({file})."),
        QT_TRANSLATE_NOOP("messages", "Save the file as PDF, DOCX, CSV or text and add that."),
    ),
    "FileTooSlow": (
        QT_TRANSLATE_NOOP(
            "messages", "Reading “{file}” was stopped because it took longer than {limit_s} s."
        ),
        QT_TRANSLATE_NOOP("messages", "Split the file into smaller parts and add those."),
    ),
    "FileTooLarge": (
        QT_TRANSLATE_NOOP(
            "messages", "Reading “{file}” was stopped because it needed more than {limit_mb} MB."
        ),
        QT_TRANSLATE_NOOP("messages", "Split the file into smaller parts and add those."),
    ),
    "ReaderCrashed": (
        QT_TRANSLATE_NOOP(
            "messages", "The reader ended unexpectedly on “{file}” (exit code {exit_code})."
        ),
        QT_TRANSLATE_NOOP(
            "messages",
            "The other files are not affected. Open the file in its own program, save it again "
            "and re-index.",
        ),
    ),
    "FileVanished": (
        QT_TRANSLATE_NOOP("messages", "“{file}” is gone or can no longer be opened ({detail})."),
        QT_TRANSLATE_NOOP(
            "messages", "Check that the folder or network drive is connected, then re-index."
        ),
    ),
    "PathMissing": (
        QT_TRANSLATE_NOOP("messages", "“{path}” does not exist."),
        QT_TRANSLATE_NOOP("messages", "Check the spelling, or choose the file or folder again."),
    ),
    # Models.
    "ModelMissing": (
        QT_TRANSLATE_NOOP("messages", "The model “{model}” is not on this computer yet."),
        QT_TRANSLATE_NOOP(
            "messages",
            "You can search meanwhile. To get answers, install an offline pack or run "
            "“genba models fetch”.",
        ),
    ),
    "ModelUnknown": (
        QT_TRANSLATE_NOOP("messages", "There is no model called “{model}” in the catalogue."),
        QT_TRANSLATE_NOOP("messages", "The nearest name is: {nearest}."),
    ),
    "ModelDamaged": (
        QT_TRANSLATE_NOOP("messages", "The file of the model “{model}” is damaged."),
        QT_TRANSLATE_NOOP("messages", "Delete {path} and fetch the model again."),
    ),
    "ModelUnusable": (
        QT_TRANSLATE_NOOP("messages", "The model “{model}” cannot be loaded ({detail})."),
        QT_TRANSLATE_NOOP("messages", "Choose another model from the catalogue."),
    ),
    "KvBoundTooSmall": (
        QT_TRANSLATE_NOOP(
            "messages",
            "The short-term memory of {limit_mb} MB is too small for {model}: not even one passage "
            "could be read.",
        ),
        QT_TRANSLATE_NOOP(
            "messages",
            "Allow at least {needed_mb} MB (--kv-mb), take cells of half the size "
            "(--kv-type q8_0), close other programs, or choose a smaller model.",
        ),
    ),
    "ModelUnobtainable": (
        QT_TRANSLATE_NOOP("messages", "The model “{model}” could not be fetched ({detail})."),
        QT_TRANSLATE_NOOP(
            "messages", "Check the network connection, or bring the model as an offline pack."
        ),
    ),
    "CatalogueInvalid": (
        QT_TRANSLATE_NOOP("messages", "The model catalogue has an error at “{key}”: {detail}."),
        QT_TRANSLATE_NOOP("messages", "Correct the entry. The nearest known key is: {nearest}."),
    ),
    "CostsInvalid": (
        QT_TRANSLATE_NOOP("messages", "The cost file “{file}” has an error at “{key}”: {detail}."),
        QT_TRANSLATE_NOOP("messages", "Correct the entry. The nearest known key is: {nearest}."),
    ),
    # The machine.
    "DiskFull": (
        QT_TRANSLATE_NOOP(
            "messages",
            "There is not enough room on the disk: {needed_mb} MB are needed, {free_mb} MB are "
            "free ({path}).",
        ),
        QT_TRANSLATE_NOOP("messages", "Free some space, then try again. Nothing was lost."),
    ),
    "WorkspaceLocked": (
        QT_TRANSLATE_NOOP("messages", "Another program is using this workspace ({path})."),
        QT_TRANSLATE_NOOP("messages", "Close the other Genba window or command, then try again."),
    ),
    "WorkspaceBusy": (
        QT_TRANSLATE_NOOP(
            "messages",
            "“{program}” is writing to this workspace (process {pid} on {host}).",
        ),
        QT_TRANSLATE_NOOP(
            "messages",
            "Wait until it is done, or stop it. You can ask and search meanwhile.",
        ),
    ),
    "WorkspaceTooNew": (
        QT_TRANSLATE_NOOP("messages", "This workspace was written by a newer Genba ({path})."),
        QT_TRANSLATE_NOOP("messages", "Update Genba, or choose another workspace."),
    ),
    "WorkspaceDamaged": (
        QT_TRANSLATE_NOOP("messages", "A database of the workspace cannot be read: {path}."),
        QT_TRANSLATE_NOOP(
            "messages",
            "Restore the workspace folder from a backup, or start a new workspace and add the "
            "documents again.",
        ),
    ),
    "WorkspaceUnwritable": (
        QT_TRANSLATE_NOOP("messages", "The workspace folder cannot be written: {path}."),
        QT_TRANSLATE_NOOP(
            "messages", "Check the rights on the folder, or choose a workspace in your own folder."
        ),
    ),
    "JournalBroken": (
        QT_TRANSLATE_NOOP("messages", "The journal was changed from outside at entry {entry}."),
        QT_TRANSLATE_NOOP(
            "messages", "Keep a copy of {path} and tell the person responsible for quality records."
        ),
    ),
    "EngineLost": (
        QT_TRANSLATE_NOOP("messages", "The engine stopped unexpectedly."),
        QT_TRANSLATE_NOOP(
            "messages",
            "It restarts by itself. An unfinished question is kept in the journal as interrupted; "
            "ask it again when the engine is ready.",
        ),
    ),
    "QualificationLost": (
        QT_TRANSLATE_NOOP(
            "messages", "The qualification stopped unexpectedly (exit code {exit_code})."
        ),
        QT_TRANSLATE_NOOP(
            "messages",
            "What was measured is kept; resume it. If it stops again, close other programs or "
            "leave out the largest model: there may be too little memory.",
        ),
    ),
    "ReportUnwritable": (
        QT_TRANSLATE_NOOP("messages", "“{file}” could not be written ({detail})."),
        QT_TRANSLATE_NOOP("messages", "Choose another folder, or close the program that shows it."),
    ),
    "QuestionTooLong": (
        QT_TRANSLATE_NOOP("messages", "The question is too long: {tokens} of {limit} tokens."),
        QT_TRANSLATE_NOOP("messages", "Shorten the question; put long texts into a document."),
    ),
    "LibraryEmpty": (
        QT_TRANSLATE_NOOP("messages", "There are no documents in the library yet."),
        QT_TRANSLATE_NOOP("messages", "Add files or a folder, then ask again."),
    ),
    "RunUnreadable": (
        QT_TRANSLATE_NOOP("messages", "{path} holds no run that can be read: {detail}."),
        QT_TRANSLATE_NOOP("messages", "Choose another folder, or start a new run."),
    ),
    "NothingMarked": (
        QT_TRANSLATE_NOOP(
            "messages",
            "The history has no marked answers that can be asked again ({n_left_out} left out).",
        ),
        QT_TRANSLATE_NOOP(
            "messages", "Mark answers right or wrong in the history, then start the run again."
        ),
    ),
    "QualificationChanged": (
        QT_TRANSLATE_NOOP(
            "messages",
            "The documents or the program are not what they were when the run of {started} began.",
        ),
        QT_TRANSLATE_NOOP("messages", "Start a new run; the results of the old one are kept."),
    ),
    "CalculationRefused": (
        QT_TRANSLATE_NOOP("messages", "This cannot be calculated: {reason}."),
        QT_TRANSLATE_NOOP("messages", "Check the expression “{expression}”."),
    ),
    "QueryRefused": (
        QT_TRANSLATE_NOOP("messages", "The logs cannot be asked this: {reason}."),
        QT_TRANSLATE_NOOP("messages", "Use one SELECT over the log tables. The query was: {sql}."),
    ),
    "QueryTooCostly": (
        QT_TRANSLATE_NOOP(
            "messages", "The query over the logs was stopped at its limit ({limit})."
        ),
        QT_TRANSLATE_NOOP(
            "messages",
            "Narrow the question, for example to one part or one day. The query was: {sql}.",
        ),
    ),
}
