"""A claim put under every reading of the agreement, because the limits that it uses differ between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from safeconduct.assess.claims import phrases
from safeconduct.assess.claims.answer import Answer, UnderReading
from safeconduct.assess.claims.evaluate import Evaluator
from safeconduct.assess.claims.interval import Interval, Verdict
from safeconduct.assess.claims.model import Claim
from safeconduct.assess.claims.phrases import Phrase
from safeconduct.assess.claims.verdict import answer_without_reconciliations

REASON_CODE = "readings_differ"


def under_reading(claim: Claim, reading: str) -> Claim:
    """The claim as one reading has it; as it stands for no reading."""
    if not reading or claim.proposition.reading:
        return claim
    return replace(claim, proposition=replace(claim.proposition, reading=reading))


def undecided_between(claim: Claim, under: Sequence[Evaluator]) -> Answer | None:
    """The answer where readings come to different verdicts or figures; None where all come to the same."""
    answers = [answer_without_reconciliations(evaluator) for evaluator in under]
    if len({(answer.verdict, answer.recorded, answer.reason_code) for answer in answers}) == 1:
        return None
    readings = tuple(
        UnderReading(answer.claim.proposition.reading, answer.verdict, answer.recorded, answer.reason)
        for answer in answers
    )
    said = _joined([_said(one, claim.proposition.unit) for one in readings])
    return replace(
        answers[0],
        claim=claim,
        verdict=Verdict.UNDECIDABLE,
        recorded=_hull([answer.recorded for answer in answers]),
        reason_code=REASON_CODE,
        reason=Phrase(phrases.READINGS_DIFFER, {"said": said}),
        definition=tuple(phrase for phrase in answers[0].definition if phrase.template != phrases.DEF_READING),
        rows=max(answer.rows for answer in answers),
        readings=readings,
    )


def one_of_all(claim: Claim, under: Sequence[Evaluator]) -> Evaluator:
    """The evaluator of the first reading, speaking for all of them."""
    definition = under[0].definition
    says = tuple(
        Phrase(phrases.DEF_EVERY_READING) if phrase.template == phrases.DEF_READING else phrase
        for phrase in definition.says
    )
    return Evaluator(replace(definition, claim=claim, says=says))


def _hull(intervals: Sequence[Interval | None]) -> Interval | None:
    """The least interval that holds all; None if some reading leaves nothing to measure."""
    if any(interval is None for interval in intervals):
        return None
    known = [interval for interval in intervals if interval is not None]
    lows, highs = [one.low for one in known], [one.high for one in known]
    low = None if None in lows else min(one for one in lows if one is not None)
    high = None if None in highs else max(one for one in highs if one is not None)
    return Interval(low, high)


def _said(one: UnderReading, unit: str) -> Phrase:
    values: dict[str, str | int | Fraction | Phrase] = {"reading": one.reading, "unit": unit}
    if one.recorded is None:
        return Phrase(phrases.UNDER_READING_UNKNOWN, values)
    values["low"] = one.recorded.low or 0
    if one.recorded.high is None:
        return Phrase(phrases.UNDER_READING_OPEN, values)
    if one.recorded.high == one.recorded.low:
        return Phrase(phrases.UNDER_READING_EXACT, values)
    return Phrase(phrases.UNDER_READING, {**values, "high": one.recorded.high})


def _joined(parts: Sequence[Phrase]) -> Phrase:
    values: dict[str, str | int | Fraction | Phrase] = {f"part{number}": part for number, part in enumerate(parts)}
    return Phrase("; ".join(f"{{part{number}}}" for number in range(len(parts))), values)
