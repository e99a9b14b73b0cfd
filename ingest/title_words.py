"""The fields of a title block: what their labels are called, what their values look like.

Fields: ISO 7200:2004 (data fields in title blocks); Japanese labels as on JIS Z 8311 sheets.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from engine.domain import Rect


class Field(StrEnum):
    """A field of a title block; the value is the English word for it."""

    NUMBER = "drawing number"
    REVISION = "revision"
    TITLE = "title"
    MATERIAL = "material"
    SCALE = "scale"
    TOLERANCE = "general tolerance"
    UNITS = "units"
    DATE = "date"
    AUTHOR = "drawn by"
    CHECKED = "checked by"
    APPROVED = "approved by"
    SHEET = "sheet"
    SIZE = "sheet size"
    FINISH = "surface finish"
    TREATMENT = "heat treatment"
    QUANTITY = "quantity"
    MASS = "mass"
    PROJECT = "project"
    COMPANY = "company"
    PROJECTION = "projection"


@dataclass(frozen=True, slots=True)
class FieldValue:
    """What a field says: its label as printed (empty if none), its value, where both stand."""

    field: Field
    label: str
    value: str
    rect: Rect
    confidence: float = 1.0


_LABELS: Mapping[Field, str] = {
    Field.NUMBER: (
        "drawing number|drawing no|drawing|drg no|dwg no|dwg number|dwg|file no|file name"
        "|part number|part no|part|p/n|item number|document no|doc no"
        "|図番|図面番号|図面no|部品番号|部番|品番|図番号"
    ),
    Field.REVISION: "revision|rev no|rev|issue|version|改訂|改訂番号|版|版数|訂符|改番|rev.no|変更",
    Field.TITLE: (
        "drawing title|title|description|part name|name of part"
        "|品名|部品名|名称|部品名称|図名|図面名称|表題|件名|図面名"
    ),
    Field.MATERIAL: "material|materials|matl|mat|stock|材質|材料|使用材料|素材",
    Field.SCALE: "scale|尺度|縮尺|スケール",
    Field.TOLERANCE: (
        "tolerance|tolerances|general tolerance|general tolerances|gen tol|tol"
        "|普通公差|一般公差|公差|普通許容差|指示なき公差|指定なき公差"
    ),
    Field.UNITS: "unit|units|dimensions in|dimensions are in|dims in|単位",
    Field.DATE: "date|drawn date|issue date|release date|日付|年月日|作成日|製図日|発行日|出図日",
    Field.AUTHOR: (
        "drawn|drawn by|dwn|drn|drw|dr|designed by|designed|design|designer|author|created by"
        "|製図|設計|作成|作成者|担当|設計者|製図者"
    ),
    Field.CHECKED: "checked|checked by|chk|chkd|chk'd|check|検図|照査|審査|確認",
    Field.APPROVED: "approved|approved by|appv|appvd|appv'd|appr|apprvd|承認|承認者",
    Field.SHEET: "sheet|sheet no|sht|page|pg no|page no|葉番|シート|頁|枚数",
    Field.SIZE: "size|sheet size|format|用紙|用紙サイズ|図面サイズ",
    Field.FINISH: (
        "finish|surface finish|surface treatment|coating|plating|表面処理|処理|仕上|仕上げ|塗装"
    ),
    Field.TREATMENT: "heat treatment|heat treat|hardness|熱処理|硬度|硬さ",
    Field.QUANTITY: "qty|quantity|no off|no. off|pieces|数量|個数|員数|台数",
    Field.MASS: "weight|mass|wt|重量|質量",
    Field.PROJECT: (
        "project|project name|job|job no|order no|工事名|工番|プロジェクト|案件|機種|装置名"
    ),
    Field.COMPANY: "company|会社名|社名",
    Field.PROJECTION: "projection|投影法|投影",
}
_OTHER_LABELS = (
    "name|signature|sign|do not scale drawing|deburr and break sharp edges|q.a|qa|mfg|comments|code"
    "|cage code|contract|eng|engineer|zone|eco|ecn|used on|next assy|next assembly|application"
    "|署名|氏名|印|記事|備考|変更内容|摘要|コード|客先|納入先"
)


def label_key(text: str) -> str:
    """A label without case, spaces, accents of width and closing punctuation."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return re.sub(r"[\s.:：・_#№]+", "", folded)


FIELD_OF = {
    label_key(label): field for field, labels in _LABELS.items() for label in labels.split("|")
}
KNOWN_LABELS = frozenset(FIELD_OF) | {label_key(label) for label in _OTHER_LABELS.split("|")}
_COLUMNS = (
    "item|item no|no|pos|balloon|hole|x loc|y loc|thread|x|y|tag|symbol|by|ecr|remarks|note"
    "|照合番号|照番|番号|符号|記号|部品|型式|メーカ|メーカー|来歴|改訂内容|日付"
)
_COLUMN_KEYS = KNOWN_LABELS | {label_key(label) for label in _COLUMNS.split("|")}


def is_label(text: str) -> bool:
    """Whether a text names a field, or a column of a table on a drawing."""
    return label_key(text) in _COLUMN_KEYS


SHAPES: Mapping[Field, re.Pattern[str]] = {
    Field.SCALE: re.compile(
        r"\d+(?:\.\d+)?\s*[:：/]\s*\d+(?:\.\d+)?|n\.?\s?t\.?\s?s\.?|full|none|現尺|as noted|-", re.I
    ),
    Field.SHEET: re.compile(r"\d+\s*(?:of|/|／)\s*\d+|\d{1,3}", re.I),
    Field.SIZE: re.compile(r"A[0-5]|[A-E]|ANSI\s[A-E]"),
    Field.REVISION: re.compile(r"[A-Za-z]{0,2}\.?\s?\d{0,3}(?:\.\d{1,3})*|-|–|初版|第?\d+版"),
    Field.DATE: re.compile(
        r"\d{1,4}\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,4}日?|\d{1,2}[-. ][A-Za-z]{3,9}[-. ,]\d{2,4}"
        r"|[A-Za-z]{3,9}\.? \d{1,2},? \d{4}"
        r"|(?:令和|平成|昭和|[RHS])\s?\d{1,2}[年./-]\d{1,2}[月./-]\d{1,2}日?"
    ),
    Field.QUANTITY: re.compile(r"\d+\s*(?:pcs?|pieces?|off|ea|個|枚|本|台|式)?\.?", re.I),
    Field.MASS: re.compile(r"[\d.,]+\s*(?:k?g|lbs?|t)?", re.I),
    Field.UNITS: re.compile(
        r"(?:in |are in )?(?:mm|cm|m|in|inch(?:es)?|millimet(?:er|re)s?|ミリ(?:メートル)?)\.?", re.I
    ),
    Field.NUMBER: re.compile(r"(?=.*\d)[\w./() +-]{2,40}"),
}
"""What a value of a field is made of, where that can be said."""
