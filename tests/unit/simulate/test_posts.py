from __future__ import annotations

from collections import Counter

from safeconduct.base.instant import Instant, day_from_text, day_of, instant_from_text
from safeconduct.entries.correction import apply_correction
from safeconduct.entries.envelope import Envelope, entry_to_bytes
from safeconduct.merkle.hashing import leaf_hash
from safeconduct.simulate.simulation import Simulated, simulate
from safeconduct.simulate.traffic import Traffic

_MINUTE = 60_000_000


def _of(simulated: Simulated, log: str, *kinds: str) -> list[Envelope]:
    return [entry for entry in simulated.logs[log] if entry.kind in kinds]


def _at(local: str) -> Instant:
    return Instant(instant_from_text(f"{local}:00.000Z") - 240 * _MINUTE)


def test_posts_with_checks_record_arrivals_and_passages_and_the_others_passages(simulated: Simulated) -> None:
    events = {
        log: {entry.body["event"] for entry in _of(simulated, log, "passage")} for log in ("am1", "p1", "p4", "p3")
    }
    assert all(seen == {"passed"} for seen in events.values())
    for log in ("p2", "az1"):
        assert {entry.body["event"] for entry in _of(simulated, log, "passage")} == {"arrived", "passed"}
        assert _of(simulated, log, "check")
    assert not any(_of(simulated, log, "check", "decision") for log in ("am1", "p1", "p4", "p3"))


def test_the_party_checkpoint_records_nothing_before_it_exists(simulated: Simulated) -> None:
    assert min(entry.at for entry in simulated.logs["az1"]) >= instant_from_text("2023-04-23T08:00:00.000Z")


def test_a_silent_post_writes_nothing_at_all(simulated: Simulated) -> None:
    begin, end = _at("2023-02-09T00:00"), _at("2023-02-13T00:00")
    assert not [entry for entry in simulated.logs["p4"] if begin <= entry.at < end]
    assert _of(simulated, "p1", "passage")
    neighbours = [entry for entry in _of(simulated, "p1", "passage") if begin <= entry.at < end]
    assert len(neighbours) > 20


def test_a_denied_period_is_recorded_with_its_reason_and_without_passages(simulated: Simulated) -> None:
    begin, end = _at("2023-03-28T06:00"), _at("2023-03-29T06:00")
    inside = [entry for entry in simulated.logs["p1"] if begin <= entry.at < end]
    assert {entry.kind for entry in inside} == {"heartbeat"}
    assert {(entry.body["state"], entry.body["reason"]) for entry in inside} == {
        ("denied", "staff not admitted to the bridge; no reason was given")
    }
    assert sum(instant_from_text(entry.body["end"]) - entry.at for entry in inside) == end - begin


def test_only_the_planted_clock_lets_an_entry_be_recorded_before_it_happened(simulated: Simulated) -> None:
    early = {
        (log, day_of(entry.recorded, 240))
        for log, entries in simulated.logs.items()
        for entry in entries
        if entry.recorded < entry.at
    }
    assert early == {("p3", day_from_text("2022-11-23"))}


def test_the_fast_clock_is_seven_minutes_fast(traffic: Traffic, simulated: Simulated) -> None:
    faults = [clock for clock in traffic.watch.clocks if clock.post == "P3"]
    assert [clock.fast_min for clock in faults] == [7]
    ahead = [
        entry.at - entry.recorded
        for entry in _of(simulated, "p3", "passage")
        if day_of(entry.recorded - 10 * _MINUTE, 240) == day_from_text("2022-11-23")
    ]
    assert 5 * _MINUTE < sorted(ahead)[len(ahead) // 2] < 7 * _MINUTE


def test_corrections_name_their_target_and_leave_the_right_kind_of_vehicle(traffic: Traffic) -> None:
    origins = {"p2": "mission/lachin-2020/p2/e1"}
    simulated = simulate(traffic, 5, origins, ahead=3)
    seen = Counter[str]()
    for log in ("p2", "p4"):
        for place, entry in enumerate(simulated.logs[log]):
            if entry.kind == "correction":
                target = entry.body["target"]
                wrong = simulated.logs[log][target["index"] - 3]
                assert target["log"] == origins.get(log, log)
                assert target["leaf"] == leaf_hash(entry_to_bytes(wrong)).hex()
                assert target["index"] - 3 < place
                seen[f"{wrong.body['category']} {apply_correction(wrong, entry).body['category']}"] += 1
    assert seen == {"car truck": 6, "truck military": 4, "car bus": 2}


def test_finds_are_held_and_then_turned_back_or_let_through(simulated: Simulated) -> None:
    decisions: dict[str, list[str]] = {}
    for entry in sorted(_of(simulated, "p2", "decision"), key=lambda entry: entry.at):
        decisions.setdefault(entry.body["movement"], []).append(entry.body["outcome"])
    passed = {entry.body["movement"] for entry in _of(simulated, "p2", "passage") if entry.body["event"] == "passed"}
    finds = [entry for entry in _of(simulated, "p2", "check") if entry.body["found"]]
    assert finds
    for find in finds:
        assert find.body["result"] == "failed"
        outcomes = decisions[find.body["movement"]]
        assert outcomes in (["hold", "turn_back"], ["hold", "let_through"])
        assert (find.body["movement"] in passed) == (outcomes[1] == "let_through")
    assert set(map(tuple, decisions.values())) == {("hold", "let_through"), ("hold", "turn_back"), ("turn_back",)}


def test_decisions_cite_clauses_and_a_decision_against_the_rules_has_its_reason(simulated: Simulated) -> None:
    for log, clause in (("p2", "RU0118"), ("az1", "AZ0423")):
        held = [entry for entry in _of(simulated, log, "decision") if entry.body["outcome"] == "hold"]
        assert {tuple(entry.body["clauses"]) for entry in held} <= {(clause,)}
    shut = [entry for entry in _of(simulated, "p2", "decision") if entry.body.get("suggested") == "let_through"]
    assert shut
    assert {entry.body["reason"] for entry in shut} == {"the road ahead was not passable"}


def test_on_1_march_only_humanitarian_and_peacekeeper_traffic_is_recorded_both_ways(simulated: Simulated) -> None:
    days = range(day_from_text("2023-02-23"), day_from_text("2023-03-02"))
    seen = [e for e in _of(simulated, "p2", "passage") if day_of(e.at, 240) in days and e.body["event"] == "passed"]
    ways = Counter(entry.body["direction"] for entry in seen)
    assert all(20 < ways[way] < 7 * 460 * 0.1 for way in ("inbound", "outbound"))
    assert {entry.body["category"] for entry in seen} <= {"military", "truck", "car", "ambulance"}
    on_the_day = [entry for entry in seen if day_of(entry.at, 240) == day_from_text("2023-03-01")]
    assert {entry.body["direction"] for entry in on_the_day} == {"inbound", "outbound"}


def test_from_15_june_nothing_comes_in_but_returning_ambulances_until_september(simulated: Simulated) -> None:
    begin, end = _at("2023-06-15T08:45"), _at("2023-09-08T00:00")
    later = [e for e in _of(simulated, "p2", "passage") if begin <= e.at < end and e.body["event"] == "passed"]
    inward = [entry for entry in later if entry.body["direction"] == "inbound"]
    assert {entry.body["category"] for entry in inward} <= {"ambulance"}
    assert len(inward) < 85 * 465 * 0.002
    patients = day_from_text("2023-06-26"), day_from_text("2023-07-10")
    assert all(patients[0] <= day_of(entry.at, 240) <= patients[1] for entry in inward)
    assert {entry.body["category"] for entry in later} <= {"ambulance", "car"}
    assert min(day_of(entry.at, 240) for entry in later) >= patients[0]
