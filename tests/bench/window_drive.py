"""The main job from the outside: real keys into the real window, the default model, no test hooks.

    xvfb-run -s "-screen 0 1366x768x24" python tests/bench/window_drive.py --out DIR

Starts ``genba window`` on a new workspace, adds the sample documents, asks in English and in
Japanese, opens a citation, the steps and the filter of the library, closes the window and starts
it again: everything by keyboard. What came of it is read from outside too: the files of the
workspace, the window's own record of what is on show, and the screen. Prints the seconds of each
step; the exit code is the number of steps that failed. Needs xdotool and an X display.
"""

from __future__ import annotations

import argparse
import json
import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from PIL import Image, ImageChops, ImageGrab

ROOT = Path(__file__).parents[2]
QUESTION = "What torque for the L-7 spindle lock nut?"
QUESTION_JA = "SH-200の硬さの基準は？"
DRAFT = "Did SH-204 pass in May"
N_SAMPLES = 4
KEY_MS = 60  # Between keys; letters that are on no key are mapped to one first.
LOOK_S = 0.25
PATIENCE_S = 600.0


class Drive:
    """One window under test, with what can be seen of it."""

    def __init__(self, out: Path) -> None:
        self.out = out
        self.workspace = out / "workspace"
        self.environment = os.environ | {
            "PYTHONPATH": str(ROOT),
            "XDG_CONFIG_HOME": str(out / "config"),
            "QT_QPA_PLATFORM": "xcb",
        }
        self.n_failed = 0
        self.n_shots = 0
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, *arguments: str) -> subprocess.Popen[bytes]:
        code = "from app.cli.main import main; main()"
        command = [sys.executable, "-c", code, "window", "-w", str(self.workspace), *arguments]
        return subprocess.Popen(command, cwd=ROOT, env=self.environment)

    def step(self, name: str, act: Callable[[], object], is_so: Callable[[], bool]) -> None:
        """Do it, wait until it is so, say how long it took, take a picture."""
        began = time.monotonic()
        act()
        is_ok = wait_until(is_so)
        seconds = time.monotonic() - began
        self.n_failed += not is_ok
        self.n_shots += 1
        print(f"{name:44} {seconds:7.2f} s  {'OK' if is_ok else 'FAILED'}", flush=True)
        time.sleep(0.6)  # What fades, fades; the sharper page comes.
        slug = "".join(c if c.isalnum() else "-" for c in name.lower())
        screen().save(self.out / f"{self.n_shots:02}-{slug}.png")

    def windows(self, name: str) -> list[str]:
        found = subprocess.run(
            ["xdotool", "search", "--onlyvisible", "--name", name],
            capture_output=True,
            text=True,
            check=False,
        )
        return found.stdout.split()

    def focus(self) -> None:
        """There may be no window manager to do it."""
        if windows := self.windows("Genba"):
            xdotool("windowmove", windows[0], "0", "0")
            xdotool("windowfocus", "--sync", windows[0])

    def is_open(self) -> bool:
        return bool(self.windows("Genba")) and (self.workspace / "library.db").exists()

    def state(self) -> Mapping[str, Any]:
        """What the window has written down of itself, at most a few seconds old."""
        for path in (self.out / "config").rglob("windows/*.json"):
            return dict(json.loads(path.read_text("utf-8")))
        return {}

    def seen(self) -> str:
        """The document that is looked at, or nothing."""
        return str((self.state().get("sight") or {}).get("document", ""))

    def n_documents(self) -> int:
        return len(rows(self.workspace / "library.db", "select id from document"))

    def answers(self, question: str) -> list[Mapping[str, Any]]:
        """What the journal holds of the answers to a question."""
        found = rows(
            self.workspace / "journal.db",
            "select q.body, a.body from entry q join entry a on a.question_id = q.id "
            "where q.kind = 'question' and a.kind = 'answer'",
        )
        return [json.loads(a) for q, a in found if json.loads(q).get("question") == question]

    def ask(self, question: str) -> None:
        keys("ctrl+l")
        typed(question)
        keys("Return")


def rows(database: Path, sql: str) -> list[tuple[Any, ...]]:
    """Nothing while there is no such table yet."""
    try:
        with closing(sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro", uri=True)) as opened:
            return opened.execute(sql).fetchall()
    except sqlite3.OperationalError:
        return []


def xdotool(*arguments: str) -> None:
    subprocess.run(["xdotool", *arguments], check=False, stderr=subprocess.DEVNULL)


def keys(*names: str) -> None:
    for name in names:
        xdotool("key", "--clearmodifiers", name)
        time.sleep(KEY_MS / 1000)


def typed(text: str) -> None:
    xdotool("type", "--delay", str(KEY_MS), text)


def screen() -> Image.Image:
    return ImageGrab.grab(xdisplay="")


def wait_until(is_so: Callable[[], bool], at_most_s: float = PATIENCE_S) -> bool:
    until = time.monotonic() + at_most_s
    while not is_so():
        if time.monotonic() > until:
            return False
        time.sleep(LOOK_S)
    return True


def differs(before: Image.Image) -> bool:
    """Whether a good part of the screen has changed; a blinking cursor is less."""
    box = ImageChops.difference(before.convert("RGB"), screen().convert("RGB")).getbbox()
    return box is not None and (box[2] - box[0]) * (box[3] - box[1]) > 4000


def is_evidence_as_in(before: Image.Image) -> bool:
    """Whether the page at the right looks as it did; letters may sit a hair's breadth off."""
    width, height = before.size
    box = (width * 2 // 3, height // 6, width * 9 // 10, height * 5 // 6)
    parts = (image.convert("L").crop(box) for image in (before, screen()))
    changed = ImageChops.difference(*parts).point(lambda value: 255 * (value > 64))
    return changed.histogram()[255] < 0.01 * changed.width * changed.height


def main() -> None:
    """Every step in the order of a first day."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True, help="a new folder")
    out: Path = parser.parse_args().out.resolve()
    out.mkdir(parents=True)
    drive = Drive(out)
    began = time.monotonic()
    try:
        drive_through(drive)
    finally:
        if drive.process is not None and drive.process.poll() is None:
            drive.process.kill()
    print(f"{'all':44} {time.monotonic() - began:7.2f} s  {drive.n_failed} failed")
    sys.exit(drive.n_failed)


def drive_through(drive: Drive) -> None:
    """A new workspace, from the empty window to the same window the next day."""

    def start() -> None:
        drive.process = drive.start()

    def is_sure_of(question: str) -> bool:
        answers = drive.answers(question)
        return bool(answers) and drive.state().get("journal_id") is not None

    drive.step("start on a new workspace", start, drive.is_open)
    drive.focus()
    drive.step(
        "add the sample documents by the menu",
        lambda: keys("alt+f", "s"),
        lambda: drive.n_documents() == N_SAMPLES,
    )
    drive.step("ask in English", lambda: drive.ask(QUESTION), lambda: is_sure_of(QUESTION))
    cited = drive.seen()
    drive.step(
        "open a document of the library by keyboard",
        lambda: keys("ctrl+f", "End", "Return"),
        lambda: drive.seen() not in {"", cited},
    )
    # Ask, Copy, the answer, its number; Return follows the link that has the focus.
    drive.step(
        "open a citation by keyboard",
        lambda: keys("ctrl+l", *["Tab"] * 4, "Return"),
        lambda: drive.seen() == cited,
    )
    shot = screen()
    # From the number over the citation, Right and Wrong to the line below them.
    drive.step("open the steps", lambda: keys(*["Tab"] * 4, "space"), lambda: differs(shot))
    shot = screen()
    drive.step("show every key", lambda: keys("F1"), lambda: differs(shot))
    for dialog in drive.windows("Keyboard shortcuts"):
        xdotool("windowfocus", "--sync", dialog)
    keys("Escape")
    drive.focus()
    drive.step("ask in Japanese", lambda: drive.ask(QUESTION_JA), lambda: is_sure_of(QUESTION_JA))
    shot = screen()
    drive.step("search in the library", lambda: keys("ctrl+f"), lambda: differs(shot))
    drive.step(
        "leave a draft",
        lambda: (keys("ctrl+l"), typed(DRAFT)),
        lambda: drive.state().get("draft") == DRAFT,
    )
    shot = screen()
    drive.step(
        "close", lambda: keys("ctrl+q"), lambda: drive.process is not None and not _runs(drive)
    )
    kept = drive.state()
    drive.step("start again", start, lambda: bool(drive.windows("Genba")))
    drive.focus()
    drive.step(
        "the draft and the evidence are back",
        lambda: None,
        lambda: _same(kept, drive.state()) and is_evidence_as_in(shot),
    )
    more = drive.out / "more"
    more.mkdir()
    (more / "note.txt").write_text("Coolant pump P-3: fill 4.5 L, check weekly.\n", "utf-8")
    second: list[subprocess.Popen[bytes]] = []
    drive.step(
        "a second start hands its files over",
        lambda: second.append(drive.start(str(more / "note.txt"))),
        lambda: second[0].poll() == 0 and drive.n_documents() == N_SAMPLES + 1,
    )
    drive.focus()
    drive.step("close again", lambda: keys("ctrl+w"), lambda: not _runs(drive))


def _runs(drive: Drive) -> bool:
    return drive.process is not None and drive.process.poll() is None


def _same(kept: Mapping[str, Any], now: Mapping[str, Any]) -> bool:
    return all(kept[key] == now.get(key) for key in ("draft", "sight", "splitters"))


if __name__ == "__main__":
    main()
