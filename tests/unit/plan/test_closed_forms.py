"""Closed forms: against sums written out, at their limits, and for queues that have none."""

from __future__ import annotations

import math
from fractions import Fraction
from math import comb, factorial, inf, nan

import pytest

from safeconduct.plan import QueueError, queue_mmc, queue_mmc_priority, queue_mmc_priority2, queue_mmck


def exact_mmck(arrival: Fraction, service: Fraction, servers: int, capacity: int) -> dict[str, Fraction]:
    """The same by the balance of each state, in fractions."""
    weights = [Fraction(1)]
    for there in range(1, capacity + 1):
        weights.append(weights[-1] * arrival / (min(there, servers) * service))
    shares = [weight / sum(weights) for weight in weights]
    admitted = arrival * (1 - shares[-1])
    there_mean = sum((n * share for n, share in enumerate(shares)), Fraction(0))
    waiting = sum((max(n - servers, 0) * share for n, share in enumerate(shares)), Fraction(0))
    return {
        "p0": shares[0],
        "p_full": shares[-1],
        "L": there_mean,
        "W": there_mean / admitted,
        "Wq": waiting / admitted,
    }


@pytest.mark.parametrize(
    ("arrival", "servers", "capacity"), [(1, 1, 1), (3, 2, 5), (9, 4, 60), (80, 30, 30), (3, 3, 9)]
)
def test_a_finite_queue_is_what_its_states_balance_to(arrival: int, servers: int, capacity: int) -> None:
    expected = exact_mmck(Fraction(arrival), Fraction(2), servers, capacity)
    found = queue_mmck(arrival, 2, servers, capacity)
    for name, value in found.items():
        assert isinstance(value, float)
        assert value == pytest.approx(float(expected[name]), rel=1e-12)


def test_a_large_capacity_is_as_good_as_none() -> None:
    finite, infinite = queue_mmck(2.4, 1, 3, 400), queue_mmc(2.4, 1, 3)
    assert finite["Wq"] == pytest.approx(infinite["Wq"], rel=1e-12)
    assert finite["p0"] == pytest.approx(infinite["p0"], rel=1e-12)


def test_erlang_c_is_the_sum_of_the_textbook() -> None:
    load, servers = Fraction(24, 10), 3
    last = load**servers / factorial(servers) / (1 - load / servers)
    others = sum((load**n / factorial(n) for n in range(servers)), Fraction(0))
    found = queue_mmc(2.4, 1, 3)
    assert found["p_wait"] == pytest.approx(float(last / (last + others)), rel=1e-14)
    assert found["p0"] == pytest.approx(float(1 / (last + others)), rel=1e-14)


def test_little_holds() -> None:
    found = queue_mmc(300, 182.5, 3)
    assert found["Lq"] == pytest.approx(300 * found["Wq"])
    assert found["L"] == pytest.approx(300 * found["W"])


@pytest.mark.parametrize("servers", [100, 10_000, 1_000_000])
def test_many_servers_neither_overflow_nor_lose_their_digits(servers: int) -> None:
    busy = queue_mmc(servers - math.sqrt(servers), 1, servers)
    assert busy["p_wait"] == pytest.approx(0.2234, abs=0.02)  # Halfin and Whitt (1981) at one root below full
    idle = queue_mmc(1, 1, servers)
    assert max(idle["p_wait"], idle["Wq"]) < 1e-150
    assert idle["p0"] == pytest.approx(math.exp(-1), rel=1e-9)


def test_nobody_comes() -> None:
    assert queue_mmc(0, 2, 1) == {"p0": 1.0, "p_wait": 0.0, "Wq": 0.0, "W": 0.5, "Lq": 0.0, "L": 0.0}
    assert queue_mmck(0, 2, 1, 3) == {"p0": 1.0, "p_full": 0.0, "L": 0.0, "W": 0.5, "Wq": 0.0}


def test_priorities_share_out_the_same_waiting() -> None:
    plain = queue_mmc(2.4, 1, 3)["Wq"]
    for share in (0.0, 0.1, 0.5, 1.0):
        found = queue_mmc_priority2(2.4, 1, 3, share)
        assert share * found["Wq_first"] + (1 - share) * found["Wq_rest"] == pytest.approx(plain)
    first, second, third = queue_mmc_priority([0.24, 1.0, 1.16], 1, 3)
    assert first == pytest.approx(queue_mmc_priority2(2.4, 1, 3, 0.1)["Wq_first"])
    assert (0.24 * first + second + 1.16 * third) / 2.4 == pytest.approx(plain)


@pytest.mark.parametrize("arrival", [3, 3.1, 1e9])
def test_a_queue_without_an_end_has_no_answer_and_says_why(arrival: float) -> None:
    for ask in (lambda: queue_mmc(arrival, 1, 3), lambda: queue_mmc_priority2(arrival, 1, 3, 0.1)):
        with pytest.raises(QueueError, match="the queue has no end") as caught:
            ask()
        assert caught.value.next_step
    assert queue_mmck(arrival, 1, 3, 9)["p_full"] > 0


@pytest.mark.parametrize(
    ("arrival", "service", "servers"),
    [
        (-1, 1, 1),
        (nan, 1, 1),
        (1, inf, 1),
        (1, 0, 1),
        (1, -2, 1),
        (1, 2, 0),
        (1, 2, -1),
        (1, 2, 10**9),
        (1e300, 1e-300, 1),
    ],
)
def test_numbers_that_no_queue_has_are_refused(arrival: float, service: float, servers: int) -> None:
    with pytest.raises(QueueError):
        queue_mmc(arrival, service, servers)
    with pytest.raises(QueueError):
        queue_mmck(arrival, service, servers, 10**6)


def test_other_numbers_that_no_queue_has() -> None:
    with pytest.raises(QueueError, match="capacity"):
        queue_mmck(1, 1, 3, 2)
    with pytest.raises(QueueError, match="share"):
        queue_mmc_priority2(1, 1, 3, 1.1)
    with pytest.raises(QueueError, match="arrival is -1"):
        queue_mmc_priority([2, -1], 1, 3)
    with pytest.raises(QueueError, match="servers is True"):
        queue_mmc(1, 2, servers=True)


def test_erlang_b_by_another_way() -> None:
    """A full system without room to wait: p_full is Erlang B, here through binomials of a finite sum."""
    load, servers = 5, 8
    total = sum(Fraction(load**n * comb(servers, n) * factorial(servers - n), factorial(servers)) for n in range(9))
    assert queue_mmck(5, 1, 8, 8)["p_full"] == pytest.approx(float(Fraction(load**servers, factorial(servers)) / total))
