"""The situation report of a day: everything that its ten sections show, from the same values as the pages.

A pure function of (log sizes, charter, agreement, day). Whoever renders it adds words, never figures.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import isqrt
from typing import Any

from safeconduct.assess.conformance.report import Conformance
from safeconduct.assess.situation.allegations import Carried
from safeconduct.assess.situation.flows import CONTESTED_MIN
from safeconduct.assess.situation.model import DayFlow, DayStatus, Happening, Said, Situation, SupplyNow
from safeconduct.assess.situation.page import situation_to_json
from safeconduct.assess.situation.posts import WEEK, PostTraffic
from safeconduct.assess.situation.supplies import Supplies
from safeconduct.assess.sources import Question
from safeconduct.base.instant import US_PER_DAY, day_to_text, instant_to_text
from safeconduct.facts.build import LogState

BAND_DAYS = 14
FORMAT = "safeconduct-report/1"


@dataclass(frozen=True, slots=True)
class Vehicles:
    """Vehicles of a day in one direction, and of the same weekday a week before; None = no record."""

    direction: str
    now: int | None
    before: int | None

    @property
    def change(self) -> int | None:
        """How many more, negative for fewer; None unless both days are on record."""
        return None if self.now is None or self.before is None else self.now - self.before


@dataclass(frozen=True, slots=True)
class Silence:
    """A post whose day is not whole: what its heartbeats say, and up to when its log has arrived.

    behind: whether that is before the end of the day.
    """

    post: str
    watched: str
    blind_us: int
    until_us: int | None
    behind: bool


@dataclass(frozen=True, slots=True)
class Apart:
    """A day on which a sensor counted so many more than the post that the two do not agree."""

    day: int
    direction: str
    recorded: int
    counted: int


@dataclass(frozen=True, slots=True)
class Gaps:
    """What the report does not know.

    posts: those in force that did not watch all day, or whose log has not arrived to its end. unrecorded: days of the
    band without a record, by direction. late: entries of the week that came late.
    """

    posts: tuple[Silence, ...]
    unrecorded: tuple[tuple[str, tuple[int, ...]], ...]
    apart: tuple[Apart, ...]
    late: int


@dataclass(frozen=True, slots=True)
class SituationReport:
    """One report. logs: the signed states it was made from. end_us: the end of its day, exclusive.

    conformance: of the newest movements, since an instant that it names; None where the charter names no agreement.
    """

    situation: Situation
    supplies: Supplies
    posts: tuple[PostTraffic, ...]
    carried: tuple[Carried, ...]
    disagreements: tuple[Question, ...]
    logs: tuple[LogState, ...]
    end_us: int
    conformance: Conformance | None = None
    cannot_know: tuple[str, ...] = ()

    @property
    def day(self) -> int:
        """The day it is about."""
        return self.situation.day

    @property
    def number(self) -> int:
        """Its number: days since the first of the record, that one included."""
        return self.situation.day - self.situation.first + 1

    @property
    def simulated(self) -> bool:
        """Whether any figure rests on entries that were made up."""
        made_up = [case.simulated for case in self.carried]
        made_up += [supply.simulated for supply in self.situation.supplies]
        made_up += [post.week.simulated for post in self.posts]
        return self.situation.simulated or any(made_up)

    @property
    def band(self) -> tuple[tuple[str, tuple[DayStatus, ...]], ...]:
        """The statuses of the last days by direction, oldest first."""
        return tuple((way.direction, way.status[-BAND_DAYS:]) for way in self.situation.ways)

    @property
    def vehicles(self) -> tuple[Vehicles, ...]:
        """The vehicles of the day by direction, and those of a week before."""
        return tuple(
            Vehicles(way.direction, way.flow[-1].total, way.flow[-1 - WEEK].total if len(way.flow) > WEEK else None)
            for way in self.situation.ways
        )

    @property
    def checked(self) -> tuple[tuple[int, int], tuple[int, int]]:
        """Journeys checked, of those recorded: in this week, and in the week before."""
        flows = [flow for way in self.situation.ways for flow in way.flow if flow.day <= self.day - WEEK]
        before = [flow for flow in flows if flow.day > self.day - 2 * WEEK]
        return self.situation.checked(WEEK), (sum(one.checked for one in before), sum(one.of for one in before))

    @property
    def supply(self) -> tuple[SupplyNow, SupplyNow | None] | None:
        """The first commodity with days of supply: as of the day, and as of a week before; None without one."""
        if not self.situation.supplies:
            return None
        now = self.situation.supplies[0]
        goods = next(one for one in self.supplies.goods if (one.commodity, one.place) == (now.commodity, now.place))
        before = next((one for one in goods.days if one.day == self.day - WEEK), None)
        if before is None:
            return now, None
        lasts = before.days_low, before.days_high, before.counted_on, before.simulated
        return now, SupplyNow(now.commodity, now.place, *lasts)

    @property
    def happenings(self) -> tuple[Happening, ...]:
        """What happened in the week, oldest first, and what began before it and is known to have lasted into it."""
        first = self.day - WEEK + 1
        return tuple(one for one in self.situation.happenings if max(one.day, one.end_day or one.day) >= first)

    @property
    def said(self) -> tuple[Said, ...]:
        """The statements of the week, oldest first."""
        return tuple(one for one in self.situation.said if one.day > self.day - WEEK)

    @property
    def gaps(self) -> Gaps:
        """What it does not know."""
        posts = [_silence(one, self.end_us) for one in self.posts if one.post.in_force]
        return Gaps(
            posts=tuple(one for one in posts if one.watched != "watching" or one.blind_us or one.behind),
            unrecorded=tuple(
                (way.direction, tuple(flow.day for flow in way.flow[-BAND_DAYS:] if flow.vehicles is None))
                for way in self.situation.ways
            ),
            apart=tuple(_apart(self.situation, self.day - WEEK)),
            late=sum(flow.late for way in self.situation.ways for flow in way.flow if flow.day > self.day - WEEK),
        )


def _silence(one: PostTraffic, end_us: int) -> Silence:
    until = one.post.complete_until_us
    return Silence(one.post.id, one.post.watched, one.day.blind_us, until, behind=until is None or until < end_us)


def _apart(situation: Situation, after: int) -> Iterator[Apart]:
    """The days on which post and sensor do not agree, by the rule that leaves their status unknown."""
    for way in situation.ways:
        for flow in way.flow:
            if flow.day > after and flow.total is not None and flow.counted is not None and _differs(flow):
                yield Apart(flow.day, way.direction, flow.total, flow.counted)


def _differs(flow: DayFlow) -> bool:
    total, counted = flow.total or 0, flow.counted or 0
    return counted - total > max(CONTESTED_MIN, 3 * isqrt(total), total // 10)


def report_to_json(found: SituationReport) -> dict[str, Any]:
    """The report as an object: its figures are those of the twins of the pages. None is no record."""
    this, before = found.checked
    return {
        "format": FORMAT,
        "corridor": found.situation.corridor,
        "day": day_to_text(found.day),
        "number": found.number,
        "period": {"from": instant_to_text(found.end_us - US_PER_DAY), "until": instant_to_text(found.end_us)},
        "logs": [{"origin": log.origin, "size": log.size, "root": log.root} for log in found.logs],
        "simulated": found.simulated,
        "situation": situation_to_json(found.situation),
        "band": {direction: [one.status for one in days] for direction, days in found.band},
        "vehicles": [
            {"direction": one.direction, "vehicles": one.now, "week_before": one.before, "change": one.change}
            for one in found.vehicles
        ],
        "checked": {"week": _share(this), "week_before": _share(before)},
        "happenings": [_happening(one) for one in found.happenings],
        "statements": [_statement(one) for one in found.said],
        "posts": [one.to_json() for one in found.posts],
        "supplies": _supplies(found.supplies),
        "allegations": [one.to_json() for one in found.carried],
        "disagreements": [one.to_json() for one in found.disagreements],
        "conformance": _conformance(found),
        "gaps": _gaps(found),
        "cannot_know": list(found.cannot_know),
    }


def _share(counts: tuple[int, int]) -> dict[str, int]:
    return {"checked": counts[0], "of": counts[1]}


def _happening(one: Happening) -> dict[str, Any]:
    entry = {"log": one.entry.log, "index": one.entry.index}
    return {"id": one.id, "day": day_to_text(one.day), "says": one.says, "said_by": one.said_by, "entry": entry}


def _statement(one: Said) -> dict[str, Any]:
    entry = {"log": one.entry.log, "index": one.entry.index}
    texts = {"id": one.id, "day": day_to_text(one.day), "speaker": one.speaker, "type": one.type}
    return {**texts, "wording": one.wording, "source": one.source, "entry": entry}


def _supplies(found: Supplies) -> list[dict[str, Any]]:
    return [
        {
            "commodity": one.commodity,
            "place": one.place,
            "delivered_kg": sum(load.load_kg for load in week(one.deliveries, found.day)),
            "deliveries": len(week(one.deliveries, found.day)),
            "stock_kg": None if not one.days else [one.days[-1].low_kg, one.days[-1].high_kg],
            "days": None if not one.days or one.use is None else [one.days[-1].days_low, one.days[-1].days_high],
        }
        for one in found.goods
    ]


def week(loads: Sequence[Any], day: int) -> list[Any]:
    """Those of the week that ends with a day."""
    return [load for load in loads if day - WEEK < load.day <= day]


def _conformance(found: SituationReport) -> dict[str, Any]:
    if found.conformance is None:
        return {"not_computed": "the charter names no agreement"}
    return found.conformance.to_json()


def _gaps(found: SituationReport) -> dict[str, Any]:
    gaps = found.gaps
    return {
        "posts": [_silent(one) for one in gaps.posts],
        "days_without_record": {way: [day_to_text(day) for day in days] for way, days in gaps.unrecorded},
        "sensor_differs": [
            {
                "day": day_to_text(one.day),
                "direction": one.direction,
                "recorded": one.recorded,
                "counted_by_sensor": one.counted,
            }
            for one in gaps.apart
        ],
        "late_entries_7_days": gaps.late,
    }


def _silent(one: Silence) -> dict[str, Any]:
    until = None if one.until_us is None else instant_to_text(one.until_us)
    return {
        "post": one.post,
        "watched": one.watched,
        "blind_seconds": one.blind_us // 1_000_000,
        "record_arrived_until": until,
        "record_behind": one.behind,
    }
