from __future__ import annotations

import pytest

from engine.qualify.cases import Case
from engine.qualify.runs import RunRecord
from engine.qualify.summary import Summary, summarise
from tests.engine.qualify.sample_run import sample_about, sample_cases, sample_record


@pytest.fixture(scope="session")
def cases() -> tuple[Case, ...]:
    return sample_cases()


@pytest.fixture(scope="session")
def record(cases: tuple[Case, ...]) -> RunRecord:
    return sample_record(cases)


@pytest.fixture(scope="session")
def summary(cases: tuple[Case, ...], record: RunRecord) -> Summary:
    return summarise(sample_about(), cases, record)
