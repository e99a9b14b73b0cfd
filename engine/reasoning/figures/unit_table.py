"""The units that shop documents write: canonical symbol, dimension, exact factor, spellings.

A factor is exact or the unit has a dimension of its own: what would have to be rounded is never
taken for equal. Spellings are as ``fold`` leaves them; spellings of four letters and more may begin
or be written in capitals, each of its words too.
"""

from __future__ import annotations

from fractions import Fraction

_THINGS = "本 枚 台 組 箱 缶"

# symbol | dimension:factor[+offset], or several where the writing has several meanings | spellings
TABLE = f"""
mm | length:1/1000 | mm MM ミリ ミリメートル ミリメータ millimetre millimetres \
millimeter millimeters
cm | length:1/100 | cm CM センチ センチメートル centimetre centimetres centimeter centimeters
m | length:1 | m メートル メーター metre metres meter meters
km | length:1000 | km キロメートル kilometre kilometres kilometer kilometers
µm | length:1/1000000 | µm um ミクロン マイクロメートル micron microns micrometre micrometres \
micrometer micrometers
nm | length:1/1000000000 | nm ナノメートル nanometre nanometres nanometer nanometers
in | length:254/10000 | in IN " inch inches インチ
ft | length:3048/10000 | ft FT foot feet フィート
mil | length:254/10000000 | mil mils thou
mm² | area:1/1000000 | mm² mm2 mm^2 平方ミリメートル
cm² | area:1/10000 | cm² cm2 cm^2 平方センチメートル
m² | area:1 | m² m2 m^2 平方メートル
mm³ | volume:1/1000000000 | mm³ mm3 mm^3
cm³ | volume:1/1000000 | cm³ cm3 cm^3 cc CC ml mL ML ミリリットル millilitre millilitres \
milliliter milliliters
l | volume:1/1000 | l L ℓ リットル litre litres liter liters
m³ | volume:1 | m³ m3 m^3 立方メートル
l/min | flow:1/60000 | l/min L/min ℓ/min LPM lpm l/分 L/分 リットル毎分 litres_per_minute \
liters_per_minute litre_per_minute liter_per_minute
ml/min | flow:1/60000000 | ml/min mL/min cc/min cm³/min
m³/h | flow:1/3600 | m³/h m3/h m^3/h
s | time:1 | s sec secs second seconds 秒 秒間
ms | time:1/1000 | ms msec ミリ秒 millisecond milliseconds
µs | time:1/1000000 | µs us µsec マイクロ秒 microsecond microseconds
min | time:60 | min mins minute minutes 分 分間
h | time:3600 | h hr hrs Hr Hrs hour hours 時間
d | time:86400 | day days 日 日間
week | time:604800 | week weeks 週 週間
month | months:1 | month months か月 ヶ月 カ月 ヵ月 ケ月 箇月 か月間 ヶ月間 カ月間 ヵ月間 ケ月間
y | months:12 | yr yrs year years 年 年間
Hz | frequency:1 | Hz HZ ヘルツ hertz
kHz | frequency:1000 | kHz KHz KHZ キロヘルツ kilohertz
MHz | frequency:1000000 | MHz MHZ メガヘルツ megahertz
GHz | frequency:1000000000 | GHz GHZ ギガヘルツ gigahertz
rpm | rotation:1 | rpm RPM r.p.m. r/min rev/min 1/min min-1 min⁻¹ min^-1 回転/分 回転毎分 毎分回転 \
revolutions_per_minute
mm/s | speed:1/1000 | mm/s mm/sec ミリ毎秒
mm/min | speed:1/60000 | mm/min mm/分 MM/MIN ミリ毎分
m/min | speed:1/60 | m/min m/分 メートル毎分 metres_per_minute meters_per_minute
m/s | speed:1 | m/s m/sec メートル毎秒
km/h | speed:10/36 | km/h
in/min | speed:254/600000 | in/min ipm IPM inch/min inches/min inch_per_minute inches_per_minute \
インチ毎分 インチ/分
mm/rev | feed:1/1000 | mm/rev mm/r
in/rev | feed:254/10000 | in/rev ipr IPR
m/s² | acceleration:1 | m/s² m/s2 m/s^2
kg | mass:1 | kg KG Kg キロ キログラム kilogram kilograms
g | mass:1/1000 | g グラム gram grams
mg | mass:1/1000000 | mg ミリグラム milligram milligrams
t | mass:1000 | t トン ton tons tonne tonnes
lb | mass:45359237/100000000 | lb lbs LB LBS ポンド pound pounds
oz | mass:45359237/1600000000 | oz OZ ounce ounces オンス
N | force:1 | N ニュートン newton newtons
kN | force:1000 | kN KN キロニュートン kilonewton kilonewtons
mN | force:1/1000 | mN ミリニュートン
kgf | force:980665/100000 | kgf KGF 重量キログラム
lbf | force:44482216152605/10000000000000 | lbf LBF
Pa | pressure:1 | Pa パスカル pascal pascals
hPa | pressure:100 | hPa ヘクトパスカル
kPa | pressure:1000 | kPa KPa キロパスカル kilopascal kilopascals
MPa | pressure:1000000 | MPa MPA Mpa メガパスカル N/mm² N/mm2 N/mm^2 megapascal megapascals
GPa | pressure:1000000000 | GPa GPA ギガパスカル
bar | pressure:100000 | bar BAR バール bars
mbar | pressure:100 | mbar ミリバール
kgf/cm² | pressure:980665/10 | kgf/cm² kgf/cm2 kg/cm² kg/cm2
psi | psi:1 | psi PSI
A | current:1 | A アンペア amp amps ampere amperes
mA | current:1/1000 | mA ミリアンペア milliamp milliamps milliampere milliamperes
µA | current:1/1000000 | µA uA マイクロアンペア microamp microamps
V | voltage:1 | V v VDC Vdc VAC Vac V_DC V_AC ボルト volt volts
mV | voltage:1/1000 | mV ミリボルト millivolt millivolts
kV | voltage:1000 | kV KV キロボルト kilovolt kilovolts
W | power:1 | W ワット watt watts
mW | power:1/1000 | mW ミリワット milliwatt milliwatts
kW | power:1000 | kW KW キロワット kilowatt kilowatts
MW | power:1000000 | MW メガワット megawatt megawatts
hp | horsepower:1 | hp HP 馬力 horsepower
VA | apparent power:1 | VA
kVA | apparent power:1000 | kVA KVA
J | energy:1 | J ジュール joule joules
kJ | energy:1000 | kJ キロジュール
Wh | energy:3600 | Wh
kWh | energy:3600000 | kWh KWH キロワット時
Ah | charge:3600 | Ah
mAh | charge:36/10 | mAh
Ω | resistance:1 | Ω オーム ohm ohms
mΩ | resistance:1/1000 | mΩ
kΩ | resistance:1000 | kΩ KΩ キロオーム
MΩ | resistance:1000000 | MΩ メガオーム
pF | capacitance:1/1000000000000 | pF PF
nF | capacitance:1/1000000000 | nF
µF | capacitance:1/1000000 | µF uF マイクロファラド
nH | inductance:1/1000000000 | nH
mH | inductance:1/1000 | mH
µH | inductance:1/1000000 | µH uH
dB | level:1 | dB DB デシベル decibel decibels
dBA | level A:1 | dBA dB(A)
dBm | level m:1 | dBm
°C | temperature:1+273.15 | °C ℃ ℃ degC deg_C deg.C degrees_C degrees_Celsius degree_Celsius \
摂氏 ° C 度C
°F | temperature:5/9+45967/180 | °F ℉ degF deg_F degrees_F degrees_Fahrenheit
K | temperature:1 | K kelvin ケルビン
° | angle:1 | ° deg degree degrees
度 | angle:1 temperature:1+273.15 | 度
rad | radian:1 | rad ラジアン radians
% | percent:1 | % percent per_cent パーセント pct
‰ | percent:1/10 | ‰ パーミル
ppm | ppm:1 | ppm PPM
HRC | HRC:1 | HRC
HRB | HRB:1 | HRB
HRA | HRA:1 | HRA
HV | HV:1 | HV Hv
HB | HB:1 | HB HBW
pH | pH:1 | pH
lx | illuminance:1 | lx ルクス lux
B | data:1 | バイト byte bytes
kB | data:1000 | kB KB キロバイト
MB | data:1000000 | MB メガバイト
GB | data:1000000000 | GB ギガバイト
TB | data:1000000000000 | TB テラバイト
bit | bits:1 | bit bits ビット
bps | bit rate:1 | bps bit/s ボー baud
kbps | bit rate:1000 | kbps Kbps kbit/s
Mbps | bit rate:1000000 | Mbps Mbit/s
¥ | yen:1 | 円 ¥ JPY yen
$ | dollar:1 | $ USD ドル dollar dollars
€ | euro:1 | € EUR ユーロ euro euros
本 | 本:1 | 本
枚 | 枚:1 | 枚
台 | 台:1 | 台
組 | 組:1 | 組 セット
箱 | 箱:1 | 箱
缶 | 缶:1 | 缶
回 | 回:1 | 回 times
人 | 人:1 | 人 名 persons people
個 | 個:1 {" ".join(f"{thing}:1" for thing in _THINGS.split())} | 個 件 点 つ ヶ ケ ヵ所 か所 箇所 \
カ所 ヶ所 個所 pcs pc PCS ea pieces piece
# | 個:1 回:1 人:1 {" ".join(f"{thing}:1" for thing in _THINGS.split())} |
"""

FORCES = {
    "N": Fraction(1),
    "kN": Fraction(1000),
    "mN": Fraction(1, 1000),
    "cN": Fraction(1, 100),
    "kgf": Fraction(980665, 100000),
    "lbf": Fraction(44482216152605, 10**13),
    "ozf": Fraction(44482216152605, 16 * 10**13),
}
ARMS = {
    "m": Fraction(1),
    "cm": Fraction(1, 100),
    "mm": Fraction(1, 1000),
    "ft": Fraction(3048, 10000),
    "in": Fraction(254, 10000),
}
"""A torque is any force by any arm; shops write kgf as kg, lbf as lb and turn ft·lb round."""
