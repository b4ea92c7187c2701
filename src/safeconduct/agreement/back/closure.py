"""One decision at a time: a ruling as generated Python, with the outcomes of `logic.decide_at`.

Two functions for every period of a ruling, made when the period is first asked about. The first answers with
a bare verdict: it walks the rules in order, reads a fact when a rule first needs it, and gives up as soon as
a fact it reads is not known well enough or a rule is not sure to apply. The second puts every condition under three
truth values and looks up what these values come to; it answers whatever the first gave up. Under all readings
at once each distinct condition is put once, however many readings share it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeAlias, TypeVar

from safeconduct.agreement.cel.closure import KleeneWriter
from safeconduct.agreement.cel.evaluate import Facts
from safeconduct.agreement.cel.known import KnownWriter
from safeconduct.agreement.cel.tree import And, Node, fact_names
from safeconduct.agreement.logic import Outcome, in_order, merged
from safeconduct.agreement.model import INSTANT_FACT, Agreement, Question
from safeconduct.agreement.ruling import UNKNOWN, Ruling, rulings
from safeconduct.agreement.timeline import Timeline, cuts

Truths: TypeAlias = tuple[bool | None, ...]
"""For each step of a ruling whether it holds; None if that is unknown."""
Outcomes: TypeAlias = dict[str, Outcome]
"""Reading -> outcome."""
ToOutcome: TypeAlias = Callable[[Facts], Outcome]
ToOutcomes: TypeAlias = Callable[[Facts], Outcomes]
ToVerdict: TypeAlias = Callable[[Facts], str]

Key = TypeVar("Key", bound=Hashable)
Found = TypeVar("Found")

_OUTCOMES_KEPT = 1024
_NESTED_MAX = 8


@dataclass(frozen=True, slots=True)
class Decider:
    """One question under one reading.

    decide: the outcome for some facts, as of `logic.decide_at`. verdict: the verdict alone, or "indeterminate";
    the fastest way to ask.
    """

    decide: ToOutcome
    verdict: ToVerdict


@dataclass(frozen=True, slots=True)
class Deciders:
    """One question under every reading of an agreement.

    by_reading: for one of them. decide_all: reading -> outcome, in the order of the file.
    """

    by_reading: Mapping[str, Decider]
    decide_all: ToOutcomes


class Memo(dict[Key, Found], Generic[Key, Found]):
    """What a function gave for each argument; emptied when it holds `limit` of them, so it is bounded."""

    def __init__(self, compute: Callable[[Key], Found], limit: int) -> None:
        super().__init__()
        self._compute = compute
        self._limit = limit

    def __missing__(self, key: Key) -> Found:
        found = self._compute(key)
        if len(self) >= self._limit:
            self.clear()
        self[key] = found
        return found


def decider_of(ruled: Timeline[Ruling]) -> Decider:
    """The functions for a ruling that changes over time."""
    starts, pieces = ruled.starts(), [*ruled.values()]
    outcomes: Memo[int, ToOutcome] = Memo(lambda period: _outcome_function(pieces[period]), len(pieces))
    verdicts: Memo[int, ToVerdict] = Memo(lambda period: _verdict_function(pieces[period], undecided), len(pieces))

    def decided(facts: Facts) -> Outcome:
        instant: Any = facts.get(INSTANT_FACT)
        if instant is None:
            return merged(outcomes[period](facts) for period in range(len(pieces)))
        return outcomes[bisect_right(starts, instant)](facts)

    def undecided(facts: Facts) -> str:
        return decided(facts).verdict

    def verdict(facts: Facts) -> str:
        instant: Any = facts.get(INSTANT_FACT)
        return undecided(facts) if instant is None else verdicts[bisect_right(starts, instant)](facts)

    return Decider(decided, verdict if starts else verdicts[0])


def deciders(agreement: Agreement, question: Question) -> Deciders:
    """The functions for a question under every reading of an agreement."""
    ruled = {name: rulings(agreement, question, reading) for name, reading in agreement.readings.items()}
    return Deciders({name: decider_of(one) for name, one in ruled.items()}, all_readings(ruled))


def all_readings(ruled: Mapping[str, Timeline[Ruling]]) -> ToOutcomes:
    """One function for several readings: what `decide` gives for each of them."""
    starts = cuts(ruled.values())
    periods = [{name: _at(one, start) for name, one in ruled.items()} for start in (None, *starts)]
    functions: Memo[int, ToOutcomes] = Memo(lambda period: _joint_function(periods[period]), len(periods))

    def decided(facts: Facts) -> Outcomes:
        instant: Any = facts.get(INSTANT_FACT)
        if instant is not None:
            return functions[bisect_right(starts, instant)](facts)
        every = [functions[period](facts) for period in range(len(periods))]
        return {name: merged(one[name] for one in every) for name in ruled}

    return decided


def _at(ruled: Timeline[Ruling], start: int | None) -> Ruling:
    return ruled.pieces[0].value if start is None else ruled.at(start)


def _verdict_function(ruling: Ruling, undecided: ToVerdict) -> ToVerdict:
    """The verdict of the first step that holds. undecided: asked where known facts alone do not say it."""
    writer = KnownWriter(undecided)
    for step in ruling.steps:
        if UNKNOWN in fact_names(step.tree):
            writer.line(writer.give_up)
            break
        then = f"return {writer.constant(step.verdict)}" if step.sure else writer.give_up
        _write_step(writer, _conjuncts(step.tree), then)
    else:
        writer.line(f"return {writer.constant(ruling.default)}")
    return writer.function()


def _write_step(writer: KnownWriter, conjuncts: tuple[Node, ...], then: str) -> None:
    """A test inside a test, so that a fact is read only where all before it holds."""
    first, *others = conjuncts
    code = writer.write(first)
    if not others:
        writer.line(f"if {code}: {then}")
        return
    with writer.block(f"if {code}:"):
        _write_step(writer, tuple(others), then)


def _conjuncts(tree: Node) -> tuple[Node, ...]:
    """What must all hold; the last of many is a conjunction, for Python's source can only be so deep."""
    if not isinstance(tree, And):
        return (tree,)
    every = tuple(part for operand in tree.operands for part in _conjuncts(operand))
    return every if len(every) <= _NESTED_MAX else (*every[:_NESTED_MAX], And(every[_NESTED_MAX:]))


def _outcome_function(ruling: Ruling) -> ToOutcome:
    writer = KleeneWriter()
    writer.line(f"return {_Steps(writer).outcome(ruling)}")
    return writer.function()


def _joint_function(by_reading: Mapping[str, Ruling]) -> ToOutcomes:
    writer = KleeneWriter()
    steps = _Steps(writer)
    cells = [f"{writer.constant(name)}: {steps.outcome(ruling)}" for name, ruling in by_reading.items()]
    writer.line(f"return {{{', '.join(cells)}}}")
    return writer.function()


class _Steps:
    """Puts down each distinct step and each distinct ruling once."""

    def __init__(self, writer: KleeneWriter) -> None:
        self._writer = writer
        self._truths: dict[tuple[Node, bool], str] = {}
        self._outcomes: dict[Ruling, str] = {}

    def outcome(self, ruling: Ruling) -> str:
        """The name of the outcome of a ruling, ready."""
        if ruling not in self._outcomes:
            truths = "".join(f"{self._truth(step.tree, sure=step.sure)}, " for step in ruling.steps)
            outcomes = self._writer.bound(Memo(lambda found: _outcome(ruling, found), _OUTCOMES_KEPT))
            self._outcomes[ruling] = self._named(f"{outcomes}[({truths})]")
        return self._outcomes[ruling]

    def _truth(self, tree: Node, *, sure: bool) -> str:
        if (tree, sure) not in self._truths:
            code = self._writer.write(tree) if sure else f"False if {self._truth(tree, sure=True)} is False else None"
            self._truths[tree, sure] = self._named(code)
        return self._truths[tree, sure]

    def _named(self, code: str) -> str:
        name = self._writer.temporary()
        self._writer.line(f"{name} = {code}")
        return name


def _outcome(ruling: Ruling, truths: Truths) -> Outcome:
    """What a ruling comes to when its steps have these truth values."""
    settled = [*zip(ruling.steps, truths, strict=True)]
    possible = set()
    for step, truth in settled:
        if truth is not False:
            possible.add(step.verdict)
        if truth:
            rule = step.rule
            break
    else:
        possible.add(ruling.default)
        rule = ""
    matched = dict.fromkeys(step.rule for step, truth in settled if truth)
    open_rules = dict.fromkeys(step.rule for step, truth in settled if truth is None and step.rule not in matched)
    return Outcome(ruling.question, in_order(ruling.question, possible), rule, tuple(matched), tuple(open_rules))
