from __future__ import annotations

import pytest

from safeconduct.base.instant import Instant, instant_to_text
from safeconduct.base.world import Clock
from safeconduct.testing import FakeClock


def test_it_moves_only_when_told() -> None:
    clock: Clock = FakeClock("2022-08-01T06:00:00.000Z")
    assert [instant_to_text(clock.now()) for _ in range(3)] == ["2022-08-01T06:00:00.000Z"] * 3
    assert clock.monotonic_us() == 0


def test_time_passes_on_both_clocks() -> None:
    clock = FakeClock(Instant(10))
    clock.advance(5)
    assert (clock.now(), clock.monotonic_us()) == (15, 5)


def test_a_clock_set_wrong_does_not_move_the_monotonic_one() -> None:
    clock = FakeClock(Instant(10))
    clock.advance(5)
    clock.set(Instant(3))
    assert (clock.now(), clock.monotonic_us()) == (3, 5)


def test_time_does_not_run_back() -> None:
    with pytest.raises(ValueError, match="does not run back"):
        FakeClock().advance(-1)
