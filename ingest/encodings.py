"""The encoding of a text file, Japanese ones preferred. Decides on a bounded sample."""

from __future__ import annotations

import codecs
import re

SAMPLE_BYTES = 256 * 1024

_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_ZEROS = re.compile(rb"\x00+")
_WIDE_JAPANESE = re.compile(r"[ぁ-んァ-ヶー一-鿿、。「」％℃φΦ±×○△□◎①-⑳ａ-ｚＡ-Ｚ０-９（）・㎜]")
_NARROW_KANA_WORD = re.compile(r"[ｦ-ﾟ]{2,}")
_NARROW_KANA = re.compile(r"[｡-ﾟ]")
_JAPANESE = ("cp932", "euc_jp")
_WESTERN = ["cp1252", "latin_1", "cp1250", "cp437"]


def encoding_of(sample: bytes) -> str | None:
    """The encoding to open the file with, or None if the bytes are no text."""
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if sample.startswith(mark):
            return name
    if b"\x00" in sample:
        wide = _unmarked_utf16(sample)
        if wide is not None:
            return wide
        # A machine that lost its power leaves runs of zeros in its log; programs are full of them.
        if len(_ZEROS.findall(sample)) > max(3, 0.001 * len(sample)):
            return None
        sample = _ZEROS.sub(b"", sample)
    if not sample or len(_CONTROL.findall(sample)) > 0.02 * len(sample):
        return None
    return "utf-8" if _decodes(sample, "utf-8") else _foreign(sample)


def line_encoding(line: bytes, encoding: str) -> str:
    """The encoding of one line of a file in ``encoding``: another if only that one reads well.

    Logs of several machines are put together without a look at their encodings.
    """
    if line.isascii():
        return encoding
    if encoding.startswith("utf-8"):
        if _is_strict(line, encoding):
            return encoding
        best = max(_JAPANESE, key=lambda name: _line_share(line, name))
        return best if _line_share(line, best) >= 0.8 else encoding
    if encoding not in _JAPANESE or not _is_strict(line, "utf-8"):
        return encoding
    # By chance two bytes of katakana are a letter of UTF-8, but hardly ever all characters.
    n_wide = sum(1 for character in line.decode("utf-8") if ord(character) > 0x7FF)
    return "utf-8" if n_wide >= 2 else encoding


def _is_strict(line: bytes, encoding: str) -> bool:
    try:
        line.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _line_share(line: bytes, encoding: str) -> float:
    return _japanese_share(line, encoding) if _is_strict(line, encoding) else 0.0


def _mixed(sample: bytes) -> str | None:
    """The encoding of most lines where each line reads well in UTF-8 or a Japanese one."""
    lines = [line for line in sample.split(b"\n")[:-1] if not line.isascii()]
    n_utf8 = sum(1 for line in lines if _is_strict(line, "utf-8"))
    others = [line for line in lines if not _is_strict(line, "utf-8")]
    for name in _JAPANESE:
        if n_utf8 and all(_line_share(line, name) >= 0.8 for line in others):
            return "utf-8" if n_utf8 >= len(others) else name
    return None


def _foreign(sample: bytes) -> str | None:
    mixed = _mixed(sample)
    if mixed is not None:
        return mixed
    japanese = max(_JAPANESE, key=lambda name: _japanese_share(sample, name))
    if _japanese_share(sample, japanese) >= 0.5:
        return japanese
    # A log cut off in the middle of a character, or with one foreign line in it.
    broken = sample.decode("utf-8", "replace")
    n_good = sum(1 for c in broken if ord(c) > 127 and c != "\ufffd")
    if n_good > 5 * broken.count("\ufffd"):
        return "utf-8"
    import charset_normalizer  # noqa: PLC0415  (40 ms, and the parent never gets here)

    best = charset_normalizer.from_bytes(sample[:65536], cp_isolation=_WESTERN).best()
    return best.encoding if best else "cp1252" if _decodes(sample, "cp1252") else None


def _unmarked_utf16(sample: bytes) -> str | None:
    for name, low in (("utf-16-le", 0), ("utf-16-be", 1)):
        high = sample[1 - low :: 2]
        if high.count(0) > 0.3 * len(high) and _decodes(sample[: len(sample) // 2 * 2], name):
            text = sample[: len(sample) // 2 * 2].decode(name, "replace")
            return name if "\x00" not in text else None
    return None


def _decodes(sample: bytes, encoding: str) -> bool:
    try:
        # Not final: the sample may end inside a character.
        codecs.getincrementaldecoder(encoding)().decode(sample, final=len(sample) < SAMPLE_BYTES)
    except UnicodeDecodeError:
        return False
    return True


def _japanese_share(sample: bytes, encoding: str) -> float:
    """How much of what is not ASCII reads as Japanese under an encoding; 0 if it does not decode.

    A western degree or plus-minus sign decodes as one narrow katakana, so a single one counts
    against.
    """
    if not _decodes(sample, encoding):
        return 0.0
    text = codecs.getincrementaldecoder(encoding)().decode(sample)
    foreign = sum(1 for c in text if ord(c) > 127)
    if not foreign:
        return 0.0
    n_kana = sum(len(word) for word in _NARROW_KANA_WORD.findall(text))
    n_wide = len(_WIDE_JAPANESE.findall(text))
    single = len(_NARROW_KANA.findall(text)) - n_kana
    return (n_wide + n_kana - single) / foreign
