from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safeconduct.assess.supply import Counted, Delivered, Use, stock_days, use_between


def test_a_stock_lasts_between_its_least_and_its_most() -> None:
    counts = [Counted(0, 1000), Counted(10, 800)]
    days, findings = stock_days(counts, [], 12)
    assert use_between(counts, []) == Use(20, 20)
    last = days[-1]
    assert (last.day, last.low_kg, last.high_kg, last.days_low, last.days_high, last.counted_on) == (
        12,
        760,
        760,
        38,
        38,
        10,
    )
    assert days[10].counted
    assert not findings


def test_before_the_second_count_nothing_is_known_of_the_use() -> None:
    days, _ = stock_days([Counted(0, 1000)], [Delivered(1, 50, weighed=True)], 2)
    assert [(day.low_kg, day.high_kg, day.days_low, day.days_high) for day in days] == [
        (1000, 1000, 0, None),
        (50, 1050, 0, None),
        (0, 1050, 0, None),
    ]


def test_what_was_only_declared_widens_the_interval_and_a_count_closes_it() -> None:
    counts = [Counted(0, 1000), Counted(5, 900), Counted(10, 850)]
    deliveries = [Delivered(7, 60, weighed=False)]
    days, _ = stock_days(counts, deliveries, 10)
    assert (days[6].low_kg, days[6].high_kg) == (880, 880)
    assert (days[7].low_kg, days[7].high_kg) == (860, 920)
    assert (days[10].low_kg, days[10].high_kg) == (850, 850)
    assert use_between(counts, deliveries) == Use(10, 22)


def test_a_count_outside_the_interval_is_a_finding_and_not_a_correction() -> None:
    counts = [Counted(0, 1000), Counted(10, 900), Counted(20, 1500)]
    days, findings = stock_days(counts, [], 21)
    (found,) = findings
    assert (found.day, found.counted_kg, found.low_kg, found.high_kg) == (20, 1500, 800, 800)
    assert days[20].low_kg == 1500


def test_a_stated_use_stays_with_whoever_states_it() -> None:
    days, _ = stock_days([Counted(0, 1000)], [], 3, Use(10, 40, "town"))
    assert [(day.low_kg, day.high_kg, day.days_low, day.days_high) for day in days] == [
        (1000, 1000, 25, 100),
        (960, 990, 24, 99),
        (920, 980, 23, 98),
        (880, 970, 22, 97),
    ]


def test_a_stock_never_falls_below_nothing() -> None:
    days, _ = stock_days([Counted(0, 30)], [], 3, Use(20, 20))
    assert [day.low_kg for day in days] == [30, 10, 0, 0]


def test_simulated_counts_and_deliveries_mark_what_rests_on_them() -> None:
    days, _ = stock_days([Counted(0, 30)], [Delivered(2, 5, weighed=True, simulated=True)], 3, Use(1, 1))
    assert [day.simulated for day in days] == [False, False, True, True]


def test_a_use_runs_from_the_least_to_the_most() -> None:
    with pytest.raises(ValueError, match="5 to 4 kg"):
        Use(5, 4)


@given(
    st.lists(st.integers(0, 10_000), min_size=1, max_size=6),
    st.lists(st.tuples(st.integers(0, 60), st.integers(0, 500), st.booleans()), max_size=8),
)
def test_the_interval_holds_every_stock_that_the_counts_allow(
    loads: list[int], arrived: list[tuple[int, int, bool]]
) -> None:
    counts = [Counted(10 * number, load) for number, load in enumerate(loads)]
    deliveries = [Delivered(day, load, weighed) for day, load, weighed in sorted(arrived)]
    days, _ = stock_days(counts, deliveries, 60)
    assert [day.day for day in days] == [*range(61)]
    for day in days:
        assert 0 <= day.low_kg <= day.high_kg
        assert day.days_high is None or day.days_low <= day.days_high
    assert all(days[10 * number].low_kg == load for number, load in enumerate(loads))
