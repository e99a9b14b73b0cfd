from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pymupdf
import pytest
from PySide6.QtGui import QGuiApplication, QTextDocument

from app.paging import keep_together
from app.qualification_pdf import write_pdf
from app.report_pages import report_family
from engine.qualify.cost_inputs import read_costs, write_example
from engine.qualify.cost_report import report_costs
from engine.qualify.report import paged_report
from engine.qualify.svg import LIGHT
from tests.engine.qualify.sample_run import sample_summary


@pytest.fixture(scope="module")
def japanese(
    tmp_path_factory: pytest.TempPathFactory, qapp: QGuiApplication
) -> tuple[int, pymupdf.Document]:
    prices = tmp_path_factory.mktemp("prices") / "costs.toml"
    write_example(prices, "ja")
    summary = sample_summary()
    costs = report_costs(summary, read_costs(prices), language="ja")
    path = tmp_path_factory.mktemp("報告 書") / "report.pdf"
    look = replace(LIGHT, family=report_family())
    n_pages = write_pdf(paged_report(summary, language="ja", look=look, costs=costs), path)
    assert [found.name for found in path.parent.iterdir()] == ["report.pdf"]
    return n_pages, pymupdf.open(path)


def test_every_page_has_its_number(japanese: tuple[int, pymupdf.Document]) -> None:
    n_pages, document = japanese
    assert document.page_count == n_pages > 3
    for page in document:
        assert f"{page.number + 1} / {n_pages} ページ" in page.get_text()


def test_the_text_can_be_searched_and_charts_are_vectors(
    japanese: tuple[int, pymupdf.Document],
) -> None:
    _, document = japanese
    text = "".join(page.get_text() for page in document)
    assert "どのモデルなら現場で任せられるか" in text
    assert "全文をプロンプトに入れる" in text  # The title of a heatmap.
    assert "手作業での検索の分数" in text  # An input in a chart of the sensitivity.
    assert "2026-05-12 09:30 UTC の適性評価（このライブラリの文書 42 件で測定）" in text
    assert not any(page.get_images() for page in document)
    embedded = {font[1] for page in document for font in page.get_fonts()}
    assert embedded <= {"ttf", "otf", "cff"}


def test_no_letter_is_taken_for_one_that_looks_like_it(
    japanese: tuple[int, pymupdf.Document],
) -> None:
    # Qt names the first letter of a glyph: radicals for kanji, tabs for spaces; or none at all.
    _, document = japanese
    text = "".join(page.get_text() for page in document)
    assert re.findall(r"[\x00-\x09\x0b-\x1f\u2e80-\u2fdf]", text) == []


def test_the_document_has_its_language_title_and_outline(
    japanese: tuple[int, pymupdf.Document],
) -> None:
    _, document = japanese
    assert document.language == "ja"
    assert document.metadata["title"] == "どのモデルなら現場で任せられるか"
    for _, heading, page in document.get_toc():
        assert heading in document[page - 1].get_text().replace("\n", "")


def test_no_page_is_empty_and_none_ends_with_a_heading(
    japanese: tuple[int, pymupdf.Document],
) -> None:
    _, document = japanese
    for page in document:
        spans = [
            span
            for block in page.get_text("dict")["blocks"]
            for line in block["lines"]
            for span in line["spans"]
            if span["bbox"][3] < page.rect.height - 50  # Above the foot.
        ]
        assert spans
        assert max(spans, key=lambda span: span["bbox"][3])["size"] < 10.2, page.number


def test_a_report_that_cannot_be_written_leaves_nothing(
    tmp_path: Path, qapp: QGuiApplication
) -> None:
    report = paged_report(sample_summary(), language="en")
    with pytest.raises(OSError, match="No such file"):
        write_pdf(report, tmp_path / "no such folder" / "report.pdf")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.real
@pytest.mark.skipif(sys.platform != "linux", reason="other systems always have a screen")
def test_a_program_without_a_window_or_a_screen_has_fonts() -> None:
    hidden = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    program = (
        "from app.qualification_pdf import gui_application\n"
        "from app.report_pages import report_family\n"
        "application = gui_application()\n"
        "assert gui_application() is application\n"
        "print(application.platformName(), bool(report_family()))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={name: value for name, value in os.environ.items() if name not in hidden},
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == ["offscreen", "True"]


def test_a_small_table_is_not_torn_apart(qapp: QGuiApplication) -> None:
    document = QTextDocument()
    filler = "<p>text</p>" * 20
    rows = "<tr><td>one</td></tr><tr><td>two</td></tr><tr><td>three</td></tr>"
    document.setHtml(f"{filler}<h2>Heading</h2><table>{rows}</table><p>end</p>")
    line = document.size().height() / 25
    for n_lines in range(16, 30):
        torn = document.clone()
        size = torn.size()
        size.setHeight(line * n_lines)
        torn.setPageSize(size)
        keep_together(torn)
        places = {}
        block = torn.begin()
        while block.isValid():
            at = torn.documentLayout().blockBoundingRect(block).center().y()
            places[block.text()] = int(at // size.height())
            block = block.next()
        assert len({places[text] for text in ("Heading", "one", "two", "three")}) == 1
