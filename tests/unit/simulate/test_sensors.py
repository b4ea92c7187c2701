from __future__ import annotations

from collections import Counter
from itertools import pairwise

import pytest

from safeconduct.base.instant import day_from_text, day_of, instant_from_text
from safeconduct.simulate.simulation import Simulated
from safeconduct.simulate.traffic import Traffic
from safeconduct.simulate.truth import blind_minutes

_HOUR = 3_600_000_000


def _counted(simulated: Simulated, sensor: str) -> Counter[int]:
    days = Counter[int]()
    for entry in simulated.logs["sensors"]:
        if entry.kind == "count" and entry.body["sensor"] == sensor:
            days[day_of(entry.at, 240)] += entry.body["n"]
    return days


def _arrived(simulated: Simulated) -> Counter[int]:
    rows = (entry for entry in simulated.logs["p2"] if entry.kind == "passage" and entry.body["event"] == "arrived")
    return Counter(day_of(entry.at, 240) for entry in rows)


def test_the_counter_agrees_with_the_post_beside_it_on_ordinary_days(simulated: Simulated) -> None:
    counted, arrived = _counted(simulated, "S2"), _arrived(simulated)
    days = range(day_from_text("2022-11-01"), day_from_text("2022-12-12"))
    assert all(abs(counted[day] - arrived[day]) <= 0.02 * arrived[day] for day in days)
    assert any(counted[day] != arrived[day] for day in days)


def test_on_three_days_the_counter_shows_thirty_more_than_the_post(simulated: Simulated) -> None:
    counted, arrived = _counted(simulated, "S2"), _arrived(simulated)
    for day in ("2023-03-14", "2023-03-15", "2023-03-16"):
        assert counted[day_from_text(day)] - arrived[day_from_text(day)] == pytest.approx(30, abs=3)
    for day in ("2023-03-13", "2023-03-17"):
        assert counted[day_from_text(day)] - arrived[day_from_text(day)] == pytest.approx(0, abs=3)


def test_a_counter_counts_while_its_post_is_silent(simulated: Simulated) -> None:
    day = day_from_text("2023-02-11")
    assert _arrived(simulated)[day] == 0
    assert _counted(simulated, "S2")[day] > 0


def test_hours_of_a_gap_have_neither_counts_nor_signs_of_life(traffic: Traffic, simulated: Simulated) -> None:
    for gap in traffic.watch.gaps:
        if gap.source in {"S1", "S2"} and gap.state == "silent":
            inside = [
                entry
                for entry in simulated.logs["sensors"]
                if gap.source in {entry.body.get("sensor"), entry.body.get("watcher")}
                and entry.at < gap.until
                and instant_from_text(entry.body["end"]) > gap.from_
            ]
            assert not inside


def test_every_other_hour_is_counted_in_both_directions_zero_included(traffic: Traffic, simulated: Simulated) -> None:
    counts = [entry for entry in simulated.logs["sensors"] if entry.kind == "count" and entry.body["sensor"] == "S2"]
    assert len({(entry.at, entry.body["direction"]) for entry in counts}) == len(counts)
    silent = sum(blind_minutes(traffic, "S2", day) for day in traffic.days) // 60
    assert len(counts) == 2 * (24 * len(traffic.days) - silent)
    assert all(instant_from_text(entry.body["end"]) - entry.at == _HOUR for entry in counts)
    quiet = day_from_text("2023-06-20")
    assert {entry.body["n"] for entry in counts if day_of(entry.at, 240) == quiet} == {0}


def test_signs_of_life_cover_all_watched_time_once(traffic: Traffic, simulated: Simulated) -> None:
    logs = {"S1": "sensors", "S2": "sensors", **{post.id: post.log for post in traffic.road.posts}}
    since = {post.id: post.from_ for post in traffic.road.posts}
    for source, log in logs.items():
        beats = [e for e in simulated.logs[log] if e.kind == "heartbeat" and e.body["watcher"] == source]
        spans = sorted((int(entry.at), int(instant_from_text(entry.body["end"]))) for entry in beats)
        assert all(0 < end - begin <= 6 * _HOUR for begin, end in spans)
        assert all(one[1] <= other[0] for one, other in pairwise(spans))
        silent = sum(g.until - g.from_ for g in traffic.watch.gaps if g.source == source and g.state == "silent")
        begin = max(traffic.begin_us, since.get(source, 0))
        assert sum(end - start for start, end in spans) == traffic.end_us - begin - silent


def test_a_bad_watch_is_told_with_its_reason(simulated: Simulated) -> None:
    badly = [e for e in simulated.logs["sensors"] if e.kind == "heartbeat" and e.body["state"] == "degraded"]
    assert {(entry.body["watcher"], entry.body["reason"]) for entry in badly} == {("S2", "snow on the counter")}
