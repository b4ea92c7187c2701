"""The reference: what a ruling says of some facts. Slow and obvious; every back-end is tested against it.

First match under unknown facts: walk the steps, collecting what is possible. A step that holds adds its
verdict and stops the walk, one that is unknown adds its verdict and the walk goes on, one that fails is
passed over; at the end the default is added. So an unknown fact never leads to `permitted` or `kept` alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from safeconduct.agreement.cel.evaluate import Facts, value_of
from safeconduct.agreement.model import INDETERMINATE, INSTANT_FACT, VERDICTS, Question
from safeconduct.agreement.ruling import Ruling, Step
from safeconduct.agreement.timeline import Timeline


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a question comes to under one reading, for one set of facts.

    possible: the verdicts that remain possible, mildest first. rule: the rule at which the walk ended; empty
    for the default. matched: all rules that hold, in order; open_rules: all that may hold.
    """

    question: Question
    possible: tuple[str, ...]
    rule: str
    matched: tuple[str, ...]
    open_rules: tuple[str, ...]

    @property
    def verdict(self) -> str:
        """The one verdict possible, or "indeterminate"."""
        return self.possible[0] if len(self.possible) == 1 else INDETERMINATE


def holds(step: Step, facts: Facts) -> bool | None:
    """Whether a step holds; None if that is unknown."""
    value = value_of(step.tree, facts)
    assert value is None or isinstance(value, bool)
    return value if step.sure or value is False else None


def decide(ruling: Ruling, facts: Facts) -> Outcome:
    """The outcome of a ruling. Facts not given are unknown."""
    values = [(step, holds(step, facts)) for step in ruling.steps]
    possible, rule = {ruling.default}, ""
    walked: set[str] = set()
    for step, value in values:
        if value is not False:
            walked.add(step.verdict)
        if value:
            possible, rule = set(), step.rule
            break
    matched = _rules(step.rule for step, value in values if value)
    open_rules = _rules(step.rule for step, value in values if value is None)
    return Outcome(
        ruling.question,
        in_order(ruling.question, possible | walked),
        rule,
        matched,
        tuple(rule for rule in open_rules if rule not in matched),
    )


def decide_at(ruled: Timeline[Ruling], facts: Facts) -> Outcome:
    """The outcome of whatever ruling is in force at the fact `at`; if that is unknown, of all that may be."""
    instant = facts.get(INSTANT_FACT)
    if instant is not None:
        assert isinstance(instant, int)
        return decide(ruled.at(instant), facts)
    return merged([decide(ruling, facts) for ruling in ruled.values()])


def merged(outcomes: Iterable[Outcome]) -> Outcome:
    """What is known if any one of some outcomes may be the true one."""
    every = list(outcomes)
    first = every[0]
    matched = tuple(rule for rule in first.matched if all(rule in one.matched for one in every))
    seen = _rules(rule for one in every for rule in (*one.matched, *one.open_rules))
    rules = {one.rule for one in every}
    return Outcome(
        first.question,
        in_order(first.question, {verdict for one in every for verdict in one.possible}),
        first.rule if len(rules) == 1 else "",
        matched,
        tuple(rule for rule in seen if rule not in matched),
    )


def in_order(question: Question, verdicts: Iterable[str]) -> tuple[str, ...]:
    """Verdicts of a question, mildest first."""
    chosen = set(verdicts)
    return tuple(verdict for verdict in VERDICTS[question] if verdict in chosen)


def _rules(rules: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(rules))


Cells = Mapping[tuple[str, str], Outcome]
"""(view, reading) -> outcome of one question."""
