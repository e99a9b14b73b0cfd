"""A report has a word for every kind of case that the suites make."""

from __future__ import annotations

import re

import pytest

from engine.qualify.planning import plan_of
from engine.qualify.profile import FULL, QUICK, Profile
from engine.qualify.words import LANGUAGES, words_in
from tests.engine.qualify.plans import MATERIAL, NOTHING


@pytest.mark.parametrize("profile", [QUICK, FULL], ids=lambda profile: profile.name)
def test_every_kind_of_case_has_a_word(profile: Profile) -> None:
    cases = [case for material in (MATERIAL, NOTHING) for case in plan_of(material, profile).cases]
    kinds = {case.kind for case in cases}
    for language in LANGUAGES:
        texts = words_in(language).texts
        assert sorted(k for k in kinds if "kind_" + re.sub(r"\W", "_", k) not in texts) == []
    languages = {f"language_{case.language}" for case in cases}
    assert languages <= set(words_in("ja").texts)
