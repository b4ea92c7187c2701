"""Daily flows and statuses of a road, from the tables of its record."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import isqrt

from safeconduct.assess.situation.model import DayFlow, DayStatus, StatusWord, Way
from safeconduct.assess.status import (
    ALL_TRAFFIC,
    ClosureSaid,
    FlowDay,
    Overall,
    Part,
    Status,
    StatusDay,
    StatusRules,
    overall,
    status_days,
)
from safeconduct.assess.status.phrases import why
from safeconduct.base.instant import US_PER_DAY, US_PER_MINUTE, Instant
from safeconduct.facts.build import Facts
from safeconduct.facts.terms import Route

PPM = 1_000_000
CONTESTED_MIN = 5
"""A sensor that counts so many more than the post contests the day, if that is also beyond its own chance error."""
CLOSURE_HOLDS_DAYS = 3
"""How long a closure stands that is not known to have ended: what nobody renews decays (72 hours, as at crossings)."""
ORDER = ("military", "truck", "ambulance", "bus", "car")
"""How categories are drawn, from the middle line outwards; others follow in alphabetical order."""
_WORDS: Mapping[Status, StatusWord] = {
    Status.OPEN: "open",
    Status.RESTRICTED: "restricted",
    Status.CLOSED: "closed",
    Status.UNKNOWN: "unknown",
}


@dataclass(frozen=True, slots=True)
class _Day:
    """A row of flow_day."""

    day: int
    observed: int | None
    blind_us: int
    sources: int
    counted: int | None
    counter_us: int
    checked: int
    late: int
    simulated: bool


@dataclass(slots=True)
class Flows:
    """Rows by direction and category, and the days they span. shares: share of ordinary traffic watched, by day."""

    rows: dict[tuple[str, str], dict[int, _Day]] = field(default_factory=lambda: defaultdict(dict))
    shares: dict[int, int] = field(default_factory=dict)

    @property
    def days(self) -> range:
        """Every day from the first to the last of the record; empty without any."""
        held = [day for rows in self.rows.values() for day in rows]
        return range(min(held), max(held) + 1) if held else range(0)

    @property
    def categories(self) -> tuple[str, ...]:
        """The categories that occur, in order of drawing."""
        held = {category for _, category in self.rows} - {ALL_TRAFFIC}
        return (*(name for name in ORDER if name in held), *sorted(held - set(ORDER)))


def read_flows(facts: Facts) -> Flows:
    """Read the flows. Needs the tables `flow_day` and `coverage_hour`."""
    facts.need("flow_day")
    facts.need("coverage_hour")
    found = Flows(shares=_shares(facts))
    query = (
        "SELECT direction, category, day, observed, blind_us, sources, counted, COALESCE(counter_us, 0), "
        "COALESCE(checked, 0), late, simulated FROM flow_day ORDER BY direction, category, day"
    )
    for row in facts.con.execute(query).fetchall():
        direction, category, day, observed, blind, sources, counted, counter, checked, late, simulated = row
        found.rows[direction, category][day] = _Day(
            day, observed, blind, sources, counted, counter, checked, late, bool(simulated)
        )
    return found


def _shares(facts: Facts) -> dict[int, int]:
    """Share of an ordinary day's traffic that fell into watched time, by day, in millionths.

    A night without a watch hides less than a morning: hours weigh as the traffic of their hour of the day does.
    """
    hour_of_day = f"(h.hour + CAST(FLOOR({_offset_minutes(facts)} / 60) AS BIGINT)) % 24"
    query = f"""
        SELECT w.day, {hour_of_day}, w.promised_us, w.promised_us - w.blind_us, COALESCE(s.passed, 0)
        FROM watch AS w
        JOIN hour AS h ON h.hour = w.hour
        JOIN main_span AS m ON m.post = w.watcher AND m.from_us < h.end_us AND m.until_us > h.start_us
        LEFT JOIN (
          SELECT post, hour, CAST(SUM(passed) AS BIGINT) AS passed FROM coverage_hour WHERE category = 'all'
          GROUP BY post, hour
        ) AS s ON s.post = w.watcher AND s.hour = w.hour
    """  # noqa: S608 - an integer of ours
    rows = facts.con.execute(query).fetchall()
    weight = [1] * 24
    for _, hour, _, _, passed in rows:
        weight[hour] += passed
    watched: dict[int, int] = defaultdict(int)
    for day, hour, promised, seen, _ in rows:
        watched[day] += weight[hour] * seen * PPM // max(promised, 1)
    return {day: min(PPM, total // sum(weight)) for day, total in watched.items()}


def _offset_minutes(facts: Facts) -> int:
    return facts.terms.offsets[-1][1]


@dataclass(frozen=True, slots=True)
class Closure:
    """What an incident did to traffic, in days, the last one inclusive."""

    direction: str
    category: str
    first: int
    last: int
    status: StatusWord
    said_by: str


def read_closures(facts: Facts) -> tuple[Closure, ...]:
    """Read what incidents closed, restricted or opened, oldest first."""
    facts.need("closure")
    query = (
        "SELECT COALESCE(direction, ''), COALESCE(category, ''), day, end_us, status, said_by FROM closure "
        "ORDER BY start_us, id, direction NULLS FIRST, category NULLS FIRST"
    )
    return tuple(
        Closure(
            direction,
            category,
            day,
            day + CLOSURE_HOLDS_DAYS - 1 if end is None else facts.terms.day(end - 1),
            status,
            said_by,
        )
        for direction, category, day, end, status, said_by in facts.con.execute(query).fetchall()
    )


def _said_on(closures: Sequence[Closure], direction: str, category: str, day: int) -> ClosureSaid | None:
    """The newest incident that speaks of a day: an opening ends what was closed before it."""
    spoken = [
        one
        for one in closures
        if one.first <= day <= one.last
        and one.direction in {"", direction}
        and (one.category == category or (not one.category and category == ALL_TRAFFIC))
    ]
    if not spoken or spoken[-1].status == "open":
        return None
    return ClosureSaid(spoken[-1].said_by, Status.CLOSED if spoken[-1].status == "closed" else Status.RESTRICTED)


def ways_of(flows: Flows, route: Route, closures: Sequence[Closure], offset_minutes: int, last: int) -> Iterator[Way]:
    """Every direction of the road with its statuses and flows, up to a last day."""
    days = range(flows.days[0], last + 1)
    whole = replace(StatusRules(), offset_minutes=offset_minutes).shared(2)
    of_one = whole.shared(max(1, len(flows.categories)))
    for rank, towards in enumerate(route.directions):
        direction = towards.direction
        found = {
            category: status_days(
                [*_flow_days(flows, direction, category, closures, days)], whole if category == ALL_TRAFFIC else of_one
            )
            for category in (ALL_TRAFFIC, *flows.categories)
        }
        status = tuple(
            _day_status({category: days[place] for category, days in found.items()}) for place in range(len(days))
        )
        flow = tuple(_day_flow(flows, direction, day) for day in days)
        yield Way(direction, towards.name, rank == 0, status, flow)


def _flow_days(
    flows: Flows, direction: str, category: str, closures: Sequence[Closure], days: range
) -> Iterator[FlowDay]:
    rows = flows.rows.get((direction, category), {})
    for day in days:
        row = rows.get(day)
        if row is None or row.observed is None:
            one = FlowDay.without_record(day)
            yield replace(one, closure=_said_on(closures, direction, category, day))
            continue
        yield FlowDay(
            day,
            row.observed,
            exposed_ppm=flows.shares.get(day, 0),
            sources=row.sources,
            closure=_said_on(closures, direction, category, day),
            contested=category == ALL_TRAFFIC and _contested(row),
        )


def _contested(row: _Day) -> bool:
    """Whether a sensor counted more than the post and chance explains: the record then does not agree on the day."""
    if row.counted is None or row.observed is None:
        return False
    return row.counted - row.observed > max(CONTESTED_MIN, 3 * isqrt(row.observed), row.observed // 10)


def _day_status(found: Mapping[str, StatusDay]) -> DayStatus:
    whole = overall([Part(category, one) for category, one in found.items()])
    deciding = whole.deciding.deciding.status
    return DayStatus(
        day=whole.day,
        status=_WORDS[whole.status],
        why=why(deciding),
        sources=whole.sources,
        observed=deciding.test.observed if deciding.test else None,
        expected_milli=deciding.expected_milli,
        chance_ppm=deciding.p_lower_ppm,
        window_days=deciding.window_days or 1,
        share_low_ppm=deciding.share_low_ppm,
        share_high_ppm=deciding.share_high_ppm,
        sees_half_ppm=deciding.half_ppm,
        sees_closed_ppm=deciding.closure_ppm,
        for_whom=_for_whom(whole),
    )


def _for_whom(whole: Overall) -> tuple[tuple[str, StatusWord], ...]:
    return tuple(
        (one.category, _WORDS[one.status])
        for one in whole.categories
        if one.category != ALL_TRAFFIC and one.status is not Status.UNKNOWN
    )


def _day_flow(flows: Flows, direction: str, day: int) -> DayFlow:
    whole = flows.rows.get((direction, ALL_TRAFFIC), {}).get(day)
    if whole is None:
        return DayFlow(day, None)
    by = {name: flows.rows.get((direction, name), {}).get(day) for name in flows.categories}
    return DayFlow(
        day=day,
        vehicles=None
        if whole.observed is None
        else {name: 0 if row is None or row.observed is None else row.observed for name, row in by.items()},
        counted=whole.counted,
        checked=whole.checked,
        of=whole.observed or 0,
        blind_us=whole.blind_us,
        late=whole.late,
        simulated=whole.simulated,
    )


def day_end(day: int, offset_minutes: int) -> Instant:
    """The instant at which a local day ends, exclusive."""
    return Instant((day + 1) * US_PER_DAY - offset_minutes * US_PER_MINUTE)
