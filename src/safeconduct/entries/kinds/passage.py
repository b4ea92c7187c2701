"""A vehicle departed from, passed or arrived at a place of the corridor."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import UNSET, Meta, UnsetType

from safeconduct.entries.fields import Body, Count, Hex32, Line, Word
from safeconduct.entries.kind import KindSpec
from safeconduct.entries.personal import VESSEL, extra_fields, refuse_personal


class Passage(Body, kw_only=True, frozen=True):
    """The body of a passage."""

    movement: Annotated[Hex32, Meta(description="id of the movement")]
    journey: Annotated[Hex32, Meta(description="one vehicle's trip, if the movement has several")] | UnsetType = UNSET
    event: Annotated[Literal["departed", "arrived", "passed"], Meta(description="what happened")]
    direction: Annotated[Word, Meta(description="such as outbound, inbound")]
    category: Annotated[Word, Meta(description="such as vessel, truck, ambulance, convoy")]
    place: Annotated[Line, Meta(description="where")] | UnsetType = UNSET
    post: Annotated[Line, Meta(description="post of the corridor")] | UnsetType = UNSET
    lane: Annotated[Line, Meta(description="lane at the post")] | UnsetType = UNSET
    load_kg: Annotated[Count, Meta(description="mass of the cargo, kg, where nothing was notified")] | UnsetType = UNSET


def _check(body: Passage) -> None:
    if body.category != VESSEL:
        texts = (("place", body.place), ("post", body.post), ("lane", body.lane))
        refuse_personal((*texts, *extra_fields(body.extra)))


KIND = KindSpec("passage", "a vehicle departed, passed or arrived", Passage, _check)
