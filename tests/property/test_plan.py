"""Laws of queues: a clock that ticks decides the same; more lanes never hurt, more checks never help."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from safeconduct.plan import (
    Calibration,
    Plan,
    RecordedDay,
    calibration_from_json,
    calibration_to_json,
    plan_from_yaml,
    queue_mmc,
    queue_mmc_priority2,
    queue_mmck,
    simulate,
)
from safeconduct.plan.draws import draw
from safeconduct.plan.figures import Run
from safeconduct.plan.inputs import inputs_of
from safeconduct.plan.lanes import begins
from safeconduct.plan.opening import FOREVER, Ints, Opening
from safeconduct.plan.scenario import run_once

VEHICLES = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 9), st.integers(0, 2)), max_size=25)
PIECES = st.lists(st.tuples(st.integers(1, 15), st.integers(0, 3)), max_size=5)


def columns(vehicles: list[tuple[int, int, int]]) -> tuple[Ints, Ints, Ints]:
    """Arrivals from gaps, checks, classes."""
    gaps, services, ranks = np.array(vehicles, np.int64).reshape(-1, 3).T
    return np.cumsum(gaps), services, ranks


def opening(pieces: list[tuple[int, int]], last: int) -> Opening:
    ends = np.cumsum(np.array([length for length, _ in pieces], np.int64))
    lanes = [lanes for _, lanes in pieces]
    return Opening(np.append(ends, FOREVER).astype(np.int64), np.array([*lanes, last], np.int64))


def by_the_clock(arrivals: Ints, services: Ints, ranks: Ints, open_: Opening) -> list[int]:
    """At every tick each lane that is open and free takes who goes first of those there."""
    found = [-1] * len(arrivals)
    tick = 0
    while -1 in found:
        lanes = int(open_.lanes[np.searchsorted(open_.ends, tick, side="right")])
        while True:
            busy = sum(begun >= 0 and begun + services[number] > tick for number, begun in enumerate(found))
            there = [number for number, begun in enumerate(found) if begun < 0 and arrivals[number] <= tick]
            if not there or busy >= lanes:
                break
            found[min(there, key=lambda number: (ranks[number], number))] = tick
        tick += 1
    return found


@settings(max_examples=150, deadline=None)
@given(VEHICLES, PIECES, st.integers(1, 3))
def test_a_clock_that_ticks_decides_the_same(
    vehicles: list[tuple[int, int, int]], pieces: list[tuple[int, int]], last: int
) -> None:
    arrivals, services, ranks = columns(vehicles)
    open_ = opening(pieces, last)
    expected = by_the_clock(arrivals, services, ranks, open_)
    for compiled in (False, True):
        assert begins(arrivals, services, open_, ranks, compiled=compiled).tolist() == expected
    one_class = by_the_clock(arrivals, services, np.zeros_like(ranks), open_)
    assert begins(arrivals, services, open_, compiled=False).tolist() == one_class


@settings(max_examples=100, deadline=None)
@given(VEHICLES, PIECES, st.integers(1, 3), st.integers(0, 4))
def test_another_lane_or_an_earlier_opening_lets_nobody_wait_longer(
    vehicles: list[tuple[int, int, int]], pieces: list[tuple[int, int]], last: int, piece: int
) -> None:
    arrivals, services, _ = columns(vehicles)
    more = [(length, lanes + (number == piece)) for number, (length, lanes) in enumerate(pieces)]
    fewer = begins(arrivals, services, opening(pieces, last), compiled=False)
    assert np.all(begins(arrivals, services, opening(more, last), compiled=False) <= fewer)
    assert np.all(begins(arrivals, services, opening(pieces, last + 1), compiled=False) <= fewer)


def small_plan(share: int, lanes: int, unchecked: str) -> Plan:
    """One category, so that order of arrival rules; a full check takes longer than a look at the documents."""
    return plan_from_yaml(
        f"""\
format: safeconduct-plan/1
days: 2
categories:
  truck: {{arrivals: {{per_day: 90}}, check: full, checked_permille: {share}, unchecked: {unchecked}}}
checks:
  full: {{minutes: [12, 20, 41]}}
  look: {{minutes: [1, 3]}}
lanes: {lanes}
open: {{from: 05:00, until: 23:00}}
closure: {{from: day 1 09:00, until: day 1 15:30}}
""",
        "p",
    )


def once(plan: Plan, seed: int) -> Run:
    return run_once(plan, draw(plan, inputs_of(plan, None), seed), compiled=False)


@settings(max_examples=60, deadline=None)
@given(
    st.integers(0, 999),
    st.integers(1, 999),
    st.integers(1, 5),
    st.sampled_from(["look", "free"]),
    st.integers(0, 9_999),
)
def test_more_checks_let_nobody_who_takes_a_lane_pass_earlier(
    share: int, more: int, lanes: int, unchecked: str, seed: int
) -> None:
    less = once(small_plan(share, lanes, unchecked), seed)
    checked_more = once(small_plan(min(share + more, 999), lanes, unchecked), seed)
    assert less.arrivals.tolist() == checked_more.arrivals.tolist()
    assert np.all(less.checked <= checked_more.checked)
    assert np.all(less.begins <= checked_more.begins)
    assert np.all(once(small_plan(share, lanes + 1, unchecked), seed).begins <= less.begins)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 999), st.integers(1, 4), st.integers(0, 9_999))
def test_nobody_begins_while_the_post_is_closed(share: int, lanes: int, seed: int) -> None:
    found = once(small_plan(share, lanes, "free"), seed).begins
    hours = found % 86_400 / 3_600
    assert np.all((hours >= 5) & (hours < 23))
    assert not np.any((found >= 9 * 3_600) & (found < 15 * 3_600 + 1_800))


@pytest.mark.parametrize("seed", [0, 4_000_000_000])
def test_figures_do_not_depend_on_the_order_of_checks_in_the_file(seed: int) -> None:
    plan = replace(small_plan(300, 2, "look"), seed=seed)
    turned = replace(plan, checks={name: plan.checks[name] for name in reversed([*plan.checks])})
    assert simulate(plan).outcome == simulate(turned).outcome


COUNTS = st.lists(st.integers(0, 9), min_size=24, max_size=24).map(tuple)
SECONDS = st.lists(st.integers(0, 9_999), max_size=4).map(tuple)
NAMES = st.sampled_from(["truck", "bus", "κ", 'a"b'])


TABLES = st.tuples(*(st.dictionaries(NAMES, numbers, max_size=3) for numbers in (COUNTS, SECONDS, SECONDS)))


@settings(max_examples=50)
@given(st.dictionaries(st.integers(0, 40_000), TABLES, min_size=1, max_size=3))
def test_a_record_is_read_back_as_it_was_written(days: dict[int, tuple[dict[str, tuple[int, ...]], ...]]) -> None:
    record = Calibration("x", tuple(RecordedDay(day, *tables) for day, tables in sorted(days.items())))
    assert calibration_from_json(calibration_to_json(record), "r.json") == record


@given(st.integers(1, 40), st.floats(0.01, 0.99), st.floats(0.001, 1000), st.floats(0, 1))
def test_closed_forms_keep_the_laws_of_queues(servers: int, busy: float, service: float, share: float) -> None:
    arrival = busy * servers * service
    found = queue_mmc(arrival, service, servers)
    assert 0 < found["p_wait"] < 1
    assert found["W"] == pytest.approx(found["Wq"] + 1 / service)
    assert found["L"] == pytest.approx(arrival * found["W"])
    more = queue_mmc(arrival, service, servers + 1)
    assert more["Wq"] < found["Wq"]
    first, rest = queue_mmc_priority2(arrival, service, servers, share).values()
    assert isinstance(first, float)
    assert isinstance(rest, float)
    assert first <= found["Wq"] * (1 + 1e-9)
    assert rest >= found["Wq"] * (1 - 1e-9)
    finite = queue_mmck(arrival, service, servers, servers + 3)
    assert finite["Wq"] < found["Wq"] * (1 + 1e-9)
    assert finite["L"] == pytest.approx(arrival * (1 - finite["p_full"]) * finite["W"])
