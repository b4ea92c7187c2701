"""The situation report of a day: page, object, file to print."""

from __future__ import annotations

from typing import TYPE_CHECKING

from safeconduct.assess.situation.model import Pinned
from safeconduct.base.instant import InstantError, day_from_text, day_to_text
from safeconduct.web.errors import AddressError
from safeconduct.web.reader import pinned_state, reader_of, state_query
from safeconduct.web.reporting import Wanted, report_context, report_html, report_value
from safeconduct.web.site import Site, download, json_file, site_of
from safeconduct.web.views import files
from safeconduct.web.views.phrases import message

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from safeconduct.web.source import Corridor


def report(request: Request) -> Response:
    """The report of the day in the address, or of the newest one."""
    site = site_of(request)
    wanted, last = _wanted(request, site)
    day = wanted.report.day
    first = wanted.report.situation.first
    return site.page(
        request,
        "report.html",
        here="overview",
        **report_context(site, reader_of(request).language.code, wanted),
        here_path=f"/c/{wanted.corridor.id}/reports/{wanted.day}",
        state=_state(wanted),
        earlier=day_to_text(day - 1) if day > first else "",
        later=day_to_text(day + 1) if day < last else "",
    )


def report_file(request: Request) -> Response:
    """The report as an object, or as an HTML file that needs no other."""
    site = site_of(request)
    wanted, _ = _wanted(request, site)
    if request.url.path.endswith(".json"):
        return json_file(report_value(site, wanted))
    there = Wanted(wanted.corridor, wanted.report, str(request.base_url).rstrip("/"), wanted.sizes)
    html = report_html(site, reader_of(request).language.code, there)
    return download(html.encode(), "text/html", files.file_name(wanted.corridor.id, "report", wanted.day, "html"))


def _wanted(request: Request, site: Site) -> tuple[Wanted, int]:
    """The report of the address, and the last day of the record. Raises AddressError.

    A day outside the record is refused before anything is computed for it.
    """
    corridor = site.corridor(request.path_params["corridor"])
    sizes = pinned_state(request, corridor).sizes
    text = request.path_params.get("day")
    if text is None:
        found = site.pages.report(corridor.id, Pinned(None, sizes))
        if found is None:
            raise site.no_road(corridor)
        return Wanted(corridor, found, None, sizes), found.day
    day, newest = _day(text, corridor), site.pages.situation(corridor.id, Pinned())
    if newest is None:
        raise site.no_road(corridor)
    if not newest.first <= day <= newest.day:
        raise _no_report(corridor, text, min(max(day, newest.first), newest.day))
    found = site.pages.report(corridor.id, Pinned(day, sizes))
    if found is None or found.day != day:
        raise _no_report(corridor, text, newest.day if found is None else found.day)
    return Wanted(corridor, found, None, sizes), newest.day


def _day(text: str, corridor: Corridor) -> int:
    try:
        return day_from_text(text)
    except InstantError as error:
        near = ((message("Newest report"), f"/c/{corridor.id}/reports"),)
        raise AddressError(message("This address names no day such as 2023-03-01"), where=text, near=near) from error


def _no_report(corridor: Corridor, text: str, nearest: int) -> AddressError:
    """The error for a day of which there is no report: the record of the road does not reach it."""
    near = ((message("Nearest report"), f"/c/{corridor.id}/reports/{day_to_text(nearest)}"),)
    return AddressError(message("The record of this road does not reach that day"), where=text, near=near)


def _state(wanted: Wanted) -> dict[str, str]:
    return {**state_query(Pinned(None, wanted.sizes)), "asof": ""}
