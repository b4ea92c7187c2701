"""What a check says: findings with a witness, and the report that holds them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias

from safeconduct.agreement.model import BASES, Basis, Words
from safeconduct.base.canonical import JsonValue

Severity: TypeAlias = Literal["error", "warning", "notice"]
SEVERITIES: Final[tuple[Severity, ...]] = ("error", "warning", "notice")
RULES: Final[Mapping[str, str]] = {
    "R00": "the checks could not look at every combination of facts",
    "R01": "a rule can never decide",
    "R02": "a question has no default",
    "R03": "rules with different verdicts overlap, and the order is not explained",
    "R04": "readings differ, and no declared issue explains it",
    "R05": "an issue or a position changes nothing",
    "R06": "a fact is never used, or never recorded",
    "R07": "movements stay undecided, whatever is recorded",
    "R08": "a clause without rule, or a rule without clause",
    "R09": "a gap or an overlap in dates",
    "R10": "inbound and outbound are treated differently",
    "R11": "two parties are treated differently",
    "R12": "an amendment that only some recognise belongs to no issue",
    "R13": "a code that matches nothing",
    "R15": "an explanation of a finding that is not there",
}
"""Code -> what it finds. R14, the comparison of two versions, is `diff_agreements`."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a check found.

    part: what it is about, such as ``rule 'delay'``; line: its line in the file, 0 if it has none.
    witness: a movement that shows it, under ``movement`` in the form of a case, with what it comes to; may be
    empty for findings that need none. why: what the file says in explanation; empty if it says nothing.
    """

    code: str
    severity: Severity
    part: str
    line: int
    what: str
    mend: str
    witness: Mapping[str, JsonValue] = field(default_factory=dict)
    why: Words = field(default_factory=dict)

    def to_json(self) -> dict[str, JsonValue]:
        """As in ``check --json``."""
        shown: dict[str, JsonValue] = {
            "code": self.code,
            "severity": self.severity,
            "part": self.part,
            "line": self.line,
            "what": self.what,
            "mend": self.mend,
        }
        if self.witness:
            shown["witness"] = {**self.witness}
        return {**shown, "explained": {**self.why}} if self.why else shown


@dataclass(frozen=True, slots=True)
class CheckReport:
    """All findings on one agreement, errors first, in the order of the file.

    bases: ``rules``, ``limits``, ``lists``, ``obligations`` -> how many rest on each basis. cells: movements
    looked at. complete: whether these were all that differ.
    """

    agreement: str
    file: str
    digest: str
    findings: tuple[Finding, ...]
    bases: Mapping[str, Mapping[Basis, int]]
    cells: int
    complete: bool

    def of(self, code: str) -> tuple[Finding, ...]:
        """The findings with a code."""
        return tuple(finding for finding in self.findings if finding.code == code)

    def count(self, severity: Severity) -> int:
        """How many findings are of a severity, those that the file explains left out."""
        return sum(finding.severity == severity for finding in self.unexplained)

    @property
    def unexplained(self) -> tuple[Finding, ...]:
        """The findings that the file does not explain."""
        return tuple(finding for finding in self.findings if not finding.why)

    def permille(self, basis: Basis) -> int:
        """The share of parts that rest on a basis, in thousandths, rounded down."""
        total = sum(sum(counts.values()) for counts in self.bases.values())
        return sum(counts[basis] for counts in self.bases.values()) * 1000 // total if total else 0

    def to_json(self) -> dict[str, JsonValue]:
        """As in ``check --json``."""
        return {
            "agreement": self.agreement,
            "file": self.file,
            "digest": f"sha256:{self.digest}",
            "findings": [finding.to_json() for finding in self.findings],
            "bases": {part: {str(basis): count for basis, count in one.items()} for part, one in self.bases.items()},
            "permille": {basis: self.permille(basis) for basis in BASES},
            "cells": self.cells,
            "complete": self.complete,
        }
