"""The terms of a corridor, as its charter states them: offsets, vocabulary, coverage, and what is not recorded.

They are read from the log and from nowhere else, so that an answer stays a function of the logs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from safeconduct.base.instant import Instant, day_from_text, instant_from_text
from safeconduct.entries.offsets import local_day

Evidence = Literal["observed", "published", "simulated"]
EVIDENCE_ORDER: tuple[Evidence, ...] = ("observed", "published", "simulated")


@dataclass(frozen=True, slots=True)
class Coverage:
    """The half-open period of days for which a table is complete by one date column; None is unbounded."""

    table: str
    column: str
    from_day: int | None
    until_day: int | None
    says: str


@dataclass(frozen=True, slots=True)
class Scope:
    """A column of which only some values are recorded: `recorded` are, `missing` exist and are not."""

    column: str
    recorded: tuple[str, ...]
    missing: tuple[str, ...]
    says: str


@dataclass(frozen=True, slots=True)
class MissingColumn:
    """A column that people speak of and this record does not hold."""

    table: str
    column: str
    type: str
    says: str


@dataclass(frozen=True, slots=True)
class Towards:
    """A direction of travel and the place it leads to, by language."""

    direction: str
    name: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Place:
    """A place on the road. km: from the beginning of the road. lat, lon: degrees as text; near: approximate."""

    id: str
    name: Mapping[str, str]
    km: int
    lat: str | None = None
    lon: str | None = None
    near: bool = False


@dataclass(frozen=True, slots=True)
class Post:
    """A post on the road, in force from <= t < until (µs, None unbounded), kept by the words `by`.

    main: its passages stand for the corridor's traffic. checks: vehicles are checked here.
    """

    id: str
    place: str
    km: int
    kept_by: str
    by: str
    from_us: Instant | None = None
    until_us: Instant | None = None
    main: bool = False
    checks: bool = False


@dataclass(frozen=True, slots=True)
class Route:
    """The road: the first direction runs with the kilometres. Places and posts in the order of the charter."""

    length_km: int
    directions: tuple[Towards, ...]
    places: tuple[Place, ...]
    posts: tuple[Post, ...]
    approximate: bool = False


@dataclass(frozen=True, slots=True)
class Terms:
    """What one corridor's charter says; docs/reference/entries.md, kind `charter`.

    agreement: digest of the agreement it names; empty if it names none. route: the road, if a charter describes it.
    """

    corridor: str
    title: Mapping[str, str]
    evidence: Evidence
    offsets: tuple[tuple[Instant, int], ...]
    names: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    tables: Mapping[str, str] = field(default_factory=dict)
    coverage: tuple[Coverage, ...] = ()
    scope: tuple[Scope, ...] = ()
    missing: tuple[MissingColumn, ...] = ()
    not_yet: Mapping[str, str] = field(default_factory=dict)
    cannot_know: tuple[str, ...] = ()
    agreement: str = ""
    route: Route | None = None

    def day(self, instant: int) -> int:
        """The local day of an instant, at the offset then in force."""
        return local_day(self.offsets, instant)

    def covers(self, table: str, column: str) -> Coverage | None:
        """The stated coverage of a table by a date column, if any."""
        return next((c for c in self.coverage if c.table == table and c.column == column), None)

    def missing_column(self, table: str, column: str) -> MissingColumn | None:
        """The column's entry in the list of what is not recorded, if it stands there."""
        return next((m for m in self.missing if m.table == table and m.column == column), None)


def terms_from_charter(corridor: str, body: Mapping[str, Any]) -> Terms:
    """Read the terms from a charter's body, already validated as an entry."""
    return Terms(
        corridor=corridor,
        title=dict(body.get("title", {})),
        evidence=body.get("evidence", "observed"),
        offsets=tuple((instant_from_text(row["from"]), row["minutes"]) for row in body.get("offsets", [])),
        names={table: dict(names) for table, names in body.get("names", {}).items()},
        tables=dict(body.get("tables", {})),
        coverage=tuple(_coverage(row) for row in body.get("coverage", [])),
        scope=tuple(
            Scope(row["column"], tuple(row["recorded"]), tuple(row["missing"]), row.get("says", ""))
            for row in body.get("scope", [])
        ),
        missing=tuple(
            MissingColumn(row["table"], row["column"], row.get("type", "text"), row.get("says", ""))
            for row in body.get("missing", [])
        ),
        not_yet={row["column"]: row.get("says", "") for row in body.get("empty", [])},
        cannot_know=tuple(body.get("cannot_know", [])),
        agreement=str(body.get("agreement", "")),
        route=_route(body["route"]) if "route" in body else None,
    )


def _route(body: Mapping[str, Any]) -> Route:
    return Route(
        length_km=body["length_km"],
        directions=tuple(Towards(row["direction"], dict(row["name"])) for row in body["directions"]),
        places=tuple(
            Place(row["id"], dict(row["name"]), row["km"], row.get("lat"), row.get("lon"), row.get("near", False))
            for row in body["places"]
        ),
        posts=tuple(_post(row) for row in body["posts"]),
        approximate=body.get("approximate", False),
    )


def _post(row: Mapping[str, Any]) -> Post:
    start, end = (instant_from_text(row[name]) if name in row else None for name in ("from", "until"))
    words = (row["id"], row["place"], row["km"], row["kept_by"], row["by"])
    return Post(*words, start, end, row.get("main", False), row.get("checks", False))


def _coverage(row: Mapping[str, Any]) -> Coverage:
    start, end = row.get("from"), row.get("until")
    return Coverage(
        table=row["table"],
        column=row["column"],
        from_day=None if start is None else day_from_text(start),
        until_day=None if end is None else day_from_text(end),
        says=row.get("says", ""),
    )


def weakest(evidence: Sequence[Evidence]) -> Evidence:
    """The weakest class of several logs: a figure over any simulated row is simulated."""
    return max(evidence, key=EVIDENCE_ORDER.index, default="observed")
