"""Local days come from the charter's dated offsets, also where an offset changes."""

from __future__ import annotations

from safeconduct.base.instant import Instant, day_from_text, instant_from_text, instant_to_text
from safeconduct.entries.offsets import local_day, local_day_start, minutes_at

WINTER = (instant_from_text("2022-01-01T00:00:00.000Z"), 120)
SUMMER = (instant_from_text("2022-03-27T01:00:00.000Z"), 180)
BACK = (instant_from_text("2022-10-30T01:00:00.000Z"), 120)
OFFSETS = (WINTER, SUMMER, BACK)


def start(day: str) -> str:
    return instant_to_text(local_day_start(OFFSETS, day_from_text(day)))


def test_a_day_begins_at_the_offset_then_in_force() -> None:
    assert start("2022-02-01") == "2022-01-31T22:00:00.000Z"
    assert start("2022-03-27") == "2022-03-26T22:00:00.000Z"
    assert start("2022-03-28") == "2022-03-27T21:00:00.000Z"
    assert start("2022-10-31") == "2022-10-30T22:00:00.000Z"


def test_the_first_offset_holds_before_it_begins() -> None:
    assert minutes_at(OFFSETS, 0) == 120
    assert start("2021-07-01") == "2021-06-30T22:00:00.000Z"


def test_the_start_of_a_day_lies_in_it_and_the_instant_before_does_not() -> None:
    first, last = day_from_text("2022-01-01"), day_from_text("2022-12-31")
    for day in range(first, last + 1):
        at = local_day_start(OFFSETS, day)
        assert local_day(OFFSETS, at) == day
        assert local_day(OFFSETS, at - 1) < day


def test_a_change_at_midnight_that_repeats_an_hour_begins_the_day_once() -> None:
    midnight = instant_from_text("2022-10-29T21:00:00.000Z")
    offsets = ((Instant(0), 180), (midnight, 120))
    day = day_from_text("2022-10-30")
    assert local_day_start(offsets, day) == instant_from_text("2022-10-29T22:00:00.000Z")
