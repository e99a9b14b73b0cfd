"""The window, the command line, and the composition of engine and ingest into one process."""
