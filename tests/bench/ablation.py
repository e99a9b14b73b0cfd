"""What retrieval, tools, steps and verification are each worth: the same questions without them.

    python tests/bench/ablation.py QUESTIONS.jsonl --workspace W [--model ID] [--out RECORDS.jsonl]

bare             the model alone, asked for a short answer
+ retrieval      the passages found are read until a reader does not refuse; nothing is checked
+ tools          the calculator and SQL over the logs, nothing checked
+ steps          questions are divided too
+ verification   the program as it is
"""

from __future__ import annotations

import argparse
import json
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from app.service import Service
from app.service_settings import ServiceSettings
from engine.assistant import Assistant
from engine.events import AnswerFinished
from engine.ports import LanguageModel, Prompt, TextPiece
from engine.reasoning.refusal import is_refusal
from engine.reasoning.solving import Abilities
from tests.bench.questions import CheckedQuestion, print_machine, print_table, read_questions

_BARE = (
    "You answer questions of a workshop in a few words. If you do not know the answer, write"
    " NOT FOUND."
)
_WAYS: dict[str, Abilities | None] = {
    "bare": None,
    "+ retrieval": Abilities(tools=False, steps=False, verification=False),
    "+ tools": Abilities(steps=False, verification=False),
    "+ steps": Abilities(verification=False),
    "+ verification": Abilities(),
}


def main() -> None:
    """Ask every question in every way and print the table."""
    arguments = _arguments()
    print_machine("llama-cpp-python", "sentence-transformers")
    questions = read_questions(arguments.questions)
    rows = []
    settings = ServiceSettings(language_model=arguments.model)
    with Service(arguments.workspace, settings) as service:
        print(f"model {service.load_models()}", flush=True)
        for way, abilities in _WAYS.items():
            started = time.perf_counter()
            verdicts = []
            for question, text, is_abstained in _answers(service, questions, abilities):
                verdicts.append(_verdict(question, text, is_abstained))
                _write(arguments.out, way, question, text, verdicts[-1])
            seconds = (time.perf_counter() - started) / len(questions)
            counts = [verdicts.count(verdict) for verdict in ("right", "wrong", "abstained")]
            rows.append((way, *counts, f"{seconds:.1f}"))
            print(f"{way}: {counts}", flush=True)
    print_table(("way", "right", "wrong", "abstained in vain", "s"), rows)


def _verdict(question: CheckedQuestion, text: str, is_abstained: bool) -> str:
    if question.is_right(text, is_abstained=is_abstained):
        return "right"
    return "abstained" if is_abstained else "wrong"


def _answers(
    service: Service, questions: tuple[CheckedQuestion, ...], abilities: Abilities | None
) -> Iterator[tuple[CheckedQuestion, str, bool]]:
    for question in questions:
        if abilities is None:
            text = _bare(service.model(), question.text)
            yield question, text, is_refusal(text)
            continue
        assistant = Assistant(
            library=service.library,
            retriever=service.retriever(),
            model=service.model(),
            journal=service.journal,
            embedder=service.embedder(),
            abilities=abilities,
        )
        for event in assistant.ask(question.text, cancel=threading.Event()):
            if isinstance(event, AnswerFinished):
                yield question, event.answer.text, event.answer.is_abstained


def _bare(model: LanguageModel, question: str) -> str:
    prompt = Prompt(_BARE, "", f"Question: {question}\nAnswer:")
    events = model.generate(prompt, max_tokens=60, cancel=threading.Event())
    return "".join(event.text for event in events if isinstance(event, TextPiece))


def _write(path: Path | None, way: str, question: CheckedQuestion, text: str, verdict: str) -> None:
    if path is not None:
        record = {"way": way, "id": question.id, "verdict": verdict, "answer": text}
        with path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(record, ensure_ascii=False) + "\n")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("questions", type=Path)
    parser.add_argument("--workspace", type=Path, required=True)
    parser.add_argument("--model")
    parser.add_argument("--out", type=Path)
    return parser.parse_args()


if __name__ == "__main__":
    main()
