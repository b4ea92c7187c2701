"""Corridors: the list, the overview of one, what can be downloaded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from safeconduct.base.instant import day_from_text
from safeconduct.web.reader import pinned_state
from safeconduct.web.routes import status
from safeconduct.web.site import Site, download, json_file, site_of
from safeconduct.web.views import files
from safeconduct.web.views.chart import chart
from safeconduct.web.views.tally import tally

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from safeconduct.web.source import Overview


def index(request: Request) -> Response:
    """The corridors on this node."""
    site = site_of(request)
    held = [site.pages.overview(corridor.id) for corridor in site.pages.corridors()]
    return site.page(request, "corridors.html", here="corridors", overviews=[one for one in held if one])


def index_file(request: Request) -> Response:
    """The corridors and their logs."""
    held = site_of(request).pages.corridors()
    if request.url.path.endswith(".json"):
        value = [{"id": one.id, "titles": dict(one.titles), "logs": files.logs_value(one.logs)} for one in held]
        return json_file({"corridors": value})
    rows = [(one.id, one.titles.get("en", ""), log.origin, log.size, log.root, log.evidence)
            for one in held for log in one.logs]  # fmt: skip
    columns = ("corridor", "title", "log", "size", "root", "evidence")
    return download(files.csv_bytes(columns, rows), "text/csv", "corridors.csv")


def overview(request: Request) -> Response:
    """What one corridor's record holds, and what it says about the claims; for a road, its status."""
    site = site_of(request)
    corridor = site.corridor(request.path_params["corridor"])
    if site.pages.situation(corridor.id, pinned_state(request, corridor)) is not None:
        return status.page(request)
    shown = _overview(request, site)
    claims = site.pages.claims(shown.corridor.id)
    return site.page(
        request,
        "overview.html",
        here="overview",
        corridor=shown.corridor,
        overview=shown,
        overview_days=_days(shown),
        charts=[made for series in shown.series if (made := chart(series, claims))],
        tally=tally(claims),
        example=claims[0] if claims else None,
        conventions=site.pages.conventions(shown.corridor.id),
    )


def overview_file(request: Request) -> Response:
    """Figures (and in JSON the series) of one corridor; of a road its situation."""
    site = site_of(request)
    shown = _overview(request, site)
    situation = site.pages.situation(shown.corridor.id, pinned_state(request, shown.corridor))
    if situation is not None and request.url.path.endswith(".json"):
        return json_file(status.situation_value(shown.corridor, situation, site.version))
    if request.url.path.endswith(".json"):
        return json_file({**files.overview_value(shown), "computed_by": f"safeconduct {site.version}"})
    stamp = files.stamp(shown.corridor, site.version)
    columns = ("key", "value", "unit", "definition", "gaps", "first", "last", *stamp)
    rows = [
        (one.key, one.value, one.unit, one.definition, one.gaps, shown.first, shown.last, *stamp.values())
        for one in shown.figures
    ]
    name = files.file_name(shown.corridor.id, "figures", "csv")
    return download(files.csv_bytes(columns, rows), "text/csv", name)


def weeks_file(request: Request) -> Response:
    """The series behind the charts."""
    site = site_of(request)
    shown = _overview(request, site)
    stamp = files.stamp(shown.corridor, site.version)
    if request.url.path.endswith(".json"):
        return json_file({**stamp, "series": [files.series_value(series) for series in shown.series]})
    columns = ("series", "monday", "value", "unit", "definition", "gaps", *stamp)
    rows = [
        (series.key, week.monday, week.value, series.unit, series.definition,
         "no record" if week.value is None else "", *stamp.values())
        for series in shown.series
        for week in series.weeks
    ]  # fmt: skip
    name = files.file_name(shown.corridor.id, "weeks", "csv")
    return download(files.csv_bytes(columns, rows), "text/csv", name)


def downloads(request: Request) -> Response:
    """Every file there is about one corridor."""
    site = site_of(request)
    corridor = site.corridor(request.path_params["corridor"])
    claims = site.pages.claims(corridor.id)
    return site.page(request, "downloads.html", here="downloads", corridor=corridor, claims=claims)


def _days(overview: Overview) -> int:
    """Days from the first to the last of a record, both counted; 0 for an empty one."""
    return day_from_text(overview.last) - day_from_text(overview.first) + 1 if overview.first else 0


def _overview(request: Request, site: Site) -> Overview:
    corridor = site.corridor(request.path_params["corridor"])
    found = site.pages.overview(corridor.id)
    assert found is not None, "a corridor in the list has an overview"
    return found
