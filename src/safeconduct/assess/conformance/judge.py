"""What one reading says of one movement, rule by rule, also where only the day of the movement is recorded.

Dates matter at the instants at which a ruling changes and at those that rules compare `at` with. A movement of
which only the day is known is judged at every such instant within the day, and what may be true is kept.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from safeconduct.agreement.cel.evaluate import Facts
from safeconduct.agreement.cel.tree import Compare, Fact, Literal, Node, children, fact_names
from safeconduct.agreement.logic import Outcome, decide, merged
from safeconduct.agreement.model import INSTANT_FACT, Agreement, Question, Reading
from safeconduct.agreement.ruling import UNKNOWN, Ruling, rulings
from safeconduct.agreement.timeline import Timeline

REMEMBERED_MAX = 100_000
WHOLE = ""
"""The outcome of all rules of a question together; every other key is a clause."""


@dataclass(slots=True)
class Judge:
    """Decides movements for one question under one reading; remembers what it has decided.

    by_clause: clause -> the ids of its rules on this question.
    """

    agreement: Agreement
    question: Question
    reading: Reading
    by_clause: Mapping[str, frozenset[str]]
    _ruled: Timeline[Ruling] = field(init=False)
    _points: tuple[int, ...] = field(init=False)
    _plain: bool = field(init=False)
    _remembered: dict[object, Mapping[str, Outcome]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Find the instants that matter."""
        self._ruled = rulings(self.agreement, self.question, self.reading)
        trees = [step.tree for ruling in self._ruled.values() for step in ruling.steps]
        compared = {value for tree in trees for value in _compared(tree)}
        self._points = tuple(sorted({*self._ruled.starts(), *compared, *(value + 1 for value in compared)}))
        self._plain = not any(_used_otherwise(tree) for tree in trees)

    def applies(self, clause: str) -> bool:
        """Whether any rule of a clause applies at any time."""
        rules = self.by_clause.get(clause, frozenset())
        return any(step.rule in rules for ruling in self._ruled.values() for step in ruling.steps)

    def outcomes(self, facts: Facts, moments: tuple[int, int] | None) -> Mapping[str, Outcome]:
        """The outcome of the whole question and of each clause that has rules on it.

        moments: first and last instant at which the movement may have been; None if not even that is known.
        """
        at = self._instants(moments)
        known = {name: value for name, value in facts.items() if name != INSTANT_FACT}
        exact = moments is not None and moments[0] == moments[1]
        when = self._intervals(at) if self._plain else (*at, exact)
        key = (when, tuple(sorted(known.items(), key=_by_name)))
        if key not in self._remembered:
            if len(self._remembered) >= REMEMBERED_MAX:
                self._remembered.clear()
            self._remembered[key] = self._decided(known, at, dated=self._plain or exact)
        return self._remembered[key]

    def _instants(self, moments: tuple[int, int] | None) -> tuple[int, ...]:
        if moments is None:
            return ((self._points[0] - 1) if self._points else 0, *self._points)
        low, high = moments
        return (low, *(point for point in self._points if low < point <= high))

    def _intervals(self, instants: Iterable[int]) -> tuple[int, ...]:
        """Which of the periods between the instants that matter; within one, all instants are alike."""
        return tuple(bisect_right(self._points, instant) for instant in instants)

    def _decided(self, facts: Facts, instants: tuple[int, ...], *, dated: bool) -> Mapping[str, Outcome]:
        found: dict[str, list[Outcome]] = {}
        for instant in instants:
            ruling = self._ruled.at(instant)
            values = {**facts, INSTANT_FACT: instant} if dated else facts
            found.setdefault(WHOLE, []).append(decide(ruling, values))
            for clause, rules in self.by_clause.items():
                steps = tuple(step for step in ruling.steps if step.rule in rules)
                found.setdefault(clause, []).append(decide(replace(ruling, steps=steps), values))
        return {name: merged(outcomes) for name, outcomes in found.items()}


def _by_name(item: tuple[str, object]) -> str:
    return item[0]


def _compared(node: Node) -> Iterator[int]:
    """The instants that a tree compares `at` with."""
    literal = _literal_beside_at(node)
    if literal is not None:
        yield literal
    for child in children(node):
        yield from _compared(child)


def _literal_beside_at(node: Node) -> int | None:
    match node:
        case Compare(_, Fact(_, name), Literal(_, value)) | Compare(_, Literal(_, value), Fact(_, name)):
            return int(value) if name == INSTANT_FACT else None
    return None


def _used_otherwise(node: Node) -> bool:
    """Whether a tree uses `at` in any other way than to compare it with a fixed instant."""
    if INSTANT_FACT not in fact_names(node):
        return False
    if isinstance(node, Fact):
        return True
    if isinstance(node, Compare) and _literal_beside_at(node) is not None:
        return False
    if isinstance(node, Compare) and UNKNOWN in {one.name for one in (node.left, node.right) if isinstance(one, Fact)}:
        return False  # a limit that is not known at the time: unknown whatever the instant
    return any(_used_otherwise(child) for child in children(node))
