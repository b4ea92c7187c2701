"""What of each fact an explanation depends on, but for the values that it shows.

Two cases on one page whose facts are of the same classes are explained alike: every condition has the same
truth whatever else is forgotten or changed, and the same other values of each fact are the nearest, in the same
order. Where that cannot be told, a value is a class of its own.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Hashable, Iterator, Sequence
from itertools import combinations, pairwise

from safeconduct.agreement.cel.evaluate import Facts
from safeconduct.agreement.cel.tree import Choice, CodesFact, Size, StartsWith, fact_names, walk
from safeconduct.agreement.cel.types import Codes, FactType, Kind, Parties, Value
from safeconduct.agreement.explain.because import named_members
from safeconduct.agreement.explain.change import Alternatives
from safeconduct.agreement.explain.sheet import Sheet
from safeconduct.agreement.model import Agreement, Rule
from safeconduct.agreement.region.cuts import cuts_of
from safeconduct.base.limits import EXPLAINED_CODES_KEPT_MAX

Classify = Callable[[Value], Hashable]
OTHER = ()
"""The class of all texts that no condition tells apart."""
_NUMBERS = frozenset({Kind.INT, Kind.INSTANT, Kind.DURATION})
_TEXTS = frozenset({Kind.ENUM, Kind.PARTY})
_NUMBERS_MAX = 24


class Signs(dict[str, int | str]):
    """Code -> what conditions make of it: a bit for each question asked of codes; a code they are asked with itself."""

    def __init__(self, others: Alternatives) -> None:
        super().__init__()
        self._others = others
        self._samples = frozenset(others.codes)

    def __missing__(self, code: str) -> int | str:
        if len(self) >= EXPLAINED_CODES_KEPT_MAX:
            self.clear()
        found = code if code in self._samples else self.answers(code)
        self[code] = found
        return found

    def answers(self, code: str) -> int:
        """The bits alone."""
        return sum(1 << place for place, answer in enumerate(self._others.answers(code)) if answer)


class Classes:
    """The classes of the facts of one page.

    signs: of codes. texts, parties: fact -> the values or members that are classes of their own. codes: the lists
    that are known by their signs.
    """

    def __init__(self, agreement: Agreement, rules: Sequence[Rule], sheet: Sheet, others: Alternatives) -> None:
        self._sheet = sheet
        self._others = others
        self._nodes = [node for tree in sheet.trees for node in walk(tree)]
        # A choice is known where its branches are equal, even if its condition is not: each value is its own class.
        chosen = [node for node in self._nodes if isinstance(node, Choice)]
        self._chosen = {name for node in chosen for name in (*fact_names(node.then), *fact_names(node.otherwise))}
        self.signs = Signs(others)
        self.texts: dict[str, frozenset[str]] = {}
        self.parties: dict[str, frozenset[str]] = {}
        self.codes: set[str] = set()
        self._consents: dict[str, set[str]] = {}
        for consent in (rule.consent for rule in rules if rule.consent):
            self._consents.setdefault(consent.fact, set()).update(consent.of)
        self._blamed = {name for rule in rules for name in rule.breach_by if name in agreement.facts}
        used = {*sheet.facts, *self._blamed, *self._consents}
        self._named = tuple(
            (name, self._classify(name, fact.type)) for name, fact in agreement.facts.items() if name in used
        )

    def of(self, facts: Facts) -> tuple[Hashable, ...]:
        """The class of each fact that can matter."""
        get = facts.get
        return tuple(
            [
                value if (value := get(name)) is None or classify is None else classify(value)
                for name, classify in self._named
            ]
        )

    def signed(self, name: str, value: Value | None) -> bool:
        """Whether a value is a list that is known by the signs of its codes."""
        return name in self.codes and isinstance(value, Codes) and not _repeats(value)

    def others(self, facts: Facts) -> Iterator[str]:
        """The parties whom facts name and their classes do not."""
        for name in self._blamed:
            value = facts.get(name)
            if isinstance(value, Parties) and name in self.parties:
                yield from value.yes - self.parties[name]
            elif isinstance(value, str) and name in self.texts and value not in self.texts[name]:
                yield value

    def _classify(self, name: str, declared: FactType) -> Classify | None:
        """How values become classes; None if each is one."""
        if name not in self._sheet.facts or name in self._others.domain.inexact or name in self._chosen:
            return None
        if declared.kind in _NUMBERS:
            return self._numbers(name)
        if declared.kind in _TEXTS:
            return self._texts(name)
        if declared.kind is Kind.PARTIES:
            return self._parties(name, declared)
        return self._lists(name) if declared.kind is Kind.CODES else None

    def _numbers(self, name: str) -> Classify | None:
        known = [one for one in self._others.known.get(name, ()) if isinstance(one, int)]
        if len(known) > _NUMBERS_MAX:
            return None
        cuts = cuts_of(self._sheet.trees).at.get(name, set())
        shown = {one + by for one in {*known, *cuts} for by in (-1, 0, 1)}
        middles = {(one + other + by) // 2 for one, other in combinations(shown, 2) for by in (0, 1, 2)}
        borders = sorted(shown | middles)
        alike = self._others.of
        kept = [
            border
            for before, border in pairwise(borders)
            if border in cuts or alike(name, before) != alike(name, border)
        ]
        return lambda value: bisect_right(kept, value)  # type: ignore[type-var]

    def _texts(self, name: str) -> Classify | None:
        if any(isinstance(node, StartsWith) and name in fact_names(node) for node in self._nodes):
            return None
        own = self.texts[name] = frozenset(one for one in self._others.known.get(name, ()) if isinstance(one, str))
        return lambda value: value if value in own else OTHER

    def _parties(self, name: str, declared: FactType) -> Classify | None:
        needed = named_members(self._sheet, name)
        if needed is None:
            return None
        told = {party for group in self._others.domain.classes.get(name, ()) for party in group}
        ranked = {party for party in declared.members if party in self._sheet.ranks}
        own = self.parties[name] = frozenset({*needed, *told, *ranked, *self._consents.get(name, ())})
        every, blamed = len(declared.members), name in self._blamed

        def classify(value: Value) -> Hashable:
            assert isinstance(value, Parties)
            yes, no = value.yes, value.no
            return yes & own, no & own, len(yes) + len(no) < every, blamed and not yes <= own

        return classify

    def _lists(self, name: str) -> Classify | None:
        if any(isinstance(node, Size) and node.of == CodesFact(name) for node in self._nodes):
            return None
        self.codes.add(name)
        signs = self.signs

        def classify(value: Value) -> Hashable:
            assert isinstance(value, Codes)
            if _repeats(value):
                return value
            found = [signs[code] for code in value.known]
            return tuple(dict.fromkeys(found)), tuple(dict.fromkeys(found[::-1])), value.open

        return classify


def _repeats(codes: Codes) -> bool:
    return len({*codes.known}) < len(codes.known)
