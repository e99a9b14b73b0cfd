"""Right, wrong and abstained answers per type of question, cited pages, and seconds.

    python tests/bench/answers.py QUESTIONS.jsonl --workspace W [--model ID] [--out ANSWERS.jsonl]

The workspace has been indexed before. Each question goes through the same service as in the
window and on the command line.
"""

from __future__ import annotations

import argparse
import json
import sys
import threading
from collections import Counter, defaultdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from app.service import Service
from app.service_settings import ServiceSettings
from engine.answers import Answer, NumberStatus
from engine.events import AnswerFinished
from engine.records import answer_record
from tests.bench.questions import CheckedQuestion, print_machine, print_table, read_questions


def main() -> None:
    """Ask every question and print the tables."""
    arguments = _arguments()
    print_machine("llama-cpp-python", "sentence-transformers")
    results: list[tuple[CheckedQuestion, Answer]] = []
    settings = ServiceSettings(language_model=arguments.model, embedding_model=arguments.embedder)
    with Service(arguments.workspace, settings) as service:
        print(f"model {service.load_models()}", flush=True)
        for question in read_questions(arguments.questions):
            answer = _ask(service, question.text)
            results.append((question, answer))
            mark = "ok" if _is_right(question, answer) else "NO"
            print(
                f"{mark} {question.id} {question.kind}: want {question.answers[0]!r}"
                f" got {answer.text!r} {answer.timings.total_s:.1f} s",
                flush=True,
            )
    if arguments.out:
        with arguments.out.open("w", encoding="utf-8") as file:
            for question, answer in results:
                record = {"id": question.id, **answer_record(answer)}
                file.write(json.dumps(record, ensure_ascii=False) + "\n")
    _print_result(results)


def _ask(service: Service, question: str) -> Answer:
    for event in service.ask(question, cancel=threading.Event()):
        if isinstance(event, AnswerFinished):
            return event.answer
    raise AssertionError("an answer that was not cancelled did not finish")


def _is_right(question: CheckedQuestion, answer: Answer) -> bool:
    return question.is_right(answer.text, is_abstained=answer.is_abstained)


def _print_result(results: list[tuple[CheckedQuestion, Answer]]) -> None:
    table: dict[str, Counter[str]] = defaultdict(Counter)
    seconds: dict[str, list[float]] = defaultdict(list)
    for question, answer in results:
        is_right = _is_right(question, answer)
        is_wrong = not is_right and not answer.is_abstained
        is_flagged = any(n.status is NumberStatus.UNVERIFIED for n in answer.numbers)
        is_page_cited = any(question.is_source(c.document, c.page) for c in answer.citations)
        for kind in (question.kind, "all"):
            seconds[kind].append(answer.timings.total_s)
            table[kind].update(
                n=1,
                right=is_right,
                wrong=is_wrong,
                abstained=answer.is_abstained,
                located=question.page is not None,
                page=question.page is not None and is_page_cited,
                unflagged=is_wrong and not is_flagged,
            )
    print_table(
        ("type", "n", "right", "wrong", "abstained", "cited page right", "wrong unflagged", "s"),
        [
            (
                kind,
                counts["n"],
                counts["right"],
                counts["wrong"],
                counts["abstained"],
                f"{counts['page']}/{counts['located']}",
                counts["unflagged"],
                f"{sum(seconds[kind]) / counts['n']:.1f}",
            )
            for kind, counts in sorted(table.items(), key=lambda item: item[0] == "all")
        ],
    )


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("questions", type=Path)
    parser.add_argument("--workspace", type=Path, required=True)
    parser.add_argument("--model")
    parser.add_argument("--embedder")
    parser.add_argument("--out", type=Path)
    return parser.parse_args()


if __name__ == "__main__":
    main()
