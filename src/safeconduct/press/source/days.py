"""Full dates in the lines around a report: bylines, datelines, "Published 23 June 2023".

A date without its year is none. Dates in sentences are another matter (`press.dates`).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from safeconduct.press.calendar_names import months, weekdays
from safeconduct.press.model import Span

YEARS = range(1970, 2100)

_MONTH = months(short=True)
_WEEKDAY = weekdays()
_YEAR = re.compile(r"[0-9]{4}")
_WORDS = re.compile(r"[^\W\d_]{3,20}")

_DAY_FIRST = re.compile(
    r"(?<![\w.])([0-9]{1,2})(?:-?[^\W\d_]{2}|\.)?(?: of| de)? ?([^\W\d_]{3,20})\.?,?(?: de)? ([0-9]{4})(?!\w)"
)
_MONTH_FIRST = re.compile(r"(?<!\w)([^\W\d_]{3,20})\.? ([0-9]{1,2})(?:st|nd|rd|th)?,? ([0-9]{4})(?!\w)")
_ISO = re.compile(r"(?<![\w-])([0-9]{4})-([0-9]{2})-([0-9]{2})(?![0-9-])")
_NUMBERS = re.compile(r"(?<![\w./])([0-9]{1,2})([./])([0-9]{1,2})\2([0-9]{4})(?![\w/])")


@dataclass(frozen=True, slots=True)
class FoundDay:
    """A day in a line. note: set where the weekday beside it is another one."""

    day: dt.date
    span: Span
    note: str = ""


def full_days(line: str) -> list[FoundDay]:
    """Every day with its year in a line, in order.

    >>> [str(found.day) for found in full_days("By Asbarez | Friday, 23 June 2023")]
    ['2023-06-23']
    """
    if _YEAR.search(line) is None:
        return []
    found = [FoundDay(day, Span(*span), _note(line, day)) for day, span in _days(line)]
    return sorted(found, key=lambda each: each.span)


def _days(line: str) -> Iterator[tuple[dt.date, tuple[int, int]]]:
    for match in _DAY_FIRST.finditer(line):
        yield from _day(match, match[3], _month(match[2]), match[1])
    for match in _MONTH_FIRST.finditer(line):
        yield from _day(match, match[3], _month(match[1]), match[2])
    for match in _ISO.finditer(line):
        yield from _day(match, match[1], int(match[2]), match[3])
    for match in _NUMBERS.finditer(line):
        first, second = int(match[1]), int(match[3])
        if match[2] == "." or first == second or first > 12:
            yield from _day(match, match[4], second, match[1])
        elif second > 12:
            yield from _day(match, match[4], first, match[3])
        # Else 05/06 is June in one country and May in another: no day.


def _month(word: str) -> int:
    return _MONTH.get(word.casefold(), 0)


def _day(match: re.Match[str], year: str, month: int, day: str) -> Iterator[tuple[dt.date, tuple[int, int]]]:
    if not (year + day).isascii() or int(year) not in YEARS or not month:
        return
    try:
        yield dt.date(int(year), month, int(day)), match.span()
    except ValueError:
        return


def _note(line: str, day: dt.date) -> str:
    named = {_WEEKDAY[word] for found in _WORDS.finditer(line[:400]) if (word := found[0].casefold()) in _WEEKDAY}
    return "" if not named or day.weekday() in named else "the weekday beside it is another one"
