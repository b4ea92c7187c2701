"""`read_source`: the one way from bytes to a `Source`. Pure; the same bytes give the same value on every run."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from safeconduct.base import limits
from safeconduct.press.errors import SourceError
from safeconduct.press.model import Block, Text
from safeconduct.press.source.about import about
from safeconduct.press.source.decode import decoded
from safeconduct.press.source.html import HTML_1, page_of
from safeconduct.press.source.kinds import Media, declared_encoding, media_of
from safeconduct.press.source.language import UNKNOWN, language_of
from safeconduct.press.source.model import DocumentDate, Source
from safeconduct.press.source.normal import TEXT_1, normalised, text_sha256
from safeconduct.press.source.outlets import host_of, outlet_of_host
from safeconduct.press.source.paragraphs import blocks, paragraphs
from safeconduct.press.source.pdf import PDF_1, pdf_text


@dataclass(frozen=True, slots=True)
class _Given:
    """What the caller knows besides the bytes; encodings as declared by type or page, and as recorded before."""

    name: str
    declared: str
    recorded: str
    url: str


@dataclass(frozen=True, slots=True)
class _Found:
    """A text with its paragraphs, and what is known of it from outside the text."""

    normaliser: str
    text: str
    blocks: tuple[Block, ...]
    encoding: str
    replaced: int
    title: str = ""
    language: str = ""
    outlet: str = ""
    address: str = ""
    dates: tuple[DocumentDate, ...] = ()


def read_source(data: bytes, name: str, media: str | None = None, *, url: str = "", encoding: str = "") -> Source:
    """Read the bytes of a report.

    name: of the file or page, for messages. media: its type if known, such as `text/html; charset=windows-1251`; else
    it is found by name and first bytes. url: where it was found. encoding: how to read the bytes, as an earlier
    `Source` has it, so that the text comes out the same. Raises SourceError for too many bytes and for types that are
    not read; any other bytes give a source.
    """
    kind = _checked(data, name, media)
    found = _READERS[kind](data, _Given(name, declared_encoding(data, media), encoding, url))
    said = about(found.text, found.blocks, found.outlet or outlet_of_host(host_of(url)))
    titles = (found.text[each.span.start : each.span.end] for each in found.blocks if each.use == "headline")
    language = found.language or language_of(found.text)
    return Source(
        name=name,
        media=kind,
        size_bytes=len(data),
        source_sha256=hashlib.sha256(data).hexdigest(),
        normaliser=found.normaliser,
        encoding=found.encoding,
        replaced=found.replaced,
        text_sha256=text_sha256(found.text),
        text=Text(found.text, found.blocks, language),
        title=next(titles, found.title),
        dates=_once((*found.dates, *said.dates)),
        outlet=said.outlet,
        url=url,
        says_url=found.address,
        place=said.place,
        byline=said.byline,
        compiled_from=said.compiled_from,
    )


def _checked(data: bytes, name: str, media: str | None) -> Media:
    if len(data) > limits.PRESS_SOURCE_BYTES_MAX:
        raise SourceError(
            f"the report has {len(data):,} bytes; at most {limits.PRESS_SOURCE_BYTES_MAX:,} are read",
            where=name,
            next_step="Save the text of the page alone and give that.",
        )
    kind = media_of(data, name, media)
    if kind is None:
        raise SourceError(
            f"reports of the type {media!r} are not read",
            where=name,
            next_step="Give plain text, HTML or a PDF with text in it.",
        )
    return kind


def _plain(data: bytes, given: _Given) -> _Found:
    chars, used = decoded(data, given.declared, recorded=given.recorded)
    text = normalised(chars)
    return _Found(TEXT_1, text, blocks(text, paragraphs(text)), used, chars.count("\ufffd"))


def _html(data: bytes, given: _Given) -> _Found:
    chars, used = decoded(data, given.declared, recorded=given.recorded)
    page = page_of(chars, given.name)
    marked = blocks(page.text, page.spans, page.headline)
    kept = tuple(Block(each.span, "furniture") if each.span in page.furniture else each for each in marked)
    head = page.head
    guess = language_of(page.text)
    return _Found(
        HTML_1,
        page.text,
        kept,
        used,
        chars.count("\ufffd"),
        title=head.title,
        language=guess if guess != UNKNOWN else head.language or UNKNOWN,
        outlet=head.outlet(given.url),
        address=head.address,
        dates=tuple(head.dates(given.url)),
    )


def _pdf(data: bytes, given: _Given) -> _Found:
    text = normalised(pdf_text(data, given.name))
    return _Found(PDF_1, text, blocks(text, paragraphs(text)), "pdf", text.count("\ufffd"))


_READERS = {"text/plain": _plain, "text/html": _html, "application/pdf": _pdf}


def _once(dates: Iterable[DocumentDate]) -> tuple[DocumentDate, ...]:
    """Each day by each basis once, the first place kept."""
    kept: dict[tuple[str, str], DocumentDate] = {}
    for each in dates:
        kept.setdefault((each.edtf, each.basis), each)
    return tuple(kept.values())
