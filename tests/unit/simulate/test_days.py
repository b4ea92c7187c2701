from __future__ import annotations

from collections import Counter

import msgspec
import numpy as np
import pytest

from safeconduct.base.instant import day_from_text
from safeconduct.simulate.days import day_counts, periods, phase_on, weekday
from safeconduct.simulate.sections import LocalDay, Totals
from safeconduct.simulate.traffic import Traffic


@pytest.mark.parametrize("seed", [0, 1, 2, 2**40])
def test_every_seed_meets_the_published_totals_exactly(traffic: Traffic, seed: int) -> None:
    counts = day_counts(traffic, seed)
    for end, total in (("2023-05-10", 2558), ("2023-06-12", 2867)):
        days = range(day_from_text("2022-12-13"), day_from_text(end) + 1)
        assert sum(one.count for one in counts if one.day in days) == total


def test_the_periods_lie_between_the_published_days(traffic: Traffic) -> None:
    first, second = periods(traffic, "vehicles")
    assert first == (day_from_text("2022-12-13"), day_from_text("2023-05-10"), 2558)
    assert second == (day_from_text("2023-05-11"), day_from_text("2023-06-12"), 309)
    assert [kg for _, _, kg in periods(traffic, "kg")] == [4_089_000, 534_000, 951_000]


def test_a_period_that_is_cut_short_keeps_its_rates_and_not_its_total(traffic: Traffic, short: Traffic) -> None:
    assert not list(periods(short, "vehicles"))
    later = [one.count for one in day_counts(short, 1) if one.day > day_from_text("2022-12-12")]
    assert 60 < sum(later) < 250


@pytest.mark.parametrize("seed", range(5))
def test_ordinary_days_have_the_published_level_within_six_per_cent(traffic: Traffic, seed: int) -> None:
    last = day_from_text("2022-12-11")
    total = sum(one.count for one in day_counts(traffic, seed) if one.day <= last)
    assert total / (last - traffic.first + 1) == pytest.approx(920, rel=0.06)


def test_ordinary_days_vary_as_the_stated_size_says(traffic: Traffic) -> None:
    even = msgspec.structs.replace(traffic.patterns, weekdays=dict.fromkeys(traffic.patterns.weekdays, [1000] * 7))
    no_totals = Totals(basis="assumed", says="none", from_=traffic.totals.from_, items=[])
    plain = msgspec.structs.replace(
        traffic, patterns=even, totals=no_totals, last=LocalDay(day_from_text("2022-12-02"))
    )
    cars = [one.count for seed in range(12) for one in day_counts(plain, seed) if (one.way, one.category) == (0, "car")]
    mean = np.mean(cars)
    assert np.var(cars) == pytest.approx(mean + mean**2 / 20, rel=0.25)


def test_days_with_given_traffic_have_that_and_no_other(traffic: Traffic) -> None:
    counts = day_counts(traffic, 3)
    alone = [(one.way, one.category, one.count) for one in counts if one.day == day_from_text("2023-08-12")]
    assert alone == [(1, "ambulance", 1)]
    inward = [(one.way, one.category, one.count) for one in counts if one.day == day_from_text("2023-09-18")]
    assert inward == [(0, "car", 2), (0, "truck", 1)]


def test_phases_have_their_kinds_of_vehicles(traffic: Traffic) -> None:
    kinds: dict[str, Counter[str]] = {}
    for one in day_counts(traffic, 5):
        kinds.setdefault(one.phase.id, Counter())[one.category] += one.count
    assert set(kinds["before"]) == {"car", "truck", "bus", "ambulance", "military"}
    assert set(kinds["winter"]) == {"car", "truck", "ambulance", "military"}
    assert set(kinds["checkpoint"]) <= {"ambulance", "military"}
    assert set(kinds["icrc_suspended"]) == {"military"}
    assert set(kinds["patients"]) <= {"ambulance", "car"}
    assert kinds.keys().isdisjoint({"nothing", "icrc_stopped"})


def test_the_phase_of_a_day_is_the_last_that_has_begun(traffic: Traffic) -> None:
    assert phase_on(traffic, day_from_text("2022-12-12")).id == "before"
    assert phase_on(traffic, day_from_text("2022-12-13")).id == "winter"
    assert phase_on(traffic, day_from_text("2023-09-19")).id == "september"


def test_weekdays_begin_with_monday() -> None:
    assert [weekday(day_from_text(day)) for day in ("2022-12-12", "2022-12-18")] == [0, 6]
