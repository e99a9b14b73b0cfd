"""The real engine process changes its model: what runs is finished, what fails is taken back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.engine_protocol import (
    ApplySettings,
    HealthRead,
    JournalVerified,
    ModelsRead,
    ReadHealth,
    ReadModels,
    SettingsApplied,
    VerifyJournal,
)
from app.protocol import (
    Ask,
    EngineStage,
    EngineState,
    IndexPaths,
    JobDone,
    JobEvent,
    JobFailed,
    Reply,
)
from app.service_settings import ServiceSettings
from engine.events import AnswerFinished, IndexFinished
from engine.models.catalogue import ModelKind
from tests.app.test_engine_process import QUESTION, SMALL, Link, index_samples

pytestmark = pytest.mark.real

OTHER = replace(SMALL, language_model="qwen2.5-coder-0.5b-instruct-q4_k_m")


@pytest.fixture
def link(workspace: Path) -> Iterator[Link]:
    link = Link(workspace)
    link.engine.start()
    yield link
    link.engine.stop()


def until_ended(link: Link, *jobs: int) -> list[Reply]:
    """Replies until all these jobs have ended."""
    left = set(jobs)

    def is_last(reply: Reply) -> bool:
        if isinstance(reply, JobDone | JobFailed):
            left.discard(reply.job)
        return not left

    return link.until(is_last)


def test_a_model_is_changed_between_an_answer_and_the_next_while_files_are_read(
    link: Link, tmp_path: Path
) -> None:
    shop = tmp_path / "shop"
    shop.mkdir()
    (shop / "plan.txt").write_text("The plan of the week.\n", encoding="utf-8")
    link.until_stage(EngineStage.READY)
    index_samples(link)
    jobs = index, first, change, second = 11, 12, 13, 14
    link.engine.send(Ask(first, QUESTION))
    link.engine.send(ApplySettings(change, OTHER))
    link.engine.send(Ask(second, QUESTION))
    link.engine.send(IndexPaths(index, (shop,)))
    replies = until_ended(link, *jobs)
    bodies = {
        job: [r.body for r in replies if isinstance(r, JobEvent) and r.job == job] for job in jobs
    }
    before, after = (
        next(body for body in bodies[job] if isinstance(body, AnswerFinished))
        for job in (first, second)
    )
    (applied,) = bodies[change]

    assert before.answer.model.startswith("smollm2")
    assert isinstance(applied, SettingsApplied)
    assert applied.model.startswith("qwen2.5-coder-0.5b")
    assert after.answer.model == applied.model
    (indexed,) = [body for body in bodies[index] if isinstance(body, IndexFinished)]
    assert (indexed.report.n_indexed, indexed.report.is_cancelled) == (1, False)
    link.engine.send(ReadModels(15))
    (models,) = link.finished(15)
    assert isinstance(models, ModelsRead)
    assert models.language_model == OTHER.language_model
    assert len(models.here(ModelKind.LANGUAGE)) >= 2
    link.kill()
    link.until_stage(EngineStage.LOST)
    assert link.until_stage(EngineStage.READY).model == applied.model  # It stays so.


@pytest.mark.parametrize(
    ("settings", "code"),
    [
        (replace(SMALL, language_model="gemma-3-270m-q4_k_m"), "ModelMissing"),
        (replace(SMALL, kv_limit_mb=1), "KvBoundTooSmall"),
    ],
)
def test_the_old_model_comes_back_when_the_other_cannot_be_loaded(
    link: Link, settings: ServiceSettings, code: str
) -> None:
    link.until_stage(EngineStage.READY)
    index_samples(link)
    link.engine.send(ApplySettings(11, settings))
    replies = until_ended(link, 11)
    states = [reply for reply in replies if isinstance(reply, EngineState)]
    failed = replies[-1]

    assert isinstance(failed, JobFailed)
    assert failed.failure.code == code
    assert states[-1].stage is EngineStage.READY
    assert states[-1].model.startswith("smollm2")
    link.engine.send(Ask(12, QUESTION))
    assert isinstance(link.finished(12)[-1], AnswerFinished)


def test_the_engine_is_started_anew_with_other_settings_and_answers_for_itself(link: Link) -> None:
    link.until_stage(EngineStage.READY)
    link.engine.send(ReadHealth(1))
    (first,) = link.finished(1)
    link.engine.restart(replace(SMALL, bank_limit_mb=0))
    stages = [
        reply.stage
        for reply in link.until(
            lambda r: isinstance(r, EngineState) and r.stage is EngineStage.READY
        )
        if isinstance(reply, EngineState)
    ]
    link.engine.send(ReadHealth(2))
    (second,) = link.finished(2)
    link.engine.send(VerifyJournal(3))
    (verified,) = link.finished(3)

    assert isinstance(first, HealthRead)
    assert isinstance(second, HealthRead)
    assert second.pid != first.pid
    assert second.memory_bytes > 50_000_000
    assert EngineStage.LOST not in stages
    assert isinstance(verified, JournalVerified)
    assert verified.n_entries == 0
