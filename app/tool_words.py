"""The words around tool calls, for the window and the command line."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from app.tool_calls import ShownTable, argument, one_line
from engine.answers import ToolCall

translate = QCoreApplication.translate

MAX_REASON = 300


def call_name(call: ToolCall) -> str:
    """What was done with the tool."""
    match call.tool:
        case "sql":
            return translate("ToolCalls", "Asked the log")
        case "calculator":
            return translate("ToolCalls", "Calculated")
        case _:
            return call.tool


def more_rows_words(table: ShownTable) -> str:
    """How many rows of a result are not shown; empty if all are."""
    match table.n_more, table.is_cut:
        case 0, False:
            return ""
        case 1, False:
            return translate("ToolCalls", "and 1 more row")
        case n, False:
            return translate("ToolCalls", "and {n} more rows").format(n=f"{n:,}")
        case n, _:
            return translate("ToolCalls", "and more than {n} more rows").format(n=f"{n:,}")


def dropped_words(tool: str, n: int, *, is_beside_others: bool) -> str:
    """That calls of a tool were tried and not used, beside others that were."""
    match tool == "sql", n == 1, is_beside_others:
        case True, True, True:
            text = translate("ToolCalls", "1 other query was tried and dropped")
        case True, True, False:
            text = translate("ToolCalls", "1 query was tried and dropped")
        case True, False, True:
            text = translate("ToolCalls", "{n} other queries were tried and dropped")
        case True, False, False:
            text = translate("ToolCalls", "{n} queries were tried and dropped")
        case False, True, True:
            text = translate("ToolCalls", "1 other calculation was tried and dropped")
        case False, True, False:
            text = translate("ToolCalls", "1 calculation was tried and dropped")
        case False, False, True:
            text = translate("ToolCalls", "{n} other calculations were tried and dropped")
        case _:
            text = translate("ToolCalls", "{n} calculations were tried and dropped")
    return text.format(n=n)


def dropped_reasons(calls: Sequence[ToolCall]) -> str:
    """Each call with why it was dropped, a line each. The reasons are the engine's, in English."""
    return "\n".join(
        f"{one_line(argument(call), MAX_REASON)} — {one_line(call.error, MAX_REASON)}"
        for call in calls
    )
