"""A report for pages, as what lays it out gets it; it crosses to the window to be printed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PagedReport:
    """A report for pages: HTML whose images are named ``chart:KEY``, and their SVG by key."""

    title: str
    language: str
    started: str
    html: str
    charts: Mapping[str, str]
