"""What a record can say about goods said to have been carried: from its tables, whoever says it."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from typing import Any

import pytest

from safeconduct.assess.situation.allegations import (
    Carried,
    CheckedDay,
    carried_in,
    read_carried,
    read_checked_days,
    stratum_of,
)
from safeconduct.assess.situation.model import At, Said
from safeconduct.assess.situation.read import situation_of
from safeconduct.base.ident import derived_id
from tests.unit.assess.situation.world import FIRST, World, facts_of, passing

Told = tuple[int, str, dict[str, Any]]
SAID = Said("said", FIRST + 10, "Office of the east", "east", "allegation", "Mines passed.", "https://x.example/",
            At("public", 1), topic="mines-transported")  # fmt: skip
DENIED = replace(SAID, id="denied", day=FIRST + 12, speaker="Office of the west", type="denial", denies="said")


def looks(world: World, days: range, *, found: tuple[str, ...] = ()) -> tuple[Told, ...]:
    """Every vehicle of some days is checked, and the checks say what they found: nothing, or in the first one this."""
    told = []
    for day in days:
        for rank, direction in enumerate(world.directions):
            for number in range(passing(world, day, direction)):
                goods = [*found] if (day, rank, number) == (days[0], 0, 0) else []
                body = {"movement": derived_id("road", f"{day} {rank} {number}"), "method": "scanner"}
                told.append((day, "check", {**body, "result": "passed", "post": "G1", "found": goods}))
    return tuple(told)


def statements(*types: str, topic: str = "mines-transported") -> tuple[Told, ...]:
    return tuple(
        (10 + number, "statement", {
            "id": f"{kind}-{number}", "speaker": f"Office {number}", "said_on": f"2031-03-{13 + number:02}",
            "type": kind, "topic": topic, "wording": "So it is said.", "source": "https://x.example/", "party": "north",
        })
        for number, kind in enumerate(types)
    )  # fmt: skip


def carried(world: World, *, shuffled: bool = False) -> list[Carried]:
    facts = facts_of(world, shuffled=shuffled)
    with closing(facts.con):
        situation = situation_of(facts)
        assert situation is not None
        return [*read_carried(facts, situation.said, situation.day)]


@pytest.fixture(scope="module")
def looked() -> Carried:
    """Every vehicle is checked from day 30 on, by checks that say what they found."""
    world = World(days=60, said=(*statements("allegation", "denial"), *looks(World(), range(30, 60))))
    (found,) = carried(world)
    return found


def test_checks_that_do_not_say_what_they_found_leave_no_bound() -> None:
    (found,) = carried(World(days=40, said=statements("allegation")))
    assert [row.reason for row in found.table.rows] == ["no record"]
    assert found.table.total.found is None


def test_periods_end_where_the_share_checked_changed(looked: Carried) -> None:
    assert [(period.first - FIRST, period.last - FIRST) for period in looked.periods] == [(0, 29), (30, 59)]
    vehicles = [sum(2 * (20 + day % 5 * 2) for day in days) for days in (range(30), range(30, 60))]
    assert [(row.passed_lo, row.passed_hi) for row in looked.table.rows] == [(total, total) for total in vehicles]


def test_where_every_vehicle_was_checked_there_is_a_bound_and_before_there_is_none(looked: Carried) -> None:
    assert [row.reason for row in looked.table.rows] == ["no record", None]
    assert looked.table.rows[1].bound == 1
    assert looked.table.rows[1].worst_case == 0
    assert looked.table.total.bound is None
    assert str(looked.table.total.sentence).endswith("No record is not 0.")


def test_a_period_after_the_allegation_is_marked_as_such(looked: Carried) -> None:
    assert [looked.came_later(period) for period in looked.periods] == [False, True]


def test_finds_count_for_the_goods_that_are_asked_about_alone() -> None:
    said = statements("allegation")
    (mines,) = carried(World(days=60, said=(*said, *looks(World(), range(30, 60), found=("mine", "food")))))
    (other,) = carried(World(days=60, said=(*said, *looks(World(), range(30, 60), found=("fuel",)))))
    assert (mines.table.rows[1].found, mines.other_finds) == (1, 0)
    assert (other.table.rows[1].found, other.other_finds) == (0, 1)


def test_no_figure_depends_on_who_speaks() -> None:
    checks = looks(World(), range(30, 60))
    tables = [
        carried(World(days=60, said=(*statements(*types), *checks)))[0].table
        for types in (("allegation",), ("denial",), ("allegation", "denial"))
    ]
    assert tables[0] == tables[1] == tables[2]


def test_the_order_of_logs_changes_nothing(looked: Carried) -> None:
    world = World(days=60, said=(*statements("allegation", "denial"), *looks(World(), range(30, 60))))
    assert carried(world, shuffled=True) == [looked]


def test_other_statements_raise_no_question() -> None:
    assert carried(World(days=30, said=statements("report", "position"))) == []
    assert carried(World(days=30, said=statements("allegation", topic="road-closed"))) == []


def test_a_vehicle_that_is_checked_and_not_let_through_counts_among_those_that_came() -> None:
    stopped = (40, "check", {"movement": derived_id("road", "stopped"), "method": "visual", "result": "failed",
                             "post": "G1", "found": ["mine"]})  # fmt: skip
    world = World(days=60, said=(*statements("allegation"), *looks(World(), range(60)), stopped))
    (found,) = carried(world)
    assert [period.turned_back for period in found.periods] == [1]
    assert found.table.total.found == 1
    assert found.table.total.passed_lo == sum(4 * (10 + day % 5) for day in range(60)) + 1


def test_a_silent_day_is_blind_time_up_to_what_the_sensor_counted() -> None:
    world = World(days=60, silent=frozenset({45}))
    days = read_days(world)
    assert (days[45].came, days[45].hidden) == (None, 2 * (20 + 45 % 5 * 2))
    assert days[44].hidden == 0


def test_what_a_sensor_counts_besides_widens_the_number_of_vehicles() -> None:
    days = read_days(World(days=20, more={7: 3}))
    assert [one.more for one in days[6:9]] == [0, 6, 0]


def read_days(world: World) -> tuple[CheckedDay, ...]:
    facts = facts_of(world)
    with closing(facts.con):
        return read_checked_days(facts, FIRST + world.days - 1)


def test_simulated_rows_mark_the_whole_table() -> None:
    world = World(days=40, evidence="simulated", said=statements("allegation"))
    (found,) = carried(world)
    assert found.simulated
    assert found.to_json()["simulated"] is True


def ordinary(**changes: Any) -> CheckedDay:
    return replace(CheckedDay(0, 100, 100, 98, 98), **changes)


def test_below_nine_in_ten_nothing_is_taken_as_chosen_by_chance() -> None:
    assert stratum_of([ordinary(checked=90, stated=90)], "mines").random
    assert not stratum_of([ordinary(checked=89, stated=89)], "mines").random


def test_one_day_that_nothing_limits_leaves_blind_time_open() -> None:
    assert stratum_of([ordinary(), ordinary(hidden=None)], "mines").blind_hi is None
    assert stratum_of([ordinary(), ordinary(hidden=7)], "mines").blind_hi == 7


def test_a_period_without_any_record_has_no_count_at_all() -> None:
    found = stratum_of([CheckedDay(0, None, hidden=None)], "mines")
    assert (found.passed_hi, found.checked, found.found) == (None, None, None)
    assert found.reason(500_000) == "no record"


def test_a_road_that_nobody_used_is_recorded_as_unused() -> None:
    found = stratum_of([CheckedDay(0, 0)], "mines")
    assert (found.passed_lo, found.passed_hi, found.found) == (0, 0, 0)


def test_bounds_for_other_sensitivities_never_fall_with_a_weaker_check() -> None:
    (found,) = carried_in([SAID, DENIED], [ordinary(day=day) for day in range(30)])
    bounds = [row[0] for _, row in found.by_sensitivity]
    assert bounds == sorted(bounds, key=lambda bound: -(bound or 0))
    assert dict(found.by_sensitivity)[900_000][0] == found.table.rows[0].bound
    assert found.id == "said"
    assert [one.id for one in found.said] == ["said", "denied"]
