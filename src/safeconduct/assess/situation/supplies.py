"""Stocks, days of supply and cuts of services, from the tables of a record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from safeconduct.assess.situation.flows import day_end
from safeconduct.assess.situation.model import SupplyNow
from safeconduct.assess.supply import (
    Counted,
    Cut,
    Delivered,
    Finding,
    StockDay,
    Use,
    Without,
    days_without,
    stock_days,
    use_between,
)
from safeconduct.facts.build import Facts

FIRST_COMMODITIES = ("flour", "food", "medicine", "fuel")
"""The order in which commodities are shown; others follow in alphabetical order."""


@dataclass(frozen=True, slots=True)
class Supply:
    """One commodity at one place. use: as the counts show it, None before the second one. days: oldest first."""

    commodity: str
    place: str
    counts: tuple[Counted, ...]
    deliveries: tuple[Delivered, ...]
    use: Use | None
    days: tuple[StockDay, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Service:
    """One service at one place, and how long it was cut since the first day of the record."""

    service: str
    place: str
    cuts: tuple[Cut, ...]
    without: Without


@dataclass(frozen=True, slots=True)
class Supplies:
    """All of it as of the end of a local day."""

    first: int
    day: int
    goods: tuple[Supply, ...]
    services: tuple[Service, ...]

    @property
    def now(self) -> tuple[SupplyNow, ...]:
        """The newest day of each commodity, as the status page shows it."""
        return tuple(
            SupplyNow(one.commodity, one.place, last.days_low, last.days_high, last.counted_on, last.simulated)
            for one in self.goods
            if one.use is not None and one.days
            for last in [one.days[-1]]
        )


def read_supplies(facts: Facts, first: int, day: int) -> Supplies:
    """The supplies as of the end of a day. Needs nothing but the tables `stock`, `delivery` and `outage`."""
    counts = _counts(facts, day)
    deliveries = _deliveries(facts, day)
    names = sorted(counts, key=lambda key: (_rank(key[0]), key))
    goods = tuple(_supply(key, counts[key], deliveries.get(key, ()), day) for key in names)
    return Supplies(first, day, goods, tuple(_services(facts, first, day)))


def _rank(commodity: str) -> int:
    return FIRST_COMMODITIES.index(commodity) if commodity in FIRST_COMMODITIES else len(FIRST_COMMODITIES)


def _supply(key: tuple[str, str], counts: Sequence[Counted], deliveries: Sequence[Delivered], day: int) -> Supply:
    days, findings = stock_days(counts, deliveries, day)
    return Supply(*key, tuple(counts), tuple(deliveries), use_between(counts, deliveries), days, findings)


def _counts(facts: Facts, day: int) -> Mapping[tuple[str, str], Sequence[Counted]]:
    """The last count of each day, by commodity and place."""
    facts.need("stock")
    rows = facts.con.execute(
        "SELECT commodity, place, day, load_kg, COALESCE(\"by\", ''), simulated FROM stock WHERE day <= ? "
        "ORDER BY commodity, place, at_us, log, leaf",
        [day],
    ).fetchall()
    found: dict[tuple[str, str], dict[int, Counted]] = {}
    for commodity, place, on, load, by, simulated in rows:
        found.setdefault((commodity, place), {})[on] = Counted(on, load, by, bool(simulated))
    return {key: [*days.values()] for key, days in found.items()}


def _deliveries(facts: Facts, day: int) -> Mapping[tuple[str, str], Sequence[Delivered]]:
    facts.need("delivery")
    rows = facts.con.execute(
        "SELECT commodity, place, day, load_kg, basis, simulated FROM delivery WHERE day <= ? "
        "ORDER BY commodity, place, at_us, log, leaf",
        [day],
    ).fetchall()
    found: dict[tuple[str, str], list[Delivered]] = {}
    for commodity, place, on, load, basis, simulated in rows:
        one = Delivered(on, load, weighed=basis == "weighed", simulated=bool(simulated))
        found.setdefault((commodity, place), []).append(one)
    return found


def _services(facts: Facts, first: int, day: int) -> Sequence[Service]:
    facts.need("outage")
    offset = facts.terms.offsets[-1][1]
    start, until = int(day_end(first - 1, offset)), int(day_end(day, offset))
    rows = facts.con.execute(
        "SELECT service, place, start_us, end_us, minutes_a_day, COALESCE(said_by, ''), simulated FROM outage "
        "WHERE start_us < ? ORDER BY service, place, start_us, log, leaf",
        [until],
    ).fetchall()
    found: dict[tuple[str, str], list[Cut]] = {}
    for service, place, at, end, minutes, said_by, simulated in rows:
        found.setdefault((service, place), []).append(Cut(at, end, minutes, said_by, bool(simulated)))
    return [Service(*key, tuple(cuts), days_without(cuts, start, until)) for key, cuts in found.items()]
