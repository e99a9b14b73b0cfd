"""The words for how far a run has come, how fast it goes and how long it will take. No widgets."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from engine.events import FilesAdvanced

# As str (PySide6's stubs do not say so).
_WORDS: dict[str, Any] = {
    "files": QT_TRANSLATE_NOOP("pace", "{done} of {total} files"),
    "per second": QT_TRANSLATE_NOOP("pace", "{n} files/s"),
    "per minute": QT_TRANSLATE_NOOP("pace", "{n} files/min"),
    "seconds": QT_TRANSLATE_NOOP("pace", "less than a minute left"),
    "minutes": QT_TRANSLATE_NOOP("pace", "about {n} min left"),
    "hours": QT_TRANSLATE_NOOP("pace", "about {n} h left"),
}
_BETWEEN = " · "


def files_and_pace(news: FilesAdvanced) -> str:
    """As "12 of 300 files · 4 files/s · about 2 min left"; what is not known is left out."""
    count = _said("files").format(done=news.done, total=news.total)
    return _BETWEEN.join(filter(None, (count, pace(news))))


def pace(news: FilesAdvanced) -> str:
    """As "4 files/s · about 2 min left"; empty while neither is known."""
    if news.done >= news.total:
        return ""
    rate = "" if news.files_per_s is None else _rate(news.files_per_s)
    return _BETWEEN.join(filter(None, (rate, time_left(news.seconds_left))))


def time_left(seconds: float | None) -> str:
    """As "about 2 min left"; empty if it is not known."""
    if seconds is None:
        return ""
    if seconds < 60:
        return _said("seconds")
    if seconds < 90 * 60:
        return _said("minutes").format(n=round(seconds / 60))
    return _said("hours").format(n=round(seconds / 3600))


def _rate(files_per_s: float) -> str:
    if files_per_s < 1:
        return _said("per minute").format(n=max(1, round(files_per_s * 60)))
    return _said("per second").format(n=round(files_per_s))


def _said(what: str) -> str:
    return QCoreApplication.translate("pace", _WORDS[what])
