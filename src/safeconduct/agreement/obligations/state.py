"""The state of every duty at an instant, in each view and under each reading."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from safeconduct.agreement.cel.evaluate import value_of
from safeconduct.agreement.model import Agreement, Basis, Obligation, Reading
from safeconduct.agreement.obligations.tally import (
    Report,
    Score,
    Tally,
    ViewRecord,
    duty_holds,
    score_of,
    suspensions_at,
    tally_of,
)
from safeconduct.agreement.obligations.term import Term, term_at
from safeconduct.agreement.ruling import amendment_holds
from safeconduct.agreement.status import limit_facts
from safeconduct.base.instant import instant_to_text

CellState: TypeAlias = Literal["pending", "met", "overdue", "suspended", "unknown", "absent"]
"""`absent`: no duty under this reading, at this instant or in any window counted."""
DutyStateName: TypeAlias = Literal["pending", "met", "overdue", "suspended", "contested", "unknown", "absent"]
_REPORTED: Mapping[str, CellState] = {"pending": "pending", "met": "met", "overdue": "overdue", "unknown": "unknown"}
_TERM_STATES: Mapping[str, CellState] = {
    "runs": "pending",
    "renewed": "pending",
    "ended": "met",
    "ended_by_notice": "met",
}


@dataclass(frozen=True, slots=True)
class DutyCell:
    """The state of one duty in one view under one reading.

    reason: a word that says why, such as `not_begun`, `share_met`, `waits_for_report`. recognised_by: of the
    suspension or amendment that suspends it. score: from 0 to 3.
    """

    view: str
    reading: str
    state: CellState
    reason: str
    tally: Tally | None = None
    score: Score | None = None
    term: Term | None = None
    recognised_by: tuple[str, ...] = ()
    cites: tuple[str, ...] = ()
    report: Report | None = None

    def to_json(self) -> dict[str, object]:
        """The cell for an answer; what does not apply is left out."""
        told: dict[str, object] = {"view": self.view, "reading": self.reading, "state": self.state}
        told["reason"] = self.reason
        if self.tally is not None:
            told["windows"] = self.tally.to_json()
        if self.score is not None:
            told["score"] = self.score.to_json()
        if self.term is not None:
            told["term"] = _term_json(self.term)
        if self.recognised_by:
            told |= {"recognised_by": list(self.recognised_by), "cites": list(self.cites)}
        if self.report is not None:
            told["report"] = _report_json(self.report)
        return told


@dataclass(frozen=True, slots=True)
class DutyState:
    """One duty at an instant: one state if all views and readings agree, otherwise `contested`."""

    obligation: str
    by: tuple[str, ...]
    clauses: tuple[str, ...]
    basis: Basis
    kind: str
    as_of: int
    share_permille: int
    state: DutyStateName
    cells: tuple[DutyCell, ...]

    def to_json(self) -> dict[str, object]:
        """The state with every cell: for a difference is printed, never averaged."""
        return {
            "obligation": self.obligation,
            "by": list(self.by),
            "clauses": list(self.clauses),
            "basis": self.basis,
            "kind": self.kind,
            "as_of": instant_to_text(self.as_of),
            "share_permille": self.share_permille,
            "state": self.state,
            "cells": [cell.to_json() for cell in self.cells],
        }


def obligation_states(agreement: Agreement, record: Mapping[str, ViewRecord], as_of: int) -> tuple[DutyState, ...]:
    """The state of every duty of an agreement, in the order of its file.

    record: view -> what it knows. as_of: the instant of the question, µs; nothing later is counted.
    """
    return tuple(_duty(agreement, obligation, record, as_of) for obligation in agreement.obligations)


def _duty(agreement: Agreement, obligation: Obligation, record: Mapping[str, ViewRecord], as_of: int) -> DutyState:
    cells = tuple(
        _Case(agreement, obligation, view, record[view], reading, as_of).cell()
        for view in sorted(record)
        for reading in agreement.readings.values()
    )
    said = {(cell.state, cell.term.end if cell.term is not None else None) for cell in cells}
    state: DutyStateName = cells[0].state if len(said) == 1 else "contested" if cells else "unknown"
    return DutyState(
        obligation.id,
        obligation.by,
        obligation.clauses,
        obligation.basis,
        obligation.kind,
        as_of,
        obligation.share_permille,
        state,
        cells,
    )


@dataclass(frozen=True, slots=True)
class _Case:
    """One duty in one view under one reading at one instant."""

    agreement: Agreement
    obligation: Obligation
    view: str
    record: ViewRecord
    reading: Reading
    as_of: int

    def cell(self) -> DutyCell:
        """The cell. What suspends a duty comes first, then what a person reported, then what was counted."""
        duty = self.obligation
        if duty.span.start is not None and self.as_of < duty.span.start:
            return self._said("pending", "not_begun")
        suspended = self._suspended()
        if suspended is not None:
            return suspended
        held = duty_holds(self.agreement, duty, self.reading, self.as_of)
        if duty.kind == "continuous" and not duty.scored_by_person:
            return self._continuous(held)
        if held is not True:
            return self._said("unknown", "reading_silent") if held is None else self._said("absent", "not_held")
        if duty.scored_by_person:
            return self._reported()
        return self._term() if duty.kind == "term" else self._once()

    def _said(self, state: CellState, reason: str, tally: Tally | None = None) -> DutyCell:
        score = score_of(tally) if tally is not None else None
        return DutyCell(self.view, self.reading.id, state, reason, tally, score)

    def _suspended(self) -> DutyCell | None:
        """The cell of a duty suspended by a party's suspension or by an amendment that this reading recognises."""
        duty, path = self.obligation, f"obligations.{self.obligation.id}"
        for index in suspensions_at(duty, self.reading, self.as_of):
            one = duty.suspended[index]
            return self._by("suspension", one.recognised_by, one.cites)
        for amendment in self.agreement.amendments:
            takes_away = path in {*amendment.removes, *amendment.replaces}
            if takes_away and amendment_holds(amendment, self.reading, self.as_of):
                return self._by(f"amendment {amendment.id}", amendment.recognised_by, amendment.cites)
        return None

    def _by(self, reason: str, recognised_by: tuple[str, ...], cites: tuple[str, ...]) -> DutyCell:
        tally = self._tally() if self.obligation.kind == "continuous" else None
        score = score_of(tally) if tally is not None else None
        return DutyCell(self.view, self.reading.id, "suspended", reason, tally, score, None, recognised_by, cites)

    def _tally(self) -> Tally:
        counted = self.record.tallies.get((self.obligation.id, self.reading.id))
        if counted is not None:
            return counted
        windows = self.record.windows.get(self.obligation.id, ())
        return tally_of(self.agreement, self.obligation, self.reading, windows, self.as_of)

    def _continuous(self, held: bool | None) -> DutyCell:
        tally = self._tally()
        if not tally.total and held is not True:
            return self._said("unknown", "reading_silent") if held is None else self._said("absent", "not_held")
        if not tally.covered:
            return self._said("unknown", "not_covered", tally)
        met = tally.meets(self.obligation.share_permille)
        if met is None:
            return self._said("unknown", "windows_untold", tally)
        return self._said("met", "share_met", tally) if met else self._said("overdue", "share_not_met", tally)

    def _once(self) -> DutyCell:
        due, met = self.obligation.due, self._met()
        if met:
            return self._said("met", "condition_met")
        if due is None or self.as_of <= due:
            return self._said("pending", "no_due_date" if due is None else "not_yet_due")
        return self._said("unknown", "fact_missing") if met is None else self._said("overdue", "due_date_passed")

    def _met(self) -> bool | None:
        condition = self.obligation.condition.at(self.as_of) if self.obligation.condition is not None else None
        if condition is None:
            return None
        facts = {**limit_facts(self.agreement, self.reading, self.as_of), **self.record.facts}
        met = value_of(condition.tree, facts)
        assert met is None or isinstance(met, bool)
        return met

    def _term(self) -> DutyCell:
        term = term_at(self.agreement, self.obligation, self.reading, self.record.facts, self.as_of)
        state = _TERM_STATES.get(term.reason, "unknown")
        return DutyCell(self.view, self.reading.id, state, term.reason, term=term)

    def _reported(self) -> DutyCell:
        """What the latest report says; a duty that waits for one is not yet due or not known."""
        reports = [one for one in self.record.reports.get(self.obligation.id, ()) if one.at <= self.as_of]
        if not reports:
            due = self.obligation.due
            if due is not None and self.as_of <= due:
                return self._said("pending", "not_yet_due")
            return self._said("unknown", "waits_for_report")
        latest = max(reports, key=lambda one: one.at)
        score = Score(latest.score, latest.score) if latest.score is not None else None
        state = _REPORTED.get(latest.state, "unknown")
        return DutyCell(self.view, self.reading.id, state, "reported", score=score, report=latest)


def _term_json(term: Term) -> dict[str, object]:
    told: dict[str, object] = {"renewals": term.renewals}
    dates = {"end": term.end, "notice_until": term.notice_until, "would_renew_to": term.renewed_end}
    return told | {name: instant_to_text(instant) for name, instant in dates.items() if instant is not None}


def _report_json(report: Report) -> dict[str, object]:
    told: dict[str, object] = {"by": report.by, "at": instant_to_text(report.at), "state": report.state}
    if report.score is not None:
        told["score"] = report.score
    return told | {"evidence": list(report.evidence)}
