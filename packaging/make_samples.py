"""Draws the sample shop documents in assets/sample. All of it is made up; no real shop is meant.

Run it after a change to a text below and commit what it writes.
"""

from __future__ import annotations

import csv
import random
from datetime import datetime, timedelta
from pathlib import Path

import pymupdf

SAMPLE = Path(__file__).parents[1] / "assets" / "sample"
A4 = pymupdf.paper_rect("a4")

CSS = """
body { font-family: sans-serif; font-size: 10pt; line-height: 1.35; }
h1 { font-size: 17pt; margin-bottom: 4pt; }
h2 { font-size: 13pt; margin-top: 12pt; margin-bottom: 4pt; }
table { border-collapse: collapse; }
th, td { border: 0.6pt solid #777777; padding: 3pt 7pt; text-align: left; }
"""

MANUAL = """
<h1>Lathe L-7 maintenance manual</h1>
<p>Document MM-L7-03, revision C. Applies to lathes L-7 from serial number 0410.</p>
<h2>1 Safety</h2>
<p>Switch off the main switch Q1 and lock it before any work on the spindle. The spindle keeps
turning for up to 40 s after switching off. Wear cut-resistant gloves when you change inserts.</p>
<h2>2 Spindle</h2>
<p>The spindle runs in two angular contact bearings 7014 and one cylindrical roller bearing
NN3014K. Check the radial run-out at the spindle nose every 500 operating hours: it must not
exceed 0.008 mm.</p>
<p>Tighten the spindle lock nut (item 12) to 85 N·m in one movement, then secure it with the two
set screws M6, tightened to 9 N·m. Never use the nut a third time.</p>
<h2>3 Tightening torques</h2>
<table>
<tr><th>Item</th><th>Part</th><th>Thread</th><th>Torque</th><th>Remark</th></tr>
<tr><td>12</td><td>Spindle lock nut</td><td>M70 x 1.5</td><td>85 N·m</td>
<td>in one movement</td></tr>
<tr><td>14</td><td>Set screw</td><td>M6</td><td>9 N·m</td><td>two pieces</td></tr>
<tr><td>21</td><td>Chuck flange bolt</td><td>M12</td><td>79 N·m</td><td>crosswise</td></tr>
<tr><td>27</td><td>Turret clamp bolt</td><td>M10</td><td>46 N·m</td><td>with Loctite 243</td></tr>
<tr><td>33</td><td>Tailstock bolt</td><td>M16</td><td>195 N·m</td><td>dry</td></tr>
</table>
<h2>4 Lubrication</h2>
<p>Grease the spindle bearings with Kluber NBU 15, 18 g per bearing, every 8,000 operating hours.
Fill the slideway tank with ISO VG 68 oil; it holds 2.4 litres. The central lubrication pump gives
one shot of 3 cm³ every 20 minutes.</p>
<h2>5 Alarms</h2>
<table>
<tr><th>Alarm</th><th>Meaning</th><th>What to do</th></tr>
<tr><td>AL-17</td><td>Spindle temperature above 70 °C</td><td>Stop, check grease and fan</td></tr>
<tr><td>AL-23</td><td>Lubrication pressure low</td><td>Fill the tank, check the filter</td></tr>
<tr><td>AL-31</td><td>Chuck pressure below 12 bar</td><td>Check the hydraulic unit</td></tr>
</table>
"""

STANDARD_JA = """
<h1>検査基準書 軸 SH-200 シリーズ</h1>
<p>文書番号 QS-SH200-05、改訂 B、制定日 2026年4月1日。作成:品質保証課</p>
<h2>1 適用範囲</h2>
<p>この基準書は、旋盤 L-7 で加工する軸 SH-200 シリーズの完成品検査に適用する。</p>
<h2>2 検査項目</h2>
<table>
<tr><th>項目</th><th>規格値</th><th>測定器</th><th>頻度</th></tr>
<tr><td>外径 A</td><td>25.000 +0 / -0.020 mm</td><td>マイクロメータ</td><td>全数</td></tr>
<tr><td>全長</td><td>120.0 ±0.1 mm</td><td>デジタルノギス</td><td>5本に1本</td></tr>
<tr><td>表面粗さ Ra</td><td>0.8 µm 以下</td><td>粗さ計</td><td>ロットに1本</td></tr>
<tr><td>硬さ</td><td>HRC 58 ～ 62</td><td>ロックウェル硬度計</td><td>ロットに2本</td></tr>
</table>
<h2>3 判定</h2>
<p>1項目でも規格値を外れたものは不合格とし、赤札を付けて隔離する。再検査は1回だけ認める。
測定前に20 ℃ の恒温室に2時間以上置くこと。</p>
<h2>4 記録</h2>
<p>検査記録は10年間保管する。測定器の校正周期は12か月とする。</p>
"""

NOTES = """# Shift notes, L-7 cell

## 2026-05-11, early shift

- Spindle lock nut replaced after bearing change, 85 N·m, checked by M. Sato.
- SH-204: outer diameter drifted up from about 10:00, insert changed at 11:20.

## 2026-05-18, late shift

- Alarm AL-23 twice. Filter of the lubrication unit was blocked; replaced with part LF-330.
- Coolant concentration 6.5 %, topped up to 8 %.

| Tool | Insert | Changed after |
|------|--------|---------------|
| T01 | CNMG 120408 | 140 parts |
| T03 | DNMG 150604 | 95 parts |
| T07 | MGMN 300 | 210 parts |
"""


def main() -> None:
    """Write every sample file anew; the same bytes' worth of content each time."""
    SAMPLE.mkdir(parents=True, exist_ok=True)
    _draw(MANUAL, SAMPLE / "L-7 maintenance manual.pdf", "Lathe L-7 maintenance manual")
    _draw(STANDARD_JA, SAMPLE / "検査基準書 SH-200.pdf", "検査基準書 軸 SH-200 シリーズ")
    (SAMPLE / "shift notes.md").write_text(NOTES, encoding="utf-8")
    _write_log(SAMPLE / "inspection log May 2026.csv")


def _draw(html: str, path: Path, title: str) -> None:
    story = pymupdf.Story(html=html, user_css=CSS)
    margin = pymupdf.Rect(56, 56, -56, -56)
    inner = A4 + margin
    document = story.write_with_links(lambda *_: (A4, inner, None))
    document.set_metadata({"title": title, "producer": "Genba samples"})
    document.subset_fonts()
    document.ez_save(path)


def _write_log(path: Path) -> None:
    generator = random.Random(204)  # noqa: S311  (sample data)
    at = datetime(2026, 5, 4, 8, 0)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        log = csv.writer(file)
        log.writerow(
            [
                "date",
                "part",
                "serial",
                "diameter_mm",
                "length_mm",
                "roughness_um",
                "inspector",
                "result",
            ]
        )
        for n in range(60):
            part = ("SH-203", "SH-204", "SH-205")[n % 3]
            drift = 0.009 if part == "SH-204" and at.day == 11 else 0.0
            diameter = round(24.990 + generator.uniform(-0.007, 0.007) + 2 * drift, 3)
            length = round(120.0 + generator.uniform(-0.08, 0.08), 2)
            is_good = 24.980 <= diameter <= 25.000
            log.writerow(
                [
                    at.strftime("%Y-%m-%d %H:%M"),
                    part,
                    f"{part}-{n + 1:03}",
                    f"{diameter:.3f}",
                    f"{length:.2f}",
                    f"{generator.uniform(0.4, 0.78):.2f}",
                    generator.choice(["Sato", "Tanaka", "Weber"]),
                    "PASS" if is_good else "FAIL",
                ]
            )
            at += timedelta(hours=9 if n % 4 == 3 else 1)


if __name__ == "__main__":
    main()
