"""Who may change something: a form of ours, from a page of ours, in the session it was made for.

Three things together: a token in every form that belongs to the session's cookie, the origin that the browser states,
and the Host check before both. The moment a page was made goes with the form and comes back signed, so that how long
a decision took cannot be made up by a page elsewhere.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlsplit

from safeconduct.web.errors import WebError
from safeconduct.web.views.phrases import message

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

COOKIE = "desk"
FORM_BYTES_MAX = 64 * 1024
FIELDS_MAX = 120
_MEDIA = "application/x-www-form-urlencoded"
_ID_BYTES = 32


class RefusedError(WebError):
    """A form that did not come from a page of this desk, or from an earlier session of it."""

    code = "SC-WEB-04"
    status = 403


class FormError(WebError):
    """A form that no page of this desk sends."""

    code = "SC-WEB-05"
    status = 400


@dataclass(frozen=True, slots=True)
class Guard:
    """The secrets of one running desk.

    key: 32 random bytes. draw: fresh random bytes. now_us: a clock that never runs back, µs.
    """

    key: bytes
    draw: Callable[[int], bytes]
    now_us: Callable[[], int]

    def session(self, request: Request) -> str:
        """The id of the session; a new one, the same throughout the request, for whoever has none."""
        held = getattr(request.state, COOKIE, "") or request.cookies.get(COOKIE, "")
        name, _, mark = held.partition(".")
        if not (mark and hmac.compare_digest(mark.encode(), self._mark("session", name).encode())):
            fresh = self.draw(_ID_BYTES).hex()
            held = f"{fresh}.{self._mark('session', fresh)}"
        setattr(request.state, COOKIE, held)
        return held

    def remember(self, response: Response, session: str) -> None:
        """Keep the session in the browser."""
        response.set_cookie(COOKIE, session, httponly=True, samesite="strict", path="/")

    def token(self, session: str) -> str:
        """What every form of the session carries."""
        return self._mark("form", session)

    def start(self, session: str, draft: str) -> str:
        """The moment at which a draft is shown, signed."""
        at = str(self.now_us())
        return f"{at}.{self._mark('start', session, draft, at)}"

    def seconds(self, session: str, draft: str, start: str) -> int:
        """Seconds since then; 0 if the moment is not ours."""
        at, _, mark = start.partition(".")
        if not hmac.compare_digest(mark.encode(), self._mark("start", session, draft, at).encode()):
            return 0
        return max(0, self.now_us() - int(at)) // 1_000_000

    def check(self, request: Request, form: Mapping[str, str]) -> str:
        """The session of a form that may change something. Raises RefusedError."""
        session = self.session(request)
        ours = request.cookies.get(COOKIE, "") == session
        right = hmac.compare_digest(form.get("token", "").encode(), self.token(session).encode())
        if not (ours and right and same_origin(request)):
            raise RefusedError(
                message("This form did not come from this desk, or the desk was started anew since"),
                next_step=message("Nothing was decided. Open the statement again and decide it there."),
            )
        return session

    def _mark(self, *parts: str) -> str:
        return hmac.new(self.key, "\n".join(parts).encode(), hashlib.sha256).hexdigest()


def same_origin(request: Request) -> bool:
    """Whether the browser says that the request comes from a page of this very address; silence is a no."""
    headers = request.headers
    site = headers.get("sec-fetch-site")
    own = f"{request.url.scheme}://{headers.get('host', '')}"
    origin = headers.get("origin")
    if site is not None and site != "same-origin":
        return False
    if origin is not None:
        return origin == own
    referer = headers.get("referer")
    if referer is not None:
        parts = urlsplit(referer)
        return f"{parts.scheme}://{parts.netloc}" == own
    return site is not None


async def form_of(request: Request) -> dict[str, str]:
    """The fields of a form; a repeated one with its values joined by commas. Raises FormError."""
    media = request.headers.get("content-type", "").split(";")[0].strip().lower()
    body = await request.body()
    if media != _MEDIA or len(body) > FORM_BYTES_MAX:
        raise FormError(message("This is no form of this desk"), where="content-type")
    try:
        pairs = parse_qsl(
            body.decode("ascii"),
            keep_blank_values=True,
            strict_parsing=bool(body),
            errors="strict",
            max_num_fields=FIELDS_MAX,
        )
    except ValueError as error:
        raise FormError(message("This is no form of this desk")) from error
    fields: dict[str, str] = {}
    for name, value in pairs:
        fields[name] = f"{fields[name]}, {value}" if fields.get(name) else value
    return fields
