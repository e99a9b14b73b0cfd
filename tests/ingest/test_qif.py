from __future__ import annotations

from pathlib import Path

import pytest

from engine.domain import Cell, ColumnType, DocumentKind, LogRows, LogTable, ReadPart, ReadProblem
from engine.errors import FileDamaged, FileMislabelled
from ingest.reading import read

PLAN = """
  <FileUnits><PrimaryUnits>
    <AngularUnit><SIUnitName>radian</SIUnitName><UnitName>degree</UnitName></AngularUnit>
    <LinearUnit><SIUnitName>meter</SIUnitName><UnitName>mm</UnitName></LinearUnit>
  </PrimaryUnits></FileUnits>
  <Product><PartSet n="1"><Part id="1"><ModelNumber>SH-204</ModelNumber></Part></PartSet></Product>
  <Characteristics>
    <CharacteristicDefinitions n="3">
      <DiameterCharacteristicDefinition id="10"><Tolerance>
        <MaxValue>0.02</MaxValue><MinValue>-0.01</MinValue>
        <DefinedAsLimit>false</DefinedAsLimit></Tolerance></DiameterCharacteristicDefinition>
      <PositionCharacteristicDefinition id="11"><ToleranceValue>0.1</ToleranceValue>
      </PositionCharacteristicDefinition>
      <AngleCharacteristicDefinition id="12">{tolerance}</AngleCharacteristicDefinition>
    </CharacteristicDefinitions>
    <CharacteristicNominals n="3">
      <DiameterCharacteristicNominal id="20">
        <CharacteristicDefinitionId>10</CharacteristicDefinitionId>
        <TargetValue>8.0</TargetValue></DiameterCharacteristicNominal>
      <PositionCharacteristicNominal id="21">
        <CharacteristicDefinitionId>11</CharacteristicDefinitionId>
      </PositionCharacteristicNominal>
      <AngleCharacteristicNominal id="22">
        <CharacteristicDefinitionId>12</CharacteristicDefinitionId>
        <TargetValue>30</TargetValue></AngleCharacteristicNominal>
    </CharacteristicNominals>
    <CharacteristicItems n="3">
      <DiameterCharacteristicItem id="30"><Name>穴径 φ8</Name>
        <CharacteristicNominalId>20</CharacteristicNominalId></DiameterCharacteristicItem>
      <PositionCharacteristicItem id="31"><Name>POS1</Name>
        <CharacteristicNominalId>21</CharacteristicNominalId></PositionCharacteristicItem>
      <AngleCharacteristicItem id="32"><Name>ANG1</Name>
        <CharacteristicNominalId>22</CharacteristicNominalId></AngleCharacteristicItem>
    </CharacteristicItems>
  </Characteristics>"""
TOLERANCE = "<Tolerance><MaxValue>1</MaxValue><MinValue>-1</MinValue></Tolerance>"
LIMITS = (
    "<Tolerance><MaxValue>31</MaxValue><MinValue>29</MinValue>"
    "<DefinedAsLimit>true</DefinedAsLimit></Tolerance>"
)


def actual(kind: str, item: int, value: str, status: str = "PASS", attributes: str = "") -> str:
    return (
        f"<{kind}CharacteristicActual id='9'><Status><CharacteristicStatusEnum>{status}"
        f"</CharacteristicStatusEnum></Status><CharacteristicItemId>{item}</CharacteristicItemId>"
        f"<Value{attributes}>{value}</Value></{kind}CharacteristicActual>"
    )


def results(component: int, status: str, *actuals: str) -> str:
    return (
        "<MeasurementResults id='5'><MeasuredFeatures><FeatureActuals n='1'>"
        "<CylinderFeatureActual id='6'><Diameter>1.0</Diameter></CylinderFeatureActual>"
        "</FeatureActuals></MeasuredFeatures><MeasuredCharacteristics>"
        f"<CharacteristicActuals n='9'>{''.join(actuals)}</CharacteristicActuals>"
        "</MeasuredCharacteristics><InspectionStatus><InspectionStatusEnum>"
        f"{status}</InspectionStatusEnum></InspectionStatus><ActualComponentIds n='1'>"
        f"<Id>{component}</Id></ActualComponentIds></MeasurementResults>"
    )


def qif(tmp_path: Path, *measured: str, tolerance: str = TOLERANCE, name: str = "a.qif") -> Path:
    components = "".join(
        f"<ActualComponent id='{n}'><SerialNumber>A0{n}</SerialNumber></ActualComponent>"
        for n in (1, 2)
    )
    text = (
        "<?xml version='1.0' encoding='UTF-8'?>"
        "<QIFDocument xmlns='http://qifstandards.org/xsd/qif3' versionQIF='3.0.0'>"
        f"{PLAN.format(tolerance=tolerance)}<MeasurementsResults><MeasurementResultsSet n='2'>"
        f"{''.join(measured)}</MeasurementResultsSet><ActualComponentSets><ActualComponentSet>"
        f"{components}</ActualComponentSet></ActualComponentSets></MeasurementsResults>"
        "</QIFDocument>"
    )
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def rows_of(parts: list[ReadPart]) -> list[dict[str, Cell]]:
    (table,) = [part for part in parts if isinstance(part, LogTable)]
    names = [column.name for column in table.columns]
    rows = [row for part in parts if isinstance(part, LogRows) for row in part.rows]
    return [dict(zip(names, row, strict=True)) for row in rows]


def test_a_row_a_measured_characteristic(tmp_path: Path) -> None:
    fail = actual("Position", 31, "0.2", "FAIL")
    first = results(1, "FAIL", actual("Diameter", 30, "8.005"), fail)
    twice = results(2, "PASS", actual("Diameter", 30, "7.995"), actual("Diameter", 30, "8.0"))
    parts = list(read(qif(tmp_path, first, twice)))
    assert getattr(parts[0], "kind", None) is DocumentKind.LOG_TABLE
    (table,) = [part for part in parts if isinstance(part, LogTable)]
    assert table.notes == ("QIF inspection results", "SH-204")
    assert {c.name: c.type for c in table.columns}["nominal"] is ColumnType.REAL
    rows = rows_of(parts)
    assert rows[0] == {
        "part_serial": "A01", "part_status": "FAIL", "characteristic": "穴径 φ8", "feature_no": 1,
        "char_type": "Diameter", "nominal": 8.0, "tol_lower": -0.01, "tol_upper": 0.02,
        "tol_zone": None, "measured": 8.005, "unit": "mm", "status": "PASS",
    }  # fmt: skip
    assert (rows[1]["tol_zone"], rows[1]["status"]) == (0.1, "FAIL")
    assert [(row["part_serial"], row["feature_no"]) for row in rows[2:]] == [("A02", 1), ("A02", 2)]
    assert not [part for part in parts if isinstance(part, ReadProblem)]


def test_limits_are_no_tolerances(tmp_path: Path) -> None:
    (row,) = rows_of(
        list(read(qif(tmp_path, results(1, "PASS", actual("Angle", 32, "30.5")), tolerance=LIMITS)))
    )
    assert (row["limit_lower"], row["limit_upper"], row["tol_lower"]) == (29, 31, None)
    assert row["unit"] == "degree"


def test_a_value_in_a_unit_of_its_own_stays_text(tmp_path: Path) -> None:
    many = [actual("Diameter", 30, "8.0")] * 30
    inch = actual("Diameter", 30, "0.315", attributes=" linearUnit='inch'")
    parts = list(read(qif(tmp_path, results(1, "PASS", *many, inch))))
    assert rows_of(parts)[-1]["measured"] == "0.315 inch"
    problems = [part for part in parts if isinstance(part, ReadProblem)]
    assert problems == [ReadProblem("value-of-other-type", "row 31: measured: 0.315 inch")]


def test_a_result_of_an_unknown_characteristic_is_reported(tmp_path: Path) -> None:
    parts = list(read(qif(tmp_path, results(1, "PASS", actual("Diameter", 77, "8.0")))))
    (row,) = rows_of(parts)
    assert (row["measured"], row["nominal"], row["characteristic"]) == (8, None, None)
    problems = [part for part in parts if isinstance(part, ReadProblem)]
    assert problems == [ReadProblem("characteristic-unknown", "row 1: 77")]


def test_a_plan_without_results_gives_what_is_to_be_measured(tmp_path: Path) -> None:
    rows = rows_of(list(read(qif(tmp_path))))
    assert [(row["characteristic"], row["nominal"], row["unit"]) for row in rows] == [
        ("穴径 φ8", 8, "mm"),
        ("POS1", None, "mm"),
        ("ANG1", 30, "degree"),
    ]
    assert all(row["measured"] is None for row in rows)


def test_what_is_refused(tmp_path: Path) -> None:
    whole = qif(tmp_path, results(1, "PASS", actual("Diameter", 30, "8.0"))).read_bytes()
    head, _, body = whole.partition(b"?>")
    cases = {
        "cut.qif": (whole[: len(whole) // 2], FileDamaged),
        "entities.qif": (head + b"?><!DOCTYPE a [<!ENTITY b 'c'>]>" + body, FileDamaged),
        "other.qif": (b"<?xml version='1.0'?><STEP/>", FileMislabelled),
        "words.qif": (b"no XML at all", FileDamaged),
    }
    for name, (content, error) in cases.items():
        (tmp_path / name).write_bytes(content)
        with pytest.raises(error):
            list(read(tmp_path / name))
