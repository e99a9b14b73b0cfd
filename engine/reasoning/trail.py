"""The steps of one answer as they are taken, as events and as a list."""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace

from engine.answers import Step, StepDetails, StepKind, ToolCall
from engine.events import StepChanged
from engine.reasoning.budget import Budget

NO_DETAILS = StepDetails()


@dataclass(slots=True)
class Trail:
    """Numbers steps and remembers them in the order in which they began."""

    budget: Budget
    _steps: dict[int, Step] = field(default_factory=dict)
    _began: dict[int, float] = field(default_factory=dict)

    @property
    def steps(self) -> tuple[Step, ...]:
        """All steps so far."""
        return tuple(self._steps.values())

    def begin(self, parent: int, kind: StepKind, subject: str) -> StepChanged:
        """A new step below ``parent``; it counts against the budget."""
        step = Step(len(self._steps) + 1, parent, kind, subject)
        self._steps[step.id] = step
        self._began[step.id] = time.perf_counter()
        self.budget.n_steps += 1
        return StepChanged(step)

    def end(
        self,
        begun: StepChanged,
        outcome: str,
        call: ToolCall | None = None,
        details: StepDetails = NO_DETAILS,
    ) -> StepChanged:
        """The step is over; without an outcome it found nothing."""
        step = begun.step
        seconds = time.perf_counter() - self._began[step.id]
        self._steps[step.id] = replace(
            step, outcome=outcome, call=call, seconds=seconds, details=details
        )
        return StepChanged(self._steps[step.id])
