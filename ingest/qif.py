"""QIF inspection results (2.x and 3.0, ISO 23952) to a log table: a row a measured characteristic.

The file is read twice, as the serial numbers of the parts stand behind their results. What was
fitted to the measured features and the point clouds are not read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import TypeAlias
from xml.etree import ElementTree
from xml.parsers import expat

from engine.domain import DocumentHead, DocumentKind, ReadPart, ReadProblem
from engine.errors import FileDamaged, FileEmpty, FileMislabelled
from ingest.typed_rows import Record, table_name, typed_parts

Element: TypeAlias = ElementTree.Element

_SAMPLE_ROWS = 20_000
_TITLES = (
    "part_serial", "part_status", "characteristic", "feature_no", "char_type", "nominal",
    "tol_lower", "tol_upper", "limit_lower", "limit_upper", "tol_zone", "measured", "unit",
    "status",
)  # fmt: skip
_LINEAR = frozenset(
    "Chord Circularity CircularRunout Coaxiality Concentricity CurveLength"
    " Cylindricity Depth Diameter DistanceBetween DistanceFrom Flatness Height Length LineProfile"
    " Angularity Parallelism Perpendicularity PointProfile Position Radius SphericalDiameter"
    " SphericalRadius Straightness SurfaceProfile Symmetry Thickness TotalRunout Width".split()
)
_ANGULAR = frozenset("Angle AngleBetween AngleFrom".split())
_ABOUT = frozenset("ModelNumber DrawingNumber FormalStandardEnum ReportNumber".split())


@dataclass(frozen=True, slots=True)
class _Definition:
    """A characteristic as it was wanted: texts as the file has them, empty for none."""

    lower: str = ""
    upper: str = ""
    zone: str = ""
    are_limits: bool = False


@dataclass(slots=True)
class _Plan:
    """What the results refer to, by identifier."""

    definitions: dict[str, _Definition] = field(default_factory=dict)
    nominals: dict[str, tuple[str, str]] = field(default_factory=dict)
    items: dict[str, tuple[str, str]] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    serials: dict[str, str] = field(default_factory=dict)
    units: dict[str, str] = field(default_factory=dict)
    about: list[str] = field(default_factory=list)

    @property
    def titles(self) -> list[str]:
        """Tolerances are given from the nominal or as limits, seldom both."""
        has_limits = any(definition.are_limits for definition in self.definitions.values())
        return [title for title in _TITLES if has_limits or not title.startswith("limit")]


def read_qif(path: Path) -> Iterator[ReadPart]:
    """Head, table and rows. Errors: FileDamaged, FileEmpty, FileMislabelled."""
    try:
        _check(path)
        plan = _planned(path)
        problems: list[ReadProblem] = []
        records = _records(path, plan, problems)
        sampled = list(islice(records, _SAMPLE_ROWS))
        if not sampled:
            raise FileEmpty(path=path)
        yield DocumentHead(DocumentKind.LOG_TABLE, path.stem, 0)
        notes = ("QIF inspection results", *dict.fromkeys(plan.about))
        name = table_name(path.stem)
        for part in typed_parts(
            name, plan.titles, sampled, records, problems, joint=" ", notes=notes
        ):
            if isinstance(part, ReadProblem):
                # An element has no line of its own that would help.
                yield replace(part, line=None, detail=f"row {part.line}: {part.detail}")
            else:
                yield part
    except (ElementTree.ParseError, expat.ExpatError) as error:
        raise FileDamaged(path=path, detail=str(error)) from error


class _RootFound(Exception):
    """Enough is known of a file."""


def _check(path: Path) -> None:
    """Refuse other XML, and a document type: its entities can grow at will."""
    parser = expat.ParserCreate(namespace_separator="}")
    found: list[str] = []

    def root(tag: str, _: object) -> None:
        found.append(tag.rpartition("}")[2])
        raise _RootFound

    def doctype(*_: object) -> None:
        raise FileDamaged(path=path, detail="a document type definition")

    parser.StartElementHandler = root
    parser.StartDoctypeDeclHandler = doctype
    try:
        with path.open("rb") as file:
            parser.ParseFile(file)
    except _RootFound:
        pass
    if found != ["QIFDocument"]:
        raise FileMislabelled(path=path, expected="qif", found="xml")


def _elements(
    path: Path, is_wanted: Callable[[str], bool], mark: str = ""
) -> Iterator[tuple[str, Element]]:
    """Whole elements with the names that are wanted, and nothing else in memory.

    The end of an element named ``mark`` is given as well, without what it held.
    """
    depth = 0
    for event, element in ElementTree.iterparse(path, ("start", "end")):  # noqa: S314
        tag = element.tag.rpartition("}")[2]
        if event == "start":
            depth += is_wanted(tag)
            continue
        if is_wanted(tag):
            depth -= 1
            if depth == 0:
                yield tag, element
        elif tag == mark:
            yield tag, element
        if depth == 0:
            element.clear()


def _planned(path: Path) -> _Plan:
    plan = _Plan()
    for tag, element in _elements(path, _is_planned):
        identity = element.get("id", "")
        if tag.endswith("CharacteristicDefinition"):
            plan.definitions[identity] = _Definition(
                lower=_quantity(element, "MinValue"),
                upper=_quantity(element, "MaxValue"),
                zone=_quantity(element, "ToleranceValue"),
                are_limits=_text(element, "DefinedAsLimit") in {"true", "1"},
            )
        elif tag.endswith("CharacteristicNominal"):
            target = _quantity(element, "TargetValue")
            plan.nominals[identity] = (_text(element, "CharacteristicDefinitionId"), target)
        elif tag.endswith("CharacteristicItem"):
            nominal = _text(element, "CharacteristicNominalId")
            plan.items[identity] = (_text(element, "Name"), nominal)
            plan.kinds[identity] = tag.removesuffix("CharacteristicItem")
        elif tag == "ActualComponent":
            plan.serials[identity] = _text(element, "SerialNumber")
        elif tag == "PrimaryUnits":
            for kind in ("LinearUnit", "AngularUnit"):
                unit = _child(element, kind)
                plan.units[kind] = "" if unit is None else _text(unit, "UnitName")
        elif element.text and element.text.strip():
            plan.about.append(element.text.strip())
    return plan


def _is_planned(tag: str) -> bool:
    return (
        tag.endswith(("CharacteristicDefinition", "CharacteristicNominal", "CharacteristicItem"))
        or tag in {"ActualComponent", "PrimaryUnits"}
        or tag in _ABOUT
    )


def _is_result(tag: str) -> bool:
    return tag.endswith("CharacteristicActual") or tag in {"InspectionStatus", "ActualComponentIds"}


def _records(path: Path, plan: _Plan, problems: list[ReadProblem]) -> Iterator[Record]:
    """A record a measured characteristic; its line is its number."""
    number = 0
    for serial, status, rows in _results(path, plan):
        counts: Counter[str] = Counter()
        for row in rows:
            number += 1
            item = row["item"]
            counts[item] += 1
            if item not in plan.items:
                problems.append(ReadProblem("characteristic-unknown", item, line=number))
            part = {"part_serial": serial, "part_status": status, "feature_no": str(counts[item])}
            values = row | part | _wanted(plan, item)
            yield Record(number, [values.get(title, "") for title in plan.titles])


def _results(path: Path, plan: _Plan) -> Iterator[tuple[str, str, list[dict[str, str]]]]:
    """The serial number, status and characteristics of each part that was measured.

    A file that holds no results gives what is to be measured, without values.
    """
    rows: list[dict[str, str]] = []
    serial = status = ""
    n_rows = 0
    for tag, element in _elements(path, _is_result, "MeasurementResults"):
        if tag == "InspectionStatus":
            status = "".join(element.itertext()).strip()
        elif tag == "ActualComponentIds":
            serials = [plan.serials.get(text, "") for text in _words(element)]
            serial = ", ".join(text for text in serials if text)
        elif tag == "MeasurementResults":
            yield serial, status, rows
            rows, serial, status = [], "", ""
        else:
            rows.append(_measured(tag, element, plan))
            n_rows += 1
    if not n_rows:
        yield "", "", [{"item": item} | _kind(plan.kinds[item], plan) for item in plan.items]


def _measured(tag: str, element: Element, plan: _Plan) -> dict[str, str]:
    row = {
        "item": _text(element, "CharacteristicItemId"),
        "measured": _quantity(element, "Value"),
        "status": _text(element, "Status"),
    }
    return row | _kind(tag.removesuffix("CharacteristicActual"), plan)


def _kind(kind: str, plan: _Plan) -> dict[str, str]:
    """The type of a characteristic with the file's unit for it."""
    unit = ""
    if kind in _LINEAR:
        unit = plan.units.get("LinearUnit", "")
    elif kind in _ANGULAR:
        unit = plan.units.get("AngularUnit", "")
    return {"char_type": kind, "unit": unit}


def _wanted(plan: _Plan, item: str) -> dict[str, str]:
    name, nominal_id = plan.items.get(item, ("", ""))
    definition_id, target = plan.nominals.get(nominal_id, ("", ""))
    definition = plan.definitions.get(definition_id, _Definition())
    kind = "limit" if definition.are_limits else "tol"
    return {
        "characteristic": name,
        "nominal": target,
        f"{kind}_lower": definition.lower,
        f"{kind}_upper": definition.upper,
        "tol_zone": definition.zone,
    }


def _child(element: Element, name: str) -> Element | None:
    return next((e for e in element.iter() if e.tag.rpartition("}")[2] == name), None)


def _text(element: Element, name: str) -> str:
    """All text of the first element of a name inside another; empty if there is none."""
    found = _child(element, name)
    return "" if found is None else " ".join("".join(found.itertext()).split())


def _words(element: Element) -> list[str]:
    return " ".join(element.itertext()).split()


def _quantity(element: Element, name: str) -> str:
    """A number as written. With a unit of its own it becomes a text: the column has another."""
    found = _child(element, name)
    if found is None:
        return ""
    units = (found.get("linearUnit", ""), found.get("angularUnit", ""), found.get("unitName", ""))
    return " ".join(part for part in ((found.text or "").strip(), *units) if part)
