"""What a record gives a plan: whole days at the post, by hour and category."""

from __future__ import annotations

from contextlib import closing

import pytest

from safeconduct.node.config import OwnLog
from safeconduct.node.errors import CorridorError
from safeconduct.node.node import Node
from safeconduct.node.planning import calibration_of, recorded_plan
from safeconduct.plan.record import calibration_from_json, calibration_to_json
from tests.unit.assess.situation.world import FIRST, World, facts_of, passing

WORLD = World(days=12, silent=frozenset({5}))


def test_days_that_were_watched_whole_are_drawn_from_and_no_others() -> None:
    with closing((facts := facts_of(WORLD)).con):
        found = calibration_of(facts, "G1", "eastwards", FIRST + 2, FIRST + 9)
    assert [day.day - FIRST for day in found.days] == [2, 3, 4, 6, 7, 8, 9]
    assert found.source == "record of road, post G1, eastwards"
    for day in found.days:
        assert sum(sum(hours) for hours in day.arrivals.values()) == passing(WORLD, day.day - FIRST, "eastwards")
        assert all(sum(hours[:6]) == sum(hours[20:]) == 0 for hours in day.arrivals.values())
    assert calibration_from_json(calibration_to_json(found), "record.json") == found


def test_simulated_traffic_is_named_as_such() -> None:
    with closing((facts := facts_of(World(days=3, evidence="simulated"))).con):
        assert calibration_of(facts, "G1", "eastwards", FIRST, FIRST + 1).source.endswith("(simulated)")


def test_a_corridor_without_a_road_has_no_post(node: Node, log: OwnLog) -> None:
    with pytest.raises(CorridorError, match="describes no road"):
        recorded_plan(node, log, "inbound")
