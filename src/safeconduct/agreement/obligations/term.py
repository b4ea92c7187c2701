"""Terms: when a term ends, whether it was renewed, and by when a notice would end it.

A term whose end is an instant renews itself by the calendar unless a notice is known in time. A term whose
end is a limit ends when the limit says, each extension being a row of that limit; what the clause on renewal
would give is said beside it and never assumed to have happened.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from safeconduct.agreement.cel.evaluate import Facts
from safeconduct.agreement.model import Agreement, Obligation, Reading
from safeconduct.agreement.obligations.duration import CalendarDuration, DurationError, duration_from_text
from safeconduct.agreement.ruling import LIMIT, limit_value, positions_at

RENEWALS_MAX = 10_000
"""Renewals followed at most, so that a term of one second does not keep a machine busy."""

TermReason = Literal["runs", "renewed", "ended", "ended_by_notice", "end_unknown", "renewal_unknown", "notice_undated"]


@dataclass(frozen=True, slots=True)
class Term:
    """Where a term stands. Instants in µs.

    end: the first instant it does not cover, None if not known. renewals: how often it was renewed.
    notice_until: the last instant at which a notice still ends it at `end`. renewed_end: where the next renewal
    would end.
    """

    reason: TermReason
    end: int | None = None
    renewals: int = 0
    notice_until: int | None = None
    renewed_end: int | None = None


def term_at(agreement: Agreement, obligation: Obligation, reading: Reading, facts: Facts, as_of: int) -> Term:
    """Where a term stands under a reading. Raises DurationError if the file gives a duration that is none."""
    if isinstance(obligation.until, str):
        limit = agreement.limits[obligation.until.removeprefix(LIMIT)]
        end = limit_value(limit, positions_at(reading, as_of), as_of)
        return _placed(obligation, end, as_of)
    if obligation.until is None:
        return Term("runs")
    if not obligation.renews:
        return _placed(obligation, obligation.until, as_of)
    return _renewed(obligation, obligation.until, facts, as_of)


def _placed(obligation: Obligation, end: int | None, as_of: int) -> Term:
    """A term whose end is given."""
    if end is None:
        return Term("end_unknown")
    return _term(obligation, "runs" if as_of < end else "ended", end, 0)


def _renewed(obligation: Obligation, end: int, facts: Facts, as_of: int) -> Term:
    """A term that renews itself unless a notice is known in time."""
    period = duration_from_text(obligation.renews)
    if as_of < end:
        return _term(obligation, "runs", end, 0)
    notice = _notice(obligation, facts)
    if notice is None:
        return _term(obligation, "renewal_unknown", end, 0)
    if notice is True:
        return _term(obligation, "notice_undated", end, 0)
    for renewals in range(RENEWALS_MAX):
        current = _later(period, end, renewals)
        if current is None:
            break
        if as_of < current:
            return _term(obligation, "renewed", current, renewals)
        deadline = _notice_until(obligation, current)
        if notice is not False and deadline is not None and notice <= min(deadline, as_of):
            return _term(obligation, "ended_by_notice", current, renewals)
    return Term("end_unknown")


def _notice(obligation: Obligation, facts: Facts) -> bool | int | None:
    """Whether a notice is known: its instant, True without one, False if there was none, None if not known."""
    if obligation.unless is None:
        return False
    value = facts.get(obligation.unless.seen_in) if obligation.unless.seen_in else None
    assert value is None or isinstance(value, int)
    return value


def _notice_until(obligation: Obligation, end: int) -> int | None:
    if obligation.unless is None:
        return None
    return _later(duration_from_text(obligation.unless.before_end), end, -1)


def _term(obligation: Obligation, reason: TermReason, end: int, renewals: int) -> Term:
    start, times = (obligation.until, renewals + 1) if isinstance(obligation.until, int) else (end, 1)
    following = _later(duration_from_text(obligation.renews), start, times) if obligation.renews else None
    return Term(reason, end, renewals, _notice_until(obligation, end), following)


def _later(period: CalendarDuration, instant: int, times: int) -> int | None:
    """An instant so many durations later; None beyond what a date can be."""
    try:
        return period.after(instant, times)
    except DurationError:
        return None
