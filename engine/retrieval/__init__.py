"""Finding passages: dense index, lexical index, fusion."""
