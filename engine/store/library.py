"""The library: which files are known, what they hold, and the chunks to search. library.db is the truth."""
