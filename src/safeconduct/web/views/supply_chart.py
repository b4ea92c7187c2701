"""Drawings of supplies: the stock as a band with its counts and deliveries, the cuts of a service as bars.

Only geometry is made here; the template draws it. Time runs from left to right in every language. Coordinates are in
units of the view box, one decimal.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from safeconduct.assess.situation.supplies import Supply
from safeconduct.assess.situation.supply_record import OutageTold
from safeconduct.base.instant import US_PER_DAY, US_PER_MINUTE, day_to_text
from safeconduct.base.limits import OUTAGE_BARS_MAX
from safeconduct.web.views.axis import DayAxis, MonthMark, months, round_step

WIDTH, LEFT, RIGHT = 1376, 92, 1364
STOCK_TOP, STOCK_HEIGHT = 26.0, 132.0
DELIVERED_HEIGHT, BETWEEN = 46.0, 34.0
ROW, BAR = 36.0, 13.0


@dataclass(frozen=True, slots=True)
class CountMark:
    """A count of the stock. outside: it does not fit what counts, deliveries and use before it allow."""

    x: float
    y: float
    day: str
    load_kg: int
    outside: bool


@dataclass(frozen=True, slots=True)
class StockDrawing:
    """The band and its counts above, deliveries a day below: weighed ones, on them those that are only declared.

    unknown: x and width of the days before the second count: nothing is known of the use until then, and so nothing of
    the stock. ticks, delivered_ticks: y and kilograms.
    """

    months: tuple[MonthMark, ...]
    band: str
    unknown: tuple[float, float] | None
    marks: tuple[CountMark, ...]
    ticks: tuple[tuple[float, int], ...]
    weighed: str
    declared: str
    delivered_ticks: tuple[tuple[float, int], ...]
    width: int = WIDTH
    left: int = LEFT
    right: int = RIGHT
    top: float = STOCK_TOP
    foot: float = STOCK_TOP + STOCK_HEIGHT
    delivered_foot: float = STOCK_TOP + STOCK_HEIGHT + BETWEEN + DELIVERED_HEIGHT
    height: float = STOCK_TOP + STOCK_HEIGHT + BETWEEN + DELIVERED_HEIGHT + 10


@dataclass(frozen=True, slots=True)
class OutageBar:
    """A cut as a bar: from x, for a width; `fades` where it is not known to have ended. part: of each day only."""

    told: OutageTold
    x: float
    y: float
    width: float
    part: bool
    fades: bool
    label_x: float
    anchor: str


@dataclass(frozen=True, slots=True)
class OutageDrawing:
    """The cuts of one service, each in a row of its own, oldest on top. left_out: cuts that found no room."""

    months: tuple[MonthMark, ...]
    bars: tuple[OutageBar, ...]
    left_out: int
    height: float
    width: int = WIDTH
    left: int = LEFT
    right: int = RIGHT
    bar: float = BAR


def stock_drawing(supply: Supply, first: int, last: int) -> StockDrawing:
    """Lay out one commodity over the days from first to last, both inclusive."""
    axis = DayAxis(first, last - first + 1, LEFT, RIGHT)
    known = supply.counts[1].day if len(supply.counts) > 1 else last + 1
    days = [one for one in supply.days if max(first, known) <= one.day <= last]
    counts = [one for one in supply.counts if first <= one.day <= last]
    top = round_step(max([one.high_kg for one in days] + [one.load_kg for one in counts], default=0), 1, 2)
    outside = {one.day for one in supply.findings}
    foot = STOCK_TOP + STOCK_HEIGHT

    def y(kg: int) -> float:
        return round(foot - kg * STOCK_HEIGHT / top, 1)

    highs = [f"{axis.at(one.day + 0.5)} {y(one.high_kg)}" for one in days]
    lows = [f"{axis.at(one.day + 0.5)} {y(one.low_kg)}" for one in reversed(days)]
    begins = axis.at(days[0].day + 0.5) if days else float(RIGHT)
    weighed, declared, most = _delivered(supply, axis)
    delivered_foot = foot + BETWEEN + DELIVERED_HEIGHT
    return StockDrawing(
        months=tuple(months(axis)),
        band=f"M{'L'.join([*highs, *lows])}z" if days else "",
        unknown=(float(LEFT), round(begins - LEFT, 1)) if begins > LEFT else None,
        marks=tuple(
            CountMark(axis.at(one.day + 0.5), y(one.load_kg), day_to_text(one.day), one.load_kg, one.day in outside)
            for one in counts
        ),
        ticks=tuple((y(value), value) for value in (0, top // 2, top)),
        weighed=weighed,
        declared=declared,
        delivered_ticks=((delivered_foot - DELIVERED_HEIGHT, most), (delivered_foot, 0)),
    )


def _delivered(supply: Supply, axis: DayAxis) -> tuple[str, str, int]:
    """Paths of the bars of what was weighed, and of the rest on top of it; the kilograms of a full bar."""
    by_day: dict[int, list[int]] = {}
    for one in supply.deliveries:
        if axis.first <= one.day < axis.first + axis.days:
            by_day.setdefault(one.day, [0, 0])[0 if one.weighed else 1] += one.load_kg
    most = round_step(max((sum(pair) for pair in by_day.values()), default=0), 1, 2)
    foot = STOCK_TOP + STOCK_HEIGHT + BETWEEN + DELIVERED_HEIGHT
    width = round(max((RIGHT - LEFT) / axis.days - 0.6, 1), 1)
    paths = ["", ""]
    for day, pair in sorted(by_day.items()):
        start = foot
        for place, kg in enumerate(pair):
            tall = kg * DELIVERED_HEIGHT / most
            if kg:
                paths[place] += f"M{axis.at(day)} {start:.1f}h{width}v-{tall:.1f}h-{width}z"
            start -= tall
    return paths[0], paths[1], most


def outage_drawing(cuts: Sequence[OutageTold], first: int, last: int, offset_minutes: int) -> OutageDrawing:
    """Lay out the cuts of one service over the days from first to last, both inclusive."""
    axis = DayAxis(first, last - first + 1, LEFT, RIGHT)
    until = (last + 1) * US_PER_DAY - offset_minutes * US_PER_MINUTE
    shown = cuts[:OUTAGE_BARS_MAX]
    bars = []
    for number, one in enumerate(shown):
        start, end = (axis.at(_day(at, offset_minutes)) for at in (one.start_us, one.end_us or until))
        early = start < (LEFT + RIGHT) / 2
        bars.append(
            OutageBar(
                told=one,
                x=start,
                y=round(STOCK_TOP + ROW * number, 1),
                width=round(max(end - start, 2), 1),
                part=one.minutes_a_day is not None,
                fades=one.end_us is None,
                label_x=start if early else max(end, start + 2),
                anchor="start" if early else "end",
            )
        )
    height = STOCK_TOP + ROW * len(shown) + 8
    return OutageDrawing(tuple(months(axis)), tuple(bars), len(cuts) - len(shown), height)


def _day(at_us: int, offset_minutes: int) -> float:
    return (at_us + offset_minutes * US_PER_MINUTE) / US_PER_DAY
