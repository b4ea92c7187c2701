"""Which named rows, put in or left out near the ends of a period, explain a gap exactly - and how likely by chance.

Candidates are the movements (or passages) within W = 3 days of an end of the window: those outside could be put in,
those inside left out. Sets of up to three are searched by sorted sums, O(m^2 log m) with m capped at 300; beyond
the cap the search is not made. Many small gaps can be hit by luck, so each fit carries the share of equally plausible
gaps that the same search would have hit.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, islice
from math import ceil, comb, gcd

from safeconduct.assess.claims.definition import ENTRY_KEYS, Definition
from safeconduct.assess.claims.profile import Counts, Span, State, Window
from safeconduct.base.limits import RECONCILE_ROWS_MAX, RECONCILE_SHIFT_DAYS_MAX

SOLUTIONS_MAX = 40
SETS_LOOKED_AT_MAX = 50_000
REACH = RECONCILE_SHIFT_DAYS_MAX
ROUND_FACTORS = (1000, 500, 100, 50, 10, 5)


@dataclass(frozen=True, slots=True)
class NearRow:
    """A row that satisfies the condition, near some end. left: -1 if not recorded or not asked."""

    key: str
    label: str
    day: int
    left: int
    counts: Counts
    entry: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A row near an end of a window. sign: +1 to put in, -1 to leave out; counts carry that sign.

    entry: (number of the log, index) of an entry that shows it.
    """

    key: str
    label: str
    day: int
    sign: int
    counts: Counts
    entry: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Fit:
    """A set of candidates that closes a gap.

    chance: share of gaps as large and as round that the same search would close; of_any: of gaps as large.
    """

    rows: tuple[Candidate, ...]
    chance: Fraction
    of_any: Fraction


def near_rows(definition: Definition, window: Window) -> list[NearRow]:
    """All rows within twice the reach of the window's ends, so that moved windows find theirs too.

    At most six times the cap; more means that no window near has few enough.
    """
    column = window.column if isinstance(window, Span) else window.entered
    left = f'COALESCE(MIN("d_{window.left}"), -1)' if isinstance(window, State) else "-1"
    label = "MIN(vehicle), MIN(number)"
    if definition.table == "passage":
        label = "CAST(NULL AS VARCHAR), CAST(NULL AS BIGINT)"
    found = definition.facts.con.execute(
        f"""
        SELECT CAST(row_key AS VARCHAR) AS k, {label}, "d_{column}" AS day, {left}, COUNT(*), COUNT(value),
               COALESCE(CAST(SUM(value) AS BIGINT), 0), MIN(COALESCE({", ".join(ENTRY_KEYS[definition.table])}))
        FROM ({definition.rows_sql}) AS r WHERE truth = 2 AND ({_near_sql(window)})
        GROUP BY row_key, "d_{column}" ORDER BY k, day NULLS LAST LIMIT {6 * RECONCILE_ROWS_MAX + 1}
        """
    ).fetchall()
    if len(found) > 6 * RECONCILE_ROWS_MAX:
        return []
    return [
        NearRow(
            key,
            row_label(vehicle, number, key),
            day,
            gone,
            Counts(rows, valued, total),
            split_key(entry),
        )
        for key, vehicle, number, day, gone, rows, valued, total, entry in found
    ]


def _near_sql(window: Window) -> str:
    reach = 2 * REACH
    if isinstance(window, State):
        came, left = f'"d_{window.entered}"', f'"d_{window.left}"'
        end = window.entered_at + reach
        recent = f"({came} > {window.entered_at - reach} AND {came} <= {end})"
        gone = f"({left} > {window.left_at - reach} AND {left} <= {window.left_at + reach} AND {came} <= {end})"
        return f"{recent} OR {gone}"
    day = f'"d_{window.column}"'
    ends = [end for end in (window.from_day, window.until_day) if end is not None]
    return " OR ".join(f"({day} >= {end - reach} AND {day} < {end + reach})" for end in ends) or "FALSE"


def candidates(near: Sequence[NearRow], window: Window) -> list[Candidate]:
    """The rows within reach of a window's ends, by key; none when there are more than the cap."""
    found = [_candidate(row, window) for row in near if _within_reach(row, window)]
    return found if len(found) <= RECONCILE_ROWS_MAX else []


def _candidate(row: NearRow, window: Window) -> Candidate:
    sign = -1 if _inside(row, window) else 1
    return Candidate(row.key, row.label, row.day, sign, Counts().plus(row.counts, sign), row.entry)


def _inside(row: NearRow, window: Window) -> bool:
    if isinstance(window, State):
        return row.day <= window.entered_at and (row.left < 0 or row.left > window.left_at)
    after = window.from_day is None or row.day >= window.from_day
    return after and (window.until_day is None or row.day < window.until_day)


def _within_reach(row: NearRow, window: Window) -> bool:
    if isinstance(window, State):
        came = -REACH < row.day - window.entered_at <= REACH
        left = row.left >= 0 and -REACH < row.left - window.left_at <= REACH
        return came or (left and row.day <= window.entered_at + REACH)
    ends = [end for end in (window.from_day, window.until_day) if end is not None]
    return any(-REACH <= row.day - end < REACH for end in ends)


def row_label(vehicle: str | None, number: int | None, key: str) -> str:
    """How a row is named to a person: the ship and its voyage number, or the start of its id."""
    if vehicle is not None:
        return vehicle if number is None else f"{vehicle} ({number})"
    return f"no. {number}" if number is not None else key[:12]


def split_key(key: int) -> tuple[int, int]:
    """The number of the log and the index of the entry in an entry key."""
    return divmod(key, 1 << 40)


@dataclass(frozen=True, slots=True)
class Gap:
    """What must be added: a sum (base units, or rows) between two ends, and a number of rows if one is stated."""

    low: int
    high: int
    rows_low: int | None = None
    rows_high: int | None = None

    def takes_rows(self, chosen: Sequence[Candidate]) -> bool:
        """Whether a set changes the number of rows as stated. A movement with several cargo lines is one row."""
        if self.rows_low is None or self.rows_high is None:
            return True
        return self.rows_low <= sum(candidate.sign for candidate in chosen) <= self.rows_high


def fits(found: Sequence[Candidate], gap: Gap, *, by_rows: bool, most: int) -> list[Fit]:
    """The smallest sets of at most `most` candidates that close the gap, in the order of their labels.

    by_rows: the gap is in rows rather than in summed values.
    """
    deltas = [c.counts.rows if by_rows else c.counts.total for c in found]
    for size in range(1, most + 1):
        sets = list(_sets(found, deltas, gap, size))
        if sets:
            chance, of_any = _chances(found, deltas, gap, size)
            ordered = sorted(sets, key=lambda rows: [row.label for row in rows])
            return [Fit(tuple(sorted(rows, key=lambda row: (row.day, row.label))), chance, of_any) for rows in ordered]
    return []


def sets_of(found: Sequence[Candidate], size: int) -> Iterator[tuple[Candidate, ...]]:
    """All sets of a size, thinned evenly to a bound when there are very many."""
    step = comb(len(found), size) // SETS_LOOKED_AT_MAX + 1
    return islice(combinations(found, size), 0, None, step)


def _sets(found: Sequence[Candidate], deltas: Sequence[int], gap: Gap, size: int) -> Iterator[tuple[Candidate, ...]]:
    """Sets of exactly `size` candidates whose deltas sum into the gap; the last member is found by bisection."""
    order = sorted(range(len(found)), key=lambda i: (deltas[i], i))
    values = [deltas[i] for i in order]
    given = 0
    for head in combinations(range(len(order)), size - 1):
        have = sum(values[i] for i in head)
        after = head[-1] + 1 if head else 0
        lo = bisect_left(values, gap.low - have, after)
        hi = bisect_right(values, gap.high - have, lo)
        for tail in range(lo, hi):
            chosen = tuple(found[order[i]] for i in (*head, tail))
            if gap.takes_rows(chosen):
                yield chosen
                given += 1
                if given >= SOLUTIONS_MAX:
                    return


def _chances(found: Sequence[Candidate], deltas: Sequence[int], gap: Gap, size: int) -> tuple[Fraction, Fraction]:
    """Of gaps as large and as round as this one, and of any as large, the share that sets up to this size close."""
    value_of = {id(candidate): delta for candidate, delta in zip(found, deltas, strict=True)}
    sums = {
        sum(value_of[id(candidate)] for candidate in chosen)
        for k in range(1, size + 1)
        for chosen in sets_of(found, k)
        if gap.takes_rows(chosen)
    }
    unit = gcd(*deltas) or 1
    as_round = chance_of(sums, gap.low, gap.high, unit=unit)
    return as_round, chance_of(sums, gap.low, gap.high, unit=unit, factors=())


def chance_of(reached: set[int], low: int, high: int, *, unit: int, factors: Sequence[int] = ROUND_FACTORS) -> Fraction:
    """Share of the values as large and as round as [low, high] that lie in `reached`; between 0 and 1.

    unit: the step in which values come at all; factors: multiples of it that count as round, largest first.
    """
    middle = (low + high) // 2
    step = unit
    for factor in factors:
        if low == high and low % (unit * factor) == 0:
            step = unit * factor
            break
    half = max(abs(middle) // 2, 10 * step)
    hits = sum(1 for value in reached if abs(value - middle) <= half and value % step == 0)
    width = (high - low) // step + 1
    return min(Fraction(1), Fraction(hits * width, max(2 * half // step, 1)))


def permille(chance: Fraction) -> int:
    """A share in thousandths, rounded up."""
    return ceil(chance * 1000)
