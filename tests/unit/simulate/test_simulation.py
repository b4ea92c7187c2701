from __future__ import annotations

import hashlib
from collections import Counter

import pytest

from safeconduct.base.instant import day_from_text, day_of, instant_from_text
from safeconduct.entries.envelope import entry_from_bytes, entry_to_bytes
from safeconduct.entries.personal import looks_personal
from safeconduct.simulate.simulation import Simulated, simulate
from safeconduct.simulate.traffic import Traffic

_LOGS = ["am1", "p1", "az1", "p4", "p2", "p3", "sensors", "relief"]


def _digest(simulated: Simulated) -> str:
    whole = hashlib.sha256()
    for log, entries in simulated.logs.items():
        whole.update(log.encode())
        for entry in entries:
            whole.update(entry_to_bytes(entry))
    whole.update(repr(simulated.seen).encode())
    return whole.hexdigest()


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(short: Traffic) -> None:
    one, again, other = (simulate(short, seed) for seed in (1, 1, 2))
    assert _digest(one) == _digest(again)
    assert one.truth == again.truth
    assert _digest(one) != _digest(other)
    ids = [{entry.body.get("movement") for entry in each.logs["p2"]} - {None} for each in (one, other)]
    assert not ids[0] & ids[1]


def test_all_eight_logs_come_in_the_order_in_which_they_were_recorded(simulated: Simulated) -> None:
    assert list(simulated.logs) == _LOGS
    for entries in simulated.logs.values():
        recorded = [entry.recorded for entry in entries]
        assert recorded == sorted(recorded)


def test_there_are_at_least_150_000_passages(simulated: Simulated) -> None:
    kinds = Counter(entry.kind for entries in simulated.logs.values() for entry in entries)
    assert kinds["passage"] >= 150_000
    assert set(kinds) == {"passage", "check", "decision", "correction", "heartbeat", "count", "delivery", "stock"}


def test_every_entry_says_that_it_is_simulated(simulated: Simulated) -> None:
    bodies = (entry.body for entries in simulated.logs.values() for entry in entries)
    assert all(body["extra"] == {"simulated": 1} for body in bodies)


def test_entries_are_valid_and_read_back_as_written(simulated: Simulated) -> None:
    for entries in simulated.logs.values():
        rare = [
            entry for entry in entries if entry.kind in {"correction", "decision", "delivery", "stock", "heartbeat"}
        ]
        for entry in [*entries[::41], *rare[::3]]:
            assert entry_from_bytes(entry_to_bytes(entry)) == entry


def test_no_text_names_a_person_a_plate_or_a_document(simulated: Simulated) -> None:
    texts = {
        value
        for entries in simulated.logs.values()
        for entry in entries
        for name, value in entry.body.items()
        if isinstance(value, str) and name not in {"movement", "end"}
    }
    assert len(texts) < 80
    assert not [text for text in texts if looks_personal(text)]
    names = {name for entries in simulated.logs.values() for entry in entries for name in entry.body}
    assert names.isdisjoint({"vehicle", "vehicle_ref", "persons", "plate"})


def test_no_entry_says_that_the_road_is_closed(simulated: Simulated) -> None:
    assert not any("closes" in entry.body for entries in simulated.logs.values() for entry in entries)


def test_what_the_mission_has_seen_never_shrinks_and_is_never_more_than_was_recorded(simulated: Simulated) -> None:
    before = dict.fromkeys(_LOGS, 0)
    for seen in simulated.seen:
        assert list(seen.sizes) == _LOGS
        for log, size in seen.sizes.items():
            assert size >= before[log]
            assert size == 0 or simulated.logs[log][size - 1].recorded <= seen.at
        before = dict(seen.sizes)
    assert len(simulated.seen) == 4 * 323


def test_a_log_that_is_three_weeks_late_shows_in_what_was_seen_and_not_in_the_log(simulated: Simulated) -> None:
    begin, end = (instant_from_text(f"{day}:00.000Z") for day in ("2023-03-01T20:00", "2023-03-23T08:00"))
    stuck = {seen.sizes["p4"] for seen in simulated.seen if begin <= seen.at < end}
    after = next(seen for seen in simulated.seen if seen.at >= end)
    assert len(stuck) == 1
    late = simulated.logs["p4"][stuck.pop() : after.sizes["p4"]]
    assert len(late) > 300
    days = {day_of(entry.recorded, 240) for entry in late}
    assert days >= set(range(day_from_text("2023-03-02"), day_from_text("2023-03-23")))
    others = {seen.sizes["p2"] for seen in simulated.seen if begin <= seen.at < end}
    assert len(others) > 20


@pytest.mark.parametrize("end", ["2023-05-10", "2023-06-12"])
def test_the_truth_meets_the_published_totals_but_for_those_turned_back(simulated: Simulated, end: str) -> None:
    published = {"2023-05-10": 2558, "2023-06-12": 2867}[end]
    first, last = day_from_text("2022-12-13"), day_from_text(end)
    back = sum(cell.turned_back for cell in simulated.truth.cells if first <= cell.day <= last)
    assert simulated.truth.vehicles(first, last) + back == published
    assert back <= 10


def test_the_truth_counts_what_the_main_post_wrote_down_and_what_it_did_not(simulated: Simulated) -> None:
    passed = [e for e in simulated.logs["p2"] if e.kind == "passage" and e.body["event"] == "passed"]
    assert sum(cell.recorded for cell in simulated.truth.cells) == len(passed)
    hidden = {cell.day for cell in simulated.truth.cells if cell.vehicles > cell.recorded}
    silent = {cell.day for cell in simulated.truth.cells if cell.silent_min == 24 * 60}
    assert silent == {day_from_text("2023-02-11")}
    assert silent <= hidden <= silent | {day_from_text("2023-02-10")}


def test_the_truth_knows_every_planted_vehicle_and_which_was_missed(simulated: Simulated) -> None:
    plants = simulated.truth.plants
    found = [plant for plant in plants if plant.found_at]
    assert len(plants) == 36
    assert 0 < len(found) < len(plants)
    assert all(set(plant.found_at) <= set(plant.checked_at) for plant in plants)
    assert {plant.word for plant in plants} == {"dual_use", "undeclared_goods"}
    finds = {e.body["movement"] for log in ("p2", "az1") for e in simulated.logs[log] if e.body.get("found")}
    assert finds == {plant.journey for plant in found}
    assert sum(cell.carrying for cell in simulated.truth.cells) == 36
    assert sum(cell.found for cell in simulated.truth.cells) == len(found)
