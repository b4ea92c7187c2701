"""Queues with an exact answer: Poisson arrivals, exponential checks, c equal lanes, steady state.

Sources: A. K. Erlang (1917) for M/M/c; D. Gross et al., Fundamentals of Queueing Theory, 4th ed., sections 2.3
and 2.5, for M/M/c and M/M/c/K; A. Cobham (1954), O. Kella and U. Yechiali (1985) for priorities. They serve
as a first estimate and to prove the simulation. Any one unit of time; nothing overflows for many lanes.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TypedDict

from safeconduct.base.limits import QUEUE_PLACES_MAX
from safeconduct.plan.errors import QueueError


class Mmc(TypedDict):
    """p0: nobody there; p_wait: an arrival waits; Wq, W: mean time waiting, there; Lq, L: mean number so."""

    p0: float
    p_wait: float
    Wq: float
    W: float
    Lq: float
    L: float


class Mmck(TypedDict):
    """p0: nobody there; p_full: an arrival is turned away; L: mean number there; W, Wq: mean times of the admitted."""

    p0: float
    p_full: float
    L: float
    W: float
    Wq: float


class Priority2(TypedDict):
    """Mean time waiting of those who go first, and of the rest."""

    Wq_first: float
    Wq_rest: float


def queue_mmc(arrival: float, service: float, servers: int) -> Mmc:
    """M/M/c in steady state. arrival: per time unit. service: per server and time unit. p_wait is Erlang C.

    Raises QueueError if as much arrives as can be served, or more.

    >>> round(queue_mmc(arrival=2.4, service=1, servers=3)["Wq"], 9)
    1.078651685
    """
    load = _stable_load(arrival, service, servers)
    p_wait = _erlang_c(load, servers)
    waiting = p_wait / (servers * service - arrival)
    log_p0 = 0.0 if load == 0 else _log_empty(load, servers)
    return {
        "p0": math.exp(log_p0),
        "p_wait": p_wait,
        "Wq": waiting,
        "W": waiting + 1 / service,
        "Lq": arrival * waiting,
        "L": arrival * waiting + load,
    }


def queue_mmck(arrival: float, service: float, servers: int, capacity: int) -> Mmck:
    """M/M/c/K in steady state: who finds `capacity` others in the system, those being served included, goes away.

    There is a steady state at any load. Raises QueueError for a capacity below the number of servers.

    >>> round(queue_mmck(arrival=3, service=2, servers=2, capacity=5)["p_full"], 5)
    0.08511
    """
    load = _checked_load(arrival, service, servers)
    _check_places(capacity, "capacity")
    if capacity < servers:
        raise QueueError(f"a capacity of {capacity} is below the {servers} servers", next_step="Count those served.")
    if load == 0:
        return {"p0": 1.0, "p_full": 0.0, "L": 0.0, "W": 1 / service, "Wq": 0.0}
    logs = _log_weights(load, servers, capacity)
    total = _log_sum(logs)
    shares = [math.exp(one - total) for one in logs]
    admitted = arrival * math.fsum(shares[:-1])
    waiting = math.fsum((n - servers) * share for n, share in enumerate(shares) if n > servers)
    there = math.fsum(n * share for n, share in enumerate(shares))
    if admitted == 0:
        raise QueueError("the system is full all the time, as exactly as can be told", next_step=_LESS)
    return {"p0": shares[0], "p_full": shares[-1], "L": there, "W": there / admitted, "Wq": waiting / admitted}


def queue_mmc_priority2(arrival: float, service: float, servers: int, share_first: float) -> Priority2:
    """M/M/c with two classes, the first served before the rest, nobody interrupted, equal service rates.

    share_first: share of the arrivals that goes first, 0 to 1. Raises QueueError as `queue_mmc` does.
    """
    if not 0 <= share_first <= 1:
        raise QueueError(f"a share of {share_first} is not between 0 and 1")
    first, rest = queue_mmc_priority([arrival * share_first, arrival * (1 - share_first)], service, servers)
    return {"Wq_first": first, "Wq_rest": rest}


def queue_mmc_priority(arrivals: Sequence[float], service: float, servers: int) -> list[float]:
    """Mean time waiting of each class of an M/M/c queue, the first class first; nobody is interrupted.

    arrivals: per time unit, one rate for each class. Raises QueueError if all of them are too many together.
    """
    load = _stable_load(math.fsum(arrivals), service, servers)
    each = _erlang_c(load, servers) / (servers * service)
    found, before, rate = [], 1.0, 0.0
    for arrival in arrivals:
        _check_rate(arrival, "arrival")
        rate += arrival
        after = 1 - rate / (servers * service)
        found.append(each / (before * after))
        before = after
    return found


_LESS = "Let less arrive, or serve faster, or add servers."


def _stable_load(arrival: float, service: float, servers: int) -> float:
    load = _checked_load(arrival, service, servers)
    if arrival >= servers * service:
        served = f"{servers} servers at {service:g} serve {servers * service:g}"
        raise QueueError(f"{arrival:g} arrive and {served}: the queue has no end", next_step=_LESS)
    return load


def _checked_load(arrival: float, service: float, servers: int) -> float:
    """Arrivals per service: the mean number of servers at work."""
    _check_rate(arrival, "arrival")
    _check_rate(service, "service")
    _check_places(servers, "servers")
    if service == 0 or not math.isfinite(arrival / service):
        raise QueueError(f"a service rate of {service:g} serves nobody")
    return arrival / service


def _check_rate(rate: float, name: str) -> None:
    if not (math.isfinite(rate) and rate >= 0):
        raise QueueError(f"{name} is {rate}: a rate is a number from 0 up")


def _check_places(count: object, name: str) -> None:
    if isinstance(count, bool) or not isinstance(count, int) or not 1 <= count <= QUEUE_PLACES_MAX:
        raise QueueError(f"{name} is {count}: a whole number from 1 to {QUEUE_PLACES_MAX:,} is expected")


def _erlang_c(load: float, servers: int) -> float:
    """The share of arrivals that waits, from Erlang B by its recursion, which neither overflows nor cancels."""
    blocked = 1.0
    for count in range(1, servers + 1):
        blocked = load * blocked / (count + load * blocked)
    idle = 1 - load / servers
    return blocked / (idle + blocked * (1 - idle))


def _log_empty(load: float, servers: int) -> float:
    """Logarithm of the share of time in which nobody is there."""
    logs = _log_weights(load, servers, servers)
    logs[-1] -= math.log1p(-load / servers)  # all states with every server at work
    return -_log_sum(logs)


def _log_weights(load: float, servers: int, capacity: int) -> list[float]:
    """Logarithms of how likely each number of customers is, next to nobody."""
    log_load = math.log(load)
    served = [count * log_load - math.lgamma(count + 1) for count in range(servers + 1)]
    step = log_load - math.log(servers)
    return served + [served[-1] + step * more for more in range(1, capacity - servers + 1)]


def _log_sum(logs: Sequence[float]) -> float:
    high = max(logs)
    return high + math.log(math.fsum(math.exp(one - high) for one in logs))
