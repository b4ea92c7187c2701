"""Counting windows: in how many a duty was met, known not to be met, or could not be told."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from safeconduct.agreement.cel.evaluate import Facts, conjunction, value_of
from safeconduct.agreement.model import Agreement, Obligation, Reading
from safeconduct.agreement.ruling import part_holds, positions_at, under_holds
from safeconduct.agreement.status import STATUS, limit_facts, status_of

PERMILLE: Final = 1000
SCORE_BOUNDS: Final = (100, 500, 950)
"""Permille of covered windows from which a score is 1, 2, 3: our thresholds, after the scale of the Peace Accords
Matrix (0 none, 1 minimal, 2 intermediate, 3 full)."""


@dataclass(frozen=True, slots=True)
class Window:
    """One window (a day, a movement, a day in one direction): its first instant and what is known of it.

    covered: whether the record covers the window at all. facts: without limits, which a reading adds.
    """

    start: int
    facts: Facts
    covered: bool = True


@dataclass(frozen=True, slots=True)
class Tally:
    """Windows of one duty under one reading, in one view.

    covered: windows that the record covers; met, failed: of these, known to meet the duty, known not to.
    total: all windows in which the duty held, covered or not; the covered ones if left out.
    suspended: windows left out because this reading recognises a suspension.
    """

    covered: int
    met: int
    failed: int
    total: int = -1
    suspended: int = 0

    def __post_init__(self) -> None:
        if self.total < 0:
            object.__setattr__(self, "total", self.covered)
        assert 0 <= self.met + self.failed <= self.covered <= self.total

    def meets(self, share_permille: int) -> bool | None:
        """Whether enough of all windows meet the duty; None while windows that are not told could change it."""
        if not self.total:
            return None
        if self.met * PERMILLE >= share_permille * self.total:
            return True
        return False if (self.total - self.failed) * PERMILLE < share_permille * self.total else None

    def to_json(self) -> dict[str, int]:
        """The counts."""
        counts = {"covered": self.covered, "met": self.met, "not_met": self.failed, "windows": self.total}
        return counts | ({"suspended": self.suspended} if self.suspended else {})


@dataclass(frozen=True, slots=True)
class Score:
    """A score from 0 (none) to 3 (full): the lowest and the highest that windows not told would allow."""

    low: int
    high: int

    def to_json(self) -> int | dict[str, int]:
        """One number, or the two between which it lies."""
        return self.low if self.low == self.high else {"high": self.high, "low": self.low}


@dataclass(frozen=True, slots=True)
class Report:
    """What a named person reported on a duty, with the entries that bear it out.

    state: met, overdue, pending or unknown. score: 0 to 3, if given.
    """

    by: str
    at: int
    state: str
    score: int | None = None
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ViewRecord:
    """All that one view knows that bears on duties; values only.

    windows: obligation -> its windows. tallies: (obligation, reading) -> windows counted elsewhere, used instead.
    facts: what holds of the agreement as a whole, such as ``record.route_plan``. reports: obligation -> reports.
    """

    windows: Mapping[str, Sequence[Window]] = field(default_factory=dict)
    tallies: Mapping[tuple[str, str], Tally] = field(default_factory=dict)
    facts: Facts = field(default_factory=dict)
    reports: Mapping[str, tuple[Report, ...]] = field(default_factory=dict)


def score_of(tally: Tally) -> Score | None:
    """The score from the share of covered windows; None if none is covered."""
    if not tally.covered:
        return None
    return Score(_score(tally.met, tally.covered), _score(tally.covered - tally.failed, tally.covered))


@dataclass(frozen=True, slots=True)
class _Period:
    """What stays the same between two dates of an agreement: whether there is the duty, and the limits."""

    held: bool | None
    suspended: bool
    limits: Mapping[str, int | None]


def tally_of(
    agreement: Agreement, obligation: Obligation, reading: Reading, windows: Iterable[Window], as_of: int
) -> Tally:
    """Count the windows of a duty that began before `as_of`, under one reading.

    A window counts if the duty held when it began; where the reading does not say whether it did, and where
    a list had no version yet, the window counts and stays untold.
    """
    told: dict[bool | None, int] = {True: 0, False: 0, None: 0}
    total = suspended = covered = 0
    dates = _dates(agreement, obligation, reading)
    periods: dict[int, _Period] = {}
    for window in windows:
        if window.start >= as_of or not obligation.span.holds(window.start):
            continue
        index = bisect_right(dates, window.start)
        period = periods.get(index) or periods.setdefault(index, _period(agreement, obligation, reading, window.start))
        if period.held is False:
            continue
        if period.suspended:
            suspended += 1
            continue
        total += 1
        covered += window.covered
        if window.covered:
            told[_meets(agreement, obligation, window, period.limits) if period.held else None] += 1
    return Tally(covered, told[True], told[False], total, suspended)


def _meets(
    agreement: Agreement, obligation: Obligation, window: Window, limits: Mapping[str, int | None]
) -> bool | None:
    """Whether a window meets a duty; None if it cannot be told.

    The state of the road, if the duty is about it and the window does not give it, follows from the status table.
    """
    condition = obligation.condition.at(window.start) if obligation.condition is not None else None
    if condition is None:
        return None
    facts = {**limits, **window.facts}
    if STATUS in condition.names and STATUS not in facts and agreement.status is not None:
        facts[STATUS] = status_of(agreement.status, facts, window.start).value()
    met = value_of(condition.tree, facts)
    assert met is None or isinstance(met, bool)
    return met


def _dates(agreement: Agreement, obligation: Obligation, reading: Reading) -> list[int]:
    """The instants at which a duty or a limit may change under a reading."""
    found = {start for held in reading.positions.values() for start in held.starts()}
    found |= {row.start for limit in agreement.limits.values() for row in limit.rows}
    spans = [amendment.span for amendment in agreement.amendments] + [one.span for one in obligation.suspended]
    found |= {edge for span in spans for edge in (span.start, span.end) if edge is not None}
    return sorted(found)


def _period(agreement: Agreement, obligation: Obligation, reading: Reading, instant: int) -> _Period:
    return _Period(
        duty_holds(agreement, obligation, reading, instant),
        bool(suspensions_at(obligation, reading, instant)),
        limit_facts(agreement, reading, instant),
    )


def duty_holds(agreement: Agreement, obligation: Obligation, reading: Reading, instant: int) -> bool | None:
    """Whether a reading holds that there is this duty at an instant; None if it does not say."""
    in_file = part_holds(agreement, f"obligations.{obligation.id}", reading, instant)
    return conjunction([in_file, under_holds(obligation.under, positions_at(reading, instant))])


def suspensions_at(obligation: Obligation, reading: Reading, instant: int) -> tuple[int, ...]:
    """Indices of the suspensions in force at an instant that this reading recognises."""
    return tuple(
        index
        for index, one in enumerate(obligation.suspended)
        if one.span.holds(instant) and reading.party and reading.party in {one.by, *one.recognised_by}
    )


def _score(met: int, covered: int) -> int:
    return sum(met * PERMILLE >= bound * covered for bound in SCORE_BOUNDS)
