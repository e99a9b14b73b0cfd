"""Logs of one event a line, each beginning with a timestamp, to typed tables.

Indented lines and other lines without a timestamp belong to the event above.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path

from engine.domain import DocumentHead, DocumentKind, ReadPart, ReadProblem
from engine.errors import FileDamaged
from ingest.dialects import is_tabular
from ingest.encodings import SAMPLE_BYTES, encoding_of
from ingest.event_lines import EventForm, event_form
from ingest.log_lines import LogLines
from ingest.timestamps import StampForm, stamp_form
from ingest.typed_rows import Record, chosen_parts, table_name

_SAMPLE_LINES = 1000
_SAMPLE_EVENTS = 20_000
_MAX_LINES = 1000  # Of one event: what follows a log's end must not fill the memory.
_DELIMITERS = (",", ";", "\t")


@dataclass(slots=True)
class _Event:
    """A stamp and what follows it, with the line it begins on."""

    line: int
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
    n_cells = sum(1 for m in matches if m.string[m.end() : m.end() + 1] in _DELIMITERS)
    return None if n_cells >= 0.8 * len(matches) and is_tabular(sample) else form


def read_text_log(path: Path) -> Iterator[ReadPart]:
    """Head, table, events in batches. Errors: FileDamaged if it is no such log."""
    with path.open("rb") as file:
        sample = file.read(SAMPLE_BYTES)
    encoding = encoding_of(sample)
    form = text_log_form(sample.decode(encoding, "replace")) if encoding else None
    if encoding is None or form is None:
        raise FileDamaged(path=path, detail="no log of events")
    yield DocumentHead(DocumentKind.LOG_TABLE, path.stem, 0)
    problems: list[ReadProblem] = []
    with LogLines(path, encoding, problems) as lines:
        events = _events(lines, form, problems)
        sampled = list(islice(events, _SAMPLE_EVENTS))
        layout = event_form(form, [(event.stamp, event.text) for event in sampled])
        records = (_record(event, layout) for event in chain(sampled, events))
        yield from chosen_parts(
            table_name(path.stem), layout.titles, layout.choices, records, problems, joint=" "
        )


def _record(event: _Event, layout: EventForm) -> Record:
    return Record(event.line, layout.cells(event.stamp, event.text))


def _events(lines: LogLines, form: StampForm, problems: list[ReadProblem]) -> Iterator[_Event]:
    event: _Event | None = None
    for line in lines:
        text = line.rstrip("\r\n")
        match = form.pattern.match(text)
        if match:
            if event is not None:
                yield event
            event = _Event(lines.number, match["a"] or match["b"], text[match.end() :])
        elif not text.strip():
            continue
        elif event is None:
            problems.append(ReadProblem("lines-before-header", text.strip(), line=lines.number))
        elif len(event.more) < _MAX_LINES:
            event.more.append(text)
        else:
            yield event
            problems.append(ReadProblem("event-divided", "", line=lines.number))
            event = _Event(lines.number, "", text)
    if event is not None:
        yield event
