"""The boundary to the outside: headers on every response, and error pages that tell a code and nothing else.

Source: design notes on reliability, "Web boundary". No page carries a script or a style of its own, so the
policy needs no exception.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException

from safeconduct.base.errors import SafeconductError
from safeconduct.web.errors import AddressError, MethodError, WebError
from safeconduct.web.site import json_file, site_of
from safeconduct.web.views.phrases import message

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
}
_STRICT_TRANSPORT = "max-age=31536000"


class Boundary:
    """Outermost of our layers: adds the headers to whatever is answered below."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request (ASGI)."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                _add_headers(MutableHeaders(scope=message), https=scope.get("scheme") == "https")
            await send(message)

        await self._app(scope, receive, send_with_headers)


def on_error(request: Request, error: Exception) -> Response:
    """The page, or for a twin the object, for an error that a reader caused or that a lower layer named."""
    known = known_error(error)
    if request.url.path.endswith((".json", ".csv", ".geojson", ".parquet")):
        response = json_file({"error": {**known.to_json(), "status": known.status}})
        response.status_code = known.status
        return response
    return site_of(request).page(request, "error.html", status=known.status, error=known)


def on_failure(request: Request, error: Exception) -> Response:
    """The page for a failure of our own. It is sent outside the `Boundary`, so it gets the headers here.

    The server behind us writes the failure to its journal; the reader sees a code.
    """
    return with_headers(request, on_error(request, error))


def with_headers(request: Request, response: Response) -> Response:
    """A response that is sent outside the `Boundary`, with its headers."""
    _add_headers(response.headers, https=request.url.scheme == "https")
    return response


def known_error(error: Exception) -> WebError:
    """Any error as one of ours; of errors from lower layers only the code remains."""
    if isinstance(error, WebError):
        return error
    if isinstance(error, HTTPException) and error.status_code == AddressError.status:
        return AddressError(message("There is no page at this address"))
    if isinstance(error, HTTPException):
        refused = MethodError(message("These pages can only be read"))
        refused.status = error.status_code
        return refused
    code = error.code if isinstance(error, SafeconductError) else WebError.code
    return WebError(
        message("This page could not be made"),
        code=code,
        next_step=message("Nothing on record has changed. Tell whoever runs this node the code below."),
    )


def _add_headers(headers: MutableHeaders, *, https: bool) -> None:
    for name, value in HEADERS.items():
        headers[name] = value
    headers.setdefault("Cache-Control", "no-cache")
    if https:
        headers["Strict-Transport-Security"] = _STRICT_TRANSPORT
