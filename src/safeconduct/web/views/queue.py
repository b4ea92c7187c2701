"""The queue over the day, as a line with its range; geometry only, the template draws it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from safeconduct.plan.results import Case, PlanResult, Spread
from safeconduct.web.views.axis import round_ticks

WIDTH, HEIGHT = 1376, 250
LEFT, RIGHT, TOP, FOOT = 64, 1366, 16, 214


@dataclass(frozen=True, slots=True)
class QueueDrawing:
    """line: the middle of the runs; band: the range over them. hours: (hour, x); ticks: (vehicles, y)."""

    line: str
    band: str
    hours: tuple[tuple[int, float], ...]
    ticks: tuple[tuple[int, float], ...]
    left: int = LEFT
    right: int = RIGHT
    width: int = WIDTH
    height: int = HEIGHT
    foot: int = FOOT


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One line of the comparison. lanes, checked_permille: None as planned. mean_s, most_s: for all vehicles."""

    lanes: int | None
    checked_permille: int | None
    mean_s: Spread | None
    most_s: Spread | None
    load_permille: Spread


def queue_drawing(queue: Sequence[Spread]) -> QueueDrawing | None:
    """Vehicles waiting at each quarter of an hour, in thousandths; None without any."""
    if not queue:
        return None
    top = max(max(one.high for one in queue) // 1000, 1)
    values = round_ticks(top)
    cap = values[-1]
    points = [(_x(place, len(queue)), one) for place, one in enumerate(queue)]
    line = "M" + "L".join(f"{x} {_y(one.middle, cap)}" for x, one in points)
    above = "L".join(f"{x} {_y(one.high, cap)}" for x, one in points)
    below = "L".join(f"{x} {_y(one.low, cap)}" for x, one in reversed(points))
    hours = tuple((hour, _x(hour * len(queue) // 24, len(queue))) for hour in range(0, 25, 3))
    ticks = tuple((value, _y(value * 1000, cap)) for value in values)
    return QueueDrawing(line, f"M{above}L{below}z", hours, ticks)


def case_rows(result: PlanResult) -> Iterator[CaseRow]:
    """The comparison, as planned first."""
    for case in (Case(None, None, result.outcome), *result.cases):
        whole = case.outcome.waits[-1]
        yield CaseRow(case.lanes, case.checked_permille, whole.mean, whole.most, case.outcome.load_permille)


def _x(place: int, count: int) -> float:
    return round(LEFT + place * (RIGHT - LEFT) / count, 1)


def _y(milli: int, cap: int) -> float:
    return round(FOOT - milli * (FOOT - TOP) / (cap * 1000), 1)
