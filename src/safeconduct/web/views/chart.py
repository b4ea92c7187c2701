"""The chart of one corridor: counts by week, and below them on the same days who said what.

Only geometry is made here; the template draws it. The time axis runs from left to right in every language.
Coordinates are in units of the view box, which is `WIDTH` wide; rounded to one decimal so that pages are
reproducible.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from safeconduct.base.instant import InstantError, day_from_text
from safeconduct.web.source import VERDICTS, Claim, Series, Verdict
from safeconduct.web.views.axis import DayAxis, MonthMark, months, round_ticks

WIDTH = 1376
LEFT = 64
RIGHT = 1366
TOP = 34
PLOT_HEIGHT = 190
LANE_TITLE = 30
MARK = 15
STACK_MAX = 6
LANES_MAX = 8
WEEKS_MAX = 520
MONTHS_NAMED = 24


@dataclass(frozen=True, slots=True)
class Bar:
    """One week; height 0 and known False where nothing is recorded."""

    monday: str
    value: int | None
    x: float
    y: float
    width: float
    height: float

    @property
    def known(self) -> bool:
        """Whether there is a record of this week at all."""
        return self.value is not None


@dataclass(frozen=True, slots=True)
class Tick:
    """A line across the chart with its number."""

    value: int
    y: float


@dataclass(frozen=True, slots=True)
class Mark:
    """One claim on its day. more: so many further claims of the same day have no mark of their own."""

    verdict: Verdict
    x: float
    y: float
    day: str
    wording: str
    more: int


@dataclass(frozen=True, slots=True)
class Lane:
    """The claims of one speaker."""

    speaker: str
    y: float
    base: float
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """Everything a template needs to draw one series with its lanes."""

    series: Series
    height: float
    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]
    months: tuple[MonthMark, ...]
    lanes: tuple[Lane, ...]
    left: int = LEFT
    right: int = RIGHT
    width: int = WIDTH
    top: int = TOP
    base: int = TOP + PLOT_HEIGHT


def chart(series: Series, claims: Sequence[Claim]) -> Chart | None:
    """Lay out the newest `WEEKS_MAX` weeks of a series; None when it has no week."""
    weeks = series.weeks[-WEEKS_MAX:]
    if not weeks:
        return None
    axis = DayAxis(day_from_text(weeks[0].monday), 7 * len(weeks), LEFT, RIGHT)
    top = max([week.value or 0 for week in weeks] + [1])
    ticks = round_ticks(top)
    lanes = _lanes(axis, claims)
    height = (lanes[-1].base if lanes else TOP + PLOT_HEIGHT) + 14
    return Chart(
        series=series,
        height=round(height, 1),
        bars=tuple(_bar(axis, week.monday, week.value, ticks[-1]) for week in weeks),
        ticks=tuple(Tick(value, _height_at(value, ticks[-1])) for value in ticks),
        months=tuple(months(axis, max(1, round(axis.days / 30 / MONTHS_NAMED)))),
        lanes=lanes,
    )


def _height_at(value: int, top: int) -> float:
    return round(TOP + PLOT_HEIGHT - value * PLOT_HEIGHT / top, 1)


def _bar(axis: DayAxis, monday: str, value: int | None, top: int) -> Bar:
    day = day_from_text(monday)
    x = axis.at(day + 0.5)
    y = TOP if value is None else _height_at(value, top)
    height = PLOT_HEIGHT if value is None else TOP + PLOT_HEIGHT - y
    return Bar(monday, value, x, y, round(max(axis.at(day + 6.5) - x, 0.5), 1), round(height, 1))


def _lanes(axis: DayAxis, claims: Sequence[Claim]) -> tuple[Lane, ...]:
    """One lane for each speaker, those with most claims first; days outside the axis have no mark."""
    by_speaker: dict[str, dict[int, list[Claim]]] = {}
    for claim in claims:
        day = _day_of(claim)
        if day is not None and axis.holds(day):
            by_speaker.setdefault(claim.speaker, {}).setdefault(day, []).append(claim)
    ranked = sorted(by_speaker, key=lambda name: (-sum(map(len, by_speaker[name].values())), name))
    lanes: list[Lane] = []
    y = float(TOP + PLOT_HEIGHT + 14)
    for speaker in ranked[:LANES_MAX]:
        tallest = min(STACK_MAX, max(map(len, by_speaker[speaker].values())))
        base = y + LANE_TITLE + tallest * MARK
        lanes.append(Lane(speaker, y + 16, base, tuple(_marks(axis, by_speaker[speaker], base))))
        y = base + 6
    return tuple(lanes)


def _day_of(claim: Claim) -> int | None:
    try:
        return day_from_text(claim.said_on)
    except InstantError:
        return None


def _marks(axis: DayAxis, days: Mapping[int, list[Claim]], base: float) -> list[Mark]:
    """Marks of one day stand on each other, the supported at the foot."""
    marks: list[Mark] = []
    for day, claims in sorted(days.items()):
        stack = sorted(claims, key=lambda claim: VERDICTS.index(claim.answer.verdict))
        shown = stack[:STACK_MAX]
        for level, claim in enumerate(shown):
            more = len(stack) - len(shown) if level == len(shown) - 1 else 0
            y = round(base - MARK / 2 - level * MARK, 1)
            mark = Mark(claim.answer.verdict, axis.at(day + 0.5), y, claim.said_on, claim.wording, more)
            marks.append(mark)
    return marks
