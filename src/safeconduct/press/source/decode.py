"""From bytes to characters: UTF-8 if it can be, else what a mark or a declaration says, else a guess. Never fails.

A byte that no character can be made of becomes a replacement mark, U+FFFD; the caller counts them.
"""

from __future__ import annotations

import codecs
import re
from functools import cache

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Encodings in which reports of these regions may come, as `charset_normalizer` names them.
_LIKELY = (
    *("cp1252", "cp1251", "koi8_r", "koi8_u", "cp1254", "cp1256", "cp1250", "cp1253", "cp1255", "cp1257", "cp866"),
    *("mac_cyrillic", "utf_16_le", "utf_16_be", "gb18030", "big5", "shift_jis", "euc_jp", "euc_kr"),
)
# A page may declare these too, and nothing else: the list of Python also holds codecs that are no encodings of text.
_DECLARED = (
    *(f"iso8859-{part}" for part in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16)),
    *("cp874", "cp1258", "cp949", "gbk", "gb2312", "cp932", "big5hkscs", "iso2022_jp", "tis-620", "armscii-8"),
)
# As the web does (WHATWG Encoding), pages that declare these mean the larger set of Windows.
_MEANT = {"ascii": "cp1252", "iso8859-1": "cp1252", "iso8859-9": "cp1254"}
_GUESS_BYTES_MAX = 256 * 1024
_LATIN = frozenset({"cp1250", "cp1252", "cp1257"})
_TURKISH = re.compile(r"\b(?:ve|bir|için|ile|olarak|olduğunu)\b")
_LETTERS_OF_TURKISH = frozenset(b"\xd0\xdd\xde\xf0\xfd\xfe")


def decoded(data: bytes, declared: str = "", *, recorded: str = "") -> tuple[str, str]:
    r"""The characters, and the name of the encoding they were read by; a byte-order mark is dropped.

    >>> decoded(b"\xef\xbb\xbfLachin"), decoded("Лачин".encode("cp1251"), "windows-1251")
    (('Lachin', 'utf-8'), ('Лачин', 'cp1251'))

    declared: what type or page say, believed only for bytes that are not UTF-8. recorded: what this function answered
    for the same bytes before; no guess is made then.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace"), encoding
    if unmarked := _unmarked_utf16(data):
        return data.decode(unmarked, "replace"), unmarked
    try:
        return data.decode(), "utf-8"
    except UnicodeDecodeError:
        encoding = recorded if recorded == "utf-8" else text_codec(recorded) or text_codec(declared) or _guessed(data)
    return data.decode(encoding, "replace"), encoding


def _unmarked_utf16(data: bytes) -> str:
    """UTF-16 without its mark shows by zero bytes at every other place; text in another encoding has none."""
    sample = data[:_GUESS_BYTES_MAX]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if len(data) % 2 or not sample or (even + odd) * 8 < len(sample) or min(even, odd) * 16 > max(even, odd):
        return ""
    return "utf-16-le" if odd > even else "utf-16-be"


def text_codec(name: str) -> str:
    """Python's name of a declared encoding of text, or an empty text for one that is unknown or no text."""
    try:
        found = codecs.lookup(name[:40]).name if name.isascii() else ""
    except LookupError:
        return ""
    # A declared UTF-8 or UTF-7 is wrong here: the bytes are not UTF-8, and UTF-7 hides markup.
    known = _MEANT.get(found, found)
    return known if known in _known() else ""


@cache
def _known() -> frozenset[str]:
    return frozenset(found for name in (*_LIKELY, *_DECLARED) if (found := _name_of(name)))


def _name_of(name: str) -> str:
    try:
        return codecs.lookup(name).name
    except LookupError:
        return ""


def _guessed(data: bytes) -> str:
    """The likeliest encoding of bytes that are not UTF-8; UTF-8 itself where most of it is."""
    if _mostly_utf8(data):
        return "utf-8"
    from charset_normalizer import from_bytes

    best = from_bytes(data[:_GUESS_BYTES_MAX], cp_isolation=list(_LIKELY), preemptive_behaviour=False).best()
    if best is None:
        return "utf-8"
    encoding = codecs.lookup(best.encoding).name
    return "cp1254" if encoding in _LATIN and _is_turkish(data) else encoding


def _mostly_utf8(data: bytes) -> bool:
    """Whether a few bytes only keep this from being UTF-8: such a text was damaged, not written otherwise."""
    sample = data[:_GUESS_BYTES_MAX]
    high = sum(sample.count(byte) for byte in range(0x80, 0x100))
    broken = sample.decode("utf-8", "replace").count("\ufffd")
    return broken * 4 < high


def _is_turkish(data: bytes) -> bool:
    """Whether western bytes are Turkish: the two sets differ in six letters, which no guess by letters tells apart."""
    sample = data[:_GUESS_BYTES_MAX]
    turkish = not _LETTERS_OF_TURKISH.isdisjoint(sample)
    return turkish and len(_TURKISH.findall(sample.decode("cp1254", "replace"))) >= 2
