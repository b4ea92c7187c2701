"""A movement was examined: how, with which result, by whom in which role."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import UNSET, Meta, UnsetType

from safeconduct.base.instant import instant_from_text
from safeconduct.entries.fields import Body, Hex32, InstantText, Line, Word
from safeconduct.entries.kind import KindSpec
from safeconduct.entries.personal import extra_fields, refuse_personal


class Check(Body, kw_only=True, frozen=True):
    """The body of a check. Its envelope's `at` is the start."""

    movement: Annotated[Hex32, Meta(description="id of the movement")]
    journey: Annotated[Hex32, Meta(description="one vehicle's trip, if the movement has several")] | UnsetType = UNSET
    method: Annotated[
        Literal["document", "seal", "visual", "weigh", "scanner", "canine", "unstated"],
        Meta(description="how it was examined"),
    ]
    result: Annotated[Literal["passed", "failed", "unstated"], Meta(description="with which result")]
    by: Annotated[Line, Meta(description="role and organisation that examined")] | UnsetType = UNSET
    place: Annotated[Line, Meta(description="where")] | UnsetType = UNSET
    post: Annotated[Line, Meta(description="post of the corridor")] | UnsetType = UNSET
    found: Annotated[list[Word], Meta(max_length=64, description="kinds of goods found that the rules name")] | (
        UnsetType
    ) = UNSET
    end: Annotated[InstantText, Meta(description="when it ended")] | UnsetType = UNSET


def _check(body: Check) -> None:
    if not isinstance(body.end, UnsetType):
        instant_from_text(body.end)
    refuse_personal((("by", body.by), ("place", body.place), ("post", body.post), *extra_fields(body.extra)))


KIND = KindSpec("check", "what was examined", Check, _check)
