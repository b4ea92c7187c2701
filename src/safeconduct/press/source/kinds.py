"""What kind of file the bytes of a report are: by the type they came with, else by name and first bytes."""

from __future__ import annotations

import re
from typing import Literal, TypeAlias

Media: TypeAlias = Literal["text/plain", "text/html", "application/pdf"]

_HTML_NAMES = (".html", ".htm", ".xhtml", ".shtml")
_HTML_START = re.compile(
    rb"(?i)\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,2000}?-->\s*){0,5}<(?:!doctype\s+html|html|head|body|meta|title|article)\b",
    re.DOTALL,
)
_CHARSET = re.compile(r"(?i)charset\s*=\s*[\"']?([A-Za-z0-9_:.-]{2,40})")
_META_BYTES = 4_096
_TYPES: dict[str, Media] = {
    "text/plain": "text/plain",
    "text/html": "text/html",
    "application/xhtml+xml": "text/html",
    "application/pdf": "application/pdf",
    "application/x-pdf": "application/pdf",
}
_NO_TYPE = frozenset({"", "application/octet-stream", "binary/octet-stream", "application/unknown"})


def media_of(data: bytes, name: str, media: str | None) -> Media | None:
    """The kind of file; None for a stated type that is not read. Bytes of a PDF are one whatever was stated.

    >>> media_of(b"<!DOCTYPE html><p>", "page", None), media_of(b"words", "a.txt", "image/png")
    ('text/html', None)
    """
    stated = (media or "").partition(";")[0].strip().lower()
    if data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"%PDF-"):
        return "application/pdf"
    if stated in _TYPES:
        return _TYPES[stated] if _TYPES[stated] != "application/pdf" else None
    if stated in _NO_TYPE:
        looks = name.lower().endswith(_HTML_NAMES) or _HTML_START.match(
            data[:_META_BYTES].removeprefix(b"\xef\xbb\xbf")
        )
        return "text/html" if looks else "text/plain"
    return "text/plain" if stated.startswith("text/") else None


def declared_encoding(data: bytes, media: str | None) -> str:
    """The encoding that the type states, else the one in the first bytes of the page; perhaps no encoding at all."""
    stated = _CHARSET.search(media or "")
    if stated:
        return stated[1]
    found = _CHARSET.search(data[:_META_BYTES].decode("latin-1"))
    return found[1] if found else ""
