"""recall@k on JSQuAD with its passages as documents: words alone, meaning alone, fused.

    python tests/bench/recall_jsquad.py JSQUAD.json --workspace W [--passages 400] [--questions 600]

JSQuAD (Kurihara, Kawahara and Shibata 2022, CC BY-SA 4.0): the validation file as published. Each
passage drawn becomes a text file, indexed as the program indexes any other; a question is found at
k if its passage's file is among the documents of the first k passages.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from app.service import Service
from app.service_settings import ServiceSettings
from engine.domain import Passage
from tests.bench.jsquad import read_jsquad
from tests.bench.questions import print_machine, print_table

_AT = (1, 5, 10)


def main() -> None:
    """Index what is not indexed yet, search in three ways, print the table."""
    arguments = _arguments()
    passages, questions = read_jsquad(arguments.jsquad, arguments.passages, arguments.questions)
    folder = arguments.workspace / "jsquad"
    folder.mkdir(parents=True, exist_ok=True)
    for number, text in enumerate(passages):
        (folder / _name(number)).write_text(text, encoding="utf-8")
    print_machine("hnswlib", "sentence-transformers")
    settings = ServiceSettings(embedding_model=arguments.embedder)
    with Service(arguments.workspace, settings) as service:
        for _ in service.index([folder], cancel=threading.Event()):
            pass
        retriever = service.retriever()
        retriever.search("warm up", 10)
        library = service.library

        def by_ids(ids: Sequence[int]) -> Sequence[Passage]:
            found = library.passages(ids)
            return [found[i] for i in ids]

        ways: dict[str, Callable[[str], Sequence[Passage]]] = {
            "words (BM25)": lambda text: by_ids(retriever.lexical(text)[:10]),
            "meaning": lambda text: by_ids(retriever.dense(text)[:10]),
            "fused": lambda text: retriever.search(text, 10),
        }
        rows = [(name, *_measure(search, questions)) for name, search in ways.items()]
    print(f"{len(passages)} passages, {len(questions)} questions")
    print_table(("way", *(f"recall@{k}" for k in _AT), "median ms"), rows)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("jsquad", type=Path)
    parser.add_argument("--workspace", type=Path, required=True)
    parser.add_argument("--passages", type=int, default=400)
    parser.add_argument("--questions", type=int, default=600)
    parser.add_argument("--embedder")
    return parser.parse_args()


def _name(number: int) -> str:
    return f"passage-{number:04}.txt"


def _measure(
    search: Callable[[str], Sequence[Passage]], questions: Sequence[tuple[str, int]]
) -> tuple[str, ...]:
    ranks: list[int | None] = []
    seconds = []
    for text, number in questions:
        started = time.perf_counter()
        documents = list(dict.fromkeys(passage.document for passage in search(text)))
        seconds.append(time.perf_counter() - started)
        wanted = _name(number)
        ranks.append(documents.index(wanted) + 1 if wanted in documents else None)
    shares = (sum(r is not None and r <= k for r in ranks) / len(ranks) for k in _AT)
    return (*(f"{share:.1%}" for share in shares), f"{statistics.median(seconds) * 1000:.0f}")


if __name__ == "__main__":
    main()
