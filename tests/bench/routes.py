"""The route that questions are given, against the one that people say they need.

    python tests/bench/routes.py ROUTES.jsonl --workspace W [--model ID] [--features-only]

A routes file holds one JSON object a line: question, route (as in engine.answers.Route). Rows of
the table are the routes wanted, columns those taken first. With --features-only the model is not
asked where the features do not decide.
"""

from __future__ import annotations

import argparse
import json
import sys
import threading
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from app.service import Service
from app.service_settings import ServiceSettings
from engine.answers import Route
from engine.reasoning.asked_unit import without_unit
from engine.reasoning.direct import direct_expression
from engine.reasoning.log_answer import Logs
from engine.reasoning.routing import Routed, ask_model, route
from tests.bench.questions import print_machine, print_table

_SHORT = {Route.COMPUTATION: "compute", Route.NO_DOCUMENT: "none"}


def main() -> None:
    """Route every question and print the confusion table."""
    arguments = _arguments()
    print_machine("llama-cpp-python", "sentence-transformers")
    with arguments.routes.open(encoding="utf-8") as lines:
        cases = [json.loads(line) for line in lines if line.strip()]
    with Service(arguments.workspace, ServiceSettings(language_model=arguments.model)) as service:
        retriever, embedder = service.retriever(), service.embedder()
        logs = Logs.of(service.library)
        confusion: Counter[tuple[Route, Route]] = Counter()
        n_asked, seconds = 0, 0.0
        for case in cases:
            question, wanted = case["question"], _tried_by(Route(case["route"]))
            found = retriever.search(question, 8)
            started = time.perf_counter()
            asked = question if direct_expression(question) else without_unit(question)
            routed = route(asked, logs.linked(asked, found, embedder))
            if not routed.is_sure and not arguments.features_only:
                n_asked += 1
                routed = _asked(service, question, routed)
            seconds += time.perf_counter() - started
            confusion[wanted, routed.route] += 1
            if wanted is not routed.route:
                print(f"{wanted} taken for {routed.route}: {question}", flush=True)
    _print_result(confusion)
    print(f"the model was asked {n_asked} times; {seconds / len(cases):.2f} s a question")


def _tried_by(route: Route) -> Route:
    """The way that a route is tried by: a row of a table is looked up like a sentence."""
    return Route.LOOKUP if route is Route.TABLE_LOOKUP else route


def _asked(service: Service, question: str, routed: Routed) -> Routed:
    asking = ask_model(question, routed, model=service.model(), cancel=threading.Event())
    while True:
        try:
            next(asking)
        except StopIteration as stop:
            result: Routed = stop.value
            return result


def _print_result(confusion: Counter[tuple[Route, Route]]) -> None:
    kinds = [kind for kind in Route if any(kind in pair for pair in confusion)]
    titles = ("wanted", *(_SHORT.get(kind, kind.value) for kind in kinds), "right")
    rows = []
    for wanted in kinds:
        n = sum(confusion[wanted, taken] for taken in kinds)
        if n:
            counts = [confusion[wanted, taken] or "" for taken in kinds]
            rows.append((wanted.value, *counts, f"{confusion[wanted, wanted]}/{n}"))
    print_table(titles, rows)
    right = sum(confusion[kind, kind] for kind in kinds)
    print(f"{right} of {confusion.total()} right at once; the next ways are tried when one fails")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("routes", type=Path)
    parser.add_argument("--workspace", type=Path, required=True)
    parser.add_argument("--model")
    parser.add_argument("--features-only", action="store_true")
    return parser.parse_args()


if __name__ == "__main__":
    main()
