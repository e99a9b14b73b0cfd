"""Where the files of the window lie."""

from __future__ import annotations

from engine.assets import asset

ICONS = asset("icons")
TRANSLATIONS = asset("translations")
SAMPLE = asset("sample")
