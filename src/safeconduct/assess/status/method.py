"""The status of a road, day by day: open, restricted, closed or unknown.

For every day the first rule that fires decides:

1. an entry says the road is closed or restricted -> that, and who said so;
2. the sources were silent -> unknown, never open;
3. nothing can be decided (two records disagree, no baseline, too little traffic, a holiday) -> unknown;
4. unusually few journeys in one of the windows -> closed or restricted;
5. otherwise open: no restriction was seen, with the chance that one would have been.

The baseline is *anchored*: days on which a road is found closed or restricted never become part of what is ordinary,
and as long as it is, the baseline before it stays in use, however old. Otherwise eight weeks at 17 vehicles a day
would make 17 ordinary on a road of 920. docs/concepts/status.md shows what each choice costs, measured.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from safeconduct.assess.status.baseline import Baseline, baseline_of
from safeconduct.assess.status.errors import StatusError
from safeconduct.assess.status.flow import FlowDay, Reason, Status, StatusDay, WindowTest
from safeconduct.assess.status.rules import StatusRules
from safeconduct.assess.status.windows import share_of, since_back, tests_of, verdict_of
from safeconduct.base.limits import STATUS_DAYS_MAX

BELOW = frozenset({Status.CLOSED, Status.RESTRICTED})
STANDARD = StatusRules()


def status_days(
    days: Sequence[FlowDay], rules: StatusRules = STANDARD, stated: Baseline | None = None
) -> tuple[StatusDay, ...]:
    """The status of every day from the first to the last of one road, direction and category.

    days: ascending; a day that is missing in between has no record and is silent. stated: what a source says is
    ordinary (`stated_baseline`), used in place of the record's own baseline throughout. Raises StatusError if days
    do not ascend or span more than STATUS_DAYS_MAX.
    """
    every = tuple(_every_day(days))
    standing = _Standing(baseline=stated)
    found = []
    for place in range(len(every)):
        if stated is None and not (standing.below and rules.anchored):
            standing.renew(every, place, rules)
        one = _status_of(every, place, standing, rules)
        standing.note(one)
        found.append(one)
    return tuple(_dated(one, today, rules) for one, today in zip(found, every, strict=True))


@dataclass(slots=True)
class _Standing:
    """What carries over from one day to the next.

    below: whether the road was closed or restricted when last decided. back: the first day on which it was open
    again; no window reaches before it. disturbed: days that are not ordinary.
    """

    baseline: Baseline | None
    below: bool = False
    back: int = 0
    disturbed: set[int] = field(default_factory=set)

    def renew(self, every: Sequence[FlowDay], place: int, rules: StatusRules) -> None:
        """Take the baseline of the latest days before the longest window, if they are enough for one."""
        end = max(0, place + 1 - rules.reach)
        recent = every[max(0, end - rules.baseline_days) : end]
        newer = baseline_of([day for day in recent if not rules.anchored or day.day not in self.disturbed], rules)
        self.baseline = newer or self.baseline

    def note(self, one: StatusDay) -> None:
        """Keep the days of every window that was low out of later baselines."""
        if one.status is Status.UNKNOWN:
            return
        if self.below and one.status is Status.OPEN and one.windows:
            self.back = one.day - one.windows[-1].days + 1
        self.below = one.status in BELOW
        if self.below:
            longest = max((test.days for test in one.windows if test.low), default=1)
            self.disturbed.update(range(one.day - longest + 1, one.day + 1))


def _every_day(days: Sequence[FlowDay]) -> Iterator[FlowDay]:
    if days and days[-1].day - days[0].day >= STATUS_DAYS_MAX:
        raise StatusError(f"{days[-1].day - days[0].day + 1} days, more than {STATUS_DAYS_MAX}", where="days")
    expected = days[0].day if days else 0
    for day in days:
        if day.day < expected:
            raise StatusError(f"day {day.day} comes twice, or after a later one", where="days")
        yield from (FlowDay.without_record(missing) for missing in range(expected, day.day))
        yield day
        expected = day.day + 1


def _status_of(every: Sequence[FlowDay], place: int, standing: _Standing, rules: StatusRules) -> StatusDay:
    today = every[place]
    tests = _tests(every, place, standing, rules)
    if today.closure is not None:
        return _as_said(today, standing, tests)
    if is_silent(today, rules):
        return _plain(today, Status.UNKNOWN, Reason.SILENT)
    if today.contested:
        return _plain(today, Status.UNKNOWN, Reason.CONTESTED)
    if standing.baseline is None:
        return _plain(today, Status.UNKNOWN, Reason.NO_BASELINE)
    counting = since_back(tests, rules) if standing.below else tests
    status, reason, test = verdict_of(counting, rules)
    if status in BELOW and today.holiday:
        status, reason = Status.UNKNOWN, Reason.HOLIDAY
    sources = _fewest_sources(every, place, test, rules)
    if status is Status.OPEN and sources < 2:
        reason = Reason.ONE_SOURCE
    return _tested(_plain(today, status, reason), standing, counting, test, sources)


def _tests(every: Sequence[FlowDay], place: int, standing: _Standing, rules: StatusRules) -> tuple[WindowTest, ...]:
    """Tests of the windows up to a day; days that say nothing of the road as it is today count in none of them."""
    today = every[place]
    if standing.baseline is None or is_silent(today, rules):
        return ()
    recent = every[max(0, place + 1 - rules.reach) : place]
    counting = [day for day in recent if day.day >= standing.back and _counts(day, rules)]
    return tests_of([*counting, today], standing.baseline, rules)


def is_silent(day: FlowDay, rules: StatusRules) -> bool:
    """Whether too little of a day was watched, or nobody reported."""
    return day.silent or day.sources == 0 or day.exposed_ppm < rules.exposed_min_ppm


def _counts(day: FlowDay, rules: StatusRules) -> bool:
    """Whether an earlier day belongs into a window: a closure that is over, or its backlog, is not today's traffic."""
    told = day.closure is not None or day.backlog or day.holiday or day.contested
    return not told and not is_silent(day, rules)


def _fewest_sources(every: Sequence[FlowDay], place: int, test: WindowTest | None, rules: StatusRules) -> int:
    recent = every[max(0, place + 1 - (test.days if test else 1)) : place]
    return min([every[place].sources, *(day.sources for day in recent if _counts(day, rules))])


def _plain(today: FlowDay, status: Status, reason: Reason) -> StatusDay:
    return StatusDay(today.day, status, reason, 0, today.sources)


def _as_said(today: FlowDay, standing: _Standing, tests: tuple[WindowTest, ...]) -> StatusDay:
    """As an entry says, with the day's own count beside it: what was said and what passed may not agree."""
    assert today.closure is not None
    alone = tests[:1] if tests and tests[0].days == 1 else ()
    passed = bool(alone) and alone[0].decides and not alone[0].low
    said = replace(
        _plain(today, today.closure.says, Reason.SAID_BUT_PASSED if passed else Reason.SAID), said=today.closure
    )
    return _tested(said, standing, alone, alone[0] if alone else None, today.sources) if alone else said


def _tested(
    one: StatusDay, standing: _Standing, tests: tuple[WindowTest, ...], test: WindowTest | None, sources: int
) -> StatusDay:
    baseline = standing.baseline
    assert baseline is not None
    low, high = share_of(test) if test else (None, None)
    return replace(
        one,
        sources=sources,
        test=test,
        share_low_ppm=low,
        share_high_ppm=high,
        deciding_days=next((window.days for window in tests if window.decides), None),
        windows=tests,
        baseline_age_days=one.day - baseline.last_day,
        baseline_said_by=baseline.said_by,
    )


def _dated(one: StatusDay, today: FlowDay, rules: StatusRules) -> StatusDay:
    seen_until = rules.day_end_us(one.day) if today.until_us is None else today.until_us
    valid = rules.open_valid_us if one.status is Status.OPEN else rules.other_valid_us
    return replace(one, valid_until_us=seen_until + valid)
