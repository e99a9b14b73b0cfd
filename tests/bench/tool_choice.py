"""BFCL's choice of a tool: the function to call and its arguments, or none, by the local model.

    python tests/bench/tool_choice.py FOLDER --category simple|multiple|irrelevance
                                      --out RECORDS.jsonl [--n N] [--seed 1] [--model ID]
                                      [--threads N]

The model reads a question and the functions at hand and writes one call under a grammar made from
their schemas (function_grammar.py), so that it cannot name what is not there; "none of them" is in
the grammar, and the instructions are the same, in every category. Right is what the leaderboard's
AST checker counts as right (function_calls.py). Where no function helps, only NONE is right: a call
that was cut off is a call.

A run that was cut off goes on where RECORDS.jsonl ends; categories may share one file. The records
quote the data: they belong outside the repository.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from app.models import open_language_model
from app.service_settings import ServiceSettings
from engine.llm.runtime import LlamaModel
from engine.models.store import ModelStore
from engine.ports import Prompt
from tests.bench.function_calls import fault
from tests.bench.function_grammar import NoCall, call_grammar, described, read_call
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
from tests.bench.tool_choice_data import FILES, PEERS, ToolQuestion, read_tool_questions

MODEL = "qwen2.5-coder-1.5b-instruct-q4_k_m"
MAX_TOKENS = 300

_SYSTEM = Path(__file__).with_suffix(".md")


def main() -> None:
    """Ask what was not asked before, then print the tables over all of the category."""
    arguments = _arguments()
    questions = read_tool_questions(arguments.data, arguments.category, arguments.n, arguments.seed)
    system = _SYSTEM.read_text(encoding="utf-8").strip()
    digest = hashlib.sha256(system.encode()).hexdigest()[:8]
    store = ModelStore.default()
    setting = f"{store.name_of(arguments.model)}, instructions {digest}"
    replies = read_replies(arguments.out, setting)
    print_machine("llama-cpp-python")
    print(setting, flush=True)
    wanted = [question for question in questions if question.id not in replies]
    if wanted:
        settings = ServiceSettings(language_model=arguments.model, n_threads=arguments.threads)
        with closing(open_language_model(store, settings, None)) as model:
            for question in wanted:
                reply = asked(question, model, system, setting)
                replies[question.id] = reply
                with arguments.out.open("a", encoding="utf-8") as file:
                    file.write(to_line(reply, _shown(question, reply)))
                _print_reply(question, reply)
    print_report(arguments.category, questions, [replies[question.id] for question in questions])


def asked(question: ToolQuestion, model: LlamaModel, system: str, setting: str) -> Reply:
    """The call that the model writes."""
    return ask(
        model,
        Prompt(system, f"Functions:\n{described(question.functions)}", _request(question)),
        item=question.id,
        setting=setting,
        max_tokens=MAX_TOKENS,
        grammar=call_grammar(question.functions),
    )


def fault_of(question: ToolQuestion, reply: Reply) -> str:
    """What is wrong with a reply; empty if it is right."""
    wanted = question.right_function
    try:
        call = read_call(reply.text)
    except NoCall:
        return "cut off" if wanted else "called"
    if wanted is None:
        return "called" if call else RIGHT
    return fault(call, wanted, question.wanted) if call else "none called"


def print_report(
    category: str, questions: Sequence[ToolQuestion], replies: Sequence[Reply]
) -> None:
    """What was right and what was wrong with the rest, beside the peers."""
    faults = [fault_of(q, reply) for q, reply in zip(questions, replies, strict=True)]
    print()
    cells = score_cells(faults, [reply.seconds for reply in replies])
    print_table(("category", *SCORE_TITLES), [(category, *cells)])
    print()
    print_table(("what was wrong", "n"), list(fault_rows(faults)))
    print()
    print_table(("published", "asked by", *FILES), PEERS)


def _request(question: ToolQuestion) -> str:
    return f"Request: {question.text}\nCall:"


def _shown(question: ToolQuestion, reply: Reply) -> dict[str, str]:
    return {
        "question": question.text,
        "wanted": f"{question.wanted_function} {dict(question.wanted)}",
        "fault": fault_of(question, reply),
    }


def _print_reply(question: ToolQuestion, reply: Reply) -> None:
    shown = _shown(question, reply)
    print(f"{shown['fault'] or 'right'} {question.id}: {question.text}")
    print(f"    {reply.text}  {reply.seconds:.1f} s")
    if shown["fault"]:
        print(f"    wanted {shown['wanted']}")
    sys.stdout.flush()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--category", choices=FILES, required=True)
    parser.add_argument("--n", type=int, help="that many questions; else all")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--model", default=MODEL)
    parser.add_argument("--threads", type=int, default=0, help="0: every core")
    parser.add_argument("--out", type=Path, required=True)
    return parser.parse_args()


if __name__ == "__main__":
    main()
