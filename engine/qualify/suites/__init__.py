"""The abilities, one module each: worlds of documents and the questions asked in them."""
