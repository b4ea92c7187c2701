"""Outlets by the names under which reports speak of them. An id is stable; a name nobody listed becomes its own id."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import urlsplit

from safeconduct.press.source.words import lists


def _flagged(flag: str) -> frozenset[str]:
    return frozenset(key.strip("*!") for key in lists("outlets") if flag in key)


_LISTED = lists("outlets")
_BY_NAME = {name: key.strip("*!") for key, names in _LISTED.items() for name in names}
OUTLET_NAMES = {key.strip("*!"): names[0] for key, names in _LISTED.items()}
"""The usual name of each known outlet, by its id."""
_FOLDED = {name.casefold(): each for name, each in _BY_NAME.items()}
_AGENCIES = _flagged("*")
PRINTED = tuple(name for name, each in _BY_NAME.items() if each not in _flagged("!"))
"""Printed names that are no ordinary words."""


def outlet_id(name: str) -> str:
    """The id of an outlet: a known one, else the name as a slug; empty for a name without letters.

    >>> outlet_id("Anadolu Agency"), outlet_id("The Daily Example")
    ('aa', 'the-daily-example')
    """
    bare = " ".join(name.split()).strip(" .,;:()[]«»\"'“”")
    return _FOLDED.get(bare.casefold()) or _slug(bare)


def outlet_name(outlet: str) -> str:
    """The name of an outlet by its id, else the id.

    >>> outlet_name("aa"), outlet_name("the-daily-example")
    ('AA', 'the-daily-example')
    """
    return OUTLET_NAMES.get(outlet, outlet)


def known_outlet(name: str) -> str:
    """The id of a known outlet, else an empty text."""
    return _FOLDED.get(" ".join(name.split()).strip(" .,;:()[]«»\"'“”").casefold(), "")


def is_agency(outlet: str) -> bool:
    """Whether an outlet sells its text to others."""
    return outlet in _AGENCIES


def outlet_of_host(host: str) -> str:
    """The id of the outlet at a host: a known one, else the host without `www.`.

    >>> outlet_of_host("www.aa.com.tr"), outlet_of_host("news.example.org")
    ('aa', 'news.example.org')
    """
    bare = host.casefold().rstrip(".").removeprefix("www.")
    parts = bare.split(".")
    known = (_FOLDED.get(".".join(parts[start:])) for start in range(len(parts) - 1))
    return next((each for each in known if each), _slug(bare, keep="."))


def host_of(address: str) -> str:
    """The host of an http address; an empty text for any other.

    >>> host_of("https://www.aa.com.tr/en"), host_of("file:///etc/hosts")
    ('www.aa.com.tr', '')
    """
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        return ""
    return host if parts.scheme in {"http", "https"} else ""


def _slug(name: str, keep: str = "") -> str:
    """Small letters, digits and hyphens; letters beyond ASCII are left out, and a name of only those is no id."""
    plain = unicodedata.normalize("NFKD", name[:200]).encode("ascii", "ignore").decode().lower()
    parts = plain.split(keep) if keep else [plain]
    slugs = (re.sub(r"[^a-z0-9]+", "-", part).strip("-") for part in parts)
    return keep.join(slug for slug in slugs if slug)[:64].strip("-.")
