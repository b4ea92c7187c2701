"""A service was cut: electricity, gas, water, fuel; its envelope's `at` is the start."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import UNSET, Meta, UnsetType

from safeconduct.base.instant import instant_from_text
from safeconduct.entries.fields import Body, Count, InstantText, Line, Prose
from safeconduct.entries.kind import KindSpec
from safeconduct.entries.personal import extra_fields, refuse_personal


class Outage(Body, kw_only=True, frozen=True):
    """The body of an outage."""

    service: Annotated[
        Literal["electricity", "gas", "water", "fuel", "telecommunications"], Meta(description="what was cut")
    ]
    place: Annotated[Line, Meta(description="where")]
    end: Annotated[InstantText, Meta(description="when it ended; left out: not known to have ended")] | UnsetType = (
        UNSET
    )
    end_precision: Annotated[Literal["day"], Meta(description="only the day of the end is known")] | UnsetType = UNSET
    minutes_a_day: Annotated[Count, Meta(description="where it is cut for part of each day")] | UnsetType = UNSET
    said_by: Annotated[Line, Meta(description="office or outlet that says so")] | UnsetType = UNSET
    cites: Annotated[list[Prose], Meta(max_length=16, description="where it can be read")] | UnsetType = UNSET


def _check(body: Outage) -> None:
    if not isinstance(body.end, UnsetType):
        instant_from_text(body.end)
    refuse_personal((("place", body.place), ("said_by", body.said_by), *extra_fields(body.extra)))


KIND = KindSpec("outage", "a service was cut", Outage, _check)
