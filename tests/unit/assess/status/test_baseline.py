"""Ordinary traffic: level, weekdays, variation, and which days may show them."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from safeconduct.assess.status import (
    Baseline,
    ClosureSaid,
    FlowDay,
    StatusError,
    StatusRules,
    baseline_of,
    stated_baseline,
)
from safeconduct.assess.status.baseline import usable
from tests.unit.assess.status.roads import ordinary

RULES = StatusRules()
SUNDAY = 6


def drawn(level: float, days: int = 56, size: float = 20.0, sunday: float = 1.0, seed: int = 1) -> list[FlowDay]:
    rng = np.random.default_rng(seed)
    means = [level * (sunday if (day + 3) % 7 == SUNDAY else 1.0) for day in range(days)]
    return [FlowDay(day, int(rng.poisson(mean * rng.gamma(size, 1 / size)))) for day, mean in enumerate(means)]


def baseline(days: list[FlowDay], rules: StatusRules = RULES) -> Baseline:
    found = baseline_of(days, rules)
    assert found is not None
    return found


def test_the_first_day_of_1970_was_a_thursday() -> None:
    assert FlowDay(0, 1).weekday == 3


def test_level_and_variation_are_near_the_truth() -> None:
    many = [baseline(drawn(400, seed=seed)) for seed in range(60)]
    assert np.mean([np.mean(one.rates) for one in many]) == pytest.approx(400, rel=0.02)
    assert np.mean([one.variation for one in many]) == pytest.approx(1 / 20, rel=0.15)


def test_a_quiet_sunday_is_learned_and_a_chance_one_is_drawn_back() -> None:
    quiet = baseline(drawn(400, sunday=0.5))
    assert quiet.rates[SUNDAY] == pytest.approx(200, rel=0.15)
    days = drawn(10)
    alike = baseline(days)
    mean = float(np.mean(alike.rates))
    raw = np.mean([day.observed for day in days if day.weekday == SUNDAY])
    assert abs(alike.rates[SUNDAY] - mean) < abs(raw - mean)


def test_a_weekday_with_few_days_is_weaker() -> None:
    days = drawn(400, sunday=0.5)
    few = [replace(day, backlog=day.weekday == SUNDAY and day.day > 14) for day in days]
    assert baseline(few).own[SUNDAY] < baseline(days).own[SUNDAY]


def test_a_weekday_without_days_stands_at_the_level_with_all_the_doubt_there_is() -> None:
    days = [day for day in drawn(400, sunday=0.5) if day.weekday != SUNDAY]
    one = baseline(days)
    assert one.own[SUNDAY] == 0
    assert one.rates[SUNDAY] == pytest.approx(np.mean(one.rates[:6]), rel=0.1)
    assert one.spread[SUNDAY] >= max(one.spread[:6])


def test_uncertainty_adds_to_the_variance() -> None:
    days = drawn(400)
    short, long = baseline(days[:28]), baseline(days)
    today = [FlowDay(60, 400)]
    plain = 1000 * (1 + 400 / 20)
    narrow, wide = long.expected(today, 1250), short.expected(today, 1250)
    assert narrow is not None
    assert wide is not None
    assert narrow.dispersion_milli / (1 + 400 * long.variation) > plain / (1 + 400 / 20)
    assert wide.dispersion_milli / (1 + 400 * short.variation) > narrow.dispersion_milli / (1 + 400 * long.variation)


def test_days_that_come_in_runs_make_a_week_less_certain_and_a_day_not() -> None:
    days = drawn(400)
    apart = baseline(days)
    together = replace(apart, persistence=0.6)
    week = [FlowDay(day, 400) for day in range(60, 67)]
    one_day, same_day = (one.expected(week[:1], 1250) for one in (apart, together))
    seven, same_seven = (one.expected(week, 1250) for one in (apart, together))
    assert one_day == same_day
    assert seven is not None
    assert same_seven is not None
    assert same_seven.dispersion_milli > 1.5 * seven.dispersion_milli


def test_runs_of_good_and_bad_days_are_found() -> None:
    rng = np.random.default_rng(7)
    found = []
    for _ in range(40):
        state = [0.0]
        for _day in range(56):
            state.append(0.6 * state[-1] + 0.8 * float(rng.normal()))
        means = 400 * np.exp(0.22 * np.array(state[1:]))
        found.append(baseline([FlowDay(day, int(rng.poisson(mean))) for day, mean in enumerate(means)]).persistence)
    assert np.mean(found) == pytest.approx(0.5, abs=0.1)
    assert np.mean([baseline(drawn(400, seed=seed)).persistence for seed in range(40)]) < 0.12


def test_counts_that_hardly_vary_are_taken_for_poisson_counts() -> None:
    one = baseline([FlowDay(day, 100) for day in range(56)])
    assert one.variation == 0
    assert one.persistence == 0


@pytest.mark.parametrize(
    "change",
    [
        {"silent": True},
        {"backlog": True},
        {"holiday": True},
        {"contested": True},
        {"sources": 0},
        {"exposed_ppm": 400_000},
        {"closure": ClosureSaid("A")},
    ],
    ids=lambda change: next(iter(change)),
)
def test_special_days_show_nothing_ordinary(change: dict[str, object]) -> None:
    day = FlowDay(0, 10)
    assert usable(day, RULES)
    assert not usable(replace(day, **change), RULES)  # type: ignore[arg-type]  # one field at a time, each of its type


def test_half_watched_days_give_the_same_level() -> None:
    days = drawn(400)
    half = [replace(day, observed=day.observed // 2, exposed_ppm=500_000) for day in days]
    assert np.mean(baseline(half).rates) == pytest.approx(np.mean(baseline(days).rates), rel=0.02)


def test_too_few_days_are_no_baseline() -> None:
    assert baseline_of(ordinary(100, RULES.usable_days_min - 1), RULES) is None
    assert baseline_of(ordinary(100, RULES.usable_days_min), RULES) is not None


def test_a_stated_level_expects_what_it_states() -> None:
    stated = stated_baseline(920_000, 200_000, 0, 0, "S")
    count = stated.expected([FlowDay(1, 0)], 1250)
    assert count is not None
    assert count.mean_milli == 920_000
    assert count.dispersion_milli == pytest.approx(1000 + 1000 * 920 * 0.04, abs=1)
    assert math.isinf(stated.freedom)


def test_an_error_of_the_stated_level_widens_what_is_expected() -> None:
    sure, unsure = (stated_baseline(920_000, 200_000, error, 0, "S") for error in (0, 100_000))
    narrow, wide = (one.expected([FlowDay(1, 0)], 1250) for one in (sure, unsure))
    assert narrow is not None
    assert wide is not None
    assert wide.dispersion_milli > narrow.dispersion_milli


@pytest.mark.parametrize("wrong", [(0, 0, 0, 0, "S"), (1, -1, 0, 0, "S"), (1, 0, -1, 0, "S"), (1, 0, 0, 0, "")])
def test_a_reference_needs_a_level_errors_and_a_source(wrong: tuple[int, int, int, int, str]) -> None:
    with pytest.raises(StatusError):
        stated_baseline(*wrong)


def test_nothing_is_expected_where_nobody_watched() -> None:
    assert baseline(drawn(400)).expected([FlowDay(60, 0, 0)], 1250) is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"windows": ()},
        {"windows": (2, 1)},
        {"windows": (0, 1)},
        {"alarm_ppm": 3},
        {"alarm_ppm": 200_000},
        {"usable_days_min": 57},
        {"hardly_share_ppm": 0},
    ],
    ids=str,
)
def test_rules_outside_their_ranges_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(StatusError):
        replace(RULES, **wrong)  # type: ignore[arg-type]  # one field at a time, each of its type


@pytest.mark.parametrize(("observed", "exposed", "sources"), [(-1, 0, 1), (1, 1_000_001, 1), (1, -1, 1), (1, 1, -1)])
def test_days_outside_their_ranges_are_refused(observed: int, exposed: int, sources: int) -> None:
    with pytest.raises(StatusError):
        FlowDay(0, observed, exposed, sources=sources)
