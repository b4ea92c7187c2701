"""R10 and R11: exchange inbound and outbound, or two parties, and see whether a verdict changes.

Rules that say by whose clause they are one-sided (`asymmetric`) are left aside; for parties so are rules that
hold under positions on a declared issue. What remains must treat both alike.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from safeconduct.agreement.cel.types import Parties, Value
from safeconduct.agreement.check.finding import Finding
from safeconduct.agreement.check.tables import Period, Tables
from safeconduct.agreement.check.witness import party_name, verdict_text, witness
from safeconduct.agreement.model import Agreement, Rule
from safeconduct.agreement.region import Ruled, verdicts_of
from safeconduct.agreement.region.table import Bits, Mask
from safeconduct.agreement.ruling import Ruling

Places: TypeAlias = npt.NDArray[np.int64]
_DIRECTIONS = {"inbound": "outbound", "outbound": "inbound"}


@dataclass(frozen=True, slots=True)
class _Swap:
    """An exchange. names: value -> the value in its place. excused: rules that need not treat both alike."""

    code: str
    names: Mapping[str, str]
    axes: frozenset[str]
    excused: frozenset[str]
    shown: str
    blame: Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class _Difference:
    """Two cells that the exchange takes to one another, and the rules by which they differ."""

    rules: tuple[str, ...]
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class _Seen:
    """Where a difference was seen."""

    period: Period
    reading: str
    ruling: Ruling
    made: Ruled
    difference: _Difference


def direction_swap(tables: Tables) -> Iterator[Finding]:
    """R10: one finding for each rule that treats inbound and outbound differently without a clause."""
    agreement = tables.agreement
    axes = frozenset(name for name, fact in agreement.facts.items() if {*_DIRECTIONS} <= {*fact.type.members})
    excused = frozenset(rule.id for rule in agreement.rules if rule.asymmetric)
    swap = _Swap("R10", _DIRECTIONS, axes, excused, "inbound and outbound exchanged", {})
    return _findings(tables, swap)


def party_swap(tables: Tables) -> Iterator[Finding]:
    """R11: the same for every two parties to the agreement, outside its issues."""
    agreement = tables.agreement
    axes = frozenset(name for name, fact in agreement.facts.items() if fact.type.kind.value in {"party", "set(party)"})
    tied = {path for one in agreement.amendments if one.issue or one.under for path in one.adds}
    excused = frozenset(
        rule.id for rule in agreement.rules if rule.asymmetric or rule.under or f"rules.{rule.id}" in tied
    )
    equals = [party.id for party in agreement.parties.values() if party.role == "party"]
    blame = {rule.id: frozenset(rule.breach_by) & {*equals} for rule in agreement.rules}
    seen: set[str] = set()
    for one, other in combinations(equals, 2):
        shown = f"{party_name(agreement, one)} and {party_name(agreement, other)} exchanged"
        swap = _Swap("R11", {one: other, other: one}, axes, excused, shown, blame)
        for finding in _findings(tables, swap):
            if finding.part not in seen:
                seen.add(finding.part)
                yield finding


def one_sided_duties(agreement: Agreement) -> Iterator[Finding]:
    """R11 for obligations: duties of one party where no clause is named that gives it to this party alone."""
    equals = [party.id for party in agreement.parties.values() if party.role == "party"]
    for duty in agreement.obligations:
        bound = {party for clause in duty.clauses for party in _binds(agreement, clause)}
        named, free = [party for party in duty.by if party in equals], [p for p in equals if p not in duty.by]
        if named and free and not duty.asymmetric and not duty.under and not {*duty.by} <= bound:
            what = (
                f"it binds {party_name(agreement, named[0])} but not {party_name(agreement, free[0])}, "
                "and nothing says that the text does so"
            )
            mend = "Name the clause that gives the duty to this side alone: asymmetric: CLAUSE."
            yield Finding("R11", "notice", f"obligation {duty.id!r}", duty.line, what, mend, {"by": [*duty.by]})


def _binds(agreement: Agreement, clause: str) -> Sequence[str]:
    source = agreement.sources.get(clause.partition("/")[0])
    return source.binds if source is not None else ()


def _findings(tables: Tables, swap: _Swap) -> Iterator[Finding]:
    seen: set[str] = set()
    for period in tables.all():
        partners = _partners(period, swap)
        if partners is None:
            continue
        for reading, whole in period.distinct():
            ruling = replace(whole, steps=tuple(step for step in whole.steps if step.rule not in swap.excused))
            made = period.ruled(ruling)
            if made is None:
                continue
            for difference in _differences(period, ruling, made, partners, swap):
                for rule_id in difference.rules:
                    if rule_id not in seen:
                        seen.add(rule_id)
                        rule = tables.agreement.rule(rule_id)
                        yield _finding(_Seen(period, reading, ruling, made, difference), tables.agreement, rule, swap)


def _partners(period: Period, swap: _Swap) -> Places | None:
    """For each cell the one that the exchange takes it to; None if the exchange can change nothing."""
    if not period.grid.fits:
        return None
    orders = [
        (axis, _order(values, swap.names))
        for axis, (name, values) in enumerate(zip(period.grid.facts, period.grid.values, strict=True))
        if name in swap.axes
    ]
    moved = [(axis, order) for axis, order in orders if order != list(range(len(order)))]
    if not moved and not any(swap.blame.values()):
        return None
    partners: Places = np.arange(period.grid.cells, dtype=np.int64).reshape(period.grid.shape)
    for axis, order in moved:
        partners = np.take(partners, order, axis=axis)
    return partners.reshape(-1)


def _order(values: Sequence[Value | None], names: Mapping[str, str]) -> list[int]:
    """For each value the place of the one it becomes; itself, where no condition tells the two apart."""
    places = {value: place for place, value in enumerate(values)}
    return [places.get(_swapped(value, names), place) for place, value in enumerate(values)]


def _swapped(value: Value | None, names: Mapping[str, str]) -> Value | None:
    if isinstance(value, str):
        return names.get(value, value)
    if isinstance(value, Parties):
        return Parties(_renamed(value.yes, names), _renamed(value.no, names))
    return value


def _renamed(parties: frozenset[str], names: Mapping[str, str]) -> frozenset[str]:
    return frozenset(names.get(party, party) for party in parties)


def _differences(period: Period, ruling: Ruling, made: Ruled, partners: Places, swap: _Swap) -> Iterator[_Difference]:
    possible, decider = made.possible.reshape(-1), made.decider.reshape(-1)
    differs = possible != possible[partners]
    if any(swap.blame.values()):
        differs |= _blamed_differently(ruling, decider, decider[partners], swap)
    places = np.flatnonzero(differs)
    pairs = decider[places].astype(np.int64) * 256 + decider[partners[places]]
    for first in np.unique(pairs, return_index=True)[1]:
        before = int(places[first])
        after = int(partners[before])
        rules = _culprits(period, ruling, before, after)
        yield _Difference(rules or _deciders(ruling, int(decider[before]), int(decider[after])), before, after)


def _blamed_differently(ruling: Ruling, decider: Bits, other: Bits, swap: _Swap) -> Mask:
    """Where the party that a rule names as responsible does not change places with the parties."""
    blamed = [swap.blame.get(step.rule, frozenset()) for step in ruling.steps]
    blamed.append(frozenset())
    numbers = {
        names: number
        for number, names in enumerate(dict.fromkeys([*blamed, *(_renamed(b, swap.names) for b in blamed)]))
    }
    as_named = np.array([numbers[names] for names in blamed])
    as_expected = np.array([numbers[_renamed(names, swap.names)] for names in blamed])
    different: Mask = as_expected[decider] != as_named[other]
    return different


def _culprits(period: Period, ruling: Ruling, before: int, after: int) -> tuple[str, ...]:
    """The rules that decide one of the two movements and do not hold of the other."""
    made = period.ruled(ruling)
    assert made is not None
    found = []
    for place in (before, after):
        decider = int(made.decider.reshape(-1)[place])
        if decider < len(ruling.steps):
            truth = np.broadcast_to(period.grid.truth(ruling.steps[decider].tree), period.grid.shape).reshape(-1)
            if truth[before] != truth[after]:
                found.append(ruling.steps[decider].rule)
    return tuple(dict.fromkeys(found))


def _deciders(ruling: Ruling, *deciders: int) -> tuple[str, ...]:
    return tuple(dict.fromkeys(ruling.steps[one].rule for one in deciders if one < len(ruling.steps)))


def _finding(seen: _Seen, agreement: Agreement, rule: Rule, swap: _Swap) -> Finding:
    period, difference = seen.period, seen.difference
    verdicts = [
        verdict_text(verdicts_of(period.question, int(seen.made.possible.reshape(-1)[place])))
        for place in (difference.before, difference.after)
    ]
    if verdicts[0] == verdicts[1]:
        what = f"with {swap.shown} it still names the same party as responsible"
    else:
        what = f"with {swap.shown} the same movement is {verdicts[1]} instead of {verdicts[0]}"
    mend = "Treat both alike, or name the clause that does not: asymmetric: CLAUSE."
    other = witness(agreement, period.movement(difference.after), verdict=verdicts[1])
    shown = witness(
        agreement, period.movement(difference.before), reading=seen.reading, verdict=verdicts[0], exchanged=other
    )
    return Finding(swap.code, "error", f"rule {rule.id!r}", rule.line, what, mend, shown)
