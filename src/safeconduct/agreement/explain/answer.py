"""An explanation as a value, and its JSON (AGREEMENT.md §7): what is agreed, where readings part, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from safeconduct.agreement.case import EntryRef, Provenance, value_to_json
from safeconduct.agreement.case.model import Attested, attested_to_json, source_to_json
from safeconduct.agreement.cel.types import FactType, Kind, Value
from safeconduct.agreement.logic import Outcome
from safeconduct.agreement.model import Basis, Question
from safeconduct.agreement.split import Split
from safeconduct.base.canonical import JsonValue
from safeconduct.base.instant import instant_to_text

UNKNOWN_PARTY = "unknown"
"""Who is responsible, where that is contested or not recorded."""


@dataclass(frozen=True, slots=True)
class Because:
    """One fact that an answer rests on: its value, or one member that a set or list has or lacks.

    view: given where views differ in it; empty otherwise.
    """

    fact: str
    type: FactType
    form: Literal["value", "has", "lacks"]
    value: Value
    source: Provenance | None = None
    view: str = ""

    def to_json(self) -> dict[str, JsonValue]:
        """``{"fact": "delay_min", "value": 200, "entries": [...], "attested_by": [...]}``."""
        value = value_to_json(self.type, self.value) if self.form == "value" else str(self.value)
        said: dict[str, JsonValue] = {"fact": self.fact, self.form: value}
        if self.view:
            said["view"] = self.view
        return {**said, **(source_to_json(self.source) if self.source else {})}


@dataclass(frozen=True, slots=True)
class LimitUsed:
    """A limit that a rule was applied with, and on what basis."""

    limit: str
    kind: Kind
    value: int
    unit: str
    basis: Basis

    def to_json(self) -> dict[str, JsonValue]:
        """``{"limit": "max_delay_min", "value": 120, "unit": "minute", "basis": "assumed"}``."""
        value = value_to_json(FactType(self.kind), self.value)
        said: dict[str, JsonValue] = {"limit": self.limit, "value": value, "basis": self.basis}
        return {**said, "unit": self.unit} if self.unit else said


@dataclass(frozen=True, slots=True)
class Change:
    """Facts recorded otherwise, and the verdict that would follow. rule: the one that would decide, or empty."""

    change: Mapping[str, Value]
    types: Mapping[str, FactType]
    then: str
    rule: str

    def to_json(self) -> dict[str, JsonValue]:
        """``{"change": {"checked_by": ["rpkf"]}, "then": "impeded"}``."""
        change = {name: value_to_json(self.types[name], value) for name, value in self.change.items()}
        return {"change": {**change}, "then": self.then}


@dataclass(frozen=True, slots=True)
class Need:
    """What would narrow an answer: the value of a fact, a consent of a party, or its position on an issue.

    name: the fact, or the issue; party: whose consent or position. contested: the values of a contested fact.
    settles: whether any answer to it decides.
    """

    kind: Literal["fact", "consent", "position"]
    name: str
    party: str = ""
    settles: bool = False
    type: FactType | None = None
    contested: tuple[Attested, ...] = ()

    def contested_json(self) -> list[JsonValue]:
        """The values of a contested fact, each with who attests it."""
        return [] if self.type is None else [attested_to_json(self.type, one) for one in self.contested]

    def __str__(self) -> str:
        if self.kind == "fact":
            return self.name
        return f"consent of {self.party}" if self.kind == "consent" else f"position of {self.party} on {self.name}"


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule that holds in every view under every reading."""

    rule: str
    says: Mapping[str, str]
    because: tuple[Because, ...]
    limits: tuple[LimitUsed, ...] = ()

    def to_json(self) -> dict[str, JsonValue]:
        """Rule, what it says, and why it holds."""
        said: dict[str, JsonValue] = {
            "rule": self.rule,
            "says": self.says.get("en", ""),
            "because": [one.to_json() for one in self.because],
        }
        return {**said, "limits": [one.to_json() for one in self.limits]} if self.limits else said


@dataclass(frozen=True, slots=True)
class Cell:
    """One view under one reading.

    rule: the one that decides; empty where the default does, or nothing. by: the parties responsible.
    also: other rules that hold. limits: those that the deciding rule uses.
    """

    view: str
    reading: str
    outcome: Outcome
    rule: str = ""
    clauses: tuple[str, ...] = ()
    basis: Basis | None = None
    by: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    because: tuple[Because, ...] = ()
    would_change_if: tuple[Change, ...] = ()
    needs: tuple[Need, ...] = ()
    limits: tuple[LimitUsed, ...] = ()

    @property
    def verdict(self) -> str:
        """The verdict, or "indeterminate"."""
        return self.outcome.verdict

    def to_json(self) -> dict[str, JsonValue]:
        """As AGREEMENT.md §7 shows it; empty parts are left out."""
        by: JsonValue = self.by[0] if len(self.by) == 1 else [*self.by]
        contested: dict[str, JsonValue] = {need.name: need.contested_json() for need in self.needs if need.contested}
        parts: dict[str, JsonValue] = {
            "by": by,
            "rule": self.rule,
            "clauses": [*self.clauses],
            "basis": self.basis or "",
            "possible": [*self.outcome.possible] if len(self.outcome.possible) > 1 else [],
            "needs": [str(need) for need in self.needs],
            "contested": contested,
            "also": [*self.also],
            "limits": [one.to_json() for one in self.limits],
            "because": [one.to_json() for one in self.because],
            "would_change_if": [one.to_json() for one in self.would_change_if],
        }
        head: dict[str, JsonValue] = {"view": self.view, "reading": self.reading, "verdict": self.verdict}
        return {**head, **{name: part for name, part in parts.items() if part}}


@dataclass(frozen=True, slots=True)
class Explanation:
    """The answer to one question about one movement, for every view and reading, with its reasons.

    agreement: digest. method: "exact" if every undecided cell was gone through, else "fast". issues: those on
    which readings part; facts: those on which views do. at: when it moved, if the views agree on that. as_of: when
    this was known, if that was given.
    """

    agreement: str
    question: Question
    method: Literal["exact", "fast"]
    common_ground: tuple[Finding, ...]
    split: Split
    issues: tuple[str, ...]
    facts: tuple[str, ...]
    cells: tuple[Cell, ...]
    movement: EntryRef | None = None
    at: int | None = None
    as_of: int | None = None

    def cell(self, view: str, reading: str) -> Cell:
        """One cell. Raises KeyError."""
        for cell in self.cells:
            if cell.view == view and cell.reading == reading:
                return cell
        raise KeyError((view, reading))

    def to_json(self) -> dict[str, JsonValue]:
        """The explanation as JSON that has a canonical form."""
        said: dict[str, JsonValue] = {
            "agreement": f"sha256:{self.agreement}",
            "question": self.question,
            "method": self.method,
            "common_ground": [one.to_json() for one in self.common_ground],
            "split": self.split,
            "issues": [*self.issues],
            "facts": [*self.facts],
            "cells": [cell.to_json() for cell in self.cells],
        }
        if self.movement is not None:
            said["movement"] = self.movement.to_json()
        if self.as_of is not None:
            said["as_of"] = instant_to_text(self.as_of)
        return said
