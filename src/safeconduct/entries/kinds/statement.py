"""Someone said something in public; the claims in it are entries of their own.

Only public office-holders and offices are named, with the source. The wording is ours unless quoted.
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import UNSET, Meta, UnsetType

from safeconduct.base.instant import day_from_text
from safeconduct.entries.fields import DayText, Extra, Line, Prose, Slug, Word
from safeconduct.entries.kind import KindSpec, require


class Road(msgspec.Struct, kw_only=True, frozen=True):
    """What a speaker says of the road on the day of the statement; without a direction of both."""

    status: Literal["open", "restricted", "closed"]
    direction: Word | UnsetType = UNSET
    since: DayText | UnsetType = UNSET


class Statement(msgspec.Struct, kw_only=True, frozen=True):
    """The body of a statement; its `source` is a citation, not the file and rows of an imported entry."""

    id: Annotated[Slug, Meta(description="name of the statement")]
    speaker: Annotated[Line, Meta(description="office or public office-holder")]
    said_on: Annotated[DayText, Meta(description="day said, or published")]
    as_of: Annotated[DayText, Meta(description="day the figures refer to")] | UnsetType = UNSET
    source: Annotated[Prose, Meta(description="where it can be read")]
    wording: Annotated[Prose, Meta(description="what was said")] | UnsetType = UNSET
    party: Annotated[Word, Meta(description="party of the agreement that the speaker belongs to")] | UnsetType = UNSET
    type: (
        Annotated[
            Literal["allegation", "denial", "demand", "proposal", "position", "report", "order"],
            Meta(description="what kind of statement it is"),
        ]
        | UnsetType
    ) = UNSET
    topic: Annotated[Slug, Meta(description="question on which sources may differ")] | UnsetType = UNSET
    value: Annotated[Line, Meta(description="the figure or short answer it gives on that question")] | UnsetType = UNSET
    unit: Annotated[Word, Meta(description="unit of that figure")] | UnsetType = UNSET
    denies: Annotated[Slug, Meta(description="name of the statement it denies")] | UnsetType = UNSET
    clause: Annotated[Line, Meta(description="clause of the agreement it speaks of")] | UnsetType = UNSET
    road: Annotated[Road, Meta(description="what it says of the state of the road")] | UnsetType = UNSET
    extra: Annotated[Extra, Meta(description="further particulars")] | UnsetType = UNSET


def _check(body: Statement) -> None:
    day_from_text(body.said_on)
    if not isinstance(body.as_of, UnsetType):
        day_from_text(body.as_of)
    if not isinstance(body.road, UnsetType) and not isinstance(body.road.since, UnsetType):
        require(day_from_text(body.road.since) <= day_from_text(body.said_on), "it speaks of a later day", "road.since")


KIND = KindSpec("statement", "who said something in public, when, and where it can be read", Statement, _check)
