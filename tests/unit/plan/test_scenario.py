"""Plans worked out: known answers, chances, what is calibrated, and what is only assumed."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from safeconduct.plan import Basis, PlanError, PlanResult, Spread, queue_mmc, simulate
from safeconduct.plan.draws import draw
from safeconduct.plan.inputs import inputs_of
from safeconduct.plan.model import Bin, Observed
from safeconduct.plan.results import spread
from safeconduct.plan.scenario import run_once
from tests.unit.plan.plans import plan, record

FROM_RECORD = (("{per_day: 120, from: 06:00, until: 18:00}", "from_record"), ("{mean: 18, spread: 9}", "from_record"))
CLOSURE = "closure: {from: day 1 00:00, until: day 2 12:00}\n"
WHAT_IF = "what_if: {lanes: [2, 3, 8], checked_permille: [100, 1000], of: [truck]}\n"


def test_the_same_seed_gives_the_same_answer_and_another_seed_another() -> None:
    assert simulate(plan()) == simulate(plan())
    assert simulate(plan()).outcome != simulate(plan(("seed: 7", "seed: 8"))).outcome


def test_compiled_or_not_it_is_the_same_answer() -> None:
    wanted = plan(more=CLOSURE + WHAT_IF)
    assert simulate(wanted, compiled=True) == simulate(wanted, compiled=False)


def test_exponential_checks_wait_as_erlang_c_says() -> None:
    """A week, 24 hours open: 2.4 of 3 lanes busy, and the mean wait of 200 runs around that of the formula."""
    busy = plan(
        ("{arrivals: {per_day: 12}, check: short, priority: 1}", "{arrivals: {per_day: 192}, check: full}"),
        ("{per_day: 120, from: 06:00, until: 18:00}", "{per_day: 0.001}"),
        ("{per_day: 60}", "{per_day: 0.001}"),
        ("spread: 9", "spread: 18"),
        ("days: 3", "days: 28\nruns: 40"),
    )
    found = simulate(busy).outcome.waits[-1].mean
    exact = queue_mmc(192 / 86_400, 1 / 1080, 3)["Wq"]
    assert found is not None
    assert found.low < exact < found.high
    assert abs(found.middle - exact) < 0.1 * exact


def test_a_share_of_vehicles_is_checked_and_the_rest_passes() -> None:
    found = simulate(plan(("days: 3", "days: 30")))
    ambulance, truck, car, every = found.outcome.waits
    assert ambulance.checked == ambulance.vehicles
    assert car.checked == Spread(0, 0, 0)
    assert car.longest == Spread(0, 0, 0)  # passes free
    assert 0.36 * truck.vehicles.middle < truck.checked.middle < 0.44 * truck.vehicles.middle
    assert 3_400 < truck.vehicles.middle < 3_800
    assert every.vehicles.middle > truck.vehicles.middle
    assert found.outcome.closure is None


def test_cases_meet_the_same_vehicles_and_the_planned_one_is_the_plan() -> None:
    found = simulate(plan(more=WHAT_IF.replace("100,", "400,")))
    assert [(one.lanes, one.checked_permille) for one in found.cases] == [
        (lanes, share) for share in (400, 1000) for lanes in (2, 3, 8)
    ]
    assert len({one.outcome.waits[-1].vehicles for one in found.cases}) == 1
    assert found.cases[1].outcome.waits == found.outcome.waits
    two, three, eight = (one.outcome.waits[-1].mean for one in found.cases[3:])
    assert two is not None
    assert three is not None
    assert eight is not None
    assert two.middle > three.middle > eight.middle


def test_a_closed_post_holds_everybody_until_it_opens() -> None:
    found = simulate(plan(more=CLOSURE))
    closure = found.outcome.closure
    assert closure is not None
    ambulance, _, car, every = closure.during
    assert closure.held == every.vehicles  # it is closed from the first midnight on
    assert car.longest is not None
    assert car.longest.high <= 36 * 3_600
    assert ambulance.mean is not None
    assert ambulance.mean.middle > 10 * 3_600
    assert closure.cleared == 20
    assert closure.clear_s.middle >= closure.through_s.middle > 0
    hours = found.outcome.queue_by_hour
    assert hours[35].middle > hours[36].middle > hours[37].middle  # at hour 36 all cars pass at once
    assert hours[35].high <= closure.held.high
    assert len(hours) == 3 * 24 + 1


def test_a_backlog_that_outlasts_the_plan_is_told_as_such() -> None:
    found = simulate(plan(("lanes: 3", "lanes: 1"), ("400, unchecked: short", "1000"), more=CLOSURE)).outcome
    assert found.closure is not None
    assert found.closure.cleared == 0
    assert found.closure.clear_s == Spread(36 * 3_600, 36 * 3_600, 36 * 3_600)
    assert found.load_permille.middle > 1_000
    assert found.left.middle > 100


def test_nobody_is_served_outside_opening_hours() -> None:
    wanted = plan(("lanes: 3", "lanes: 3\nopen: {from: 08:00, until: 10:00}"), ("days: 3", "days: 1"))
    found = simulate(wanted).outcome
    car = found.waits[2].longest
    assert car is not None
    assert car.high > 20 * 3_600  # who comes at half past ten passes the next morning, free or not
    assert found.queue_milli[-1].low > found.queue_milli[40].high


def test_after_the_last_day_the_post_goes_on_as_before() -> None:
    """At any number of days: the pieces of an opening are kept for 64 days at once."""
    for days in (63, 64, 65):
        hours = ("lanes: 3", "lanes: 30\nopen: {from: 08:00, until: 10:00}")
        wanted = plan(hours, ("days: 3", f"days: {days}"), ("{per_day: 120, from: 06:00", "{per_day: 1, from: 06:00"))
        run = run_once(wanted, draw(wanted, inputs_of(wanted, None), seed=1), compiled=False)
        begun = run.begins % 86_400
        assert run.begins.max() > days * 86_400
        assert np.all((begun >= 8 * 3_600) & (begun < 10 * 3_600))


def test_arrivals_are_whole_days_of_the_record() -> None:
    wanted = plan(*FROM_RECORD)
    known = record()
    days = [replace(day, arrivals={"truck": tuple(number if hour == 9 else 0 for hour in range(24))})
            for number, day in enumerate(known.days)]  # fmt: skip
    traffic = draw(wanted, inputs_of(wanted, replace(known, days=tuple(days))), seed=5)
    hours = traffic.arrivals[traffic.category == 1] // 3_600
    assert set(hours.tolist()) <= {9, 33, 57}
    assert np.all(np.diff(traffic.arrivals) >= 0)
    assert set(traffic.checked[traffic.category == 1].tolist()) == {600}


def test_durations_are_those_seen_and_lie_within_their_class() -> None:
    wanted = plan()
    checks = {**wanted.checks, "full": Observed((Bin(0, 60, 0), Bin(300, 600, 9), Bin(900, 1_200, 1)))}
    traffic = draw(wanted, inputs_of(replace(wanted, days=30, checks=checks), None), seed=1)
    trucks = traffic.checked[traffic.category == 1]
    assert set(trucks.tolist()) <= {*range(300, 601), *range(900, 1_201)}
    assert 0.05 < float((trucks >= 900).mean()) < 0.15
    assert set(traffic.checked[traffic.category == 0].tolist()) == {60, 120, 150}


def test_categories_do_not_share_their_chances() -> None:
    trucks = "{arrivals: {per_day: 60}, check: full, checked_permille: 0}"
    first = ("{arrivals: {per_day: 12}, check: short, priority: 1}", trucks)
    two = plan(first, ("{arrivals: {per_day: 60}, check: short, checked_permille: 0}", trucks))
    found = draw(two, inputs_of(two, None), seed=3)
    for column in ("arrivals", "checked", "lot"):
        one, other = ({*getattr(found, column)[found.category == number].tolist()} for number in (0, 2))
        assert one - other, column
        assert other - one, column


def test_more_of_one_category_leaves_the_others_as_they_were() -> None:
    first = draw(plan(), inputs_of(plan(), None), seed=3)
    more = plan(("{per_day: 12}", "{per_day: 400}"))
    second = draw(more, inputs_of(more, None), seed=3)
    for column in ("arrivals", "checked", "unchecked", "lot"):
        before = getattr(first, column)[first.category == 1]
        assert getattr(second, column)[second.category == 1].tolist() == before.tolist()


def bases(found: PlanResult) -> dict[str, Basis]:
    return {f"{one.of} {one.name}": one.basis for one in found.inputs}


def test_what_nobody_recorded_is_an_assumption() -> None:
    assert set(bases(simulate(plan())).values()) == {Basis.ASSUMED}
    found = bases(simulate(plan(*FROM_RECORD), record()))
    assert found == {
        "arrivals ambulance": Basis.ASSUMED,
        "arrivals truck": Basis.RECORDED,
        "arrivals car": Basis.ASSUMED,
        "check short": Basis.ASSUMED,
        "check full": Basis.RECORDED,
    }


def test_fewer_than_thirty_observations_are_an_assumption() -> None:
    found = simulate(plan(*FROM_RECORD), record(9))
    assert (bases(found)["arrivals truck"], bases(found)["check full"]) == (Basis.ASSUMED, Basis.ASSUMED)
    assert [one.observations for one in found.inputs if one.name in {"truck", "full"}] == [9, 27]
    assert bases(simulate(plan(*FROM_RECORD), record(10)))["check full"] == Basis.RECORDED
    assert bases(simulate(plan(*FROM_RECORD), record(29)))["arrivals truck"] == Basis.ASSUMED
    assert bases(simulate(plan(*FROM_RECORD), record(30)))["arrivals truck"] == Basis.RECORDED


@pytest.mark.parametrize(
    ("minutes", "basis"),
    [
        ("{minutes: {5-10: 30}, source: shift book}", Basis.OBSERVED),
        ("{minutes: {5-10: 29}, source: shift book}", Basis.ASSUMED),
        ("{minutes: {5-10: 30}}", Basis.ASSUMED),
    ],
)
def test_observations_in_the_plan_count_if_someone_made_them(minutes: str, basis: Basis) -> None:
    assert bases(simulate(plan(("{minutes: {mean: 18, spread: 9}}", minutes))))["check full"] == basis


@pytest.mark.parametrize(
    ("changes", "days", "what"),
    [
        (FROM_RECORD[:1], 0, "none is given"),
        (FROM_RECORD[1:], 0, "none is given"),
        ((("{per_day: 12}", "from_record"),), 3, "on no day"),
        ((("{per_day: 60}", "from_record"),), 3, "not one car"),
        ((("[1, 2, 2.5]", "from_record"),), 3, "no duration of a check short"),
    ],
)
def test_what_the_record_lacks_is_told_at_the_place_that_asks(
    changes: tuple[tuple[str, str], ...], days: int, what: str
) -> None:
    with pytest.raises(PlanError, match=what) as caught:
        simulate(plan(*changes), record(days) if days else None)
    assert caught.value.where.startswith("post.yaml:")
    assert caught.value.next_step


def test_work_is_bounded() -> None:
    with pytest.raises(PlanError, match="at most 2,000,000 are simulated in a run"):
        simulate(plan(("{per_day: 60}", "{per_day: 1000000}")))
    with pytest.raises(PlanError, match="at most 200,000,000 are simulated in all"):
        simulate(plan(("{per_day: 60}", "{per_day: 600000}"), ("seed: 7", "runs: 200")))


def test_lanes_that_would_take_years_are_refused() -> None:
    hopeless = plan(("{mean: 18, spread: 9}", "{mean: 10000, spread: 0}"), ("lanes: 3", "lanes: 1"), ("400", "1000"))
    with pytest.raises(PlanError, match="until day") as caught:
        simulate(replace(hopeless, days=30))
    assert "lanes" in caught.value.next_step


def test_a_range_leaves_a_further_run_outside_at_most_once_in_ten() -> None:
    for runs in range(20, 200):
        found = spread(range(runs))
        assert found is not None
        outside = found.low + 1 + (runs - found.high)
        assert outside <= 0.1 * (runs + 1)
        assert outside + 2 > 0.1 * (runs + 1) or runs < 39
    assert spread([None, 5, None]) == Spread(5, 5, 5)
    assert spread([None]) is None


def test_the_json_holds_whole_numbers_only() -> None:
    found = simulate(plan(*FROM_RECORD, more=CLOSURE + WHAT_IF), record()).to_json()

    def no_float(text: str) -> float:
        raise AssertionError(text)

    assert json.loads(json.dumps(found), parse_float=no_float) == found
    assert len(found["as_planned"]["queue_milli"]) == 96
    assert [*found["cases"][0]] == ["lanes", "checked_permille", "waits", "load_permille", "left", "closure"]
