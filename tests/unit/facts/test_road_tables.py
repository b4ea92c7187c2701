"""The tables of the road: journeys, watching, coverage, flow; corrections honoured, silence never taken for zero."""

from __future__ import annotations

from typing import Any

import pytest

from safeconduct.facts.build import DERIVED
from safeconduct.facts.context import Parameters, main_spans
from safeconduct.facts.terms import Post
from tests.unit.facts.road import (
    EYE,
    GATE,
    HOUR,
    HOUR0,
    ROUTE,
    TOWN,
    US,
    at,
    beat,
    check,
    correct,
    count,
    entry,
    passage,
    road_facts,
    road_log,
    rows,
    text_at,
    trip,
)

MINUTE = 60 * US
OBSTRUCTION: dict[str, Any] = {"class": "obstruction"}
ALL_INBOUND = "category = 'all' AND direction = 'inbound'"
WAYS = ("a", "G", "arrived", 5), ("a", "G", "passed", 15), ("a", "T", "arrived", 60), ("a", "T", "passed", 62)


def test_a_journey_gathers_what_every_post_recorded() -> None:
    gate = road_log(GATE, *(passage(*way) for way in WAYS[:2]), check("a", "G", 8, found=["fuel"]), check("a", "G", 9))
    town = road_log(TOWN, *(passage(*way) for way in WAYS[2:]))
    facts = road_facts(gate, town)
    columns = "movement, direction, category, in_post, in_us, out_post, out_us, wait_us, waits, posts, n_check, n_found"
    (found,) = rows(facts, "journey", f"{columns}, match, first_key, last_key, simulated")
    assert found[:12] == (
        trip("a"), "inbound", "car", "G", at(5), "T", at(62), 12 * MINUTE, 2, 2, 2, 1,
    )  # fmt: skip
    assert found[12:] == ("same_id", 1, (1 << 40) + 2, 0)


def test_a_journey_seen_once_is_open_and_late_after_the_longest_dwell() -> None:
    log = road_log(GATE, passage("a", "G", "passed", 0), passage("b", "G", "passed", 300))
    dwell = Parameters(dwell_us=4 * HOUR)
    assert rows(road_facts(log, parameters=dwell), "journey", "in_us, match") == [(at(0), "late"), (at(300), "open")]


def test_what_posts_differ_on_is_unknown() -> None:
    log = road_log(GATE, passage("a", "G", "passed", 0), passage("a", "T", "passed", 9, category="bus"))
    assert rows(road_facts(log), "journey", "direction, category") == [("inbound", None)]


def test_a_check_of_a_vehicle_nobody_saw_pass_is_a_journey_without_a_way() -> None:
    found = rows(road_facts(road_log(GATE, check("a", "G", 3))), "journey", "in_post, posts, n_check, match")
    assert found == [(None, 0, 1, "open")]


def test_a_passage_kept_twice_is_one_passage() -> None:
    twice = [passage("a", "G", "passed", 3), passage("a", "G", "passed", 4)]
    facts = road_facts(road_log(GATE, *twice), road_log(TOWN, twice[0]))
    assert rows(facts, "visit", "passed_us") == [(at(3),)]
    assert rows(facts, "coverage_hour", "passed", "category = 'car'") == [(1,)]
    assert rows(facts, "flow_day", "observed", ALL_INBOUND) == [(1,)]


def test_corrections_and_withdrawals_reach_every_table() -> None:
    log = road_log(GATE, passage("a", "G", "passed", 3), passage("b", "G", "passed", 4), check("a", "G", 2))
    log = correct(log, 1, recorded=500, set={"category": "bus"})
    log = correct(log, 2, recorded=500, withdrawn=True)
    log = correct(log, 3, recorded=500, withdrawn=True)
    facts = road_facts(log)
    assert rows(facts, "journey", "category, n_check") == [("bus", 0)]
    assert rows(facts, "coverage_hour", "category, passed, checked", "passed > 0") == [("all", 1, 0), ("bus", 1, 0)]
    assert rows(facts, "flow_day", "category, observed", "observed > 0") == [("all", 1), ("bus", 1)]


def test_overlapping_heartbeats_count_once_and_the_worst_state_first() -> None:
    beats = [
        beat("G", 0, 40), beat("G", 10, 30, "degraded"), beat("G", 20, 50, "denied"), beat("G", 0, 40),
        beat("G", 170, 180),
    ]  # fmt: skip
    facts = road_facts(road_log(GATE, *beats), until=at(180))
    columns = "hour, promised_us, watched_us, degraded_us, denied_us, blind_us"
    found = [(h - HOUR0, *(us // MINUTE for us in more)) for h, *more in rows(facts, "watch", columns, "watcher = 'G'")]
    assert found == [(0, 60, 10, 10, 30, 40), (1, 60, 0, 0, 0, 60), (2, 60, 10, 0, 0, 50)]


def test_a_heartbeat_over_many_hours_is_spread_over_them() -> None:
    facts = road_facts(road_log(GATE, beat("G", 30, 210), passage("a", "G", "passed", 0)), until=at(240))
    found = rows(facts, "watch", "hour, watched_us", "watcher = 'G'")
    assert [(hour - HOUR0, us // MINUTE) for hour, us in found] == [(0, 30), (1, 60), (2, 60), (3, 30)]


def test_a_post_promises_nothing_outside_its_term_and_a_sensor_nothing_before_its_first_sign() -> None:
    route = {**ROUTE, "posts": [{**ROUTE["posts"][0], "until": text_at(90)}]}
    log = road_log(GATE, beat("G", 0, 240), beat("E", 90, 100), route=route)
    facts = road_facts(log, until=at(180))
    found = rows(facts, "watch", "watcher, hour, promised_us, watched_us")
    assert [(w, h - HOUR0, p // MINUTE, u // MINUTE) for w, h, p, u in found] == [
        ("E", 1, 30, 10), ("E", 2, 60, 0), ("G", 0, 60, 60), ("G", 1, 30, 30),
    ]  # fmt: skip


def test_silence_is_not_zero_and_a_quiet_watched_hour_is() -> None:
    log = road_log(GATE, beat("G", 0, 60), passage("a", "G", "passed", 130), count(60, 120, 4))
    facts = road_facts(log, until=at(180))
    found = rows(facts, "coverage_hour", "hour, counted, passed, gap", f"post = 'G' AND {ALL_INBOUND}")
    assert [(h - HOUR0, *more) for h, *more in found] == [
        (0, None, 0, "none"), (1, 4, None, "silent"), (2, None, 1, "silent"),
    ]  # fmt: skip


def test_a_check_counts_in_the_hour_its_vehicle_was_let_through() -> None:
    log = road_log(GATE, check("a", "G", 58), check("a", "G", 59), passage("a", "G", "passed", 61), check("b", "G", 10))
    found = rows(road_facts(log), "coverage_hour", "hour, category, passed, checked", "checked > 0")
    assert [(h - HOUR0, *more) for h, *more in found] == [
        (0, None, 0, 1), (0, "all", 0, 1), (1, "all", 1, 1), (1, "car", 1, 1),
    ]  # fmt: skip


def test_of_several_sensors_the_larger_count_stands_and_kinds_add_up_to_all() -> None:
    log = road_log(EYE, count(0, 30, 3), count(0, 30, 3), count(30, 60, 4), count(0, 60, 9, sensor="F"),
                   count(60, 120, 2, category="car"), count(60, 120, 5, category="bus"))  # fmt: skip
    found = rows(road_facts(log), "tally", "hour, category, counted, counter_us")
    assert [(h - HOUR0, c, n, us // MINUTE) for h, c, n, us in found] == [
        (0, "all", 9, 60), (1, "all", 7, 60), (1, "bus", 5, 60), (1, "car", 2, 60),
    ]  # fmt: skip


def test_a_day_says_how_many_passed_how_long_it_was_watched_and_by_how_many_sources() -> None:
    day = 24 * 60
    gate = road_log(
        GATE,
        beat("G", -240, day - 240),
        *(passage(name, "G", "passed", 30 + n) for n, name in enumerate("abc")),
        passage("d", "G", "passed", 50, recorded=5 * day, category="bus"),
        check("a", "G", 29),
    )
    eye = road_log(EYE, count(0, 60, 5), beat("E", 0, 60))
    facts = road_facts(gate, eye, until=at(2 * day - 240))
    columns = "day, category, observed, exposed_us, blind_us, sources, counted, checked, late"
    found = rows(facts, "flow_day", columns, "direction = 'inbound'")
    assert [(d - 19417, c, n, e // HOUR, b // HOUR, *more) for d, c, n, e, b, *more in found] == [
        (0, "all", 4, 24, 0, 2, 5, 1, 1), (0, "bus", 1, 24, 0, 2, None, 0, 1), (0, "car", 3, 24, 0, 2, None, 1, 0),
        (1, "all", None, 0, 24, 0, None, None, 0), (1, "bus", None, 0, 24, 0, None, None, 0),
        (1, "car", None, 0, 24, 0, None, None, 0),
    ]  # fmt: skip
    quiet = rows(facts, "flow_day", columns, "direction = 'outbound' AND category = 'all'")
    assert [(d - 19417, n, e // HOUR, *more) for d, _, n, e, _, *more in quiet] == [
        (0, 0, 24, 1, None, 0, 0), (1, None, 0, 0, None, None, 0),
    ]  # fmt: skip


def test_two_logs_of_one_organisation_are_one_source() -> None:
    gate = road_log(GATE, passage("a", "G", "passed", 0))
    town = road_log(TOWN, passage("a", "T", "passed", 9), organisation="gate.example")
    facts = road_facts(gate, town)
    assert rows(facts, "flow_day", "sources", ALL_INBOUND) == [(1,)]


def test_of_two_main_posts_the_nearer_counts_and_spans_never_overlap() -> None:
    near = Post("n", "x", 1, "neutral", "k", until_us=at(50), main=True)
    far = Post("f", "x", 2, "neutral", "k", from_us=at(10), main=True)
    assert main_spans([far, near]) == [("n", -(2**62), at(50)), ("f", at(50), 2**62)]
    assert main_spans([far]) == [("f", at(10), 2**62)]


@pytest.mark.parametrize("how", ["the log", "the entry"])
def test_every_row_tells_whether_something_made_up_stands_behind_it(how: str) -> None:
    gate = road_log(GATE, beat("G", 0, 60), passage("a", "G", "passed", 5), passage("b", "G", "passed", 6))
    more = {"extra": {"simulated": 1}} if how == "the entry" else {}
    eye = road_log(EYE, check("a", "G", 4, **more), count(60, 120, 2, **more),
                   evidence="simulated" if how == "the log" else "observed")  # fmt: skip
    facts = road_facts(gate, eye, until=at(120))
    assert [flag for (_, flag) in rows(facts, "journey", "n_check, simulated")] == [0, 1]
    found = rows(facts, "coverage_hour", "hour, simulated", f"post = 'G' AND {ALL_INBOUND}")
    assert [flag for (_, flag) in found] == [1, 1]
    other_way = rows(facts, "coverage_hour", "hour, simulated", "direction = 'outbound' AND post = 'G'")
    assert other_way == [(HOUR0, 0), (HOUR0 + 1, 0)]


def test_the_lists_follow_their_entries() -> None:
    log = road_log(
        GATE,
        entry("incident", 5, id="inc-1", **OBSTRUCTION, says="Stones.", said_by="office", cites=["x"],
              closes=[{"status": "closed"}, {"status": "restricted", "direction": "inbound", "category": "car"}]),
        entry("delivery", 6, commodity="flour", place="Town", load_kg=10, basis="weighed"),
        entry("stock", 7, commodity="flour", place="Town", load_kg=3, basis="estimated"),
        entry("outage", 8, service="gas", place="Town"),
        entry("statement", 9, id="st-1", speaker="Office", said_on="2023-03-01", source="paper", topic="tonnage",
              value="30", unit="t", road={"status": "closed", "since": "2023-02-27"}),
    )  # fmt: skip
    facts = road_facts(log)
    columns = "leaf, direction, category, start_us, end_us, status, said_by"
    assert rows(facts, "closure", columns) == [
        (1, None, None, at(5), None, "closed", "office"), (1, "inbound", "car", at(5), None, "restricted", "office"),
    ]  # fmt: skip
    assert rows(facts, "incident", "id, class, says") == [("inc-1", "obstruction", "Stones.")]
    assert rows(facts, "delivery", "commodity, load_kg") == [("flour", 10)]
    assert rows(facts, "stock", "commodity, load_kg") == [("flour", 3)]
    assert rows(facts, "outage", "service, end_us") == [("gas", None)]
    said = rows(facts, "statement", "id, speaker, said_on, topic, value, unit, status, direction, since")
    assert said == [("st-1", "Office", 19417, "tonnage", "30", "t", "closed", None, 19415)]


def test_a_withdrawn_incident_closes_nothing() -> None:
    incident = entry("incident", 5, id="inc-1", **OBSTRUCTION, says="x", said_by="y", cites=["z"],
                     closes=[{"status": "closed"}])  # fmt: skip
    facts = road_facts(correct(road_log(GATE, incident), 1, recorded=9, withdrawn=True))
    assert rows(facts, "closure", "leaf") == []


def test_every_table_can_be_made_of_an_empty_record() -> None:
    facts = road_facts(road_log(GATE))
    for table in DERIVED:
        facts.need(table)
    assert rows(facts, "coverage_hour", "post") == []
