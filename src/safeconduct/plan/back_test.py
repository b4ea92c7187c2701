"""Predict waits that are already on record from what came before them, and show the error."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from safeconduct.base.instant import day_to_text
from safeconduct.plan.errors import PlanError
from safeconduct.plan.inputs import Input
from safeconduct.plan.model import Plan, WhatIf
from safeconduct.plan.record import Calibration
from safeconduct.plan.results import Spread, Waits
from safeconduct.plan.scenario import simulate


@dataclass(frozen=True, slots=True)
class Error:
    """One figure of one category, predicted and recorded, in seconds. figure: mean, half or most, as in `Waits`."""

    category: str
    figure: str
    vehicles: int
    predicted: Spread
    recorded: int

    @property
    def seconds(self) -> int:
        """How much more was predicted than was recorded; below 0: less."""
        return self.predicted.middle - self.recorded

    @property
    def inside(self) -> bool:
        """Whether what was recorded lies in the range predicted."""
        return self.predicted.low <= self.recorded <= self.predicted.high

    def to_json(self) -> dict[str, Any]:
        """As the answer of `safeconduct plan --back-test --json` holds it."""
        return {
            "category": self.category,
            "figure": self.figure,
            "vehicles": self.vehicles,
            "predicted_s": self.predicted.to_json(),
            "recorded_s": self.recorded,
            "error_s": self.seconds,
            "inside": self.inside,
        }


@dataclass(frozen=True, slots=True)
class BackTest:
    """A prediction for days held back. first, last: those days. not_recorded: categories without any wait on them."""

    first: int
    last: int
    days: int
    learnt_from: int
    inputs: tuple[Input, ...]
    errors: tuple[Error, ...]
    not_recorded: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """What `safeconduct plan --back-test --json` prints beside the plan."""
        held = {"first": day_to_text(self.first), "last": day_to_text(self.last), "days": self.days}
        return {
            "held_back": held,
            "learnt_from_days": self.learnt_from,
            "inputs": [one.to_json() for one in self.inputs],
            "errors": [one.to_json() for one in self.errors],
            "not_recorded": [*self.not_recorded],
        }


def back_test(plan: Plan, record: Calibration, days: int, *, compiled: bool | None = None) -> BackTest:
    """Predict the waits of the last `days` of a record from the days before them.

    The plan gives the lanes and the rules; its closure and what it compares are left out. Raises PlanError if the
    record has no earlier days, or no wait on the days held back.
    """
    if not 0 < days < len(record.days):
        what = f"{days} days are to be held back, and the record has {len(record.days)}"
        raise PlanError(what, where=record.source, next_step="Hold back fewer, so that days remain to learn from.")
    before = Calibration(record.source, record.days[:-days])
    held = Calibration(record.source, record.days[-days:])
    seen = {one.name: held.wait_seconds(one.name) for one in plan.categories}
    if not any(seen.values()):
        raise PlanError("no wait is on record for the days held back", where=record.source)
    predicted = simulate(replace(plan, days=days, closure=None, what_if=WhatIf()), before, compiled=compiled)
    return BackTest(
        first=held.days[0].day,
        last=held.days[-1].day,
        days=days,
        learnt_from=len(before.days),
        inputs=predicted.inputs,
        errors=tuple(one for row in predicted.outcome.waits for one in _errors(row, seen.get(row.name, ()))),
        not_recorded=tuple(name for name, found in seen.items() if not found),
    )


def _errors(row: Waits, seen: Sequence[int]) -> list[Error]:
    """Mean, median and ninth decile of a category; none where nothing was recorded or predicted."""
    if not seen:
        return []
    times, size = np.sort(np.array(seen, np.int64)), len(seen)
    half, most = (int(times[-(-size * share // 100) - 1]) for share in (50, 90))
    mean = (2 * int(times.sum()) + size) // (2 * size)
    pairs = (("mean", row.mean, mean), ("half", row.half, half), ("most", row.most, most))
    return [Error(row.name, name, size, one, value) for name, one, value in pairs if one is not None]
