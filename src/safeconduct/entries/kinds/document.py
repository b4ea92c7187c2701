"""A file exists, known by its digest: the agreement, a published table, a page of a source.

The file itself never enters a log. Editions of one published table share their `dataset`. Of a report, `sha256` is the
digest of the bytes as received, and `text_sha256` that of the text which `normaliser` makes of them.
"""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import UNSET, Meta, UnsetType

from safeconduct.base.instant import day_from_text
from safeconduct.entries.edtf import Published, check_published
from safeconduct.entries.fields import Body, Count, DayText, Hex64, Language, Line, Link, Prose, Slug
from safeconduct.entries.kind import KindSpec, require


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
    text_sha256: Annotated[Hex64, Meta(description="digest of the normalised text of a report")] | UnsetType = UNSET
    normaliser: Annotated[Slug, Meta(description="the rules that made that text")] | UnsetType = UNSET
    encoding: Annotated[Slug, Meta(description="how its bytes were read")] | UnsetType = UNSET
    outlet: Annotated[Slug, Meta(description="who published the report, by id")] | UnsetType = UNSET
    language: Annotated[Language, Meta(description="its language")] | UnsetType = UNSET
    published: Annotated[Published, Meta(description="when it was published")] | UnsetType = UNSET
    byline_role: (
        Annotated[
            Literal["agency", "combined_sources", "editors", "outlet", "reporter"],
            Meta(description="who wrote it; a role, never a name"),
        ]
        | UnsetType
    ) = UNSET
    place: Annotated[Line, Meta(description="place in its dateline")] | UnsetType = UNSET
    compiled_from: (
        Annotated[list[Slug], Meta(min_length=1, max_length=16, description="outlets whose words it says it carries")]
        | UnsetType
    ) = UNSET
    same_text_as: (
        Annotated[
            list[Hex64],
            Meta(
                min_length=1,
                max_length=64,
                description="`sha256` of documents with the same words, as a reviewer confirmed",
            ),
        ]
        | UnsetType
    ) = UNSET


def _check(body: Document) -> None:
    if not isinstance(body.retrieved, UnsetType):
        day_from_text(body.retrieved)
    check_published(body.published)
    for name in ("compiled_from", "same_text_as"):
        values = getattr(body, name)
        require(values is UNSET or len(set(values)) == len(values), "something stands here twice", name)
    both = (body.text_sha256 is UNSET) == (body.normaliser is UNSET)
    require(both, "a normalised text and its normaliser stand together", "normaliser")
    if not isinstance(body.same_text_as, UnsetType):
        require(body.sha256 not in body.same_text_as, "a document has the same words as itself", "same_text_as")


KIND = KindSpec("document", "a file exists, known by its digest", Document, _check)
