"""The supplies with the entries behind them: who counted what, who delivered what and how it is known, who says so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from safeconduct.assess.situation.flows import day_end
from safeconduct.assess.situation.model import At
from safeconduct.assess.situation.supplies import FIRST_COMMODITIES, Supplies, read_supplies
from safeconduct.facts.build import Facts

InputKind: TypeAlias = Literal["count", "delivery"]

_INPUTS = """
SELECT 'count', s.commodity, s.place, s.day, s.at_us, s.load_kg, s.basis, COALESCE(s."by", ''), l.origin, s.leaf,
       s.simulated
FROM stock AS s JOIN log AS l ON l.log = s.log WHERE s.day <= $day
UNION ALL
SELECT 'delivery', d.commodity, d.place, d.day, d.at_us, d.load_kg, d.basis, COALESCE(d."by", ''), l.origin, d.leaf,
       d.simulated
FROM delivery AS d JOIN log AS l ON l.log = d.log WHERE d.day <= $day
ORDER BY 2, 3, 5, 1, 9, 10
"""
_OUTAGES = """
SELECT o.service, o.place, o.start_us, o.end_us, o.minutes_a_day, COALESCE(o.said_by, ''), l.origin, o.leaf,
       o.simulated
FROM outage AS o JOIN log AS l ON l.log = o.log WHERE o.start_us < $until
ORDER BY o.service, o.place, o.start_us, o.log, o.leaf
"""


@dataclass(frozen=True, slots=True)
class Input:
    """A count of what was left, or a delivery: kg, how the mass is known, by whom, and its entry.

    basis: weighed, counted, declared or estimated, as the entry says.
    """

    kind: InputKind
    commodity: str
    place: str
    day: int
    at_us: int
    load_kg: int
    basis: str
    by: str
    entry: At
    simulated: bool


@dataclass(frozen=True, slots=True)
class OutageTold:
    """A service was cut, as somebody says. end_us: exclusive, None if it is not known to have ended (µs UTC).

    first, last: local days; last is None as end_us is. minutes_a_day: where it is cut for a part of each day only.
    """

    service: str
    place: str
    start_us: int
    end_us: int | None
    minutes_a_day: int | None
    said_by: str
    entry: At
    simulated: bool
    first: int
    last: int | None


@dataclass(frozen=True, slots=True)
class SupplyRecord:
    """Stocks and services as of a day, and the entries that they rest on."""

    supplies: Supplies
    inputs: tuple[Input, ...]
    outages: tuple[OutageTold, ...]

    def inputs_of(self, commodity: str, place: str, kind: InputKind) -> tuple[Input, ...]:
        """The counts or the deliveries of one commodity at one place, oldest first."""
        return tuple(one for one in self.inputs if (one.commodity, one.place, one.kind) == (commodity, place, kind))

    @property
    def uncounted(self) -> tuple[Input, ...]:
        """Deliveries of what nobody ever counted: nothing can be said of how long it lasts."""
        counted = {(one.commodity, one.place) for one in self.inputs if one.kind == "count"}
        return tuple(one for one in self.inputs if (one.commodity, one.place) not in counted)


def read_supply_record(facts: Facts, first: int, day: int) -> SupplyRecord:
    """The supplies from a first day to the end of a day, and what they rest on."""
    supplies = read_supplies(facts, first, day)
    rows = facts.con.execute(_INPUTS, {"day": day}).fetchall()
    inputs = [
        Input(kind, what, place, on, at, load, basis, by, At(origin, leaf), bool(simulated))
        for kind, what, place, on, at, load, basis, by, origin, leaf, simulated in rows
    ]
    inputs.sort(key=lambda one: (_rank(one.commodity), one.commodity, one.place))
    return SupplyRecord(supplies, tuple(inputs), _outages(facts, day))


def _outages(facts: Facts, day: int) -> tuple[OutageTold, ...]:
    until = int(day_end(day, facts.terms.offsets[-1][1]))
    rows = facts.con.execute(_OUTAGES, {"until": until}).fetchall()
    return tuple(
        OutageTold(
            service,
            place,
            start,
            end,
            minutes,
            said_by,
            At(origin, leaf),
            bool(simulated),
            facts.terms.day(start),
            None if end is None else facts.terms.day(max(start, end - 1)),
        )
        for service, place, start, end, minutes, said_by, origin, leaf, simulated in rows
    )


def _rank(commodity: str) -> int:
    return FIRST_COMMODITIES.index(commodity) if commodity in FIRST_COMMODITIES else len(FIRST_COMMODITIES)
