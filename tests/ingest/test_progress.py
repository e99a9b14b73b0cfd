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
    progress.advance("a", 20)
    news = progress.advance("a", 10)
    assert (news.done, news.total, news.bytes_done, news.bytes_total) == (2, 3, 30, 60)


def test_no_rate_is_given_before_it_is_known(clock: Clock) -> None:
    progress = ReadingProgress([10, 20], clock=clock)
    clock.now_s = 0.5
    news = progress.advance("a", 10)
    assert (news.files_per_s, news.seconds_left) == (None, None)


def test_equal_files_take_equal_times(clock: Clock) -> None:
    progress = ReadingProgress([1000] * 4, clock=clock)
    clock.now_s = 10.0
    news = progress.advance("a", 1000)
    assert news.files_per_s == pytest.approx(0.1)
    assert news.seconds_left == pytest.approx(30.0)


def test_a_large_file_is_expected_to_take_longer(clock: Clock) -> None:
    progress = ReadingProgress([1000, 1000, 2_000_000_000], clock=clock)
    clock.now_s = 10.0
    progress.advance("a", 1000)
    news = progress.advance("a", 1000)
    assert news.seconds_left is not None
    assert news.seconds_left > 1000


def test_when_all_is_done_no_time_is_left(clock: Clock) -> None:
    progress = ReadingProgress([5], clock=clock)
    clock.now_s = 3.0
    assert progress.advance("a", 5).seconds_left == 0.0


def test_what_has_been_read_of_a_long_file_counts(clock: Clock) -> None:
    progress = ReadingProgress([1_000_000], clock=clock)
    clock.now_s = 10.0
    news = progress.reach("log.csv", 250_000)
    assert news is not None
    assert (news.done, news.bytes_done, news.files_per_s) == (0, 250_000, None)
    assert news.seconds_left == pytest.approx(34.0)  # Opening and storing it counts as well.
    assert 0.2 < news.share < 0.3


def test_a_file_that_is_done_is_not_counted_twice(clock: Clock) -> None:
    progress = ReadingProgress([100, 100], clock=clock)
    progress.reach("a", 60)
    assert progress.advance("a", 100).bytes_done == 100


def test_a_bar_is_not_told_of_every_part(clock: Clock) -> None:
    progress = ReadingProgress([100], clock=clock)
    clock.now_s = 1.0
    assert progress.reach("a", 10) is not None
    clock.now_s = 1.1
    assert progress.reach("a", 20) is None
    clock.now_s = 2.0
    assert progress.reach("a", 20) is None
    assert progress.reach("a", 30) is not None
