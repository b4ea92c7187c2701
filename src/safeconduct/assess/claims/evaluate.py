"""Evaluate a definition under a window: an interval, and why it is as wide as it is.

`count` and `sum` are bounded below by rows that certainly satisfy the claim and above by those that may; a column
that is not recorded, a part of the world outside the record, or days outside its coverage leave the upper side open.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from safeconduct.assess.claims.definition import Definition
from safeconduct.assess.claims.interval import Interval
from safeconduct.assess.claims.model import Measure
from safeconduct.assess.claims.profile import (
    Counts,
    Span,
    SpanProfile,
    State,
    StateProfile,
    Tally,
    Window,
    scaled,
    span_profile,
    state_profile,
)
from safeconduct.assess.claims.rows import Candidate

HUNDRED = Fraction(100)
EACH_KEYS_MAX = 100_000


@dataclass(frozen=True, slots=True)
class Gaps:
    """What keeps the record from giving one number.

    unsure_rows: rows that may satisfy the claim, or whose value is not recorded.
    outside: the window reaches outside the stated coverage.
    uncovered: no coverage is stated for the column.
    scope: part of what the claim speaks of is not recorded at all.
    left_out: movements of an imported file that could not be read.
    """

    unsure_rows: int = 0
    outside: bool = False
    uncovered: bool = False
    scope: bool = False
    left_out: int = 0

    @property
    def open_above(self) -> bool:
        """Whether there may be any number of further rows."""
        return self.outside or self.uncovered or self.scope or self.left_out > 0


@dataclass(frozen=True, slots=True)
class Measured:
    """The record's answer under one window: interval in the claim's unit (None: nothing to measure), its gaps, rows."""

    interval: Interval | None
    gaps: Gaps
    rows: int


@dataclass(slots=True)
class Evaluator:
    """Evaluates one definition under any window, keeping the profiles it has made."""

    definition: Definition
    _spans: dict[tuple[int, str], SpanProfile] = field(default_factory=dict)
    _states: dict[tuple[int, str, str], StateProfile] = field(default_factory=dict)
    _each_keys: dict[int, frozenset[str]] = field(default_factory=dict)

    def measure(self, window: Window | None, *, changed: Counts | None = None) -> Measured:
        """The record's answer; `changed` are counts of named rows added to the certain ones (or taken away)."""
        gaps = self._gaps(window)
        if self.definition.each_sql:
            return self._each(window, gaps)
        if self.definition.measure in {Measure.MEDIAN, Measure.MAX, Measure.MIN}:
            return self._ordered(window, gaps)
        tally = self.tally(window)
        if changed is not None:
            tally = Tally(tally.certain.plus(changed), tally.unsure, tally.other)
        return self._summed(tally, window, gaps)

    def tally(self, window: Window | None, sql: str | None = None, which: int = -1) -> Tally:
        """The tally of a window over the definition's rows (or over those of one `each` condition)."""
        rows_sql = self.definition.rows_sql if sql is None else sql
        if isinstance(window, State):
            profile = self._state(rows_sql, which, window)
            late = self.definition.not_yet(window.left) and not self._beyond(window.left, window.left_at + 1)
            return profile.tally(
                window, undated_counts=not self._late(window.entered, window.entered_at + 1), not_yet=late
            )
        column = window.column if window is not None else next(iter(sorted(self.definition.dates)), "")
        span = window or Span(column, None, None)
        undated = window is None or not self._late(column, span.until_day)
        return self._span(rows_sql, which, column).tally(span, undated_counts=undated)

    def _late(self, column: str, until: int | None) -> bool:
        """Whether a row without this date certainly falls outside a window that ends at `until`."""
        return self.definition.not_yet(column) and not self._beyond(column, until)

    def _beyond(self, column: str, until: int | None) -> bool:
        stated = self.definition.coverage(column)
        if stated is None or stated.until_day is None:
            return stated is None
        return until is None or until > stated.until_day

    def _span(self, rows_sql: str, which: int, column: str) -> SpanProfile:
        if (which, column) not in self._spans:
            con = self.definition.facts.con
            self._spans[which, column] = span_profile(con, rows_sql, column)
        return self._spans[which, column]

    def _state(self, rows_sql: str, which: int, state: State) -> StateProfile:
        key = (which, state.entered, state.left)
        if key not in self._states:
            con = self.definition.facts.con
            self._states[key] = state_profile(con, rows_sql, state.entered, state.left)
        return self._states[key]

    def _gaps(self, window: Window | None) -> Gaps:
        scope = self.definition.scope_missing is not None
        left_out = self.definition.facts.left_out()
        if window is None:
            return Gaps(scope=scope, uncovered=not self.definition.facts.terms.coverage, left_out=left_out)
        columns = [window.column] if isinstance(window, Span) else [window.entered, window.left]
        uncovered = any(self.definition.coverage(column) is None for column in columns)
        outside = not uncovered and self._outside(window)
        return Gaps(scope=scope, uncovered=uncovered, outside=outside, left_out=left_out)

    def _outside(self, window: Window) -> bool:
        if isinstance(window, State):
            ends = ((window.entered, window.entered_at + 1), (window.left, window.left_at + 1))
            return any(self._beyond(column, end) for column, end in ends)
        stated = self.definition.coverage(window.column)
        starts_before = (
            stated is not None
            and stated.from_day is not None
            and (window.from_day is None or window.from_day < stated.from_day)
        )
        return starts_before or self._beyond(window.column, window.until_day)

    def _summed(self, tally: Tally, window: Window | None, gaps: Gaps) -> Measured:
        measure = self.definition.measure
        if measure is Measure.SHARE:
            return self._share(tally, gaps)
        if measure is Measure.MEAN and not self.definition.is_rate:
            return self._mean(tally, gaps)
        if self.definition.is_rate:
            return self._rate(tally, window, gaps)
        return self._total(tally, gaps)

    def _total(self, tally: Tally, gaps: Gaps) -> Measured:
        """Count or sum: at least the certain rows, at most the unsure ones more."""
        summing = self.definition.measure is Measure.SUM
        certain, unsure = tally.certain, tally.unsure
        blank = certain.rows - certain.valued + unsure.rows - unsure.valued if summing else 0
        doubtful = unsure.rows + (certain.rows - certain.valued if summing else 0)
        low = scaled(certain.total, self.definition.scale) if summing else Fraction(certain.rows)
        more = scaled(unsure.total, self.definition.scale) if summing else Fraction(unsure.rows)
        high = None if gaps.open_above or blank else low + more
        return Measured(Interval(low, high), _unsure(gaps, doubtful), certain.rows)

    def _share(self, tally: Tally, gaps: Gaps) -> Measured:
        """Per cent of all rows in the window (or of their summed values) that satisfy the condition."""
        summing = self.definition.value is not None
        hit, maybe, rest = (c.total if summing else c.rows for c in (tally.certain, tally.unsure, tally.other))
        whole = hit + maybe + rest
        blank = sum(c.rows - c.valued for c in (tally.certain, tally.unsure, tally.other)) if summing else 0
        doubtful = tally.unsure.rows + blank
        if gaps.open_above or blank:
            return Measured(Interval(Fraction(0), HUNDRED), _unsure(gaps, doubtful), tally.certain.rows)
        if whole == 0:
            return Measured(None, gaps, 0)
        low, high = HUNDRED * Fraction(hit, whole), HUNDRED * Fraction(hit + maybe, whole)
        return Measured(Interval(low, high), _unsure(gaps, doubtful), tally.certain.rows)

    def _mean(self, tally: Tally, gaps: Gaps) -> Measured:
        """Mean of the values; rows without a value or in doubt can pull it down to zero or up without bound."""
        certain, unsure = tally.certain, tally.unsure
        doubtful = certain.rows - certain.valued + unsure.rows
        if gaps.open_above:
            return Measured(Interval(Fraction(0), None), _unsure(gaps, doubtful), certain.rows)
        if certain.rows + unsure.rows == 0:
            return Measured(None, gaps, 0)
        low = scaled(certain.total, self.definition.scale) / (certain.rows + unsure.rows)
        high = None if doubtful else low
        return Measured(Interval(low, high), _unsure(gaps, doubtful), certain.rows)

    def _rate(self, tally: Tally, window: Window | None, gaps: Gaps) -> Measured:
        """Rows a day; without a first day the record's own first day is taken."""
        days = self.days_in(window)
        if days is None or days <= 0:
            return Measured(None, gaps, 0)
        low = Fraction(tally.certain.rows, days)
        high = None if gaps.open_above else low + Fraction(tally.unsure.rows, days)
        return Measured(Interval(low, high), _unsure(gaps, tally.unsure.rows), tally.certain.rows)

    def days_in(self, window: Window | None) -> int | None:
        """Number of days of a span; an open start is the first day on record."""
        if not isinstance(window, Span) or window.until_day is None:
            return None
        start = window.from_day
        if start is None:
            days = self._span(self.definition.rows_sql, -1, window.column).days
            start = int(days[0]) if len(days) else None
        return None if start is None else window.until_day - start

    def _each(self, window: Window | None, gaps: Gaps) -> Measured:
        """How many of the listed conditions find a row; those that may find one widen the interval."""
        tallies = [self.tally(window, sql, which) for which, sql in enumerate(self.definition.each_sql)]
        found = sum(tally.certain.rows > 0 for tally in tallies)
        maybe = sum(tally.certain.rows == 0 and tally.unsure.rows > 0 for tally in tallies)
        high = len(tallies) if gaps.open_above else found + maybe
        interval = Interval(Fraction(found), Fraction(high))
        return Measured(interval, _unsure(gaps, maybe), sum(tally.certain.rows for tally in tallies))

    def measure_each_with(self, window: Window, rows: Sequence[Candidate]) -> Interval | None:
        """How many of the listed conditions find a row when the named rows are put in or left out."""
        found = 0
        for which, sql in enumerate(self.definition.each_sql):
            certain = self.tally(window, sql, which).certain.rows
            moved = sum(row.sign for row in rows if row.key in self._keys(which, sql))
            found += certain + moved > 0
        return Interval.exact(found)

    def _keys(self, which: int, sql: str) -> frozenset[str]:
        if which not in self._each_keys:
            query = f"SELECT DISTINCT CAST(row_key AS VARCHAR) FROM ({sql}) AS r WHERE truth = 2"
            found = self.definition.facts.con.execute(query).fetchmany(EACH_KEYS_MAX)
            self._each_keys[which] = frozenset(row[0] for row in found)
        return self._each_keys[which]

    def _ordered(self, window: Window | None, gaps: Gaps) -> Measured:
        """Median, largest or smallest value, from the rows themselves (or, for rows a day, from the days)."""
        tally = self.tally(window)
        if self.definition.is_rate:
            return self._ordered_days(window, tally, gaps)
        doubtful = tally.certain.rows - tally.certain.valued + tally.unsure.rows
        if tally.certain.valued == 0:
            interval = Interval(Fraction(0), None) if doubtful or gaps.open_above else None
            return Measured(interval, _unsure(gaps, doubtful), tally.certain.rows)
        value = self._order_statistic(window) / self.definition.scale
        if not doubtful and not gaps.open_above:
            return Measured(Interval.exact(value), gaps, tally.certain.rows)
        largest = self.definition.measure is Measure.MAX
        smallest = self.definition.measure is Measure.MIN
        low = value if largest else Fraction(0)
        high = value if smallest else None
        return Measured(Interval(low, high), _unsure(gaps, doubtful), tally.certain.rows)

    def _ordered_days(self, window: Window | None, tally: Tally, gaps: Gaps) -> Measured:
        """The busiest, the quietest or the middle day of a span; days without rows count as zero."""
        days = self.days_in(window)
        if not isinstance(window, Span) or days is None or days <= 0:
            return Measured(None, gaps, 0)
        profile = self._span(self.definition.rows_sql, -1, window.column)
        counts = profile.daily(window)
        counts = sorted([*counts, *[0] * (days - len(counts))])
        measure = self.definition.measure
        low = Fraction({Measure.MAX: counts[-1], Measure.MIN: counts[0]}.get(measure, 0))
        if measure is Measure.MEDIAN:
            low = Fraction(counts[(days - 1) // 2] + counts[days // 2], 2)
        high = None if gaps.open_above or tally.unsure.rows else low
        return Measured(Interval(low, high), _unsure(gaps, tally.unsure.rows), tally.certain.rows)

    def _order_statistic(self, window: Window | None) -> Fraction:
        column = {Measure.MAX: "MAX(value)", Measure.MIN: "MIN(value)"}.get(self.definition.measure)
        rows = f"SELECT value FROM ({self.definition.rows_sql}) AS r"
        inside = f"{rows} WHERE truth = 2 AND value IS NOT NULL{condition_of(window)}"
        con = self.definition.facts.con
        if column is not None:
            row = con.execute(f"SELECT {column} FROM ({inside}) AS v").fetchone()
            return Fraction(row[0]) if row is not None else Fraction(0)
        middle = con.execute(
            f"""
            SELECT value FROM (
              SELECT value, ROW_NUMBER() OVER (ORDER BY value NULLS LAST) AS place, COUNT(*) OVER () AS n
              FROM ({inside}) AS v
            ) AS placed
            WHERE place = CAST(FLOOR((n + 1) / 2) AS BIGINT) OR place = CAST(FLOOR((n + 2) / 2) AS BIGINT)
            """
        ).fetchall()
        return Fraction(sum(row[0] for row in middle), len(middle))


def condition_of(window: Window | None) -> str:
    """A window as a continuation of a WHERE clause over the rows of a definition."""
    if window is None:
        return ""
    if isinstance(window, State):
        return (
            f' AND "d_{window.entered}" <= {window.entered_at}'
            f' AND ("d_{window.left}" IS NULL OR "d_{window.left}" > {window.left_at})'
        )
    start = "" if window.from_day is None else f' AND "d_{window.column}" >= {window.from_day}'
    end = "" if window.until_day is None else f' AND "d_{window.column}" < {window.until_day}'
    dated = f' AND "d_{window.column}" IS NOT NULL' if not (start or end) else ""
    return start + end + dated


def _unsure(gaps: Gaps, rows: int) -> Gaps:
    return replace(gaps, unsure_rows=rows)
