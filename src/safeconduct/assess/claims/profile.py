"""The rows of a claim, counted by day: what every reading of its period can be computed from without new scans.

A profile is one GROUP BY over the rows of a definition. A window (a span of days on one column, or a state at the
end of a day) then costs two look-ups (a span) or one pass over the day pairs (a state), however many rows there are.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

import duckdb
import numpy as np
import numpy.typing as npt

from safeconduct.assess.claims.model import Over, Snapshot

Ints = npt.NDArray[np.int64]
OTHER, UNSURE, CERTAIN = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Span:
    """Days of one date column: from_day <= day < until_day; None is unbounded."""

    column: str
    from_day: int | None
    until_day: int | None

    def shifted(self, *, start: int = 0, end: int = 0) -> Span:
        """The span with its ends moved by so many days."""
        return replace(
            self,
            from_day=None if self.from_day is None else self.from_day + start,
            until_day=None if self.until_day is None else self.until_day + end,
        )


@dataclass(frozen=True, slots=True)
class State:
    """Rows that had entered by `entered_at` and had not left by `left_at` (ends of days)."""

    entered: str
    entered_at: int
    left: str
    left_at: int

    def shifted(self, *, entered: int = 0, left: int = 0) -> State:
        """The state with its days moved."""
        return replace(self, entered_at=self.entered_at + entered, left_at=self.left_at + left)


Window = Span | State


def window_of(when: Over | Snapshot | None) -> Window | None:
    """The window a claim names, as it stands."""
    if isinstance(when, Over):
        return Span(when.column, when.from_day, when.until_day)
    if isinstance(when, Snapshot):
        return State(when.entered, when.at_day, when.left, when.at_day)
    return None


@dataclass(frozen=True, slots=True)
class Counts:
    """Rows, rows with a value, and the sum of their values (base units)."""

    rows: int = 0
    valued: int = 0
    total: int = 0

    def plus(self, other: Counts, sign: int = 1) -> Counts:
        """These counts with others added (or, with sign -1, taken away)."""
        return Counts(
            self.rows + sign * other.rows,
            self.valued + sign * other.valued,
            self.total + sign * other.total,
        )


@dataclass(frozen=True, slots=True)
class Tally:
    """What falls into a window: rows that satisfy the condition, may satisfy it, do not.

    unsure also holds rows that satisfy the condition but whose date is not recorded.
    """

    certain: Counts
    unsure: Counts
    other: Counts


@dataclass(frozen=True, slots=True)
class SpanProfile:
    """Counts by day of one date column; `days` ascending; sums are cumulative, one leading zero."""

    days: Ints
    cumulated: tuple[tuple[Ints, Ints, Ints], ...]
    undated: tuple[Counts, Counts, Counts]

    def tally(self, span: Span, *, undated_counts: bool) -> Tally:
        """The tally of a span; rows without a date are unsure if `undated_counts`, else outside."""
        lo = 0 if span.from_day is None else int(np.searchsorted(self.days, span.from_day))
        hi = len(self.days) if span.until_day is None else int(np.searchsorted(self.days, span.until_day))
        hi = max(hi, lo)
        other, unsure, certain = (self._between(truth, lo, hi) for truth in (OTHER, UNSURE, CERTAIN))
        if undated_counts:
            unsure = unsure.plus(self.undated[UNSURE]).plus(self.undated[CERTAIN])
            other = other.plus(self.undated[OTHER])
        return Tally(certain, unsure, other)

    def daily(self, span: Span) -> list[int]:
        """Rows that certainly satisfy the condition, for each day of a span that has any row at all."""
        rows = np.diff(self.cumulated[CERTAIN][0])
        after = self.days >= (span.from_day if span.from_day is not None else 0)
        before = self.days < span.until_day if span.until_day is not None else np.ones_like(after)
        return [int(count) for count in rows[after & before]]

    def _between(self, truth: int, lo: int, hi: int) -> Counts:
        return Counts(*(int(sums[hi] - sums[lo]) for sums in self.cumulated[truth]))


@dataclass(frozen=True, slots=True)
class StateProfile:
    """Counts by (entered day, left day); -1 stands for a left day that is not recorded."""

    entered: Ints
    left: Ints
    truth: Ints
    counts: tuple[Ints, Ints, Ints]
    undated: tuple[Counts, Counts, Counts]

    def tally(self, state: State, *, undated_counts: bool, not_yet: bool) -> Tally:
        """The tally of a state; an unrecorded left day means still there (`not_yet`) or unsure."""
        came = self.entered <= state.entered_at
        stays = came & (self.left > state.left_at)
        open_end = came & (self.left < 0)
        sure = stays | open_end if not_yet else stays
        unsure_end = np.zeros_like(open_end) if not_yet else open_end
        by_truth = [self._where(sure & (self.truth == truth)) for truth in (OTHER, UNSURE, CERTAIN)]
        unsure = by_truth[UNSURE].plus(self._where(unsure_end & (self.truth > OTHER)))
        if undated_counts:
            unsure = unsure.plus(self.undated[UNSURE]).plus(self.undated[CERTAIN])
        return Tally(by_truth[CERTAIN], unsure, by_truth[OTHER])

    def _where(self, mask: npt.NDArray[np.bool_]) -> Counts:
        return Counts(*(int(column[mask].sum()) for column in self.counts))


def span_profile(con: duckdb.DuckDBPyConnection, rows_sql: str, column: str) -> SpanProfile:
    """Count a definition's rows by the days of one date column."""
    found = con.execute(
        f"""
        SELECT COALESCE("d_{column}", -1) AS day, truth, COUNT(*) AS n, COUNT(value) AS v,
               COALESCE(CAST(SUM(value) AS BIGINT), 0) AS s
        FROM ({rows_sql}) AS r GROUP BY COALESCE("d_{column}", -1), truth ORDER BY day, truth
        """
    ).fetchnumpy()
    day, truth = _ints(found["day"]), _ints(found["truth"])
    sums = tuple(_ints(found[name]) for name in ("n", "v", "s"))
    days = np.unique(day[day >= 0])
    cumulated = tuple(
        (
            _cumulated(days, day, sums[0], (truth == value) & (day >= 0)),
            _cumulated(days, day, sums[1], (truth == value) & (day >= 0)),
            _cumulated(days, day, sums[2], (truth == value) & (day >= 0)),
        )
        for value in (OTHER, UNSURE, CERTAIN)
    )
    return SpanProfile(days, cumulated, _undated(day, truth, sums))


def state_profile(con: duckdb.DuckDBPyConnection, rows_sql: str, entered: str, left: str) -> StateProfile:
    """Count a definition's rows by pairs of days."""
    found = con.execute(
        f"""
        SELECT COALESCE("d_{entered}", -1) AS e, COALESCE("d_{left}", -1) AS l, truth, COUNT(*) AS n,
               COUNT(value) AS v, COALESCE(CAST(SUM(value) AS BIGINT), 0) AS s
        FROM ({rows_sql}) AS r GROUP BY COALESCE("d_{entered}", -1), COALESCE("d_{left}", -1), truth
        ORDER BY e, l, truth
        """
    ).fetchnumpy()
    came, truth = _ints(found["e"]), _ints(found["truth"])
    sums = tuple(_ints(found[name]) for name in ("n", "v", "s"))
    dated = came >= 0
    return StateProfile(
        came[dated],
        _ints(found["l"])[dated],
        truth[dated],
        (sums[0][dated], sums[1][dated], sums[2][dated]),
        _undated(came, truth, sums),
    )


def _ints(column: npt.NDArray[np.generic]) -> Ints:
    return np.asarray(column, dtype=np.int64)


def _cumulated(days: Ints, day: Ints, values: Ints, mask: npt.NDArray[np.bool_]) -> Ints:
    summed = np.zeros(len(days) + 1, dtype=np.int64)
    np.add.at(summed, np.searchsorted(days, day[mask]) + 1, values[mask])
    return np.cumsum(summed)


def _undated(day: Ints, truth: Ints, sums: tuple[Ints, ...]) -> tuple[Counts, Counts, Counts]:
    def of(value: int) -> Counts:
        mask = (day < 0) & (truth == value)
        return Counts(*(int(column[mask].sum()) for column in sums))

    return of(OTHER), of(UNSURE), of(CERTAIN)


def scaled(total: int, scale: Fraction) -> Fraction:
    """A sum of base units in the claim's unit."""
    return Fraction(total) / scale
