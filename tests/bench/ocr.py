"""How well pictures of known pages are read: RapidOCR as we use it, and Tesseract.

Run: python tests/bench/ocr.py [SCAN.pdf...]. Prints a table over English and Japanese pages made
here, at 150 and 300 dpi, straight, 2 degrees askew, and askew with noise and JPEG blocks. The
figures are decimals, tolerances, dates and part numbers. "Silent" are lines whose figures are
wrong although they are called sure; "doubted" are lines that are called unsure although their
figures are right. Seconds are the processor's, a page; two idle cores need little more than half of
them. Tesseract (Debian: tesseract-ocr, tesseract-ocr-jpn) is left out where it is not installed. Of
SCANs, whose text nobody wrote down, only seconds and sureness are printed. Needs Linux.
"""

from __future__ import annotations

import io
import os
import platform
import random
import re
import resource
import shutil
import subprocess
import sys
import time
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from engine.domain import SURE_CONFIDENCE, Page, ReadProblem
from ingest.mupdf import pymupdf
from ingest.pdf import read_pdf
from ingest.recognised_lines import Line, figures
from ingest.recognition import Picture, engine_name, recognise
from ingest.text_strips import skew_of, straightened

_FIRST_PT, _PITCH_PT, _N_LINES = 60.0, 30.0, 24
_TESSERACT = {"English": "eng", "Japanese": "jpn+eng"}
_ENGLISH = (
    "Bore {d} ±{t} mm, depth {e} mm, see {p}",
    "Torque {n} N·m for {p}, then turn {m}°",
    "{p}  qty {n}  {e} kg  Ra {t} µm",
    "Replace the seal {p} every {n}00 h or on 2026-{mm}-{dd}",
    "Runout -{t} mm max. at {n}0 min-1, feed {e} mm/rev",
    "Cpk {t}, mean {d}, range {t}, lot {m}{n}{m}",
)
_JAPANESE = (
    "穴径 {d} ±{t} mm、深さ {e} mm（{p}）",
    "締付トルク {n} N·m、部品番号 {p}",
    "主軸の振れは {t} mm 以下であること",
    "{n}00時間ごとにシール {p} を交換する",
    "検査日 2026年{mm}月{dd}日、ロット {m}{n}{m}、合格",
    "送り速度 {e} mm/rev、回転数 {n}0 min-1 で切削する",
)


@dataclass(frozen=True, slots=True)
class Truth:
    """A page's lines, from top to bottom, and the page with them in it."""

    language: str
    lines: tuple[str, ...]
    size_pt: float
    page: pymupdf.Page


@dataclass(frozen=True, slots=True)
class Score:
    """What one engine made of one picture; rates are of the characters or figures that are there.

    ``silent`` and ``doubted`` are lines, None where the engine says nothing of its sureness.
    """

    characters: float
    digits: float
    seconds: float
    silent: int | None = None
    doubted: int | None = None


def truths() -> list[Truth]:
    """Pages of both languages in two sizes."""
    made = []
    for language, forms, font in (("English", _ENGLISH, "helv"), ("Japanese", _JAPANESE, "japan")):
        for size in (10.0, 7.0):
            chance = random.Random(f"{language}{size}")
            lines = tuple(_filled(forms[i % len(forms)], chance) for i in range(_N_LINES))
            document = pymupdf.open()
            page = document.new_page()
            for i, line in enumerate(lines):
                page.insert_text(
                    (60, _FIRST_PT + i * _PITCH_PT), line, fontsize=size, fontname=font
                )
            made.append(Truth(language, lines, size, page))
    return made


def _filled(form: str, chance: random.Random) -> str:
    part = f"{chance.choice('ABKLMSXZ')}{chance.choice('0BDGIOQ8')}-{chance.randint(100, 9999)}"
    return form.format(
        d=f"{chance.uniform(1, 400):.{chance.randint(1, 3)}f}",
        e=f"{chance.uniform(0, 9):.2f}",
        t=f"{chance.uniform(0, 2):.{chance.randint(2, 3)}f}",
        n=chance.randint(10, 199),
        m=chance.randint(1, 9) * 11,
        mm=f"{chance.randint(1, 12):02}",
        dd=f"{chance.randint(1, 28):02}",
        p=part,
    )


def picture_of(page: pymupdf.Page, dpi: int, degrees: float, *, is_noisy: bool) -> Picture:
    """The page as a scanner would give it."""
    matrix = pymupdf.Matrix(dpi / 72, dpi / 72)
    pixmap = page.get_pixmap(matrix=matrix, alpha=False)
    image = Image.frombytes("RGB", (pixmap.width, pixmap.height), pixmap.samples)
    if degrees:
        image = image.rotate(-degrees, Image.Resampling.BICUBIC, fillcolor="white")
    if is_noisy:
        noise = np.random.default_rng(1).normal(0, 25, (image.height, image.width, 1))
        grey = np.clip(np.asarray(image).astype(np.float32) * 0.8 + 30 + noise, 0, 255)
        data = io.BytesIO()
        Image.fromarray(grey.astype(np.uint8)).save(data, "JPEG", quality=40)
        image = Image.open(data).convert("RGB")
    return np.ascontiguousarray(np.asarray(image)[:, :, ::-1])


def scored_rapidocr(truth: Truth, picture: Picture, dpi: int) -> Score:
    """Read by our recogniser."""
    started = time.process_time()
    lines = recognise(picture)
    seconds = time.process_time() - started
    height, width = picture.shape[:2]
    skew = skew_of(line.strip for line in lines)
    rows: dict[int, list[tuple[float, Line]]] = {}
    for line in lines:
        where = straightened(line.strip, skew, (width / 2, height / 2))
        middle = (where.y0 + where.y1) / 2 * 72 / dpi + 0.35 * truth.size_pt
        rows.setdefault(round((middle - _FIRST_PT) / _PITCH_PT), []).append((where.x0, line))
    read = {
        i: [line for _, line in sorted(row, key=lambda placed: placed[0])]
        for i, row in rows.items()
    }
    silent = doubted = 0
    for i, wanted in enumerate(truth.lines):
        is_right = figures(" ".join(line.text for line in read.get(i, []))) == figures(wanted)
        is_sure = all(line.confidence >= SURE_CONFIDENCE for line in read.get(i, []))
        silent += is_sure and not is_right and i in read
        doubted += is_right and not is_sure
    text = "\n".join(line.text for _, row in sorted(read.items()) for line in row)
    return _score(truth, text, seconds, silent, doubted)


def scored_tesseract(truth: Truth, picture: Picture, dpi: int) -> Score:
    """Read by the command line of Tesseract, which straightens pages itself."""
    data = io.BytesIO()
    Image.fromarray(picture[:, :, ::-1]).save(data, "PNG")
    command = ["tesseract", "-", "-", "-l", _TESSERACT[truth.language], "--dpi", str(dpi)]
    before = _children_s()
    done = subprocess.run(
        [*command, "--psm", "6"], input=data.getvalue(), capture_output=True, check=True
    )
    return _score(truth, done.stdout.decode(), _children_s() - before)


def _score(
    truth: Truth,
    text: str,
    seconds: float,
    silent: int | None = None,
    doubted: int | None = None,
) -> Score:
    wanted = "\n".join(truth.lines)
    characters = _rate(_plain(wanted), _plain(text))
    digits = _rate(_digits(wanted), _digits(text))
    return Score(characters, digits, seconds, silent, doubted)


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def _digits(text: str) -> str:
    return re.sub(r"[^\d.,±+-]", "", _plain(text))


def _rate(wanted: str, got: str) -> float:
    """Edits from one to the other by characters wanted (Levenshtein)."""
    row = list(range(len(got) + 1))
    for i, character in enumerate(wanted, start=1):
        before, row[0] = row[0], i
        for k, other in enumerate(got, start=1):
            before, row[k] = row[k], min(row[k] + 1, row[k - 1] + 1, before + (character != other))
    return row[-1] / max(1, len(wanted))


def print_table(engines: Sequence[tuple[str, Callable[[Truth, Picture, int], Score]]]) -> None:
    """A row for each language, resolution and way of scanning, two pages (10 and 7 pt) in each."""
    columns = "engine pages dpi scan characters~wrong figures~wrong silent doubted CPU~s".split()
    print("| " + " | ".join(column.replace("~", " ") for column in columns) + " |")
    print("|---|---|---|---|---|---|---|---|---|")
    pages = truths()
    for name, engine in engines:
        for language in ("English", "Japanese"):
            mine = [truth for truth in pages if truth.language == language]
            for dpi in (150, 300):
                for scan, degrees, is_noisy in (
                    ("straight", 0.0, False),
                    ("2° askew", 2.0, False),
                    ("askew, noisy", 2.0, True),
                ):
                    scores = [
                        engine(t, picture_of(t.page, dpi, degrees, is_noisy=is_noisy), dpi)
                        for t in mine
                    ]
                    print(f"| {name} | {language} | {dpi} | {scan} | {_row(scores)} |", flush=True)


def _row(scores: Sequence[Score]) -> str:
    n = len(scores)
    cells = [
        f"{sum(s.characters for s in scores) / n:.2%}",
        f"{sum(s.digits for s in scores) / n:.2%}",
        *(
            "–" if scores[0].silent is None else f"{sum(counts)} / {n * _N_LINES}"  # type: ignore[arg-type]
            for counts in ([s.silent for s in scores], [s.doubted for s in scores])
        ),
        f"{sum(s.seconds for s in scores) / n:.1f}",
    ]
    return " | ".join(cells)


def print_scan(path: Path) -> None:
    """Seconds and sureness of a document whose text nobody wrote down."""
    started = time.perf_counter()
    parts = list(read_pdf(path))
    seconds = time.perf_counter() - started
    pages = [part for part in parts if isinstance(part, Page)]
    blocks = [block for page in pages for block in page.blocks]
    n_unsure = sum(block.confidence < SURE_CONFIDENCE for block in blocks)
    problems = [part for part in parts if isinstance(part, ReadProblem)]
    print(
        f"{path.name}: {len(pages)} pages, {len(blocks)} blocks, {n_unsure} of them unsure,"
        f" {len(problems)} problems, {seconds / max(1, len(pages)):.1f} s a page"
    )


def _children_s() -> float:
    """Processor seconds of the programs that were run and have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _peak_mb(who: int) -> float:
    return resource.getrusage(who).ru_maxrss / 1024


def main() -> None:
    """Print the table, the scans, and what it ran on."""
    engines = [("RapidOCR", scored_rapidocr)]
    version = ""
    if shutil.which("tesseract"):
        engines.append(("Tesseract", scored_tesseract))
        told = subprocess.run(["tesseract", "--version"], capture_output=True, check=True)
        version = told.stdout.decode().splitlines()[0]
    else:
        print("Tesseract is not installed and left out.")
    recognise(np.full((800, 800, 3), 255, np.uint8))  # Loads the engine.
    load = os.getloadavg()[0]
    print(f"{engine_name()}; {version or 'no Tesseract'}; {platform.platform()},")
    print(f"{os.cpu_count()} cores, load {load:.1f} at the start")
    print_table(engines)
    for path in sys.argv[1:]:
        print_scan(Path(path))
    print(f"Peak memory: RapidOCR in this process {_peak_mb(resource.RUSAGE_SELF):.0f} MB,", end="")
    print(f" Tesseract {_peak_mb(resource.RUSAGE_CHILDREN):.0f} MB")


if __name__ == "__main__":
    main()
