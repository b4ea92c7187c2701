"""Verdicts of many movements at once, as one portable SQL text: every question, view and reading in one pass.

The text is a chain of queries, each adding columns to the one inside it (modules `steps` and `marks`):

    conditions   per view, what each condition comes to, in the lanes of the rulings that ask it; and the lanes
                 in force at the movement's instant
    runs, rules  per view, what steps of one verdict come to, and what each rule comes to
    walks        per view, the verdicts that remain possible, in all lanes at once
    cells        per view and reading, possible (bits of verdicts), rule, matched and open_rules (bits of rules)
    splits       per question, where the dispute lies

Unknown is NULL and never turned into FALSE: a condition that is NULL is among those that may hold. A database
works out no more of these columns than are asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import pairwise
from typing import get_args

from safeconduct.agreement.back.certain import Certain
from safeconduct.agreement.back.coding import Cell, Coding, coding_of, column_name, quoted_name
from safeconduct.agreement.back.marks import Marks
from safeconduct.agreement.back.steps import Plan, plan_of
from safeconduct.agreement.logic import Outcome
from safeconduct.agreement.model import INSTANT_FACT, QUESTIONS, VERDICTS, Agreement, Question
from safeconduct.agreement.ruling import UNKNOWN
from safeconduct.agreement.split import Split
from safeconduct.agreement.timeline import Timeline

_POSSIBLE = "possible"
_REASONS = ("rule", "matched", "open_rules")


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
    reasons: whether it has these three; without them the rules of an answer are left out.
    """

    text: str
    keep: tuple[str, ...]
    questions: tuple[Question, ...]
    views: tuple[str, ...]
    readings: tuple[str, ...]
    rules: Mapping[Question, tuple[str, ...]]
    columns: tuple[str, ...]
    reasons: bool

    def answers(self, row: Sequence[Cell]) -> dict[Question, Answer]:
        """The outcomes in a row of the result."""
        cells = iter(row[len(self.keep) :])
        found: dict[Question, Answer] = {}
        for question in self.questions:
            names = [(view, reading) for view in self.views for reading in self.readings]
            outcomes = {name: self._outcome(question, cells) for name in names}
            found[question] = Answer(outcomes, _split(next(cells)))
        return found

    def _outcome(self, question: Question, cells: Iterator[Cell]) -> Outcome:
        possible = _chosen(VERDICTS[question], _int(next(cells)))
        rule, matched, open_rules = (_int(next(cells)) for _ in _REASONS) if self.reasons else (-1, 0, 0)
        rules = self.rules[question]
        return Outcome(
            question,
            possible,
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
    reasons: bool = True,
) -> BatchSql:
    """A query that answers questions for each row of a table of coded facts (see `coding`).

    readings: ids; all of the agreement if left out. views: the prefixes of the columns that hold each view.
    source: SQL of the table. keep: its columns to hand through. coding: of the agreement, if at hand.
    shared: facts that are the same in every view: their columns bear no view's name and are asked once.
    reasons: whether to say which rule decides, which hold and which may; verdicts alone are a shorter text, which a
    database reads and plans sooner.
    Raises ConditionError E11 for rules that put more than 62 different tests to codes.
    """
    chosen = tuple(readings) or tuple(agreement.readings)
    columns = coding or coding_of(agreement)
    asked = [
        _Asked(plan_of(agreement, question, chosen), tuple(views), columns, shared, reasons=reasons)
        for question in questions
    ]
    results = {name: text for each in asked for name, text in each.results()}
    return BatchSql(
        _text(asked, results, source, [quoted_name(name) for name in keep]),
        tuple(keep),
        tuple(questions),
        tuple(views),
        chosen,
        {question: tuple(rule.id for rule in agreement.rules_for(question)) for question in questions},
        (*keep, *results),
        reasons,
    )


def _text(asked: Sequence[_Asked], results: Mapping[str, str], source: str, keep: Sequence[str]) -> str:
    """The chain of queries."""
    marks = [one for each in asked for numbers in each.marks for one in numbers]
    lanes = [column for each in asked for column in each.in_force()]
    text = _select([*keep, *lanes, *(column for one in marks for column in one.conditions())], source)
    links: list[list[str]] = [
        [column for each in asked for column in each.slots()],
        [one.walk() for one in marks],
        [column for each in asked for column in each.cells()],
    ]
    for number, columns in enumerate(links):
        text = _select(["*", *columns], f"({text}) AS q{number}")
    named = (f"{result} AS {quoted_name(name)}" for name, result in results.items())
    return _select([*keep, *named], f"({text}) AS q{len(links)}")


class _Asked:
    """A question in every view. marks: view by view what writes its numbers."""

    def __init__(
        self, plan: Plan, views: tuple[str, ...], coding: Coding, shared: AbstractSet[str], *, reasons: bool
    ) -> None:
        self._plan = plan
        self._views = views
        self._reasons = reasons
        self._timelines = list(dict.fromkeys(plan.periods.values()))
        columns = [coding.names(view, shared) for view in views]
        self._instants = [each[INSTANT_FACT] for each in columns]
        self.marks = [
            [
                Marks(lanes, f"{plan.question}{view}_{number}", Certain({**each, UNKNOWN: "NULL"}, coding.bits))
                for number, lanes in enumerate(plan.numbers)
            ]
            for view, each in enumerate(columns)
        ]

    def in_force(self) -> Iterator[str]:
        """The lanes in force, view by view; readings that rule alike are asked once."""
        for view, instant in enumerate(self._instants):
            for number, timeline in enumerate(self._timelines):
                for place, lanes in _lanes(timeline).items():
                    text = self.marks[view][place].in_force(instant, timeline.starts(), lanes)
                    yield f"{text} AS {self._force(view, number, place)}"

    def slots(self) -> Iterator[str]:
        """What rules and runs of them come to."""
        for marks in (one for numbers in self.marks for one in numbers):
            yield from marks.runs()
            if self._reasons:
                yield from marks.rules()

    def cells(self) -> Iterator[str]:
        """What each reading says in each view."""
        for view, marks in enumerate(self.marks):
            for number, timeline in enumerate(self._timelines):
                lanes = _lanes(timeline)
                asked = [(marks[place], self._force(view, number, place)) for place in lanes]
                terms = (one.possible(force, some) for (one, force), some in zip(asked, lanes.values(), strict=True))
                parts = {_POSSIBLE: f"CAST({' | '.join(terms)} AS SMALLINT)"}
                if self._reasons:
                    parts |= _reasons(asked, self._plan.rules)
                yield from (f"{text} AS {self._cell(part, view, number)}" for part, text in parts.items())

    def results(self) -> Iterator[tuple[str, str]]:
        """Name and SQL of every column."""
        alike = {periods: number for number, periods in enumerate(self._timelines)}
        for number, view in enumerate(self._views):
            for reading, periods in self._plan.periods.items():
                for part in (_POSSIBLE, *(_REASONS if self._reasons else ())):
                    name = f"{self._plan.question}.{column_name(view, reading)}.{part}"
                    yield name, self._cell(part, number, alike[periods])
        yield f"{self._plan.question}.split", self._split(len(alike))

    def _force(self, view: int, timeline: int, place: int) -> str:
        return f"in_force_{self._plan.question}{view}_{timeline}_{place}"

    def _cell(self, part: str, view: int, timeline: int) -> str:
        return f"{part}_of_{self._plan.question}{view}_{timeline}"

    def _split(self, readings: int) -> str:
        """Where the dispute lies. Where views do not differ, the first speaks for all."""
        rows = [[self._cell(_POSSIBLE, view, number) for number in range(readings)] for view in range(len(self._views))]
        by_view = _any(map(_differ, zip(*rows, strict=True)))
        first = rows[0][0]
        return (
            f"CASE WHEN {by_view} THEN CASE WHEN {_any(map(_differ, rows))} THEN 'mixed' ELSE 'facts' END "
            f"WHEN {_differ(rows[0])} THEN 'interpretation' "
            f"WHEN ({first} & ({first} - 1)) = 0 THEN 'settled' ELSE 'unknown' END"
        )


def _lanes(timeline: Timeline[tuple[int, int]]) -> dict[int, list[int | None]]:
    """Number -> the lane that it holds of each period."""
    places = dict.fromkeys(place for place, _ in timeline.values())
    return {number: [lane if place == number else None for place, lane in timeline.values()] for number in places}


def _reasons(asked: Sequence[tuple[Marks, str]], rules: int) -> dict[str, str]:
    """The rule that decides, and the bits of those that hold and of all others that may, in the lanes in force."""
    holds = [" AND ".join(marks.holds(rule, force) for marks, force in asked) for rule in range(rules)]
    some = [" OR ".join(marks.holds_somewhere(rule, force) for marks, force in asked) for rule in range(rules)]
    may = [" OR ".join(marks.may_hold(rule, force) for marks, force in asked) for rule in range(rules)]
    # Where the instant is unknown several lanes are in force: only a rule that decides in all of them decides.
    first = "".join(f"WHEN {holds[rule]} THEN {rule} WHEN {some[rule]} THEN -1 " for rule in range(rules))
    return {
        "rule": f"CAST(CASE {first}ELSE -1 END AS SMALLINT)" if rules else "CAST(-1 AS SMALLINT)",
        "matched": _bits(holds),
        "open_rules": _bits([f"({one}) AND NOT ({other})" for one, other in zip(may, holds, strict=True)]),
    }


def _bits(tests: Sequence[str]) -> str:
    """The bits of the rules of which a test is TRUE."""
    terms = " | ".join(f"CASE WHEN {test} THEN {1 << rule} ELSE 0 END" for rule, test in enumerate(tests))
    return f"CAST({terms or 0} AS BIGINT)"


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
