"""A bare figure gets its sign and unit back from the evidence, and nothing else."""

from __future__ import annotations

import pytest

from engine.reasoning.completion import complete_cell, complete_figure


@pytest.mark.parametrize(
    ("answer", "sentence", "completed"),
    [
        ("0.5", "TOLERANCES ARE +/- 0.5mm UNLESS OTHERWISE NOTED.", "+/- 0.5mm"),
        ("0.1", "全長 | 120.0 ±0.1 mm | ノギス", "±0.1 mm"),
        ("85", "Spindle lock nut | M70 x 1.5 | 85 N·m | in one movement", "85 N·m"),
        ("0.8", "表面粗さ Ra | 0.8 µm 以下", "0.8 µm 以下"),
        ("12", "検査周期は12か月とする。", "12か月"),
        ("110", ".25 inch End Mill | Medium Feed | 110", "110"),
        ("85 N·m", "85 N·m in one movement", "85 N·m"),
        ("85", "no such figure", "85"),
        ("62", "硬さ | HRC 58 - 62", "62"),
        ("85 or 86", "85 N·m", "85 or 86"),
        ("Loctite 243", "with Loctite 243 mm", "Loctite 243"),
        ("58", "硬さ | HRC 58 - 62", "HRC 58"),
        ("5", "Corner radius R5 all round", "R5"),
        ("0.020", "外径 25.000 +0 / -0.020 mm", "-0.020 mm"),
        ("-5", "5 mm", "-5"),
        ("0.8", "Ra ≤0.8 µm", "≤0.8 µm"),
        ("A13", "A13 mm", "A13"),
        ("2026-04-10", "2026年4月10日", "2026-04-10"),
    ],
)
def test_completion(answer: str, sentence: str, completed: str) -> None:
    assert complete_figure(answer, sentence) == completed


@pytest.mark.parametrize(
    ("answer", "sentence", "completed"),
    [
        ("Green", "Dark Green | Independent variable", "Dark Green"),
        ("green.", "Dark Green | Independent variable", "Dark Green"),
        ("Green", "Green | Independent variable", "Green"),
        ("Green", "The terminals are dark green", "Green"),
        ("variable", "Dark Green | An independent variable", "variable"),
        ("110", "Medium Feed 110 | End mill", "110"),
    ],
)
def test_the_word_before_it_in_its_cell(answer: str, sentence: str, completed: str) -> None:
    assert complete_cell(answer, sentence) == completed
