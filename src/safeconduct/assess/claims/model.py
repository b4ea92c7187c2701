"""What a claim is: a structured proposition about a table, with the words and the source it was taken from.

All numbers are exact (Fraction); days are integers (days since 1970-01-01, local); periods are half-open.
The shape in a file is described in docs/reference/claims.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from fractions import Fraction

from safeconduct.base.instant import day_to_text


class Measure(Enum):
    """What is computed over the rows that satisfy the condition."""

    COUNT = "count"
    SUM = "sum"
    MEAN = "mean"
    MEDIAN = "median"
    MAX = "max"
    MIN = "min"
    SHARE = "share"
    NONE = "none"
    SOME = "some"


class Comparator(Enum):
    """How the claim's value is meant."""

    EXACTLY = "exactly"
    ABOUT = "about"
    MORE_THAN = "more_than"
    AT_LEAST = "at_least"
    LESS_THAN = "less_than"
    AT_MOST = "at_most"
    BETWEEN = "between"


@dataclass(frozen=True, slots=True)
class Over:
    """The period of a claim on one date column; None is unbounded on that side."""

    column: str
    from_day: int | None
    until_day: int | None


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A state at the end of a day: entered on or before `at_day`, and not left, or left after it."""

    at_day: int
    entered: str
    left: str


@dataclass(frozen=True, slots=True)
class Proposition:
    """The checkable part of a claim.

    each: for `some`: conditions that must each find a row, as (column, value as printed) pairs.
    high: upper end of the value for `between`, else None.
    rounding: the step to which the value was given, None if not stated.
    reading: under which reading of the agreement its limits are taken; empty if the claim names none.
    """

    measure: Measure
    table: str
    column: str | None
    where: str
    over: Over | None
    snapshot: Snapshot | None
    each: tuple[tuple[tuple[str, str], ...], ...]
    comparator: Comparator
    value: Fraction
    high: Fraction | None
    rounding: Fraction | None
    unit: str
    reading: str = ""

    def period_key(self) -> tuple[object, ...]:
        """What two claims share when they speak of the same rows in time."""
        return (self.over, self.snapshot)


@dataclass(frozen=True, slots=True)
class Claim:
    """A proposition with its provenance. Days are texts as written; wording is ours, figures the speaker's."""

    id: str
    statement: str
    speaker: str
    said_on: str
    as_of: str
    source: str
    wording: str
    note: str
    proposition: Proposition
    place: str
    places: Mapping[str, str] = field(default_factory=dict, compare=False, hash=False)

    def at(self, part: str) -> str:
        """Where a part of the proposition stands (``file:line:column``), or the claim itself."""
        return self.places.get(part, self.place)


def number_to_json(value: Fraction | int, *, digits: int = 6) -> int | float:
    """An exact integer as int; anything else cut to so many decimals (towards zero) for people to read."""
    exact = Fraction(value)
    if exact.denominator == 1:
        return int(exact)
    scale: int = 10**digits
    return int(exact * scale) / scale


def day_or_none(day: int | None) -> str | None:
    """A day as text, None as None."""
    return None if day is None else day_to_text(day)
