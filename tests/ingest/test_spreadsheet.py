from __future__ import annotations

import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from engine.domain import (
    BlockKind,
    Cell,
    ColumnType,
    DocumentHead,
    DocumentKind,
    LogRows,
    LogTable,
    Page,
    ReadProblem,
)
from engine.errors import FileDamaged, FileEmpty, FileEncrypted, FileMislabelled, FileTooLarge
from ingest import workbook, workbook_scan
from ingest.chunking import chunk
from ingest.reading import read
from ingest.render import render_page
from ingest.spreadsheet import open_spreadsheet
from tests.ingest.workbooks import Sheet, Value, column_letters, write_ods, write_xlsx


@dataclass
class Table:
    """A log table as read."""

    schema: LogTable
    rows: list[tuple[Cell, ...]] = field(default_factory=list)

    @property
    def titles(self) -> list[str]:
        return [column.title for column in self.schema.columns]

    @property
    def types(self) -> list[ColumnType]:
        return [column.type for column in self.schema.columns]


@dataclass
class Book:
    """A workbook as read."""

    head: DocumentHead
    pages: list[Page] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    problems: list[ReadProblem] = field(default_factory=list)

    @property
    def texts(self) -> list[str]:
        return [block.text.strip() for page in self.pages for block in page.blocks]

    @property
    def codes(self) -> list[str]:
        return [problem.code for problem in self.problems]


def read_book(path: Path) -> Book:
    parts = read(path)
    head = next(parts)
    assert isinstance(head, DocumentHead)
    book = Book(head)
    for part in parts:
        match part:
            case Page():
                book.pages.append(part)
            case LogTable():
                book.tables.append(Table(part))
            case LogRows():
                assert part.first == len(book.tables[-1].rows) + 1
                book.tables[-1].rows += part.rows
            case ReadProblem():
                book.problems.append(part)
    return book


def sheet_of(tmp_path: Path, *rows: Sequence[Value], merges: Sequence[str] = ()) -> Book:
    return read_book(write_xlsx(tmp_path / "book.xlsx", {"Sheet1": Sheet(rows, merges)}))


TORQUES = [("M6", 9.8, 1), ("M8", 24.5, 2), ("M10", 48, 3)]


def test_a_table_with_its_types(tmp_path: Path) -> None:
    book = sheet_of(
        tmp_path,
        ("ボルト", "締付けトルク [N·m]", "数量", "測定日"),
        ("M6", 9.8, 1, "date:45757"),
        ("M8", 24.5, 2, "date:45758.5"),
        ("M10", "N/A", 3, None),
    )
    assert book.head == DocumentHead(DocumentKind.SPREADSHEET, "book", 1)
    (table,) = book.tables
    assert table.schema.name == "book"
    assert table.schema.notes == ("Sheet Sheet1",)
    assert table.titles == ["ボルト", "締付けトルク [N·m]", "数量", "測定日"]
    assert table.types == [
        ColumnType.TEXT,
        ColumnType.REAL,
        ColumnType.INTEGER,
        ColumnType.DATETIME,
    ]
    assert table.rows == [
        ("M6", 9.8, 1, "2025-04-10"),
        ("M8", 24.5, 2, "2025-04-11 12:00:00"),
        ("M10", None, 3, None),
    ]
    assert book.problems == []


def test_two_tables_side_by_side_with_titles_and_notes(tmp_path: Path) -> None:
    book = sheet_of(
        tmp_path,
        ("Setups", None, None, "Tools", None, None),
        ("Part", "Feed", None, "Tool", "Speed", None),
        (1, "High", None, None, "rpm", "mm"),
        (2, "Low", None, "End mill", 12000, 0.5),
        (3, "Low", None, "Face mill", 5000, 1.5),
        (4, "Low", None, None, None, None),
        (5, "Low", None, "Longer tools chatter.", None, None),
        merges=("A1:B1", "D1:F1", "E2:F2"),
    )
    setups, tools = book.tables
    assert (setups.schema.name, tools.schema.name) == ("book_Setups", "book_Tools")
    assert setups.rows == [(1, "High"), (2, "Low"), (3, "Low"), (4, "Low"), (5, "Low")]
    assert tools.titles == ["Tool", "Speed [rpm]", "Speed [mm]"]
    assert tools.rows == [("End mill", 12000, 0.5), ("Face mill", 5000, 1.5)]
    assert tools.schema.notes == ("Sheet Sheet1", "Tools")
    assert book.texts == ["Sheet1", "Setups", "Tools", "Longer tools chatter."]


def test_a_blank_row_does_not_divide_a_table(tmp_path: Path) -> None:
    book = sheet_of(tmp_path, ("Bolt", "Torque", "n"), *TORQUES, (), ("M12", 84, 4))
    (table,) = book.tables
    assert table.rows[-1] == ("M12", 84.0, 4)
    assert len(table.rows) == 4


def test_a_table_below_another_with_its_own_titles(tmp_path: Path) -> None:
    book = sheet_of(
        tmp_path, ("Bolt", "Torque", "n"), *TORQUES, (), ("Tool", "Speed", "Feed"), ("A", 1, 2),
        ("B", 3, 4),
    )  # fmt: skip
    assert [table.titles for table in book.tables] == [
        ["Bolt", "Torque", "n"],
        ["Tool", "Speed", "Feed"],
    ]
    assert [table.schema.name for table in book.tables] == ["book_Sheet1", "book_Sheet1_2"]


def test_titles_parted_from_their_values_by_a_blank_row(tmp_path: Path) -> None:
    (table,) = sheet_of(tmp_path, ("Bolt", "Torque", "n"), (), *TORQUES).tables
    assert table.titles == ["Bolt", "Torque", "n"]
    assert len(table.rows) == 3


def test_an_inspection_sheet_without_blank_rows(tmp_path: Path) -> None:
    book = sheet_of(
        tmp_path,
        ("製品検査成績書", None, None, None, None, None, None, None),
        ("品番", "SH-204", None, "品名", "軸受ハウジング", None, "ロット", "L-77"),
        ("検査日", "令和7年4月10日", None, "検査員", "佐藤", None, "気温", "23.5℃"),
        ("No.", "検査項目", "規格", None, None, "測定値", None, "判定"),
        (None, None, "基準", "上限", "下限", "n1", "n2", None),
        (1, "外径 φ20", 20, 0.05, -0.05, 20.01, 19.99, "OK"),
        (2, "全長", 100, 0.1, -0.1, 100.02, 100.05, "OK"),
        (3, "穴径 φ8", 8, 0.02, 0, 8.01, 8.03, "NG"),
        ("備考: No.3 は再加工後に再測定", None, None, None, None, None, None, None),
        ("承認", "検査", "作成"),
        merges=("A1:H1", "C4:E4", "F4:G4", "A4:A5", "B4:B5", "H4:H5", "A9:H9"),
    )
    (table,) = book.tables
    assert table.titles == [
        "No.", "検査項目", "規格 / 基準", "規格 / 上限", "規格 / 下限", "測定値 / n1",
        "測定値 / n2", "判定",
    ]  # fmt: skip
    assert table.rows[2] == (3, "穴径 φ8", 8, 0.02, 0.0, 8.01, 8.03, "NG")
    assert table.schema.notes[:2] == ("Sheet Sheet1", "製品検査成績書")
    assert book.texts[2] == "品番 | SH-204 | 品名 | 軸受ハウジング | ロット | L-77"
    assert book.texts[-2:] == ["備考: No.3 は再加工後に再測定", "承認 | 検査 | 作成"]


def test_cells_merged_over_a_narrow_grid(tmp_path: Path) -> None:
    rows = [
        (number, None, None, width, None, None)
        for number, width in (("工具番号", "径 (mm)"), ("T01", 6), ("T02", 10), ("T03", 12))
    ]
    merges = [f"{a}{r}:{b}{r}" for r in range(1, 5) for a, b in ("AC", "DF")]
    (table,) = sheet_of(tmp_path, *rows, merges=merges).tables
    assert table.titles == ["工具番号", "径 (mm)"]
    assert table.rows == [("T01", 6), ("T02", 10), ("T03", 12)]


def test_a_narrow_empty_column_divides_tables_with_the_same_titles_only(tmp_path: Path) -> None:
    rows = [("No", "値", None, "No", "値"), (1, 9.8, None, 4, 9.7), (2, 9.9, None, 5, 9.6)]
    assert [table.titles for table in sheet_of(tmp_path, *rows).tables] == [["No", "値"]] * 2
    rows[0] = ("No", "値", None, "角度", "回数")
    (table,) = sheet_of(tmp_path, *rows).tables
    assert table.titles == ["No", "値", "角度", "回数"]
    assert table.rows == [(1, 9.8, 4, 9.7), (2, 9.9, 5, 9.6)]


def test_units_below_the_titles_and_words_in_place_of_values(tmp_path: Path) -> None:
    units = sheet_of(tmp_path, ("Bolt", "Torque", "Angle"), (None, "N·m", "deg"), *TORQUES)
    assert units.tables[0].titles == ["Bolt", "Torque [N·m]", "Angle [deg]"]
    assert len(units.tables[0].rows) == 3
    words = sheet_of(tmp_path, ("Bolt", "Torque", "n"), ("M5", "pending", "pending"), *TORQUES)
    assert words.tables[0].titles == ["Bolt", "Torque", "n"]
    assert words.tables[0].rows[0] == ("M5", "pending", "pending")


def test_groups_over_titles_that_are_not_merged(tmp_path: Path) -> None:
    book = sheet_of(
        tmp_path, (None, "Torque", None, "Angle"), ("Bolt", "Target", "Actual", "Actual"),
        ("M6", 9.8, 9.9, 30), ("M8", 24.5, 24.4, 31),
    )  # fmt: skip
    assert book.tables[0].titles == ["Bolt", "Torque / Target", "Actual", "Angle / Actual"]


def test_a_single_record_and_a_list_of_pairs_are_text(tmp_path: Path) -> None:
    single = sheet_of(tmp_path, ("Part", "Qty", "Torque"), ("A", 1, 9.8))
    assert single.texts == ["Sheet1", "Part | Qty | Torque", "A | 1 | 9.8"]
    pairs = sheet_of(tmp_path, ("Part", "SH-204"), ("Material", "SUS304"), ("Mass [kg]", 1.25))
    assert pairs.texts[1:] == ["Part | SH-204", "Material | SUS304", "Mass [kg] | 1.25"]
    assert not single.tables + pairs.tables
    assert not single.problems + pairs.problems


def test_labels_and_values_with_a_column_between_stay_together(tmp_path: Path) -> None:
    book = sheet_of(tmp_path, ("Customer", None, "Acme"), ("Part", None, "SH-204"))
    assert book.texts == ["Sheet1", "Customer | Acme", "Part | SH-204"]


def test_cells_that_may_be_a_table_are_not_text_in_silence(tmp_path: Path) -> None:
    rows = [("a", "b", "c", i) for i in range(4)]
    book = sheet_of(tmp_path, *rows)
    assert book.texts[1] == "a | b | c | 0"
    assert book.problems == [ReadProblem("cells-read-as-text", "Sheet1: 1–4", line=1)]


def test_a_long_list_is_a_table(tmp_path: Path) -> None:
    book = sheet_of(tmp_path, *[(f"part {i}",) for i in range(600)])
    assert len(book.tables[0].rows) == 600
    assert book.codes == ["table-without-titles"]
    assert len(book.pages) == 4  # Of its rows 200 are drawn.


def test_old_workbooks(tmp_path: Path) -> None:
    xlwt = pytest.importorskip("xlwt")
    made = xlwt.Workbook()
    sheet = made.add_sheet("表")
    for r, row in enumerate([("品番", "幅"), ("A", 1.5), ("B", 2), ("C", 2.5)]):
        for c, value in enumerate(row):
            sheet.write(r, c, value)
    made.save(str(tmp_path / "old.xls"))
    table = read_book(tmp_path / "old.xls").tables[0]
    assert (table.titles, table.rows) == (["品番", "幅"], [("A", 1.5), ("B", 2.0), ("C", 2.5)])
    renamed = tmp_path / "new.xlsx"
    renamed.write_bytes((tmp_path / "old.xls").read_bytes())
    assert len(read_book(renamed).tables[0].rows) == 3


def test_a_form_above_a_table_is_text(tmp_path: Path) -> None:
    book = sheet_of(
        tmp_path,
        ("検査成績書",),
        ("品番", "SH-204", None, "ロット", "L-77"),
        ("検査日:", "2025/4/10", None, "検査員:", "佐藤"),
        (),
        ("項目", "規格", "実測", "判定", "備考"),
        ("外径", 20, 19.98, "合格", None),
        ("全長", 100, 100.02, "合格", None),
        ("穴径", 8, 8.01, "合格", None),
    )
    (table,) = book.tables
    assert table.titles == ["項目", "規格", "実測", "判定", "備考"]
    assert table.rows[0] == ("外径", 20, 19.98, "合格", None)
    assert book.texts == [
        "Sheet1",
        "検査成績書",
        "品番 | SH-204 | ロット | L-77",
        "検査日: | 2025/4/10 | 検査員: | 佐藤",
    ]
    kinds = [block.kind for block in book.pages[0].blocks]
    assert kinds[:3] == [BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.TABLE_ROW]


def test_sample_numbers_and_dates_are_titles(tmp_path: Path) -> None:
    numbers = sheet_of(tmp_path, ("寸法", 1, 2, 3), ("A", 9.8, 9.9, 9.7), ("B", 5.1, 5.2, 5.0))
    assert numbers.tables[0].titles == ["寸法", "1", "2", "3"]
    assert len(numbers.tables[0].rows) == 2
    dates = sheet_of(
        tmp_path, ("Line", "date:45757", "date:45758"), ("A", 9.8, 9.9), ("B", 5.1, 5.2)
    )
    assert dates.tables[0].titles == ["Line", "2025-04-10", "2025-04-11"]


def test_a_table_without_titles_is_read_and_reported(tmp_path: Path) -> None:
    book = sheet_of(tmp_path, *TORQUES)
    assert book.tables[0].titles == ["column 1", "column 2", "column 3"]
    assert len(book.tables[0].rows) == 3
    assert book.problems == [ReadProblem("table-without-titles", "Sheet1: 1–3", line=1)]


def test_totals_are_text_and_no_rows(tmp_path: Path) -> None:
    book = sheet_of(
        tmp_path, ("Bolt", "Torque", "n"), *TORQUES, ("小計", None, 6), ("M12", 84, 4),
        ("平均", 41.6, None), ("合 計", None, 10), ("※ 再測定品を含む",),
    )  # fmt: skip
    (table,) = book.tables
    assert [row[0] for row in table.rows] == ["M6", "M8", "M10", "M12"]
    assert book.texts[1:] == [
        "Bolt: 小計 | n: 6",
        "Bolt: 平均 | Torque: 41.6",
        "Bolt: 合 計 | n: 10",
        "※ 再測定品を含む",
    ]
    assert book.problems == [ReadProblem("totals-left-out", "Sheet1: 5, 7, 8", line=5)]


def test_a_table_of_statistics_keeps_its_rows(tmp_path: Path) -> None:
    book = sheet_of(tmp_path, ("統計", "A", "B"), ("平均", 1.5, 2.5), ("最大", 2, 3))
    assert [row[0] for row in book.tables[0].rows] == ["平均", "最大"]


def test_merged_cells_share_their_value_with_each_row(tmp_path: Path) -> None:
    book = sheet_of(
        tmp_path, ("Part", "Nominal", "Value"), ("A", 10, 9.8), (None, None, 9.9), ("B", 5, 5.1),
        (None, None, 5.2), merges=("A2:A3", "B2:B3", "A4:A5"),
    )  # fmt: skip
    (table,) = book.tables
    assert table.rows == [("A", 10, 9.8), ("A", 10, 9.9), ("B", 5, 5.1), ("B", None, 5.2)]
    assert book.problems == [ReadProblem("merged-number-repeated", "Sheet1: Nominal", line=2)]


def test_errors_are_absent_and_reported(tmp_path: Path) -> None:
    book = sheet_of(tmp_path, ("Bolt", "Torque"), ("M6", 9.8), ("M8", "#DIV/0!"), ("M10", 48))
    assert book.tables[0].rows[1] == ("M8", None)
    assert book.problems == [ReadProblem("error-value", "Sheet1: B3: #DIV/0!", line=3)]


def test_every_number_keeps_its_digits(tmp_path: Path) -> None:
    values = [0.1 + 0.2, 1e-7, 12345678.9012345, -0.5, 1e17]
    book = sheet_of(tmp_path, ("n", "value"), *enumerate(values))
    assert [row[1] for row in book.tables[0].rows] == values


def test_a_value_that_does_not_fit_is_kept_with_its_sheet(tmp_path: Path) -> None:
    rows = [(f"p{i}", i + 0.5) for i in range(40)]
    book = sheet_of(tmp_path, ("Part", "Width"), *rows, ("p40", "over"))
    assert book.tables[0].rows[-1] == ("p40", "over")
    assert book.problems == [ReadProblem("value-of-other-type", "Sheet1: Width: over", line=42)]


def test_sheets_in_order_hidden_ones_too(tmp_path: Path) -> None:
    rows = [("Bolt", "Torque", "n"), *TORQUES]
    sheets = {
        "Notes": Sheet([("Read me first.\nThen measure.",)]),
        "ライン1": Sheet(rows),
        "Empty": Sheet(),
        "ライン2": Sheet(rows, state="hidden"),
    }
    book = read_book(write_xlsx(tmp_path / "book.xlsx", sheets))
    assert [table.schema.name for table in book.tables] == ["book_ライン1", "book_ライン2"]
    assert book.problems == [ReadProblem("sheet-hidden", "ライン2")]
    assert [page.label for page in book.pages] == ["Notes", "ライン1", "ライン2"]
    assert book.texts == ["Notes", "Read me first.", "Then measure."]


def test_text_is_where_the_drawn_page_shows_it(tmp_path: Path) -> None:
    rows = [("Bolt", "Torque", "n"), *TORQUES, (), ("Tighten crosswise.",)]
    path = write_xlsx(tmp_path / "book.xlsx", {"Sheet1": Sheet(rows)})
    block = read_book(path).pages[0].blocks[-1]
    layout = open_spreadsheet(path)
    with layout.draw(1) as shown:
        (found,) = shown[0].search_for("Tighten crosswise.")
        assert "M10 | 48 | 3" in shown[0].get_text()
    assert abs(found.x0 - block.rect.x0) < 1
    assert block.rect.y0 <= found.y0 + 2
    assert found.y1 <= block.rect.y1 + 2
    assert render_page(path, 1, 0.5).n_pages == layout.n_pages == 1


def test_rows_and_texts_become_chunks(tmp_path: Path) -> None:
    rows = [("Tightening torques",), ("Bolt", "Torque", "n"), *TORQUES]
    path = write_xlsx(tmp_path / "book.xlsx", {"Sheet1": Sheet(rows)})
    texts = [part.text for part in chunk(read(path)) if hasattr(part, "heading_path")]
    assert any("Bolt: M8, Torque: 24.5, n: 2" in text for text in texts)
    assert any("Log table book" in text and "Tightening torques" in text for text in texts)
    assert "Sheet1\nTightening torques" in texts


def test_open_document_sheets_are_read(tmp_path: Path) -> None:
    rows = [("品番", "幅 (mm)"), ("A", 1.5), ("B", "#DIV/0!"), ("C", 2.5)]
    book = read_book(write_ods(tmp_path / "book.ods", "表1", rows))
    assert book.tables[0].titles == ["品番", "幅 (mm)"]
    assert book.tables[0].rows == [("A", 1.5), ("B", None), ("C", 2.5)]
    assert book.problems == [ReadProblem("error-value", "表1: B3: #DIV/0!", line=3)]


def test_a_wide_sheet_is_bounded_and_says_so(tmp_path: Path) -> None:
    n = 1200
    rows = [[f"c{i}" for i in range(n)], list(range(n)), list(range(n, 2 * n))]
    book = sheet_of(tmp_path, *rows)
    assert len(book.tables[0].titles) == 1000
    assert book.tables[0].rows[0][:3] == (0, 1, 2)
    assert book.problems == [
        ReadProblem("columns-left-out", "Sheet1: 1000 of 1200 columns are read", line=1)
    ]


FAR = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>'


def test_a_stray_cell_in_the_last_corner_costs_its_sheet_only(tmp_path: Path) -> None:
    sheets = {"Far": Sheet(xml=FAR), "Near": Sheet([("Bolt", "Torque", "n"), *TORQUES])}
    book = read_book(write_xlsx(tmp_path / "book.xlsx", sheets))
    assert len(book.tables) == 1
    assert book.problems == [ReadProblem("sheet-too-large", "Far: 1048576 x 16384")]
    with pytest.raises(FileTooLarge):
        list(read(write_xlsx(tmp_path / "far.xlsx", {"Far": Sheet(xml=FAR)})))


def test_formatted_but_empty_cells_do_not_count(tmp_path: Path) -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576" s="1"/></row>'
    book = read_book(write_xlsx(tmp_path / "book.xlsx", {"S": Sheet(xml=rows)}))
    assert book.texts == ["S", "1"]


def test_a_repeated_row_of_an_ods_bomb_is_refused(tmp_path: Path) -> None:
    path = write_ods(tmp_path / "bomb.ods", "S", [[1.5] * 200], repeats=1_000_000)
    with pytest.raises(FileTooLarge):
        list(read(path))


def test_a_bomb_is_refused_by_its_declared_size(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook_scan, "LIMIT_MB", 1)
    path = write_xlsx(tmp_path / "bomb.xlsx", {"S": Sheet(xml=" " * 2_000_000)})
    assert path.stat().st_size < 10_000
    with pytest.raises(FileTooLarge) as caught:
        list(read(path))
    assert caught.value.facts["limit_mb"] == "1"


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    whole = write_xlsx(tmp_path / "whole.xlsx", {"S": Sheet([("a", "b", "c"), *TORQUES])})
    content = whole.read_bytes()
    office = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 2000
    cases = {
        "cut.xlsx": (content[: len(content) // 2], FileDamaged),
        "locked.xlsx": (office + "EncryptedPackage".encode("utf-16-le"), FileEncrypted),
        "broken.xls": (office, FileDamaged),
        "picture.xlsx": (b"\x89PNG\r\n\x1a\n" + b"\x00" * 64, FileMislabelled),
    }
    for name, (held, error) in cases.items():
        path = tmp_path / name
        path.write_bytes(held)
        with pytest.raises(error):
            list(read(path))
    with zipfile.ZipFile(tmp_path / "other.xlsx", "w") as package:
        package.writestr("word/document.xml", "<a/>")
    with pytest.raises(FileMislabelled):
        list(read(tmp_path / "other.xlsx"))
    with pytest.raises(FileEmpty):
        list(read(write_xlsx(tmp_path / "empty.xlsx", {"S": Sheet()})))


def test_a_document_type_is_refused(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", {"S": Sheet([("a", 1)])})
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(b"?>", b"?><!DOCTYPE a>", 1)
    with zipfile.ZipFile(path, "w") as package:
        for name, held in parts.items():
            package.writestr(name, held)
    with pytest.raises(FileDamaged):
        list(read(path))


def test_other_formats_under_a_workbook_name(tmp_path: Path) -> None:
    book = write_xlsx(tmp_path / "book.xlsx", {"S": Sheet([("Bolt", "Torque", "n"), *TORQUES])})
    renamed = tmp_path / "renamed.xls"
    renamed.write_bytes(book.read_bytes())
    assert len(read_book(renamed).tables[0].rows) == 3
    table = tmp_path / "table.xls"
    table.write_text("part,width,ok\n" + "A,1.5,OK\n" * 9)
    found = read_book(table)
    assert (found.head.kind, found.codes) == (DocumentKind.LOG_TABLE, ["mislabelled"])
    text = tmp_path / "text.xlsx"
    text.write_text("Only words here.\n")
    found = read_book(text)
    assert (found.head.kind, found.codes) == (DocumentKind.TEXT, ["mislabelled"])


def test_column_letters_and_their_numbers() -> None:
    for number in (0, 25, 26, 701, 702, 16_383):
        assert workbook_scan.column_index(column_letters(number)) == number


@pytest.mark.parametrize(
    ("text", "expected"), [("#N/A", True), ("Err:502", True), ("#5", False), ("E12", False)]
)
def test_errors_by_their_text(text: str, *, expected: bool) -> None:
    assert workbook.is_error(text) is expected
