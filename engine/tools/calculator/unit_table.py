"""The units a shop writes: which spellings are read, and how each is shown.

The table is ours and closed; what a unit measures comes from pint's definitions, or from units
above it in the table. A spelling is read as it stands: mN is not MN.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

# symbol -> (name in pint, further spellings). The symbol itself is read too.
MEASURED: Final = MappingProxyType(
    {
        "mm": ("millimeter", "ミリ ミリメートル millimeter millimeters millimetre millimetres"),
        "cm": ("centimeter", "センチ センチメートル centimeter centimeters centimetre"),
        "m": ("meter", "メートル meter meters metre metres"),
        "km": ("kilometer", "キロメートル"),
        "µm": ("micrometer", "um ミクロン マイクロメートル micron microns micrometer"),
        "nm": ("nanometer", ""),
        "in": ("inch", 'inch inches インチ "'),
        "mil": ("thou", "mils thou"),
        "ft": ("foot", "foot feet フィート"),
        "N": ("newton", "newton newtons ニュートン"),
        "kN": ("kilonewton", ""),
        "mN": ("millinewton", ""),
        "kgf": ("kilogram_force", "kgF"),
        "lbf": ("pound_force", ""),
        "ozf": ("ounce_force", ""),
        "Pa": ("pascal", ""),
        "kPa": ("kilopascal", ""),
        "MPa": ("megapascal", "メガパスカル"),
        "GPa": ("gigapascal", ""),
        "bar": ("bar", ""),
        "mbar": ("millibar", ""),
        "atm": ("atmosphere", "気圧"),
        "K": ("kelvin", "kelvin"),
        "°R": ("degree_Rankine", "degR Rankine"),
        "kg": ("kilogram", "キログラム"),
        "g": ("gram", "グラム"),
        "mg": ("milligram", ""),
        "t": ("metric_ton", "tonne tonnes トン"),
        "lb": ("pound", "lbs pound pounds ポンド"),
        "oz": ("ounce", "オンス"),
        "s": ("second", "sec secs second seconds 秒"),
        "ms": ("millisecond", ""),
        "µs": ("microsecond", "us"),
        "ns": ("nanosecond", ""),
        "min": ("minute", "mins minute minutes 分"),
        "h": ("hour", "hr hrs hour hours 時間"),
        "day": ("day", "days 日"),
        "Hz": ("hertz", ""),
        "kHz": ("kilohertz", ""),
        "MHz": ("megahertz", ""),
        "GHz": ("gigahertz", ""),
        "A": ("ampere", ""),
        "mA": ("milliampere", ""),
        "µA": ("microampere", "uA"),
        "V": ("volt", ""),
        "mV": ("millivolt", ""),
        "kV": ("kilovolt", ""),
        "W": ("watt", ""),
        "mW": ("milliwatt", ""),
        "kW": ("kilowatt", ""),
        "Ω": ("ohm", "ohm ohms"),
        "mΩ": ("milliohm", ""),
        "kΩ": ("kiloohm", "kohm"),
        "MΩ": ("megaohm", "Mohm"),
        "pF": ("picofarad", ""),
        "nF": ("nanofarad", ""),
        "µF": ("microfarad", "uF"),
        "J": ("joule", ""),
        "kJ": ("kilojoule", ""),
        "L": ("liter", "l liter liters litre litres リットル"),
        "mL": ("milliliter", "ml cc"),
    }
)

# symbol -> (what it is: units above and their powers, further spellings)
COMPOSED: Final = MappingProxyType(
    {
        "psi": ("lbf in^-2", "PSI psia"),
        # A turn is a plain count here, as where min⁻¹ stands for r/min: pint's own rpm carries
        # 2π, and π·d·n would come out 2π times too fast.
        "rpm": ("min^-1", "RPM r/min rev/min"),
        "r/s": ("s^-1", "rev/s"),
        "Ah": ("A h", ""),
        "mAh": ("mA h", ""),
        "Wh": ("W h", ""),
        "kWh": ("kW h", ""),
    }
)

# A count has no dimension, but 個 and 本 are not the same: they are never added.
COUNTS: Final = MappingProxyType(
    {"個": "ヶ コ", "本": "", "件": "", "枚": "", "回": "", "pcs": "pc pieces piece", "rev": "revs"}
)

# spelling -> units and their powers; shown by their parts
SPELLED_OUT: Final = MappingProxyType(
    {
        "Nm": "N m",
        "kNm": "kN m",
        "mNm": "mN m",
        "ipm": "in min^-1",
        "mm2": "mm^2",
        "cm2": "cm^2",
        "m2": "m^2",
        "mm3": "mm^3",
        "cm3": "cm^3",
        "m3": "m^3",
    }
    # A force and a length with a mark between them that is no operator: N.m, N-m, N m.
    | {
        f"{force}{mark}{length}": f"{force} {length}"
        for force, length in (
            *(("N", "m"), ("kN", "m"), ("mN", "m"), ("N", "cm"), ("N", "mm")),
            *(("kgf", "m"), ("kgf", "cm"), ("lbf", "ft"), ("lbf", "in"), ("ozf", "in")),
        )
        for mark in ".- "
        if (length, mark) != ("in", " ")  # "20 lbf in N" converts
    }
    # The pound of a torque is a force, whichever way it is written.
    | {
        f"{pair[0]}{mark}{pair[1]}": f"lbf {length}"
        for length in ("ft", "in")
        for pound in ("lb", "lbs", "lbf")
        for pair in ((length, pound), (pound, length))
        for mark in "*.- "
        if "in" not in pair or mark != " "
    }
)

# What people write for something else; shown after "did you mean".
MEANT: Final = MappingProxyType(
    {
        "Nmm": "N·mm",
        "Ncm": "N·cm",
        "C": "°C",
        "F": "°F",
        "x": "*",
        "X": "*",
        "HS": "HRC, HV, HBW or HRB",
    }
)
