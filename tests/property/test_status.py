"""Laws of the status of a road: what may never happen, whatever was counted and whoever said what."""

from __future__ import annotations

import os
from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scipy import stats

from safeconduct.assess.status import (
    ALL_TRAFFIC,
    ClosureSaid,
    FlowDay,
    Part,
    Reason,
    Status,
    StatusDay,
    StatusRules,
    overall,
    status_days,
)
from safeconduct.assess.status.phrases import sentence, why

EXAMPLES = int(os.environ.get("SAFECONDUCT_EXAMPLES", "6"))
FEW = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow])
RULES = StatusRules(usable_days_min=14, baseline_days=28)
PARTIES = ("A", "B")


@st.composite
def roads(draw: st.DrawFn) -> list[FlowDay]:
    """Forty to sixty days around one level; some silent, closed, said to be closed, missing, contested or special."""
    level = draw(st.sampled_from([2, 10, 60, 900]))
    shares = st.sampled_from([0, 1, 25, 50, 90, 100, 110, 300])
    found = []
    for day in range(draw(st.integers(40, 60))):
        kind = draw(st.integers(0, 30))
        if kind == 0:
            continue
        usual = level * draw(st.integers(80, 120)) // 100
        observed = usual * draw(shares) // 100 if day > 21 and kind < 12 else usual
        closure = ClosureSaid(draw(st.sampled_from(PARTIES))) if kind == 1 else None
        found.append(
            FlowDay(
                day,
                observed,
                exposed_ppm=draw(st.sampled_from([1_000_000, 1_000_000, 600_000, 100_000])) if kind < 6 else 1_000_000,
                silent=kind == 2,
                backlog=kind == 3,
                sources=draw(st.integers(0, 3)) if kind < 8 else 2,
                closure=closure,
                holiday=kind == 4,
                contested=kind == 5,
            )
        )
    return found or [FlowDay(0, level)]


@FEW
@given(roads())
def test_no_status_is_open_without_a_record_two_sources_or_its_power(days: list[FlowDay]) -> None:
    known = {day.day: day for day in days}
    for one in status_days(days, RULES):
        if one.status is not Status.OPEN:
            continue
        day = known[one.day]
        assert not day.silent
        assert not day.contested
        assert day.closure is None
        assert day.sources > 0
        assert day.exposed_ppm >= RULES.exposed_min_ppm
        assert one.deciding_days is not None
        assert one.half_ppm is not None
        assert one.closure_ppm == 1_000_000
        assert (one.reason is Reason.ONE_SOURCE) == (one.sources < 2)


@FEW
@given(roads())
def test_every_number_is_a_whole_one_and_can_be_computed_again(days: list[FlowDay]) -> None:
    for one in status_days(days, RULES):
        assert all(value is None or isinstance(value, int | str | list) for value in one.to_json().values())
        for test in one.windows:
            excess = (test.dispersion_milli - 1000) / 1000
            mean = test.expected_milli / 1000
            known = stats.nbinom(mean / excess, 1 / (1 + excess)) if excess else stats.poisson(mean)
            assert abs(known.cdf(test.observed) * 1_000_000 - test.p_lower_ppm) <= 1.001
            assert known.pmf(0) * 1_000_000 <= test.limit_ppm or not test.low


@FEW
@given(roads(), st.data())
def test_less_record_never_makes_a_day_open(days: list[FlowDay], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(days) - 1))
    silenced = [replace(day, silent=True) if day is days[place] else day for day in days]
    assert not any(one.status is Status.OPEN and one.day == days[place].day for one in status_days(silenced, RULES))


@FEW
@given(roads(), st.data())
def test_later_days_do_not_change_earlier_ones(days: list[FlowDay], data: st.DataObject) -> None:
    end = data.draw(st.integers(1, len(days)))
    until = days[end - 1].day - days[0].day + 1
    assert status_days(days[:end], RULES) == status_days(days, RULES)[:until]


@FEW
@given(roads(), st.integers(1, 3))
def test_a_road_told_some_weeks_later_reads_the_same(days: list[FlowDay], weeks: int) -> None:
    moved = [replace(day, day=day.day + 7 * weeks) for day in days]
    for before, after in zip(status_days(days, RULES), status_days(moved, RULES), strict=True):
        assert (before.status, before.reason, before.windows) == (after.status, after.reason, after.windows)


@FEW
@given(roads(), roads())
def test_the_directions_swap_with_their_names(there: list[FlowDay], back: list[FlowDay]) -> None:
    def answered(flows: dict[str, list[FlowDay]]) -> dict[str, list[str]]:
        found = {}
        for towards, days in flows.items():
            roads_of = [overall([Part(ALL_TRAFFIC, one)]) for one in status_days(days, RULES)]
            found[towards] = [str(sentence(road, "P")) + str(why(road.deciding.deciding.status)) for road in roads_of]
        return found

    names = answered({"A": there, "B": back})
    assert answered({"A": back, "B": there}) == {"A": names["B"], "B": names["A"]}


@FEW
@given(roads())
def test_the_parties_swap_with_their_names(days: list[FlowDay]) -> None:
    other = {"A": "B", "B": "A"}

    def renamed(said: ClosureSaid | None) -> ClosureSaid | None:
        return None if said is None else replace(said, by_whom=other[said.by_whom])

    swapped = [replace(day, closure=renamed(day.closure)) for day in days]
    for one, two in zip(status_days(days, RULES), status_days(swapped, RULES), strict=True):
        assert replace(one, said=renamed(one.said)) == two


@FEW
@given(roads(), st.integers(0, 40))
def test_every_status_is_unknown_once_its_time_is_over(days: list[FlowDay], hours: int) -> None:
    for one in status_days(days, RULES):
        assert one.at(one.valid_until_us + hours * 3_600_000_000).status is Status.UNKNOWN
        assert one.at(one.valid_until_us - 1) == one


@FEW
@given(st.lists(st.sampled_from(list(Status)), min_size=2, max_size=5))
def test_the_whole_road_does_not_depend_on_the_order_of_its_parts(statuses: list[Status]) -> None:
    names = (ALL_TRAFFIC, "bus", "car", "truck", "ambulance")
    parts = [Part(name, StatusDay(1, status, Reason.SILENT, 0)) for name, status in zip(names, statuses, strict=False)]
    assert overall(parts) == overall(parts[::-1]) == overall([*parts[1:], parts[0]])
