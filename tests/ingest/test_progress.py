from __future__ import annotations

import pytest

from ingest.progress import ReadingProgress


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now_s = 0.0

    def __call__(self) -> float:
        return self.now_s


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_files_and_bytes_are_counted(clock: Clock) -> None:
    progress = ReadingProgress([10, 20, 30], clock=clock)
    progress.advance(20)
    news = progress.advance(10)
    assert (news.done, news.total, news.bytes_done, news.bytes_total) == (2, 3, 30, 60)


def test_no_rate_is_given_before_it_is_known(clock: Clock) -> None:
    progress = ReadingProgress([10, 20], clock=clock)
    clock.now_s = 0.5
    news = progress.advance(10)
    assert (news.files_per_s, news.seconds_left) == (None, None)


def test_equal_files_take_equal_times(clock: Clock) -> None:
    progress = ReadingProgress([1000] * 4, clock=clock)
    clock.now_s = 10.0
    news = progress.advance(1000)
    assert news.files_per_s == pytest.approx(0.1)
    assert news.seconds_left == pytest.approx(30.0)


def test_a_large_file_is_expected_to_take_longer(clock: Clock) -> None:
    progress = ReadingProgress([1000, 1000, 2_000_000_000], clock=clock)
    clock.now_s = 10.0
    progress.advance(1000)
    news = progress.advance(1000)
    assert news.seconds_left is not None
    assert news.seconds_left > 1000


def test_when_all_is_done_no_time_is_left(clock: Clock) -> None:
    progress = ReadingProgress([5], clock=clock)
    clock.now_s = 3.0
    assert progress.advance(5).seconds_left == 0.0
