"""The plan of a corridor's post: the queue over the day, and what more lanes or fewer checks would change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from safeconduct.web.errors import AddressError
from safeconduct.web.site import Site, download, json_file, site_of
from safeconduct.web.views import files
from safeconduct.web.views.phrases import message
from safeconduct.web.views.queue import case_rows, queue_drawing

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from safeconduct.plan.results import PlanResult, Spread
    from safeconduct.web.source import Corridor


def page(request: Request) -> Response:
    """The plan."""
    site = site_of(request)
    corridor, result = _asked(request, site)
    return site.page(
        request,
        "plan.html",
        here="plan",
        corridor=corridor,
        result=result,
        drawing=queue_drawing(result.outcome.queue_milli),
        cases=[*case_rows(result)],
    )


def file(request: Request) -> Response:
    """The plan as an object, or its comparison as a table."""
    site = site_of(request)
    corridor, result = _asked(request, site)
    stamp = files.stamp(corridor, site.version)
    if request.url.path.endswith(".json"):
        return json_file({**stamp, "plan": result.to_json()})
    columns = ("lanes", "checked_permille", *_three("mean_s"), *_three("most_s"), *_three("load_permille"), *stamp)
    rows = [
        (one.lanes, one.checked_permille, *_ends(one.mean_s), *_ends(one.most_s), *_ends(one.load_permille),
         *stamp.values())
        for one in case_rows(result)
    ]  # fmt: skip
    return download(files.csv_bytes(columns, rows), "text/csv", files.file_name(corridor.id, "plan", "csv"))


def _asked(request: Request, site: Site) -> tuple[Corridor, PlanResult]:
    corridor = site.corridor(request.path_params["corridor"])
    result = site.pages.plan(corridor.id)
    if result is None:
        near = ((message("Overview of this corridor"), f"/c/{corridor.id}"),)
        raise AddressError(message("No plan is kept for this corridor"), where=corridor.id, near=near)
    return corridor, result


def _three(name: str) -> tuple[str, str, str]:
    return f"{name}_low", f"{name}_middle", f"{name}_high"


def _ends(one: Spread | None) -> tuple[int | None, int | None, int | None]:
    return (None, None, None) if one is None else (one.low, one.middle, one.high)
