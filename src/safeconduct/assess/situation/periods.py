"""Periods of checking: where the share of vehicles that were checked changed and stayed changed.

A day begins a new period if the shares of the two weeks before it and of the two weeks from it on differ by at least
ten points, and by more than three standard errors, with thirty vehicles or more on either side. Of neighbouring days
the one with the clearest difference counts. Days without a record count on neither side.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate

WINDOW_DAYS = 14
VEHICLES_MIN = 30
LEAST_CHANGE = Fraction(1, 10)
STANDARD_ERRORS = 3
PERIODS_MAX = 24


@dataclass(frozen=True, slots=True)
class DayChecked:
    """Vehicles that came on a day, and of these those that were checked. None = no record."""

    day: int
    came: int | None
    checked: int = 0


def periods_of(days: Sequence[DayChecked]) -> tuple[tuple[int, int], ...]:
    """The periods, first and last day inclusive; days: one item a day, oldest first, without holes.

    At most `PERIODS_MAX`, at the clearest changes; none without a day.
    """
    if not days:
        return ()
    starts = sorted({0, *_changes(days)})
    ends = [*(start - 1 for start in starts[1:]), len(days) - 1]
    return tuple((days[start].day, days[end].day) for start, end in zip(starts, ends, strict=True))


def _changes(days: Sequence[DayChecked]) -> list[int]:
    """Places of the days with which something changes, the clearest first."""
    came = [0, *accumulate(one.came or 0 for one in days)]
    checked = [0, *accumulate(one.checked if one.came else 0 for one in days)]
    clear = [(_clearness(came, checked, place), place) for place in range(1, len(days))]
    found: list[int] = []
    for clearness, place in sorted(clear, key=lambda one: (-one[0], one[1])):
        if clearness == 0 or len(found) == PERIODS_MAX - 1:
            break
        if all(abs(place - other) >= WINDOW_DAYS for other in found):
            found.append(place)
    return found


def _clearness(came: Sequence[int], checked: Sequence[int], place: int) -> Fraction:
    """The difference of the shares on both sides in standard errors, squared; 0 where it does not count."""
    low, high = max(0, place - WINDOW_DAYS), min(len(came) - 1, place + WINDOW_DAYS)
    before, after = came[place] - came[low], came[high] - came[place]
    if before < VEHICLES_MIN or after < VEHICLES_MIN:
        return Fraction(0)
    part_before, part_after = checked[place] - checked[low], checked[high] - checked[place]
    difference = abs(Fraction(part_before, before) - Fraction(part_after, after))
    together = Fraction(part_before + part_after, before + after)
    variance = together * (1 - together) * (Fraction(1, before) + Fraction(1, after))
    if difference < LEAST_CHANGE or difference**2 <= STANDARD_ERRORS**2 * variance:
        return Fraction(0)
    return difference**2 / variance
