"""A line about a thing that only ends like the one asked about."""

from __future__ import annotations

import pytest

from engine.reasoning.named_part import is_of_another_part

OTHERS = [
    ("After how many hours is the air filter of L-7 changed?", "Change the hydraulic filter."),
    ("After how long is the air filter changed?", "The hydraulic filter is changed every 710 h."),
    ("What is the rating of the conveyor fuse?", "The main fuse is rated 46 A."),
    ("What torque does the tailstock lock nut need?", "- spindle lock nut: 40 N·m"),
    ("心押シリンダの設定圧力はいくつですか。", "チャックシリンダの圧力は4.7MPaに設定する。"),
    ("エアフィルタは何時間ごとに交換しますか。", "油圧フィルタは450時間ごとに交換する。"),
    ("心押台クランプナットの締付トルクは？", "主軸ロックナットは40N·mで締め付ける。"),
]
SAME = [
    ("After how many hours is the hydraulic filter changed?", "Change the hydraulic filter.", ""),
    ("What torque does the spindle lock nut need?", "Lock nut: 40 N·m", ""),
    ("What torque does the lock nut need?", "Spindle lock nut: 40 N·m", ""),
    ("How often is the oil filter changed?", "Change the filter every 710 hours.", ""),
    ("How often is the hydraulic filter changed?", "Change the hydr. filter every 710 h.", ""),
    ("What is the maximum speed of the spindle?", "Rated speed 3000 rpm", ""),
    ("How often must the operator change oil filters?", "Replace the oil filter every 50 h", ""),
    ("Which grease goes on the spindle bearings?", "Grease main spindle bearings with K2", ""),
    ("What is the rating of the conveyor fuse?", "The main fuse is rated 46 A.", "Conveyor"),
    ("What colour is the air hose?", "Luftschlauch: blau", ""),
    ("シリンダの設定圧力はいくつですか。", "チャックシリンダの圧力は4.7MPaに設定する。", ""),
    ("心押シリンダの設定圧力はいくつですか。", "シリンダの圧力は4.7MPaに設定する。", ""),
    ("最高回転数はいくつですか。", "最大回転数 3000", ""),
    ("主軸の軸受の型番は何ですか。", "主軸軸受：7014C", ""),
    ("主軸軸受の型番は何ですか。", "主軸の軸受は7014C", ""),
    ("心押シリンダの設定圧力はいくつですか。", "Chuck cylinder 4.7 MPa", ""),
]


@pytest.mark.parametrize(("question", "line"), OTHERS)
def test_a_noun_with_another_word_before_it_is_another_part(question: str, line: str) -> None:
    assert is_of_another_part(question, line, "L-7 sheet.pdf")


@pytest.mark.parametrize(("question", "line", "context"), SAME)
def test_a_line_that_lacks_a_word_is_not(question: str, line: str, context: str) -> None:
    assert not is_of_another_part(question, line, context)
