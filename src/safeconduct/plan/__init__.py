"""Looking ahead: how long vehicles will wait at a post, with these lanes, this share checked, after this closure."""

from safeconduct.plan.back_test import BackTest, back_test
from safeconduct.plan.closed_forms import (
    Mmc,
    Mmck,
    Priority2,
    queue_mmc,
    queue_mmc_priority,
    queue_mmc_priority2,
    queue_mmck,
)
from safeconduct.plan.errors import PlanError, QueueError, RecordError
from safeconduct.plan.inputs import Basis, Input
from safeconduct.plan.lanes import begins
from safeconduct.plan.model import Plan
from safeconduct.plan.opening import Opening, always_open, opening_of
from safeconduct.plan.plan_file import plan_from_yaml
from safeconduct.plan.record import Calibration, RecordedDay, calibration_from_json, calibration_to_json
from safeconduct.plan.results import Case, Outcome, PlanResult, Spread, Waits
from safeconduct.plan.scenario import simulate

__all__ = [
    "BackTest",
    "Basis",
    "Calibration",
    "Case",
    "Input",
    "Mmc",
    "Mmck",
    "Opening",
    "Outcome",
    "Plan",
    "PlanError",
    "PlanResult",
    "Priority2",
    "QueueError",
    "RecordError",
    "RecordedDay",
    "Spread",
    "Waits",
    "always_open",
    "back_test",
    "begins",
    "calibration_from_json",
    "calibration_to_json",
    "opening_of",
    "plan_from_yaml",
    "queue_mmc",
    "queue_mmc_priority",
    "queue_mmc_priority2",
    "queue_mmck",
    "simulate",
]
