"""What the derived tables are made against: the road and the calendar, staged from the charter and the record's span.

| table | columns |
|---|---|
| post | id, place, km, kept_by, by, from_us, until_us, main, checks (1 or 0): the posts of the charter |
| main_span | post, from_us, until_us: the main post in force at each time; of several the first by kilometre and id |
| towards | direction, rank: directions of the road; rank 1 runs with the kilometres |
| span | one row: from_us, until_us: the span of the record; dwell_us, late_us: the parameters |
| hour | hour (since 1970, UTC), start_us, end_us, day (local, of its beginning): the hours of that span, cut to it |
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import duckdb
import numpy as np

from safeconduct.base.instant import US_PER_DAY, US_PER_MINUTE
from safeconduct.base.limits import FACTS_HOURS_MAX
from safeconduct.entries.offsets import Offsets
from safeconduct.facts.columns import ColumnType
from safeconduct.facts.engines.duck import create_table, load_rows
from safeconduct.facts.terms import Post, Terms

US_PER_HOUR: Final = 60 * US_PER_MINUTE
_NEVER: Final = 2**62

CONTEXT: Final[dict[str, dict[str, ColumnType]]] = {
    "post": {
        "id": "VARCHAR",
        "place": "VARCHAR",
        "km": "BIGINT",
        "kept_by": "VARCHAR",
        "by": "VARCHAR",
        "from_us": "BIGINT",
        "until_us": "BIGINT",
        "main": "BIGINT",
        "checks": "BIGINT",
    },
    "main_span": {"post": "VARCHAR", "from_us": "BIGINT", "until_us": "BIGINT"},
    "towards": {"direction": "VARCHAR", "rank": "BIGINT"},
    "span": {"from_us": "BIGINT", "until_us": "BIGINT", "dwell_us": "BIGINT", "late_us": "BIGINT"},
    "hour": {"hour": "BIGINT", "start_us": "BIGINT", "end_us": "BIGINT", "day": "BIGINT"},
}

WATCHED: Final = ("passage", "check", "count", "heartbeat")
"""The kinds whose first entry begins the record of the road."""
DATED: Final = (*WATCHED, "incident", "delivery", "stock", "outage")
"""The kinds whose last entry ends it."""


@dataclass(frozen=True, slots=True)
class Parameters:
    """What the tables assume.

    dwell_us: the longest time a journey takes; one seen at a single post is `late` after it. late_us: an entry recorded
    longer than this after its event counts as late.
    """

    dwell_us: int = US_PER_DAY
    late_us: int = 2 * US_PER_DAY


def stage_context(
    con: duckdb.DuckDBPyConnection, terms: Terms, parameters: Parameters, until: int | None, *, temporary: bool = False
) -> None:
    """Stage the context tables for the leaf tables that the connection sees.

    until: the instant up to which the record is read, exclusive; None for the end of its entries.
    """
    start, end = _span(con, until)
    start = max(start, (-(-end // US_PER_HOUR) - FACTS_HOURS_MAX) * US_PER_HOUR)
    rows: dict[str, Sequence[Sequence[object]]] = {
        "span": [(start, end, parameters.dwell_us, parameters.late_us)],
        "hour": _hours(terms.offsets, start, end),
    }
    if terms.route is not None:
        rows["post"] = [_post_row(post) for post in terms.route.posts]
        rows["main_span"] = main_spans(terms.route.posts)
        rows["towards"] = [(one.direction, rank) for rank, one in enumerate(terms.route.directions, 1)]
    for name, columns in CONTEXT.items():
        create_table(con, name, columns, temporary=temporary)
        load_rows(con, name, columns, rows.get(name, ()))


def main_spans(posts: Sequence[Post]) -> list[tuple[str, int, int]]:
    """When which main post stands for the corridor's traffic: (post, from_us, until_us), half-open, one at a time."""
    mains = sorted((post for post in posts if post.main), key=lambda post: (post.km, post.id))
    edges = sorted({edge for post in mains for edge in _force(post)})
    spans: list[tuple[str, int, int]] = []
    for start, end in pairwise(edges):
        held = next((post.id for post in mains if _force(post)[0] <= start and end <= _force(post)[1]), None)
        if held is not None and spans and spans[-1][0] == held and spans[-1][2] == start:
            spans[-1] = (held, spans[-1][1], end)
        elif held is not None:
            spans.append((held, start, end))
    return spans


def _force(post: Post) -> tuple[int, int]:
    return (
        -_NEVER if post.from_us is None else int(post.from_us),
        _NEVER if post.until_us is None else int(post.until_us),
    )


def _post_row(post: Post) -> tuple[object, ...]:
    where = (post.id, post.place, post.km, post.kept_by, post.by)
    return (*where, post.from_us, post.until_us, int(post.main), int(post.checks))


def _span(con: duckdb.DuckDBPyConnection, until: int | None) -> tuple[int, int]:
    """From the first entry about the road to the last of any event, or to `until`; nothing is later than recorded."""
    start = _bound(con, "MIN(e.at_us)", WATCHED)
    if start is None:
        return (0, 0) if until is None else (until, until)
    last = _bound(con, "MAX(CASE WHEN e.at_us <= e.recorded_us THEN e.at_us ELSE e.recorded_us END)", DATED)
    end = until if until is not None else (start if last is None else last) + 1
    return min(start, end), end


def _bound(con: duckdb.DuckDBPyConnection, bound: str, kinds: Sequence[str]) -> int | None:
    """MIN or MAX over the entries of some kinds as they stand after their corrections; None if there are none."""
    found = [
        con.execute(
            f"""SELECT {bound} FROM "leaf_{kind}" AS e LEFT JOIN superseded AS s ON s.log = e.log AND s.leaf = e.leaf
                WHERE s.by_leaf IS NULL OR (s.by_leaf = e.by_leaf AND s.withdrawn = 0)"""
        ).fetchone()
        for kind in kinds
    ]
    known = [int(row[0]) for row in found if row is not None and row[0] is not None]
    return None if not known else (min(known) if bound.startswith("MIN") else max(known))


def _hours(offsets: Offsets, start: int, end: int) -> list[tuple[int, ...]]:
    """Every hour of a span; the first and the last may be cut by its ends."""
    hours = np.arange(start // US_PER_HOUR, -(-end // US_PER_HOUR) if start < end else 0, dtype=np.int64)
    begins = hours * US_PER_HOUR
    since = np.array([at for at, _ in offsets], dtype=np.int64)
    shifts = np.array([minutes for _, minutes in offsets], dtype=np.int64) * US_PER_MINUTE
    shift = shifts[np.maximum(np.searchsorted(since, begins, side="right") - 1, 0)]
    days = (begins + shift) // US_PER_DAY
    starts, ends = np.maximum(begins, start), np.minimum(begins + US_PER_HOUR, end)
    return list(zip(hours.tolist(), starts.tolist(), ends.tolist(), days.tolist(), strict=True))
