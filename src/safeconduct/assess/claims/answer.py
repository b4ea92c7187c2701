"""The answer to one claim: verdict, interval, reason, definition, reconciliations, evidence - and its JSON.

The JSON is documented in docs/reference/answers.md. It holds no clock and no float that was rounded inwards, so the
same logs, claims and code give the same bytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor
from typing import Any

from safeconduct.assess.claims.evaluate import Gaps
from safeconduct.assess.claims.interval import Interval, Verdict
from safeconduct.assess.claims.model import Claim, number_to_json
from safeconduct.assess.claims.phrases import Phrase

DIGITS = 1000


@dataclass(frozen=True, slots=True)
class EntryRef:
    """An entry that stands behind a figure."""

    log: str
    index: int

    def to_json(self) -> dict[str, Any]:
        """As an object."""
        return {"log": self.log, "index": self.index}


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """One row behind the answer: its name, day (text or empty), value in the claim's unit if any, its entries."""

    label: str
    day: str
    value: Fraction | None
    entries: tuple[EntryRef, ...]

    def to_json(self) -> dict[str, Any]:
        """As an object, empty parts left out."""
        found: dict[str, Any] = {"label": self.label}
        if self.day:
            found["day"] = self.day
        if self.value is not None:
            found["value"] = number_to_json(self.value)
        return {**found, "entries": [entry.to_json() for entry in self.entries]}


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """A change under which record and claim come together, or nearly.

    kind: kinds of its edits joined by ``+``. change: its words, one phrase a part. value: the record's under it.
    residual: what the claim has more than that. exact: whether the claim then holds. arithmetic: how value came about.
    agree, of: claims of the same statement and period that hold under it. possible, by_luck_tenths: see `revision`.
    """

    kind: str
    change: tuple[Phrase, ...]
    value: Fraction
    residual: Fraction
    exact: bool
    arithmetic: str
    chance_permille: int
    agree: int
    of: int
    rows: tuple[EvidenceRow, ...] = ()
    note: Phrase | None = None

    def to_json(self) -> dict[str, Any]:
        """As an object."""
        found: dict[str, Any] = {
            "kind": self.kind,
            "change": "; ".join(str(part) for part in self.change),
            "value": number_to_json(self.value),
            "residual": number_to_json(self.residual),
            "exact": self.exact,
            "arithmetic": self.arithmetic,
        }
        if self.exact:
            found["chance_permille"] = self.chance_permille
            found["statement"] = {"agree": self.agree, "of": self.of}
        if self.rows:
            found["rows"] = [row.to_json() for row in self.rows]
        if self.note is not None:
            found["note"] = str(self.note)
        return found


@dataclass(frozen=True, slots=True)
class UnderReading:
    """What the record says of a claim under one reading of the agreement."""

    reading: str
    verdict: Verdict
    recorded: Interval | None
    reason: Phrase

    def to_json(self, unit: str) -> dict[str, Any]:
        """As an object."""
        return {
            "reading": self.reading,
            "verdict": self.verdict.value,
            "recorded": {**interval_to_json(self.recorded), "unit": unit},
            "reason": str(self.reason),
        }


@dataclass(frozen=True, slots=True)
class Answer:
    """What the record says of one claim."""

    claim: Claim
    verdict: Verdict
    allowed: Interval
    recorded: Interval | None
    gaps: Gaps
    reason_code: str
    reason: Phrase
    definition: tuple[Phrase, ...]
    reconciliations: tuple[Reconciliation, ...]
    rows: int
    evidence: tuple[EvidenceRow, ...]
    cannot_know: tuple[str, ...]
    readings: tuple[UnderReading, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """As an object of docs/reference/answers.md."""
        unit = self.claim.proposition.unit
        readings = [one.to_json(unit) for one in self.readings]
        return {
            "id": self.claim.id,
            "statement": self.claim.statement,
            "speaker": self.claim.speaker,
            "verdict": self.verdict.value,
            "claimed": claimed_to_json(self.claim, self.allowed),
            "recorded": {**interval_to_json(self.recorded), "unit": unit},
            "reason": str(self.reason),
            "reason_code": self.reason_code,
            "definition": [str(phrase) for phrase in self.definition],
            "reconciliations": [found.to_json() for found in self.reconciliations],
            "evidence": {
                "rows": self.rows,
                "shown": len(self.evidence),
                "items": [row.to_json() for row in self.evidence],
            },
            "cannot_know": list(self.cannot_know),
            **({"readings": readings} if readings else {}),
        }


def claimed_to_json(claim: Claim, allowed: Interval) -> dict[str, Any]:
    """What was claimed: comparator, value and the numbers it allows."""
    proposition = claim.proposition
    found: dict[str, Any] = {
        "comparator": proposition.comparator.value,
        "value": number_to_json(proposition.value),
        "unit": proposition.unit,
        **interval_to_json(allowed),
    }
    if proposition.high is not None:
        found["value_high"] = number_to_json(proposition.high)
    return found


def interval_to_json(interval: Interval | None) -> dict[str, Any]:
    """Ends of an interval to three decimals, rounded outwards; null is unbounded (or, for both, nothing to measure)."""
    if interval is None:
        return {"low": None, "high": None}
    low, high = interval.low, interval.high
    return {
        "low": None if low is None else _rounded(Fraction(floor(low * DIGITS), DIGITS)),
        "high": None if high is None else _rounded(Fraction(ceil(high * DIGITS), DIGITS)),
    }


def _rounded(value: Fraction) -> int | float:
    return int(value) if value.denominator == 1 else float(value)


def refs(keys: Sequence[int | None], origins: Sequence[str]) -> tuple[EntryRef, ...]:
    """Entries from entry keys, without repeats, in order."""
    found: list[EntryRef] = []
    for key in keys:
        if key is None:
            continue
        log, index = divmod(key, 1 << 40)
        ref = EntryRef(origins[log], index)
        if ref not in found:
            found.append(ref)
    return tuple(found)
