"""Is the road open? Statuses with their error rates, made of daily counts and of what was said.

    FlowDay --baseline--> what is ordinary --windows--> tests --method--> StatusDay --overall--> the road in a direction

`status_days` and `overall` are the two functions that others call; `phrases` puts their answers into words.
`threshold_power` and `threshold_negbin` are published bounds on a count, kept for comparison.
docs/concepts/status.md states the method and how often it errs.
"""

from __future__ import annotations

from safeconduct.assess.status.baseline import Baseline, baseline_of, stated_baseline
from safeconduct.assess.status.errors import StatusError
from safeconduct.assess.status.flow import ClosureSaid, FlowDay, Reason, Status, StatusDay, WindowTest
from safeconduct.assess.status.method import status_days
from safeconduct.assess.status.overall import ALL_TRAFFIC, Overall, Part, overall
from safeconduct.assess.status.rules import StatusRules
from safeconduct.assess.status.thresholds import Threshold, threshold_negbin, threshold_power

__all__ = [
    "ALL_TRAFFIC",
    "Baseline",
    "ClosureSaid",
    "FlowDay",
    "Overall",
    "Part",
    "Reason",
    "Status",
    "StatusDay",
    "StatusError",
    "StatusRules",
    "Threshold",
    "WindowTest",
    "baseline_of",
    "overall",
    "stated_baseline",
    "status_days",
    "threshold_negbin",
    "threshold_power",
]
