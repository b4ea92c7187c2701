"""Allegations as pages show them: cases with their days in words, and the table of their twins."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from safeconduct.assess.allegations import Bounded
from safeconduct.assess.situation.allegations import Carried, Period
from safeconduct.base.instant import day_to_text
from safeconduct.facts.columns import ColumnType

BOUND_COLUMNS: dict[str, ColumnType] = {
    "topic": "VARCHAR",
    "period_first": "VARCHAR",
    "period_last": "VARCHAR",
    "vehicles_low": "BIGINT",
    "vehicles_high": "BIGINT",
    "checked": "BIGINT",
    "found": "BIGINT",
    "blind_high": "BIGINT",
    "at_most": "BIGINT",
    "no_bound_because": "VARCHAR",
    "worst_case": "BIGINT",
    "missed_by_checks": "BIGINT",
    "turned_back": "BIGINT",
    "confidence_ppm": "BIGINT",
    "sensitivity_ppm": "BIGINT",
    "begins_after_the_allegation": "VARCHAR",
    "gaps": "VARCHAR",
    "evidence": "VARCHAR",
    "definition": "VARCHAR",
}
DEFINITION = (
    "vehicles: journeys that passed the main post, and those checked and not let through; high: with what a sensor"
    " counted besides; checked: by a check that says what it found; found: goods of this kind; at_most: exact bound,"
    " those found included, all periods together at the confidence; worst_case: unchecked vehicles and those that blind"
    " time may hide"
)


@dataclass(frozen=True, slots=True)
class RowShown:
    """A period and its bounds. first, last: days. later: it begins after the allegation was made."""

    period: Period
    row: Bounded
    first: str
    last: str
    later: bool


@dataclass(frozen=True, slots=True)
class CaseShown:
    """A case, its rows, and the days of its statements. title: the goods as words."""

    case: Carried
    rows: tuple[RowShown, ...]
    dates: dict[int, str]
    title: str


def cases_shown(cases: Sequence[Carried]) -> tuple[CaseShown, ...]:
    """The cases with their days as text."""
    return tuple(
        CaseShown(
            case,
            tuple(_row(case, *pair) for pair in zip(case.periods, case.table.rows, strict=True)),
            {one.day: day_to_text(one.day) for one in case.said},
            case.goods.replace("-", " "),
        )
        for case in cases
    )


def _row(case: Carried, period: Period, row: Bounded) -> RowShown:
    return RowShown(period, row, day_to_text(period.first), day_to_text(period.last), case.came_later(period))


def bound_cells(case: Carried) -> Iterator[tuple[str | int | None, ...]]:
    """One row for each period, in the order of `BOUND_COLUMNS`."""
    for period, row, stratum in zip(case.periods, case.table.rows, case.table.strata, strict=True):
        yield (
            *(case.topic, day_to_text(period.first), day_to_text(period.last)),
            *(row.passed_lo, row.passed_hi, row.checked, row.found, row.blind_hi),
            *(row.bound, row.reason or "", row.worst_case, row.missed, period.turned_back),
            *(case.table.confidence_ppm, stratum.sensitivity_ppm),
            "yes" if case.came_later(period) else "no",
            f"{period.unrecorded} days without a record" if period.unrecorded else "",
            "simulated" if case.simulated else "",
            DEFINITION,
        )
