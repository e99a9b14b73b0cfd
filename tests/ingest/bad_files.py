"""Files that something is wrong with, as a shop has them: each written by a function on a path.

``BAD_FILES`` says for each what the reader has to make of it: an error's code, or ``read`` with
the code of a problem, or ``read`` and no problem.
"""

from __future__ import annotations

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from ingest.mupdf import pymupdf
from tests.ingest.workbooks import Sheet, write_xlsx

Write: TypeAlias = Callable[[Path], object]
READ = "read"


@dataclass(frozen=True)
class BadFile:
    """How it is made, and what has to come of it; ``problem`` is one that the reader names."""

    write: Write
    outcome: str
    problem: str = ""


def _bytes(content: bytes) -> Write:
    return lambda path: path.write_bytes(content)


def _text(content: str, encoding: str = "utf-8") -> Write:
    return lambda path: path.write_text(content, encoding=encoding, newline="")


# PDF.


def _pdf(text: str = "Torque 85 N·m", pages: int = 1, **saving: object) -> bytes:
    with pymupdf.open() as document:
        for _ in range(pages):
            document.new_page().insert_text((72, 72), text)
        written: bytes = document.tobytes(**saving)
        return written


def _encrypted_pdf(path: Path) -> None:
    method = pymupdf.PDF_ENCRYPT_AES_256
    path.write_bytes(_pdf(encryption=method, user_pw="secret", owner_pw="owner"))


def _scripted_pdf(path: Path) -> None:
    with pymupdf.open(stream=_pdf(), filetype="pdf") as document:
        xref = document.get_new_xref()
        document.update_object(xref, "<</S/JavaScript/JS(app.alert\\(1\\))>>")
        document.xref_set_key(document.pdf_catalog(), "OpenAction", f"{xref} 0 R")
        document.save(path)


def _pdf_with_attachment(path: Path) -> None:
    with pymupdf.open(stream=_pdf(), filetype="pdf") as document:
        document.embfile_add("payload.exe", b"MZ" + bytes(500))
        document.save(path)


def _pdf_with_endless_pages(path: Path) -> None:
    """A page tree whose branch is its own child."""
    body = (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[2 0 R]/Count 1>>endobj\n"
        b"trailer<</Root 1 0 R/Size 3>>\n%%EOF\n"
    )
    path.write_bytes(body)


def _pdf_with_bomb(path: Path) -> None:
    """A page whose text is 400 MB of spaces once it is inflated."""
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(b" " * 2**20) for _ in range(400)) + packer.flush()
    head = (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>endobj\n"
    )
    stream = b"4 0 obj<</Filter/FlateDecode/Length %d>>stream\n" % len(packed)
    path.write_bytes(head + stream + packed + b"\nendstream endobj\ntrailer<</Root 1 0 R>>\n%%EOF")


def _half_pdf(path: Path) -> None:
    whole = _pdf(pages=40)
    path.write_bytes(whole[: len(whole) // 3])


# Tables.


def _wide_csv(path: Path) -> None:
    names = ",".join(f"c{i}" for i in range(10_000))
    rows = [",".join(str(i % 7) for i in range(10_000)) for _ in range(3)]
    path.write_text("\n".join([names, *rows]), encoding="utf-8")


def _mixed_encodings(path: Path) -> None:
    lines = [f"A{i:02},良,4{i % 10}.5" for i in range(60)]
    packed = [b"serial,result,torque", *(line.encode() for line in lines)]
    packed.insert(31, "A99,不良,41.0".encode("cp932"))
    path.write_bytes(b"\n".join(packed))


def _zip_bomb_workbook(path: Path) -> None:
    """A sheet of 3 GB of spaces in a file of 3 MB."""
    write_xlsx(path, {"log": Sheet(rows=[["serial", "torque"], ["A01", 40.5]])})
    packed = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if "sheet1" not in name:
                new.writestr(name, old.read(name))
        with new.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            block = b" " * 2**24
            for _ in range(192):
                sheet.write(block)
    path.write_bytes(packed.getvalue())


def _workbook(path: Path) -> bytes:
    write_xlsx(path, {"log": Sheet(rows=[["serial", "torque"], ["A01", 40.5], ["A02", 41.0]])})
    return path.read_bytes()


def _half_workbook(path: Path) -> None:
    whole = _workbook(path)
    path.write_bytes(whole[: len(whole) // 2])


def _word_with_entities(path: Path) -> None:
    """A document that would grow to a thousand million letters ("billion laughs")."""
    levels = "".join(f'<!ENTITY l{i + 1} "{f"&l{i};" * 10}">' for i in range(9))
    xml = (
        f'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY l0 "lol">{levels}]>'
        '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        "<w:body><w:p><w:r><w:t>&l9;</w:t></w:r></w:p></w:body></w:document>"
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("word/document.xml", xml)


def _plain_zip(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("readme.txt", "Torque 85 N·m")


# Drawings and pictures.


def _dxf(body: str) -> Write:
    sections = f"0\nSECTION\n2\nBLOCKS\n{body}0\nENDSEC\n" if body else ""
    entities = "0\nSECTION\n2\nENTITIES\n0\nINSERT\n8\n0\n2\nA\n10\n0\n20\n0\n0\nENDSEC\n"
    return _text(sections + entities + "0\nEOF\n")


_CYCLIC = (
    "0\nBLOCK\n8\n0\n2\nA\n70\n0\n10\n0\n20\n0\n0\nINSERT\n8\n0\n2\nB\n10\n1\n20\n1\n0\nENDBLK\n"
    "0\nBLOCK\n8\n0\n2\nB\n70\n0\n10\n0\n20\n0\n0\nINSERT\n8\n0\n2\nA\n10\n1\n20\n1\n"
    "0\nTEXT\n8\n0\n10\n0\n20\n0\n40\n3\n1\nCOOLANT INLET\n0\nENDBLK\n"
)


def _png(width: int, height: int) -> bytes:
    """The head of a picture that claims a size, with next to no data."""

    def part(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    data = part(b"IDAT", zlib.compress(bytes(100)))
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", head) + data + part(b"IEND", b"")


_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BROKEN_LINES = '{"a": 1}\n{"a": 2\nnull\n{"a": 3}\n'
_LOG = "serial,result,torque\n" + "".join(f"A{i:02},OK,4{i % 10}.5\n" for i in range(30))

BAD_FILES: Mapping[str, BadFile] = {
    "no bytes.pdf": BadFile(_bytes(b""), "FileEmpty"),
    "no bytes.csv": BadFile(_bytes(b""), "FileEmpty"),
    "blank lines.csv": BadFile(_text("\n\n\n"), "FileEmpty"),
    "spaces.txt": BadFile(_text("   \n\t\n"), "FileEmpty"),
    "header only.pdf": BadFile(_bytes(b"%PDF-1.4\n%%EOF\n"), "FileDamaged"),
    "cut off.pdf": BadFile(_half_pdf, "FileDamaged"),
    "end cut off.pdf": BadFile(_bytes(_pdf()[:-60]), READ, "repaired"),
    "password.pdf": BadFile(_encrypted_pdf, "FileEncrypted"),
    "script.pdf": BadFile(_scripted_pdf, READ),
    "attachment.pdf": BadFile(_pdf_with_attachment, READ),
    "endless pages.pdf": BadFile(_pdf_with_endless_pages, "FileWithoutText"),
    "bomb.pdf": BadFile(_pdf_with_bomb, "FileWithoutText"),
    "noise.pdf": BadFile(_bytes(b"%PDF-1.7\n" + random.Random(1).randbytes(20_000)), "FileDamaged"),
    "really a table.pdf": BadFile(_text(_LOG), "FileMislabelled"),
    "really a page.csv": BadFile(_bytes(_pdf()), READ, "mislabelled"),
    "really a picture.csv": BadFile(_bytes(_png(9, 9)), "FileMislabelled"),
    "program.txt": BadFile(_bytes(b"MZ\x90\x00" + bytes(600)), "FileMislabelled"),
    "zero bytes inside.csv": BadFile(_text(_LOG.replace("A05", "A0\x005")), READ),
    "wide.csv": BadFile(_wide_csv, READ, "columns-left-out"),
    "mixed encodings.csv": BadFile(_mixed_encodings, READ, "other-encoding"),
    "short row.csv": BadFile(_text(_LOG + "A31,OK\n"), READ, "row-too-short"),
    "open quote.csv": BadFile(_text(_LOG + 'A31,"OK,41.0\n' + "x" * 2_000_000), READ),
    "UTF-16.csv": BadFile(_text(_LOG, "utf-16"), READ),
    "Shift-JIS.csv": BadFile(_text(_LOG.replace("OK", "良"), "cp932"), READ),
    "no header.csv": BadFile(_text(_LOG.partition("\n")[2]), READ),
    "bad lines.jsonl": BadFile(_text(_BROKEN_LINES), READ, "row-unreadable"),
    "bomb.xlsx": BadFile(_zip_bomb_workbook, "FileTooLarge"),
    "cut off.xlsx": BadFile(_half_workbook, "FileDamaged"),
    "really a zip.xlsx": BadFile(_plain_zip, "FileMislabelled"),
    "really a table.xlsx": BadFile(_text(_LOG), READ, "mislabelled"),
    "old.doc": BadFile(_bytes(_OFFICE + bytes(600)), "FormatUnsupported"),
    "really a zip.docx": BadFile(_plain_zip, "FileMislabelled"),
    "entities.docx": BadFile(_word_with_entities, "FileDamaged"),
    "cyclic blocks.dxf": BadFile(_dxf(_CYCLIC), READ, "block-holds-itself"),
    "cut off.dxf": BadFile(_text("0\nSECTION\n2\nENTITIES\n0\nTEXT\n8\n"), "FileDamaged"),
    "prose.dxf": BadFile(_text("Dear Mr Mori,\nthe drawing follows.\n"), "FileDamaged"),
    "entities.qif": BadFile(
        _text('<?xml version="1.0"?><!DOCTYPE q [<!ENTITY a "aa">]><QIFDocument>&a;</QIFDocument>'),
        "FileDamaged",
    ),
    "unknown.xyz": BadFile(_bytes(bytes(range(256)) * 4), "FormatUnsupported"),
}
