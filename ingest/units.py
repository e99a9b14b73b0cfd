"""Units as shops write them beside a number or under a title. Knows their spelling, no sizes."""

from __future__ import annotations

import re

_SPELLINGS = (
    # Length, area, volume.
    "nm µm μm um ㎛ mm ㎜ cm ㎝ m km in inch ft mil mm² mm2 cm² cm2 m² m2 mm³ cm³ m³ L l mL ml cc"
    # Mass, force, torque, pressure.
    " µg mg g kg ㎏ t lb lbs oz mN N kN lbf kgf gf N·m N・m N⋅m N.m N-m Nm kN·m kNm cN·m cNm mN·m"
    " mNm N·cm Ncm N·mm Nmm kgf·m kgf·cm kgfm kgfcm kgf-m kgf-cm lbf·ft lbf·in ft·lb ft-lb ftlb"
    " in·lb in-lb inlb Pa hPa kPa MPa GPa bar mbar psi N/mm² N/mm2 kgf/cm² kgf/cm2 mmHg"
    # Temperature, time, rate.
    " °C ℃ degC °F ℉ degF K ns µs us ms s sec min h hr hrs day days 秒 分 時間 日 rpm r/min min-1"
    " min⁻¹ /min 1/min mm/s mm/min mm/rev mm/tooth m/s m/min km/h m/s² m/s2 L/min l/min mL/min"
    " cc/min m³/h"
    # Electricity, light, sound, angle, share, hardness, counts.
    " µV mV V kV µA mA A kA mW W kW MW VA kVA Wh kWh µF nF pF Ω mΩ kΩ MΩ ohm Hz kHz MHz GHz dB"
    " dBA lx lm ° deg 度 rad mrad % ％ ‰ ppm HRC HRB HV HB HS Ra Rz 個 本 枚 回 件 台 pcs pc"
).split()
# Words of a sentence, and letters that name parts: units only where nothing else can follow.
_AMBIGUOUS = frozenset("in m t g l L s h A V W N K min day days ft mil Ra Rz HB HS HV".split())
_ONE = "|".join(re.escape(spelling) for spelling in sorted(_SPELLINGS, key=len, reverse=True))

_NUMBER = r"[+-]?(?:\d[\d,]*(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?"
UNIT = re.compile(rf"(?:{_ONE})(?![^\W\d])")
"""A known unit that no letter follows."""
_MEASURE = re.compile(rf"({_NUMBER})\s*({_ONE})")


def is_unit(text: str) -> bool:
    """Whether a text is a known unit and nothing else."""
    return UNIT.fullmatch(text) is not None


def is_ambiguous(unit: str) -> bool:
    """Whether the unit may be a word of its own when a space stands before it."""
    return unit in _AMBIGUOUS


def measure_of(text: str) -> tuple[str, str] | None:
    """Number and unit of a text such as "12.5 N·m"; None for anything else."""
    match = _MEASURE.fullmatch(text.strip())
    return (match[1], match[2]) if match else None
