"""The live state equals the batch tables: for any order of arrival, any repeats, any pieces, and corrections."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from hypothesis import given, settings
from hypothesis import strategies as st

from safeconduct.facts.build import build_facts
from safeconduct.facts.live.compare import compare
from safeconduct.facts.live.entries import apply, merge
from safeconduct.facts.live.refresh import refresh
from safeconduct.testing.corridor import SampleLog
from tests.unit.facts.live.state import empty_state
from tests.unit.facts.road import (
    EYE,
    GATE,
    ROUTE,
    TOWN,
    beat,
    check,
    correct,
    count,
    entry,
    passage,
    road_log,
    text_at,
)

Piece: TypeAlias = tuple[str, int, bytes]
Fix: TypeAlias = tuple[int, int, dict[str, object]]
World: TypeAlias = tuple[tuple[list[bytes], list[bytes], list[bytes]], list[Fix], dict[str, object]]
DAY = 24 * 60
NAMES, POSTS = st.sampled_from("abc"), st.sampled_from(["G", "T", "E"])
EVENTS = st.sampled_from(["arrived", "passed", "departed"])
MINUTES = st.integers(0, 3 * DAY)
LATER = st.sampled_from([0, 1, 61, 3 * DAY])
PASSAGES = st.builds(
    lambda name, post, event, at, later, more: passage(name, post, event, at, recorded=at + later, **more),
    NAMES, POSTS, EVENTS, MINUTES, LATER,
    st.sampled_from([{}, {"category": "bus"}, {"direction": "outbound"}, {"extra": {"simulated": 1}}]),
)  # fmt: skip
CHECKS = st.builds(check, NAMES, POSTS, MINUTES)
COUNTS = st.builds(
    lambda at, long, n, more: count(at, at + long, n, **more),
    MINUTES, st.integers(-1, 90), st.integers(0, 9),
    st.sampled_from([{}, {"category": "car"}, {"direction": "outbound"}, {"sensor": "F"}]),
)  # fmt: skip
BEATS = st.builds(
    lambda watcher, at, long, state: beat(watcher, at, at + long, state),
    st.sampled_from(["G", "T", "E", "F"]), MINUTES, st.sampled_from([0, 1, 59, 60, 61, 200, 2 * DAY]),
    st.sampled_from(["watching", "degraded", "denied"]),
)  # fmt: skip
STOCKS = st.builds(lambda at: entry("stock", at, commodity="flour", place="Town", load_kg=1, basis="weighed"), MINUTES)
ENTRIES = st.lists(st.one_of(PASSAGES, CHECKS, COUNTS, BEATS, STOCKS), max_size=10)
CHANGES = st.sampled_from(
    [{"withdrawn": True}, {"withdrawn": False}, {"at": text_at(30)}, {"set": {"post": "G"}}, {"clear": ["event"]},
     {"set": {"direction": "outbound"}}, {"set": {"n": 7}}, {"set": {"state": "denied"}}]
)  # fmt: skip
FIXES = st.lists(st.tuples(st.integers(0, 2), st.integers(1, 10), CHANGES), max_size=5)
CHARTERS: tuple[dict[str, str], ...] = ({}, {"evidence": "simulated"}, {"organisation": "gate.example"})
CHANGED_MAIN = {
    **ROUTE,
    "posts": [
        {**ROUTE["posts"][0], "until": text_at(700)},
        {**ROUTE["posts"][1], "from": text_at(650), "main": True},
    ],
}
WORLDS = st.tuples(st.tuples(ENTRIES, ENTRIES, ENTRIES), FIXES, st.sampled_from([ROUTE, CHANGED_MAIN]))
few = settings(max_examples=12, deadline=None)


def logs_of(
    world: World,
) -> list[SampleLog]:
    entries, fixes, route = world
    logs = [
        road_log(origin, *said, **({"route": route} if origin == GATE else {}), **charter)
        for origin, said, charter in zip((GATE, TOWN, EYE), entries, CHARTERS, strict=True)
    ]
    for number, index, change in fixes:
        if index < logs[number].size:
            logs[number] = correct(logs[number], index, recorded=3 * DAY, **change)
    return logs


def pieces(logs: Sequence[SampleLog]) -> list[Piece]:
    return [(log.origin, leaf, data) for log in logs for leaf, data in enumerate(log.data)]


@few
@given(world=WORLDS, data=st.data(), every=st.sampled_from([1, 2, 5, 40]))
def test_any_order_of_arrival_with_repeats_gives_the_batch_tables(
    world: World,
    data: st.DataObject,
    every: int,
) -> None:
    logs = logs_of(world)
    arriving = data.draw(st.permutations(pieces(logs)))
    arriving += data.draw(st.lists(st.sampled_from(arriving), max_size=5))
    state = empty_state()
    for number, piece in enumerate(arriving):
        apply(state, *piece)
        if number % every == 0:
            refresh(state)
    refresh(state)
    assert compare(state, build_facts(logs)) == ()


@few
@given(world=WORLDS, sides=st.lists(st.integers(1, 3), min_size=48, max_size=48))
def test_states_of_parts_of_the_logs_merge_into_that_of_the_whole(world: World, sides: list[int]) -> None:
    logs = logs_of(world)
    one, other = empty_state(), empty_state()
    for piece, side in zip(pieces(logs), sides, strict=False):
        for state, bit in ((one, 1), (other, 2)):
            if side & bit:
                apply(state, *piece)
    refresh(one)
    merge(one, other)
    refresh(one)
    assert compare(one, build_facts(logs)) == ()
