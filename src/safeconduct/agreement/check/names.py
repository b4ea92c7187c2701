"""R06, R08 and R13: facts that nothing uses or records, clauses that nothing applies, codes that match nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from safeconduct.agreement.cel import Condition
from safeconduct.agreement.cel.types import Kind
from safeconduct.agreement.check.codes import mend_code, why_nothing
from safeconduct.agreement.check.finding import Finding
from safeconduct.agreement.check.tables import Tables
from safeconduct.agreement.model import INSTANT_FACT, Agreement, DeclaredFact
from safeconduct.agreement.region.samples import mentioned
from safeconduct.agreement.timeline import Timeline
from safeconduct.base.suggest import nearest
from safeconduct.entries.registry import KINDS

PLANNED = frozenset(
    {
        *("pass", "pass_revoked", "arrival", "decision", "count", "heartbeat", "incident", "delivery", "stock"),
        *("outage", "stance", "consent", "proposal", "response", "obligation_report", "patrol", "dispute"),
        *("erasure", "handover", "key", "epoch"),
    }
)
"""Kinds of entries that the design names and that no program writes yet."""
_MOVEMENT = "movement"


def idle_facts(agreement: Agreement) -> Iterator[Finding]:
    """R06: facts that nothing uses, and facts in use that no entry records."""
    used = _used_facts(agreement)
    for fact in agreement.facts.values():
        if fact.name not in used and fact.name != INSTANT_FACT:
            what, mend = "nothing in the file uses it", "Use it in a condition, or take it out."
        elif fact.per == "movement" and (reason := _unrecorded(fact)):
            what, mend = reason
        else:
            continue
        yield Finding("R06", "warning", f"fact {fact.name!r}", fact.line, what, mend, {"fact": fact.name})


def _used_facts(agreement: Agreement) -> set[str]:
    used = {name for condition in _conditions(agreement) for name in condition.names}
    for rule in agreement.rules:
        used |= {*rule.breach_by}
        if rule.consent is not None:
            used |= {rule.consent.fact, rule.consent.refused_fact}
    notices = [duty.unless.seen_in for duty in agreement.obligations if duty.unless is not None]
    grouped = [name for duty in agreement.obligations for name in duty.per]
    status = agreement.status.per if agreement.status else ()
    return used | {*notices, *grouped, *status}


def _conditions(agreement: Agreement) -> Iterator[Condition]:
    timelines: list[Timeline[Condition | None]] = [rule.condition for rule in agreement.rules]
    timelines += [duty.condition for duty in agreement.obligations if duty.condition is not None]
    timelines += [line.condition for line in agreement.status.lines] if agreement.status else []
    return (piece for one in timelines for piece in one.values() if piece is not None)


def _unrecorded(fact: DeclaredFact) -> tuple[str, str] | None:
    """Why no entry records a fact, and what to do; None if one does."""
    if not fact.source:
        return "it does not say which entries record it", "Add from: KIND.FIELD, such as passage.at."
    reasons = [_not_recorded(path) for path in (fact.source, fact.otherwise) if path]
    return None if None in reasons else reasons[0]


def _not_recorded(path: str) -> tuple[str, str] | None:
    kind = path.partition(".")[0]
    if kind == _MOVEMENT or kind in KINDS:  # a field that the kind does not have can stand under its `extra`
        return None
    if kind in PLANNED:
        return f"the kind {kind!r} is planned, and nothing records it yet", "Until then the fact stays unknown."
    close = nearest(kind, [*KINDS, *PLANNED])
    mend = f"Did you mean {close[0]}?" if close else f"Kinds are {', '.join(KINDS)}."
    return f"there is no kind of entry {kind!r}", mend


def idle_clauses(agreement: Agreement) -> Iterator[Finding]:
    """R08: clauses that no rule, duty, limit or list applies; rules and duties that name no clause."""
    applied = {clause for rule in agreement.rules for clause in (*rule.clauses, rule.asymmetric)}
    applied |= {clause for duty in agreement.obligations for clause in (*duty.clauses, duty.asymmetric)}
    applied |= {clause for limit in agreement.limits.values() for row in limit.rows for clause in row.clauses}
    applied |= {clause for one in agreement.lists.values() for clause in one.clauses}
    for source in agreement.sources.values():
        for clause in source.clauses.values():
            if clause.id not in applied and not clause.no_rule:
                what = "no rule, duty, limit or list applies this clause, and `no_rule` does not say why"
                mend = "Cite it where it is applied, or add no_rule: and the reason."
                shown: Mapping[str, str] = {"clause": clause.id, "says": clause.says.get("en", "")}
                yield Finding("R08", "error", f"clause {clause.id}", clause.line, what, mend, {**shown})
    for rule in agreement.rules:
        if not rule.clauses:
            yield _without_clause(f"rule {rule.id!r}", rule.line)
    for duty in agreement.obligations:
        if not duty.clauses:
            yield _without_clause(f"obligation {duty.id!r}", duty.line)


def _without_clause(part: str, line: int) -> Finding:
    mend = "Add clause: and the clause or source that it rests on."
    return Finding("R08", "error", part, line, "it names no clause", mend)


def idle_codes(tables: Tables) -> Iterator[Finding]:
    """R13: codes, in lists and conditions, that are not in their scheme, so that nothing ever matches."""
    agreement = tables.agreement
    for one in agreement.lists.values():
        written = {code for codes in one.versions.values() if codes for code in (*codes.exact, *codes.prefixes)}
        yield from _codes(written, f"list {one.id!r}", one.line)
    for rule in agreement.rules:
        if any(
            agreement.facts[name].type.kind in {Kind.CODES, Kind.CODE} for name in _facts_of(agreement, rule.condition)
        ):
            exact, _ = mentioned([piece.tree for piece in rule.condition.values() if piece is not None])
            listed = {code for one in agreement.lists.values() for v in one.versions.values() if v for code in v.exact}
            own = {text for text in exact if ":" in text} - listed
            yield from _codes(own, f"rule {rule.id!r}", rule.line)


def _facts_of(agreement: Agreement, condition: Timeline[Condition | None]) -> set[str]:
    names = {name for piece in condition.values() if piece is not None for name in piece.names}
    return names & agreement.facts.keys()


def _codes(written: set[str], part: str, line: int) -> Iterator[Finding]:
    for code in sorted(written):
        reason = why_nothing(code)
        if reason:
            yield Finding(
                "R13", "error", part, line, f"{code} matches nothing: {reason}", mend_code(code), {"code": code}
            )
