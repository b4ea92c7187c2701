"""Opening hours, shifts and closures as pieces of time."""

from __future__ import annotations

import numpy as np
import pytest

from safeconduct.plan.opening import FOREVER, Closure, always_open, opening_of

DAY, HOUR = 86_400, 3_600
FROM_SIX_TO_TEN = tuple(2 if 6 <= hour < 10 else 0 for hour in range(24))


def test_equal_hours_are_one_piece() -> None:
    assert opening_of((3,) * 24, 5).ends.tolist() == [FOREVER]


def test_hours_repeat_daily_and_end_in_lanes_for_ever() -> None:
    found = opening_of(FROM_SIX_TO_TEN, 2)
    assert found.ends.tolist() == [6 * HOUR, 10 * HOUR, DAY + 6 * HOUR, DAY + 10 * HOUR, 2 * DAY, FOREVER]
    assert found.lanes.tolist() == [0, 2, 0, 2, 0, 2]


@pytest.mark.parametrize(("start", "end"), [(7 * HOUR + 60, 8 * HOUR + 120), (0, DAY), (6 * HOUR, 10 * HOUR), (1, 2)])
def test_a_closure_closes_exactly_its_time(start: int, end: int) -> None:
    open_, closed = opening_of(FROM_SIX_TO_TEN, 2), opening_of(FROM_SIX_TO_TEN, 2, Closure(start, end))
    for at in {0, start - 1, start, start + 1, end - 1, end, end + 1, 6 * HOUR, 10 * HOUR - 1} - {-1}:
        was = int(open_.lanes[np.searchsorted(open_.ends, at, side="right")])
        now = int(closed.lanes[np.searchsorted(closed.ends, at, side="right")])
        assert now == (0 if start <= at < end else was), at


def test_the_next_open_instant() -> None:
    found = opening_of(FROM_SIX_TO_TEN, 3, Closure(DAY, 2 * DAY))
    asked = np.array([0, 6 * HOUR, 7 * HOUR, 10 * HOUR - 1, 10 * HOUR, DAY + 7 * HOUR], np.int64)
    third = 2 * DAY + 6 * HOUR
    assert found.next_open(asked).tolist() == [6 * HOUR, 6 * HOUR, 7 * HOUR, 10 * HOUR - 1, third, third]
    assert always_open(1).next_open(asked).tolist() == asked.tolist()


def test_lane_seconds() -> None:
    assert opening_of(FROM_SIX_TO_TEN, 2).lane_seconds(2 * DAY) == 2 * 2 * 4 * HOUR
    assert opening_of(FROM_SIX_TO_TEN, 2).lane_seconds(7 * HOUR) == 2 * HOUR
