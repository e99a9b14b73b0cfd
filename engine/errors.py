"""Everything that can go wrong on purpose, by who acts next. Facts here, words in app.messages.

GenbaError
  UserFixable        the person can mend it: other file, password, model fetched
  EnvironmentFault   the machine is in the way: disk full, locked, newer database
  Bug                a broken promise of ours
"""

from __future__ import annotations


class GenbaError(Exception):
    """An error whose keyword arguments are the facts a message is made of."""

    def __init__(self, **facts: object) -> None:
        self.facts: dict[str, str] = {key: str(value) for key, value in facts.items()}
        super().__init__(", ".join(f"{key}={value}" for key, value in self.facts.items()))

    @property
    def code(self) -> str:
        """The situation's name, stable across processes and languages."""
        return type(self).__name__

    def __reduce__(self) -> tuple[object, ...]:
        """Pickle by facts: errors cross process borders."""
        return _remade, (type(self), self.facts)


def _remade(kind: type[GenbaError], facts: dict[str, str]) -> GenbaError:
    return kind(**facts)


class UserFixable(GenbaError):
    """The person who asked can mend it."""


class EnvironmentFault(GenbaError):
    """The machine is in the way."""


class Bug(GenbaError):
    """A promise of ours is broken."""


# Files that cannot be read. Facts: path.
class FileEncrypted(UserFixable):
    """A password is needed to open the file."""


class FileDamaged(UserFixable):
    """The file is truncated or broken beyond what the reader can repair."""


class FileEmpty(UserFixable):
    """The file has no bytes, or no content at all."""


class FileWithoutText(UserFixable):
    """The file opens but holds no text to search (a scan, or outlined lettering)."""


class FileMislabelled(UserFixable):
    """The content is not what the name says. Facts: path, expected, found."""


class FormatUnsupported(UserFixable):
    """No reader for this format. Facts: path, suffix."""


class FileTooSlow(UserFixable):
    """The reader was stopped at its time limit. Facts: path, limit_s."""


class FileTooLarge(UserFixable):
    """The reader was stopped at its memory limit. Facts: path, limit_mb."""


class ReaderCrashed(UserFixable):
    """The reader process died on this file. Facts: path, exit_code."""


class FileVanished(EnvironmentFault):
    """The file was there when listed and is gone or unreadable now. Facts: path, detail."""


class PathMissing(UserFixable):
    """A path that was given does not exist. Facts: path."""


# Models. Facts: model, and more where stated.
class ModelMissing(UserFixable):
    """The model is not on this machine yet."""


class ModelUnknown(UserFixable):
    """No model of that name in the catalogue. Facts: model, nearest."""


class ModelDamaged(UserFixable):
    """The model's bytes are not those the catalogue pins. Facts: model, path."""


class ModelUnusable(UserFixable):
    """The runtime cannot load this file. Facts: model, detail."""


class KvBoundTooSmall(UserFixable):
    """The bound on the model's short-term memory holds no passage. Facts: limit_mb, needed_mb."""


class ModelUnobtainable(EnvironmentFault):
    """Every source of the model failed. Facts: model, detail."""


class CatalogueInvalid(UserFixable):
    """The model catalogue has an unknown key or a bad value. Facts: key, detail, nearest."""


class CostsInvalid(UserFixable):
    """The cost file has an unknown key or a bad value. Facts: path, key, detail, nearest."""


# The machine.
class DiskFull(EnvironmentFault):
    """Not enough room. Facts: path, needed_mb, free_mb."""


class WorkspaceLocked(EnvironmentFault):
    """A database of the workspace is locked by another program. Facts: path."""


class WorkspaceBusy(EnvironmentFault):
    """Another program writes to this workspace. Facts: path, program, pid, host."""


class WorkspaceTooNew(EnvironmentFault):
    """The workspace was written by a newer Genba. Facts: path, revision."""


class WorkspaceDamaged(EnvironmentFault):
    """A database of the workspace cannot be read. Facts: path, detail."""


class WorkspaceUnwritable(EnvironmentFault):
    """The workspace folder cannot be written. Facts: path, detail."""


class JournalBroken(EnvironmentFault):
    """The journal's hash chain does not hold. Facts: path, entry."""


class EngineLost(EnvironmentFault):
    """The engine process ended while it was working. Facts: exit_code."""


class QualificationLost(EnvironmentFault):
    """The process that qualifies models is gone. Facts: exit_code."""


class ReportUnwritable(EnvironmentFault):
    """A report, or a file of prices, could not be written. Facts: path, detail."""


class QuestionTooLong(UserFixable):
    """The question alone does not fit the model's memory. Facts: tokens, limit."""


class LibraryEmpty(UserFixable):
    """There is no document to answer from."""


class RunUnreadable(UserFixable):
    """A folder holds no qualification that can be read. Facts: path, detail."""


class NothingMarked(UserFixable):
    """No answer of the history that is marked can be asked again. Facts: n_left_out."""


class QualificationChanged(UserFixable):
    """The documents or the program are not what the run was begun with. Facts: started."""


# Tools. What the model writes, and a person may write too, is checked before it runs.
class CalculationRefused(UserFixable):
    """The expression cannot be calculated. Facts: expression, reason."""


class QueryRefused(UserFixable):
    """The query is not one SELECT over log tables, or SQLite refused it. Facts: sql, reason."""


class QueryTooCostly(UserFixable):
    """The query was stopped at its limit of time, rows or memory. Facts: sql, limit."""
