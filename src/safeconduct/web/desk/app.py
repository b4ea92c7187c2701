"""The application of the desk: its addresses, behind the same boundary as the public pages, for this machine only."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from safeconduct.base.errors import SafeconductError
from safeconduct.web.boundary import Boundary, known_error, with_headers
from safeconduct.web.desk import routes
from safeconduct.web.desk.guard import FORM_BYTES_MAX, Guard
from safeconduct.web.site import STATIC, make_site, site_of

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from safeconduct.node.press.desk import ReviewDesk
    from safeconduct.web.source import Pages

HOSTS = ("127.0.0.1", "localhost")


class _NoPages:
    """The desk shows no corridor of the public pages."""

    def corridors(self) -> tuple[()]:
        """None."""
        return ()


def create_desk(desk: ReviewDesk, guard: Guard, *, version: str) -> Starlette:
    """The pages of one desk. guard: its secrets and its clock. version: of the program, shown on pages."""
    app = Starlette(
        routes=[
            Route("/", routes.index),
            Route("/next", routes.following),
            Route("/reports/{report}", routes.report),
            Route("/reports/{report}/append", routes.append, methods=["POST"]),
            Route("/reports/{report}/copies", routes.copies, methods=["POST"]),
            Route("/drafts/{draft}", routes.draft),
            Route("/drafts/{draft}", routes.decide, methods=["POST"]),
            Mount("/static", StaticFiles(directory=STATIC)),
        ],
        middleware=[
            Middleware(Boundary),
            Middleware(TrustedHostMiddleware, allowed_hosts=list(HOSTS), www_redirect=False),
        ],
        exception_handlers={SafeconductError: _on_error, HTTPException: _on_error, Exception: _on_failure},
        max_body_size=FORM_BYTES_MAX,
    )
    app.state.site = make_site(cast("Pages", _NoPages()), version)
    app.state.desk = desk
    app.state.guard = guard
    return app


def _on_error(request: Request, error: Exception) -> Response:
    known = known_error(error)
    desk: ReviewDesk = request.app.state.desk
    response = site_of(request).page(
        request,
        "desk/error.html",
        status=known.status,
        error=known,
        account=desk.account,
        corridor_id=desk.log.corridor,
    )
    response.headers["cache-control"] = "no-store"
    return response


def _on_failure(request: Request, error: Exception) -> Response:
    return with_headers(request, _on_error(request, error))
