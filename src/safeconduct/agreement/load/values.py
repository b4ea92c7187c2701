"""Small values as agreement files write them: instants, durations, numbers of limits, names."""

from __future__ import annotations

import re

from safeconduct.agreement.cel import Kind
from safeconduct.base.instant import US_PER_DAY, day_from_text, instant_from_text
from safeconduct.base.limits import INTEGER_MAX

NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,63}", re.ASCII)
"""An id: a letter, then letters, digits, ``_`` or ``-``."""
CLAUSE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}", re.ASCII)
"""The name of a clause: also ``6`` or ``6.2``."""
WORD = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,63}", re.ASCII)
"""A name that conditions use: no hyphen, which would be a minus."""
DOTTED = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,63}(?:\.[A-Za-z][A-Za-z0-9_]{0,63}){0,3}", re.ASCII)
"""The name of a fact: words with dots between."""
FIELD = re.compile(r"[a-z][a-z0-9_]{0,63}\.[a-z][a-z0-9_]{0,63}", re.ASCII)
"""Where a fact comes from: ``KIND.FIELD``."""

DAY_EXAMPLE = "Write it as 2022-08-31 (00:00 UTC) or 2022-08-31T09:14:00Z."
_SECONDS = re.compile(r"(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})Z", re.ASCII)
_DURATION = re.compile(
    r"P(?=.)(?:([0-9]{1,4})Y)?(?:([0-9]{1,4})M)?(?:([0-9]{1,4})W)?(?:([0-9]{1,5})D)?"
    r"(?:T(?=.)(?:([0-9]{1,5})H)?(?:([0-9]{1,6})M)?(?:([0-9]{1,7})S)?)?",
    re.ASCII,
)
_SECOND = 1_000_000
_UNITS = (7 * US_PER_DAY, US_PER_DAY, 3600 * _SECOND, 60 * _SECOND, _SECOND)


def instant_of(text: str) -> int:
    """µs since 1970 UTC of a day (its beginning, UTC) or an instant. Raises InstantError.

    >>> instant_of("1970-01-02") == instant_of("1970-01-02T00:00:00Z") == instant_of("1970-01-02T00:00:00.000Z")
    True
    """
    whole = _SECONDS.fullmatch(text)
    if whole:
        return instant_from_text(f"{whole[1]}.000Z")
    return instant_from_text(text) if "T" in text else day_from_text(text) * US_PER_DAY


def is_duration(text: str) -> bool:
    """Whether a text is an ISO 8601 duration such as ``P5Y``, ``P6M`` or ``PT15M``, longer than nothing."""
    match = _DURATION.fullmatch(text)
    return match is not None and any(int(number) for number in match.groups() if number)


def fixed_duration(text: str) -> int | None:
    """µs of an ISO 8601 duration without years and months; None for anything else.

    >>> fixed_duration("PT15M"), fixed_duration("P6M")
    (900000000, None)
    """
    match = _DURATION.fullmatch(text)
    if match is None or match[1] or match[2] or not is_duration(text):
        return None
    return sum(int(number or 0) * unit for number, unit in zip(match.groups()[2:], _UNITS, strict=True))


def limit_value(value: object) -> tuple[Kind, int] | None:
    """The kind and number of a limit: a whole number, an instant or a fixed duration; None for anything else.

    Raises InstantError for a text that begins like a date and is none.
    """
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return (Kind.INT, value) if abs(value) <= INTEGER_MAX else None
    if not isinstance(value, str):
        return None
    if value.startswith("P"):
        duration = fixed_duration(value)
        return None if duration is None else (Kind.DURATION, duration)
    return (Kind.INSTANT, instant_of(value))
