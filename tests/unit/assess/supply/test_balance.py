from __future__ import annotations

from safeconduct.assess.supply import balance_of


def test_days_without_a_record_are_left_out_on_both_sides() -> None:
    found = balance_of([10, None, 20], [10, 5, 10])
    assert (found.first, found.other, found.days, found.of_days, found.imbalance_permille) == (30, 20, 2, 3, 200)


def test_nothing_passing_has_no_balance() -> None:
    assert balance_of([0], [0]).imbalance_permille is None


def test_swapping_the_directions_keeps_the_imbalance() -> None:
    one, other = balance_of([3, 4], [9, 1]), balance_of([9, 1], [3, 4])
    assert (one.first, one.other) == (other.other, other.first)
    assert one.imbalance_permille == other.imbalance_permille
