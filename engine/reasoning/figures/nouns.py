"""Whether a number counts what follows it: "4 bolts", "two angular contact bearings"."""

from __future__ import annotations

import re

_COUNTED = re.compile(r"[ \u202f]((?:[a-z][a-z-]*[ \u202f]){0,2})([a-z]{2,}s)(?![A-Za-z0-9-])")
_NO_ADJECTIVES = frozenset(
    "a an the this that these those and or of in on at to by for from with is are was were be been"
    " as it its if when then than not no per each every all any only more less about above below"
    " over under up down after before between into must shall should may can will has have"
    " had".split()
)
_NO_NOUNS = frozenset(
    "is was has does as its this his yes plus minus less unless thus us always across pass press"
    " bias gas vs series".split()
)
# Behind a digit these are verbs, "step 3 takes"; behind a word they are counted, "two passes".
_VERBS = frozenset(
    "fails passes needs takes means gives shows applies requires exceeds weighs runs draws holds"
    " uses lies stands says makes meets works reads goes comes gets".split()
)
# How many documents an answer speaks of is no figure of the shop.
_NARRATIVE = frozenset("documents sources passages answers values readings ways things".split())


def counts_things(folded: str, position: int, *, may_be_described: bool) -> bool:
    """Whether a plural noun follows a number that ends at ``position``.

    ``may_be_described`` allows two words between: a word such as "three" needs them more than a
    digit, which is a figure in any case.
    """
    match = _COUNTED.match(folded, position)
    if match is None or match[2] in _NO_NOUNS or match[2] in _NARRATIVE:
        return False
    if not may_be_described and match[2] in _VERBS:
        return False
    between = match[1].split()
    return (may_be_described or not between) and not _NO_ADJECTIVES.intersection(between)
