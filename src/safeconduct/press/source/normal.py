"""Normaliser `text-1`: the text that offsets and digests are taken of (docs/concepts/public-record.md, "Anchors").

Byte-order mark dropped, CRLF to LF, NFC. Nothing else: misprints, quotation marks and page furniture stay.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata

TEXT_1 = "text-1"
# Everything with a combining class lies within this set. Shorter runs are ordinary text.
_MARKS = re.compile(r"[^\w\s\x00-\x7f]{32,}")


def normalised(text: str) -> str:
    r"""The text as `text-1` has it.

    >>> normalised("\ufeffa\r\nb\r" + "e\u0301")
    'a\nb\ré'
    """
    return nfc(text.removeprefix("\ufeff").replace("\r\n", "\n"))


def nfc(text: str) -> str:
    """Unicode NFC, in linear time also for a letter under a hundred thousand accents.

    Python puts such marks in order by insertion, which is quadratic; here long runs are put in order first.
    """
    return text if text.isascii() else unicodedata.normalize("NFC", _MARKS.sub(_in_order, text))


def _in_order(found: re.Match[str]) -> str:
    """A run of marks in canonical order: stable by combining class, between characters of class 0."""
    parts = unicodedata.normalize
    marks = [mark for char in found[0] for mark in parts("NFD", char)]
    ordered: list[str] = []
    run: list[str] = []
    for mark in marks:
        if unicodedata.combining(mark):
            run.append(mark)
        else:
            ordered += [*sorted(run, key=unicodedata.combining), mark]
            run = []
    return "".join(ordered + sorted(run, key=unicodedata.combining))


def text_sha256(text: str) -> str:
    """The digest of a normalised text: SHA-256 of its UTF-8, in hex."""
    return hashlib.sha256(text.encode()).hexdigest()
