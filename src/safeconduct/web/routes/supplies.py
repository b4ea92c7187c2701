"""Supplies at the end of a road: stocks and the days they last, what they rest on, services and their cuts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from safeconduct.assess.situation.supplies import Service, Supply
from safeconduct.assess.situation.supply_record import Input, OutageTold, SupplyRecord
from safeconduct.assess.supply import Finding, StockDay
from safeconduct.base.instant import day_to_text
from safeconduct.facts.columns import ColumnType
from safeconduct.web.routes.road import RoadView, road_view
from safeconduct.web.site import json_file
from safeconduct.web.views.moments import Moment, moment
from safeconduct.web.views.supply_chart import OutageDrawing, StockDrawing, outage_drawing, stock_drawing
from safeconduct.web.views.supply_rows import (
    INPUT_COLUMNS,
    INPUT_DEFINITION,
    SERVICE_COLUMNS,
    SERVICE_DEFINITION,
    STOCK_COLUMNS,
    STOCK_DEFINITION,
    Delivering,
    SupplyCells,
    deliverers,
    input_rows,
    service_rows,
    service_value,
    stock_rows,
    supply_value,
)

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

NEWEST_SHOWN = 20


@dataclass(frozen=True, slots=True)
class SupplyCard:
    """One commodity at one place, as the page shows it.

    now: its newest day, None before the first count. counted: the entry of the newest count. since: deliveries since,
    weighed ones and others. newest: the newest counts and deliveries, newest first. table: the values of the drawing.
    """

    supply: Supply
    now: StockDay | None
    counted: Input | None
    since: tuple[tuple[Input, ...], tuple[Input, ...]]
    deliverers: Sequence[Delivering]
    counters: Sequence[Delivering]
    newest: tuple[Input, ...]
    findings: tuple[tuple[str, Finding], ...]
    drawing: StockDrawing
    table: tuple[SupplyCells, ...]
    simulated: bool


@dataclass(frozen=True, slots=True)
class CutRow:
    """A cut in the table; until: None where it is not known to have ended."""

    told: OutageTold
    start: Moment
    until: Moment | None


@dataclass(frozen=True, slots=True)
class ServiceCard:
    """One service at one place, as the page shows it."""

    service: Service
    drawing: OutageDrawing
    cuts: tuple[CutRow, ...]


def page(request: Request) -> Response:
    """Every commodity with its drawing and inputs, and every service with its cuts."""
    view = road_view(request)
    record = _record(view)
    cards = [*_cards(record)]
    days = {one.day for one in record.inputs}
    days |= {card.now.counted_on for card in cards if card.now is not None}
    return view.page(
        request,
        "supplies.html",
        here="supplies",
        cards=cards,
        services=[*_services(view, record)],
        uncounted=deliverers_by_commodity(record.uncounted),
        dates={day: day_to_text(day) for day in days},
        last_day=day_to_text(record.supplies.day),
        permanent_link=view.permanent(request.url.path, {}),
    )


def stocks_file(request: Request) -> Response:
    """Every day of every commodity; as JSON with use, findings, inputs and services."""
    view = road_view(request)
    record = _record(view)
    if request.url.path.endswith(".json"):
        definitions = {"stock": STOCK_DEFINITION, "input": INPUT_DEFINITION, "service": SERVICE_DEFINITION}
        value = {
            "definitions": definitions,
            "supplies": [supply_value(one) for one in record.supplies.goods],
            "inputs": _objects(INPUT_COLUMNS, input_rows(record)),
            "services": [service_value(one, _cuts(record, one)) for one in record.supplies.services],
        }
        return json_file({**view.stamp, "state": view.state, **value})
    rows = [row for supply in record.supplies.goods for row in stock_rows(supply)]
    return _file(request, view, "supplies", STOCK_COLUMNS, rows)


def inputs_file(request: Request) -> Response:
    """Every count and delivery with its entry."""
    view = road_view(request)
    rows = [*input_rows(_record(view))]
    if request.url.path.endswith(".json"):
        head = {**view.stamp, "state": view.state, "definition": INPUT_DEFINITION}
        return json_file({**head, "inputs": _objects(INPUT_COLUMNS, rows)})
    return _file(request, view, "supply-inputs", INPUT_COLUMNS, rows)


def services_file(request: Request) -> Response:
    """Every cut of a service with its entry."""
    view = road_view(request)
    record = _record(view)
    if request.url.path.endswith(".json"):
        head = {**view.stamp, "state": view.state, "definition": SERVICE_DEFINITION}
        services = [service_value(one, _cuts(record, one)) for one in record.supplies.services]
        return json_file({**head, "services": services})
    return _file(request, view, "services", SERVICE_COLUMNS, [*service_rows(record)])


def deliverers_by_commodity(inputs: Sequence[Input]) -> list[tuple[str, str, list[Delivering]]]:
    """Deliveries by commodity and place, and in each by source and basis."""
    ordered = sorted(inputs, key=lambda one: (one.commodity, one.place))
    groups = groupby(ordered, key=lambda one: (one.commodity, one.place))
    return [(commodity, place, deliverers(those)) for (commodity, place), those in groups]


def _record(view: RoadView) -> SupplyRecord:
    record = view.site.pages.supplies(view.corridor.id, view.pinned)
    assert record is not None, "a road with a situation has a record of supplies, if an empty one"
    return record


def _cards(record: SupplyRecord) -> Iterator[SupplyCard]:
    first, last = record.supplies.first, record.supplies.day
    for supply in record.supplies.goods:
        counts = record.inputs_of(supply.commodity, supply.place, "count")
        brought = record.inputs_of(supply.commodity, supply.place, "delivery")
        since = [one for one in brought if counts and one.day > counts[-1].day]
        newest = sorted((*counts, *brought), key=lambda one: (one.at_us, one.entry.log, one.entry.index))
        yield SupplyCard(
            supply=supply,
            now=supply.days[-1] if supply.days else None,
            counted=counts[-1] if counts else None,
            since=(
                tuple(one for one in since if one.basis == "weighed"),
                tuple(one for one in since if one.basis != "weighed"),
            ),
            deliverers=deliverers(brought),
            counters=deliverers(counts),
            newest=tuple(reversed(newest[-NEWEST_SHOWN:])),
            findings=tuple((day_to_text(one.day), one) for one in reversed(supply.findings)),
            drawing=stock_drawing(supply, first, last),
            table=tuple(stock_rows(supply)),
            simulated=any(one.simulated for one in (*counts, *brought)),
        )


def _services(view: RoadView, record: SupplyRecord) -> Iterator[ServiceCard]:
    offset = view.shown.offset_minutes
    for service in record.supplies.services:
        cuts = _cuts(record, service)
        rows = tuple(
            CutRow(one, moment(one.start_us, offset), None if one.end_us is None else moment(one.end_us, offset))
            for one in cuts
        )
        drawing = outage_drawing(cuts, record.supplies.first, record.supplies.day, offset)
        yield ServiceCard(service, drawing, rows)


def _cuts(record: SupplyRecord, service: Service) -> tuple[OutageTold, ...]:
    return tuple(one for one in record.outages if (one.service, one.place) == (service.service, service.place))


def _objects(columns: Mapping[str, ColumnType], rows: Iterator[SupplyCells] | Sequence[SupplyCells]) -> list[object]:
    found = [dict(zip(columns, row, strict=True)) for row in rows]
    return [{name: value for name, value in one.items() if name != "definition"} for one in found]


def _file(
    request: Request, view: RoadView, name: str, columns: Mapping[str, ColumnType], rows: Sequence[SupplyCells]
) -> Response:
    stamp = view.stamp
    whole: dict[str, ColumnType] = {**columns, **dict.fromkeys(stamp, "VARCHAR")}
    return view.file(request, name, whole, [(*row, *stamp.values()) for row in rows])
