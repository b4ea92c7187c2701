"""The files behind the pages on movements: verdicts as objects and rows, one movement with facts and reasons."""

from __future__ import annotations

from collections.abc import Iterator

from safeconduct.agreement.case import EntryRef, value_to_json
from safeconduct.agreement.explain import Cell as ExplainedCell
from safeconduct.agreement.explain import Explanation
from safeconduct.agreement.model import Agreement
from safeconduct.base.canonical import canonical_bytes
from safeconduct.facts.agreed.known import KnownFact
from safeconduct.web.source import ExplainedMovement, JudgedMovement
from safeconduct.web.views.files import Cell

LIST_COLUMNS = (
    "movement", "label", "day", "question", "split", "view", "reading", "verdict", "possible", "rule", "holding_rules",
)  # fmt: skip
EXPLAINED_COLUMNS = (
    "movement", "label", "day", "question", "split", "issues", "facts_in_dispute", "common_ground", "view", "reading",
    "verdict", "possible", "rule", "clauses", "basis", "by", "also", "because", "needs", "would_change_if", "limits",
)  # fmt: skip


def list_value(movement: JudgedMovement) -> dict[str, object]:
    """A movement with its verdicts as an object."""
    questions = {
        question: {
            "split": movement.splits[question],
            "cells": [
                {"view": view, "reading": reading, "verdict": outcome.verdict, "possible": list(outcome.possible),
                 "rule": outcome.rule or None, "holding": list(outcome.matched)}
                for (view, reading), outcome in cells.items()
            ],
        }
        for question, cells in movement.cells.items()
    }  # fmt: skip
    return {"id": movement.id, "label": movement.label, "day": movement.day, "questions": questions}


def list_rows(movement: JudgedMovement) -> Iterator[tuple[Cell, ...]]:
    """One row for each question, view and reading."""
    for question, cells in movement.cells.items():
        for (view, reading), outcome in cells.items():
            yield (
                movement.id, movement.label, movement.day, question, movement.splits[question], view, reading,
                outcome.verdict, " ".join(outcome.possible), outcome.rule, " ".join(outcome.matched),
            )  # fmt: skip


def explained_value(agreement: Agreement, found: ExplainedMovement) -> dict[str, object]:
    """A movement with facts and reasons; the explanations are those of the command line."""
    return {
        "movement": list_value(found.judged),
        "time_recorded": found.dated,
        "facts": {
            view: {name: _fact_value(agreement, fact) for name, fact in facts.items()}
            for view, facts in found.facts.items()
        },
        "explanations": [explanation.to_json() for explanation in found.explanations],
    }


def explained_rows(found: ExplainedMovement) -> Iterator[tuple[Cell, ...]]:
    """One row for each question, view and reading, with the reasons."""
    for explanation in found.explanations:
        about = (*_about(found.judged), *_dispute(explanation))
        for cell in explanation.cells:
            yield (*about, *_cell(cell))


def _about(movement: JudgedMovement) -> tuple[Cell, ...]:
    return movement.id, movement.label, movement.day


def _dispute(explanation: Explanation) -> tuple[Cell, ...]:
    ground = " ".join(one.rule for one in explanation.common_ground)
    issues, facts = " ".join(explanation.issues), " ".join(explanation.facts)
    return explanation.question, explanation.split, issues, facts, ground


def _cell(cell: ExplainedCell) -> tuple[Cell, ...]:
    because = [canonical_bytes(one.to_json()).decode() for one in cell.because]
    changes = [canonical_bytes(one.to_json()).decode() for one in cell.would_change_if]
    limits = [canonical_bytes(one.to_json()).decode() for one in cell.limits]
    return (
        cell.view, cell.reading, cell.verdict, " ".join(cell.outcome.possible), cell.rule, " ".join(cell.clauses),
        cell.basis or "", " ".join(cell.by), " ".join(cell.also), " ".join(because),
        "; ".join(str(need) for need in cell.needs), " ".join(changes), " ".join(limits),
    )  # fmt: skip


def _fact_value(agreement: Agreement, fact: KnownFact) -> dict[str, object]:
    type_ = agreement.facts[fact.name].type
    told: dict[str, object] = {"status": fact.status}
    if fact.value is not None:
        told["value"] = value_to_json(type_, fact.value)
    if fact.attested:
        told["attested"] = [
            {"value": value_to_json(type_, one.value), "by": list(one.attested_by), "entries": _entries(one.entries)}
            for one in fact.attested
        ]
    return {**told, "why": fact.why} if fact.why else told


def _entries(entries: tuple[EntryRef, ...]) -> list[dict[str, object]]:
    return [{"log": entry.log, "index": entry.index} for entry in entries]
