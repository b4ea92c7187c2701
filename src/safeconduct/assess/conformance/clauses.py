"""What each clause comes to: in every view and under every reading, counted over the movements of the record."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from safeconduct.agreement.case import EntryRef
from safeconduct.agreement.model import INDETERMINATE, VERDICTS, Agreement, Question, Rule, Words
from safeconduct.agreement.obligations import DutyState, Score, Tally, score_of
from safeconduct.base.instant import day_to_text
from safeconduct.base.limits import CONFORMANCE_ROWS_SHOWN_MAX

ClauseState = Literal["kept", "kept_where_shown", "not_kept", "unknown", "not_held"]
"""kept: under every movement. kept_where_shown: under those that the rows show. not_kept: some movement departed
from it. unknown: the rows show it of no movement. not_held: under this reading no rule of the clause applies."""
Key = tuple[str, str, str, Question]
"""View, reading, clause, question."""


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A movement behind a figure: its name, day, what it comes to, and the entries that show it."""

    label: str
    day: str
    says: str
    entries: tuple[EntryRef, ...]

    def to_json(self) -> dict[str, object]:
        """As an object."""
        entries = [entry.to_json() for entry in self.entries]
        return {"label": self.label, "day": self.day, "says": self.says, "entries": entries}


@dataclass(slots=True)
class Counting:
    """Movements counted by what they come to; keeps the first rows of those that depart from the clause."""

    question: Question
    counts: dict[str, int] = field(default_factory=dict)
    first: dict[str, int] = field(default_factory=dict)
    rows: int = 0
    shown: list[CaseRow] = field(default_factory=list)

    def add(self, verdict: str, day: int) -> bool:
        """Count a movement; whether a row of it is wanted."""
        self.counts[verdict] = self.counts.get(verdict, 0) + 1
        self.first[verdict] = min(day, self.first.get(verdict, day))
        departs = verdict not in {VERDICTS[self.question][0], INDETERMINATE}
        self.rows += departs
        return departs and len(self.shown) < CONFORMANCE_ROWS_SHOWN_MAX


@dataclass(frozen=True, slots=True)
class ClauseCell:
    """A clause in one view under one reading, for one question.

    counts: verdict -> movements. first: verdict -> the first day of it. score: 0 to 3 over the movements that the
    rows decide; None if none. rows: movements that depart from it, of which `evidence` shows the first.
    missing: facts that some movement lacks, which its rules ask for.
    """

    view: str
    reading: str
    question: Question
    state: ClauseState
    counts: Mapping[str, int]
    first: Mapping[str, int]
    tally: Tally
    score: Score | None
    rows: int
    evidence: tuple[CaseRow, ...]
    missing: tuple[str, ...]

    def to_json(self) -> dict[str, object]:
        """As an object; what does not apply is left out."""
        found: dict[str, object] = {
            "view": self.view,
            "reading": self.reading,
            "question": self.question,
            "state": self.state,
            "counts": dict(self.counts),
            "first": {verdict: day_to_text(day) for verdict, day in self.first.items()},
            "movements": self.tally.to_json(),
        }
        if self.score is not None:
            found["score"] = self.score.to_json()
        if self.rows:
            items = [row.to_json() for row in self.evidence]
            found["evidence"] = {"rows": self.rows, "shown": len(items), "items": items}
        if self.missing:
            found["missing"] = list(self.missing)
        return found


@dataclass(frozen=True, slots=True)
class ClauseResult:
    """A clause with its rules and duties.

    clause: ``SOURCE`` or ``SOURCE/NAME``. no_rule: why nothing applies it, where the file says so.
    """

    clause: str
    says: Words
    no_rule: str
    rules: tuple[Rule, ...]
    cells: tuple[ClauseCell, ...]
    duties: tuple[str, ...]

    @property
    def readings_differ(self) -> bool:
        """Whether the readings come to different counts in some view."""
        by: dict[tuple[str, Question], set[object]] = {}
        for cell in self.cells:
            by.setdefault((cell.view, cell.question), set()).add((cell.state, tuple(sorted(cell.counts.items()))))
        return any(len(found) > 1 for found in by.values())

    def to_json(self) -> dict[str, object]:
        """As an object."""
        found: dict[str, object] = {"clause": self.clause, "says": dict(self.says)}
        if self.no_rule:
            found["no_rule"] = self.no_rule
        found["rules"] = [
            {"rule": rule.id, "question": rule.question, "basis": rule.basis, "says": dict(rule.says)}
            for rule in self.rules
        ]
        found["duties"] = list(self.duties)
        found["readings_differ"] = self.readings_differ
        return {**found, "cells": [cell.to_json() for cell in self.cells]}


def clauses_of(agreement: Agreement) -> Mapping[str, tuple[Words, str]]:
    """Every clause, and every source that a rule or duty cites as a whole: its words, and why it has no rule."""
    cited = {clause for rule in agreement.rules for clause in rule.clauses}
    cited |= {clause for duty in agreement.obligations for clause in duty.clauses}
    found: dict[str, tuple[Words, str]] = {}
    for source in agreement.sources.values():
        if source.id in cited:
            found[source.id] = (source.says or source.what, "")
        found.update({clause.id: (clause.says, clause.no_rule) for clause in source.clauses.values()})
    return found


def rules_by_clause(agreement: Agreement, question: Question) -> Mapping[str, frozenset[str]]:
    """Clause -> the ids of the rules on a question that cite it."""
    found: dict[str, set[str]] = {}
    for rule in agreement.rules_for(question):
        for clause in rule.clauses:
            found.setdefault(clause, set()).add(rule.id)
    return {clause: frozenset(rules) for clause, rules in found.items()}


def clause_cell(key: Key, counting: Counting, *, applies: bool, missing: Iterable[str]) -> ClauseCell:
    """The cell of a clause from what was counted."""
    view, reading, _, question = key
    mildest = VERDICTS[question][0]
    order = (*VERDICTS[question], INDETERMINATE)
    counts = {verdict: counting.counts[verdict] for verdict in order if verdict in counting.counts}
    total, open_ = sum(counts.values()), counts.get(INDETERMINATE, 0)
    decided, kept = total - open_, counts.get(mildest, 0)
    tally = Tally(decided, kept, decided - kept, total)
    return ClauseCell(
        view,
        reading,
        question,
        _state(tally) if applies else "not_held",
        counts if applies else {},
        {verdict: counting.first[verdict] for verdict in counts} if applies else {},
        tally if applies else Tally(0, 0, 0, 0),
        score_of(tally) if applies else None,
        counting.rows,
        tuple(counting.shown),
        tuple(missing) if applies and open_ else (),
    )


def _state(tally: Tally) -> ClauseState:
    if not tally.covered:
        return "unknown"
    if tally.failed:
        return "not_kept"
    return "kept" if tally.covered == tally.total else "kept_where_shown"


def clause_results(
    agreement: Agreement, cells: Mapping[str, Sequence[ClauseCell]], duties: Sequence[DutyState]
) -> tuple[ClauseResult, ...]:
    """Every clause in the order of the file, with its cells."""
    return tuple(
        ClauseResult(
            clause,
            says,
            no_rule,
            tuple(rule for rule in agreement.rules if clause in rule.clauses),
            tuple(cells.get(clause, ())),
            tuple(duty.obligation for duty in duties if clause in duty.clauses),
        )
        for clause, (says, no_rule) in clauses_of(agreement).items()
    )
