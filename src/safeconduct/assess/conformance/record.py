"""One pass over the movements of a record: every view, reading, question and clause is counted together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from safeconduct.agreement.case import EntryRef
from safeconduct.agreement.cel import Codes, Parties
from safeconduct.agreement.cel.tree import fact_names
from safeconduct.agreement.logic import Outcome
from safeconduct.agreement.model import INSTANT_FACT, QUESTIONS, Agreement, Question
from safeconduct.agreement.split import common_ground, split_of
from safeconduct.assess.conformance.clauses import CaseRow, ClauseCell, Counting, Key, clause_cell, rules_by_clause
from safeconduct.assess.conformance.judge import WHOLE, Judge
from safeconduct.base.instant import day_to_text
from safeconduct.facts.agreed.known import KnownFact
from safeconduct.facts.agreed.movements import AgreedFacts, Movement


@dataclass(slots=True)
class QuestionCount:
    """One question over all movements.

    verdicts: (view, reading) -> verdict -> movements. splits: where the parties differ -> movements.
    ground: rule -> movements for which it holds in every view and under every reading.
    rules: (view, reading, rule) -> movements of which it holds, and of which it may.
    """

    question: Question
    verdicts: dict[tuple[str, str], dict[str, int]] = field(default_factory=dict)
    splits: dict[str, int] = field(default_factory=dict)
    ground: dict[str, int] = field(default_factory=dict)
    rules: dict[tuple[str, str, str], tuple[int, int]] = field(default_factory=dict)

    def to_json(self) -> dict[str, object]:
        """As an object: what nobody disputes first."""
        cells: list[dict[str, object]] = [
            {"view": view, "reading": reading, "verdicts": dict(sorted(counts.items()))}
            for (view, reading), counts in self.verdicts.items()
        ]
        return {
            "question": self.question,
            "common_ground": [{"rule": rule, "movements": count} for rule, count in self.ground.items()],
            "splits": dict(sorted(self.splits.items())),
            "cells": cells,
            "rules": [
                {"view": view, "reading": reading, "rule": rule, "holds": holds, "may_hold": may}
                for (view, reading, rule), (holds, may) in self.rules.items()
            ],
        }

    def add(self, cells: Mapping[tuple[str, str], Outcome]) -> None:
        """Count one movement."""
        for cell, outcome in cells.items():
            verdicts = self.verdicts.setdefault(cell, {})
            verdicts[outcome.verdict] = verdicts.get(outcome.verdict, 0) + 1
            for rules, step in ((outcome.matched, (1, 0)), (outcome.open_rules, (0, 1))):
                for rule in rules:
                    holds, may = self.rules.get((*cell, rule), (0, 0))
                    self.rules[*cell, rule] = (holds + step[0], may + step[1])
        split = split_of(cells)
        self.splits[split] = self.splits.get(split, 0) + 1
        for rule in common_ground(cells):
            self.ground[rule] = self.ground.get(rule, 0) + 1


@dataclass(slots=True)
class Pass:
    """Judges every movement once and counts as it goes."""

    agreed: AgreedFacts
    questions: dict[Question, QuestionCount] = field(default_factory=dict)
    _counted: dict[Key, Counting] = field(default_factory=dict)
    _judges: dict[tuple[str, Question], Judge] = field(default_factory=dict)
    _uses: dict[tuple[str, Question], tuple[str, ...]] = field(default_factory=dict)
    _missing: dict[Key, dict[str, None]] = field(default_factory=dict)

    def run(self) -> None:
        """Count every movement."""
        agreement = self.agreed.agreement
        for question in QUESTIONS:
            self.questions[question] = QuestionCount(question)
            by_clause = rules_by_clause(agreement, question)
            for clause, rules in by_clause.items():
                self._uses[clause, question] = facts_used(agreement, rules)
            for reading in agreement.readings.values():
                self._judges[reading.id, question] = Judge(agreement, question, reading, by_clause)
        for movement in self.agreed.movements:
            self._movement(movement)

    def cells(self) -> Mapping[str, list[ClauseCell]]:
        """The cells of every clause that has rules."""
        found: dict[str, list[ClauseCell]] = {}
        for key, counting in self._counted.items():
            _, reading, clause, question = key
            applies = self._judges[reading, question].applies(clause)
            cell = clause_cell(key, counting, applies=applies, missing=self._missing.get(key, ()))
            found.setdefault(clause, []).append(cell)
        return found

    def _movement(self, movement: Movement) -> None:
        cells: dict[Question, dict[tuple[str, str], Outcome]] = {question: {} for question in QUESTIONS}
        for view in self.agreed.views:
            known = self.agreed.facts_of(view.name, movement.id)
            values = {fact.name: fact.value for fact in known.values() if fact.value is not None}
            at = values.get(INSTANT_FACT)
            moments = self.agreed.moments(at) if isinstance(at, int) else None
            day = self.agreed.day_of(view.name, movement)
            for (reading, question), judge in self._judges.items():
                outcomes = judge.outcomes(values, moments)
                cells[question][view.name, reading] = outcomes[WHOLE]
                for clause in judge.by_clause:
                    self._count((view.name, reading, clause, question), movement, outcomes[clause], known, day)
        for question, count in self.questions.items():
            count.add(cells[question])

    def _count(self, key: Key, movement: Movement, outcome: Outcome, known: Mapping[str, KnownFact], day: int) -> None:
        counting = self._counted.setdefault(key, Counting(key[3]))
        uses = self._uses[key[2], key[3]]
        if counting.add(outcome.verdict, day):
            row = CaseRow(
                movement.label, day_to_text(day), f"{outcome.verdict}: {outcome.rule}", entries_of(known, uses)
            )
            counting.shown.append(row)
        if len(outcome.possible) > 1:
            missing = self._missing.setdefault(key, {})
            missing.update(dict.fromkeys(name for name in uses if not self._is_whole(known[name])))

    def _is_whole(self, fact: KnownFact) -> bool:
        """Whether nothing more can be learnt of a fact."""
        if isinstance(fact.value, Parties):
            return set(self.agreed.agreement.facts[fact.name].type.members) <= fact.value.yes | fact.value.no
        return fact.status == "known" and not (isinstance(fact.value, Codes) and fact.value.open)


def facts_used(agreement: Agreement, rules: frozenset[str]) -> tuple[str, ...]:
    """The facts per movement that some rules ask for, in the order of the file."""
    used = {name for rule in agreement.rules if rule.id in rules for name in _asked(agreement, rule.id)}
    return tuple(name for name, fact in agreement.facts.items() if name in used and fact.per == "movement")


def _asked(agreement: Agreement, rule_id: str) -> Iterator[str]:
    rule = agreement.rule(rule_id)
    for condition in rule.condition.values():
        yield from () if condition is None else fact_names(condition.tree)
    if rule.consent is not None:
        yield from (rule.consent.fact, rule.consent.refused_fact)


def entries_of(known: Mapping[str, KnownFact], names: tuple[str, ...]) -> tuple[EntryRef, ...]:
    """The entries behind some facts, each once."""
    attested = [one for name in names for one in known[name].attested]
    return tuple(dict.fromkeys(entry for one in attested for entry in one.entries))
