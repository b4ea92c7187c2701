"""How many vehicles an independent sensor counted in a period; its envelope's `at` is the start."""

from __future__ import annotations

from typing import Annotated

from msgspec import UNSET, Meta, UnsetType

from safeconduct.base.instant import instant_from_text
from safeconduct.entries.fields import Body, Count, InstantText, Line, Word
from safeconduct.entries.kind import KindSpec
from safeconduct.entries.personal import extra_fields, refuse_personal


class Tally(Body, kw_only=True, frozen=True):
    """The body of a count."""

    sensor: Annotated[Line, Meta(description="which sensor")]
    post: Annotated[Line, Meta(description="post of the corridor where it stands")]
    direction: Annotated[Word, Meta(description="such as outbound, inbound")]
    category: Annotated[Word, Meta(description="kind of vehicle; left out: all kinds")] | UnsetType = UNSET
    end: Annotated[InstantText, Meta(description="end of the period, exclusive")]
    n: Annotated[Count, Meta(description="vehicles counted")]


def _check(body: Tally) -> None:
    instant_from_text(body.end)
    refuse_personal((("sensor", body.sensor), ("post", body.post), *extra_fields(body.extra)))


KIND = KindSpec("count", "what an independent sensor counted in a period", Tally, _check)
