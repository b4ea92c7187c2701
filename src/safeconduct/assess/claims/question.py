"""Claims as canonical JSON: the form in which they stand in entries and in bundles.

The way back is the reader of claims files itself: canonical JSON is YAML of the kind it accepts, so there is one
parser and one set of rules.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from safeconduct.assess.claims.load import ClaimsFile, claims_from_yaml
from safeconduct.assess.claims.model import Claim, Over, Proposition, Snapshot
from safeconduct.assess.errors import ClaimError
from safeconduct.base.canonical import JsonValue, canonical_bytes
from safeconduct.base.instant import day_to_text


def question_to_bytes(claims: Sequence[Claim], not_recorded: Sequence[str] = ()) -> bytes:
    """The claims as one canonical JSON file. Order is kept."""
    listed: list[JsonValue] = [claim_to_json(claim) for claim in claims]
    question: dict[str, JsonValue] = {"claims": listed, "version": 1}
    if not_recorded:
        question["not_recorded"] = list(not_recorded)
    return canonical_bytes(question)


def question_from_bytes(data: bytes, name: str) -> ClaimsFile:
    """Read what `question_to_bytes` wrote; problems are reported as for any claims file."""
    return claims_from_yaml(data, name)


def claim_to_json(claim: Claim) -> dict[str, JsonValue]:
    """One claim, empty parts left out."""
    parts = {
        "id": claim.id,
        "statement": claim.statement,
        "speaker": claim.speaker,
        "said_on": claim.said_on,
        "as_of": claim.as_of,
        "source": claim.source,
        "wording": claim.wording,
        "note": claim.note,
    }
    named: dict[str, JsonValue] = {key: text for key, text in parts.items() if text}
    return {**named, "claim": proposition_to_json(claim.proposition)}


def proposition_to_json(proposition: Proposition) -> dict[str, JsonValue]:
    """The checkable part; numbers that are not whole are decimal texts, days are texts."""
    found: dict[str, JsonValue] = {
        "measure": proposition.measure.value,
        "table": proposition.table,
        "where": proposition.where,
        "comparator": proposition.comparator.value,
        "value": _number(proposition.value),
    }
    if proposition.column is not None:
        found["column"] = proposition.column
    if proposition.unit:
        found["unit"] = proposition.unit
    if proposition.over is not None:
        found["over"] = _over(proposition.over)
    if proposition.snapshot is not None:
        found["snapshot"] = _snapshot(proposition.snapshot)
    if proposition.each:
        found["each"] = [dict(condition) for condition in proposition.each]
    if proposition.high is not None:
        found["high"] = _number(proposition.high)
    if proposition.rounding is not None:
        found["rounding"] = _number(proposition.rounding)
    if proposition.reading:
        found["reading"] = proposition.reading
    return found


def _over(over: Over) -> dict[str, JsonValue]:
    days = {"from": over.from_day, "until": over.until_day}
    return {"column": over.column, **{key: day_to_text(day) for key, day in days.items() if day is not None}}


def _snapshot(snapshot: Snapshot) -> dict[str, JsonValue]:
    return {"at": day_to_text(snapshot.at_day), "entered": snapshot.entered, "left": snapshot.left}


def _number(value: Fraction) -> int | str:
    """A whole number as it is; anything else as a decimal text of at most 18 places, exactly."""
    if value.denominator == 1:
        return int(value)
    scaled = abs(value) * 10**18
    if scaled.denominator != 1:
        raise ClaimError(f"{value} is not a decimal of at most 18 places")
    digits = str(int(scaled)).rjust(19, "0")
    return f"{'-' if value < 0 else ''}{digits[:-18]}.{digits[-18:].rstrip('0')}"
