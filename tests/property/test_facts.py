"""Laws of the road's tables: how entries came together never changes a figure, and figures are what entries say."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from hypothesis import given, settings
from hypothesis import strategies as st

from safeconduct.facts.build import Facts, build_facts
from safeconduct.facts.digest import table_digest
from safeconduct.testing.corridor import SampleLog
from tests.unit.facts.road import EYE, GATE, HOUR0, TOWN, at, beat, check, correct, count, passage, road_log, rows

FIGURES = {
    "visit": "journey, post, movement, direction, category, arrived_us, passed_us, departed_us, wait_us, simulated",
    "journey": "journey, movement, direction, category, in_post, in_us, out_post, out_us, wait_us, posts, n_check, "
    "n_found, match, simulated",
    "watch": "*",
    "tally": "*",
    "coverage_hour": "*",
    "flow_day": "*",
}
UNTIL = at(400)
NAMES, POSTS, EVENTS = st.sampled_from("abcd"), st.sampled_from(["G", "T"]), st.sampled_from(["arrived", "passed"])
MINUTES = st.integers(0, 399)
STATES = st.sampled_from(["watching", "degraded", "denied"])
PASSAGES = st.builds(
    lambda name, post, event, minute, category: passage(name, post, event, minute, category=category),
    NAMES, POSTS, EVENTS, MINUTES, st.sampled_from(["car", "bus"]),
)  # fmt: skip
CHECKS = st.builds(check, NAMES, POSTS, MINUTES)
COUNTS = st.builds(
    lambda minute, long, n: count(minute, minute + long, n), MINUTES, st.integers(1, 60), st.integers(0, 9)
)
Beat: TypeAlias = tuple[str, int, int, str]
BEATS = st.tuples(POSTS, MINUTES, st.integers(1, 200), STATES)
ENTRIES = st.lists(
    st.one_of(PASSAGES, CHECKS, COUNTS, BEATS.map(lambda b: beat(b[0], b[1], b[1] + b[2], b[3]))), max_size=12
)
few = settings(max_examples=12, deadline=None)


def figures(facts: Facts) -> dict[str, list[object]]:
    return {table: rows(facts, table, columns) for table, columns in FIGURES.items()}


def digests(facts: Facts) -> dict[str, str]:
    for table in FIGURES:
        facts.need(table)
    return {table: table_digest(facts.con, table) for table in FIGURES}


@few
@given(entries=st.tuples(ENTRIES, ENTRIES), cut=st.integers(1, 12), order=st.permutations(range(5)))
def test_order_of_arrival_and_partial_copies_change_nothing(
    entries: tuple[list[bytes], list[bytes]], cut: int, order: Sequence[int]
) -> None:
    logs = [road_log(GATE, *entries[0]), road_log(TOWN, *entries[1])]
    parts = [SampleLog(log.origin, log.data[:cut]) for log in logs]
    arrived = [*logs, *parts, logs[0]]
    shuffled = build_facts([arrived[n] for n in order], until=UNTIL)
    whole = build_facts(logs, until=UNTIL)
    assert shuffled.stamp == whole.stamp
    assert digests(shuffled) == digests(whole)


@few
@given(entries=ENTRIES, mask=st.lists(st.integers(1, 3), min_size=12, max_size=12))
def test_splitting_or_mirroring_a_log_changes_no_figure(entries: list[bytes], mask: list[int]) -> None:
    whole = build_facts([road_log(GATE, *entries)], until=UNTIL)
    kept = [[one for one, where in zip(entries, mask, strict=False) if where & side] for side in (1, 2)]
    halves = [road_log(GATE, *kept[0]), road_log(TOWN, *kept[1], organisation="gate.example")]
    assert figures(build_facts(halves, until=UNTIL)) == figures(whole)


@few
@given(
    entries=ENTRIES, size=st.integers(1, 15), fixes=st.lists(st.tuples(st.integers(1, 12), st.booleans()), max_size=4)
)
def test_an_earlier_state_equals_the_tables_of_that_time(
    entries: list[bytes], size: int, fixes: list[tuple[int, bool]]
) -> None:
    log = road_log(GATE, *entries)
    for index, withdrawn in fixes:
        if index <= len(entries):
            log = correct(log, index, recorded=399, withdrawn=withdrawn)
    horizon = {GATE: min(size, log.size)}
    then = build_facts([log]).as_of(horizon, UNTIL)
    assert digests(then) == digests(build_facts([log], horizon=horizon, until=UNTIL))


@few
@given(beats=st.lists(BEATS, max_size=10))
def test_watched_time_is_that_of_a_count_minute_by_minute(beats: list[Beat]) -> None:
    facts = build_facts([road_log(EYE), road_log(GATE, *(beat(p, m, m + n, s) for p, m, n, s in beats))], until=UNTIL)
    worst: dict[tuple[str, int], int] = {}
    for post, minute, long, state in beats:
        for one in range(minute, min(minute + long, 400)):
            worst[post, one] = max(worst.get((post, one), 0), ("watching", "degraded", "denied").index(state))
    found = rows(facts, "watch", "watcher, hour, promised_us, watched_us, degraded_us, denied_us, blind_us")
    start = min((minute for _, minute, _, _ in beats), default=400)
    for post, hour, promised, *told, blind in found:
        promise = range(max(start, (hour - HOUR0) * 60), min(400, (hour - HOUR0 + 1) * 60))
        states = [worst.get((post, minute)) for minute in promise]
        assert promised == len(promise) * 60_000_000
        assert told == [states.count(level) * 60_000_000 for level in range(3)]
        assert blind == (states.count(None) + states.count(2)) * 60_000_000


@few
@given(entries=st.lists(st.tuples(NAMES, POSTS, EVENTS, MINUTES), max_size=14))
def test_coverage_and_flow_count_each_vehicle_once(entries: list[tuple[str, str, str, int]]) -> None:
    facts = build_facts([road_log(GATE, *(passage(*one) for one in entries))], until=UNTIL)
    first: dict[tuple[str, str, str], int] = {}
    for name, post, event, minute in entries:
        first[name, post, event] = min(minute, first.get((name, post, event), minute))
    found = rows(facts, "coverage_hour", "post, hour, arrived, passed", "category = 'car'")
    for post, hour, arrived, passed in found:
        same = [event for (_, where, event), m in first.items() if where == post and m // 60 == hour - HOUR0]
        assert (arrived, passed) == (same.count("arrived"), same.count("passed"))
    through = sum(1 for (_, post, event) in first if (post, event) == ("G", "passed"))
    flow = rows(facts, "flow_day", "observed", "category = 'all' AND direction = 'inbound'")
    assert sum(n or 0 for (n,) in flow) == through
