"""A qualification on disk: one folder, what was asked for, and one line for each finished case.

A line is written and flushed to disk when its case is over, so that a killed run goes on where it
was. The last line may be cut off, by a kill or because it is being written: who reads passes over
it, and who writes takes it away first, so that its case is asked again.
"""

from __future__ import annotations

import errno
import json
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from engine.errors import DiskFull, RunUnreadable, WorkspaceBusy
from engine.liveness import is_running, this_process
from engine.qualify.cases import Ability, Case, CaseResult, Condition, Expected, Mark
from engine.qualify.profile import Profile
from engine.qualify.tickets import SpeedRecord, Ticket, TicketFacts

FOLDER = "qualification"
"""Where in a workspace the runs are, each in a folder of its own."""

_ABOUT = "run.json"
_CASES = "cases.jsonl"
_RESULTS = "results.jsonl"
_WRITER = "writer.json"


@dataclass(frozen=True, slots=True)
class RunAbout:
    """What a run is of: nothing in it changes while the run goes on.

    ``plan_digest`` is SHA-256 over worlds and cases; ``library`` the identity and generation of
    the library; ``machine`` one line about processor, cores, memory, system and versions.
    ``thresholds`` are the least shares by ability; ``abilities`` those that are measured;
    ``watts`` is assumed for the estimate of energy; ``drops``: hopeless tickets stop early.
    ``n_chunks`` of the library are embedded, with ``n_tokens`` (estimated) in them.
    ``left_out`` is of how many marked answers no case was made, by why.
    """

    started: str
    profile: Profile
    plan_digest: str
    library: str
    n_documents: int
    machine: str
    tickets: tuple[Ticket, ...]
    facts: Mapping[str, TicketFacts]
    thresholds: Mapping[str, float]
    abilities: tuple[str, ...] = ()
    watts: float = 0.0
    drops: bool = True
    n_chunks: int = 0
    n_tokens: int = 0
    left_out: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RunRecord:
    """All that a run has come to: results by ticket id and case id, speeds, and who was dropped.

    ``dropped`` are tickets that were stopped early, with why.
    """

    results: Mapping[str, Mapping[str, CaseResult]]
    speeds: Mapping[str, SpeedRecord]
    dropped: Mapping[str, str]


class RunFolder:
    """The folder of one run. Only one program at a time may write; see ``held``."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def begin(self, about: RunAbout, cases: Sequence[Case]) -> None:
        """Keep what the run is of. The folder is made; it must not hold a run.

        The cases are kept, so that a report can be made when the documents have changed.
        Raises DiskFull; then there is no run.
        """
        lines = (json.dumps(asdict(case), ensure_ascii=False) + "\n" for case in cases)
        content = json.dumps(asdict(about), ensure_ascii=False, indent=1)
        with self._disk_full_in_words():
            self.path.mkdir(parents=True, exist_ok=True)
            (self.path / _CASES).write_text("".join(lines), encoding="utf-8")
            part = self.path / f"{_ABOUT}.part"
            part.write_text(content, encoding="utf-8")
            part.replace(self.path / _ABOUT)

    @property
    def is_begun(self) -> bool:
        """Whether there is a run in it."""
        return (self.path / _ABOUT).exists()

    def about(self) -> RunAbout:
        """What the run is of.

        Raises:
            RunUnreadable: there is no run, or one of another version of the program.
        """
        with self._unreadable_in_words():
            return self._about()

    def _about(self) -> RunAbout:
        raw = json.loads((self.path / _ABOUT).read_text(encoding="utf-8"))
        tickets = tuple(Ticket(**ticket) for ticket in raw.pop("tickets"))
        facts = {ticket: TicketFacts(**one) for ticket, one in raw.pop("facts").items()}
        abilities = tuple(raw.pop("abilities"))
        sizes = raw.pop("profile")
        sequences = {name: tuple(sizes[name]) for name in ("languages", "lengths", "depths")}
        profile = Profile(**{**sizes, **sequences})
        return RunAbout(**raw, profile=profile, tickets=tickets, facts=facts, abilities=abilities)

    def cases(self) -> tuple[Case, ...]:
        """The cases of the run, in the order of its plan. Raises RunUnreadable."""
        with (
            self._unreadable_in_words(),
            (self.path / _CASES).open(encoding="utf-8") as lines,
        ):
            return tuple(_case(json.loads(line)) for line in lines)

    @contextmanager
    def held(self, program: str) -> Iterator[None]:
        """Go on with the run as ``program``, alone. A writer whose process is gone is followed.

        Raises:
            WorkspaceBusy: another program goes on with it.
        """
        path, mine = self.path / _WRITER, {**this_process(), "program": program}
        try:
            writer = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            writer = None
        if writer and is_running(writer):
            facts = {key: writer.get(key, "?") for key in ("program", "pid", "host")}
            raise WorkspaceBusy(path=self.path, **facts)
        with self._disk_full_in_words():
            path.write_text(json.dumps(mine), encoding="utf-8")
        try:
            yield
        finally:
            path.unlink(missing_ok=True)

    def keep_result(self, ticket: str, result: CaseResult) -> None:
        """Keep what came of a case, on disk before this returns."""
        self._keep({"ticket": ticket, "case": asdict(result)})

    def keep_speed(self, ticket: str, speed: SpeedRecord) -> None:
        """Keep a ticket's speed; the last one kept holds."""
        self._keep({"ticket": ticket, "speed": asdict(speed)})

    def keep_dropped(self, ticket: str, reason: str) -> None:
        """Keep that a ticket was stopped early."""
        self._keep({"ticket": ticket, "dropped": reason})

    def record(self) -> RunRecord:
        """All that is kept, also while another program writes. Raises RunUnreadable."""
        with self._unreadable_in_words():
            return self._record()

    def _record(self) -> RunRecord:
        path = self.path / _RESULTS
        results: dict[str, dict[str, CaseResult]] = {}
        speeds: dict[str, SpeedRecord] = {}
        dropped: dict[str, str] = {}
        content = path.read_bytes() if path.exists() else b""
        for line in content[: content.rfind(b"\n") + 1].splitlines():
            raw = json.loads(line)
            if "case" in raw:
                result = _result(raw["case"])
                results.setdefault(raw["ticket"], {})[result.case_id] = result
            elif "speed" in raw:
                speeds[raw["ticket"]] = _speed(raw["speed"])
            else:
                dropped[raw["ticket"]] = raw["dropped"]
        return RunRecord(results, speeds, dropped)

    def _keep(self, record: Mapping[str, Any]) -> None:
        line = json.dumps(record, ensure_ascii=False).encode() + b"\n"
        with self._disk_full_in_words(), (self.path / _RESULTS).open("a+b") as file:
            if file.tell():
                file.seek(-1, os.SEEK_END)
                if file.read(1) != b"\n":
                    file.seek(0)
                    file.truncate(file.read().rfind(b"\n") + 1)
            file.write(line)
            file.flush()
            os.fsync(file.fileno())

    @contextmanager
    def _unreadable_in_words(self) -> Iterator[None]:
        try:
            yield
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise RunUnreadable(path=self.path, detail=repr(error)) from error

    @contextmanager
    def _disk_full_in_words(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            if error.errno not in (errno.ENOSPC, errno.EDQUOT):
                raise
            free_mb = shutil.disk_usage(self.path.absolute().anchor).free // 2**20
            raise DiskFull(path=self.path, needed_mb=free_mb + 1, free_mb=free_mb) from error


def latest_run(folder: Path) -> RunFolder | None:
    """The newest run below ``folder``, by name; names begin with the time."""
    runs = [RunFolder(path) for path in sorted(folder.iterdir())] if folder.is_dir() else []
    begun = [run for run in runs if run.is_begun]
    return begun[-1] if begun else None


def _case(raw: dict[str, Any]) -> Case:
    expected = raw["expected"]
    sequences = {name: tuple(expected[name]) for name in ("must", "must_not")}
    return Case(
        **{
            **raw,
            "ability": Ability(raw["ability"]),
            "condition": Condition(raw["condition"]),
            "expected": Expected(**{**expected, **sequences}),
        }
    )


def _result(raw: dict[str, Any]) -> CaseResult:
    return CaseResult(**{**raw, "mark": Mark(raw["mark"]), "tools": tuple(raw["tools"])})


def _speed(raw: dict[str, Any]) -> SpeedRecord:
    return SpeedRecord(
        **{**raw, "prefill": _pairs(raw["prefill"]), "decode": _pairs(raw["decode"])}
    )


def _pairs(raw: Sequence[Sequence[float]]) -> tuple[tuple[int, float], ...]:
    return tuple((int(depth), rate) for depth, rate in raw)
