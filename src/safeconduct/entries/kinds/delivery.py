"""Goods reached a place; its envelope's `at` is when they arrived."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import UNSET, Meta, UnsetType

from safeconduct.entries.fields import Body, Count, Hex32, Line, Word
from safeconduct.entries.kind import KindSpec
from safeconduct.entries.personal import extra_fields, refuse_personal


class Delivery(Body, kw_only=True, frozen=True):
    """The body of a delivery."""

    commodity: Annotated[Word, Meta(description="such as flour, fuel, medicine")]
    place: Annotated[Line, Meta(description="where it arrived")]
    load_kg: Annotated[Count, Meta(description="mass, kg")]
    basis: Annotated[Literal["declared", "weighed", "estimated"], Meta(description="how the mass is known")]
    movement: Annotated[Hex32, Meta(description="id of the movement that brought it")] | UnsetType = UNSET
    by: Annotated[Line, Meta(description="organisation that brought it")] | UnsetType = UNSET


def _check(body: Delivery) -> None:
    refuse_personal((("place", body.place), ("by", body.by), *extra_fields(body.extra)))


KIND = KindSpec("delivery", "goods reached a place", Delivery, _check)
