"""The recursion of waits: by hand, by SimPy, by closed forms; compiled and plain alike."""

from __future__ import annotations

import builtins
from collections.abc import Generator, Sequence
from typing import Any

import numpy as np
import pytest
import simpy

from safeconduct.plan import queue_mmc, queue_mmc_priority2
from safeconduct.plan.lanes import begins, has_compiler
from safeconduct.plan.opening import FOREVER, Ints, Opening, always_open

UNIT = 1_000_000
WAYS = pytest.mark.parametrize("compiled", [False, True])


def ints(*values: int) -> Ints:
    return np.array(values, np.int64)


def exponential(rng: np.random.Generator, mean: float, size: int) -> Ints:
    return np.rint(rng.exponential(mean * UNIT, size)).astype(np.int64)


def mm3(seed: int, size: int) -> tuple[Ints, Ints]:
    rng = np.random.default_rng(seed)
    return np.cumsum(exponential(rng, 1 / 2.4, size)), exponential(rng, 1, size)


@WAYS
def test_two_lanes_by_hand(compiled: bool) -> None:
    found = begins(ints(0, 1, 2, 3, 20), ints(10, 3, 4, 1, 0), always_open(2), compiled=compiled)
    assert found.tolist() == [0, 1, 4, 8, 20]


@WAYS
def test_a_lane_that_closes_finishes_its_vehicle_and_takes_no_other(compiled: bool) -> None:
    opening = Opening(ints(10, 20, FOREVER), ints(2, 0, 1))
    found = begins(ints(0, 1, 2, 3), ints(9, 25, 2, 5), opening, compiled=compiled)
    assert found.tolist() == [0, 1, 9, 26]  # at 20 one lane opens, and the long check counts as that lane


@WAYS
def test_more_lanes_later_serve_at_once(compiled: bool) -> None:
    opening = Opening(ints(10, FOREVER), ints(1, 3))
    assert begins(ints(0, 1, 2, 3), ints(50, 5, 5, 5), opening, compiled=compiled).tolist() == [0, 10, 10, 15]


@WAYS
def test_the_first_class_goes_first_and_interrupts_nobody(compiled: bool) -> None:
    ranks = ints(2, 2, 1, 1, 2)
    found = begins(ints(0, 1, 2, 11, 12), ints(10, 10, 10, 10, 1), always_open(1), ranks, compiled=compiled)
    assert found.tolist() == [0, 30, 10, 20, 40]


@WAYS
def test_three_classes_in_any_numbers(compiled: bool) -> None:
    ranks = ints(9, 9, 4, 1)
    assert begins(ints(0, 0, 0, 0), ints(5, 5, 5, 5), always_open(1), ranks, compiled=compiled).tolist() == [
        10,
        15,
        5,
        0,
    ]


@WAYS
def test_nobody_comes(compiled: bool) -> None:
    assert begins(ints(), ints(), always_open(2), compiled=compiled).tolist() == []
    assert begins(ints(), ints(), always_open(2), ints(), compiled=compiled).tolist() == []


def test_one_lane_by_lindley_is_one_lane_by_the_loop() -> None:
    arrivals, services = mm3(1, 3_000)
    services //= 3
    split = Opening(ints(int(arrivals[1_500]), FOREVER), ints(1, 1))  # two pieces: not worked out by Lindley
    expected = begins(arrivals, services, split, compiled=False)
    assert begins(arrivals, services, always_open(1), compiled=False).tolist() == expected.tolist()


@pytest.mark.parametrize("lanes", [1, 3, 40])
@pytest.mark.parametrize("classes", [1, 3])
def test_compiled_and_plain_agree_to_the_last_microsecond(lanes: int, classes: int) -> None:
    arrivals, services = mm3(lanes, 5_000)
    services = services * lanes // 3
    ranks = np.random.default_rng(5).integers(0, classes, len(arrivals)) if classes > 1 else None
    cut = ints(*(int(arrivals[at]) for at in (500, 900, 2_000)), FOREVER)
    for opening in (always_open(lanes), Opening(cut, ints(lanes, 0, -(-lanes // 2), lanes))):
        plain = begins(arrivals, services, opening, ranks, compiled=False)
        assert begins(arrivals, services, opening, ranks, compiled=True).tolist() == plain.tolist()


def test_without_numba_nothing_is_compiled(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *more: Any, **named: Any) -> Any:
        if name == "numba":
            raise ImportError(name)
        return real(name, *more, **named)

    assert has_compiler()
    monkeypatch.setattr(builtins, "__import__", without)
    assert not has_compiler()


def test_simpy_begins_every_check_at_the_same_instant() -> None:
    arrivals, services = mm3(7, 2_000)
    assert begins(arrivals, services, always_open(3), compiled=False).tolist() == by_simpy(arrivals, services, 3)


def test_simpy_begins_every_check_at_the_same_instant_with_priorities() -> None:
    arrivals, services = mm3(8, 2_000)
    ranks = np.random.default_rng(9).integers(0, 3, len(arrivals))
    found = begins(arrivals, services, always_open(3), ranks, compiled=False)
    assert found.tolist() == by_simpy(arrivals, services, 3, ranks)


def by_simpy(arrivals: Ints, services: Ints, lanes: int, ranks: Ints | None = None) -> list[int]:
    """The oracle: a resource with priorities, who comes earlier first among equals."""
    env = simpy.Environment()
    resource = simpy.PriorityResource(env, lanes)
    found = [0] * len(arrivals)

    def vehicle(number: int, arrival: int, service: int) -> Generator[simpy.Event, Any, Any]:
        yield env.timeout(arrival)
        with resource.request(priority=0 if ranks is None else int(ranks[number])) as turn:
            yield turn
            found[number] = int(env.now)
            yield env.timeout(service)

    for number, (arrival, service) in enumerate(zip(arrivals.tolist(), services.tolist(), strict=True)):
        env.process(vehicle(number, arrival, service))
    env.run()
    return found


def test_simpy_waits_as_long_with_random_numbers_of_its_own() -> None:
    """Hyperexponential checks have no exact value at three lanes: both means within the error of their batches."""
    rng = np.random.default_rng(11)
    theirs_at, theirs_for = hyperexponential(rng, 20_000)
    theirs = (np.array(by_simpy(theirs_at, theirs_for, 3), np.int64) - theirs_at) / UNIT
    arrivals, services = hyperexponential(rng, 400_000)
    ours = (begins(arrivals, services, always_open(3), compiled=False) - arrivals) / UNIT
    mean, error = batch_means(theirs.tolist())
    our_mean, our_error = batch_means(ours.tolist())
    assert abs(mean - our_mean) < 4 * float(np.hypot(error, our_error))
    assert our_error < 0.05 * our_mean


def hyperexponential(rng: np.random.Generator, size: int) -> tuple[Ints, Ints]:
    services = rng.exponential(UNIT, size) * rng.choice([0.5, 2.0], size, p=[2 / 3, 1 / 3])
    return np.cumsum(exponential(rng, 1 / 2.4, size)), np.rint(services).astype(np.int64)


def test_waits_of_mm3_lie_around_erlang_c() -> None:
    arrivals, services = mm3(1, 400_000)
    waits = (begins(arrivals, services, always_open(3), compiled=False) - arrivals) / UNIT
    mean, error = batch_means(waits.tolist())
    assert abs(mean - queue_mmc(2.4, 1, 3)["Wq"]) < 4 * error
    assert error < 0.05


def test_waits_with_priorities_lie_around_the_closed_form() -> None:
    arrivals, services = mm3(2, 400_000)
    ranks = (np.random.default_rng(6).random(len(arrivals)) >= 0.1).astype(np.int64)
    waits = (begins(arrivals, services, always_open(3), ranks, compiled=False) - arrivals) / UNIT
    expected = queue_mmc_priority2(2.4, 1, 3, 0.1)
    for rank, exact in ((0, expected["Wq_first"]), (1, expected["Wq_rest"])):
        mean, error = batch_means(waits[ranks == rank].tolist())
        assert abs(mean - exact) < 4 * error
        assert error < 0.05 * exact


def batch_means(values: Sequence[float], batches: int = 40) -> tuple[float, float]:
    """Mean, and its standard error from the means of batches, which are nearly independent."""
    size = len(values) // batches
    means = np.array(values[: size * batches]).reshape(batches, size).mean(axis=1)
    return float(means.mean()), float(means.std(ddof=1) / np.sqrt(batches))
