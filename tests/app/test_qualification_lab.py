"""What the lab of a qualification gives a ticket, with a scripted model."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import ClassVar

import pytest

import app.qualification_lab as lab_module
from app.qualification_lab import Lab, LabSettings
from engine.models.store import ModelStore
from engine.qualify.cases import (
    Ability,
    Case,
    Condition,
    Expected,
    Mark,
    World,
    WorldDocument,
)
from engine.qualify.material import material_from
from engine.qualify.tickets import Ticket
from tests.contracts.doubles import ScriptedModel


class FigureModel(ScriptedModel):
    """One whose tokens are single characters, as those of figures nearly are."""

    opened: ClassVar[list[int]] = []

    def __init__(self, path: Path, *, n_context: int, **rest: object) -> None:
        super().__init__("42", "42", n_context=n_context)
        self.opened.append(n_context)

    def count_tokens(self, text: str) -> int:
        return len(text)

    def close(self) -> None:
        """Nothing is held."""


def test_a_whole_log_has_the_room_that_its_figures_take(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(FigureModel, "opened", [])
    monkeypatch.setattr(lab_module, "LlamaModel", FigureModel)
    monkeypatch.setattr(ModelStore, "path_of", lambda _, model: tmp_path / model)
    monkeypatch.setattr(ModelStore, "name_of", lambda _, model: model)
    log = "\n".join(f"{i:08}: {i:012} {i:012}" for i in range(400))
    world = World("w", (WorldDocument("press.log", (log,)),))
    material = material_from(["The carriage is greased every week with lithium soap grease."])
    settings = LabSettings(tmp_path, watts=10.0)
    lab = Lab(settings, ModelStore.default(), {"w": world}, material, {})

    def case(question: str) -> Case:
        return Case(
            question,
            Ability.NEEDLE,
            Condition.PROMPT,
            "w",
            "log",
            "en",
            question,
            Expected(("42",)),
        )

    with lab.bench(Ticket("smollm2-135m-instruct-q4_1")) as bench:
        results = [
            bench.ask(case(question), cancel=threading.Event())
            for question in ("What is 00000003?", "What does the line that begins 00000007 say?")
        ]

    assert [result.mark for result in results] == [Mark.RIGHT, Mark.RIGHT]
    assert len(FigureModel.opened) == 2, "to count, and with the room; not again for each question"
