"""What a corridor's record amounts to: how many movements, lines, tonnes; from when to when; week by week."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from safeconduct.base.instant import Day
from safeconduct.facts.build import Facts

_THURSDAY = 3  # 1970-01-01, day 0, was a Thursday


@dataclass(frozen=True, slots=True)
class Week:
    """Seven days from a Monday. rows: None where the record has none and does not claim to be complete."""

    monday: Day
    rows: int | None


@dataclass(frozen=True, slots=True)
class Overview:
    """Totals over a whole record.

    load_kg: None if no load is recorded. categories, directions: those that occur, at most ten.
    column: the date column of `first`, `last` (inclusive, None without a row) and `weeks`.
    """

    movements: int
    lines: int
    load_kg: int | None
    passages: int
    categories: tuple[str, ...]
    directions: tuple[str, ...]
    column: str
    first: Day | None
    last: Day | None
    weeks: tuple[Week, ...]

    @property
    def noun(self) -> str:
        """What a movement is called here: a voyage where all are by ship."""
        return "voyages" if self.categories == ("vessel",) else "movements"

    @property
    def tonnes(self) -> Fraction | None:
        """The load in tonnes, exactly."""
        return None if self.load_kg is None else Fraction(self.load_kg, 1000)


def overview_of(facts: Facts) -> Overview:
    """Sum the record up."""
    for table in ("movement", "cargo", "passage"):
        facts.need(table)
    (movements,) = _row(facts, "SELECT COUNT(*) FROM movement")
    (lines, load_kg) = _row(facts, "SELECT COUNT(*), SUM(load_kg) FROM cargo")
    (passages,) = _row(facts, "SELECT COUNT(*) FROM passage")
    table, column = ("movement", "departed_on") if movements else ("passage", "passed_on")
    first, last = _row(facts, f'SELECT MIN("{column}"), MAX("{column}") FROM "{table}"')  # noqa: S608 - ours
    return Overview(
        movements=movements,
        lines=lines,
        load_kg=None if load_kg is None else int(load_kg),
        passages=passages,
        categories=_distinct(facts, table, "category"),
        directions=_distinct(facts, table, "direction"),
        column=column,
        first=first,
        last=last,
        weeks=_weeks(facts, table, column),
    )


def _weeks(facts: Facts, table: str, column: str) -> tuple[Week, ...]:
    query = f"""
        SELECT CAST(FLOOR(("{column}" + {_THURSDAY}) / 7) AS BIGINT) AS week, COUNT(*) FROM "{table}"
        WHERE "{column}" IS NOT NULL GROUP BY 1 ORDER BY 1
    """  # noqa: S608 - names are ours
    counts = dict(facts.con.execute(query).fetchall())
    if not counts:
        return ()
    every = range(min(counts), max(counts) + 1)
    return tuple(_week(facts, table, column, week, counts.get(week)) for week in every)


def _week(facts: Facts, table: str, column: str, week: int, rows: int | None) -> Week:
    monday = week * 7 - _THURSDAY
    covered = facts.terms.covers(table, column)
    if rows is None and covered is not None:
        starts = covered.from_day is None or covered.from_day <= monday
        ends = covered.until_day is None or monday + 7 <= covered.until_day
        rows = 0 if starts and ends else None
    return Week(Day(monday), rows)


def _distinct(facts: Facts, table: str, column: str) -> tuple[str, ...]:
    query = f'SELECT DISTINCT "{column}" FROM "{table}" WHERE "{column}" IS NOT NULL ORDER BY 1 LIMIT 10'  # noqa: S608 - ours
    return tuple(value for (value,) in facts.con.execute(query).fetchall())


def _row(facts: Facts, query: str) -> tuple[Any, ...]:
    found = facts.con.execute(query).fetchone()
    assert found is not None, "an aggregate always gives a row"
    return tuple(found)
