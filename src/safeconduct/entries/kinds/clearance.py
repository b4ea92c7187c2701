"""A notification is answered: cleared, refused, or a question is asked first."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import UNSET, Meta, UnsetType

from safeconduct.base.instant import instant_from_text
from safeconduct.entries.fields import Body, Hex32, InstantText, Line, Texts
from safeconduct.entries.kind import KindSpec, require
from safeconduct.entries.personal import extra_fields, refuse_personal


class Clearance(Body, kw_only=True, frozen=True):
    """The body of a clearance."""

    movement: Annotated[Hex32, Meta(description="id of the movement")]
    outcome: Annotated[Literal["cleared", "refused", "question"], Meta(description="the answer")]
    by: Annotated[Line, Meta(description="role and organisation that answered")]
    clauses: Annotated[Texts, Meta(description="clauses of the agreement relied on")] | UnsetType = UNSET
    valid_from: Annotated[InstantText, Meta(description="valid from, inclusive")] | UnsetType = UNSET
    valid_until: Annotated[InstantText, Meta(description="valid until, exclusive")] | UnsetType = UNSET


def _check(body: Clearance) -> None:
    bounds = [
        instant_from_text(text) for text in (body.valid_from, body.valid_until) if not isinstance(text, UnsetType)
    ]
    require(bounds == sorted(set(bounds)), "valid_from must lie before valid_until", "valid_from")
    refuse_personal((("by", body.by), *extra_fields(body.extra)))


KIND = KindSpec("clearance", "answer to a notification", Clearance, _check)
