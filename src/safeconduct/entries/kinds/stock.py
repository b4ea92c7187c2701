"""What is left of a commodity at a place when it was counted."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import UNSET, Meta, UnsetType

from safeconduct.entries.fields import Body, Count, Line, Word
from safeconduct.entries.kind import KindSpec
from safeconduct.entries.personal import extra_fields, refuse_personal


class Stock(Body, kw_only=True, frozen=True):
    """The body of a count of stock."""

    commodity: Annotated[Word, Meta(description="such as flour, fuel, medicine")]
    place: Annotated[Line, Meta(description="where it is kept")]
    load_kg: Annotated[Count, Meta(description="mass left, kg")]
    basis: Annotated[Literal["declared", "weighed", "estimated"], Meta(description="how the mass is known")]
    by: Annotated[Line, Meta(description="organisation that counted")] | UnsetType = UNSET


def _check(body: Stock) -> None:
    refuse_personal((("place", body.place), ("by", body.by), *extra_fields(body.extra)))


KIND = KindSpec("stock", "what is left of a commodity at a place", Stock, _check)
