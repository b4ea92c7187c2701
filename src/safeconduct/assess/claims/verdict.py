"""From a measured interval to a verdict with its reason; reasons that keep a claim open come before any comparison."""

from __future__ import annotations

from fractions import Fraction

from safeconduct.assess.claims import phrases
from safeconduct.assess.claims.answer import Answer
from safeconduct.assess.claims.definition import Definition
from safeconduct.assess.claims.evaluate import Evaluator, Gaps, Measured
from safeconduct.assess.claims.interval import Interval, Verdict, allowed_by, verdict_of
from safeconduct.assess.claims.model import Comparator, Proposition, day_or_none
from safeconduct.assess.claims.phrases import Phrase, plain_number
from safeconduct.assess.claims.profile import Span, Window, window_of

UNBOUNDED = Interval(None, None)


def answer_without_reconciliations(evaluator: Evaluator) -> Answer:
    """Evaluate a claim as it stands."""
    definition = evaluator.definition
    window = window_of(definition.when)
    blocked = _blocked(definition)
    measured = Measured(None, Gaps(), 0) if definition.not_recorded else evaluator.measure(window)
    allowed = allowed_by(definition.claim.proposition, definition.tolerance)
    if blocked is not None:
        verdict, (code, reason) = Verdict.UNDECIDABLE, blocked
    elif measured.interval is None:
        verdict, code, reason = Verdict.UNDECIDABLE, "no_rows", Phrase(phrases.NO_ROWS)
    else:
        verdict = verdict_of(measured.interval, allowed)
        code, reason = _reason(verdict, definition, measured, window)
    return Answer(
        claim=definition.claim,
        verdict=verdict,
        allowed=allowed,
        recorded=UNBOUNDED if definition.not_recorded else measured.interval,
        gaps=measured.gaps,
        reason_code=code,
        reason=reason,
        definition=definition.says,
        reconciliations=(),
        rows=measured.rows,
        evidence=(),
        cannot_know=definition.facts.terms.cannot_know,
    )


def _blocked(definition: Definition) -> tuple[str, Phrase] | None:
    """What makes a claim undecidable whatever the rows say."""
    if definition.facts.evidence == "simulated":
        return "simulated", Phrase(phrases.SIMULATED)
    if definition.not_recorded:
        column = definition.not_recorded[0]
        return "not_recorded", Phrase(phrases.NOT_RECORDED, {"column": column.name, "says": column.says})
    if definition.unknown_values:
        column_name, value, near = definition.unknown_values[0]
        values = {"column": column_name, "value": value, "near": near}
        return "value_unknown", Phrase(phrases.VALUE_UNKNOWN, values)
    return None


def _reason(verdict: Verdict, definition: Definition, measured: Measured, window: Window | None) -> tuple[str, Phrase]:
    if verdict is Verdict.UNDECIDABLE:
        return _undecided(definition, measured, window)
    interval = measured.interval or UNBOUNDED
    proposition = definition.claim.proposition
    values = {
        "claimed": claimed_text(proposition),
        "unit": proposition.unit,
        "low": interval.low or 0,
        "high": interval.high or 0,
        "value": interval.low or 0,
    }
    supported = verdict is Verdict.SUPPORTED
    if interval.is_exact:
        return verdict.value, Phrase(phrases.SUPPORTED if supported else phrases.CONTRADICTED, values)
    if interval.high is None:
        template = phrases.SUPPORTED_LOW if supported else phrases.CONTRADICTED_LOW
    else:
        template = phrases.SUPPORTED_RANGE if supported else phrases.CONTRADICTED_RANGE
    return verdict.value, Phrase(template, values)


def _undecided(definition: Definition, measured: Measured, window: Window | None) -> tuple[str, Phrase]:
    """The widest reason first: part of the world is not recorded, then days, then rows."""
    gaps = measured.gaps
    low = measured.interval.low if measured.interval is not None and measured.interval.low is not None else 0
    values: dict[str, str | int | Fraction | Phrase] = {"low": low, "unit": definition.claim.proposition.unit}
    scope = definition.scope_missing
    if gaps.scope and scope is not None:
        values |= {
            "column": scope.column,
            "recorded": ", ".join(scope.recorded),
            "missing": ", ".join(scope.missing),
            "says": scope.says,
        }
        return "scope_missing", Phrase(phrases.SCOPE_MISSING, values)
    column = window.column if isinstance(window, Span) else window.entered if window else ""
    if gaps.outside:
        stated = definition.coverage(column)
        values |= {
            "column": column,
            "from_day": day_or_none(stated.from_day if stated else None) or "the beginning",
            "until_day": day_or_none(stated.until_day if stated else None) or "its end",
        }
        return "outside_coverage", Phrase(phrases.OUTSIDE_COVERAGE, values)
    if gaps.uncovered:
        values["column"] = column or "the table"
        return "no_coverage", Phrase(phrases.NO_COVERAGE, values)
    if gaps.left_out:
        values["rows"] = gaps.left_out
        return "left_out", Phrase(phrases.LEFT_OUT, values)
    return "unknown_rows", Phrase(phrases.UNKNOWN_ROWS, {"rows": gaps.unsure_rows})


def claimed_text(proposition: Proposition) -> str:
    """What was claimed, for people: ``about 2,100,000``."""
    words = {
        Comparator.EXACTLY: "",
        Comparator.ABOUT: "about ",
        Comparator.MORE_THAN: "more than ",
        Comparator.AT_LEAST: "at least ",
        Comparator.LESS_THAN: "less than ",
        Comparator.AT_MOST: "at most ",
        Comparator.BETWEEN: "between ",
    }
    value = plain_number(proposition.value)
    if proposition.high is not None:
        value = f"{value} and {plain_number(proposition.high)}"
    return words[proposition.comparator] + value
