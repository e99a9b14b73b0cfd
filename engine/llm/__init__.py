"""The local model on llama.cpp: tokens, chat template, prefill, decode."""
