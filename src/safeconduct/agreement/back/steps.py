"""What decides a question, laid out for numbers: every ruling has a lane of bits, and rules act on all lanes at once.

A lane has a bit for each verdict of the question. The rulings of all readings and periods have a lane each;
those that are equal share one. What a condition comes to is a mark, a number over the lanes in which it is asked:

    it fails              0
    it may hold           the bit of its verdict
    it holds              all bits of the lane; where the rule is not sure to apply, the bit of its verdict

A rule has one slot, with consents two; a slot has several conditions where lanes ask different ones.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from safeconduct.agreement.cel.tree import Node
from safeconduct.agreement.model import VERDICTS, Agreement, Question
from safeconduct.agreement.ruling import Ruling, Step, rulings
from safeconduct.agreement.timeline import Since, Timeline

WORD = 62
"""Bits of a number that hold lanes."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A place in the order of steps. rule, verdict: their indices. conditions: what is asked -> bits it may set."""

    rule: int
    verdict: int
    conditions: Mapping[Node, int]

    @property
    def bits(self) -> int:
        """The bits that it may set."""
        return sum(self.conditions.values())


@dataclass(frozen=True, slots=True)
class Lanes:
    """The lanes that one number holds, and the slots in order. width: bits in a lane. default: index of a verdict."""

    width: int
    count: int
    default: int
    slots: tuple[Slot, ...]

    def lane(self, number: int) -> int:
        """All bits of a lane."""
        return (1 << self.width) - 1 << number * self.width

    def every(self, verdict: int) -> int:
        """The bit of a verdict in every lane."""
        return sum(1 << verdict + lane * self.width for lane in range(self.count))


@dataclass(frozen=True, slots=True)
class Plan:
    """A question. rules: how many. numbers: what holds the lanes. periods: reading -> (number, lane in it), always."""

    question: Question
    rules: int
    numbers: tuple[Lanes, ...]
    periods: Mapping[str, Timeline[tuple[int, int]]]


def plan_of(agreement: Agreement, question: Question, readings: Sequence[str]) -> Plan:
    """The plan of a question under some readings."""
    ruled = {name: rulings(agreement, question, agreement.readings[name]) for name in readings}
    distinct = list(dict.fromkeys(ruling for timeline in ruled.values() for ruling in timeline.values()))
    size = WORD // len(VERDICTS[question])
    place = {ruling: divmod(number, size) for number, ruling in enumerate(distinct)}
    groups = [distinct[start : start + size] for start in range(0, len(distinct), size)]
    periods = {
        name: Timeline(tuple(Since(piece.start, place[piece.value]) for piece in timeline.pieces))
        for name, timeline in ruled.items()
    }
    return Plan(
        question,
        len(agreement.rules_for(question)),
        tuple(_lanes(agreement, question, group) for group in groups),
        periods,
    )


def _lanes(agreement: Agreement, question: Question, group: Sequence[Ruling]) -> Lanes:
    verdicts = VERDICTS[question]
    rules = [rule.id for rule in agreement.rules_for(question)]
    found: dict[tuple[int, int, int], dict[Node, int]] = {}
    for lane, ruling in enumerate(group):
        for place, step in _placed(ruling.steps):
            rule, verdict = rules.index(step.rule), verdicts.index(step.verdict)
            bits = (1 << len(verdicts)) - 1 if step.sure else 1 << verdict
            conditions = found.setdefault((rule, place, verdict), {})
            conditions[step.tree] = conditions.get(step.tree, 0) | bits << lane * len(verdicts)
    slots = tuple(Slot(rule, verdict, found[rule, place, verdict]) for rule, place, verdict in sorted(found))
    return Lanes(len(verdicts), len(group), verdicts.index(agreement.defaults[question]), slots)


def _placed(steps: Sequence[Step]) -> Iterator[tuple[int, Step]]:
    """Steps, each with its place among those of its rule."""
    places: dict[str, int] = {}
    for step in steps:
        place = places.get(step.rule, 0)
        places[step.rule] = place + 1
        yield place, step
