"""Periods of checking: they begin where the share changes for two weeks, and nowhere else."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from safeconduct.assess.situation.periods import PERIODS_MAX, WINDOW_DAYS, DayChecked, periods_of


def days(*parts: tuple[int, int | None, int]) -> list[DayChecked]:
    """Runs of equal days: how many, vehicles, checked."""
    counts = [(came, checked) for length, came, checked in parts for _ in range(length)]
    return [DayChecked(day, came, checked) for day, (came, checked) in enumerate(counts)]


def test_a_record_without_a_day_has_no_period() -> None:
    assert periods_of([]) == ()


def test_one_share_is_one_period() -> None:
    assert periods_of(days((100, 20, 10))) == ((0, 99),)


def test_a_new_share_begins_a_period_on_its_first_day() -> None:
    assert periods_of(days((40, 100, 13), (30, 20, 16), (60, 20, 20))) == ((0, 39), (40, 69), (70, 129))


def test_a_few_days_of_another_share_are_no_period() -> None:
    assert periods_of(days((40, 20, 10), (3, 20, 14), (40, 20, 10))) == ((0, 82),)


def test_a_small_change_and_one_that_chance_explains_are_none() -> None:
    assert periods_of(days((40, 1_000, 900), (40, 1_000, 950))) == ((0, 79),)
    assert periods_of(days((40, 3, 1), (40, 3, 2))) != ((0, 39), (40, 79), (80, 80))
    assert periods_of(days((14, 3, 1), (14, 3, 1), (1, 3, 3), (20, 3, 1))) == ((0, 48),)


def test_so_few_vehicles_that_nothing_can_be_said_make_no_period() -> None:
    assert periods_of(days((60, 1, 0), (60, 1, 1))) == ((0, 119),)


def test_days_without_a_record_count_on_neither_side() -> None:
    assert periods_of(days((40, 20, 10), (4, None, 0), (40, 20, 20))) in {((0, 39), (40, 83)), ((0, 43), (44, 83))}


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(st.none() | st.integers(0, 200), st.integers(0, 200)), min_size=1, max_size=120))
def test_periods_cover_every_day_once_and_last_two_weeks(counts: list[tuple[int | None, int]]) -> None:
    found = periods_of([DayChecked(day, came, min(came or 0, part)) for day, (came, part) in enumerate(counts)])
    assert [day for first, last in found for day in range(first, last + 1)] == [*range(len(counts))]
    assert len(found) <= PERIODS_MAX
    assert all(last - first + 1 >= WINDOW_DAYS for first, last in found[1:-1])
