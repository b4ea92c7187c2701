"""A small plan, worked out by the real simulation."""

from __future__ import annotations

from functools import cache

from safeconduct.plan import plan_from_yaml, simulate
from safeconduct.plan.results import PlanResult

PLAN = """\
format: safeconduct-plan/1
title: A bridge, inbound
days: 2
categories:
  ambulance: {arrivals: {per_day: 6}, check: document, priority: 1}
  truck: {arrivals: {per_day: 60, from: 06:00, until: 20:00}, check: visual, checked_permille: 500, unchecked: document}
checks:
  visual: {minutes: {mean: 18, spread: 9}}
  document: {minutes: {mean: 2, spread: 1}}
lanes: 2
closure: {from: day 1 06:00, until: day 1 12:00}
what_if: {lanes: [1, 2], checked_permille: [200, 1000], of: [truck]}
"""


@cache
def sample_plan() -> PlanResult:
    """The plan of a bridge."""
    return simulate(plan_from_yaml(PLAN, "plan.yaml"))
