"""Duties: what each party owes, whether it is met, and how far, under every reading and in every view.

A duty is `continuous` (in every window), `once` (until it is due) or a `term` (that runs, is renewed, and
ends). What differs between readings or views is `contested`, with every cell shown: nothing is averaged.

    windows, facts, reports of each view --tally, state--> a cell per view and reading --> state of the duty
"""

from __future__ import annotations

from safeconduct.agreement.obligations.duration import CalendarDuration, DurationError, duration_from_text
from safeconduct.agreement.obligations.state import DutyCell, DutyState, obligation_states
from safeconduct.agreement.obligations.tally import Report as DutyReport
from safeconduct.agreement.obligations.tally import Score, Tally, ViewRecord, Window, score_of, tally_of
from safeconduct.agreement.obligations.term import Term, term_at

__all__ = [
    "CalendarDuration",
    "DurationError",
    "DutyCell",
    "DutyReport",
    "DutyState",
    "Score",
    "Tally",
    "Term",
    "ViewRecord",
    "Window",
    "duration_from_text",
    "obligation_states",
    "score_of",
    "tally_of",
    "term_at",
]
