"""Journeys on a road: the list with its facets, one journey with all its entries, and their twins."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from safeconduct.assess.situation.journeys import MATCHES, JourneyChoices, JourneyFilter, YesNo
from safeconduct.base.instant import InstantError, day_from_text, day_to_text
from safeconduct.base.limits import JOURNEYS_FILE_MAX
from safeconduct.facts.columns import ColumnType
from safeconduct.web.errors import AddressError, QueryError
from safeconduct.web.reader import address, chosen, log_key, page_number
from safeconduct.web.routes.road import RoadView, road_view
from safeconduct.web.site import json_file
from safeconduct.web.views import files
from safeconduct.web.views.journey_rows import (
    JOURNEY_COLUMNS,
    JOURNEY_DEFINITION,
    entry_rows,
    journey_row,
    journey_value,
    list_rows,
    visit_rows,
)
from safeconduct.web.views.paging import Paging
from safeconduct.web.views.phrases import message

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from safeconduct.assess.situation.one_journey import JourneyTold

JOURNEYS_ON_PAGE = 100
_YES_NO: tuple[YesNo, ...] = ("", "yes", "no")


def listing(request: Request) -> Response:
    """The journeys that the address chooses, newest first."""
    view = road_view(request)
    choices = _choices(view)
    wanted = _wanted(request, choices)
    number = page_number(request)
    start = (number - 1) * JOURNEYS_ON_PAGE
    found = view.site.pages.journeys(view.corridor.id, view.pinned, wanted, start, start + JOURNEYS_ON_PAGE)
    paging = Paging(number, JOURNEYS_ON_PAGE, found.total)
    if paging.number > paging.pages:
        raise AddressError(message("This list has fewer pages"), where=f"page={paging.number}")
    facets = _query(wanted)
    return view.page(
        request,
        "passages.html",
        here="passages",
        rows=[*list_rows(found.rows)],
        choices=choices,
        matches=MATCHES,
        facets=facets,
        asked={**facets, **view.state},
        paging=paging,
        first_choice=_day_text(choices.first),
        last_choice=_day_text(choices.last),
        permanent_link=view.permanent(request.url.path, facets),
    )


def listing_file(request: Request) -> Response:
    """All journeys that the address chooses, in one file. Raises QueryError for more than one file holds."""
    view = road_view(request)
    wanted = _wanted(request, _choices(view))
    found = view.site.pages.journeys(view.corridor.id, view.pinned, wanted, 0, JOURNEYS_FILE_MAX)
    if found.total > JOURNEYS_FILE_MAX:
        raise QueryError(message("This choice has more rows than one file holds; choose a shorter period"))
    rows = [journey_row(one) for one in found.rows]
    if request.url.path.endswith(".json"):
        journeys = [dict(zip(JOURNEY_COLUMNS, row, strict=True)) for row in rows]
        head = {**view.stamp, "state": view.state, "choice": _query(wanted), "total": found.total}
        return json_file({**head, "definition": JOURNEY_DEFINITION, "journeys": journeys})
    stamp = _short_stamp(view)
    columns: Mapping[str, ColumnType] = {**JOURNEY_COLUMNS, **dict.fromkeys(stamp, "VARCHAR")}
    return view.file(request, "passages", columns, [(*row, *stamp.values()) for row in rows])


def one(request: Request) -> Response:
    """One journey: what each post saw, its checks and decisions, every entry, and which posts saw nothing."""
    view = road_view(request)
    told = _told(request, view)
    path = f"{view.base}/passages/{told.journey.id}"
    return view.page(
        request,
        "passage.html",
        here="passages",
        told=told,
        row=next(list_rows([told.journey])),
        visits=[*visit_rows(told)],
        entries=[*entry_rows(told)],
        own=path,
        permanent_link=view.permanent(path, {}),
    )


def one_file(request: Request) -> Response:
    """One journey with its entries as an object."""
    view = road_view(request)
    told = _told(request, view)
    value = {**view.stamp, "state": view.state, "definition": JOURNEY_DEFINITION, **journey_value(told)}
    return json_file(value)


def _told(request: Request, view: RoadView) -> JourneyTold:
    wanted = request.path_params["journey"]
    told = view.site.pages.journey(view.corridor.id, view.pinned, wanted)
    if told is None:
        near = ((message("All journeys"), address(f"{view.base}/passages", view.state)),)
        raise AddressError(message("This record has no journey with that id"), where=wanted, near=near)
    return told


def _choices(view: RoadView) -> JourneyChoices:
    choices = view.site.pages.journey_choices(view.corridor.id, view.pinned)
    assert choices is not None, "a road with a situation has journeys to choose from"
    return choices


def _wanted(request: Request, choices: JourneyChoices) -> JourneyFilter:
    """The facets in the address. Raises QueryError for values that our form does not offer."""
    wanted = JourneyFilter(
        direction=chosen(request, "direction", ("", *choices.directions), ""),
        category=chosen(request, "category", ("", *choices.categories), ""),
        match=chosen(request, "match", ("", *MATCHES), ""),
        post=chosen(request, "post", ("", *choices.posts), ""),
        first=_day(request, "from"),
        last=_day(request, "to"),
    )
    checked, found = chosen(request, "checked", _YES_NO, ""), chosen(request, "found", _YES_NO, "")
    return replace(
        wanted,
        checked=next(one for one in _YES_NO if one == checked),
        found=next(one for one in _YES_NO if one == found),
    )


def _day(request: Request, name: str) -> int | None:
    text = request.query_params.get(name, "")
    try:
        return day_from_text(text) if text else None
    except InstantError as error:
        raise QueryError(message("A part of this address is not a day such as 2023-03-01"), where=name) from error


def _query(wanted: JourneyFilter) -> dict[str, str]:
    """The choice as the address writes it; what is not chosen is empty."""
    names = ("direction", "category", "match", "post", "checked", "found")
    values = {name: str(getattr(wanted, name)) for name in names}
    return {**values, "from": _day_text(wanted.first), "to": _day_text(wanted.last)}


def _day_text(day: int | None) -> str:
    return "" if day is None else day_to_text(day)


def _short_stamp(view: RoadView) -> dict[str, str]:
    """The columns that every row carries: many rows name the logs by the keys that addresses use."""
    logs = " ".join(f"{log_key(log.origin)[:8]}:{log.size}" for log in view.corridor.logs)
    stamp = files.stamp(view.corridor, view.site.version)
    return {**stamp, "logs": logs, "as_of": day_to_text(view.shown.day)}
