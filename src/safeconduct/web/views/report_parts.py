"""The situation report in one reader's language: names, days and times for its template."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from markupsafe import Markup

from safeconduct.assess.conformance.clauses import ClauseCell, ClauseResult
from safeconduct.assess.situation.model import Said
from safeconduct.assess.situation.report import SituationReport, week
from safeconduct.assess.situation.supplies import Supply
from safeconduct.base.instant import US_PER_DAY, US_PER_MINUTE, day_to_text
from safeconduct.web.views.allegation_rows import CaseShown, cases_shown
from safeconduct.web.views.naming import names_of, offset_text, sentence_of
from safeconduct.web.views.words import Words, ltr

_UNTOLD = frozenset({"unknown", "not_held"})
_US_PER_HOUR = 60 * US_PER_MINUTE


@dataclass(frozen=True, slots=True)
class SupplyRow:
    """One commodity at one place, in tonnes: what came in the week, what is left, how long it lasts.

    None is no record.
    """

    commodity: str
    place: str
    deliveries: int
    delivered: Fraction
    stock: tuple[Fraction, Fraction] | None
    days: tuple[int, int | None] | None
    counted_on: int | None
    simulated: bool


@dataclass(frozen=True, slots=True)
class Told:
    """Clauses with their cells by reading, and those of which no reading shows anything in the rows."""

    told: tuple[tuple[ClauseResult, Mapping[str, ClauseCell]], ...]
    untold: tuple[ClauseResult, ...]


class ReportParts:
    """What the template asks for besides the report itself."""

    def __init__(self, words: Words, report: SituationReport) -> None:
        self._words = words
        self._report = report
        self.names = names_of(report.situation, words)
        self.sentence = sentence_of(words, report.situation, self.names)
        self.offset = offset_text(report.situation.offset_minutes)

    @property
    def cases(self) -> tuple[CaseShown, ...]:
        """The allegations of goods carried."""
        return cases_shown(self._report.carried)

    def day(self, day: int) -> Markup:
        """A local day in words."""
        return self._words.day(day_to_text(day))

    def at(self, instant_us: int) -> Markup:
        """A local day and time of day."""
        local = instant_us + self._report.situation.offset_minutes * US_PER_MINUTE
        minutes = local % US_PER_DAY // US_PER_MINUTE
        time = ltr(f"{minutes // 60:02}:{minutes % 60:02}")
        return Markup("{}, {}").format(self.day(local // US_PER_DAY), time)

    def hours(self, duration_us: int) -> Markup:
        """A duration in hours, cut to tenths; some time is never called none."""
        tenths = max(1, duration_us * 10 // _US_PER_HOUR)
        return self._words.amount(Fraction(tenths, 10), "hours")

    def short_day(self, day: int) -> Markup:
        """A day for a narrow column: month and day, digits only."""
        return ltr(day_to_text(day)[5:])

    def change(self, difference: int) -> Markup:
        """A difference with its sign."""
        number = self._words.number(difference)
        return Markup("<bdi>+{}</bdi>").format(number) if difference > 0 else number

    def points(self, now: tuple[int, int], before: tuple[int, int]) -> Markup | None:
        """The change of a share in percentage points, cut to tenths; None without both."""
        if not now[1] or not before[1]:
            return None
        tenths = now[0] * 1000 // now[1] - before[0] * 1000 // before[1]
        number = self._words.number(Fraction(tenths, 10))
        return Markup("<bdi>+{}</bdi>").format(number) if tenths > 0 else number

    def said_of(self, types: Sequence[str]) -> int:
        """How many statements of the week are of these types."""
        return sum(1 for one in self._report.said if one.type in types)

    def links(self, one: Said) -> list[str]:
        """The addresses at which a statement can be read."""
        return [link for link in one.source.split() if link.startswith(("https://", "http://"))]

    @property
    def supplies(self) -> list[SupplyRow]:
        """The table of deliveries and supply."""
        return [self._supply(one) for one in self._report.supplies.goods]

    def _supply(self, one: Supply) -> SupplyRow:
        came = week(one.deliveries, self._report.day)
        last = one.days[-1] if one.days else None
        return SupplyRow(
            commodity=one.commodity,
            place=self.names.get(one.place, one.place),
            deliveries=len(came),
            delivered=Fraction(sum(load.load_kg for load in came), 1000),
            stock=None if last is None else (Fraction(last.low_kg, 1000), Fraction(last.high_kg, 1000)),
            days=None if last is None or one.use is None else (last.days_low, last.days_high),
            counted_on=None if last is None else last.counted_on,
            simulated=any(load.simulated for load in came) or (last is not None and last.simulated),
        )

    def told_of(self, question: str, readings: Sequence[str]) -> Told:
        """The clauses that answer a question, apart by whether some of these readings shows something of them."""
        told: list[tuple[ClauseResult, Mapping[str, ClauseCell]]] = []
        untold: list[ClauseResult] = []
        for clause in () if self._report.conformance is None else self._report.conformance.clauses:
            cells = self.by_reading(clause, question)
            if any(cell.state not in _UNTOLD for reading, cell in cells.items() if reading in readings):
                told.append((clause, cells))
            elif cells:
                untold.append(clause)
        return Told(tuple(told), tuple(untold))

    def by_reading(self, clause: ClauseResult, question: str) -> Mapping[str, ClauseCell]:
        """The cells of a clause in the view of all logs together, by reading."""
        conformance = self._report.conformance
        view = "" if conformance is None else conformance.views[0].name
        return {cell.reading: cell for cell in clause.cells if cell.view == view and cell.question == question}
