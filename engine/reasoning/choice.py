"""Which reader to believe: how sure each was, what its passage backs, who else says the same.

A reader's probability of NOT FOUND at its first token tells right readers from look-alikes better
than the retriever's rank does. Readers that agree support each other. Two documents that speak of
the same thing and give different values are a finding of their own, not noise.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from engine.answers import NumberStatus
from engine.domain import Passage
from engine.ports import Reader
from engine.reasoning.asked_noun import names_what_is_asked
from engine.reasoning.asked_property import (
    is_of_another_side,
    is_of_another_size,
    lacks_the_characteristic,
)
from engine.reasoning.dimensions import section_heading
from engine.reasoning.grounding import Grounding
from engine.reasoning.named_part import is_of_another_part
from engine.reasoning.naming import names_a_twin
from engine.reasoning.numbers import figure_values
from engine.reasoning.refusal import is_refusal
from engine.reasoning.rivals import is_about_the_same, names_all, units_of
from engine.reasoning.sanity import (
    has_codes_of,
    has_fitting_unit,
    has_foreign_name,
    has_name_of_examples,
    is_bare_figure,
    stands_alone,
)
from engine.reasoning.table_rows import is_from_other_row
from engine.reasoning.tolerances import has_tolerance_of_another
from engine.text import language_of, normalise, sentences
from engine.words import identifiers, index_words, query_words

# Tuned on tests/bench/reading_ways.py; see the table there.
_SURENESS_WEIGHT = 2.0
_RANK_WEIGHT = 0.15
_AGREEMENT_WEIGHT = 0.7
_SUBJECT_WEIGHT = 4.0
# Of 75 questions on three passages each, right readers expected to say NOT FOUND with 0.00 to 0.15
# but for three, readers of look-alikes with 0.10 and more. A passage that lacks most of the
# question's words, or the thing that is asked for, must be read with more certainty.
_MAX_REFUSAL = 0.3
_MAX_REFUSAL_OFF_SUBJECT = 0.15
_MAX_REFUSAL_UNNAMED = 0.1
# A bare figure that the model would as soon not have written is a guess: of the corpus' questions
# right ones had -0.40 and more, wrong ones -0.61 and less (mean log probability of its tokens).
_MIN_FIGURE_SURENESS = -0.6
_NEVER = -1.0
_MIN_SUBJECT = 0.5
_LONGEST_UNIT = 3  # Letters: both being in rpm says nothing.


@dataclass(frozen=True, slots=True)
class Finding:
    """What one reader said of one passage, and what of it the passage backs.

    ``number`` is the passage's in the answer, ``rank`` its place in the search, from 1.
    """

    number: int
    rank: int
    passage: Passage
    reader: Reader
    grounding: Grounding

    @property
    def quoted(self) -> str:
        """The lines that it cites."""
        return "\n".join(citation.quote for citation in self.grounding.citations)

    def is_sound(self, question: str, *, min_support: float) -> bool:
        """Whether it is an answer at all, of the kind that was asked, and backed by its passage."""
        text = self.reader.text
        return (
            bool(text.strip())
            and self.reader.is_whole
            and not is_refusal(text)
            and self.reader.refusal <= self._max_refusal(question)
            and not self._is_echo(question)
            and not self._is_guess()
            and has_fitting_unit(text, question, self.passage.text)
            and all(n.status is NumberStatus.FOUND for n in self.grounding.numbers)
            and self.grounding.support >= min_support
            and not self.is_from_other_row(question)
            and not self._is_of_another_thing(question)
            and has_codes_of(question, self.passage.whole_text)
            and not lacks_the_characteristic(question, self.passage.whole_text)
            and not has_foreign_name(text, question, self.passage.whole_text)
            and not has_name_of_examples(text, question, self.passage.whole_text)
            and not stands_alone(text, question, self.passage.text)
            and not has_tolerance_of_another(text, self.passage.text)
        )

    def is_from_other_row(self, question: str) -> bool:
        """Whether it stands in a row of a table that is not the one asked about."""
        quotes = [citation.quote for citation in self.grounding.citations]
        return is_from_other_row(quotes, self.passage.text, question)

    def _is_of_another_thing(self, question: str) -> bool:
        """Whether what is cited speaks of another part or another size than the one asked about."""
        text, citations = self.passage.text, self.grounding.citations
        over = [section_heading(text, max(text.find(one.quote), 0)) for one in citations]
        context = "\n".join((*over, *self.passage.heading_path, self.passage.document))
        line = _where_said(self.quoted, self.reader.text)
        return any(
            is_of_another(question, line, context)
            for is_of_another in (
                names_a_twin,
                is_of_another_part,
                is_of_another_side,
                is_of_another_size,
            )
        )

    def _max_refusal(self, question: str) -> float:
        if language_of(question) != language_of(self.passage.text):
            return _MAX_REFUSAL  # The words of another language cannot be there.
        if not names_what_is_asked(question, self.passage):
            # English has many words for a thing, Japanese says it in the same characters.
            return _MAX_REFUSAL_UNNAMED if language_of(question) == "en" else _NEVER
        wanted = query_words(question)
        n_held = len(_subject(self.passage, question) & {*wanted})
        is_on_subject = n_held >= _MIN_SUBJECT * len(wanted)
        return _MAX_REFUSAL if is_on_subject else _MAX_REFUSAL_OFF_SUBJECT

    def _is_guess(self) -> bool:
        reader = self.reader
        return is_bare_figure(reader.text) and reader.mean_log_probability < _MIN_FIGURE_SURENESS

    def _is_echo(self, question: str) -> bool:
        """Whether the answer only repeats the question and the document's name."""
        if is_bare_figure(self.reader.text) and figure_values(self.reader.text) <= figure_values(
            question
        ):
            return True
        words = frozenset(index_words(self.reader.text).split())
        asked = frozenset(index_words(question).split())
        named = frozenset(index_words(self.passage.document).split())
        return words <= asked | named and not words <= asked


@dataclass(frozen=True, slots=True)
class Choice:
    """The finding to answer with, those that say the same, and those that contradict it."""

    best: Finding
    agreeing: tuple[Finding, ...] = ()
    contradicting: tuple[Finding, ...] = ()


def choose(sound: Sequence[Finding], question: str) -> Choice | None:
    """The choice among sound findings; None if there are none."""
    if not sound:
        return None
    subjects = {finding.number: _subject(finding.passage, question) for finding in sound}
    named = frozenset[str]().union(*subjects.values())
    scores = {
        finding.number: _score(finding, sound)
        + _SUBJECT_WEIGHT * len(subjects[finding.number]) / max(len(named), 1)
        for finding in sound
    }
    best = max(sound, key=lambda finding: scores[finding.number])
    # Of those that say the same, the first that says no less: it has the better passage.
    best = min(
        (f for f in sound if f is best or _is_fuller(f, best)), key=lambda finding: finding.rank
    )
    agreeing = tuple(f for f in sound if f is not best and _is_same(f, best))
    contradicting = tuple(
        f
        for f in sound
        if f is not best
        and f not in agreeing
        and (subjects[f.number] >= subjects[best.number] or _is_about_the_same(f, best, question))
        and _contradicts(f, best)
        and (language_of(f.passage.text) == language_of(question) or _have_words_in_common(f, best))
    )
    return Choice(best, agreeing, contradicting)


def _score(finding: Finding, sound: Sequence[Finding]) -> float:
    """Log-odds that the reader did not want to refuse, and what speaks for it besides."""
    refusal = min(max(finding.reader.refusal, 1e-4), 1 - 1e-4)
    n_agreeing = sum(_is_same(finding, other) for other in sound if other is not finding)
    return (
        math.log((1 - refusal) / refusal)
        + _SURENESS_WEIGHT * finding.reader.mean_log_probability
        - _RANK_WEIGHT * finding.rank
        + _AGREEMENT_WEIGHT * min(n_agreeing, 2)
    )


def _where_said(quoted: str, answer: str) -> str:
    """The sentences that have the answer's figures; all, if none has.

    The next one is of another thing: the main fuse has 46 A, the conveyor's is in the same cabinet.
    """
    wanted = figure_values(answer)
    said = [quoted[start:end] for start, end in sentences(quoted)]
    return "\n".join(s for s in said if wanted & figure_values(s)) or quoted


def _is_same(one: Finding, other: Finding) -> bool:
    """Whether two answers say the same: the same figures, or the same words if there are none."""
    figures, others = (figure_values(f.reader.text) for f in (one, other))
    if figures or others:
        return figures == others
    words, other_words = (_words(f.reader.text) for f in (one, other))
    return bool(words) and (words <= other_words or other_words <= words)


def _is_fuller(one: Finding, other: Finding) -> bool:
    return _is_same(one, other) and _words(one.reader.text) >= _words(other.reader.text)


def _contradicts(one: Finding, best: Finding) -> bool:
    """Whether two documents give values that exclude each other."""
    if one.passage.document_id == best.passage.document_id:
        return False
    figures, best_figures = (figure_values(f.reader.text) for f in (one, best))
    if bool(figures) != bool(best_figures) or figures & best_figures:
        return False
    words, best_words = _words(one.reader.text), _words(best.reader.text)
    if not figures:
        return not words & best_words
    # 2 A and 2000 mA may be the same, 16 A and 66 N·m are of two things: only values in the same
    # unit, or in the same words without one, can be told apart.
    units, best_units = (units_of(f.reader.text) for f in (one, best))
    return units == best_units if units or best_units else words == best_words


def _have_words_in_common(one: Finding, best: Finding) -> bool:
    """Whether the lines do: a question in another language cannot tell what either is of."""
    shared = _words(one.quoted) & _words(best.quoted)
    return any(len(word) > _LONGEST_UNIT or not word.isascii() for word in shared)


def _is_about_the_same(one: Finding, best: Finding, question: str) -> bool:
    """Whether both speak of the machine that is named, in lines with the same words."""
    if not all(names_all(finding.passage, question) for finding in (one, best)):
        return False
    return is_about_the_same(one.quoted, best.quoted, question)


def _subject(passage: Passage, question: str) -> frozenset[str]:
    """The question's words and part numbers that the passage, its heading or its file name hold."""
    wanted = {*query_words(question), *identifiers(question)}
    text = passage.whole_text
    return frozenset({*index_words(text).split(), *identifiers(text)} & wanted)


def _words(text: str) -> frozenset[str]:
    words = query_words(text) or (normalise(text).strip(),)
    return frozenset(word for word in words if not any(c.isdigit() for c in word))
