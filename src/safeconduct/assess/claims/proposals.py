"""The reconciliations of one contradicted claim, collected from every source and put into words with arithmetic.

In order: changes that make it agree (from its statement), then other ways of counting (rounding, row unit, condition
dropped), then the speaker's convention with what it leaves, and one revised quantity as a possibility.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from safeconduct.assess.claims import edits as ed
from safeconduct.assess.claims import phrases
from safeconduct.assess.claims.answer import EvidenceRow, Reconciliation, refs
from safeconduct.assess.claims.convention import Finding
from safeconduct.assess.claims.definition import ROW_WORDS, define
from safeconduct.assess.claims.edits import apply_all
from safeconduct.assess.claims.evaluate import Evaluator
from safeconduct.assess.claims.evidence import candidate_row
from safeconduct.assess.claims.interval import Interval, Verdict, implied_rounding, verdict_of
from safeconduct.assess.claims.model import Claim, Comparator, Measure
from safeconduct.assess.claims.phrases import Phrase, plain_number
from safeconduct.assess.claims.profile import Span, Window, window_of
from safeconduct.assess.claims.reconcile import Agreement, allowed_of, best_for, member_id
from safeconduct.assess.claims.revision import Revision, revision
from safeconduct.assess.claims.rows import Candidate, permille
from safeconduct.assess.claims.vocabulary import ClaimVocabulary
from safeconduct.base.errors import SafeconductError
from safeconduct.base.limits import RECONCILE_SHOWN_MAX

NEARLY_SHARE_MAX = Fraction(5, 100)


@dataclass(frozen=True, slots=True)
class Proposals:
    """What was found for all claims: agreements by claim id, conventions, and the evaluators by claim id."""

    agreements: Mapping[str, Sequence[Agreement]]
    conventions: Sequence[Finding]
    evaluators: Mapping[str, Evaluator]


def proposals_for(evaluator: Evaluator, proposals: Proposals) -> tuple[Reconciliation, ...]:
    """At most five reconciliations of a claim, exact ones first."""
    name = member_id(evaluator)
    agreed = best_for(name, proposals.agreements.get(name, ()), most=RECONCILE_SHOWN_MAX)
    found = [_from_agreement(evaluator, agreement) for agreement in agreed]
    found += _other_counts(evaluator)
    found.sort(key=lambda r: (-r.agree, ed.plainness(r.kind.split("+"))) if r.rows else (-r.agree, 0))
    if not found:
        found += _nearly(evaluator, proposals)
    return tuple(found[:RECONCILE_SHOWN_MAX])


def _from_agreement(evaluator: Evaluator, agreement: Agreement) -> Reconciliation:
    change, definition = agreement.change, evaluator.definition
    value = agreement.values[member_id(evaluator)]
    moved = apply_all(change.edits, window_of(definition.when))
    added = agreement.added[member_id(evaluator)]
    own = {row.key: row for row in added}
    return Reconciliation(
        kind="+".join(change.kinds),
        change=(*(edit.words() for edit in change.edits), *_row_words(change.rows)),
        value=value,
        residual=definition.claim.proposition.value - value,
        exact=True,
        arithmetic=_arithmetic(evaluator, moved, added, value),
        chance_permille=permille(agreement.chance),
        agree=len(agreement.agree),
        of=agreement.of,
        rows=tuple(candidate_row(definition, row, own.get(row.key)) for row in change.rows),
    )


def _row_words(rows: Sequence[Candidate]) -> list[Phrase]:
    found = []
    for sign, template in ((1, phrases.ROWS_IN), (-1, phrases.ROWS_OUT)):
        named = [row.label for row in rows if row.sign == sign]
        if named:
            found.append(Phrase(template, {"rows": " and ".join(named)}))
    return found


def _arithmetic(evaluator: Evaluator, moved: Window | None, rows: Sequence[Candidate], value: Fraction) -> str:
    definition = evaluator.definition
    plain = _low(evaluator.measure(window_of(definition.when)).interval)
    base = _low(evaluator.measure(moved).interval) if moved is not None else plain
    steps = plain_number(base)
    unit = definition.claim.proposition.unit
    for row in rows:
        count = definition.measure is Measure.COUNT
        amount = Fraction(row.counts.rows) if count else Fraction(row.counts.total) / definition.scale
        steps += f" {'+' if amount >= 0 else '-'} {plain_number(abs(amount))} ({row.label})"
    if definition.each_sql and base != value:
        steps += f" {'+' if value > base else '-'} {plain_number(abs(value - base))}"
    total = steps if steps == plain_number(value) else f"{steps} = {plain_number(value)}"
    stated = f"{plain_number(plain)} as stated; " if base != plain else ""
    return f"{stated}{total} {unit}".strip()


def _low(interval: Interval | None) -> Fraction:
    return interval.low if interval is not None and interval.low is not None else Fraction(0)


def _other_counts(evaluator: Evaluator) -> list[Reconciliation]:
    """Ways of counting that are no change of time: rounding, another unit of rows, the condition dropped."""
    found = [r for r in (_rounding(evaluator),) if r is not None]
    for kind, claim, words in _recounted(evaluator.definition.claim, evaluator.definition.table):
        try:
            vocabulary = ClaimVocabulary(evaluator.definition.facts, agreement=evaluator.definition.agreement)
            other = Evaluator(define(claim, vocabulary))
        except SafeconductError:
            continue  # the other way of counting cannot be asked of this table
        if other.definition.not_recorded:
            continue
        interval = other.measure(window_of(other.definition.when)).interval
        if interval is not None and verdict_of(interval, allowed_of(other)) is Verdict.SUPPORTED:
            found.append(_simple(evaluator, kind, words, _low(interval)))
    return found


def _rounding(evaluator: Evaluator) -> Reconciliation | None:
    proposition = evaluator.definition.claim.proposition
    interval = evaluator.measure(window_of(evaluator.definition.when)).interval
    if proposition.comparator is not Comparator.EXACTLY or interval is None or not interval.is_exact:
        return None
    step = proposition.rounding or implied_rounding(proposition.value)
    value = _low(interval)
    if step * 10 > abs(proposition.value) or abs(value - proposition.value) * 2 > step:
        return None
    words = Phrase(phrases.ROUNDED, {"step": step, "unit": proposition.unit})
    return _simple(evaluator, ed.ROUNDING, words, value)


def _recounted(claim: Claim, table: str) -> list[tuple[str, Claim, Phrase]]:
    proposition = claim.proposition
    found = []
    other = {"movement": "cargo", "cargo": "movement"}.get(table)
    if proposition.measure is Measure.COUNT and other is not None:
        words = Phrase(phrases.UNIT_SWAPPED, {"row": ROW_WORDS[other], "before": ROW_WORDS[table]})
        found.append((ed.ROW_UNIT, replace(claim, proposition=replace(proposition, table=other)), words))
    if proposition.where != "true" and proposition.measure is not Measure.SHARE:
        words = Phrase(phrases.FILTER_DROPPED, {"where": proposition.where})
        found.append((ed.FILTER, replace(claim, proposition=replace(proposition, where="true")), words))
    return found


def _simple(evaluator: Evaluator, kind: str, words: Phrase, value: Fraction) -> Reconciliation:
    proposition = evaluator.definition.claim.proposition
    return Reconciliation(
        kind=kind,
        change=(words,),
        value=value,
        residual=proposition.value - value,
        exact=True,
        arithmetic=f"{plain_number(value)} {proposition.unit}",
        chance_permille=permille(_simple_chance(evaluator)),
        agree=1,
        of=1,
    )


def _simple_chance(evaluator: Evaluator) -> Fraction:
    """One other way of counting against all gaps up to this size."""
    plain = _low(evaluator.measure(window_of(evaluator.definition.when)).interval)
    gap = abs(evaluator.definition.claim.proposition.value - plain)
    return Fraction(1, 2 * max(int(gap), 1) + 1)


def _nearly(evaluator: Evaluator, proposals: Proposals) -> list[Reconciliation]:
    """No change makes the claim agree: what the speaker's convention leaves, or the nearest single change leaves."""
    definition = evaluator.definition
    window = window_of(definition.when)
    if window is None or definition.measure not in {Measure.SUM, Measure.COUNT}:
        return []
    found = []
    finding = next((f for f in proposals.conventions if f.speaker == definition.claim.speaker), None)
    if finding is not None:
        convention = finding.best.convention
        since = _agreed_since(evaluator, finding, proposals)
        found += _residual(evaluator, (convention.words(),), convention.kind, convention.apply(window), since)
    nearest = _nearest_shift(evaluator, window, proposals)
    if nearest is not None:
        near = _residual(evaluator, (nearest.words(),), nearest.kind, nearest.apply(window), None)
        found += [r for r in near if ed.REVISED in r.kind and all(r.value != other.value for other in found)]
    return found


def _nearest_shift(evaluator: Evaluator, window: Window, proposals: Proposals) -> ed.Edit | None:
    """The single move of time whose count partner agrees, else the one that leaves least."""
    singles = [e for e in ed.single_edits(window, []) if e.kind in {ed.PERIOD_END, ed.DATE_SHIFT, ed.SNAPSHOT_DAY}]
    value = evaluator.definition.claim.proposition.value
    partner = _count_partner(evaluator, proposals)

    def leaves(edit: ed.Edit) -> tuple[int, Fraction, int]:
        moved = edit.apply(window)
        agreed = partner is not None and moved is not None and _agrees(partner, moved)
        low = _low(evaluator.measure(moved).interval)
        return (0 if agreed else 1, abs(value - low), abs(edit.days))

    return min(singles, key=leaves, default=None)


def _count_partner(evaluator: Evaluator, proposals: Proposals) -> Evaluator | None:
    own = evaluator.definition.claim
    for other in proposals.evaluators.values():
        claim = other.definition.claim
        same_words = claim.statement == own.statement and claim.proposition.where == own.proposition.where
        same_time = claim.proposition.period_key() == own.proposition.period_key()
        if same_words and same_time and other is not evaluator and other.definition.measure is Measure.COUNT:
            return other
    return None


def _agrees(evaluator: Evaluator, window: Window) -> bool:
    interval = evaluator.measure(window).interval
    return interval is not None and verdict_of(interval, allowed_of(evaluator)) is Verdict.SUPPORTED


def _agreed_since(evaluator: Evaluator, finding: Finding, proposals: Proposals) -> int | None:
    """The end, under the convention, of the newest earlier running total of the speaker that agrees exactly."""
    own = evaluator.definition.claim.proposition
    moved = finding.best.convention.apply(window_of(evaluator.definition.when))
    if not isinstance(moved, Span) or moved.from_day is not None or moved.until_day is None:
        return None
    ends = []
    for name in finding.best.exact:
        other = proposals.evaluators[name].definition.claim.proposition
        same = (other.measure, other.table, other.column, other.where) == (
            own.measure,
            own.table,
            own.column,
            own.where,
        )
        window = finding.best.convention.apply(window_of(proposals.evaluators[name].definition.when))
        if same and isinstance(window, Span) and window.from_day is None and window.until_day is not None:
            ends.append(window.until_day)
    return max((end for end in ends if end < moved.until_day), default=None)


def _residual(
    evaluator: Evaluator, change: tuple[Phrase, ...], kind: str, moved: Window | None, since: int | None
) -> list[Reconciliation]:
    if moved is None:
        return []
    proposition = evaluator.definition.claim.proposition
    value = _low(evaluator.measure(moved).interval)
    residual = proposition.value - value
    plain = proposition.value - _low(evaluator.measure(window_of(evaluator.definition.when)).interval)
    if abs(residual) >= abs(plain) or abs(residual) > abs(proposition.value) * NEARLY_SHARE_MAX:
        return []
    base = Reconciliation(
        kind=kind,
        change=change,
        value=value,
        residual=residual,
        exact=residual == 0,
        arithmetic=_arithmetic(evaluator, moved, (), value),
        chance_permille=0,
        agree=0,
        of=1,
    )
    revised = revision(evaluator, moved, residual, since=since)
    return [base] if revised is None else [_with_revision(evaluator, base, revised)]


def _with_revision(evaluator: Evaluator, base: Reconciliation, revised: Revision) -> Reconciliation:
    proposition = evaluator.definition.claim.proposition
    origins = [state.origin for state in evaluator.definition.facts.stamp]
    words = Phrase(phrases.ONE_REVISED, {"residual": revised.residual, "unit": proposition.unit})
    rows = tuple(
        EvidenceRow(row.label, "", row.recorded, refs([(row.entry[0] << 40) + row.entry[1]], origins))
        for row in revised.rows
    )
    return replace(
        base,
        kind=f"{base.kind}+{ed.REVISED}",
        change=(*base.change, words),
        rows=rows,
        note=_revision_note(revised),
    )


def _revision_note(revised: Revision) -> Phrase:
    if not revised.rows:
        return Phrase(phrases.REVISED_UNNAMED, {"possible": revised.possible})
    named = " or ".join(
        f"{row.label}, {plain_number(row.recorded)} to {plain_number(row.revised)}" for row in revised.rows
    )
    luck = Fraction(revised.by_luck_tenths, 10)
    return Phrase(phrases.REVISED_NAMED, {"rows": named, "possible": revised.possible, "by_luck": luck})
