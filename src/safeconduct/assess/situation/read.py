"""The situation on a road, read from the tables of its record as of a day."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, cast

from safeconduct.assess.situation.flows import day_end, read_closures, read_flows, ways_of
from safeconduct.assess.situation.model import PlaceOnRoad, PostState, Road, Situation
from safeconduct.assess.situation.supplies import read_supplies
from safeconduct.assess.situation.told import read_happenings, read_said, stated_runs
from safeconduct.base.instant import US_PER_DAY
from safeconduct.facts.build import Facts
from safeconduct.facts.terms import Post, Route

_MATCHED_DAYS = 7


def situation_of(facts: Facts) -> Situation | None:
    """The situation as the tables have it; None where the charter describes no road or nothing was recorded.

    facts: the tables, of the whole record or as of an earlier state (`Facts.as_of`).
    """
    route = facts.terms.route
    if route is None:
        return None
    flows = read_flows(facts)
    if not flows.days:
        return None
    day, offset = _newest_day(facts, flows.days), facts.terms.offsets[-1][1]
    said = read_said(facts, day)
    road = Road(route.length_km, route.approximate, tuple(_places(route)), tuple(_posts(facts, route, day)))
    ways = tuple(ways_of(flows, route, read_closures(facts), offset, day))
    return Situation(
        corridor=facts.terms.corridor,
        titles=facts.terms.title,
        first=flows.days[0],
        day=day,
        offset_minutes=offset,
        ways=ways,
        road=road,
        categories=flows.categories,
        happenings=read_happenings(facts, day),
        said=said,
        stated=tuple(stated_runs(said)),
        supplies=read_supplies(facts, flows.days[0], day).now,
        matched=_matched(facts, day, offset),
        posts_heard=sum(1 for post in road.posts if post.in_force and post.watched != "silent"),
        simulated=any(flow.simulated for way in ways for flow in way.flow),
    )


def _newest_day(facts: Facts, days: range) -> int:
    """The last day of the record, or the one before it as long as less than half of it is on record."""
    row = facts.con.execute("SELECT COUNT(*) FROM hour WHERE day = ?", [days[-1]]).fetchone()
    half = row is not None and row[0] >= 12
    return days[-1] if half or len(days) == 1 else days[-2]


def _places(route: Route) -> Iterator[PlaceOnRoad]:
    for place in sorted(route.places, key=lambda one: (one.km, one.id)):
        yield PlaceOnRoad(place.id, place.name, place.km, place.lat or "", place.lon or "", place.near)


def _posts(facts: Facts, route: Route, day: int) -> Iterator[PostState]:
    """The posts in order of kilometres, each with what its heartbeats say of the day."""
    facts.need("watch")
    end = day_end(day, facts.terms.offsets[-1][1])
    query = (
        "SELECT watcher, SUM(watched_us), SUM(degraded_us), SUM(denied_us) FROM watch WHERE day = ? GROUP BY watcher"
    )
    watched = {name: (whole, part, denied) for name, whole, part, denied in facts.con.execute(query, [day]).fetchall()}
    heard = dict(facts.con.execute("SELECT watcher, MAX(end_us) FROM leaf_heartbeat GROUP BY watcher").fetchall())
    for post in sorted(route.posts, key=lambda one: (one.km, one.id)):
        yield PostState(
            id=post.id,
            place=post.place,
            km=post.km,
            kept_by=cast("Literal['neutral', 'party', 'observer']", post.kept_by),
            by=post.by,
            main=post.main,
            checks=post.checks,
            in_force=_in_force(post, end),
            from_us=post.from_us,
            complete_until_us=heard.get(post.id),
            watched=_watched(*watched.get(post.id, (0, 0, 0))),
        )


def _in_force(post: Post, end: int) -> bool:
    return (post.from_us is None or post.from_us < end) and (post.until_us is None or post.until_us >= end)


def _watched(whole: int, part: int, denied: int) -> Literal["watching", "degraded", "denied", "silent"]:
    """One word for a day: watching if half of it was watched in full."""
    if whole * 2 >= US_PER_DAY:
        return "watching"
    if denied > whole + part:
        return "denied"
    return "degraded" if whole + part else "silent"


def _matched(facts: Facts, day: int, offset: int) -> tuple[int, int]:
    """Journeys of the last days that were seen at two posts or more, of all of them."""
    facts.need("journey")
    since = day_end(day - _MATCHED_DAYS, offset)
    query = "SELECT COUNT(CASE WHEN match = 'same_id' THEN 1 END), COUNT(*) FROM journey WHERE in_us >= ?"
    row = facts.con.execute(query, [since]).fetchone()
    return (0, 0) if row is None else (int(row[0]), int(row[1]))
