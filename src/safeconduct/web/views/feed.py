"""The statements that entered the record last, as an Atom feed (RFC 4287)."""

from __future__ import annotations

import unicodedata
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from safeconduct.assess.public import Statement
from safeconduct.base.instant import US_PER_DAY, Instant, instant_to_text
from safeconduct.web.views.words import shown

ENTRIES_MAX = 50
_FEED = Markup(
    '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">\n'
    "<id>{id}</id>\n<title>{title}</title>\n<updated>{updated}</updated>\n"
    '<link rel="self" type="application/atom+xml" href="{own}"/>\n'
    '<link rel="alternate" type="text/html" href="{page}"/>\n'
    "<author><name>{author}</name></author>\n<generator>{generator}</generator>\n{entries}</feed>\n"
)
_ENTRY = Markup(
    '<entry><id>{id}</id><title>{title}</title><updated>{updated}</updated><link rel="alternate" type="text/html"'
    ' href="{page}"/><category term="{term}"/><summary type="text">{summary}</summary></entry>\n'
)


@dataclass(frozen=True, slots=True)
class Feed:
    """What a feed is about. own, page: addresses of the feed and of the list."""

    corridor: str
    title: str
    own: str
    page: str
    program: str


def feed_bytes(feed: Feed, statements: Sequence[Statement], hrefs: Sequence[str]) -> bytes:
    """A feed of some statements, newest first, each with its address."""
    entries = Markup().join(
        _ENTRY.format(
            id=_urn(feed.corridor, one.id, str(one.version)),
            title=_text(f"{one.speaker}: {_short(one.words)}"),
            updated=instant_to_text(_updated(one)),
            page=_text(href),
            term=one.type or "statement",
            summary=_text(f"{one.words}\n{one.source}"),
        )
        for one, href in zip(statements, hrefs, strict=True)
    )
    newest = max((_updated(one) for one in statements), default=Instant(0))
    whole = _FEED.format(
        id=_urn(feed.corridor),
        title=_text(feed.title),
        updated=instant_to_text(newest),
        own=_text(feed.own),
        page=_text(feed.page),
        author=_text(feed.corridor),
        generator=_text(feed.program),
        entries=entries,
    )
    return whole.encode()


def newest_first(statements: Sequence[Statement]) -> list[Statement]:
    """The statements that entered the record last, at most `ENTRIES_MAX`."""
    return sorted(statements, key=lambda one: (_updated(one), one.order), reverse=True)[:ENTRIES_MAX]


def _updated(one: Statement) -> Instant:
    """When it was recorded; where that is not in view, the beginning of the day it was said."""
    return Instant(one.said_on * US_PER_DAY if one.recorded_us is None else one.recorded_us)


def _short(text: str) -> str:
    return text if len(text) <= 120 else f"{text[:119]}…"


def _urn(*parts: str) -> str:
    """A name that stays the same wherever the feed is read."""
    return uuid.uuid5(uuid.NAMESPACE_URL, "/".join(("urn:safeconduct:statements", *parts))).urn


def _text(text: str) -> str:
    """Text that XML can hold: controls are made visible, what is no character goes."""
    plain = "".join(letter for letter in str(shown(text)) if unicodedata.category(letter) not in {"Cn", "Cs"})
    return plain.replace("\ufffe", "").replace("\uffff", "")
