"""How fast chunks are embedded in each precision, and whether they are found as well.

    python tests/bench/embedding.py JSQUAD.json [--passages 150] [--questions 300] [--embedder ID]

JSQuAD (Kurihara, Kawahara and Shibata 2022, CC BY-SA 4.0) is the validation file as published: its
passages are the documents, all of those of the questions drawn. Each precision embeds the same
passages and questions, one after the other in turns, by exact cosine; a question is found at k if
its passage is among the k nearest.
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import psutil

sys.path.insert(0, str(Path(__file__).parents[2]))

from engine.models.store import ModelStore
from engine.ports import Precision, Vectors
from engine.retrieval.embedder import SentenceEmbedder
from tests.bench.jsquad import read_jsquad
from tests.bench.questions import print_machine, print_table

_AT = (1, 5)


def main() -> None:
    """Print chunks a second, recall and agreement with fp32 for each precision."""
    arguments = _arguments()
    print_machine("torch", "sentence-transformers", "transformers")
    rows = []
    exact: Vectors | None = None
    for precision in Precision:
        # Each in a process of its own, or the memory of the one before would count.
        with multiprocessing.get_context("spawn").Pool(1) as pool:
            measured = pool.apply(_measure, (arguments, precision))
        exact = measured.vectors if exact is None else exact
        rows.append(
            (
                precision.value,
                f"{measured.rate:.1f}",
                *(f"{np.mean(measured.ranks <= k):.1%}" for k in _AT),
                f"{float(np.sum(measured.vectors * exact, axis=1).mean()):.4f}",
                f"{measured.rss_mb:.0f}",
                f"{measured.peak_mb:.0f}",
            )
        )
    print(f"{arguments.passages} passages, {arguments.questions} questions")
    recalls = (f"recall@{k}" for k in _AT)
    print_table(("precision", "chunks/s", *recalls, "cosine to first", "RSS MB", "peak MB"), rows)


@dataclass(frozen=True)
class _Measured:
    rate: float
    vectors: Vectors
    ranks: np.ndarray
    rss_mb: float
    peak_mb: float


def _measure(arguments: argparse.Namespace, precision: Precision) -> _Measured:
    passages, questions = read_jsquad(arguments.jsquad, arguments.passages, arguments.questions)
    embedder = _embedder(arguments.embedder, precision)
    embedder.embed_documents(passages[:4])
    ordered = sorted(passages, key=len)
    started = time.perf_counter()
    vectors = _embedded(embedder, ordered)
    rate = len(ordered) / (time.perf_counter() - started)
    asked = np.vstack([embedder.embed_question(question) for question, _ in questions])
    ranks = _ranks(vectors, asked, [ordered.index(passages[i]) for _, i in questions])
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    rss_mb = psutil.Process().memory_info().rss / 2**20
    return _Measured(rate, vectors, ranks, rss_mb, peak_mb)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("jsquad", type=Path)
    parser.add_argument("--passages", type=int, default=150)
    parser.add_argument("--questions", type=int, default=300)
    parser.add_argument("--embedder", default="embeddinggemma-300m")
    return parser.parse_args()


def _embedder(model_id: str, precision: Precision) -> SentenceEmbedder:
    store = ModelStore.default()
    entry = store.entry(model_id)
    return SentenceEmbedder(
        store.path_of(model_id),
        name=model_id,
        query_prompt=entry.query_prompt,
        document_prompt=entry.document_prompt,
        precision=precision,
    )


def _embedded(embedder: SentenceEmbedder, texts: list[str]) -> Vectors:
    return np.vstack(
        [embedder.embed_documents(texts[i : i + 16]) for i in range(0, len(texts), 16)]
    )


def _ranks(vectors: Vectors, asked: Vectors, wanted: list[int]) -> np.ndarray:
    similar = asked @ vectors.T
    own = similar[np.arange(len(wanted)), wanted]
    return 1 + (similar > own[:, None]).sum(axis=1)


if __name__ == "__main__":
    main()
