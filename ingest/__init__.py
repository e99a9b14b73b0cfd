"""Files to documents: readers, chunker, and the indexer that diffs folders against the library."""
