"""Waits at a post beside SimPy: customers per processor second, in turns within one run.

Three lanes, exponential arrivals and checks, 2.4 of 3 lanes busy, with drawing of the random numbers on every side.
SimPy and ours are given the same instants, and every check has to begin at the same one. Ours is then run 20 times
over many more customers: the range of the mean waits must hold that of Erlang C, 1.07865; a miss fails the run.
Rows: with the random numbers, the recursion alone, two priority classes, and what runs without numba.
Without SimPy there is nothing to show, and a message says so. Run it as ``python -m bench.plan [--customers N]``.
"""

from __future__ import annotations

import argparse
import importlib
import json
import statistics
import sys
import time
from collections.abc import Callable, Generator
from importlib.metadata import version
from typing import Any, TypeAlias

import numpy as np

from safeconduct.plan import begins, queue_mmc, queue_mmc_priority2
from safeconduct.plan.lanes import has_compiler
from safeconduct.plan.opening import Ints, always_open
from safeconduct.plan.results import Spread, spread

Row: TypeAlias = dict[str, str | int | float]
Simulate: TypeAlias = Callable[[int, int], object]
"""Simulates so many customers from a seed."""

UNIT = 1_000_000
ARRIVAL, LANES, FIRST = 2.4, 3, 0.1
TURNS = 3
RUNS = 20
WAIT = round(queue_mmc(ARRIVAL, 1, LANES)["Wq"] * UNIT)


def run(customers: int = 2_000_000, peer_customers: int = 40_000, runs: int = RUNS) -> list[Row]:
    """Customers per processor second, and how many times those of a peer in the same run. Fails on a wrong wait."""
    compiled = has_compiler()
    how = "numba" if compiled else "no numba"
    told = _told(_erlang(customers, runs, compiled=compiled))
    ways: list[tuple[str, Simulate, int]] = [
        (f"waits at 3 lanes, {how}", lambda size, seed: waits(size, seed, compiled=compiled), customers),
        (f"waits at 3 lanes, priorities, {how}", lambda size, seed: first(size, seed, compiled=compiled), customers),
        ("waits at 3 lanes, plain loop", lambda size, seed: waits(size, seed, compiled=False), customers // 10),
        ("waits at 1 lane, numpy", one_lane, customers),
    ]
    label, theirs = _simpy(compiled=compiled)
    if theirs is None:
        return []
    rows = [_row(name, (ours, size), (label, theirs), peer_customers) for name, ours, size in ways]
    return [{**rows[0], **told}, *rows[1:]]


def chances(size: int, seed: int, lanes: int = LANES) -> tuple[Ints, Ints]:
    """Arrivals and checks in microseconds; the mean check takes a second of a lane in three."""
    rng = np.random.default_rng(seed)
    gaps = np.rint(rng.exponential(UNIT / ARRIVAL * LANES / lanes, size)).astype(np.int64)
    return np.cumsum(gaps), np.rint(rng.exponential(UNIT, size)).astype(np.int64)


def waits(size: int, seed: int, *, compiled: bool) -> Ints:
    """Waits of customers in order of arrival."""
    arrivals, services = chances(size, seed)
    return begins(arrivals, services, always_open(LANES), compiled=compiled) - arrivals


def first(size: int, seed: int, *, compiled: bool) -> Ints:
    """Waits of the tenth of the customers that goes first."""
    arrivals, services = chances(size, seed)
    ranks = (np.random.default_rng((seed, 1)).random(size) >= FIRST).astype(np.int64)
    waited = begins(arrivals, services, always_open(LANES), ranks, compiled=compiled) - arrivals
    ahead: Ints = waited[ranks == 0]
    return ahead


def one_lane(size: int, seed: int) -> Ints:
    """The same load on one lane."""
    arrivals, services = chances(size, seed, lanes=1)
    return begins(arrivals, services, always_open(1), compiled=False) - arrivals


def _erlang(customers: int, runs: int, *, compiled: bool) -> tuple[Spread, Spread]:
    """Mean waits over the runs, of all and of those who go first; both ranges hold the exact value."""
    plain = spread(round(float(waits(customers, seed, compiled=compiled).mean())) for seed in range(runs))
    ahead = spread(round(float(first(customers, seed, compiled=compiled).mean())) for seed in range(runs))
    exact = round(queue_mmc_priority2(ARRIVAL, 1, LANES, FIRST)["Wq_first"] * UNIT)
    assert plain is not None
    assert ahead is not None
    assert plain.low <= WAIT <= plain.high, (plain, WAIT)
    assert ahead.low <= exact <= ahead.high, (ahead, exact)
    return plain, ahead


def _told(found: tuple[Spread, Spread]) -> Row:
    """The waits of the runs beside Erlang C."""
    low, high = (round(value / UNIT, 5) for value in (found[0].low, found[0].high))
    return {"wait_low": low, "wait_high": high, "erlang_c": round(WAIT / UNIT, 5)}


def _row(what: str, ours: tuple[Simulate, int], peer: tuple[str, Simulate], peer_customers: int) -> Row:
    label, theirs = peer
    speeds, ratios = [], []
    for turn in range(TURNS):
        speeds.append(_per_second(*ours, seed=turn))
        ratios.append(speeds[-1] / _per_second(theirs, peer_customers, seed=turn))
    return {
        "name": what,
        "value": round(statistics.median(speeds)),
        "unit": "customers/CPU-s",
        "ratio": round(statistics.median(ratios), 1),
        "peer": label,
    }


def _per_second(simulate: Simulate, size: int, seed: int) -> float:
    begin = time.process_time()
    simulate(size, seed)
    return size / (time.process_time() - begin)


def _simpy(*, compiled: bool) -> tuple[str, Simulate | None]:
    """The peer, once every check of a few thousand begins at the same instant as with us."""
    simpy = _module("simpy")
    if simpy is None:
        return "", None
    arrivals, services = chances(5_000, 1)
    ours = begins(arrivals, services, always_open(LANES), compiled=compiled)
    assert ours.tolist() == by_simpy(simpy, arrivals, services)
    return f"simpy {version('simpy')}", lambda size, seed: by_simpy(simpy, *chances(size, seed))


def by_simpy(simpy: Any, arrivals: Ints, services: Ints) -> list[int]:
    """When each check begins, by one process a customer and one that lets them in."""
    env = simpy.Environment()
    resource = simpy.Resource(env, LANES)
    found = [0] * len(arrivals)

    def customer(number: int, service: int) -> Generator[Any, Any, None]:
        with resource.request() as turn:
            yield turn
            found[number] = env.now
            yield env.timeout(service)

    def source() -> Generator[Any, Any, None]:
        for number, (at, service) in enumerate(zip(arrivals.tolist(), services.tolist(), strict=True)):
            yield env.timeout(at - env.now)
            env.process(customer(number, service))

    env.process(source())
    env.run()
    return found


def _module(name: str) -> Any:
    try:
        return importlib.import_module(name)
    except ImportError:
        print(f"bench: {name} is not installed and left out", file=sys.stderr)
        return None


def main() -> None:
    """Print the rows."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("--customers", type=int, default=2_000_000, help="customers of each of our runs")
    for row in run(parser.parse_args().customers):
        print(json.dumps(row))


if __name__ == "__main__":
    main()
