"""Decode rate against llama-bench's own, and what prompt lookup adds on quoted text.

python tests/bench/decode.py [--model ID] [--llama-bench PATH]
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from app.models import open_language_model
from app.service_settings import ServiceSettings
from engine.llm import writing
from engine.llm.prompt_lookup import PromptLookup
from engine.llm.runtime import LlamaModel
from engine.models.store import ModelStore
from engine.ports import Prefilled, Prompt, Stopped, TextPiece
from tests.bench.questions import print_machine, print_table
from tests.bench.sheets import groups

N_TOKENS = 128


def main() -> None:
    """Print tokens a second of each way, and whether the text is the same."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model")
    parser.add_argument("--llama-bench", type=Path)
    arguments = parser.parse_args()
    print_machine("llama-cpp-python")
    store = ModelStore.default()
    model = open_language_model(store, ServiceSettings(language_model=arguments.model), None)
    print(f"model {model.name}")
    sheet = groups()[1].sheets[0].text
    prompts = {
        "free text": Prompt("You write plain English.", "", "Write a long story about a lathe."),
        "quoted text": Prompt(
            "You copy.", sheet, "Copy the whole text above, word for word, from its beginning."
        ),
        "a few rows": Prompt(
            "You copy.", sheet, "Copy the lines about torque, pressure, belt and coolant."
        ),
    }
    rows = []
    for name, prompt in prompts.items():
        plain = _timed(model, prompt, lookup=False)
        looked = _timed(model, prompt, lookup=True)
        rows.append(
            (
                name,
                f"{plain[0]:.1f}",
                f"{looked[0]:.1f}",
                f"{looked[0] / plain[0]:.2f}",
                f"{looked[2].n_accepted}/{looked[2].n_drafted}",
                "same" if plain[1] == looked[1] else "DIFFERENT",
            )
        )
    model.close()
    print_table(("text", "tokens/s", "with lookup", "ratio", "accepted/drafted", "text"), rows)
    if arguments.llama_bench:
        path = store.path_of(arguments.model or "qwen2.5-coder-1.5b-instruct-q4_k_m")
        command = [str(arguments.llama_bench), "-m", str(path), "-t", "2", "-fa", "1"]
        command += ["-p", "0", "-n", str(N_TOKENS), "-r", "3", "-o", "json"]
        result = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)[0]
        print(f"llama-bench tg{N_TOKENS}: {result['avg_ts']:.1f} tokens/s")


class _NoLookup(PromptLookup):
    def draft(self, tokens: object, *, n_max: int) -> list[int]:
        return []


def _timed(model: LlamaModel, prompt: Prompt, *, lookup: bool) -> tuple[float, str, PromptLookup]:
    """Tokens a second after the first, the text, and the lookup's counts."""
    made: list[PromptLookup] = []

    def new_lookup() -> PromptLookup:
        made.append(PromptLookup() if lookup else _NoLookup())
        return made[-1]

    real = writing.PromptLookup
    writing.PromptLookup = new_lookup  # type: ignore[misc,assignment]
    try:
        started, text, n = 0.0, "", 0
        for event in model.generate(prompt, max_tokens=N_TOKENS, cancel=threading.Event()):
            match event:
                case TextPiece(piece):
                    started = started or time.perf_counter()
                    text += piece
                case Stopped(_, tokens):
                    n = tokens.generated
                case Prefilled():
                    pass
    finally:
        writing.PromptLookup = real  # type: ignore[misc]
    return (n - 1) / (time.perf_counter() - started), text, made[0]


if __name__ == "__main__":
    main()
