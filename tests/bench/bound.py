"""Is the bound on the KV cache held: many questions and a long chat under 64 MB.

    python tests/bench/bound.py [--model ID] [--kv-mb 64] [--questions 200]

The sheets of the benchmark are indexed as text files; questions go through the same service as in
the window. Then 100 turns of chat: notes, and questions about the earliest of them. Resident memory
counts the weights too, so its growth after the first ten questions is what matters.
"""

from __future__ import annotations

import argparse
import itertools
import sys
import tempfile
import threading
from collections import Counter
from pathlib import Path

import psutil

sys.path.insert(0, str(Path(__file__).parents[2]))

from app.service import Service
from app.service_settings import ServiceSettings
from engine.answers import Answer
from engine.events import AnswerFinished, MemoryChanged
from tests.bench.questions import print_machine, print_table
from tests.bench.sheets import groups

N_NOTES = 90
N_RECALLED = 10
_NOTE = "Note: locker {n} in hall {hall} belongs to {person} and its code is {code}."
_PEOPLE = ("Sato", "Harris", "Tanaka", "Weber", "Suzuki", "Moreau", "Ito", "Novak", "Kato", "Lund")


def main() -> None:
    """Index, ask, chat, and print what was used at most."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model")
    parser.add_argument("--kv-mb", type=int, default=64)
    parser.add_argument("--questions", type=int, default=200)
    arguments = parser.parse_args()
    print_machine("llama-cpp-python")
    settings = ServiceSettings(
        language_model=arguments.model,
        embedding_model="all-minilm-l6-v2",
        kv_limit_mb=arguments.kv_mb,
    )
    with tempfile.TemporaryDirectory() as folder, Service(Path(folder) / "w", settings) as service:
        _index_sheets(service, Path(folder) / "sheets")
        model = service.model()
        bound = f"{arguments.kv_mb} MB = {model.n_context} cells"
        print(f"model {model.name}, bound {bound}", flush=True)
        memory, right, asked = _Memory(), Counter[str](), Counter[str]()
        questions = itertools.islice(
            itertools.cycle(q for g in groups() for q in g.questions), arguments.questions
        )
        for n, question in enumerate(questions):
            answer = memory.ask(service, question.text)
            asked[question.kind] += 1
            right[question.kind] += question.is_right(answer.text, is_abstained=answer.is_abstained)
            if n == 10:
                memory.settle()
            if n % 20 == 19:
                print(
                    f"{n + 1} questions, {sum(right.values())} right, at most {model.peak_cells} "
                    f"cells, {memory.peak_mb:.0f} MB resident",
                    flush=True,
                )
        n_recalled = _chat(service, memory)
        use = model.memory_use
        print_table(
            ("", "used at most", "bound"),
            [
                ("cells", model.peak_cells, model.n_context),
                (
                    "KV cache MB",
                    f"{model.peak_cells * use.n_bytes / use.n_cells / 2**20:.1f}",
                    arguments.kv_mb,
                ),
                ("cells, as the events say", memory.peak_event_cells, model.n_context),
                ("bank MB", f"{use.bank_bytes / 2**20:.0f}", f"{use.bank_limit_bytes / 2**20:.0f}"),
                ("resident MB after 10 questions", f"{memory.settled_mb:.0f}", ""),
                ("resident MB at most after that", f"{memory.peak_mb:.0f}", ""),
            ],
        )
        print(f"{n_recalled} of {N_RECALLED} facts of the first turns found after 100 turns")
        print_table(
            ("kind", "asked", "right"), [(kind, asked[kind], right[kind]) for kind in sorted(asked)]
        )


class _Memory:
    """Asks and watches what is used."""

    def __init__(self) -> None:
        self.peak_event_cells = 0
        self.settled_mb = 0.0
        self.peak_mb = 0.0
        self._process = psutil.Process()

    def ask(self, service: Service, question: str) -> Answer:
        for event in service.ask(question, cancel=threading.Event()):
            if isinstance(event, MemoryChanged):
                self.peak_event_cells = max(self.peak_event_cells, event.use.used_cells)
            if isinstance(event, AnswerFinished):
                self.peak_mb = max(self.peak_mb, self._resident_mb())
                return event.answer
        raise AssertionError("an answer that was not cancelled did not finish")

    def settle(self) -> None:
        """From here on growth counts."""
        self.settled_mb = self.peak_mb = self._resident_mb()

    def _resident_mb(self) -> float:
        return float(self._process.memory_info().rss) / 2**20


def _chat(service: Service, memory: _Memory) -> int:
    for n in range(N_NOTES):
        person, code = _PEOPLE[n % 10], 4000 + 37 * n
        memory.ask(service, _NOTE.format(n=n + 1, hall=n // 10 + 1, person=person, code=code))
    n_right = 0
    for n in range(N_RECALLED):
        answer = memory.ask(service, f"What is the code of locker {n + 1} in hall {n // 10 + 1}?")
        n_right += str(4000 + 37 * n) in answer.text
        print(f"locker {n + 1}: {answer.text}", file=sys.stderr, flush=True)
    return n_right


def _index_sheets(service: Service, folder: Path) -> None:
    folder.mkdir()
    for group in groups():
        for sheet in group.sheets:
            (folder / Path(sheet.document).with_suffix(".txt").name).write_text(
                sheet.text, encoding="utf-8"
            )
    for _ in service.index([folder], cancel=threading.Event()):
        pass


if __name__ == "__main__":
    main()
