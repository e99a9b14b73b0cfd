"""The log tables of a library with what their columns hold, profiled once a document."""

from __future__ import annotations

from engine.domain import TableProfile
from engine.store.library import Library

MAX_VALUES = 5_000  # Distinct texts of a column that a question is compared with.


class LogCatalogue:
    """Profiles of a library's log tables, kept as long as their documents are there."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._profiles: dict[tuple[str, str, str], TableProfile] = {}
        self._generation = -1

    def tables(self) -> tuple[TableProfile, ...]:
        """Every log table, by the path of its file. Reads what is new: a second a million rows."""
        generation = self._library.generation
        if generation != self._generation:
            known, self._profiles = self._profiles, {}
            for stored in self._library.log_tables():
                key = (stored.document_id, stored.document, stored.table.name)
                self._profiles[key] = known.get(key) or self._library.profile(
                    stored, max_values=MAX_VALUES
                )
            self._generation = generation
        return tuple(self._profiles.values())
