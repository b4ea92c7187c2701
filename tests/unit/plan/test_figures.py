"""The figures of a run, on vehicles written out by hand."""

from __future__ import annotations

import numpy as np

from safeconduct.plan.figures import Run, cleared_after, held_at, held_through, queue, queue_over_day, waits
from safeconduct.plan.opening import Closure, Ints


def ints(*values: int) -> Ints:
    return np.array(values, np.int64)


def run(*pairs: tuple[int, int]) -> Run:
    """Vehicles as arrival and begin."""
    arrivals, begins = np.array(pairs, np.int64).reshape(-1, 2).T
    return Run(arrivals, begins, np.zeros(len(pairs), np.int64), np.ones(len(pairs), np.bool_), 0, 1)


def test_mean_and_percentiles_by_nearest_rank() -> None:
    found = waits(run(*((0, wait) for wait in range(10, 0, -1))), np.ones(10, np.bool_))
    assert (found.vehicles, found.mean, found.half, found.most, found.longest) == (10, 6, 5, 9, 10)
    one = waits(run((3, 7)), np.ones(1, np.bool_))
    assert (one.mean, one.half, one.most, one.longest) == (4, 4, 4, 4)


def test_no_vehicle_has_no_wait() -> None:
    found = waits(run((0, 1)), np.zeros(1, np.bool_))
    assert (found.vehicles, found.checked, found.mean, found.longest) == (0, 0, None, None)


def test_who_waits_at_an_instant_has_come_and_not_begun() -> None:
    found = run((0, 0), (5, 9), (6, 8))
    assert queue(found, ints(0, 4, 5, 6, 7, 8, 9)).tolist() == [0, 0, 1, 2, 2, 1, 0]


def test_the_queue_of_a_day_is_the_mean_of_the_days() -> None:
    over = queue_over_day(run((0, 1_000), (86_400, 88_000), (86_500, 87_500)), 2)
    assert over.tolist()[:3] == [1_000, 1_500, 0]  # at the second quarter, one on the first day and two on the second
    assert len(over) == 96


def test_what_a_closure_leaves() -> None:
    closure = Closure(100, 200)
    found = run((90, 95), (110, 200), (120, 250), (230, 300), (280, 280), (400, 450))
    assert held_at(found, closure) == 2
    assert held_through(found, closure) == 50
    assert cleared_after(found, closure) == 100
    nothing = run((90, 95), (300, 310))
    assert (held_at(nothing, closure), held_through(nothing, closure), cleared_after(nothing, closure)) == (0, 0, 0)
