"""Allegations of goods carried: what was said, what was denied, and what the record of checks leaves possible."""

from __future__ import annotations

from typing import TYPE_CHECKING

from safeconduct.assess.situation.model import Pinned
from safeconduct.assess.situation.report import SituationReport
from safeconduct.base.instant import day_to_text
from safeconduct.web.errors import AddressError
from safeconduct.web.reader import address, pinned_state, state_query
from safeconduct.web.site import Site, download, json_file, site_of
from safeconduct.web.views import files
from safeconduct.web.views.allegation_rows import BOUND_COLUMNS, DEFINITION, bound_cells, cases_shown
from safeconduct.web.views.phrases import message

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.requests import Request
    from starlette.responses import Response

    from safeconduct.assess.situation.allegations import Carried
    from safeconduct.web.source import Corridor


def listing(request: Request) -> Response:
    """Every allegation of goods carried, or the one that the address names."""
    site = site_of(request)
    corridor, report, pinned = asked(request, site)
    cases = _wanted(request, corridor, report)
    return site.page(
        request,
        "allegations.html",
        here="claims",
        corridor=corridor,
        cases=cases_shown(cases),
        one_case="statement" in request.path_params,
        day=day_to_text(report.day),
        past=pinned.day is not None,
        state=state_query(pinned),
        here_path=request.url.path,
        permanent_link=permanent(request.url.path, corridor, report, pinned),
    )


def listing_file(request: Request) -> Response:
    """The same as an object, or with one row for each period."""
    site = site_of(request)
    corridor, report, pinned = asked(request, site)
    stamp = {**files.stamp(corridor, site.version), "as_of": day_to_text(report.day)}
    cases = _wanted(request, corridor, report)
    if request.url.path.endswith(".json"):
        found = [case.to_json() for case in cases]
        more = {"state": state_query(pinned), "definition": DEFINITION, "simulated": report.simulated}
        return json_file({**stamp, **more, "allegations": found})
    rows = [(*cells, *stamp.values()) for case in cases for cells in bound_cells(case)]
    name = files.file_name(corridor.id, "allegations", day_to_text(report.day), "csv")
    return download(files.csv_bytes((*BOUND_COLUMNS, *stamp), rows), "text/csv", name)


def asked(request: Request, site: Site) -> tuple[Corridor, SituationReport, Pinned]:
    """The corridor in the address and its report of the day in the query. Raises AddressError where it has no road."""
    corridor = site.corridor(request.path_params["corridor"])
    pinned = pinned_state(request, corridor)
    report = site.pages.report(corridor.id, pinned)
    if report is None:
        raise site.no_road(corridor)
    return corridor, report, pinned


def permanent(path: str, corridor: Corridor, report: SituationReport, pinned: Pinned) -> str:
    """The address of exactly this: the day and the signed state of every log."""
    states = tuple((log.origin, log.size) for log in corridor.logs)
    return address(path, state_query(pinned if pinned.sizes else Pinned(report.day, states)))


def _wanted(request: Request, corridor: Corridor, report: SituationReport) -> Sequence[Carried]:
    """All cases, or the one in which the statement of the address was made. Raises AddressError."""
    statement = request.path_params.get("statement")
    if statement is None:
        return report.carried
    found = [case for case in report.carried if statement in {one.id for one in case.said}]
    if not found:
        near = ((message("All allegations of goods carried"), f"/c/{corridor.id}/allegations"),)
        raise AddressError(message("No statement of that name says or denies that goods were carried"),
                           where=statement, near=near)  # fmt: skip
    return found
