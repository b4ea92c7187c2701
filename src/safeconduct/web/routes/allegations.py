"""Allegations of goods carried: what was said, what was denied, and what the record of checks leaves possible."""

from __future__ import annotations

from typing import TYPE_CHECKING

from safeconduct.web.errors import AddressError
from safeconduct.web.routes.road import RoadView, road_view
from safeconduct.web.site import json_file
from safeconduct.web.views.allegation_rows import BOUND_COLUMNS, DEFINITION, bound_cells, cases_shown
from safeconduct.web.views.phrases import message

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.requests import Request
    from starlette.responses import Response

    from safeconduct.assess.situation.allegations import Carried
    from safeconduct.assess.situation.report import SituationReport


def listing(request: Request) -> Response:
    """Every allegation of goods carried, or the one that the address names."""
    view = road_view(request)
    return view.page(
        request,
        "allegations.html",
        here="claims",
        cases=cases_shown(_wanted(request, view, _report(view))),
        one_case="statement" in request.path_params,
        here_path=request.url.path,
        permanent_link=view.permanent(request.url.path, {}),
    )


def listing_file(request: Request) -> Response:
    """The same as an object, or with one row for each period."""
    view = road_view(request)
    report = _report(view)
    cases = _wanted(request, view, report)
    if request.url.path.endswith(".json"):
        found = [case.to_json() for case in cases]
        more = {"state": view.state, "definition": DEFINITION, "simulated": report.simulated}
        return json_file({**view.stamp, **more, "allegations": found})
    rows = [(*cells, *view.stamp.values()) for case in cases for cells in bound_cells(case)]
    return view.file(request, "allegations", {**BOUND_COLUMNS, **dict.fromkeys(view.stamp, "VARCHAR")}, rows)


def _report(view: RoadView) -> SituationReport:
    report = view.site.pages.report(view.corridor.id, view.pinned)
    assert report is not None, "a road that has a situation has a report"
    return report


def _wanted(request: Request, view: RoadView, report: SituationReport) -> Sequence[Carried]:
    """All cases, or the one in which the statement of the address was made. Raises AddressError."""
    statement = request.path_params.get("statement")
    if statement is None:
        return report.carried
    found = [case for case in report.carried if statement in {one.id for one in case.said}]
    if not found:
        near = ((message("All allegations of goods carried"), f"{view.base}/allegations"),)
        raise AddressError(
            message("No statement of that name says or denies that goods were carried"), where=statement, near=near
        )
    return found
