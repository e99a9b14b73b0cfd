"""How thorough a qualification is: how many cases, how long the texts, which seed."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Profile:
    """The size of a qualification.

    ``lengths`` (estimated tokens) and ``depths`` (0 to 1) are those of the needle's heatmap;
    those above ``prompt_limit`` are not put whole before the model, which costs the most time, and
    are for readers and search only. ``n_cases`` is how many judged cases each other ability has.
    """

    name: str
    seed: int = 1
    languages: tuple[str, ...] = ("en", "ja")
    lengths: tuple[int, ...] = (500, 2000, 8000)
    prompt_limit: int = 2000
    depths: tuple[float, ...] = (0.0, 0.25, 0.5, 0.75, 1.0)
    n_cases: int = 24


QUICK = Profile("quick", depths=(0.0, 0.5, 1.0))
STANDARD = Profile(
    "standard",
    lengths=(500, 1000, 2000, 4000, 8000, 200_000),
    prompt_limit=8000,
    n_cases=48,
)
FULL = Profile(
    "full",
    lengths=(500, 1000, 2000, 4000, 8000, 16_000, 32_000, 1_000_000),
    prompt_limit=16_000,
    depths=tuple(i / 10 for i in range(11)),
    n_cases=96,
)
PROFILES = {profile.name: profile for profile in (QUICK, STANDARD, FULL)}
