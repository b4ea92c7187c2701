"""The last days against ordinary traffic: one test for each window, and what their results come to.

Between *closed* and *restricted* runs a line that counts can carry: a window shows a closure if nothing passed and
the record rules out that more than a quarter of the flow did, or if some passed and at most one in twenty can have.
In the second case every shorter window must lie below one in twenty too: a week of hardly any traffic does not close
a road on which a tenth of the traffic passes today. Whatever is low and not closed is restricted.
"""

from __future__ import annotations

from collections.abc import Sequence

from safeconduct.assess.status.baseline import Baseline
from safeconduct.assess.status.counts import PPM, OrdinaryCount, ceil_ppm, floor_ppm
from safeconduct.assess.status.flow import FlowDay, Reason, Status, WindowTest
from safeconduct.assess.status.rules import StatusRules

INTERVAL_TAIL = 0.025
"""Share intervals leave this much on each side: 95 % in between."""


def tests_of(days: Sequence[FlowDay], baseline: Baseline, rules: StatusRules) -> tuple[WindowTest, ...]:
    """One test for each window that ends with the last of these days and holds more of them than the one before.

    days: ascending; those that tell nothing of the road as it is today are already gone.
    """
    found: list[WindowTest] = []
    held = 0
    for length in rules.windows:
        inside = [day for day in days if day.day > days[-1].day - length]
        more, held = len(inside) > held, len(inside)
        count = baseline.expected(inside, rules.limit_ppm) if more else None
        if count is not None:
            found.append(window_test(length, sum(day.observed for day in inside), count, rules.limit_ppm))
    return tuple(found)


def window_test(length: int, observed: int, count: OrdinaryCount, limit_ppm: int) -> WindowTest:
    """The lower tail of what was observed, and what would have been noticed."""
    noticed = count.largest_unusual(limit_ppm)
    return WindowTest(
        days=length,
        observed=observed,
        expected_milli=count.mean_milli,
        dispersion_milli=count.dispersion_milli,
        p_lower_ppm=count.lower_tail_ppm(observed),
        limit_ppm=limit_ppm,
        half_ppm=min(PPM - 1, floor_ppm(count.at_most(noticed, 0.5))),
        closure_ppm=floor_ppm(count.at_most(noticed, 0.0)),
    )


def share_of(test: WindowTest) -> tuple[int, int]:
    """The share of ordinary traffic that a window allows, 95 %, in millionths and rounded outwards."""
    return _count(test).share_bounds_ppm(test.observed, INTERVAL_TAIL)


def since_back(tests: Sequence[WindowTest], rules: StatusRules) -> tuple[WindowTest, ...]:
    """The windows that still count once a road is back: none longer than the shortest that shows more than half.

    Without this a week that holds six closed days would call a road restricted on which everything passes again.
    """
    for place, test in enumerate(tests):
        half_or_less = ceil_ppm(_count(test).at_least(test.observed, 0.5))
        if test.decides and half_or_less <= rules.recovery_ppm:
            return tuple(tests[: place + 1])
    return tuple(tests)


def verdict_of(tests: Sequence[WindowTest], rules: StatusRules) -> tuple[Status, Reason, WindowTest | None]:
    """What the windows come to, why, and the window it rests on: the shortest that shows it."""
    low = [test for test in tests if test.low]
    for test in low:
        reason = _closed(test, tests, rules)
        if reason is not None:
            return Status.CLOSED, reason, test
    if low:
        return Status.RESTRICTED, Reason.FEWER, low[0]
    deciding = next((test for test in tests if test.decides), None)
    if deciding is None:
        return Status.UNKNOWN, Reason.TOO_FEW, tests[-1] if tests else None
    return Status.OPEN, Reason.NO_RESTRICTION_SEEN, deciding


def _closed(test: WindowTest, tests: Sequence[WindowTest], rules: StatusRules) -> Reason | None:
    _, high = share_of(test)
    if test.observed == 0:
        return Reason.NOTHING_PASSED if high <= rules.nothing_share_ppm else None
    within = [one for one in tests if one.days <= test.days]
    hardly = all(one.observed * 1000 * PPM <= rules.hardly_share_ppm * one.expected_milli for one in within)
    return Reason.HARDLY_ANY if hardly and high <= rules.hardly_share_ppm else None


def _count(test: WindowTest) -> OrdinaryCount:
    return OrdinaryCount(test.expected_milli, test.dispersion_milli)
