from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from safeconduct.assess.supply import Cut, days_without
from safeconduct.base.instant import US_PER_DAY


def days(*numbers: float) -> list[int]:
    return [int(number * US_PER_DAY) for number in numbers]


def cut(start: float, end: float | None, minutes: int | None = None) -> Cut:
    return Cut(days(start)[0], None if end is None else days(end)[0], minutes)


def test_cuts_that_overlap_count_once() -> None:
    found = days_without([cut(1, 4), cut(3, 6), cut(8, 9)], *days(0, 10))
    assert (found.days_low, found.days_high, found.cuts, found.open) == (6, 6, 3, 0)


def test_a_cut_that_is_not_known_to_have_ended_leaves_an_interval() -> None:
    found = days_without([cut(1, 4), cut(8, None)], *days(0, 10))
    assert (found.days_low, found.days_high, found.open) == (3, 5, 1)


def test_cuts_are_counted_within_the_period_only() -> None:
    found = days_without([cut(-5, 2), cut(9, 30), cut(40, 50)], *days(0, 10))
    assert (found.days_low, found.days_high, found.cuts) == (3, 3, 2)


def test_a_cut_for_part_of_each_day_counts_by_its_minutes() -> None:
    found = days_without([cut(0, 10, 360)], *days(0, 10))
    assert (found.low_us, found.high_us, found.partly) == (days(2.5)[0], days(2.5)[0], 1)


@given(
    st.lists(
        st.tuples(st.integers(0, 50), st.none() | st.integers(1, 20), st.none() | st.integers(0, 1440)), max_size=8
    )
)
def test_at_least_is_never_more_than_at_most_nor_that_more_than_the_period(
    cuts: list[tuple[int, int | None, int | None]],
) -> None:
    made = [cut(start, None if length is None else start + length, minutes) for start, length, minutes in cuts]
    found = days_without(made, *days(0, 40))
    assert 0 <= found.low_us <= found.high_us <= days(40)[0]
