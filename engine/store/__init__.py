"""Documents, chunks, log tables and the journal on SQLite. The only place that knows SQL."""
