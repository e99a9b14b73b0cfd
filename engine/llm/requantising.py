"""Making another quantisation of a GGUF with llama.cpp's own function.

From weights that are quantised already this loses more than quantising the publisher's full
weights would: it is for finding out which size a shop needs before fetching that file.
"""

from __future__ import annotations

import ctypes
import multiprocessing
from enum import Enum
from pathlib import Path

import llama_cpp.llama_cpp as llama

from engine.errors import ModelUnusable
from engine.events import CancelToken

_LOOK_EVERY_S = 0.2


class Quantisation(Enum):
    """How weights are stored, with llama.cpp's number for the whole file's mixture (ftype)."""

    Q2_K = llama.LLAMA_FTYPE_MOSTLY_Q2_K
    Q3_K_M = llama.LLAMA_FTYPE_MOSTLY_Q3_K_M
    Q4_0 = llama.LLAMA_FTYPE_MOSTLY_Q4_0
    Q4_K_M = llama.LLAMA_FTYPE_MOSTLY_Q4_K_M
    Q5_K_M = llama.LLAMA_FTYPE_MOSTLY_Q5_K_M
    Q6_K = llama.LLAMA_FTYPE_MOSTLY_Q6_K
    Q8_0 = llama.LLAMA_FTYPE_MOSTLY_Q8_0


def requantise(
    source: Path, target: Path, quantisation: Quantisation, *, name: str, cancel: CancelToken
) -> bool:
    """Write ``target``; False if it was cancelled, and then there is no file.

    In a child process: llama.cpp's function cannot be cut off from outside, and a crash in it must
    not take the program along.

    Raises:
        ModelUnusable: llama.cpp does not do it, such as for an architecture that it does not know.
    """
    child = multiprocessing.get_context("spawn").Process(
        target=_requantise, args=(str(source), str(target), quantisation.value), daemon=True
    )
    child.start()
    while child.is_alive():
        child.join(_LOOK_EVERY_S)
        if cancel.is_set():
            child.kill()
            child.join()
            target.unlink(missing_ok=True)
            return False
    if child.exitcode != 0:
        target.unlink(missing_ok=True)
        detail = f"llama.cpp cannot requantise it to {quantisation.name} ({child.exitcode})"
        raise ModelUnusable(model=name, detail=detail)
    return True


def _requantise(source: str, target: str, ftype: int) -> None:
    parameters = llama.llama_model_quantize_default_params()
    parameters.ftype = ftype
    parameters.allow_requantize = True
    code = llama.llama_model_quantize(source.encode(), target.encode(), ctypes.byref(parameters))
    raise SystemExit(int(code))
