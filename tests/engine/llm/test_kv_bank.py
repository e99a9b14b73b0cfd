"""The bank gives back what was put in or nothing, whatever happens to its files."""

from __future__ import annotations

import hashlib
import logging
import multiprocessing
import os
import random
import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.llm.kv_bank import KvBank

PAYLOAD = bytes(range(256)) * 40


def key(name: str) -> bytes:
    return hashlib.sha256(name.encode()).digest()


def files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


@pytest.fixture
def bank(tmp_path: Path) -> KvBank:
    return KvBank(tmp_path / "銀行" / "kvbank", limit_bytes=100_000)


def test_what_was_put_in_comes_back_in_another_program(bank: KvBank) -> None:
    assert bank.put(key("a"), "sha256:doc", PAYLOAD)
    other = KvBank(bank._folder, limit_bytes=100_000)
    assert other.get(key("a"), "sha256:doc") == PAYLOAD
    assert (other.n_entries, other.size_bytes) == (bank.n_entries, bank.size_bytes)
    assert other.get(key("b"), "sha256:doc") is None
    assert other.get(key("a"), "sha256:other") is None


def test_the_least_recently_used_go_first_and_the_limit_holds(bank: KvBank) -> None:
    for i in range(9):
        bank.put(key(str(i)), "doc", PAYLOAD)
        path = bank._path(key(str(i)), "doc")
        os.utime(path, ns=(i * 10**9, i * 10**9))
    assert bank.get(key("0"), "doc")  # now the latest used
    for i in range(9, 13):
        bank.put(key(str(i)), "doc", PAYLOAD)
    assert bank.size_bytes <= bank.limit_bytes
    assert sum(path.stat().st_size for path in files(bank._folder)) == bank.size_bytes
    assert bank.has(key("0"), "doc")
    assert not bank.has(key("1"), "doc")
    assert bank.has(key("12"), "doc")


def test_an_entry_larger_than_the_bank_is_not_kept_and_pushes_nothing_out(bank: KvBank) -> None:
    bank.put(key("a"), "doc", PAYLOAD)
    assert not bank.put(key("b"), "doc", b"x" * 200_000)
    assert bank.has(key("a"), "doc")


@settings(
    max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(data=st.data())
def test_no_damage_to_a_file_is_ever_read_as_an_entry(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL)
    folder = tmp_path_factory.mktemp("bank")
    bank = KvBank(folder, limit_bytes=100_000)
    bank.put(key("a"), "doc", PAYLOAD)
    (path,) = files(folder)
    whole = path.read_bytes()
    match data.draw(st.sampled_from(["flip", "cut", "grow", "empty", "noise"])):
        case "flip":
            at = data.draw(st.integers(0, len(whole) - 1))
            bit = data.draw(st.integers(0, 7))
            damaged = whole[:at] + bytes([whole[at] ^ 1 << bit]) + whole[at + 1 :]
        case "cut":
            damaged = whole[: data.draw(st.integers(0, len(whole) - 1))]
        case "grow":
            damaged = whole + data.draw(st.binary(min_size=1, max_size=50))
        case "empty":
            damaged = b""
        case _:
            damaged = data.draw(st.binary(max_size=300))
    path.write_bytes(damaged)
    assert bank.get(key("a"), "doc") is None
    assert not path.exists(), "a damaged entry is thrown away"
    assert bank.put(key("a"), "doc", PAYLOAD)
    assert bank.get(key("a"), "doc") == PAYLOAD


def test_an_entry_under_another_ones_name_is_not_taken_for_it(
    bank: KvBank, caplog: pytest.LogCaptureFixture
) -> None:
    bank.put(key("a"), "doc", PAYLOAD)
    bank.put(key("b"), "doc", PAYLOAD[::-1])
    one, other = bank._path(key("a"), "doc"), bank._path(key("b"), "doc")
    shutil.copy(one, other)
    with caplog.at_level(logging.CRITICAL):
        assert bank.get(key("b"), "doc") is None
    assert bank.get(key("a"), "doc") == PAYLOAD


def test_a_deleted_documents_entries_go_with_it(bank: KvBank) -> None:
    bank.put(key("a"), "sha256:secret", PAYLOAD)
    bank.put(key("b"), "sha256:open", PAYLOAD)
    bank.keep_only({"sha256:open"})
    assert [path.parent for path in files(bank._folder)] == [bank._shelf("sha256:open")]
    assert bank.n_entries == 1


def test_what_a_killed_process_left_half_written_is_swept(bank: KvBank) -> None:
    bank.put(key("a"), "doc", PAYLOAD)
    part = bank._shelf("doc") / "tmpabc.part"
    part.write_bytes(b"half")
    bank.keep_only({"doc"})
    assert not part.exists()
    assert bank.get(key("a"), "doc") == PAYLOAD


def test_a_full_disk_costs_the_bank_and_not_the_answer(
    bank: KvBank, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    bank.put(key("a"), "doc", PAYLOAD)
    full = SimpleNamespace(free=10_000)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: full)
    with caplog.at_level(logging.CRITICAL):
        assert not bank.put(key("b"), "doc", PAYLOAD)
    assert bank.is_full
    assert bank.get(key("a"), "doc") == PAYLOAD


def test_a_folder_that_cannot_be_written_is_no_error(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    bank = KvBank(blocked / "kvbank", limit_bytes=100_000)
    with caplog.at_level(logging.CRITICAL):
        assert not bank.put(key("a"), "doc", PAYLOAD)
    assert bank.get(key("a"), "doc") is None


def _race(folder: str, seed: int, results: multiprocessing.SimpleQueue[str]) -> None:
    logging.disable(logging.CRITICAL)
    bank = KvBank(Path(folder), limit_bytes=60_000)
    rng = random.Random(seed)
    for _ in range(400):
        n = rng.randrange(12)
        match rng.randrange(10):
            case 0:
                bank.forget(f"doc{n % 3}")
            case 1 | 2 | 3 | 4:
                bank.put(key(str(n)), f"doc{n % 3}", bytes([n]) * 9_000)
            case _:
                found = bank.get(key(str(n)), f"doc{n % 3}")
                if found is not None and found != bytes([n]) * 9_000:
                    results.put("wrong entry")
                    return
    results.put("ok")


def test_two_processes_at_one_bank_never_read_anything_wrong(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    results: multiprocessing.SimpleQueue[str] = context.SimpleQueue()
    racers = [
        context.Process(target=_race, args=(str(tmp_path / "bank"), seed, results))
        for seed in (1, 2)
    ]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join(60)
        assert racer.exitcode == 0
    assert [results.get() for _ in racers] == ["ok", "ok"]
