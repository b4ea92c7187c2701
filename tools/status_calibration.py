"""Measure how often the status of a road is wrong, on simulated traffic whose truth is known.

Usage: python -m tools.status_calibration run|write|check

`run` does the study again (some minutes) and keeps its counts in `bench/calibration/status.json`, with the seed and
the versions; `write` and `check` bring the tables of docs/concepts/status.md up to date, or compare them
(tools/status_tables.py). Every count is a function of the seed: each simulated road has a generator of its own,
seeded by what it is for, so that a part of the study can be repeated alone.

Traffic: negative binomial days of size 20 (coefficient of variation beyond chance .22), or the same variation in runs
(a persistent log-normal factor); Sundays at 68 and Fridays at 113 hundredths of the mean.
"""

from __future__ import annotations

import json
import platform
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from safeconduct.assess.status import (
    ALL_TRAFFIC,
    FlowDay,
    Part,
    Status,
    StatusDay,
    StatusRules,
    baseline_of,
    overall,
    status_days,
)
from safeconduct.assess.status.windows import INTERVAL_TAIL, share_of, tests_of
from tools.status_tables import update

Counts: TypeAlias = NDArray[np.int64]
Row: TypeAlias = dict[str, Any]

ROOT = Path(__file__).resolve().parent.parent
RESULT = ROOT / "bench" / "calibration" / "status.json"
PAGE = ROOT / "docs" / "concepts" / "status.md"
SEED = 20_221_212
LEVELS = (3, 10, 30, 100, 400, 920)
WEEK = (112, 108, 105, 102, 113, 92, 68)
SIZE = 20
LEARN = 70
"""Days before anything is judged or done: the baseline and the longest window."""
WITHIN = (1, 2, 4, 7)
CATEGORIES = {"truck": 0.4, "car": 0.4, "military": 0.12, "bus": 0.05, "ambulance": 0.03}
"""Parts of the traffic, for the road as a whole."""
SHARES = {"closed": 0.0, "cut by 75 %": 0.25, "cut by 50 %": 0.5}
TRUTHS = {"ordinary": 1.0, **SHARES, "17 of 920": 17 / 920}
STANDARD = StatusRules()
SCALE = 3
BELOW = frozenset({Status.CLOSED, Status.RESTRICTED})


def traffic(
    rng: np.random.Generator, level: float, shares: Sequence[float], *, week: bool = True, persistence: float = 0.0
) -> Counts:
    """Journeys of each day, int64[day]; `shares` is the part of ordinary traffic that may pass on each day."""
    days = len(shares)
    factors = np.array(WEEK) / np.mean(WEEK) if week else np.ones(7)
    means = level * factors[(np.arange(days) + 3) % 7] * np.array(shares)
    if not persistence:
        return np.asarray(rng.poisson(means * rng.gamma(SIZE, 1 / SIZE, days)), dtype=np.int64)
    width = np.sqrt(np.log1p(1 / SIZE))
    steps = rng.normal(size=days)
    state = steps.copy()
    for day in range(1, days):
        state[day] = persistence * state[day - 1] + np.sqrt(1 - persistence**2) * steps[day]
    return np.asarray(rng.poisson(means * np.exp(width * state - width**2 / 2)), dtype=np.int64)


def flow(counts: Iterable[int], silent: frozenset[int] = frozenset()) -> list[FlowDay]:
    """The record of these days; of a silent day nothing is recorded, whatever passed."""
    return [
        FlowDay(day, 0, 0, silent=True, sources=0) if day in silent else FlowDay(day, int(count), sources=2)
        for day, count in enumerate(counts)
    ]


def generator(*key: int) -> np.random.Generator:
    """The generator of one simulated road."""
    return np.random.default_rng([SEED, *key])


def steady(level: int, roads: int, days: int = 200, *, week: bool = True, persistence: float = 0.0) -> Row:
    """Ordinary traffic alone: every day called closed or restricted is a false alarm."""
    found = {"judged": 0, "alarms": 0, "half_mean_alarms": 0, "unknown": 0, "closed": 0}
    for road in range(roads):
        rng = generator(1, level, road, int(week), round(100 * persistence))
        counts = traffic(rng, level, np.ones(LEARN + days).tolist(), week=week, persistence=persistence)
        answers = status_days(flow(counts))[LEARN:]
        found["judged"] += len(answers)
        found["alarms"] += sum(one.status in BELOW for one in answers)
        found["closed"] += sum(one.status is Status.CLOSED for one in answers)
        found["unknown"] += sum(one.status is Status.UNKNOWN for one in answers)
        found["half_mean_alarms"] += sum(half_mean(counts, LEARN + day) for day in range(days))
    return {"level": level, "week": week, "persistence_percent": round(100 * persistence), "roads": roads, **found}


def half_mean(counts: Counts, day: int) -> bool:
    """The control: less than half the mean of the 56 days before."""
    return bool(2 * counts[day] < counts[day - 56 : day].mean())


def event(level: int, kind: str, roads: int) -> Row:
    """Seven days at a share of the traffic, then seven ordinary ones: when is it noticed, and when is it over?

    The baseline is that of eight whole weeks before, so that no time goes into days that are not looked at.
    """
    rules = StatusRules(usable_days_min=56)
    noticed, control, closed, back = ([0] * len(WITHIN) for _ in range(4))
    stated = reached = 0
    share = SHARES[kind]
    for road in range(roads):
        shares = [*[1.0] * LEARN, *[share] * 7, *[1.0] * 7]
        counts = traffic(generator(2, level, road), level, shares)
        answers = status_days(flow(counts), rules)
        during, after = answers[LEARN : LEARN + 7], answers[LEARN + 7 :]
        _within(noticed, [one.status in BELOW for one in during])
        _within(closed, [one.status is Status.CLOSED for one in during])
        _within(control, [half_mean(counts, LEARN + day) for day in range(7)])
        back = [count + (after[length - 1].status is Status.OPEN) for count, length in zip(back, WITHIN, strict=True)]
        stated += answers[LEARN - 1].windows[0].half_ppm
        reached += during[0].windows[0].low
    return {
        "level": level,
        "kind": kind,
        "roads": roads,
        "noticed": noticed,
        "called_closed": closed,
        "half_mean_noticed": control,
        "open_on_day": back,
        "stated_half_ppm": stated // roads,
        "low_first_day": reached,
    }


def _within(counted: list[int], days: Sequence[bool]) -> None:
    for place, length in enumerate(WITHIN):
        counted[place] += any(days[:length])


def coverage(level: int, kind: str, roads: int) -> Row:
    """Whether the interval of the share holds the true one, over one day and over seven; kind: one of TRUTHS."""
    covered = [0, 0]
    share = TRUTHS[kind]
    for road in range(roads):
        rng = generator(3, level, road, round(1000 * share))
        days = flow(traffic(rng, level, [*[1.0] * 56, *[share] * 7]))
        baseline = baseline_of(days[:56], STANDARD)
        assert baseline is not None
        tests = tests_of(days, baseline, STANDARD)
        for place, test in enumerate((tests[0], tests[-1])):
            low, high = share_of(test)
            covered[place] += low <= share * 1_000_000 <= high
    return {"level": level, "kind": kind, "roads": roads, "covered_one_day": covered[0], "covered_week": covered[1]}


def silence(level: int, roads: int) -> Row:
    """Ten silent days, half of the roads closed during the last seven of them; three days with a record follow."""
    silent = frozenset(range(LEARN, LEARN + 10))
    found = {"silent_days": 0, "silent_open": 0, "silent_unknown": 0, "after_days": 0, "after_below": 0}
    for road in range(roads):
        share = 1.0 if road % 2 else 0.0
        counts = traffic(generator(4, level, road), level, [*[1.0] * (LEARN + 3), *[share] * 7, *[1.0] * 3])
        answers = status_days(flow(counts, silent))
        during, after = answers[LEARN : LEARN + 10], answers[LEARN + 10 :]
        found["silent_days"] += len(during)
        found["silent_open"] += sum(one.status is Status.OPEN for one in during)
        found["silent_unknown"] += sum(one.status is Status.UNKNOWN for one in during)
        found["after_days"] += len(after)
        found["after_below"] += sum(one.status in BELOW for one in after)
    return {"level": level, "roads": roads, **found}


def anchoring(before: int, during: int, roads: int, *, anchored: bool, days: int = 200) -> Row:
    """A restriction that lasts: how many of its days read open, before and after the eighth week."""
    found = {"first_weeks": 0, "first_weeks_open": 0, "later": 0, "later_open": 0}
    rules = StatusRules(anchored=anchored)
    for road in range(roads):
        shares = [*[1.0] * LEARN, *[during / before] * days]
        answers = status_days(flow(traffic(generator(5, before, road), before, shares)), rules)[LEARN:]
        found["first_weeks"] += 56
        found["later"] += len(answers) - 56
        found["first_weeks_open"] += _open(answers[:56])
        found["later_open"] += _open(answers[56:])
    return {"before": before, "during": during, "anchored": anchored, "roads": roads, **found}


def _open(answers: Sequence[StatusDay]) -> int:
    return sum(one.status is Status.OPEN for one in answers)


def whole_road(level: int, roads: int, *, shared: bool, days: int = 200) -> Row:
    """Ordinary traffic in five categories, put together: false alarms of the road as a whole."""
    found = {"judged": 0, "alarms": 0}
    rules = STANDARD.shared(2 * len(CATEGORIES)) if shared else STANDARD
    for road in range(roads):
        rng = generator(7, level, road)
        counts = {name: traffic(rng, level * part, [1.0] * (LEARN + days)) for name, part in CATEGORIES.items()}
        every = status_days(flow(np.sum([*counts.values()], axis=0).tolist()), STANDARD.shared(2) if shared else rules)
        series = {ALL_TRAFFIC: every} | {name: status_days(flow(one), rules) for name, one in counts.items()}
        for day in range(LEARN, LEARN + days):
            found["judged"] += 1
            found["alarms"] += overall([Part(name, one[day]) for name, one in series.items()]).status in BELOW
    return {"level": level, "shared": shared, "roads": roads, **found}


def short_baseline(level: int, usable: int, roads: int) -> Row:
    """One judged day after eight weeks of which only some days, drawn at random, may be used."""
    rules = StatusRules(usable_days_min=7)
    alarms = half = 0
    for road in range(roads):
        rng = generator(6, level, road, usable)
        days = flow(traffic(rng, level, [1.0] * 63))
        kept = sorted(rng.choice(56, usable, replace=False).tolist())
        baseline = baseline_of([days[place] for place in kept], rules)
        assert baseline is not None
        tests = tests_of(days, baseline, rules)
        alarms += any(test.low for test in tests)
        half += tests[0].half_ppm
    return {"level": level, "usable": usable, "judged": roads, "alarms": alarms, "half_ppm": half // roads}


def study(scale: int = 1) -> dict[str, Any]:
    """Every part of the study, each `scale` times as large as the smallest that means something."""
    return {
        "steady": [_said(steady, level, 16 * scale) for level in LEVELS],
        "alike": [_said(steady, level, 4 * scale, week=False) for level in LEVELS],
        "runs": [_said(steady, level, 6 * scale, persistence=runs) for runs in (0.3, 0.6) for level in (10, 100, 920)],
        "events": [_said(event, level, kind, 40 * scale) for kind in SHARES for level in LEVELS],
        "coverage": [_said(coverage, level, kind, 300 * scale) for level in LEVELS for kind in TRUTHS],
        "silence": [_said(silence, level, 5 * scale) for level in LEVELS],
        "anchoring": [
            _said(anchoring, before, during, 3 * scale, anchored=anchored)
            for before, during in ((920, 17), (920, 460), (100, 50), (30, 15), (10, 5))
            for anchored in (True, False)
        ],
        "whole": [
            _said(whole_road, level, 2 * scale, shared=shared) for level in (30, 400) for shared in (True, False)
        ],
        "short": [
            _said(short_baseline, level, usable, 400 * scale)
            for level in (10, 100, 920)
            for usable in (14, 21, 28, 42, 56)
        ],
    }


def _said(part: Callable[..., Row], *arguments: float | str, **named: float) -> Row:
    """Run one part, saying which on standard error."""
    print(f"{part.__name__} {arguments} {named or ''}", file=sys.stderr, flush=True)
    return part(*arguments, **named)


def made_with() -> dict[str, str]:
    """The versions that the counts depend on."""
    packages = {name: version(name) for name in ("numpy", "scipy", "safeconduct")}
    return {"python": platform.python_version(), **packages}


def main(arguments: list[str]) -> int:
    """Do the study, or bring the tables up to date; 1 if `check` finds a difference."""
    if arguments not in (["run"], ["write"], ["check"]):
        print(__doc__, file=sys.stderr)
        return 2
    if arguments == ["run"]:
        rules = {name: value for name, value in asdict(STANDARD).items() if name != "offset_minutes"}
        head = {"seed": SEED, "made_with": made_with(), "rules": rules, "interval_tail_ppm": int(INTERVAL_TAIL * 1e6)}
        RESULT.parent.mkdir(parents=True, exist_ok=True)
        RESULT.write_text(json.dumps(head | study(SCALE), indent=1) + "\n", encoding="utf-8")
        return 0
    before = PAGE.read_text(encoding="utf-8")
    after = update(before, json.loads(RESULT.read_text(encoding="utf-8")))
    if before != after and arguments == ["write"]:
        PAGE.write_text(after, encoding="utf-8")
    return int(before != after and arguments == ["check"])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
