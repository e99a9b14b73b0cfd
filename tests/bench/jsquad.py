"""Passages and questions of JSQuAD (Kurihara, Kawahara and Shibata 2022), drawn with a seed."""

from __future__ import annotations

import json
import random
from pathlib import Path


def read_jsquad(
    path: Path, n_passages: int, n_questions: int
) -> tuple[list[str], list[tuple[str, int]]]:
    """Passages, and questions with the index of their passage; the same ones every time."""
    articles = json.loads(path.read_text(encoding="utf-8"))["data"]
    paragraphs = [p for article in articles for p in article["paragraphs"]]
    chosen = random.Random(1).sample(paragraphs, min(n_passages, len(paragraphs)))
    # Title and passage are parted by a mark of the data set's own.
    passages = [p["context"].replace(" [SEP] ", "\n") for p in chosen]
    questions = [(qa["question"], i) for i, p in enumerate(chosen) for qa in p["qas"]]
    return passages, random.Random(2).sample(questions, min(n_questions, len(questions)))
