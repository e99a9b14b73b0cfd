"""The engine: domain, library, retrieval, model runtime, reasoning, journal. Imports no Qt."""
