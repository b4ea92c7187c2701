from __future__ import annotations

import pytest

from safeconduct.agreement.timeline import Since, Span, Timeline, always, cuts, timeline


def test_a_value_holds_from_its_start_until_the_next_begins() -> None:
    held = timeline([Since(20, "b"), Since(10, "a")], "none")
    assert [held.at(at) for at in (-5, 9, 10, 19, 20, 99)] == ["none", "none", "a", "a", "b", "b"]
    assert held.starts() == (10, 20)
    assert list(held.values()) == ["none", "a", "b"]


def test_equal_neighbours_join_and_the_later_of_one_start_holds() -> None:
    assert timeline([Since(10, "a"), Since(20, "a")], "a") == always("a")
    assert timeline([Since(10, "a"), Since(10, "b")], "n") == Timeline((Since(None, "n"), Since(10, "b")))
    assert timeline([Since(None, "a")], "n") == always("a")


def test_a_timeline_begins_at_the_beginning() -> None:
    with pytest.raises(AssertionError):
        Timeline((Since(5, "a"),))
    with pytest.raises(AssertionError):
        Timeline(())
    with pytest.raises(AssertionError):
        Timeline((Since(None, "a"), Since(9, "b"), Since(5, "c")))


def test_a_span_is_half_open_and_may_be_unbounded() -> None:
    assert [Span(5, 9).holds(at) for at in (4, 5, 8, 9)] == [False, True, True, False]
    assert Span().holds(-(10**15))


def test_cuts_are_all_starts_once() -> None:
    assert cuts([timeline([Since(5, 1), Since(9, 2)], 0), timeline([Since(9, 7)], 0)]) == (5, 9)
