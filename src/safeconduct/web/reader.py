"""How one reader wants pages: language and colours, by the address, else by cookies, else by the browser."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from safeconduct.web.errors import QueryError
from safeconduct.web.language import LANGUAGES, Language, accepted
from safeconduct.web.views.phrases import message

if TYPE_CHECKING:
    from collections.abc import Collection

    from starlette.requests import Request
    from starlette.responses import Response

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


def page_number(request: Request, name: str = "page") -> int:
    """A page number as our links write it, from 1. Raises QueryError for anything else (``1_0``, ``٣``)."""
    text = request.query_params.get(name, "") or "1"
    if not (text.isascii() and text.isdigit()) or text.startswith("0") or len(text) > _DIGITS_MAX:
        raise QueryError(message("A part of this address is not a page number"), where=name)
    return int(text)
