"""What a reading makes of the rules: for each period, the steps of one question in order, nothing left to look up.

Every back-end (logic, SQL, closures, region table) works on rulings, so dates, lists, limits, positions,
amendments and consents are resolved once and here. A rule that asks for consents becomes up to two steps.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from safeconduct.agreement.cel import Kind
from safeconduct.agreement.cel.evaluate import conjunction, disjunction, negated
from safeconduct.agreement.cel.tree import And, Fact, Held, Literal, Node, Not, Or, PartiesFact, fact_names, replaced
from safeconduct.agreement.model import Agreement, Amendment, Consent, Limit, Question, Reading, Rule, Under
from safeconduct.agreement.timeline import Since, Timeline, joined_timeline

UNKNOWN = "unknown"
"""The name of a fact that never has a value: a limit or list that is not known at the time."""
LIMIT = "limit."
Piece = TypeVar("Piece")
Positions = Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class Step:
    """One condition and what follows if it holds.

    sure: whether the rule applies at all in this reading; if not (a silent position, an amendment on which
    nothing is known of this reading), a condition that holds counts as unknown.
    """

    rule: str
    verdict: str
    tree: Node
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Ruling:
    """The rules of one question under one reading during one period. The first step that holds decides.

    Rules that do not apply are left out. facts: the facts that some step uses, in the order of the
    agreement.
    """

    question: Question
    default: str
    steps: tuple[Step, ...]
    facts: tuple[str, ...]


def rulings(agreement: Agreement, question: Question, reading: Reading) -> Timeline[Ruling]:
    """The rulings of a reading on a question, for every instant."""
    return joined_timeline(
        [
            Since(start, _ruling(agreement, question, reading, start))
            for start in (None, *_cuts(agreement, question, reading))
        ]
    )


def positions_at(reading: Reading, instant: int | None) -> Positions:
    """The position of a reading on every issue at an instant (None: at the beginning); None where it is silent."""
    return {issue: _at(held, instant) for issue, held in reading.positions.items()}


def under_holds(under: Under, positions: Positions) -> bool | None:
    """Whether a part restricted to some positions applies; None where a position that matters is silent."""
    return conjunction(
        None if (held := positions.get(issue)) is None else held in allowed for issue, allowed in under.items()
    )


def amendment_holds(amendment: Amendment, reading: Reading, instant: int | None) -> bool | None:
    """Whether a reading applies an amendment at an instant; None if nothing is known of its view on it."""
    if not _span_holds(amendment, instant):
        return False
    if amendment.under:
        return under_holds(amendment.under, positions_at(reading, instant))
    if reading.party in {*amendment.recognised_by, *amendment.by}:
        return True
    return False if reading.party in amendment.contested_by else None


def part_holds(agreement: Agreement, path: str, reading: Reading, instant: int | None) -> bool | None:
    """Whether a part of the file, such as ``rules.ID``, holds at an instant, for all that amendments do."""
    added_by = [one for one in agreement.amendments if path in {*one.adds, *one.replaces.values()}]
    removed_by = [one for one in agreement.amendments if path in {*one.removes, *one.replaces}]
    added = disjunction(amendment_holds(one, reading, instant) for one in added_by) if added_by else True
    return conjunction([added, *(negated(amendment_holds(one, reading, instant)) for one in removed_by)])


def limit_value(limit: Limit, positions: Positions, instant: int | None) -> int | None:
    """The value of a limit: the latest row that has begun and applies; None if none does or it is not known."""
    possible: set[int] = set()
    for row in sorted(limit.rows, key=lambda row: row.start, reverse=True):
        if instant is None or row.start > instant:
            continue
        applies = under_holds(row.under, positions)
        if applies is not False:
            possible.add(row.value)
        if applies:
            return row.value if len(possible) == 1 else None
    return None


def _cuts(agreement: Agreement, question: Question, reading: Reading) -> list[int]:
    found = {start for held in reading.positions.values() for start in held.starts()}
    found |= {start for rule in agreement.rules_for(question) for start in rule.condition.starts()}
    found |= {row.start for limit in agreement.limits.values() for row in limit.rows}
    spans = [amendment.span for amendment in agreement.amendments]
    found |= {edge for span in spans for edge in (span.start, span.end) if edge is not None}
    return sorted(found)


def _ruling(agreement: Agreement, question: Question, reading: Reading, instant: int | None) -> Ruling:
    positions = positions_at(reading, instant)
    limits = _limits(agreement.limits.values(), positions, instant)
    steps: list[Step] = []
    for rule in agreement.rules_for(question):
        held = part_holds(agreement, f"rules.{rule.id}", reading, instant)
        applies = conjunction([held, under_holds(rule.under, positions)])
        if applies is not False:
            steps += _steps(agreement, rule, limits, instant, sure=applies is True)
    used = {name for step in steps for name in fact_names(step.tree)}
    facts = tuple(name for name in agreement.facts if name in used)
    return Ruling(question, agreement.defaults[question], tuple(steps), facts)


def _steps(
    agreement: Agreement, rule: Rule, limits: Mapping[str, Node], instant: int | None, *, sure: bool
) -> list[Step]:
    condition = _at(rule.condition, instant)
    tree = Fact(Kind.BOOL, UNKNOWN) if condition is None else replaced(condition.tree, limits)
    if rule.consent is None:
        assert rule.then is not None
        return [Step(rule.id, rule.then, tree, sure)]
    return [Step(rule.id, verdict, asked, sure) for verdict, asked in _consent(agreement, rule.consent, tree)]


def _consent(agreement: Agreement, consent: Consent, when: Node) -> list[tuple[str, Node]]:
    steps: list[tuple[str, Node]] = []
    if consent.refused_fact:
        refused = [_held(agreement, party, consent.refused_fact) for party in consent.of]
        steps.append((consent.refused, _both(when, refused[0] if len(refused) == 1 else Or(tuple(refused)))))
    missing: list[Node] = [Not(_held(agreement, party, consent.fact)) for party in consent.of]
    steps.append((consent.missing, _both(when, missing[0] if len(missing) == 1 else Or(tuple(missing)))))
    return steps


def _held(agreement: Agreement, party: str, fact: str) -> Node:
    return Held(Literal(Kind.PARTY, party), PartiesFact(fact, agreement.facts[fact].type.members))


def _both(when: Node, other: Node) -> Node:
    return other if when == Literal(Kind.BOOL, value=True) else And((when, other))


def _limits(limits: Iterable[Limit], positions: Positions, instant: int | None) -> dict[str, Node]:
    return {LIMIT + limit.id: _limit(limit, limit_value(limit, positions, instant)) for limit in limits}


def _limit(limit: Limit, value: int | None) -> Node:
    return Fact(limit.kind, UNKNOWN) if value is None else Literal(limit.kind, value)


def _span_holds(amendment: Amendment, instant: int | None) -> bool:
    return amendment.span.start is None if instant is None else amendment.span.holds(instant)


def _at(held: Timeline[Piece], instant: int | None) -> Piece:
    return held.pieces[0].value if instant is None else held.at(instant)
