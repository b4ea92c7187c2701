"""Traffic and checks by post, on a day and in the week that ends with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from safeconduct.assess.situation.model import PostState
from safeconduct.base.instant import instant_to_text
from safeconduct.facts.build import Facts

WEEK = 7

_COUNTS = """
    SELECT post, CAST(SUM(passed) AS BIGINT), CAST(SUM(checked) AS BIGINT), CAST(SUM(counted) AS BIGINT), MAX(simulated)
    FROM coverage_hour WHERE category = 'all' AND day BETWEEN ? AND ? GROUP BY post
"""
_BLIND = """
    SELECT watcher, CAST(SUM(blind_us) AS BIGINT), MAX(simulated) FROM watch WHERE day BETWEEN ? AND ? GROUP BY watcher
"""


@dataclass(frozen=True, slots=True)
class Counts:
    """Vehicles at a post in both directions; None = no record. counted: by a sensor. blind_us: in all the time."""

    passed: int | None
    checked: int | None
    counted: int | None
    blind_us: int
    simulated: bool

    def to_json(self) -> dict[str, Any]:
        """As an object."""
        return {
            "passed": self.passed,
            "checked": self.checked,
            "counted_by_sensor": self.counted,
            "blind_seconds": self.blind_us // 1_000_000,
            "simulated": self.simulated,
        }


@dataclass(frozen=True, slots=True)
class PostTraffic:
    """A post with its day and its week."""

    post: PostState
    day: Counts
    week: Counts

    def to_json(self) -> dict[str, Any]:
        """As an object."""
        until = self.post.complete_until_us
        return {
            "post": self.post.id,
            "place": self.post.place,
            "km": self.post.km,
            "kept_by": self.post.kept_by,
            "in_force": self.post.in_force,
            "watched": self.post.watched,
            "record_arrived_until": None if until is None else instant_to_text(until),
            "day": self.day.to_json(),
            "week": self.week.to_json(),
        }


def read_posts(facts: Facts, posts: Sequence[PostState], day: int) -> Iterator[PostTraffic]:
    """The traffic of every post, in the order given. Needs the tables `coverage_hour` and `watch`."""
    facts.need("coverage_hour")
    facts.need("watch")
    of_day, of_week = _read(facts, day, day), _read(facts, day - WEEK + 1, day)
    nothing = Counts(None, None, None, 0, simulated=False)
    for post in posts:
        yield PostTraffic(post, of_day.get(post.id, nothing), of_week.get(post.id, nothing))


def _read(facts: Facts, first: int, last: int) -> Mapping[str, Counts]:
    counts = {post: row for post, *row in facts.con.execute(_COUNTS, [first, last]).fetchall()}
    blind = {post: row for post, *row in facts.con.execute(_BLIND, [first, last]).fetchall()}
    found = {}
    for post in counts.keys() | blind.keys():
        passed, checked, counted, made_up = counts.get(post, (None, None, None, 0))
        blind_us, also = blind.get(post, (0, 0))
        found[post] = Counts(passed, checked, counted, blind_us, simulated=bool(made_up or also))
    return found
