"""A corridor exists: who keeps this log, in which time zone, and what its tables can and cannot answer.

The second half is the vocabulary of claims: which words analysts use for which columns, for which periods the
record is complete, which columns nobody recorded, and what can therefore never be known.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Annotated, Literal

import msgspec
from msgspec import UNSET, Meta, UnsetType

from safeconduct.base.instant import day_from_text, instant_from_text
from safeconduct.entries.fields import (
    Body,
    Count,
    DayText,
    Hex64,
    InstantText,
    Language,
    Line,
    Prose,
    Texts,
    Word,
)
from safeconduct.entries.kind import KindSpec, require


class Offset(msgspec.Struct, kw_only=True, frozen=True):
    """From this instant on, local time at the corridor is so many minutes east of UTC."""

    from_: InstantText = msgspec.field(name="from")
    minutes: Annotated[int, Meta(ge=-840, le=840)]


class Coverage(msgspec.Struct, kw_only=True, frozen=True):
    """The record is complete for one date column of one table, from <= day < until; unset is unbounded."""

    table: Word
    column: Word
    from_: DayText | UnsetType = msgspec.field(name="from", default=UNSET)
    until: DayText | UnsetType = UNSET
    says: Prose


class Scope(msgspec.Struct, kw_only=True, frozen=True):
    """Of the values a column can have, these are recorded and those are not, in every table that has it."""

    column: Word
    recorded: Texts
    missing: Texts
    says: Prose


class Missing(msgspec.Struct, kw_only=True, frozen=True):
    """A column that claims speak of and nobody recorded: a question about it cannot be decided."""

    table: Word
    column: Word
    type: Literal["text", "integer", "mass", "date", "days", "boolean"]
    says: Prose


class Empty(msgspec.Struct, kw_only=True, frozen=True):
    """What an empty cell of a column means."""

    table: Word
    column: Word
    means: Literal["not_yet"]
    says: Prose


class Towards(msgspec.Struct, kw_only=True, frozen=True):
    """A direction of travel and the place it leads to."""

    direction: Word
    name: Annotated[dict[Language, Line], Meta(min_length=1, max_length=32)]


class Place(msgspec.Struct, kw_only=True, frozen=True):
    """A place on the road. lat, lon: degrees in decimal text; near: they are approximate."""

    id: Line
    name: Annotated[dict[Language, Line], Meta(min_length=1, max_length=32)]
    km: Count
    lat: Line | UnsetType = UNSET
    lon: Line | UnsetType = UNSET
    near: bool = False


class Post(msgspec.Struct, kw_only=True, frozen=True):
    """A post on the road. main: its passages stand for the corridor's traffic. checks: vehicles are checked here."""

    id: Line
    place: Line
    km: Count
    kept_by: Literal["neutral", "party", "observer"]
    by: Line
    from_: InstantText | UnsetType = msgspec.field(name="from", default=UNSET)
    until: InstantText | UnsetType = UNSET
    main: bool = False
    checks: bool = False


class Route(msgspec.Struct, kw_only=True, frozen=True):
    """The road: kilometres from its beginning, places, posts, directions; the first direction runs with the km."""

    length_km: Count
    directions: Annotated[list[Towards], Meta(min_length=1, max_length=2)]
    places: Annotated[list[Place], Meta(max_length=256)]
    posts: Annotated[list[Post], Meta(max_length=256)]
    approximate: bool = False


class Charter(Body, kw_only=True, frozen=True):
    """The body of a charter."""

    title: Annotated[dict[Language, Line], Meta(min_length=1, max_length=32, description="title by language")]
    offsets: Annotated[list[Offset], Meta(min_length=1, max_length=256, description="local time, oldest first")]
    evidence: Annotated[Literal["observed", "published", "simulated"], Meta(description="what this log consists of")]
    party: Annotated[Line, Meta(description="the party this log speaks for")]
    organisation: Annotated[Line, Meta(description="who keeps this log")]
    role: Annotated[Line, Meta(description="in which role")]
    agreement: Annotated[Hex64, Meta(description="digest of the agreement")] | UnsetType = UNSET
    names: Annotated[
        dict[Word, Annotated[dict[Word, Word], Meta(max_length=256)]],
        Meta(max_length=64, description="by table: word used in claims -> column"),
    ]
    tables: Annotated[dict[Word, Word], Meta(max_length=64, description="word used in claims -> table")]
    coverage: Annotated[list[Coverage], Meta(max_length=256, description="when the record is complete")]
    scope: Annotated[list[Scope], Meta(max_length=256, description="which values are recorded at all")]
    missing: Annotated[list[Missing], Meta(max_length=256, description="columns nobody recorded")]
    empty: Annotated[list[Empty], Meta(max_length=256, description="what empty cells mean")]
    cannot_know: Annotated[list[Prose], Meta(max_length=64, description="sentences shown with every answer")]
    heartbeat: (
        Annotated[Count, Meta(description="minutes within which the log promises a sign of life")] | UnsetType
    ) = UNSET
    route: Annotated[Route, Meta(description="the road: places, posts, directions")] | UnsetType = UNSET
    policy: Annotated[Prose, Meta(description="witness policy (tlog-policy)")] | UnsetType = UNSET


def _check_route(route: Route) -> None:
    for what, ids in (("places", [place.id for place in route.places]), ("posts", [post.id for post in route.posts])):
        require(len(set(ids)) == len(ids), "an id stands twice", f"route.{what}")
    for number, place in enumerate(route.places):
        require(place.km <= route.length_km, "it lies beyond the end of the road", f"route.places[{number}].km")
    known = {place.id for place in route.places}
    for number, post in enumerate(route.posts):
        require(post.place in known, f"there is no place {post.place!r}", f"route.posts[{number}].place")
        require(post.km <= route.length_km, "it lies beyond the end of the road", f"route.posts[{number}].km")
        span = [instant_from_text(end) for end in (post.from_, post.until) if not isinstance(end, UnsetType)]
        require(span == sorted(set(span)), "a post must begin before it ends", f"route.posts[{number}]")


def _check(body: Charter) -> None:
    if not isinstance(body.route, UnsetType):
        _check_route(body.route)
    starts = [instant_from_text(offset.from_) for offset in body.offsets]
    require(all(a < b for a, b in pairwise(starts)), "offsets must stand oldest first", "offsets")
    for number, item in enumerate(body.coverage):
        days = [day_from_text(day) for day in (item.from_, item.until) if not isinstance(day, UnsetType)]
        require(days == sorted(set(days)), "coverage must begin before it ends", f"coverage[{number}]")
    for number, scope in enumerate(body.scope):
        both = set(scope.recorded) & set(scope.missing)
        require(not both, f"{', '.join(sorted(both))} is both recorded and missing", f"scope[{number}]")


KIND = KindSpec("charter", "the corridor exists: its log, its local time, what its record can answer", Charter, _check)
