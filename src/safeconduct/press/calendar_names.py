"""The names of months and weekdays, in small letters: one table for all who read days in a text."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


def months(language: str = "", *, short: bool = False) -> dict[str, int]:
    """The months of a language, or of all, with their numbers. short: with their abbreviations.

    >>> months("en")["may"], months("en", short=True)["sept"]
    (5, 9)
    """
    return _numbered("months", 1, language, short=short)


def weekdays(language: str = "", *, short: bool = False) -> dict[str, int]:
    """The weekdays of a language, or of all, with their numbers from Monday, which is 0. short: as in `months`."""
    return _numbered("weekdays", 0, language, short=short)


def _numbered(table: str, first: int, language: str, *, short: bool) -> dict[str, int]:
    return {
        name: number
        for key, names in _rows(table)
        if language in {"", key.split()[0]} and (short or not key.endswith(" short"))
        for number, written in enumerate(names.split(), first)
        for name in written.split("/")
    }


@cache
def _rows(table: str) -> tuple[tuple[str, str], ...]:
    text = files("safeconduct.press").joinpath("data", f"{table}.txt").read_text(encoding="utf-8")
    lines = (line.partition(": ") for line in text.splitlines() if line and not line.startswith("#"))
    return tuple((key, names) for key, _, names in lines)
