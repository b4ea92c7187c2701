"""The values that matter: for every fact that some conditions use, one value from each class they tell apart.

bool: both. enum and party: every value mentioned, and one not mentioned. int, instant, duration: one on each
side of every threshold. list(code): one list for each combination of answers to the questions asked of its
codes. set(party): every mentioned party in or out. Facts that may be unknown add None, and open lists.
The product of these values, the region table, is exact but for comparisons of several numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations, product

from safeconduct.agreement.cel.evaluate import value_of
from safeconduct.agreement.cel.tree import (
    All,
    Among,
    CodesFact,
    Compare,
    Exists,
    Fact,
    Held,
    Listed,
    Literal,
    Node,
    PartiesFact,
    StartsWith,
    element_predicates,
    walk,
)
from safeconduct.agreement.cel.types import Codes, FactType, Kind, Parties, Value
from safeconduct.agreement.model import INSTANT_FACT, NOBODY, Agreement
from safeconduct.agreement.region.cuts import SIZE, Cuts, add_neighbours, cuts_of
from safeconduct.agreement.region.samples import sample_codes, sample_texts
from safeconduct.agreement.timeline import Span
from safeconduct.base.instant import US_PER_DAY
from safeconduct.base.limits import REGION_VALUES_MAX

_ORDERED = frozenset({Kind.INT, Kind.INSTANT, Kind.DURATION})
_TEXTS = frozenset({Kind.STRING, Kind.ENUM, Kind.PARTY, Kind.CODE})
_STEPS = (US_PER_DAY, 3_600_000_000, 60_000_000, 1_000_000, 1_000, 1)
_TESTS = (Compare, Among, Listed, StartsWith, Held)
_ALL_SUBSETS = 8


@dataclass(frozen=True, slots=True)
class Domain(Mapping[str, tuple[Value | None, ...]]):
    """Fact -> its values that matter, the most ordinary first, None and open lists last; facts as in the file.

    inexact: facts for which other values may give other answers. classes: for a set(party) fact, parties that
    no condition tells apart stand together. sizes: for a list(code) fact, the sizes that are told apart.
    """

    values_of: Mapping[str, tuple[Value | None, ...]]
    inexact: frozenset[str] = frozenset()
    classes: Mapping[str, tuple[tuple[str, ...], ...]] = field(default_factory=dict)
    sizes: Mapping[str, tuple[int, ...]] = field(default_factory=dict)

    def __getitem__(self, name: str) -> tuple[Value | None, ...]:
        return self.values_of[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.values_of)

    def __len__(self) -> int:
        return len(self.values_of)

    @property
    def exact(self) -> bool:
        """Whether the product of the values tells everything that the conditions can say."""
        return not self.inexact

    def known(self) -> Domain:
        """The same without unknown values and open lists."""
        kept = {name: tuple(value for value in values if is_known(value)) for name, values in self.values_of.items()}
        return Domain(kept, self.inexact, self.classes, self.sizes)


def is_known(value: Value | None) -> bool:
    """Whether nothing about a value is left open; a set(party) of a domain is always decided."""
    return value is not None and not (isinstance(value, Codes) and value.open)


def domain(agreement: Agreement, trees: Iterable[Node], span: Span | None = None) -> Domain:
    """The values that matter to some conditions of an agreement. span: the period that movements lie in."""
    types = {name: fact.type for name, fact in agreement.facts.items()}
    equals = frozenset(party.id for party in agreement.parties.values() if party.role == "party")
    return domain_of(types, trees, equals, span)


def domain_of(
    types: Mapping[str, FactType], trees: Iterable[Node], equals: frozenset[str] = frozenset(), span: Span | None = None
) -> Domain:
    """The values of declared facts that matter to some conditions.

    equals: parties that stand alike: where one is mentioned, all are. span: the period movements lie in.
    """
    asked = _Asked(types, tuple(trees), equals, span or Span())
    return asked.domain()


class _Asked:
    """What some trees ask of each fact."""

    def __init__(
        self, types: Mapping[str, FactType], trees: tuple[Node, ...], equals: frozenset[str], span: Span
    ) -> None:
        nodes = [node for tree in trees for node in walk(tree)]
        used = {node.name for node in nodes if isinstance(node, Fact | CodesFact | PartiesFact)}
        self._types = {name: declared for name, declared in types.items() if name in used}
        self._trees = trees
        self._nodes = nodes
        self._tests = [(test, _scalars_and_sets(test)) for test in nodes if isinstance(test, _TESTS)]
        self._equals = equals
        self._span = span
        self._cuts = self._all_cuts()
        self._inexact = {name.removeprefix(SIZE) for name in self._cuts.inexact}
        self._linked = {name for _, names in self._tests if len(names) > 1 for name in names}
        self._classes: dict[str, tuple[tuple[str, ...], ...]] = {}

    def domain(self) -> Domain:
        values: dict[str, tuple[Value | None, ...]] = {}
        for name, declared in self._types.items():
            known = tuple(self._values(name, declared))
            unknown: tuple[Value | None, ...] = ()
            if declared.open:
                opened = [Codes(value.known, open=True) for value in known if isinstance(value, Codes) and value.known]
                unknown = (*opened, None)
            values[name] = (*known, *unknown)
        sizes = {
            name.removeprefix(SIZE): tuple(sorted(cuts))
            for name, cuts in self._cuts.at.items()
            if name.startswith(SIZE)
        }
        return Domain(values, frozenset(self._inexact), self._classes, sizes)

    def _values(self, name: str, declared: FactType) -> Iterable[Value]:
        match declared.kind:
            case Kind.BOOL:
                return (False, True)
            case Kind.CODES:
                return self._codes(name)
            case Kind.PARTIES:
                return self._parties(name, declared)
            case kind if kind in _ORDERED:
                return self._numbers(name, declared)
        return self._pool(name, declared)

    # Numbers.

    def _all_cuts(self) -> Cuts:
        cuts = cuts_of(self._trees)
        ranges = {name: self._range(name, type_) for name, type_ in self._types.items() if type_.kind in _ORDERED}
        add_neighbours(cuts, ranges)
        return cuts

    def _range(self, name: str, declared: FactType) -> tuple[int, int]:
        low, high = declared.range()
        if name == INSTANT_FACT:
            low = low if self._span.start is None else max(low, self._span.start)
            high = high if self._span.end is None else min(high, self._span.end - 1)
        return low, max(low, high)

    def _numbers(self, name: str, declared: FactType) -> Iterable[int]:
        low, high = self._range(name, declared)
        cuts = sorted(cut for cut in self._cuts.at.get(name, ()) if low < cut <= high)
        if declared.kind is Kind.INT:
            values = [cuts[0] - 1, *cuts] if cuts else [low]
        else:
            values = _moments(low, high, cuts, from_low=name == INSTANT_FACT and self._span.start is not None)
        return dict.fromkeys([*values, low, high] if name in self._inexact else values)

    # Texts.

    def _pool(self, name: str, declared: FactType) -> tuple[str, ...]:
        tests = [test for test, names in self._tests if name in names]
        linked = name in self._linked
        if declared.kind is Kind.CODE or declared.kind is Kind.STRING:
            if linked:
                self._inexact.add(name)
            return sample_codes(tests) if declared.kind is Kind.CODE else sample_texts(tests)
        named = {*declared.members} if linked else self._named(declared, tests)
        starts = [test.prefix for test in tests if isinstance(test, StartsWith)]
        others: dict[tuple[bool, ...], str] = {}
        for member in sorted(declared.members, key=lambda member: member != NOBODY):
            if member not in named:
                others.setdefault(tuple(member.startswith(start) for start in starts), member)
        return (*others.values(), *sorted(named, key=declared.members.index))

    def _named(self, declared: FactType, tests: Sequence[Node]) -> set[str]:
        """The values of a type that some tests mention, and with a party those that stand alike."""
        literals = (node for test in tests for node in walk(test) if isinstance(node, Literal))
        named = {node.value for node in literals if isinstance(node.value, str)} & {*declared.members}
        begins = any(isinstance(test, StartsWith) for test in tests)
        if declared.kind is not Kind.ENUM and (begins or named & self._equals):
            named |= self._equals & {*declared.members}
        return named

    # Sets of parties.

    def _parties(self, name: str, declared: FactType) -> Iterable[Parties]:
        classes = self._party_classes(name, declared)
        self._classes[name] = classes
        firsts = [members[0] for members in classes]
        chosen: Iterable[tuple[str, ...]]
        if 2 ** len(firsts) <= REGION_VALUES_MAX:
            chosen = (_taken(firsts, kept) for kept in product((False, True), repeat=len(firsts)))
        else:
            self._inexact.add(name)
            few = [some for count in range(3) for some in combinations(firsts, count)]
            chosen = [*few, *(tuple(one for one in firsts if one not in some) for some in few)]
        return dict.fromkeys(
            Parties(frozenset(inside), frozenset(declared.members) - frozenset(inside)) for inside in chosen
        )

    def _party_classes(self, name: str, declared: FactType) -> tuple[tuple[str, ...], ...]:
        if name in self._linked or SIZE + name in self._cuts.at or SIZE + name in self._cuts.inexact:
            return tuple((member,) for member in declared.members)
        tests = [test for test, names in self._tests if name in names]
        named = self._named(declared, tests)
        bodies = [node.body for node in self._nodes if isinstance(node, Exists | All) and _over(node) == name]
        alike: dict[tuple[object, ...], list[str]] = {}
        for member in declared.members:
            answers = tuple(value_of(body, {}, member) for body in bodies)
            if member in named or bodies:
                alone = member in named or member in self._equals
                alike.setdefault((member,) if alone else ("", *answers), []).append(member)
        return tuple(tuple(members) for members in alike.values())

    # Lists of codes.

    def _codes(self, name: str) -> Iterable[Codes]:
        macros = [node for node in dict.fromkeys(self._nodes) if isinstance(node, Exists | All) and _over(node) == name]
        bodies = element_predicates(*macros)
        told_apart: dict[tuple[object, ...], str] = {}
        for code in sample_codes(bodies):
            told_apart.setdefault(tuple(value_of(body, {}, code) for body in bodies), code)
        sizes = sorted(self._cuts.at.get(SIZE + name, ()))
        if any(size > REGION_VALUES_MAX for size in sizes):
            self._inexact.add(name)
        found: dict[tuple[object, ...], Codes] = {}
        for some in self._subsets(name, tuple(told_apart.values())):
            for codes in of_sizes(Codes(some), sizes):
                answers = tuple(value_of(macro, {name: codes}) for macro in macros)
                found.setdefault((*answers, *(len(codes.known) >= size for size in sizes)), codes)
        return found.values()

    def _subsets(self, name: str, codes: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
        most = len(codes)
        if most > _ALL_SUBSETS:
            self._inexact.add(name)
            most = 2
        return (some for count in range(most + 1) for some in combinations(codes, count))


def of_sizes(codes: Codes, sizes: Iterable[int]) -> Iterator[Codes]:
    """A list, and longer ones that hold nothing else, one for each size that is told apart."""
    yield codes
    for size in sizes:
        if codes.known and len(codes.known) < size <= REGION_VALUES_MAX:
            yield Codes((*codes.known, *(codes.known[-1:] * (size - len(codes.known)))), codes.open)


def _over(macro: Exists | All) -> str:
    return macro.over.name if isinstance(macro.over, CodesFact | PartiesFact) else ""


def _scalars_and_sets(test: Node) -> frozenset[str]:
    """The facts of a test whose values are texts or parties."""
    nodes = list(walk(test))
    texts = {node.name for node in nodes if isinstance(node, Fact) and node.kind in _TEXTS}
    return frozenset(texts | {node.name for node in nodes if isinstance(node, PartiesFact)})


def _taken(names: Sequence[str], kept: Sequence[bool]) -> tuple[str, ...]:
    return tuple(name for name, keep in zip(names, kept, strict=True) if keep)


def _moments(low: int, high: int, cuts: Sequence[int], *, from_low: bool) -> list[int]:
    """An instant or duration in each class, on whole milliseconds where the class has one."""
    if not cuts:
        return [low]
    before = low if from_low else next(cuts[0] - step for step in _STEPS if cuts[0] - step >= low)
    ends = [*cuts[1:], high + 1]
    rounded = [-(-cut // 1000) * 1000 for cut in cuts]
    return [before, *(even if even < end else cut for cut, even, end in zip(cuts, rounded, ends, strict=True))]
