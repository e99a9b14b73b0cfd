"""Seconds to the first token and to the whole answer, against the length of the evidence.

    python tests/bench/first_token.py [--model ID] [--lengths 500,1000,2000,4000,8000]
                                      [--server PATH_TO_LLAMA_SERVER]

Baselines are fair: f16 cache, flash attention, instructions already in the cache; the honest
rivals (only the best passages, passages trimmed) stand in the table. The passage that answers is
among the others at random; ways that need a rank find it by words. With --server the same prompts
go to llama.cpp's own server with its prompt cache and --cache-reuse on, after it has seen the same
passages in another order: what a user of it would get.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).parents[2]))

from app.models import open_language_model
from app.service_settings import ServiceSettings
from engine.domain import Passage
from engine.llm.kv_bank import KvBank
from engine.llm.runtime import LlamaModel
from engine.models.store import ModelStore
from engine.ports import Prompt
from engine.reasoning.packing import passage_text, question_text
from engine.reasoning.prompting import system_text
from tests.bench import ways
from tests.bench.questions import print_machine, print_table
from tests.bench.sheets import SheetQuestion, groups

WAYS: dict[str, ways.Way] = {
    "full prefill": ways.full,
    "trimmed, one prompt": ways.trimmed_full,
    "best 1": ways.best(1),
    "best 2": ways.best(2),
    "product, cold": ways.product,
    "product, warm": ways.product,
    "all as readers, warm": ways.readers,
    "stitched + last read, warm": ways.stitched(n_recomputed=1),
    "joined, warm": ways.joined,
}
# What grows with the evidence is told by its first lengths.
_UP_TO = {
    "full prefill": 4000,
    "trimmed, one prompt": 2000,
    "stitched + last read, warm": 1000,
    "best 1": 2000,
    "best 2": 2000,
}
_PORT = 18080


def main() -> None:
    """Measure every way at every length, longest rival last, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model")
    parser.add_argument("--lengths", default="500,1000,2000,4000,8000")
    parser.add_argument("--server", type=Path)
    parser.add_argument("--server-lengths", default="1000,2000")
    arguments = parser.parse_args()
    lengths = [int(length) for length in arguments.lengths.split(",")]
    print_machine("llama-cpp-python")
    folder = Path(tempfile.mkdtemp())
    store = ModelStore.default()
    settings = ServiceSettings(language_model=arguments.model, n_context=max(lengths) + 1536)
    bank = KvBank(folder, limit_bytes=4 * 2**30)
    model = open_language_model(store, settings, bank)
    print(f"model {model.name}, {model.n_context} cells, f16, flash attention", flush=True)
    question = next(q for g in groups() for q in g.questions if q.kind == "lookup")
    rows = []
    try:
        for length in lengths:
            passages = _evidence(model, question.sources[0], length)
            rows += _measured(model, passages, question.text, length)
        if arguments.server:
            path = store.path_of(arguments.model or "qwen2.5-coder-1.5b-instruct-q4_k_m")
            server_lengths = [int(length) for length in arguments.server_lengths.split(",")]
            rows += _server_rows(arguments.server, path, model, question, server_lengths)
    finally:
        model.close()
        shutil.rmtree(folder)
    print_table(("evidence", "way", "first token s", "x sooner", "whole answer s", "answer"), rows)


def _evidence(model: LlamaModel, source: str, n_tokens: int) -> list[Passage]:
    """Different sheets, about ``n_tokens`` in all; the one that answers is at random among them."""
    wanted = next(s for g in groups() for s in g.sheets if s.document == source)
    others = [
        (f"{seed} {s.document}", s.text)
        for seed in (8, 9, 10)
        for g in groups(seed)
        for s in g.sheets
        if s.document != source
    ]
    chosen = [(wanted.document, wanted.text)]
    for document, text in dict.fromkeys(others):
        if sum(model.count_tokens(t) for _, t in chosen) >= n_tokens:
            break
        chosen.append((document, text))
    Random(7).shuffle(chosen)
    return [ways.as_passage(i, name, text) for i, (name, text) in enumerate(chosen, start=1)]


def _measured(
    model: LlamaModel, passages: Sequence[Passage], question: str, length: int
) -> list[tuple[object, ...]]:
    told: dict[str, ways.Told] = {}
    for name, way in WAYS.items():
        if length > _UP_TO.get(name, length):
            continue
        if name == "product, warm":
            _bank(model, passages)
        if name.startswith("stitched"):
            way(model, passages, question)  # fills its own bank
        _forget_all_but_instructions(model, "read" if "read" in name else "read_many")
        given = passages
        if name == "product, cold":  # Under another name nothing of it is in the bank.
            given = [replace(p, document=f"{length} {p.document}") for p in passages]
        told[name] = way(model, given, question)
        print(f"{length}: {name}: {told[name]}", file=sys.stderr, flush=True)
    full = told["full prefill"].first_s or 0.0 if "full prefill" in told else 0.0
    return [
        (
            length,
            name,
            f"{t.first_s:.2f}" if t.first_s else "-",
            f"{full / t.first_s:.1f}" if full and t.first_s else "-",
            f"{t.total_s:.2f}",
            t.text[:40] or "abstained",
        )
        for name, t in told.items()
    ]


def _bank(model: LlamaModel, passages: Sequence[Passage]) -> None:
    for passage in passages:
        prompt = Prompt(system_text("read"), passage_text(passage), "", passage.document_id)
        model.bank(prompt, cancel=threading.Event())


def _forget_all_but_instructions(model: LlamaModel, system: str) -> None:
    """As after a question about something else: only fixed instructions are in the cache."""
    prompt = Prompt(system_text(system), "Passage: none", "Question: none")
    for _ in model.generate(prompt, max_tokens=1, cancel=threading.Event()):
        pass


def _server_rows(
    server: Path,
    weights: Path,
    model: LlamaModel,
    question: SheetQuestion,
    lengths: Sequence[int],
) -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = []
    source, text = question.sources[0], question.text
    with _running(server, weights, n_context=model.n_context):
        for length in lengths:
            passages = _evidence(model, source, length)
            for order in (passages[::-1], passages):
                evidence = "\n\n".join(map(passage_text, order))
                prompt = Prompt(system_text("read_many"), evidence, question_text(text))
                tokens = [token for part in model._split(prompt) for token in part]
                first_s, total_s, n_cached, said = _complete(tokens)
            rows.append(
                (
                    length,
                    f"llama-server, {n_cached} cached",
                    f"{first_s:.2f}",
                    "-",
                    f"{total_s:.2f}",
                    said[:40],
                )
            )
            print(rows[-1], file=sys.stderr, flush=True)
    return rows


@contextmanager
def _running(server: Path, weights: Path, *, n_context: int) -> Iterator[None]:
    options = ["--host", "127.0.0.1", "--port", str(_PORT), "-c", str(n_context), "-np", "1"]
    options += ["-t", "2", "-fa", "on", "--cache-reuse", "64", "--no-webui"]
    command = [str(server), "-m", str(weights), *options]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            for _ in range(240):
                try:
                    urllib.request.urlopen(f"http://127.0.0.1:{_PORT}/health", timeout=1)
                    break
                except OSError:
                    time.sleep(0.5)
            yield
        finally:
            process.terminate()


def _complete(tokens: list[int]) -> tuple[float, float, int, str]:
    body = {
        "prompt": tokens,
        "n_predict": ways.MAX_TOKENS,
        "temperature": 0,
        "cache_prompt": True,
        "stream": True,
    }
    request = urllib.request.Request(
        f"http://127.0.0.1:{_PORT}/completion",
        json.dumps(body).encode(),
        {"Content-Type": "application/json"},
    )
    started, first_s, said, n_cached = time.perf_counter(), 0.0, "", 0
    with urllib.request.urlopen(request, timeout=1200) as lines:
        for line in lines:
            if not line.startswith(b"data: "):
                continue
            event = json.loads(line[6:])
            if event.get("content") and not first_s:
                first_s = time.perf_counter() - started
            said += event.get("content", "")
            if event.get("stop"):
                n_cached = event.get("timings", {}).get("cache_n", 0)
    return first_s, time.perf_counter() - started, n_cached, said


if __name__ == "__main__":
    main()
