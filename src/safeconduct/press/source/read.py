"""`read_source`: the one way from bytes to a `Source`. Pure; the same bytes give the same value on every run."""

from __future__ import annotations

import hashlib

from safeconduct.base import limits
from safeconduct.press.errors import SourceError
from safeconduct.press.model import Text
from safeconduct.press.source.about import about
from safeconduct.press.source.decode import decoded
from safeconduct.press.source.language import language_of
from safeconduct.press.source.model import Source
from safeconduct.press.source.normal import TEXT_1, normalised, text_sha256
from safeconduct.press.source.paragraphs import blocks, paragraphs

PLAIN = "text/plain"


def read_source(data: bytes, name: str, media: str | None = None, *, url: str = "", encoding: str = "") -> Source:
    """Read the bytes of a report.

    name: of the file or page, for messages. media: its type if known, such as `text/html; charset=windows-1251`; else
    it is found by name and first bytes. url: where it was found. encoding: how to read the bytes, as an earlier
    `Source` has it, so that the text comes out the same. Raises SourceError for too many bytes and for types that are
    not read; any other bytes give a source.
    """
    if len(data) > limits.PRESS_SOURCE_BYTES_MAX:
        raise SourceError(
            f"the report has {len(data):,} bytes; at most {limits.PRESS_SOURCE_BYTES_MAX:,} are read",
            where=name,
            next_step="Save the text of the page alone and give that.",
        )
    return _plain(data, name, url, encoding)


def _plain(data: bytes, name: str, url: str, encoding: str) -> Source:
    chars, found = decoded(data, encoding)
    text = normalised(chars)
    parts = blocks(text, paragraphs(text))
    said = about(text, parts)
    title = next((text[part.span.start : part.span.end] for part in parts if part.use == "headline"), "")
    return Source(
        name=name,
        media=PLAIN,
        size_bytes=len(data),
        source_sha256=hashlib.sha256(data).hexdigest(),
        normaliser=TEXT_1,
        encoding=found,
        replaced=chars.count("\ufffd"),
        text_sha256=text_sha256(text),
        text=Text(text, parts, language_of(text)),
        title=title,
        dates=said.dates,
        outlet=said.outlet,
        url=url,
        place=said.place,
        byline=said.byline,
        compiled_from=said.compiled_from,
    )
