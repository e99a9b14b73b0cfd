"""What the entities of a drawing measure and say, in drawing units and degrees."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ezdxf.entities.attrib import AttDef, Attrib
from ezdxf.entities.dimension import Dimension
from ezdxf.entities.dxfentity import DXFEntity
from ezdxf.entities.lwpolyline import LWPolyline
from ezdxf.entities.mtext import MText
from ezdxf.entities.polyline import Polyline
from ezdxf.entities.text import Text
from ezdxf.math import Vec2, Vec3, bulge_center, bulge_radius

_DIMENSIONS = ("linear", "linear", "angular", "diameter", "radius", "angular", "ordinate")
_TWO_LINES, _THREE_POINTS = 2, 5  # Types of angular dimensions.
_ON_LINE = 1e-6  # Degrees.
_SAME = 1e-4  # Of the radius: what CAM programs round their circles to.


@dataclass(frozen=True, slots=True)
class Measures:
    """One entity; None where its type has no such measure."""

    type: str
    x: float | None = None
    y: float | None = None
    length: float | None = None
    diameter: float | None = None
    radius: float | None = None
    width: float | None = None
    height: float | None = None
    is_closed: bool | None = None
    measured: float | None = None


def measures(entity: DXFEntity) -> Measures:
    """Position and size. Errors: DXF_FAULTS for a broken entity."""
    kind = entity.dxftype()
    attributes = entity.dxf
    if (outline := _outline(entity)) is not None:
        return outline
    if kind == "LINE":
        start, end = Vec3(attributes.start), Vec3(attributes.end)
        size = end - start
        return Measures(
            kind, start.x, start.y, size.magnitude, None, None, abs(size.x), abs(size.y)
        )
    if kind in {"CIRCLE", "ARC"}:
        at = _flat(attributes.center, entity)
        radius = float(attributes.radius)
        if kind == "CIRCLE":
            return Measures(kind, at.x, at.y, math.tau * radius, 2 * radius, radius)
        turn = math.radians((attributes.end_angle - attributes.start_angle) % 360)
        return Measures(kind, at.x, at.y, radius * turn, None, radius)
    if isinstance(entity, Dimension):
        at = _point(entity, ("text_midpoint", "defpoint")) or Vec3()
        return Measures(kind, at.x, at.y, measured=_measured(entity))
    found = _point(entity, ("insert", "location", "center"))
    return Measures(kind) if found is None else Measures(kind, found.x, found.y)


def text_of(entity: DXFEntity, unit: str) -> str:
    """What a person reads at the entity, or nothing; ``unit`` is that of the drawing."""
    if isinstance(entity, Dimension):
        return _dimension(entity, unit)
    if isinstance(entity, (Attrib, AttDef)):
        return f"{entity.dxf.get('tag', '')}: {entity.plain_text()}".strip()
    if isinstance(entity, MText):
        return " ".join(str(entity.plain_text(split=False)).split())
    if isinstance(entity, Text):
        return " ".join(entity.plain_text().split())
    if entity.dxftype() in {"MULTILEADER", "MLEADER"}:
        return " ".join(str(getattr(entity, "get_mtext_content", str)()).split())
    return ""


def number(value: float) -> str:
    """Three decimals, or fewer if they are noughts."""
    return f"{value:.3f}".rstrip("0").rstrip(".")


def _point(entity: DXFEntity, names: Sequence[str]) -> Vec3 | None:
    """The first of the attributes that the entity has."""
    for name in names:
        # A type that does not know the attribute raises where it is asked for it.
        if entity.dxf.is_supported(name) and entity.dxf.hasattr(name):
            return Vec3(entity.dxf.get(name))
    return None


def _flat(point: Vec3 | Vec2 | Sequence[float], entity: DXFEntity) -> Vec3:
    """In world coordinates: a mirrored entity has its own."""
    place = Vec3(point)
    ocs = getattr(entity, "ocs", None)
    return place if ocs is None else Vec3(ocs().to_wcs(place))


def _outline(entity: DXFEntity) -> Measures | None:
    if isinstance(entity, LWPolyline):
        elevation = float(entity.dxf.get("elevation", 0))
        points = [(_flat(Vec3(x, y, elevation), entity), b) for x, y, b in entity.get_points("xyb")]
        return _polyline(entity.dxftype(), points, is_closed=entity.closed)
    if isinstance(entity, Polyline) and entity.is_2d_polyline:
        points = [
            (_flat(v.dxf.location, entity), float(v.dxf.get("bulge", 0))) for v in entity.vertices
        ]
        return _polyline(entity.dxftype(), points, is_closed=entity.is_closed)
    return None


def _polyline(kind: str, points: list[tuple[Vec3, float]], *, is_closed: bool) -> Measures:
    if not points:
        return Measures(kind)
    corners = [Vec2(point) for point, _ in points]
    # CAM programs repeat the first point at the end and close the polyline all the same.
    is_closed = is_closed or (len(corners) > 2 and corners[0].isclose(corners[-1]))
    ends = [*corners[1:], corners[0]] if is_closed else corners[1:]
    arcs = [
        (start, end, bulge)
        for start, end, (_, bulge) in zip(corners, ends, points, strict=False)
        if not start.isclose(end)
    ]
    length = sum(_arc_length(*arc) for arc in arcs)
    if is_closed and (circle := _circle(arcs)) is not None:
        center, radius = circle
        name = f"CIRCLE ({kind})"
        return Measures(name, center.x, center.y, length, 2 * radius, radius, None, None, True)
    xs, ys = [corner.x for corner in corners], [corner.y for corner in corners]
    size = (max(xs) - min(xs), max(ys) - min(ys))
    return Measures(kind, xs[0], ys[0], length, None, None, *size, is_closed)


def _arc_length(start: Vec2, end: Vec2, bulge: float) -> float:
    chord = float(start.distance(end))
    if abs(bulge) < 1e-9:
        return chord
    turn = 4 * math.atan(abs(bulge))
    return chord / 2 / math.sin(turn / 2) * turn


def _circle(arcs: list[tuple[Vec2, Vec2, float]]) -> tuple[Vec2, float] | None:
    """Center and radius if the arcs are all of one circle and go round it once."""
    turn = 4 * sum(math.atan(bulge) for _, _, bulge in arcs)
    if not arcs or abs(abs(turn) - math.tau) > 1e-3 or any(abs(b) < 1e-9 for _, _, b in arcs):
        return None
    center, radius = bulge_center(*arcs[0]), bulge_radius(*arcs[0])
    tolerance = _SAME * radius
    for arc in arcs[1:]:
        is_same = abs(bulge_radius(*arc) - radius) <= tolerance
        if not is_same or bulge_center(*arc).distance(center) > tolerance:
            return None
    return center, radius


def _measured(entity: Dimension) -> float | None:
    if (angle := _angle(entity)) is not None:
        return angle
    value = entity.get_measurement()
    if isinstance(value, Vec3):
        along_x = bool(entity.dxf.dimtype & 64)
        return float(value.x) if along_x else float(value.y)
    return float(value)


def _angle(entity: Dimension) -> float | None:
    """The angle that the dimension's arc goes over, in degrees; None for no angle.

    ezdxf measures from the first line's direction to the second's, wherever the arc is: 150.5 for
    29.5, or 330 for 30, as the lines happen to be drawn.
    """
    attributes = entity.dxf
    kind = entity.dimtype
    if kind not in {_TWO_LINES, _THREE_POINTS}:
        return None
    points = {
        name: Vec2(attributes.get(name, (0, 0, 0)))
        for name in ("defpoint", "defpoint2", "defpoint3", "defpoint4", "defpoint5")
    }
    if kind == _THREE_POINTS:
        vertex, arc = points["defpoint4"], points["defpoint"]
        first, second = points["defpoint2"] - vertex, points["defpoint3"] - vertex
        return min(_swept(first, second, arc - vertex), default=None)
    first = points["defpoint3"] - points["defpoint2"]
    second = points["defpoint"] - points["defpoint4"]
    across = first.det(second)
    if abs(across) < 1e-9 * max(1e-9, first.magnitude * second.magnitude):
        return None
    along = (points["defpoint4"] - points["defpoint2"]).det(second) / across
    to_arc = points["defpoint5"] - (points["defpoint2"] + first * along)
    sectors = [
        angle
        for one in (first, -first)
        for other in (second, -second)
        for angle in _swept(one, other, to_arc)
        if angle < 180
    ]
    # An arc that is placed on one of the lines is in two of the four sectors.
    return min(sectors, default=None)


def _swept(first: Vec2, second: Vec2, arc: Vec2) -> Iterator[float]:
    """The angles from one direction to the other, either way round, that have the arc between."""
    for start, end in ((first, second), (second, first)):
        turn = (end.angle_deg - start.angle_deg) % 360
        if (arc.angle_deg - start.angle_deg + _ON_LINE) % 360 <= turn + 2 * _ON_LINE:
            yield turn


def _dimension(entity: Dimension, unit: str) -> str:
    kind = int(entity.dxf.dimtype) & 7
    name = _DIMENSIONS[kind] if kind < len(_DIMENSIONS) else "dimension"
    value = _measured(entity)
    own = "" if value is None else number(value)
    override = str(entity.dxf.get("text", "") or "")
    shown = override.replace("<>", own)
    shown = shown.replace("%%c", "⌀").replace("%%C", "⌀").replace("%%d", "°").replace("%%p", "±")
    if override in {"", "<>"}:
        sign = {3: "⌀", 4: "R"}.get(kind, "")
        ending = "°" if kind in {2, 5} else f" {unit}" if unit else ""
        return f"{name} {sign}{own}{ending}"
    if "<>" in override:
        return f"{name} {shown} (measured {own})"
    return f"{name}, text override '{shown.strip()}', measured {own}"
