"""What the record of a road gives a plan for its post: arrivals by hour, how long checks took, waits - by day.

Only days on which the post watched for all of its hours count: a quiet hour nobody watched is not an hour without
vehicles.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from safeconduct.base.instant import US_PER_DAY, US_PER_MINUTE
from safeconduct.base.limits import YAML_BYTES_MAX
from safeconduct.facts.build import Facts
from safeconduct.node.config import OwnLog
from safeconduct.node.durable import read_input
from safeconduct.node.errors import CorridorError
from safeconduct.node.node import Node
from safeconduct.node.tables import open_tables
from safeconduct.plan import plan_from_yaml, simulate
from safeconduct.plan.record import Calibration, RecordedDay
from safeconduct.plan.results import PlanResult

US_PER_SECOND = 1_000_000
HOURS = 24
DAYS = 56
RECORD_DAYS = 365
"""How many of the newest days are read, where nobody says which."""


def recorded_plan(node: Node, log: OwnLog, direction: str, post: str = "", days: int = DAYS) -> Calibration:
    """What the record of a corridor gives a plan: its newest days at a post, or at the main post on its road.

    Raises CorridorError for a corridor without a road, an unknown post or direction, and without a day to draw from.
    """
    with open_tables(node, log) as facts:
        route = facts.terms.route
        if route is None:
            raise CorridorError("the charter of this corridor describes no road, so it has no post", where=log.corridor)
        posts = [one.id for one in route.posts if one.main or one.id == post]
        chosen = post or (posts[0] if posts else "")
        _known("post", chosen, [one.id for one in route.posts], log.corridor)
        _known("direction", direction, [one.direction for one in route.directions], log.corridor)
        row = facts.con.execute("SELECT MAX(day) FROM hour").fetchone()
        last = row[0] if row is not None and row[0] is not None else 0
        found = calibration_of(facts, chosen, direction, last - days + 1, last)
    if not found.days:
        raise CorridorError(
            f"post {chosen} did not watch for a whole day in the newest {days} days of the record",
            where=log.corridor,
            next_step="Ask for more days with --days, or state the inputs in the plan.",
        )
    return found


def plan_of(node: Node, log: OwnLog) -> PlanResult | None:
    """The plan kept beside a corridor's log, worked out with what the record gives; None if there is none.

    Raises YamlError, PlanError, CorridorError.
    """
    path = node.layout.plan(log.corridor)
    if not path.is_file():
        return None
    wanted = plan_from_yaml(read_input(path, YAML_BYTES_MAX), path.name)
    with open_tables(node, log) as facts:
        route = facts.terms.route
    record = None if route is None else recorded_plan(node, log, route.directions[0].direction, days=RECORD_DAYS)
    return simulate(wanted, record)


def _known(what: str, name: str, names: list[str], where: str) -> None:
    if name not in names:
        raise CorridorError(
            f"there is no {what} {name!r} on this road", where=where, next_step=f"There are {', '.join(names)}."
        )


def calibration_of(facts: Facts, post: str, direction: str, first: int, last: int) -> Calibration:
    """The days first to last (local, inclusive) at a post in one direction, as far as it watched all day.

    source: names the corridor and the post, and says so if any of it is simulated.
    """
    for table in ("visit", "checked", "watch"):
        facts.need(table)
    whole = _watched(facts, post, first, last)
    arrivals, waits, simulated = _arrivals(facts, post, direction, whole)
    checks = _checks(facts, post, direction, whole)
    days = tuple(
        RecordedDay(
            day,
            {name: tuple(hours) for name, hours in sorted(arrivals[day].items())},
            {method: tuple(seconds) for method, seconds in sorted(checks[day].items())},
            {name: tuple(seconds) for name, seconds in sorted(waits[day].items())},
        )
        for day in sorted(whole)
    )
    made_up = " (simulated)" if simulated else ""
    return Calibration(f"record of {facts.terms.corridor}, post {post}, {direction}{made_up}", days)


def _watched(facts: Facts, post: str, first: int, last: int) -> frozenset[int]:
    query = (
        "SELECT day FROM watch WHERE watcher = ? AND day BETWEEN ? AND ? GROUP BY day "
        "HAVING SUM(blind_us) = 0 AND SUM(promised_us) >= ?"
    )
    rows = facts.con.execute(query, [post, first, last, US_PER_DAY]).fetchall()
    return frozenset(day for (day,) in rows)


def _arrivals(
    facts: Facts, post: str, direction: str, days: frozenset[int]
) -> tuple[Mapping[int, dict[str, list[int]]], Mapping[int, dict[str, list[int]]], bool]:
    """Vehicles by day, category and hour, and how long those let through had waited, in whole seconds."""
    rows = facts.con.execute(
        "SELECT COALESCE(arrived_us, passed_us), COALESCE(category, 'other'), wait_us, simulated FROM visit "
        "WHERE post = ? AND direction = ? AND COALESCE(arrived_us, passed_us) IS NOT NULL ORDER BY 1, journey",
        [post, direction],
    ).fetchall()
    categories = sorted({category for _, category, _, _ in rows})
    arrivals: dict[int, dict[str, list[int]]] = {day: {name: [0] * HOURS for name in categories} for day in days}
    waits: dict[int, dict[str, list[int]]] = defaultdict(dict)
    for at, category, wait, _ in rows:
        day = facts.terms.day(at)
        if day in days:
            arrivals[day][category][_hour(facts, at)] += 1
            if wait is not None:
                waits[day].setdefault(category, []).append(wait // US_PER_SECOND)
    return arrivals, waits, any(made_up for *_, made_up in rows)


def _hour(facts: Facts, at: int) -> int:
    return (at + facts.terms.offsets[-1][1] * US_PER_MINUTE) % US_PER_DAY // (60 * US_PER_MINUTE)


def _checks(facts: Facts, post: str, direction: str, days: frozenset[int]) -> Mapping[int, dict[str, list[int]]]:
    """How long checks took, by day and method, in whole seconds; those without an end are left out."""
    rows = facts.con.execute(
        """
        SELECT c.at_us, c.method, c.end_us FROM leaf_check AS c
        JOIN visit AS v ON v.journey = COALESCE(c.journey, c.movement) AND v.post = c.post
        LEFT JOIN superseded AS s ON s.log = c.log AND s.leaf = c.leaf
        WHERE c.post = ? AND v.direction = ? AND c.end_us > c.at_us
          AND (s.by_leaf IS NULL OR (s.by_leaf = c.by_leaf AND s.withdrawn = 0))
        ORDER BY c.at_us, c.log, c.leaf
        """,
        [post, direction],
    ).fetchall()
    found: dict[int, dict[str, list[int]]] = defaultdict(dict)
    for at, method, end in rows:
        day = facts.terms.day(at)
        if day in days:
            found[day].setdefault(method, []).append((end - at) // US_PER_SECOND)
    return found
