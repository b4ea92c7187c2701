"""Something happened on or about the road: an obstruction, a closure, a seizure, a meeting.

The wording is ours; who says so, and where, stands beside it. Who is said to have done it is part of what is said.
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import UNSET, Meta, UnsetType

from safeconduct.base.instant import instant_from_text
from safeconduct.entries.fields import Body, Count, InstantText, Line, Prose, Slug, Word
from safeconduct.entries.kind import KindSpec, require
from safeconduct.entries.personal import extra_fields, refuse_personal


class Closure(msgspec.Struct, kw_only=True, frozen=True):
    """What the incident did to traffic; without a direction in both, without a category for all."""

    status: Literal["open", "restricted", "closed"]
    direction: Word | UnsetType = UNSET
    category: Word | UnsetType = UNSET


class Incident(Body, kw_only=True, frozen=True):
    """The body of an incident."""

    id: Annotated[Slug, Meta(description="name of the incident")]
    class_: Annotated[Word, Meta(description="such as obstruction, checkpoint, seizure, outage")] = msgspec.field(
        name="class"
    )
    says: Annotated[Prose, Meta(description="what happened, in our words")]
    said_by: Annotated[Line, Meta(description="office or outlet that says so")]
    party: Annotated[Word, Meta(description="party of the agreement that office belongs to")] | UnsetType = UNSET
    cites: Annotated[list[Prose], Meta(max_length=16, description="where it can be read")]
    place: Annotated[Line, Meta(description="place of the corridor")] | UnsetType = UNSET
    km: Annotated[Count, Meta(description="kilometre of the road")] | UnsetType = UNSET
    end: Annotated[InstantText, Meta(description="when it ended; left out: not known to have ended")] | UnsetType = (
        UNSET
    )
    closes: Annotated[list[Closure], Meta(max_length=64, description="what it did to traffic")] | UnsetType = UNSET
    attributed_to: Annotated[Line, Meta(description="who is said to have done it")] | UnsetType = UNSET
    topic: Annotated[Slug, Meta(description="question on which sources may differ")] | UnsetType = UNSET


def _check(body: Incident) -> None:
    if not isinstance(body.end, UnsetType):
        instant_from_text(body.end)
    require(body.cites, "an incident needs its source", "cites")
    texts = (("says", body.says), ("place", body.place), ("attributed_to", body.attributed_to))
    refuse_personal((*texts, *extra_fields(body.extra)))


KIND = KindSpec("incident", "something happened on the road, as somebody says", Incident, _check)
