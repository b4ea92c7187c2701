"""What would change the answer: facts that could have been recorded otherwise, and what unknown ones may be."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import combinations
from typing import NamedTuple

from safeconduct.agreement.cel.evaluate import Facts, value_of
from safeconduct.agreement.cel.tree import element_predicates
from safeconduct.agreement.cel.types import Codes, Kind, Parties, Value
from safeconduct.agreement.explain.sheet import DEFAULT, Folded, Programs, Sheet
from safeconduct.agreement.model import INSTANT_FACT, Agreement
from safeconduct.agreement.region import Choices, Domain, completions, domain
from safeconduct.base.limits import CHANGES_TRIED_MAX, COMPLETIONS_MAX

CHANGES_MAX = 3
"""So many changes are shown, of so many facts at once."""
Values = dict[str, Value | None]
_KEPT_MAX = 4_096


@dataclass(frozen=True, slots=True)
class Nearest:
    """A change of some facts and what follows: bit of the one verdict possible, number of the rule."""

    change: Mapping[str, Value]
    verdict: int
    rule: int


class _Effect(NamedTuple):
    """One fact recorded otherwise, and the marks that follow."""

    name: str
    value: Value
    true: int
    open: int
    differs: int


class Alternatives:
    """The other values of each fact that can make a difference to the conditions of a sheet.

    known: fact -> its values that matter. codes: those that lists are tried with.
    """

    def __init__(self, agreement: Agreement, sheet: Sheet) -> None:
        self.domain: Domain = domain(agreement, sheet.trees)
        self._ranks = sheet.ranks
        self._predicates = element_predicates(*sheet.trees)
        self.known = {name: tuple(_known(values)) for name, values in self.domain.items() if name != INSTANT_FACT}
        exact = (name for name in self.domain if name not in self.domain.inexact)
        self._cut_exactly = frozenset(name for name in exact if agreement.facts[name].type.kind is Kind.INT)
        codes = (
            code for values in self.known.values() for one in values if isinstance(one, Codes) for code in one.known
        )
        self.codes = tuple(dict.fromkeys(codes))
        self._kept: dict[tuple[str, Value], tuple[Value, ...]] = {}

    def of(self, name: str, value: Value) -> tuple[Value, ...]:
        """The other values of a fact, those nearest to its value first; none for the instant of a movement."""
        key = (name, value)
        found = self._kept.get(key)
        if found is None:
            if len(self._kept) >= _KEPT_MAX:
                self._kept.clear()
            found = self._kept[key] = tuple(other for other in self._of(name, value) if other != value)
        return found

    def endings(self, facts: Facts) -> Choices:
        """What the facts that are not known to the end may still be."""
        return completions(facts, self.domain)

    def _of(self, name: str, value: Value) -> Iterable[Value]:
        known = self.known.get(name, ())
        if isinstance(value, Parties):
            others = (self._parties(name, value, other) for other in known if isinstance(other, Parties))
            return sorted(others, key=lambda other: (len(other.yes ^ value.yes), self._order(other.yes)))
        if isinstance(value, Codes):
            return self._other_codes(value)
        if isinstance(value, str):
            return sorted(known, key=lambda other: self._order([str(other)]))
        if isinstance(value, bool):
            return known
        numbers = [other for other in known if isinstance(other, int)]
        if name in self._cut_exactly:
            numbers = _nearest_of_class(numbers, value)
        return sorted(numbers, key=lambda other: abs(other - value))

    def _order(self, texts: Iterable[str]) -> list[int]:
        """A place among others that depends on where conditions mention texts, and not on their spelling."""
        return sorted(self._ranks.get(text, -1) for text in texts)

    def _parties(self, name: str, value: Parties, other: Parties) -> Parties:
        """A set in which every class of parties is as in another, and everything else as it was."""
        yes, no = set(value.yes), set(value.no)
        for group in self.domain.classes.get(name, ()):
            members = set(group)
            if group[0] not in other.yes:
                yes -= members
                no |= members
            elif not yes & members:
                yes.add(group[0])
                no.discard(group[0])
        return Parties(frozenset(yes), frozenset(no))

    def _other_codes(self, value: Codes) -> Iterator[Codes]:
        """A list without the codes of one class, or with one more code of a class that it does not hold."""
        classes: dict[tuple[object, ...], list[str]] = {}
        for code in value.known:
            classes.setdefault(self.answers(code), []).append(code)
        for alike in classes.values():
            yield Codes(tuple(code for code in value.known if code not in alike), value.open)
        for code in self.codes:
            if self.answers(code) not in classes:
                yield Codes((*value.known, code), value.open)

    def answers(self, code: str) -> tuple[object, ...]:
        """What conditions make of a code."""
        return tuple(value_of(predicate, {}, code) for predicate in self._predicates)


class Changes:
    """What changes of the facts of one view come to, under any of the rulings of a sheet."""

    def __init__(self, sheet: Sheet, others: Alternatives, facts: Facts, marks: tuple[int, int]) -> None:
        self._sheet = sheet
        self._others = others
        self._scratch: Values = dict(facts)
        self._marks = marks
        self._alone: dict[str, list[tuple[Value, tuple[int, int]]]] = {}
        self._effects = list(self._single())

    def nearest(self, programs: Programs, possible: int, matters: int) -> list[Nearest]:
        """The changes of fewest facts after which another verdict is the only one possible.

        In the order of the rules that then decide, then of the names; at most three. For one choice of facts,
        rule and verdict the nearest values. matters: bits of the conditions that matter to the answer as it is.
        """
        found: dict[tuple[object, ...], Nearest] = {}
        fold = self._sheet.fold
        for effect in self._effects:
            if effect.differs & matters:
                verdict, rule = fold(programs, effect.true, effect.open)
                if verdict != possible and not verdict & verdict - 1:
                    key = (effect.name, verdict, rule)
                    if key not in found:
                        found[key] = Nearest({effect.name: effect.value}, verdict, rule)
        chosen = [*found.values()] or self._of_several(programs, possible, matters)
        last = len(self._sheet.rules)
        chosen.sort(key=lambda one: (last if one.rule == DEFAULT else one.rule, *one.change))
        return chosen[:CHANGES_MAX]

    def _single(self) -> Iterator[_Effect]:
        sheet, scratch, (true, open_) = self._sheet, self._scratch, self._marks
        for name in sheet.facts:
            value = scratch.get(name)
            if value is None:
                continue
            seen = {(true, open_)}
            alone = self._alone[name] = []
            for other in self._others.of(name, value):
                scratch[name] = other
                marks = sheet.again(true, open_, scratch, name)
                alone.append((other, marks))
                if marks not in seen:
                    seen.add(marks)
                    yield _Effect(name, other, *marks, (marks[0] ^ true) | (marks[1] ^ open_))
            scratch[name] = value

    def _of_several(self, programs: Programs, possible: int, matters: int) -> list[Nearest]:
        """Changes of two facts at once, or of three if two are not enough; as far as can be tried."""
        sheet = self._sheet
        used = sheet.used(programs)
        names = [name for name in sheet.facts if sheet.uses[name] & used and self._scratch.get(name) is not None]
        tried = 0
        for count in range(2, CHANGES_MAX + 1):
            found: dict[tuple[object, ...], Nearest] = {}
            for several in combinations(names, count):
                if not any(sheet.uses[name] & matters for name in several):
                    continue
                with closing(self._together(programs, several)) as every:
                    for values, (verdict, rule) in every:
                        if verdict != possible and not verdict & verdict - 1 and (several, verdict, rule) not in found:
                            change = dict(zip(several, values, strict=True))
                            found[several, verdict, rule] = Nearest(change, verdict, rule)
                        tried += 1
                        if tried >= CHANGES_TRIED_MAX:
                            return [*found.values()]
            if found:
                return [*found.values()]
        return []

    def _together(
        self, programs: Programs, names: Sequence[str]
    ) -> Generator[tuple[tuple[Value, ...], Folded], None, None]:
        """What programs make of all other values of some facts, the last of which changes fastest."""
        return self._changed(programs, names, (), self._marks, 0)

    def _changed(
        self, programs: Programs, names: Sequence[str], chosen: tuple[Value, ...], marks: tuple[int, int], touched: int
    ) -> Generator[tuple[tuple[Value, ...], Folded], None, None]:
        """touched: the conditions that use a fact chosen already; others stand as if this one alone was changed."""
        if not names:
            yield chosen, self._sheet.fold(programs, *marks)
            return
        name, *rest = names
        before, uses = self._scratch[name], self._sheet.uses[name]
        true, open_ = marks[0] & ~uses, marks[1] & ~uses
        try:
            for value, alone in self._alone[name]:
                self._scratch[name] = value
                if uses & touched:
                    after = self._sheet.again(*marks, self._scratch, name)
                else:
                    after = (true | alone[0] & uses, open_ | alone[1] & uses)
                yield from self._changed(programs, rest, (*chosen, value), after, touched | uses)
        finally:
            self._scratch[name] = before


def exact_possible(
    sheet: Sheet,
    others: Alternatives,
    programs: Programs,
    facts: Facts,
    marks: tuple[int, int],
    *,
    endings: Sequence[tuple[str, tuple[Value, ...]]],
) -> int | None:
    """The verdicts possible over all that the unknown facts may be; None if those are too many to go through.

    endings: what each fact that is not known to the end may be.
    """
    if facts.get(INSTANT_FACT) is None:
        return None
    fast, _ = sheet.fold(programs, *marks)
    open_bits = marks[1] & sheet.used(programs)
    open_facts = [(name, values) for name, values in endings if sheet.uses[name] & open_bits]
    tried = 1
    for name, values in open_facts:
        tried *= len(values)
        if tried > COMPLETIONS_MAX or name in others.domain.inexact:
            return None
    return _joined(sheet, programs, dict(facts), marks, open_facts, most=fast)


def _joined(
    sheet: Sheet,
    programs: Programs,
    scratch: Values,
    marks: tuple[int, int],
    open_facts: Sequence[tuple[str, tuple[Value, ...]]],
    *,
    most: int,
) -> int:
    """The verdicts of all completions; found early if nothing that could be possible is missing."""
    if not open_facts:
        return sheet.fold(programs, *marks)[0]
    (name, values), *rest = open_facts
    before = scratch.get(name)
    possible = 0
    for value in values:
        scratch[name] = value
        possible |= _joined(sheet, programs, scratch, sheet.again(*marks, scratch, name), rest, most=most)
        if possible == most:
            break
    scratch[name] = before
    return possible


def _known(values: Iterable[Value | None]) -> Iterator[Value]:
    return (value for value in values if value is not None and not (isinstance(value, Codes) and value.open))


def _nearest_of_class(numbers: Sequence[int], value: int) -> list[int]:
    """Of each class of numbers, given by its least (the lowest class by its greatest), the one nearest to a value."""
    ordered = sorted(numbers)
    ends = [ordered[0], *(following - 1 for following in ordered[2:])]
    below = [max(start, end) for start, end in zip(ordered, ends, strict=False) if end < value]
    return [*below, *ordered[len(below) + 1 :]]
