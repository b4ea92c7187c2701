"""A small plan and a small record, for tests to change."""

from __future__ import annotations

from safeconduct.plan import Calibration, Plan, RecordedDay, plan_from_yaml

PLAN = """\
format: safeconduct-plan/1
title: A bridge, inbound
days: 3
seed: 7
categories:
  ambulance: {arrivals: {per_day: 12}, check: short, priority: 1}
  truck: {arrivals: {per_day: 120, from: 06:00, until: 18:00}, check: full, checked_permille: 400, unchecked: short}
  car: {arrivals: {per_day: 60}, check: short, checked_permille: 0}
checks:
  short: {minutes: [1, 2, 2.5]}
  full: {minutes: {mean: 18, spread: 9}}
lanes: 3
"""


def plan(*changes: tuple[str, str], more: str = "") -> Plan:
    """The plan with texts replaced, and lines added at its end."""
    return plan_from_yaml(text(*changes, more=more), "post.yaml")


def text(*changes: tuple[str, str], more: str = "") -> str:
    """Its file."""
    found = PLAN
    for old, new in changes:
        assert found.count(old) == 1, old
        found = found.replace(old, new)
    return found + more


def record(days: int = 40, *, trucks: int = 5, seconds: int = 600) -> Calibration:
    """As many trucks in each of eight hours of every day, each check as long; each of them waited a minute a day."""
    hours = (0,) * 8 + (trucks,) * 8 + (0,) * 8
    return Calibration(
        "a log of the post, one party",
        tuple(
            RecordedDay(
                day=19_000 + number,
                arrivals={"truck": hours, "car": (0,) * 24},
                check_seconds={"full": (seconds,) * 3},
                wait_seconds={"truck": (60 * number,) * (8 * trucks)},
            )
            for number in range(days)
        ),
    )
