"""The status of a road, rule by rule, on roads whose past is known."""

from __future__ import annotations

from dataclasses import replace

import pytest

from safeconduct.assess.status import (
    ClosureSaid,
    FlowDay,
    Reason,
    Status,
    StatusDay,
    StatusError,
    StatusRules,
    stated_baseline,
    status_days,
)
from safeconduct.base.instant import US_PER_DAY
from tests.unit.assess.status.roads import LEARN, ordinary, with_counts

OPEN, RESTRICTED, CLOSED, UNKNOWN = Status.OPEN, Status.RESTRICTED, Status.CLOSED, Status.UNKNOWN


def last(days: list[FlowDay], rules: StatusRules | None = None) -> StatusDay:
    return status_days(days, rules or StatusRules())[-1]


def road(level: int, *counts: int) -> list[FlowDay]:
    """Ordinary days, then these counts."""
    return with_counts(ordinary(level, LEARN + len(counts)), LEARN, counts)


def test_ordinary_traffic_is_open_and_says_what_would_have_been_seen() -> None:
    one = last(ordinary(920, 80))
    assert (one.status, one.reason) == (OPEN, Reason.NO_RESTRICTION_SEEN)
    assert one.test is not None
    assert one.half_ppm is not None
    assert one.half_ppm > 500_000
    assert one.closure_ppm == 1_000_000
    assert one.deciding_days == 1
    assert one.baseline_age_days == 7
    assert one.share_low_ppm is not None
    assert one.share_high_ppm is not None
    assert one.share_low_ppm < 1_000_000 < one.share_high_ppm


def test_every_open_day_carries_its_power() -> None:
    for level in (3, 10, 100, 920):
        for one in status_days(ordinary(level, 120)):
            if one.status is OPEN:
                assert one.half_ppm is not None
                assert one.closure_ppm == 1_000_000
                assert one.deciding_days is not None


def test_one_source_is_open_by_one_source() -> None:
    one = last(ordinary(100, 80, sources=1))
    assert (one.status, one.reason, one.sources) == (OPEN, Reason.ONE_SOURCE, 1)


def test_the_fewest_sources_of_the_window_count() -> None:
    days = ordinary(5, 80)
    days[-2] = replace(days[-2], sources=1)
    one = last(days)
    assert one.window_days is not None
    assert one.window_days > 1
    assert (one.status, one.reason) == (OPEN, Reason.ONE_SOURCE)


def test_a_day_without_a_journey_closes_a_busy_road() -> None:
    one = last(road(920, 0))
    assert (one.status, one.reason, one.window_days) == (CLOSED, Reason.NOTHING_PASSED, 1)


def test_a_single_ambulance_does_not_open_a_closed_road() -> None:
    one = last(road(920, 1))
    assert (one.status, one.reason) == (CLOSED, Reason.HARDLY_ANY)
    assert one.share_high_ppm is not None
    assert one.share_high_ppm < 50_000


def test_ambulances_alone_are_too_few_to_show_anything() -> None:
    days = [FlowDay(day, int(day % 7 == 0)) for day in range(80)]
    one = last(days)
    assert (one.status, one.reason, one.deciding_days) == (UNKNOWN, Reason.TOO_FEW, None)


def test_a_third_of_the_traffic_is_restricted_not_closed() -> None:
    one = last(road(920, 300, 290, 310))
    assert (one.status, one.reason) == (RESTRICTED, Reason.FEWER)


def test_a_tenth_of_the_traffic_today_is_not_closed_by_the_week_before() -> None:
    one = last(road(400, 0, 0, 0, 0, 0, 0, 40))
    assert one.status is RESTRICTED


def test_three_journeys_a_day_cannot_show_a_closure_in_one_day() -> None:
    answers = status_days(road(3, 0, 0, 0, 0, 0, 0, 0))
    assert answers[LEARN].deciding_days == 4
    assert [one.status for one in answers[LEARN:]] != [CLOSED] * 7
    assert answers[-1].status is CLOSED
    assert answers[-1].window_days == 7


def test_a_silent_day_is_never_open_whatever_the_days_around_it() -> None:
    days = ordinary(920, 80)
    days[-1] = FlowDay(79, 0, 0, silent=True, sources=0)
    one = last(days)
    assert (one.status, one.reason, one.test) == (UNKNOWN, Reason.SILENT, None)


@pytest.mark.parametrize(
    "day",
    [
        FlowDay(79, 900, silent=True, sources=2),
        FlowDay(79, 900, 200_000, sources=2),
        FlowDay(79, 900, sources=0),
    ],
    ids=["silent by word", "too little watched", "nobody reported"],
)
def test_each_kind_of_silence_is_unknown(day: FlowDay) -> None:
    assert last([*ordinary(920, 79), day]).reason is Reason.SILENT


def test_a_day_that_is_missing_is_silent() -> None:
    days = ordinary(920, 80)
    answers = status_days([*days[:70], *days[73:]])
    assert [one.reason for one in answers[70:73]] == [Reason.SILENT] * 3
    assert len(answers) == 80


def test_a_month_without_an_entry_is_unknown() -> None:
    answers = status_days([*ordinary(920, 80), *ordinary(920, 5, first=110)])
    assert {one.status for one in answers[80:110]} == {UNKNOWN}
    assert answers[110].status is OPEN


def test_a_month_that_was_watched_and_empty_is_closed() -> None:
    days = [*ordinary(920, 80), *(FlowDay(day, 0, sources=2) for day in range(80, 110))]
    assert {one.status for one in status_days(days)[80:]} == {CLOSED}


def test_a_record_that_was_always_empty_has_no_baseline() -> None:
    one = last([FlowDay(day, 0, sources=2) for day in range(100)])
    assert (one.status, one.reason) == (UNKNOWN, Reason.NO_BASELINE)


def test_the_first_weeks_have_no_baseline() -> None:
    answers = status_days(ordinary(920, 63))
    first = next(one.day for one in answers if one.status is not UNKNOWN)
    assert first == StatusRules().usable_days_min + 6
    assert {one.reason for one in answers[:first]} == {Reason.NO_BASELINE}


def test_special_days_do_not_make_a_baseline() -> None:
    days = [replace(day, holiday=day.day % 2 == 0) for day in ordinary(920, 60)]
    assert last(days).reason is Reason.NO_BASELINE


def test_what_an_entry_says_comes_first_even_in_silence() -> None:
    days = ordinary(920, 80)
    days[-1] = FlowDay(79, 0, 0, silent=True, sources=0, closure=ClosureSaid("A"))
    one = last(days)
    assert (one.status, one.reason) == (CLOSED, Reason.SAID)
    assert one.said is not None
    assert one.said.by_whom == "A"


def test_a_road_that_is_said_closed_while_traffic_passes_says_both() -> None:
    days = ordinary(920, 80)
    days[-1] = replace(days[-1], closure=ClosureSaid("A"))
    one = last(days)
    assert (one.status, one.reason) == (CLOSED, Reason.SAID_BUT_PASSED)
    assert one.test is not None
    assert one.test.observed > 0


def test_what_passed_in_a_silence_is_not_held_against_what_was_said() -> None:
    days = ordinary(920, 80)
    days[-1] = replace(days[-1], silent=True, closure=ClosureSaid("A"))
    assert (last(days).reason, last(days).test) == (Reason.SAID, None)


def test_a_restriction_may_be_said() -> None:
    days = road(920, 300)
    days[-1] = replace(days[-1], closure=ClosureSaid("B", RESTRICTED))
    assert (last(days).status, last(days).reason) == (RESTRICTED, Reason.SAID)


def test_records_that_contradict_each_other_decide_nothing() -> None:
    days = road(920, 0)
    days[-1] = replace(days[-1], contested=True)
    assert (last(days).status, last(days).reason) == (UNKNOWN, Reason.CONTESTED)


def test_an_empty_holiday_decides_nothing_and_a_busy_one_is_open() -> None:
    days = road(920, 0)
    assert last([*days[:-1], replace(days[-1], holiday=True)]).reason is Reason.HOLIDAY
    busy = road(920, 900)
    assert last([*busy[:-1], replace(busy[-1], holiday=True)]).status is OPEN


def test_a_closure_that_is_over_does_not_weigh_on_the_days_after_it() -> None:
    days = road(920, 0, 0, 0, 0, 0, 0, 900)
    said = [replace(day, closure=ClosureSaid("A")) if LEARN <= day.day < LEARN + 6 else day for day in days]
    assert last(said).status is OPEN


def test_a_road_is_open_again_when_the_traffic_is_back() -> None:
    answers = status_days(road(920, 0, 0, 0, 0, 0, 0, 930, 920))
    assert [one.status for one in answers[LEARN:]] == [CLOSED] * 6 + [OPEN] * 2


def test_one_busy_day_on_a_quiet_road_does_not_make_its_status_unknown() -> None:
    answers = status_days(road(5, *[0] * 14, 15))
    assert answers[-2].status is CLOSED
    assert not answers[-1].windows[0].decides
    assert answers[-1].status is not UNKNOWN


def test_days_of_a_restriction_stay_out_of_the_baseline_after_it() -> None:
    days = road(400, *[120] * 20, *[day.observed for day in ordinary(400, 45)])
    expected = [status_days(days, StatusRules(anchored=anchored))[-1].windows[0] for anchored in (True, False)]
    assert expected[0].expected_milli > 1.1 * expected[1].expected_milli


def test_backlog_after_reopening_does_not_hide_a_new_restriction() -> None:
    days = road(920, 0, 0, 0, 2800, 300, 290)
    days[LEARN + 3] = replace(days[LEARN + 3], backlog=True)
    answers = status_days(days)
    assert answers[LEARN + 3].status is OPEN
    assert answers[-1].status is RESTRICTED


def test_half_a_watch_expects_half_the_traffic() -> None:
    days = road(920, 460)
    watched = replace(days[-1], exposed_ppm=500_000)
    assert last([*days[:-1], watched]).status is OPEN
    full = last(days).windows[0].expected_milli
    assert last([*days[:-1], watched]).windows[0].expected_milli == pytest.approx(full / 2, abs=1)


def test_seventeen_a_day_never_become_what_is_usual_on_a_road_of_920() -> None:
    answers = status_days(road(920, *[17] * 300))
    assert {one.status for one in answers[LEARN:]} == {CLOSED}
    ages = [one.baseline_age_days for one in answers[LEARN:]]
    assert ages == list(range(7, 307))


def test_without_an_anchor_they_would() -> None:
    answers = status_days(road(920, *[17] * 300), StatusRules(anchored=False))
    assert answers[-1].status is OPEN


def test_a_restriction_that_began_before_the_record_needs_a_stated_reference() -> None:
    days = [FlowDay(day, 17, sources=2) for day in range(100)]
    assert last(days).status is OPEN
    stated = stated_baseline(920_000, 300_000, 50_000, -30, "one party's figure of 2022")
    against = status_days(days, stated=stated)[-1]
    assert against.status is CLOSED
    assert against.baseline_said_by == "one party's figure of 2022"
    assert against.baseline_age_days == 129


def test_every_status_decays_to_unknown() -> None:
    one = last(ordinary(920, 80))
    assert one.valid_until_us == 81 * US_PER_DAY
    assert one.at(one.valid_until_us - 1) is one
    late = one.at(one.valid_until_us)
    assert (late.status, late.reason) == (UNKNOWN, Reason.DECAYED)


def test_open_decays_sooner_than_closed() -> None:
    assert last(road(920, 900)).valid_until_us < last(road(920, 0)).valid_until_us


def test_a_day_that_is_not_over_holds_from_the_instant_it_reaches() -> None:
    days = ordinary(920, 80)
    days[-1] = replace(days[-1], until_us=79 * US_PER_DAY + 1)
    assert last(days).valid_until_us == 80 * US_PER_DAY + 1


def test_local_days_end_by_the_offset() -> None:
    days = ordinary(920, 80)
    assert last(days, StatusRules(offset_minutes=240)).valid_until_us == 81 * US_PER_DAY - 4 * 3_600_000_000


def test_no_day_at_all_has_no_status() -> None:
    assert status_days([]) == ()


@pytest.mark.parametrize("order", [(0, 0), (1, 0)])
def test_days_that_do_not_ascend_are_refused(order: tuple[int, int]) -> None:
    with pytest.raises(StatusError, match="comes twice"):
        status_days([FlowDay(day, 1) for day in order])


def test_a_record_beyond_all_bounds_is_refused() -> None:
    with pytest.raises(StatusError, match="more than"):
        status_days([FlowDay(0, 1), FlowDay(40_000, 1)])


def test_the_object_leaves_out_what_does_not_apply() -> None:
    silent = last([*ordinary(920, 79), FlowDay.without_record(79)]).to_json()
    assert silent["reason"] == "silent"
    assert "p_lower_ppm" not in silent
    shown = last(ordinary(920, 80)).to_json()
    assert shown["status"] == "open"
    assert all(isinstance(value, int | str | list) for value in shown.values())
