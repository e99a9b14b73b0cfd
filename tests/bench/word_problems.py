"""Word problems with the model's own arithmetic and with our calculator.

    python tests/bench/word_problems.py FOLDER --set gsm8k|svamp --way bare|calculator
                                        --out RECORDS.jsonl [--n N] [--seed 1] [--model ID]
                                        [--threads N]

bare: the model writes a short solution in words, and its last number counts. calculator: it writes
named steps under a grammar that has the numbers of the problem only (named_steps.py), and the
program's calculator evaluates them. Both have the same six worked examples. Right is the same
number; where no number comes, it is wrong.

A run that was cut off goes on where RECORDS.jsonl ends; each way needs a file of its own. The
records quote the data: they belong outside the repository.
"""

from __future__ import annotations

import argparse
import hashlib
import re
import sys
from collections.abc import Sequence
from contextlib import closing
from decimal import Decimal
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from app.models import open_language_model
from app.service_settings import ServiceSettings
from engine.llm.runtime import LlamaModel
from engine.models.store import ModelStore
from engine.ports import Prompt
from tests.bench.named_steps import answer_of, steps_grammar
from tests.bench.questions import print_machine, print_table
from tests.bench.scores import (
    RIGHT,
    SCORE_TITLES,
    Reply,
    ask,
    fault_rows,
    read_replies,
    score_cells,
    to_line,
)
from tests.bench.word_problems_data import PEERS, SETS, WordProblem, read_word_problems

MODEL = "qwen2.5-coder-1.5b-instruct-q4_k_m"
WAYS = ("bare", "calculator")
MAX_TOKENS = 300

_NEARNESS = Decimal("1e-6")
_NUMBER = re.compile(r"-?\d[\d,]*(?:\.\d+)?")


def main() -> None:
    """Ask what was not asked before, then print the tables over all."""
    arguments = _arguments()
    problems = read_word_problems(arguments.data, arguments.set, arguments.n, arguments.seed)
    system = _system(arguments.way)
    digest = hashlib.sha256(system.encode()).hexdigest()[:8]
    store = ModelStore.default()
    setting = f"{store.name_of(arguments.model)}, {arguments.way}, instructions {digest}"
    replies = read_replies(arguments.out, setting)
    print_machine("llama-cpp-python")
    print(setting, flush=True)
    wanted = [problem for problem in problems if problem.id not in replies]
    if wanted:
        settings = ServiceSettings(language_model=arguments.model, n_threads=arguments.threads)
        with closing(open_language_model(store, settings, None)) as model:
            for problem in wanted:
                reply = solved(problem, arguments.way, model, setting)
                replies[problem.id] = reply
                with arguments.out.open("a", encoding="utf-8") as file:
                    file.write(to_line(reply, _shown(problem, arguments.way, reply)))
                _print_reply(problem, arguments.way, reply)
    print_report(arguments.set, arguments.way, problems, [replies[p.id] for p in problems])


def solved(problem: WordProblem, way: str, model: LlamaModel, setting: str) -> Reply:
    """What the model writes to a problem."""
    return ask(
        model,
        Prompt(_system(way), f"Problem: {problem.text}", "Solution:"),
        item=problem.id,
        setting=setting,
        max_tokens=MAX_TOKENS,
        grammar=steps_grammar(problem.text) if way == "calculator" else None,
    )


def given(way: str, text: str) -> Decimal | None:
    """The number that a reply comes to."""
    if way == "calculator":
        return answer_of(text)
    numbers = _NUMBER.findall(text)
    return Decimal(numbers[-1].replace(",", "")) if numbers else None


def fault_of(problem: WordProblem, way: str, reply: Reply) -> str:
    """What is wrong with a reply; empty if it is right."""
    if not reply.is_whole:
        return "cut off"
    number = given(way, reply.text)
    if number is None:
        return "no number"
    return RIGHT if abs(number - problem.answer) <= _NEARNESS else "another number"


def print_report(
    name: str, way: str, problems: Sequence[WordProblem], replies: Sequence[Reply]
) -> None:
    """What was right, by kind and in all, and what was wrong with the rest, beside the peers."""
    marked = [
        (problem.kind, fault_of(problem, way, reply), reply.seconds)
        for problem, reply in zip(problems, replies, strict=True)
    ]
    kinds = sorted({kind for kind, _, _ in marked if kind})
    rows = []
    for kind in (*kinds, "all"):
        own = [(fault, seconds) for one, fault, seconds in marked if kind in (one, "all")]
        faults, seconds = zip(*own, strict=True)
        rows.append((f"{name}, {way}, {kind}", *score_cells(faults, seconds)))
    print()
    print_table(("set, way, kind", *SCORE_TITLES), rows)
    print()
    print_table(("what was wrong", "n"), list(fault_rows([fault for _, fault, _ in marked])))
    print()
    print_table((f"published, {name}", "% right", "how"), PEERS[name])


def _system(way: str) -> str:
    path = Path(__file__).with_name(f"word_problems_{way}.md")
    return path.read_text(encoding="utf-8").strip()


def _shown(problem: WordProblem, way: str, reply: Reply) -> dict[str, str]:
    return {
        "problem": problem.text,
        "given": str(given(way, reply.text)),
        "wanted": str(problem.answer),
        "fault": fault_of(problem, way, reply),
    }


def _print_reply(problem: WordProblem, way: str, reply: Reply) -> None:
    shown = _shown(problem, way, reply)
    print(f"{shown['fault'] or 'right'} {problem.id}: {problem.text}")
    print(f"    {reply.text.replace(chr(10), '; ')}")
    print(f"    given {shown['given']}, wanted {shown['wanted']}, {reply.seconds:.1f} s")
    sys.stdout.flush()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--set", choices=SETS, required=True)
    parser.add_argument("--way", choices=WAYS, required=True)
    parser.add_argument("--n", type=int, help="that many problems; else all")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--model", default=MODEL)
    parser.add_argument("--threads", type=int, default=0, help="0: every core")
    parser.add_argument("--out", type=Path, required=True)
    return parser.parse_args()


if __name__ == "__main__":
    main()
