"""What a refresh counts, what it reports, and what it refuses."""

from __future__ import annotations

import sqlite3

import pytest

from safeconduct.facts.build import build_facts
from safeconduct.facts.errors import FactsError
from safeconduct.facts.live.compare import compare
from safeconduct.facts.live.entries import apply, merge
from safeconduct.facts.live.refresh import Dirty, refresh
from safeconduct.testing.corridor import SampleLog
from tests.unit.assess.situation.world import FIRST, GATE, SENSOR, World, logs_of
from tests.unit.facts import road
from tests.unit.facts.live.state import empty_state, fed

BUSY = World(days=6, silent=frozenset({2}), late=(4, 5), arrives=6)


def observed(con: sqlite3.Connection, day: int) -> list[int | None]:
    query = "SELECT observed FROM flow_day WHERE category = 'all' AND day = ? ORDER BY direction"
    return [value for (value,) in con.execute(query, [FIRST + day])]


def test_a_small_road_gives_the_batch_tables() -> None:
    logs = [*logs_of(BUSY)]
    con = empty_state()
    dirty = fed(con, *logs)
    assert compare(con, build_facts(logs)) == ()
    assert dirty.entries > 300
    assert observed(con, 1) == [22, 22]
    assert con.execute("SELECT name FROM temp.sqlite_master").fetchall() == []


def test_a_late_log_changes_its_days_and_the_baselines_after_them() -> None:
    logs = {log.origin: log for log in logs_of(BUSY)}
    con = empty_state()
    gate = logs.pop(GATE)
    start = next(leaf for leaf, data in enumerate(gate.data) if b'"at":"2031-03-04T' in data)
    for leaf in range(start):
        apply(con, GATE, leaf, gate.data[leaf])
    fed(con, *logs.values())
    assert fed(con) == Dirty()
    late = [leaf for leaf, data in enumerate(gate.data) if leaf >= start and b'"recorded":"2031-03-04T' in data]
    for leaf in late:
        apply(con, GATE, leaf, gate.data[leaf])
    dirty = refresh(con)
    assert dirty.entries == len(late)
    assert {post for post, _ in dirty.posts} == {"G1"}
    assert {day - FIRST for _, day in dirty.flows} <= {0, 1, 2}
    assert ("eastwards", FIRST + 1) in dirty.flows
    assert {day - FIRST for direction, day in dirty.baselines if direction == "eastwards"} == {*range(2, 7)}
    assert len(dirty.journeys) == 44


def test_an_entry_said_again_changes_nothing_and_another_in_its_place_is_refused() -> None:
    log = road.road_log(road.GATE, road.passage("a", "G", "passed", 3))
    con = empty_state()
    fed(con, log)
    assert not apply(con, log.origin, 1, log.data[1])
    assert refresh(con) == Dirty()
    with pytest.raises(FactsError, match="do not extend"):
        apply(con, log.origin, 1, road.passage("b", "G", "passed", 3))


def test_entries_that_say_nothing_of_the_road_are_not_kept() -> None:
    con = empty_state()
    foreign = {"log": "other.example/road/e1", "index": 1, "leaf": "ab" * 32}
    assert not apply(con, road.GATE, 5, road.entry("correction", 9, target=foreign, reason="x", withdrawn=True))
    assert not apply(
        con, road.GATE, 6, road.entry("clearance", 9, movement=road.trip("a"), outcome="cleared", by="desk")
    )
    with pytest.raises(FactsError, match="no entry"):
        apply(con, road.GATE, 7, b"{}")


def test_nothing_is_counted_before_a_charter_and_everything_after_it() -> None:
    log = road.road_log(road.GATE, road.passage("a", "G", "passed", 3))
    con = empty_state()
    apply(con, log.origin, 1, log.data[1])
    assert refresh(con) == Dirty()
    apply(con, log.origin, 0, log.data[0])
    assert refresh(con).entries == 2
    assert compare(con, build_facts([log])) == ()


def test_a_charter_that_changes_what_a_log_consists_of_counts_everything_again() -> None:
    log = road.road_log(road.GATE, road.passage("a", "G", "passed", 3))
    con = empty_state()
    fed(con, log)
    made_up = road.entry("charter", 5, **road.road_charter(evidence="simulated", route=road.ROUTE))
    log = SampleLog(log.origin, [*log.data, made_up])
    assert fed(con, log).entries == 3
    assert compare(con, build_facts([log])) == ()
    assert con.execute("SELECT MIN(simulated) FROM flow_day WHERE observed > 0").fetchone() == (1,)


def test_a_sensor_that_fell_silent_goes_on_promising_in_later_hours() -> None:
    first = road.road_log(road.GATE, road.beat("E", 0, 10))
    log = SampleLog(first.origin, [*first.data, road.passage("a", "G", "passed", 300)])
    con = empty_state()
    fed(con, first)
    fed(con, log)
    assert compare(con, build_facts([log])) == ()
    assert con.execute("SELECT COUNT(*) FROM watch WHERE watcher = 'E'").fetchone() == (6,)


def test_who_passes_an_entry_on_is_settled_by_name_not_by_arrival() -> None:
    same = road.passage("a", "G", "passed", 3)
    logs = [road.road_log(road.GATE, same, road.passage("b", "G", "passed", 5)), road.road_log(road.EYE, same)]
    con = empty_state()
    for log in logs:
        fed(con, log)
    assert compare(con, build_facts(logs)) == ()
    query = "SELECT sources FROM flow_day WHERE direction = 'inbound' AND category = 'all'"
    assert con.execute(query).fetchone() == (2,)


def test_a_category_never_seen_before_has_a_row_on_every_day() -> None:
    first = road.road_log(road.GATE, road.passage("a", "G", "passed", 3), road.passage("c", "G", "passed", 3000))
    log = SampleLog(first.origin, [*first.data, road.passage("b", "G", "passed", 3001, category="bus")])
    con = empty_state()
    fed(con, first)
    dirty = fed(con, log)
    assert compare(con, build_facts([log])) == ()
    assert len({day for _, day in dirty.flows}) == 3
    assert len({day for _, day in dirty.posts}) == 1


def test_a_log_that_comes_first_by_name_states_the_terms() -> None:
    town = road.road_log(road.TOWN, road.passage("a", "G", "passed", 3))
    earlier = road.road_log(
        road.EYE, road.passage("b", "G", "passed", 4), offsets=[{"from": "2022-01-01T00:00:00.000Z", "minutes": -600}]
    )
    con = empty_state()
    fed(con, town)
    fed(con, earlier)
    assert compare(con, build_facts([town, earlier])) == ()


def test_states_merge_and_merging_again_adds_nothing() -> None:
    logs = [*logs_of(World(days=3))]
    one, other = empty_state(), empty_state()
    fed(one, *logs[:2])
    fed(other, *logs[1:])
    assert merge(one, other) > 0
    assert merge(one, other) == 0
    refresh(one)
    assert compare(one, build_facts(logs)) == ()


def test_a_state_that_lacks_an_entry_differs_and_says_where() -> None:
    logs = [*logs_of(World(days=2))]
    con = empty_state()
    fed(con, *(log for log in logs if log.origin != SENSOR))
    found = {one.table: one for one in compare(con, build_facts(logs))}
    assert found.keys() == {"coverage_hour", "flow_day"}
    assert found["flow_day"].only_live == found["flow_day"].only_batch > 0
    assert [row[5] for row in found["coverage_hour"].batch] == [20, 22, 20, 22]
