"""The application: addresses to pages.

Everything here answers GET and HEAD and changes nothing. The protocol behind it is `source.Pages`; who serves
the application (a socket, TLS, a proxy) is the business of the node and the command line.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from safeconduct.base.errors import SafeconductError
from safeconduct.web.boundary import Boundary, on_error, on_failure
from safeconduct.web.routes import (
    agreement,
    allegations,
    claims,
    contradictions,
    corridors,
    incidents,
    movements,
    passages,
    plan,
    record,
    reports,
    speakers,
    statements,
    status,
    supplies,
)
from safeconduct.web.site import STATIC, make_site

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from starlette.requests import Request
    from starlette.responses import Response

    from safeconduct.web.source import Pages

    Endpoint = Callable[[Request], Response]


def create_app(pages: Pages, *, hosts: Sequence[str], version: str) -> Starlette:
    """The pages of one node.

    hosts: names under which this server is reached, without port; ``*.example.org``: all names below it.
    version: of the program, shown on pages and written into files.
    """
    app = Starlette(
        routes=_routes(),
        middleware=[
            Middleware(Boundary),
            Middleware(TrustedHostMiddleware, allowed_hosts=list(hosts), www_redirect=False),
        ],
        exception_handlers={
            SafeconductError: on_error,
            HTTPException: on_error,
            Exception: on_failure,
        },
        max_body_size=0,
    )
    app.state.site = make_site(pages, version)
    return app


def _routes() -> list[Route | Mount]:
    """Twins and files stand before the pages whose last part would match them, too."""
    return [
        Route("/", corridors.index),
        *_twins("/corridors", corridors.index_file),
        *_twins("/c/{corridor}/weeks", corridors.weeks_file),
        *_twins("/c/{corridor}/statements", statements.listing_file),
        Route("/c/{corridor}/statements.jsonld", statements.listing_file),
        Route("/c/{corridor}/statements.atom", statements.feed),
        Route("/c/{corridor}/statements", statements.listing),
        *_twins("/c/{corridor}/statements/{statement}", statements.one_file),
        Route("/c/{corridor}/statements/{statement}.jsonld", statements.one_file),
        Route("/c/{corridor}/statements/{statement}", statements.one),
        *_twins("/c/{corridor}/contradictions", contradictions.listing_file),
        Route("/c/{corridor}/contradictions", contradictions.listing),
        *_twins("/c/{corridor}/speakers/{speaker}", speakers.one_file),
        Route("/c/{corridor}/speakers/{speaker}", speakers.one),
        *_twins("/c/{corridor}/claims", claims.listing_file),
        Route("/c/{corridor}/claims", claims.listing),
        Route("/c/{corridor}/claims/{claim}.scz", claims.bundle),
        *_twins("/c/{corridor}/claims/{claim}", claims.one_file),
        Route("/c/{corridor}/claims/{claim}", claims.one),
        *_twins("/c/{corridor}/agreement", agreement.overview_file),
        Route("/c/{corridor}/agreement", agreement.overview),
        *_twins("/c/{corridor}/agreement/rules", agreement.rules_file),
        Route("/c/{corridor}/agreement/rules", agreement.rules),
        *_twins("/c/{corridor}/conformance", agreement.conformance_file),
        Route("/c/{corridor}/conformance", agreement.conformance),
        *_twins("/c/{corridor}/movements", movements.listing_file),
        Route("/c/{corridor}/movements", movements.listing),
        *_twins("/c/{corridor}/movements/{movement}", movements.one_file),
        Route("/c/{corridor}/movements/{movement}", movements.one),
        *_twins("/c/{corridor}/plan", plan.file),
        Route("/c/{corridor}/plan", plan.page),
        *_twins("/c/{corridor}/days", status.days_file),
        Route("/c/{corridor}/days.parquet", status.days_file),
        *_twins("/c/{corridor}/road", status.road_file),
        Route("/c/{corridor}/road.geojson", status.road_file),
        *_twins("/c/{corridor}/allegations", allegations.listing_file),
        Route("/c/{corridor}/allegations", allegations.listing),
        *_twins("/c/{corridor}/allegations/{statement}", allegations.listing_file),
        Route("/c/{corridor}/allegations/{statement}", allegations.listing),
        Route("/c/{corridor}/reports", reports.report),
        Route("/c/{corridor}/reports/{day}.json", reports.report_file),
        Route("/c/{corridor}/reports/{day}.html", reports.report_file),
        Route("/c/{corridor}/reports/{day}", reports.report),
        *_twins("/c/{corridor}/passages", passages.listing_file),
        Route("/c/{corridor}/passages.parquet", passages.listing_file),
        Route("/c/{corridor}/passages", passages.listing),
        Route("/c/{corridor}/passages/{journey}.json", passages.one_file),
        Route("/c/{corridor}/passages/{journey}", passages.one),
        *_twins("/c/{corridor}/incidents", incidents.listing_file),
        Route("/c/{corridor}/incidents.geojson", incidents.listing_file),
        Route("/c/{corridor}/incidents", incidents.listing),
        *_twins("/c/{corridor}/supplies", supplies.stocks_file),
        Route("/c/{corridor}/supplies.parquet", supplies.stocks_file),
        *_twins("/c/{corridor}/supplies/inputs", supplies.inputs_file),
        Route("/c/{corridor}/supplies/inputs.parquet", supplies.inputs_file),
        *_twins("/c/{corridor}/supplies/services", supplies.services_file),
        Route("/c/{corridor}/supplies", supplies.page),
        Route("/c/{corridor}/downloads", corridors.downloads),
        *_twins("/c/{corridor}", corridors.overview_file),
        Route("/c/{corridor}", corridors.overview),
        *_twins("/record", record.logs_file),
        Route("/record", record.logs),
        *_twins("/record/{log}", record.entries_file),
        Route("/record/{log}", record.entries),
        Route("/record/{log}/{index}.json", record.entry_file),
        Route("/record/{log}/{index}.tlog-proof", record.receipt),
        Route("/record/{log}/{index}", record.entry),
        Mount("/static", StaticFiles(directory=STATIC)),
    ]


def _twins(path: str, endpoint: Endpoint) -> list[Route]:
    return [Route(f"{path}.json", endpoint), Route(f"{path}.csv", endpoint)]
