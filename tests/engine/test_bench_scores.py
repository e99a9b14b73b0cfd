"""Records and intervals that benchmark programs share."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bench.scores import (
    OtherSetting,
    Reply,
    fault_rows,
    read_replies,
    score_cells,
    to_line,
    wilson,
)

REPLY = Reply("a-1", "a model", "85\u2028N·m", True, 2.5)


def test_a_reply_is_read_back_and_a_cut_off_line_makes_room_for_the_next(tmp_path: Path) -> None:
    path = tmp_path / "records.jsonl"
    line = to_line(REPLY, {"wanted": "85"})
    path.write_text(line + line[:30], encoding="utf-8")
    assert read_replies(path, "a model") == {"a-1": REPLY}
    assert path.read_text(encoding="utf-8") == line
    assert read_replies(tmp_path / "none.jsonl", "a model") == {}


def test_replies_of_another_model_are_not_mixed_in(tmp_path: Path) -> None:
    path = tmp_path / "records.jsonl"
    path.write_text(to_line(REPLY, {}), encoding="utf-8")
    with pytest.raises(OtherSetting):
        read_replies(path, "another model")


@pytest.mark.parametrize(
    ("n_right", "n", "low", "high"),
    [(0, 0, 0, 1), (0, 10, 0, 0.2775), (10, 10, 0.7225, 1), (81, 263, 0.2553, 0.3662)],
)
def test_the_interval_is_wilsons(n_right: int, n: int, low: float, high: float) -> None:
    assert wilson(n_right, n) == pytest.approx((low, high), abs=1e-4)


def test_a_table_row_counts_what_has_no_fault() -> None:
    faults = ["", "", "value", "", "type", "value", "", "", "", ""]
    cells = score_cells(faults, [1.0] * 9 + [11.0])
    assert cells == (10, 7, "70.0", "39.7 to 89.2", "2.00", "1.00")
    assert list(fault_rows(faults)) == [("value", 2), ("type", 1)]
