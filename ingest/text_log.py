"""Logs of one event a line, each beginning with a timestamp, to typed tables.

Indented lines and other lines without a timestamp belong to the event above.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path

from engine.domain import DocumentHead, DocumentKind, ReadMark, ReadPart, ReadProblem
from engine.errors import FileDamaged
from ingest.dialects import is_tabular
from ingest.encodings import SAMPLE_BYTES, encoding_of
from ingest.event_lines import EventForm, begins_with_level, event_form
from ingest.log_lines import LogLines
from ingest.timestamps import StampForm, stamp_form
from ingest.typed_rows import Record, chosen_parts, form_of, table_name

FORM = "events"
_SAMPLE_LINES = 1000
_SAMPLE_EVENTS = 20_000
_MAX_LINES = 1000  # Of one event: what follows a log's end must not fill the memory.
_DELIMITERS = (",", ";", "\t")


@dataclass(slots=True)
class _Event:
    """A stamp and what follows it, with the line and the byte it begins at."""

    line: int
    start: int | None
    stamp: str
    first: str
    more: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """What stands behind the stamp and in the lines below."""
        return "\n".join([self.first, *self.more]).rstrip()


def text_log_form(sample: str) -> StampForm | None:
    """The form of the timestamps if a text is a log of events; None for any other text.

    A table whose first column holds the times is none.
    """
    lines = sample.splitlines()[:_SAMPLE_LINES]
    form = stamp_form(lines)
    if form is None:
        return None
    matches = [match for line in lines if (match := form.pattern.match(line))]
    rests = [match.string[match.end() :] for match in matches]
    if sum(1 for rest in rests if rest.startswith(_DELIMITERS)) < 0.8 * len(rests):
        return form
    if not is_tabular(sample):
        return form
    # Events with tabs between stamp, level and message have no titles above them.
    is_headless = form.pattern.match(next(line for line in lines if line.strip())) is not None
    has_levels = sum(map(begins_with_level, rests)) > 0.5 * len(rests)
    return form if is_headless and has_levels else None


def read_text_log(path: Path) -> Iterator[ReadPart]:
    """Head, table, events in batches. Errors: FileDamaged if it is no such log."""
    encoding, stamp = _manner(path)
    yield DocumentHead(DocumentKind.LOG_TABLE, path.stem, 0)
    problems: list[ReadProblem] = []
    with LogLines(path, encoding, problems) as lines:
        events = _events(lines, stamp, problems)
        sampled = list(islice(events, _SAMPLE_EVENTS))
        layout = _layout(stamp, sampled)
        yield from _parts(
            path, layout, chain(sampled, events), problems, form=_form(encoding, layout)
        )


def read_text_log_from(path: Path, mark: ReadMark) -> Iterator[ReadPart] | None:
    """Table, and events from ``mark`` on; None if they would be understood in another way now."""
    encoding, stamp = _manner(path)
    with LogLines(path, encoding, []) as lines:
        layout = _layout(stamp, list(islice(_events(lines, stamp, []), _SAMPLE_EVENTS)))
    form = _form(encoding, layout)
    return _events_from(path, encoding, layout, mark) if form == mark.form else None


def _events_from(
    path: Path, encoding: str, layout: EventForm, mark: ReadMark
) -> Iterator[ReadPart]:
    problems: list[ReadProblem] = []
    with LogLines(path, encoding, problems, start=mark.offset, number=mark.line - 1) as lines:
        events = _events(lines, layout.stamp, problems)
        yield from _parts(path, layout, events, problems, form=mark.form, first=mark.row)


def _parts(
    path: Path,
    layout: EventForm,
    events: Iterable[_Event],
    problems: list[ReadProblem],
    *,
    form: str,
    first: int = 1,
) -> Iterator[ReadPart]:
    records = (
        Record(event.line, layout.cells(event.stamp, event.text), event.start) for event in events
    )
    yield from chosen_parts(
        table_name(path.stem),
        layout.titles,
        layout.choices,
        records,
        problems,
        joint=" ",
        form=form,
        first=first,
    )


def _manner(path: Path) -> tuple[str, StampForm]:
    with path.open("rb") as file:
        sample = file.read(SAMPLE_BYTES)
    encoding = encoding_of(sample)
    stamp = text_log_form(sample.decode(encoding, "replace")) if encoding else None
    if encoding is None or stamp is None:
        raise FileDamaged(path=path, detail="no log of events")
    return encoding, stamp


def _layout(stamp: StampForm, sampled: Sequence[_Event]) -> EventForm:
    return event_form(stamp, [(event.stamp, event.text) for event in sampled])


def _form(encoding: str, layout: EventForm) -> str:
    return form_of((FORM, encoding, layout.stamp.what), layout.titles, layout.choices)


def _events(lines: LogLines, form: StampForm, problems: list[ReadProblem]) -> Iterator[_Event]:
    event: _Event | None = None
    start = lines.end
    for line in lines:
        before, start = start, lines.end
        text = line.rstrip("\r\n")
        match = form.pattern.match(text)
        if match:
            if event is not None:
                yield event
            stamp = match["a"] or match["b"]
            event = _Event(lines.number, before, stamp, text[match.end() :])
        elif not text.strip():
            continue
        elif event is None:
            problems.append(ReadProblem("lines-before-header", text.strip(), line=lines.number))
        elif len(event.more) < _MAX_LINES:
            event.more.append(text)
        else:
            yield event
            problems.append(ReadProblem("event-divided", "", line=lines.number))
            event = _Event(lines.number, None, "", text)
    if event is not None:
        yield event
