"""Predicting waits that are on record already."""

from __future__ import annotations

from dataclasses import replace

import pytest

from safeconduct.plan import Calibration, PlanError, RecordedDay, back_test, simulate
from safeconduct.plan.draws import draw
from safeconduct.plan.inputs import inputs_of
from safeconduct.plan.scenario import run_once
from tests.unit.plan.plans import plan, record

ONE = plan(
    ("{per_day: 120, from: 06:00, until: 18:00}", "from_record"),
    ("{mean: 18, spread: 9}", "from_record"),
    ("{per_day: 12}", "{per_day: 0.001}"),
    ("400, unchecked: short", "1000"),
    ("lanes: 3", "lanes: 2"),
)


def kept_by_such_a_post(days: int, seed: int) -> Calibration:
    """A record of a post that works exactly as the plan says: 60 trucks a day of checks of 18 minutes."""
    truth = plan(
        ("{per_day: 120, from: 06:00, until: 18:00}", "{per_day: 60}"),
        ("{per_day: 12}", "{per_day: 0.001}"),
        ("400, unchecked: short", "1000"),
        ("lanes: 3", "lanes: 2"),
        ("days: 3", f"days: {days}"),
    )
    traffic = draw(truth, inputs_of(truth, None), seed)
    run = run_once(truth, traffic, compiled=False)
    trucks = run.category == 1
    rows = zip(
        run.arrivals[trucks].tolist(), run.begins[trucks].tolist(), traffic.checked[trucks].tolist(), strict=True
    )
    seen: list[list[tuple[int, int, int]]] = [[] for _ in range(days)]
    for arrival, begin, seconds in rows:
        seen[arrival // 86_400].append((arrival % 86_400 // 3_600, begin - arrival, seconds))
    return Calibration(
        "a simulated post",
        tuple(
            RecordedDay(
                day=19_000 + number,
                arrivals={"truck": tuple(sum(hour == one[0] for one in day) for hour in range(24))},
                check_seconds={"full": tuple(one[2] for one in day)},
                wait_seconds={"truck": tuple(one[1] for one in day)},
            )
            for number, day in enumerate(seen)
        ),
    )


def test_a_post_that_works_as_planned_is_predicted() -> None:
    """The ranges hold 9 of 10: of 24 figures of eight posts, at least 18 must lie inside."""
    found = [back_test(ONE, kept_by_such_a_post(58, seed), 28) for seed in range(8)]
    assert sum(error.inside for one in found for error in one.errors) >= 18
    assert all((one.days, one.learnt_from, one.not_recorded) == (28, 30, ("ambulance", "car")) for one in found)


def test_a_post_that_works_otherwise_is_seen() -> None:
    other = replace(ONE, lanes=(4,) * 24)
    found = back_test(other, kept_by_such_a_post(58, 1), 28)
    assert [error.figure for error in found.errors] == ["mean", "half", "most"]
    mean = found.errors[0]
    assert not mean.inside
    assert mean.seconds == mean.predicted.middle - mean.recorded < 0


def test_the_days_held_back_teach_nothing() -> None:
    given = record(40)
    changed = tuple(
        replace(day, check_seconds={"full": (9_999,)}) if number >= 30 else day for number, day in enumerate(given.days)
    )
    before, after = (back_test(ONE, replace(given, days=days), 10) for days in (given.days, changed))
    assert before == after
    assert [error.recorded for error in before.errors] == [2_070, 2_040, 2_280]  # minutes 30 to 39, equally many
    assert before.first == 19_030
    assert before.last == 19_039


def test_closure_and_comparison_of_the_plan_do_not_count() -> None:
    more = replace(ONE, closure=plan(more="closure: {from: day 1 00:00, until: day 2 00:00}\n").closure)
    assert back_test(more, record(), 10) == back_test(ONE, record(), 10)
    assert simulate(more, record()).outcome != simulate(ONE, record()).outcome


@pytest.mark.parametrize("days", [0, 40, 41])
def test_some_days_have_to_remain(days: int) -> None:
    with pytest.raises(PlanError, match="held back"):
        back_test(ONE, record(40), days)


def test_days_without_waits_cannot_be_tested() -> None:
    given = record(40)
    without = tuple(replace(day, wait_seconds={}) for day in given.days)
    with pytest.raises(PlanError, match="no wait is on record"):
        back_test(ONE, replace(given, days=without), 10)
