"""Right answers of each way of reading, on look-alike maintenance sheets.

    python tests/bench/reading_ways.py [--model ID] [--ways full,readers,...] [--limit N]

Six sheets stand before the model; readers, stitched and product find them banked (built before,
not counted). Times are not compared here, see first_token.py: full prefill finds the sheets of the
question before in its cache, which changes its speed and not its words.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import threading
from collections import Counter, defaultdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from app.models import open_language_model
from app.service_settings import ServiceSettings
from engine.llm.kv_bank import KvBank
from engine.llm.runtime import LlamaModel
from engine.models.store import ModelStore
from engine.ports import Prompt
from engine.reasoning.packing import passage_text
from engine.reasoning.prompting import system_text
from tests.bench import ways
from tests.bench.questions import print_machine, print_table
from tests.bench.sheets import groups

WAYS: dict[str, ways.Way] = {
    "full": ways.full,
    "readers": ways.readers,
    "product": ways.product,
    "joined": ways.joined,
    "best 1": ways.best(1),
    "best 2": ways.best(2),
    "trimmed": ways.trimmed_full,
    "stitched": ways.stitched(n_recomputed=0),
    "stitched+last": ways.stitched(n_recomputed=1),
}


def main() -> None:
    """Ask every question in every way and print right answers by kind."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model")
    parser.add_argument("--ways", default=",".join(WAYS))
    parser.add_argument("--kinds", default="", help="only questions of these kinds")
    parser.add_argument("--bank", type=Path, help="keep the bank in this folder between runs")
    parser.add_argument("--limit", type=int, default=10**6, help="questions of each group")
    parser.add_argument("--show", action="store_true", help="print every answer")
    arguments = parser.parse_args()
    chosen = [name.strip() for name in arguments.ways.split(",")]
    kinds = {kind for kind in arguments.kinds.split(",") if kind}
    print_machine("llama-cpp-python")
    folder = arguments.bank or Path(tempfile.mkdtemp())
    settings = ServiceSettings(language_model=arguments.model)
    bank = KvBank(folder, limit_bytes=4 * 2**30)
    model = open_language_model(ModelStore.default(), settings, bank)
    print(f"model {model.name}, {model.n_context} cells", flush=True)
    right: dict[str, Counter[str]] = defaultdict(Counter)
    abstained: dict[str, Counter[str]] = defaultdict(Counter)
    asked: Counter[str] = Counter()
    try:
        for group in groups():
            passages = [
                ways.as_passage(i, sheet.document, sheet.text)
                for i, sheet in enumerate(group.sheets, start=1)
            ]
            _bank_sheets(model, passages)
            questions = [q for q in group.questions if not kinds or q.kind in kinds]
            questions = questions[: arguments.limit]
            for question in questions:
                for kind in (question.kind, "all"):
                    asked[kind] += 1
            for name in chosen:
                for question in questions:
                    told = WAYS[name](model, passages, question.text)
                    is_right = question.is_right(told.text, is_abstained=told.is_abstained)
                    for kind in (question.kind, "all"):
                        right[name][kind] += is_right
                        abstained[name][kind] += told.is_abstained
                    if arguments.show:
                        mark = "ok" if is_right else "NO"
                        print(f"{mark} {name}: {question.kind}: {question.text}")
                        print(f"     want {question.answer!r} got {told.text!r}", flush=True)
            print(f"group {group.name} done", file=sys.stderr, flush=True)
    finally:
        model.close()
        if not arguments.bank:
            shutil.rmtree(folder)
    order = sorted(asked, key=lambda kind: (kind == "all", kind))
    rows = [
        (name, *(f"{right[name][kind]} (-{abstained[name][kind]})" for kind in order))
        for name in chosen
    ]
    print_table(("right (-abstained)", *(f"{kind} {asked[kind]}" for kind in order)), rows)


def _bank_sheets(model: LlamaModel, passages: list[ways.Passage]) -> None:
    for passage in passages:
        prompt = Prompt(system_text("read"), passage_text(passage), "", passage.document_id)
        model.bank(prompt, cancel=threading.Event())


if __name__ == "__main__":
    main()
