"""What is known of a report once it is read: digests, text, and what it says about itself.

Nothing here is decided: dates are candidates with their basis, and an outlet or a place that the report does not
name is an empty text.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from safeconduct.press.model import Span, Text

DateBasis: TypeAlias = Literal["metadata", "in_text"]
Byline: TypeAlias = Literal["", "agency", "combined_sources", "editors", "outlet", "reporter"]
"""Who the page says wrote it: a role only, because the name of a reporter is not ours to keep."""


@dataclass(frozen=True, slots=True)
class DocumentDate:
    """A day on which the report may have been published.

    edtf: the day, `2023-06-23`. where: which part says so, such as `byline` or `meta article:published_time`.
    span: its characters in the text, None outside it. note: what a reader should know, such as a wrong weekday.
    """

    edtf: str
    basis: DateBasis
    where: str
    span: Span | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """A report, read.

    source_sha256, size_bytes: of the bytes as received. normaliser: which rules made the text of them.
    encoding: how the bytes were read; together with the normaliser it makes the text anew.
    replaced: how many replacement marks (U+FFFD) stand in the text for bytes that no character could be made of.
    dates: candidates, the best first. outlet: id of a known outlet, else its name in small letters, else empty.
    url: where it was found, as the caller says. says_url: the address that the page gives as its own.
    compiled_from: ids of the outlets whose words it says it carries, in the order of the text.
    """

    name: str
    media: str
    size_bytes: int
    source_sha256: str
    normaliser: str
    encoding: str
    replaced: int
    text_sha256: str
    text: Text
    title: str = ""
    dates: tuple[DocumentDate, ...] = ()
    outlet: str = ""
    url: str = ""
    says_url: str = ""
    place: str = ""
    byline: Byline = ""
    compiled_from: tuple[str, ...] = ()
