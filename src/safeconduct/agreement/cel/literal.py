"""The texts inside ``timestamp("...")`` and ``duration("...")``, as microseconds.

Source: cel-spec, doc/langdef.md, "List of Standard Definitions": RFC 3339, and a sum of decimal numbers
with the units h, m, s, ms, us, ns. Both functions raise ValueError with a sentence; nothing is rounded.
"""

from __future__ import annotations

import datetime as dt
import re

from safeconduct.agreement.cel.types import DURATION_HIGH, INSTANT_HIGH, INSTANT_LOW

_INSTANT = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2})(?:\.([0-9]+))?(Z|[+-][0-9]{2}:[0-9]{2})"
)
_TERM = re.compile(r"([0-9]+)(?:\.([0-9]+))?(h|ms|m|s|us|ns)")
_NS = {"h": 3_600 * 10**9, "m": 60 * 10**9, "s": 10**9, "ms": 10**6, "us": 10**3, "ns": 1}
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


def instant_us(text: str) -> int:
    """Microseconds since 1970 UTC of a CEL timestamp, years 1 to 9999.

    >>> instant_us("1970-01-01T01:00:00.5+01:00")
    500000
    """
    match = _INSTANT.fullmatch(text)
    if not match:
        raise ValueError(f"{text[:40]!r} is not a timestamp")
    seconds = (_date(match[1], text) - _EPOCH) // dt.timedelta(seconds=1) - _offset_seconds(match[3], text)
    found = seconds * 1_000_000 + _fraction_us(match[2] or "", text)
    if not INSTANT_LOW <= found <= INSTANT_HIGH:
        raise ValueError(f"{text[:40]!r} is outside the years 1 to 9999")
    return found


def _date(text: str, whole: str) -> dt.datetime:
    try:
        return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)
    except ValueError as error:
        raise ValueError(f"{whole[:40]!r} is no date and time of the calendar") from error


def _offset_seconds(text: str, whole: str) -> int:
    if text == "Z":
        return 0
    hours, minutes = int(text[1:3]), int(text[4:6])
    if hours > 23 or minutes > 59:
        raise ValueError(f"{whole[:40]!r} has no offset from UTC")
    return (hours * 3600 + minutes * 60) * (-1 if text[0] == "-" else 1)


def _fraction_us(digits: str, whole: str) -> int:
    if digits[6:].strip("0"):
        raise ValueError(f"{whole[:40]!r} is finer than a microsecond")
    return int(digits[:6].ljust(6, "0"))


def duration_us(text: str) -> int:
    """Microseconds of a CEL duration.

    >>> duration_us("-1.5h")
    -5400000000
    """
    unsigned = text.removeprefix("-")
    terms = list(_TERM.finditer(unsigned))
    if "".join(term[0] for term in terms) != unsigned or not terms:
        if unsigned == "0":
            return 0
        raise ValueError(f"{text[:40]!r} is not a duration")
    # The sum is taken over a common denominator, so that "0.5ns" is refused and "1.0ns1.0ns..." is exact.
    finest = max(len(term[2] or "") for term in terms)
    scaled = sum(int(term[1] + (term[2] or "").ljust(finest, "0")) * _NS[term[3]] for term in terms)
    found, rest = divmod(scaled, 10**finest * 1000)
    if rest:
        raise ValueError(f"{text[:40]!r} is finer than a microsecond")
    if found > DURATION_HIGH:
        raise ValueError(f"{text[:40]!r} is longer than 292 years")
    return int(-found if text.startswith("-") else found)
