"""When each vehicle's check begins: lanes that serve in order of arrival, some categories before others.

The recursion of J. Kiefer and J. Wolfowitz (1955) over the sorted times at which lanes fall free, extended by
lanes that open and close and by classes of which an earlier one goes first; nobody is interrupted. Numba
compiles it if it is installed (extra `plan`); without it the same code runs as it stands, and one lane that is
always open is worked out by the recursion of D. V. Lindley (1952) in numpy. Everything is in whole numbers of
one unit of time, so all ways give the same result to the last one.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any, TypeAlias

import numpy as np

from safeconduct.plan.opening import FOREVER, Ints, Opening

Sequence: TypeAlias = Any
"""An int64 array for the compiled code, a list for the plain one."""


def begins(arrivals: Ints, services: Ints, opening: Opening, ranks: Ints | None = None, *, compiled: bool) -> Ints:
    """When each vehicle's check begins.

    arrivals: instants, not before 0, growing. services: how long each check takes, 0 or more. ranks: class of
    each vehicle, the lowest number goes first; one class if left out. compiled: use numba.
    """
    if ranks is None:
        if not compiled and len(opening.lanes) == 1 and opening.most == 1:
            return _one_lane(arrivals, services)
        return _run(arrivals, services, np.array([0, len(arrivals)], np.int64), opening, compiled=compiled)
    order = np.argsort(ranks, kind="stable")
    firsts = np.concatenate((np.zeros(1, np.int64), np.cumsum(np.unique(ranks, return_counts=True)[1])))
    found = np.empty_like(arrivals)
    found[order] = _run(arrivals[order], services[order], firsts.astype(np.int64), opening, compiled=compiled)
    return found


def has_compiler() -> bool:
    """Whether numba is installed."""
    try:
        import numba  # noqa: F401 - only asks whether it is there
    except ImportError:
        return False
    return True


def _run(arrivals: Ints, services: Ints, firsts: Ints, opening: Opening, *, compiled: bool) -> Ints:
    count = opening.most
    if compiled:
        found = np.empty_like(arrivals)
        free = np.zeros(count, np.int64)
        _compiled()(arrivals, services, firsts, firsts[:-1].copy(), opening.ends, opening.lanes, free, found)
        return found
    plain = [0] * len(arrivals)
    heads, ends, lanes = firsts[:-1].tolist(), opening.ends.tolist(), opening.lanes.tolist()
    _serve(arrivals.tolist(), services.tolist(), firsts.tolist(), heads, ends, lanes, [0] * count, plain)
    return np.array(plain, np.int64)


@cache
def _compiled() -> Callable[..., None]:
    import numba

    made: Callable[..., None] = numba.njit(nogil=True)(_serve)
    return made


def _one_lane(arrivals: Ints, services: Ints) -> Ints:
    """Lindley's recursion without a loop: the greatest of `arrival + the work that came after it`."""
    before = np.cumsum(services) - services
    return before + np.maximum.accumulate(arrivals - before)


def _serve(  # noqa: PLR0917 - the compiler takes no keywords
    arrivals: Sequence,
    services: Sequence,
    firsts: Sequence,
    heads: Sequence,
    ends: Sequence,
    lanes: Sequence,
    free: Sequence,
    found: Sequence,
) -> None:
    """Fill `found`. Vehicles lie class after class, those of class k from firsts[k] to before firsts[k + 1].

    heads: the next vehicle of each class; changed, as is free: when each lane falls free, sorted.
    With `lanes[piece]` of `count` lanes open, one of them is free once `free[count - lanes[piece]]` has come.
    """
    count, classes, now, piece = len(free), len(heads), 0, 0
    for _ in range(len(arrivals)):
        earliest = FOREVER
        for k in range(classes):
            if heads[k] < firsts[k + 1] and arrivals[heads[k]] < earliest:
                earliest = arrivals[heads[k]]
        now = max(now, earliest)
        while True:
            while ends[piece] <= now:
                piece += 1
            if lanes[piece] > 0:
                ready = max(now, free[count - lanes[piece]])
                if ready < ends[piece]:
                    now = ready
                    break
            now = ends[piece]
        k = 0
        while heads[k] == firsts[k + 1] or arrivals[heads[k]] > now:
            k += 1
        vehicle = heads[k]
        heads[k] += 1
        found[vehicle] = now
        done = now + services[vehicle]
        at = 1
        while at < count and free[at] < done:
            free[at - 1] = free[at]
            at += 1
        free[at - 1] = done
