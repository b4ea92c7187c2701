"""One claim of a statement, as a structured proposition that can be put to the record.

The proposition is kept as written in the claims file (measure, table, where, over, comparator, value, ...)
with dates as text; the engine of claims gives it its meaning, so its members are open here. A claim without one is in
words alone: statements take stances to it, and the record cannot decide it for want of a definition.
"""

from __future__ import annotations

from typing import Annotated, Any

from msgspec import UNSET, Meta, UnsetType

from safeconduct.entries.fields import Body, Prose, Slug, Word
from safeconduct.entries.kind import KindSpec


class Claim(Body, kw_only=True, frozen=True):
    """The body of a claim."""

    id: Annotated[Slug, Meta(description="name of the claim")]
    statement: Annotated[Slug, Meta(description="the statement it was made in")]
    wording: Annotated[Prose, Meta(description="the claim in words")]
    proposition: (
        Annotated[
            dict[Word, Any],
            Meta(max_length=64, description="the claim as a proposition; without it the record cannot decide it"),
        ]
        | UnsetType
    ) = UNSET
    note: Annotated[Prose, Meta(description="what a reader should know")] | UnsetType = UNSET


KIND = KindSpec("claim", "one claim of a statement, as a proposition", Claim)
