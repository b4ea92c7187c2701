"""The region tables of an agreement: for each question and period, what every reading says of every cell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from safeconduct.agreement.cel.evaluate import Facts
from safeconduct.agreement.cel.tree import Node
from safeconduct.agreement.model import INSTANT_FACT, QUESTIONS, Agreement, Question, Reading
from safeconduct.agreement.region import Domain, Grid, Ruled, domain
from safeconduct.agreement.ruling import Ruling, rulings
from safeconduct.agreement.timeline import Span, Timeline, cuts
from safeconduct.base.instant import day_from_text, day_start
from safeconduct.base.limits import REGION_STEPS_MAX


@dataclass(slots=True)
class Work:
    """How much the tables of one check have taken so far, in cells and in steps over cells."""

    cells: int = 0
    steps: int = 0
    left_out: list[str] = field(default_factory=list)

    def takes(self, grid: Grid, ruling: Ruling) -> bool:
        """Count a table, if it may still be made."""
        steps = grid.cells * (len(ruling.steps) + 1)
        if not grid.can_rule(ruling) or self.steps + steps > REGION_STEPS_MAX:
            return False
        self.cells, self.steps = self.cells + grid.cells, self.steps + steps
        return True

    def allows(self, steps: int, what: str) -> bool:
        """Count more work over cells, if it may still be done; what is left out is noted."""
        if self.steps + steps > REGION_STEPS_MAX:
            self.left_out += [] if what in self.left_out else [what]
            return False
        self.steps += steps
        return True


class Period:
    """One question in one period, in which nothing that is dated changes for any of some readings."""

    def __init__(self, question: Question, span: Span, found: Domain, held: Mapping[str, Ruling], work: Work) -> None:
        self.question = question
        self.span = span
        self.grid = Grid(found)
        self.rulings = held
        self._exact = found.exact
        self._inexact = sorted(found.inexact)
        self._work = work
        self._made: dict[Ruling, Ruled | None] = {}

    def ruled(self, ruling: Ruling) -> Ruled | None:
        """What a ruling over facts of this grid says of each cell; None if that is too much to find out."""
        if ruling not in self._made:
            self._made[ruling] = self.grid.ruled(ruling) if self._work.takes(self.grid, ruling) else None
            self._note(self._made[ruling])
        return self._made[ruling]

    def distinct(self) -> list[tuple[str, Ruling]]:
        """The rulings, one reading for each: readings that rule alike are left out."""
        first: dict[Ruling, str] = {}
        for reading, ruling in self.rulings.items():
            first.setdefault(ruling, reading)
        return [(reading, ruling) for ruling, reading in first.items()]

    def movement(self, flat: int) -> Facts:
        """The facts of a cell, with an instant in the period."""
        facts = dict(self.grid.movement_at(flat))
        if INSTANT_FACT not in facts:
            edge = self.span.start if self.span.start is not None else (self.span.end or 1) - 1
            facts = {INSTANT_FACT: edge, **facts}
        return facts

    def _note(self, made: Ruled | None) -> None:
        note = ""
        if made is None:
            note = f"the question {self.question!r} has too many combinations of facts, {self.grid.cells} in one period"
        elif not self._exact:
            note = f"{', '.join(self._inexact)}: compared with one another or in sums, so not every case is tried"
        if note and note not in self._work.left_out:
            self._work.left_out.append(note)


class Tables:
    """The tables of some readings of an agreement, from its beginning on."""

    def __init__(self, agreement: Agreement, readings: Mapping[str, Reading], work: Work | None = None) -> None:
        self.agreement = agreement
        self.readings = readings
        self.work = work or Work()
        self._timelines: dict[tuple[Question, str], Timeline[Ruling]] = {}
        self._periods: dict[Question, tuple[Period, ...]] = {}

    def timeline(self, question: Question, reading: str) -> Timeline[Ruling]:
        """The rulings of one reading."""
        key = question, reading
        if key not in self._timelines:
            self._timelines[key] = rulings(self.agreement, question, self.readings[reading])
        return self._timelines[key]

    def periods(self, question: Question) -> tuple[Period, ...]:
        """The periods of a question in which no ruling changes; none if the question has no default."""
        if question not in self._periods:
            self._periods[question] = tuple(self._made(question))
        return self._periods[question]

    def all(self) -> Iterable[Period]:
        """The periods of every question."""
        return (period for question in QUESTIONS for period in self.periods(question))

    def _made(self, question: Question) -> Iterable[Period]:
        if question not in self.agreement.defaults:
            return
        lines = {reading: self.timeline(question, reading) for reading in self.readings}
        for span in spans(cuts(lines.values()), beginning(self.agreement)):
            held = {reading: ruling_in(line, span) for reading, line in lines.items()}
            found = domain(self.agreement, trees(held.values()), span).known()
            yield Period(question, span, found, held, self.work)


def trees(held: Iterable[Ruling]) -> list[Node]:
    """The conditions of some rulings, each once."""
    return list(dict.fromkeys(step.tree for ruling in held for step in ruling.steps))


def ruling_in(line: Timeline[Ruling], span: Span) -> Ruling:
    """The ruling in force throughout a period."""
    return line.pieces[0].value if span.start is None else line.at(span.start)


def spans(starts: Iterable[int], first: int | None) -> list[Span]:
    """The periods between some instants, without what ends before the first instant that counts."""
    edges = [first, *(start for start in starts if first is None or start > first)]
    return [Span(start, end) for start, end in zip(edges, [*edges[1:], None], strict=True)]


def beginning(agreement: Agreement) -> int | None:
    """When the agreement begins: the earliest of its agreements among the sources, in force or else dated."""
    dated = [
        source.in_force if source.in_force is not None else day_start(day_from_text(source.date), 0)
        for source in agreement.sources.values()
        if source.kind == "agreement" and (source.in_force is not None or source.date)
    ]
    return min(dated, default=None)
