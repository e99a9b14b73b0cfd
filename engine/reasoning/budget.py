"""What one answer may cost in all, however many steps it takes."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class SolvingBounds:
    """Seconds and steps of one answer, how deep parts may have parts, and parts of a question."""

    seconds: float = 90.0
    n_steps: int = 24
    depth: int = 2
    n_parts: int = 4


@dataclass(slots=True)
class Budget:
    """The bounds of one answer as they are used up."""

    bounds: SolvingBounds
    clock: Callable[[], float] = time.monotonic
    n_steps: int = 0
    _started: float = field(init=False)

    def __post_init__(self) -> None:
        self._started = self.clock()

    @property
    def is_spent(self) -> bool:
        """Whether nothing more may be begun; what runs is finished."""
        is_late = self.clock() - self._started > self.bounds.seconds
        return is_late or self.n_steps >= self.bounds.n_steps
