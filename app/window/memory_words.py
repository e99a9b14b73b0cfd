"""What the tooltip of the memory meter says: whole sentences about the memory and its bank."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from app.protocol import MemoryState, WarmerStage
from engine.answers import MemoryUse

MB = 2**20

translate = QCoreApplication.translate


def explanation(state: MemoryState) -> str:
    """What the memory is, how full it and its bank are, and what reading ahead does now."""
    use = state.use
    lines = [
        translate(
            "MemoryMeter", "Short-term memory holds what the model reads and writes for a question."
        ),
        translate(
            "MemoryMeter",
            "{used} of {bound} cells are in use, one for each token; there are never more.",
        ).format(used=f"{use.used_cells:,}", bound=f"{use.n_cells:,}"),
    ]
    if use.bank_off:
        off = translate("MemoryMeter", "Passages are not kept ready: {reason}.")
        lines.append(off.format(reason=off_reason(use.bank_off).rstrip(".。")))
    else:
        lines += [_bank_words(use), _warmer_words(state)]
    return "\n".join(line for line in lines if line)


def off_reason(reason: str) -> str:
    """Why there is no bank, in the language of the window; what is not known stays as it is."""
    match reason.partition(" (")[0]:
        case "no folder for it":
            return translate("MemoryMeter", "there is no folder for them")
        case "this model's memory cannot be saved passage by passage":
            return translate("MemoryMeter", "this model's memory cannot be saved in parts")
        case "llama.cpp did not take a state that was saved before":
            return translate("MemoryMeter", "a state that was saved could not be loaded again")
        case "a banked passage reads differently":
            return translate("MemoryMeter", "a passage that was kept read differently in a test")
        case _:
            return reason


def _bank_words(use: MemoryUse) -> str:
    if use.bank_entries == 1:
        text = translate("MemoryMeter", "1 passage is kept ready on disk ({used} of {bound} MB).")
    else:
        text = translate(
            "MemoryMeter", "{n} passages are kept ready on disk ({used} of {bound} MB)."
        )
    return text.format(
        n=f"{use.bank_entries:,}",
        used=f"{use.bank_bytes / MB:,.0f}",
        bound=f"{use.bank_limit_bytes / MB:,.0f}",
    )


def _warmer_words(state: MemoryState) -> str:
    match state.stage:
        case WarmerStage.WARMING:
            text = translate("MemoryMeter", "More are read ahead while nobody waits.")
        case WarmerStage.WAITING:
            text = translate("MemoryMeter", "Reading ahead goes on when nobody waits.")
        case WarmerStage.PAUSED:
            text = translate("MemoryMeter", "You paused reading ahead.")
        case WarmerStage.ON_BATTERY:
            text = translate("MemoryMeter", "Reading ahead goes on when the mains is connected.")
        case WarmerStage.DONE if state.use.is_bank_full:
            text = translate("MemoryMeter", "The space for them is full; no more are read ahead.")
        case WarmerStage.DONE:
            text = translate("MemoryMeter", "There is nothing left to read ahead.")
        case WarmerStage.OFF:
            text = ""
    return text
