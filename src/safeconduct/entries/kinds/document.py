"""A file exists, known by its digest: the agreement, a published table, a page of a source.

The file itself never enters a log. Editions of one published table share their `dataset`.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import UNSET, Meta, UnsetType

from safeconduct.base.instant import day_from_text
from safeconduct.entries.fields import Body, Count, DayText, Hex64, Line, Link, Prose, Slug
from safeconduct.entries.kind import KindSpec


class Document(Body, kw_only=True, frozen=True):
    """The body of a document."""

    sha256: Annotated[Hex64, Meta(description="digest of the file")]
    name: Annotated[Line, Meta(description="name of the file")]
    media: Annotated[Line, Meta(description="media type, such as text/csv")]
    bytes: Annotated[Count, Meta(description="size of the file")]
    dataset: Annotated[Slug, Meta(description="table of which this is an edition")] | UnsetType = UNSET
    title: Annotated[Line, Meta(description="title, as published")] | UnsetType = UNSET
    publisher: Annotated[Line, Meta(description="who published it")] | UnsetType = UNSET
    url: Annotated[Link, Meta(description="where it was found")] | UnsetType = UNSET
    licence: Annotated[Prose, Meta(description="licence, or what is known about it")] | UnsetType = UNSET
    retrieved: Annotated[DayText, Meta(description="day it was fetched")] | UnsetType = UNSET
    rows: Annotated[Count, Meta(description="rows of data, the header not counted")] | UnsetType = UNSET
    left_out: Annotated[Count, Meta(description="movements not imported because of problems")] | UnsetType = UNSET


def _check(body: Document) -> None:
    if not isinstance(body.retrieved, UnsetType):
        day_from_text(body.retrieved)


KIND = KindSpec("document", "a file exists, known by its digest", Document, _check)
