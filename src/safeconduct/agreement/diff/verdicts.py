"""Which verdicts changed: over the region table of both versions together, and over given movements."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from safeconduct.agreement.cel.evaluate import Facts
from safeconduct.agreement.cel.tree import fact_names
from safeconduct.agreement.cel.types import FactType, Kind
from safeconduct.agreement.check.tables import Period, Work, beginning, ruling_in, spans, trees
from safeconduct.agreement.check.witness import movement_in_words, movement_to_json
from safeconduct.agreement.diff.model import Matrix, Witness
from safeconduct.agreement.diff.structure import amendment_for
from safeconduct.agreement.logic import Outcome, decide_at
from safeconduct.agreement.model import INDETERMINATE, QUESTIONS, Agreement, Question
from safeconduct.agreement.region import domain_of, nearest, outcome_of, verdicts_of
from safeconduct.agreement.ruling import LIMIT, Ruling, rulings
from safeconduct.agreement.timeline import Span, Timeline, cuts

_SHOWN = 3
_RANGED = frozenset({Kind.INT, Kind.INSTANT, Kind.DURATION})


@dataclass(frozen=True, slots=True)
class Pair:
    """Two versions, and what they call facts, taken together."""

    old: Agreement
    new: Agreement
    types: Mapping[str, FactType]
    unlike: frozenset[str]

    def line(self, agreement: Agreement, question: Question, reading: str) -> Timeline[Ruling]:
        """The rulings of one version."""
        return rulings(agreement, question, agreement.readings[reading])


def pair_of(old: Agreement, new: Agreement) -> Pair:
    """Two versions. Facts whose type changed so much that no value fits both are told apart."""
    types: dict[str, FactType] = {}
    unlike = set()
    for name in dict.fromkeys([*old.facts, *new.facts]):
        declared = [one.facts[name].type for one in (old, new) if name in one.facts]
        if declared[0].kind is not declared[-1].kind:
            unlike.add(name)
        types[name] = _joined(declared[0], declared[-1])
    return Pair(old, new, types, frozenset(unlike))


def _joined(one: FactType, other: FactType) -> FactType:
    if one.kind is not other.kind:
        return other
    members = tuple(dict.fromkeys([*one.members, *other.members]))
    if one.kind not in _RANGED:
        return FactType(one.kind, members, open=one.open or other.open)
    (low, high), (least, most) = one.range(), other.range()
    return FactType(one.kind, low=min(low, least), high=max(high, most), open=one.open or other.open)


class Comparison:
    """The verdicts of two versions, side by side."""

    def __init__(self, pair: Pair) -> None:
        self._pair = pair
        self._work = Work()
        self.not_compared: list[str] = []

    def matrices(self, movements: Iterable[Facts]) -> Iterator[Matrix]:
        """A matrix over the regions for each question and reading of both versions, and one over the movements."""
        given = list(movements)
        old, new = self._pair.old, self._pair.new
        for question in QUESTIONS:
            if question not in old.defaults or question not in new.defaults:
                continue
            for reading in (reading for reading in old.readings if reading in new.readings):
                lines = self._pair.line(old, question, reading), self._pair.line(new, question, reading)
                yield self._over_regions(question, reading, lines)
                if given:
                    yield self._over_movements(question, reading, lines, given)
        self.not_compared += [note for note in self._work.left_out if note not in self.not_compared]

    def _over_regions(
        self, question: Question, reading: str, lines: tuple[Timeline[Ruling], Timeline[Ruling]]
    ) -> Matrix:
        counts: Counter[tuple[str, str]] = Counter()
        witnesses: list[Witness] = []
        begins = min((day for day in map(beginning, (self._pair.old, self._pair.new)) if day is not None), default=None)
        for span in spans(cuts(lines), begins):
            first, second = (ruling_in(line, span) for line in lines)
            period = self._period(question, span, first, second)
            if period is None:
                continue
            for (old, new), count, shown in self._compared(period, _SHOWN - len(witnesses)):
                counts[old, new] += count
                witnesses += shown[: _SHOWN - len(witnesses)]
        return Matrix(question, reading, "regions", dict(sorted(counts.items())), tuple(witnesses))

    def _period(self, question: Question, span: Span, old: Ruling, new: Ruling) -> Period | None:
        used = trees([old, new])
        unlike = sorted(self._pair.unlike & {name for tree in used for name in fact_names(tree)})
        if unlike:
            note = f"the type of {', '.join(unlike)} changed, so verdicts that rest on it have nothing in common"
            if note not in self.not_compared:
                self.not_compared.append(note)
            return None
        found = domain_of(self._pair.types, used, span=span).known()
        return Period(question, span, found, {"old": old, "new": new}, self._work)

    def _compared(self, period: Period, wanted: int) -> Iterator[tuple[tuple[str, str], int, list[Witness]]]:
        old, new = period.rulings["old"], period.rulings["new"]
        before, after = period.ruled(old), period.ruled(new)
        if before is None or after is None:
            return
        pairs = before.possible.astype(np.uint16) * 256 + after.possible
        changed = before.possible != after.possible
        places = nearest(period.grid, changed, wanted) if wanted else []
        shown = [
            self._witness(
                period.movement(place),
                outcome_of(old, before, period.grid, place),
                outcome_of(new, after, period.grid, place),
            )
            for place in places
        ]
        for number, (pair, count) in enumerate(zip(*np.unique(pairs, return_counts=True), strict=True)):
            verdicts = [_verdict(verdicts_of(period.question, int(bits))) for bits in divmod(int(pair), 256)]
            yield (verdicts[0], verdicts[1]), int(count), [] if number else shown

    def _over_movements(
        self,
        question: Question,
        reading: str,
        lines: tuple[Timeline[Ruling], Timeline[Ruling]],
        movements: Iterable[Facts],
    ) -> Matrix:
        counts: Counter[tuple[str, str]] = Counter()
        changed: list[tuple[int, Facts, Outcome, Outcome]] = []
        for number, facts in enumerate(movements):
            old, new = (decide_at(line, facts) for line in lines)
            counts[_verdict(old.possible), _verdict(new.possible)] += 1
            if old.possible != new.possible and len(changed) < _SHOWN:
                changed.append((number, facts, old, new))
        witnesses = tuple(self._witness(facts, old, new) for _, facts, old, new in changed)
        return Matrix(question, reading, "movements", dict(sorted(counts.items())), witnesses)

    def _witness(self, facts: Facts, old: Outcome, new: Outcome) -> Witness:
        agreement = self._pair.new
        amendment = amendment_for(agreement, _paths(self._pair, old.rule, new.rule))
        known = {name: value for name, value in facts.items() if name in agreement.facts}
        return Witness(
            movement_to_json(agreement, known),
            movement_in_words(agreement, known),
            _verdict(old.possible),
            _verdict(new.possible),
            old.rule,
            new.rule,
            amendment.id if amendment else "",
            tuple(dict.fromkeys([*amendment.by, *amendment.recognised_by])) if amendment else (),
        )


def _paths(pair: Pair, *rules: str) -> list[str]:
    """The parts that decide: some rules, and the limits they use."""
    found = []
    for rule in (rule for one in (pair.old, pair.new) for rule in one.rules if rule.id in rules):
        names = {name for piece in rule.condition.values() if piece for name in piece.names}
        found += [f"rules.{rule.id}", *(f"limits.{name.removeprefix(LIMIT)}" for name in names if LIMIT in name)]
    return found


def _verdict(possible: tuple[str, ...]) -> str:
    return possible[0] if len(possible) == 1 else f"{INDETERMINATE}: {' or '.join(possible)}"
