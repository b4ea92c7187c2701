"""How one reader wants pages: language and colours, by the address, else by cookies, else by the browser."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from safeconduct.assess.situation.model import Pinned
from safeconduct.base.instant import InstantError, day_from_text, day_to_text
from safeconduct.web.errors import QueryError
from safeconduct.web.language import LANGUAGES, Language, accepted
from safeconduct.web.views.phrases import message

if TYPE_CHECKING:
    from collections.abc import Collection

    from starlette.requests import Request
    from starlette.responses import Response

    from safeconduct.web.source import Corridor

THEMES = ("auto", "light", "dark")
_YEAR_S = 365 * 24 * 3600
_DIGITS_MAX = 15


@dataclass(frozen=True, slots=True)
class Reader:
    """A reader's wishes. keep: those that came with the address and are to be remembered."""

    language: Language
    theme: str
    keep: Mapping[str, str]


def reader_of(request: Request) -> Reader:
    """The wishes of whoever asks. Unknown values count as not given: an error page needs a reader, too."""
    keep = {
        name: value
        for name, known in (("lang", LANGUAGES), ("theme", THEMES))
        if (value := request.query_params.get(name)) in known and value is not None
    }
    language = keep.get("lang") or request.cookies.get("lang", "")
    theme = keep.get("theme") or request.cookies.get("theme", "")
    return Reader(
        language=LANGUAGES.get(language) or accepted(request.headers.get("accept-language", "")),
        theme=theme if theme in THEMES else "auto",
        keep=keep,
    )


def remember(request: Request, reader: Reader, response: Response) -> None:
    """Keep wishes that came with the address for the pages that follow."""
    for name, value in reader.keep.items():
        secure = request.url.scheme == "https"
        response.set_cookie(name, value, max_age=_YEAR_S, httponly=True, samesite="lax", secure=secure)


def address(path: str, query: Mapping[str, str]) -> str:
    """A path with a query; empty values are left out.

    >>> address("/record", {"corridor": "a b", "page": ""})
    '/record?corridor=a+b'
    """
    text = urlencode({name: value for name, value in query.items() if value})
    return f"{path}?{text}" if text else path


def chosen(request: Request, name: str, known: Collection[str], default: str) -> str:
    """A query parameter out of a closed set. Raises QueryError for any other value."""
    value = request.query_params.get(name, "") or default
    if value not in known:
        raise QueryError(message("A part of this address has a value that these pages never use"), where=name)
    return value


def pinned_state(request: Request, corridor: Corridor) -> Pinned:
    """The day and the log sizes that an address names: ``asof=2023-03-01``, ``cp=KEY:SIZE,...``.

    KEY: the first 8 digits of a log's short key. Raises QueryError for anything that our links do not write.
    """
    asof, states = request.query_params.get("asof", ""), request.query_params.get("cp", "")
    try:
        day = day_from_text(asof) if asof else None
    except InstantError as error:
        raise QueryError(message("A part of this address is not a day such as 2023-03-01"), where="asof") from error
    view = chosen(request, "view", {"", *views_of(corridor)}, "")
    return Pinned(day, tuple(_pinned(part, corridor) for part in states.split(",")) if states else (), view)


def views_of(corridor: Corridor) -> tuple[str, ...]:
    """The parties that keep logs of their own, in alphabetical order; none where one party keeps them all."""
    held = sorted({log.party for log in corridor.logs if log.party and log.evidence != "published"})
    return tuple(held) if len(held) > 1 else ()


def _pinned(part: str, corridor: Corridor) -> tuple[str, int]:
    key, _, text = part.partition(":")
    held = {log_key(log.origin)[:8]: log for log in corridor.logs}
    if key not in held or not (text.isascii() and text.isdigit()) or len(text) > _DIGITS_MAX or str(int(text)) != text:
        raise QueryError(message("A part of this address names no state of a log on this node"), where="cp")
    if int(text) > held[key].size:
        raise QueryError(message("This node does not hold that much of a log yet"), where="cp")
    return held[key].origin, int(text)


def state_query(pinned: Pinned) -> dict[str, str]:
    """The query parameters that keep a page's state in links from it."""
    sizes = ",".join(f"{log_key(origin)[:8]}:{size}" for origin, size in pinned.sizes)
    return {"asof": "" if pinned.day is None else day_to_text(pinned.day), "cp": sizes, "view": pinned.view}


def permanent_address(path: str, query: Mapping[str, str], corridor: Corridor, day: int | None, pinned: Pinned) -> str:
    """The address that keeps showing exactly this: the day, the signed state of every log, whose logs count.

    query: what else the address chooses. day: that the page shows; None where it shows no day of its own.
    """
    sizes = tuple((log.origin, log.size) for log in corridor.logs)
    return address(path, {**query, **state_query(pinned if pinned.sizes else Pinned(day, sizes, pinned.view))})


def log_key(origin: str) -> str:
    """The short key that stands for a log in addresses: 16 hex digits of the SHA-256 of its origin."""
    return hashlib.sha256(origin.encode()).hexdigest()[:16]


def page_number(request: Request, name: str = "page") -> int:
    """A page number as our links write it, from 1. Raises QueryError for anything else (``1_0``, ``٣``)."""
    text = request.query_params.get(name, "") or "1"
    if not (text.isascii() and text.isdigit()) or text.startswith("0") or len(text) > _DIGITS_MAX:
        raise QueryError(message("A part of this address is not a page number"), where=name)
    return int(text)
