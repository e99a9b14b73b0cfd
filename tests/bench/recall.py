"""recall@5 and recall@10 by page of dense, lexical and fused retrieval.

    python tests/bench/recall.py QUESTIONS.jsonl --workspace W [--embedder ID]

Only questions with a known page count. A question is found at k if one of the first k passages
begins on, or reaches onto, its page.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from app.service import Service
from app.service_settings import ServiceSettings
from engine.domain import Passage
from tests.bench.questions import CheckedQuestion, print_machine, print_table, read_questions

_AT = (1, 5, 10)


def main() -> None:
    """Search for every located question in three ways and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("questions", type=Path)
    parser.add_argument("--workspace", type=Path, required=True)
    parser.add_argument("--embedder")
    arguments = parser.parse_args()
    questions = [q for q in read_questions(arguments.questions) if q.page is not None]
    print_machine("hnswlib", "sentence-transformers")
    with Service(
        arguments.workspace, ServiceSettings(embedding_model=arguments.embedder)
    ) as service:
        retriever = service.retriever()
        retriever.search("warm up", 10)
        library = service.library

        def by_ids(ids: Sequence[int]) -> list[Passage]:
            found = library.passages(ids)
            return [found[i] for i in ids]

        ways: dict[str, Callable[[str], Sequence[Passage]]] = {
            "lexical": lambda text: by_ids(retriever.lexical(text)[:10]),
            "dense": lambda text: by_ids(retriever.dense(text)[:10]),
            "fused": lambda text: retriever.search(text, 10),
        }
        rows = [(name, *_measure(search, questions)) for name, search in ways.items()]
        chunks = sum(document.n_chunks for document in library.documents())
    print(f"{len(questions)} located questions, {chunks} chunks")
    print_table(("way", *(f"recall@{k}" for k in _AT), "median ms", "missed at 10"), rows)


def _measure(
    search: Callable[[str], Sequence[Passage]], questions: Sequence[CheckedQuestion]
) -> tuple[str, ...]:
    ranks: list[int | None] = []
    seconds = []
    missed = []
    for question in questions:
        started = time.perf_counter()
        passages = search(question.text)
        seconds.append(time.perf_counter() - started)
        rank = next((i for i, p in enumerate(passages, 1) if _holds(p, question)), None)
        ranks.append(rank)
        if rank is None:
            missed.append(question.id)
    shares = (sum(r is not None and r <= k for r in ranks) / len(ranks) for k in _AT)
    milliseconds = f"{statistics.median(seconds) * 1000:.0f}"
    return (*(f"{share:.2f}" for share in shares), milliseconds, " ".join(missed))


def _holds(passage: Passage, question: CheckedQuestion) -> bool:
    pages = {place.page for place in passage.places} or {None}
    return any(question.is_source(passage.document, page) for page in pages)


if __name__ == "__main__":
    main()
