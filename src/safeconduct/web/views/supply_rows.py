"""Supplies as the files show them: days of stocks, the counts and deliveries behind them, cuts of services."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Final

from safeconduct.assess.situation.model import At
from safeconduct.assess.situation.supplies import Service, Supply
from safeconduct.assess.situation.supply_record import Input, OutageTold, SupplyRecord
from safeconduct.base.instant import day_to_text, instant_to_text
from safeconduct.facts.columns import ColumnType

SupplyCells = tuple[str | int | None, ...]
STOCK_COLUMNS: Final[Mapping[str, ColumnType]] = {
    "commodity": "VARCHAR",
    "place": "VARCHAR",
    "day": "VARCHAR",
    "stock_low_kg": "BIGINT",
    "stock_high_kg": "BIGINT",
    "days_low": "BIGINT",
    "days_high": "BIGINT",
    "counted_kg": "BIGINT",
    "counted_on": "VARCHAR",
    "delivered_weighed_kg": "BIGINT",
    "delivered_declared_kg": "BIGINT",
    "finding": "VARCHAR",
    "gaps": "VARCHAR",
    "evidence": "VARCHAR",
    "definition": "VARCHAR",
}
STOCK_DEFINITION = (
    "stock at the end of the local day between two counts: at least with what was weighed and the most use, at most"
    " with what was declared as well and the least use, as the newest counts show it; days: whole days it lasts, empty"
    " without a bound; delivered: empty where no delivery is on record; declared: declared or estimated"
)
INPUT_COLUMNS: Final[Mapping[str, ColumnType]] = {
    "kind": "VARCHAR",
    "commodity": "VARCHAR",
    "place": "VARCHAR",
    "day": "VARCHAR",
    "at": "VARCHAR",
    "kg": "BIGINT",
    "basis": "VARCHAR",
    "by": "VARCHAR",
    "log": "VARCHAR",
    "index": "BIGINT",
    "evidence": "VARCHAR",
    "definition": "VARCHAR",
}
INPUT_DEFINITION = "one entry: a count of what was left, or a delivery; basis: how its mass is known"
SERVICE_COLUMNS: Final[Mapping[str, ColumnType]] = {
    "service": "VARCHAR",
    "place": "VARCHAR",
    "from": "VARCHAR",
    "until": "VARCHAR",
    "minutes_a_day": "BIGINT",
    "said_by": "VARCHAR",
    "log": "VARCHAR",
    "index": "BIGINT",
    "gaps": "VARCHAR",
    "evidence": "VARCHAR",
    "definition": "VARCHAR",
}
SERVICE_DEFINITION = "one cut as somebody says; until: exclusive, UTC; minutes_a_day: empty where it is cut all day"


@dataclass(frozen=True, slots=True)
class Delivering:
    """What one source brought on one basis: how often, how much, from which day to which."""

    by: str
    basis: str
    times: int
    load_kg: int
    first: str
    last: str
    newest: At
    simulated: bool


def deliverers(inputs: Iterable[Input]) -> list[Delivering]:
    """Deliveries by source and basis, the largest first."""
    groups: dict[tuple[str, str], list[Input]] = {}
    for one in inputs:
        groups.setdefault((one.by, one.basis), []).append(one)
    made = [
        Delivering(
            by=by,
            basis=basis,
            times=len(those),
            load_kg=sum(one.load_kg for one in those),
            first=day_to_text(min(one.day for one in those)),
            last=day_to_text(max(one.day for one in those)),
            newest=max(those, key=lambda one: one.at_us).entry,
            simulated=any(one.simulated for one in those),
        )
        for (by, basis), those in groups.items()
    ]
    return sorted(made, key=lambda one: (-one.load_kg, one.by, one.basis))


def stock_rows(supply: Supply) -> Iterator[SupplyCells]:
    """The days of one commodity as cells, in the order of `STOCK_COLUMNS`."""
    counted = {one.day: one.load_kg for one in supply.counts}
    findings = {one.day: one for one in supply.findings}
    delivered: dict[int, list[int | None]] = {}
    for one in supply.deliveries:
        pair = delivered.setdefault(one.day, [None, None])
        place = 0 if one.weighed else 1
        pair[place] = (pair[place] or 0) + one.load_kg
    for day in supply.days:
        found = findings.get(day.day)
        yield (
            *(supply.commodity, supply.place, day_to_text(day.day), day.low_kg, day.high_kg, day.days_low),
            *(day.days_high, counted.get(day.day), day_to_text(day.counted_on), *delivered.get(day.day, (None, None))),
            None if found is None else f"counted outside {found.low_kg} to {found.high_kg} kg",
            "" if day.counted else "not counted on this day",
            "simulated" if day.simulated else "",
            STOCK_DEFINITION,
        )


def input_rows(record: SupplyRecord) -> Iterator[SupplyCells]:
    """Every count and delivery as cells, in the order of `INPUT_COLUMNS`."""
    for one in record.inputs:
        yield (
            *(one.kind, one.commodity, one.place, day_to_text(one.day), instant_to_text(one.at_us), one.load_kg),
            *(one.basis, one.by or None, one.entry.log, one.entry.index),
            "simulated" if one.simulated else "",
            INPUT_DEFINITION,
        )


def service_rows(record: SupplyRecord) -> Iterator[SupplyCells]:
    """Every cut of a service as cells, in the order of `SERVICE_COLUMNS`."""
    for one in record.outages:
        yield (
            *(one.service, one.place, instant_to_text(one.start_us)),
            None if one.end_us is None else instant_to_text(one.end_us),
            *(one.minutes_a_day, one.said_by or None, one.entry.log, one.entry.index),
            "not known to have ended" if one.end_us is None else "",
            "simulated" if one.simulated else "",
            SERVICE_DEFINITION,
        )


def supply_value(supply: Supply) -> dict[str, object]:
    """One commodity as an object: use, findings, days."""
    use = supply.use
    rows = [dict(zip(STOCK_COLUMNS, row, strict=True)) for row in stock_rows(supply)]
    for row in rows:
        del row["definition"], row["commodity"], row["place"]
    said = None if use is None else {"low_kg": use.low_kg, "high_kg": use.high_kg, "said_by": use.said_by or None}
    return {
        "commodity": supply.commodity,
        "place": supply.place,
        "use_a_day": said,
        "findings": [{**asdict(one), "day": day_to_text(one.day)} for one in supply.findings],
        "days": rows,
    }


def service_value(service: Service, cuts: Iterable[OutageTold]) -> dict[str, object]:
    """One service as an object: days without it, at least and at most, and its cuts."""
    without = service.without
    told = [
        {
            "from": instant_to_text(one.start_us),
            "until": None if one.end_us is None else instant_to_text(one.end_us),
            "minutes_a_day": one.minutes_a_day,
            "said_by": one.said_by or None,
            "entry": asdict(one.entry),
            "evidence": "simulated" if one.simulated else "",
        }
        for one in cuts
    ]
    head = {"service": service.service, "place": service.place}
    days = {"days_without_at_least": without.days_low, "days_without_at_most": without.days_high}
    return {**head, **days, "cuts": told}
