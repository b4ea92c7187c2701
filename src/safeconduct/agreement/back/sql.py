"""Verdicts of many movements at once, as one portable SQL text: every question, view and reading in one pass.

The text is a chain of queries, each adding columns to the one inside it (modules `steps` and `marks`):

    conditions   per view, what each condition comes to, in the lanes of the rulings that ask it
    slots        per view, what each step comes to
    walks        per view, the verdicts that remain possible, in all lanes at once
    outcomes     per view and ruling, possible (bits of verdicts), rule, matched and seen (bits of rules)
    cells        per view and reading, the same, of the ruling in force at the movement's instant
    splits       per question, where the dispute lies

Unknown is NULL and never turned into FALSE: a condition that is NULL is among those that may hold. A database
works out no more of these columns than are asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import pairwise
from typing import get_args

from safeconduct.agreement.back.certain import Certain
from safeconduct.agreement.back.coding import Cell, Coding, coding_of, column_name, quoted_name
from safeconduct.agreement.back.marks import NO_RULE, Marks
from safeconduct.agreement.back.steps import Plan, plan_of
from safeconduct.agreement.cel.sql import literal
from safeconduct.agreement.logic import Outcome
from safeconduct.agreement.model import INSTANT_FACT, QUESTIONS, VERDICTS, Agreement, Question
from safeconduct.agreement.ruling import UNKNOWN
from safeconduct.agreement.split import Split
from safeconduct.agreement.timeline import Timeline

_PARTS = ("possible", "rule", "matched", "open_rules")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a row says about one question: the outcome of every (view, reading), and where the dispute lies."""

    cells: Mapping[tuple[str, str], Outcome]
    split: Split


@dataclass(frozen=True, slots=True)
class BatchSql:
    """A query over a table of coded facts.

    text: the SQL. keep: columns of the table that come first in each row, as they are. columns: all names of
    the result. rules: the rules of each question; `rule`, `matched` and `open_rules` count in this order.
    """

    text: str
    keep: tuple[str, ...]
    questions: tuple[Question, ...]
    views: tuple[str, ...]
    readings: tuple[str, ...]
    rules: Mapping[Question, tuple[str, ...]]
    columns: tuple[str, ...]

    def answers(self, row: Sequence[Cell]) -> dict[Question, Answer]:
        """The outcomes in a row of the result."""
        cells = iter(row[len(self.keep) :])
        found: dict[Question, Answer] = {}
        for question in self.questions:
            names = [(view, reading) for view in self.views for reading in self.readings]
            outcomes = {name: self._outcome(question, [_int(next(cells)) for _ in _PARTS]) for name in names}
            found[question] = Answer(outcomes, _split(next(cells)))
        return found

    def _outcome(self, question: Question, parts: list[int]) -> Outcome:
        possible, rule, matched, open_rules = parts
        rules, verdicts = self.rules[question], VERDICTS[question]
        return Outcome(
            question,
            _chosen(verdicts, possible),
            rules[rule] if rule >= 0 else "",
            _chosen(rules, matched),
            _chosen(rules, open_rules),
        )


def batch_sql(
    agreement: Agreement,
    questions: Sequence[Question] = QUESTIONS,
    readings: Sequence[str] = (),
    views: Sequence[str] = ("",),
    *,
    source: str = "facts",
    keep: Sequence[str] = ("movement",),
    coding: Coding | None = None,
    shared: AbstractSet[str] = frozenset(),
) -> BatchSql:
    """A query that answers questions for each row of a table of coded facts (see `coding`).

    readings: ids; all of the agreement if left out. views: the prefixes of the columns that hold each view.
    source: SQL of the table. keep: its columns to hand through. coding: of the agreement, if at hand.
    shared: facts that are the same in every view: their columns bear no view's name and are asked once.
    Raises ConditionError E11 for rules that put more than 62 different tests to codes.
    """
    chosen = tuple(readings) or tuple(agreement.readings)
    columns = coding or coding_of(agreement)
    asked = [_Asked(plan_of(agreement, question, chosen), tuple(views), columns, shared) for question in questions]
    results = {name: text for each in asked for name, text in each.results()}
    return BatchSql(
        _text(asked, results, source, [quoted_name(name) for name in keep]),
        tuple(keep),
        tuple(questions),
        tuple(views),
        chosen,
        {question: tuple(rule.id for rule in agreement.rules_for(question)) for question in questions},
        (*keep, *results),
    )


def _text(asked: Sequence[_Asked], results: Mapping[str, str], source: str, keep: Sequence[str]) -> str:
    """The chain of queries."""
    marks = [one for each in asked for numbers in each.marks for one in numbers]
    instants = dict.fromkeys(column for each in asked for column in each.instants)
    text = _select([*keep, *instants, *(column for one in marks for column in one.conditions())], source)
    links: list[list[str]] = [
        [column for one in marks for column in one.slots()],
        [one.walk() for one in marks],
        [column for one in marks for column in one.outcomes()],
        [column for each in asked for column in each.cells()],
    ]
    for number, columns in enumerate(links):
        text = _select(["*", *columns], f"({text}) AS q{number}")
    named = (f"{result} AS {quoted_name(name)}" for name, result in results.items())
    return _select([*keep, *named], f"({text}) AS q{len(links)}")


class _Asked:
    """A question in every view. marks: view by view what writes its numbers."""

    def __init__(self, plan: Plan, views: tuple[str, ...], coding: Coding, shared: AbstractSet[str]) -> None:
        self._plan = plan
        self._views = views
        columns = [coding.names(view, shared) for view in views]
        self.instants = [f"{each[INSTANT_FACT]} AS t{view}" for view, each in enumerate(columns)]
        self.marks = [
            [
                Marks(lanes, f"{plan.question}{view}_{number}", Certain({**each, UNKNOWN: "NULL"}, coding.bits))
                for number, lanes in enumerate(plan.numbers)
            ]
            for view, each in enumerate(columns)
        ]

    def cells(self) -> Iterator[str]:
        """What each reading says in each view; readings that rule alike are asked once."""
        for view, marks in enumerate(self.marks):
            for number, periods in enumerate(self._alike()):
                for part in _LANE_PARTS:
                    lanes = [marks[place].column(part, lane) for place, lane in periods.values()]
                    text = _at_instant(f"t{view}", periods.starts(), lanes, _MERGED[part](lanes))
                    yield f"{text} AS {self._cell(part, view, number)}"

    def results(self) -> Iterator[tuple[str, str]]:
        """Name and SQL of every column."""
        alike = {periods: number for number, periods in enumerate(self._alike())}
        for number, view in enumerate(self._views):
            for reading, periods in self._plan.periods.items():
                possible, rule, matched, seen = (self._cell(part, number, alike[periods]) for part in _LANE_PARTS)
                texts = possible, rule, matched, f"{seen} - {matched}"
                for part, text in zip(_PARTS, texts, strict=True):
                    yield f"{self._plan.question}.{column_name(view, reading)}.{part}", text
        yield f"{self._plan.question}.split", self._split(len(alike))

    def _alike(self) -> list[Timeline[tuple[int, int]]]:
        return list(dict.fromkeys(self._plan.periods.values()))

    def _cell(self, part: str, view: int, periods: int) -> str:
        return f"{part}_of_{self._plan.question}{view}_{periods}"

    def _split(self, readings: int) -> str:
        """Where the dispute lies. Where views do not differ, the first speaks for all."""
        rows = [
            [self._cell("possible", view, number) for number in range(readings)] for view in range(len(self._views))
        ]
        by_view = _any(map(_differ, zip(*rows, strict=True)))
        first = rows[0][0]
        return (
            f"CASE WHEN {by_view} THEN CASE WHEN {_any(map(_differ, rows))} THEN 'mixed' ELSE 'facts' END "
            f"WHEN {_differ(rows[0])} THEN 'interpretation' "
            f"WHEN ({first} & ({first} - 1)) = 0 THEN 'settled' ELSE 'unknown' END"
        )


def _alike_or_none(rules: Sequence[str]) -> str:
    tests = " AND ".join(f"{one} = {other}" for one, other in pairwise(rules))
    return f"CASE WHEN {tests} THEN {rules[0]} ELSE {NO_RULE} END" if tests else rules[0]


_MERGED: Mapping[str, Callable[[Sequence[str]], str]] = {
    "possible": " | ".join,
    "rule": _alike_or_none,
    "matched": " & ".join,
    "seen": " | ".join,
}
"""What a part comes to where the instant is unknown: `logic.merged`."""
_LANE_PARTS = tuple(_MERGED)


def _at_instant(instant: str, starts: Sequence[int], values: Sequence[str], merged: str) -> str:
    """The value of the period that an instant lies in; `merged` where it is unknown."""
    if not starts:
        return values[0]
    cases = [
        f"WHEN {instant} >= {literal(start)} THEN {value}" for start, value in zip(starts, values[1:], strict=True)
    ]
    first = f"WHEN {instant} < {literal(starts[0])} THEN {values[0]}"
    return f"CASE {' '.join([*reversed(cases), first])} ELSE {merged} END"


def _differ(columns: Sequence[str]) -> str:
    return _any(f"{left} <> {right}" for left, right in pairwise(columns))


def _any(tests: Iterable[str]) -> str:
    joined = " OR ".join(test for test in tests if test != "FALSE")
    return f"({joined})" if joined else "FALSE"


def _select(columns: Iterable[str], source: str) -> str:
    return f"SELECT {', '.join(columns)} FROM {source}"


def _chosen(names: Sequence[str], bits: int) -> tuple[str, ...]:
    return tuple(name for bit, name in enumerate(names) if bits >> bit & 1)


def _int(cell: Cell) -> int:
    assert isinstance(cell, int)
    return cell


def _split(cell: Cell) -> Split:
    return next(split for split in get_args(Split) if split == cell)
