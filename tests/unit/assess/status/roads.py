"""Roads for the tests of the status: days with a known past."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from safeconduct.assess.status import FlowDay

LEARN = 63
"""Days until the first status: 56 of a baseline and the longest window."""


def ordinary(level: int, days: int, first: int = 0, sources: int = 2) -> list[FlowDay]:
    """Days that go up and down around a level by a fixed pattern, at most 20 %, with a quieter Sunday."""
    pattern = (0, 9, -12, 5, -4, 16, -7, 12, -16, 3, -9)
    return [
        FlowDay(day, level * (100 + pattern[day % 11] - 20 * ((day + 3) % 7 == 6)) // 100, sources=sources)
        for day in range(first, first + days)
    ]


def with_counts(days: Sequence[FlowDay], first: int, counts: Sequence[int]) -> list[FlowDay]:
    """The same days with other counts from `first` on."""
    changed = dict(enumerate(counts, first))
    return [replace(day, observed=changed.get(day.day, day.observed)) for day in days]
