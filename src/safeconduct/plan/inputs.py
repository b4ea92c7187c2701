"""What a plan is worked out from: each input from the record or from the file, and how well it is known.

An input with fewer than 30 observations behind it is an assumption, wherever it comes from; so is one that the plan
file states without saying who observed it.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass

from safeconduct.base import limits
from safeconduct.plan.errors import PlanError
from safeconduct.plan.model import FREE, Bin, Durations, FromRecord, Hourly, Observed, Plan, Shape
from safeconduct.plan.record import Calibration, RecordedDay

OBSERVATIONS_MIN = 30
_NO_RECORD = "Give a record with --record, or write the numbers into the plan."


class Basis(enum.Enum):
    """How well an input is known."""

    RECORDED = "recorded"
    OBSERVED = "observed"
    ASSUMED = "assumed"


@dataclass(frozen=True, slots=True)
class Input:
    """One input. of: `arrivals` of a category, or the duration of a `check` by a method.

    observations: days recorded, or durations; 0 if it is only stated. mean: of arrivals, thousandths of a vehicle a
    day; of a check, seconds. source: whose observations; empty if nobody says.
    """

    of: str
    name: str
    basis: Basis
    observations: int
    mean: int
    source: str

    def to_json(self) -> dict[str, str | int]:
        """As the answer of `safeconduct plan --json` holds it."""
        mean = {"per_day_milli" if self.of == "arrivals" else "mean_s": self.mean}
        given = {"of": self.of, "name": self.name, "basis": self.basis.value, "observations": self.observations}
        return {**given, **mean, **({"source": self.source} if self.source else {})}


@dataclass(frozen=True, slots=True)
class Inputs:
    """The inputs of a plan. days: those whose arrivals are drawn. checks: each method in use, as shape or counts."""

    days: tuple[RecordedDay, ...]
    checks: Mapping[str, Shape | Observed]
    known: tuple[Input, ...]


def inputs_of(plan: Plan, record: Calibration | None) -> Inputs:
    """Every input of a plan. Raises PlanError where it asks the record for what is not in it."""
    asked = {one.name: one.arrivals for one in plan.categories if isinstance(one.arrivals, FromRecord)}
    days = _recorded_days(asked, record)
    methods = list(dict.fromkeys(name for one in plan.categories for name in (one.check, one.unchecked)))
    source = record.source if record else ""
    checks, known = {}, [_arrivals(one.name, one.arrivals, days, source) for one in plan.categories]
    for name in methods:
        if name != FREE:
            checks[name] = _durations(name, plan.checks[name], record)
            known.append(_check(name, plan.checks[name], checks[name]))
    _refuse_too_much(plan, known)
    return Inputs(days, checks, tuple(known))


def _recorded_days(asked: Mapping[str, FromRecord], record: Calibration | None) -> tuple[RecordedDay, ...]:
    if not asked:
        return ()
    place = str(next(iter(asked.values())).place)
    if record is None:
        raise PlanError("the arrivals are to come from a record, and none is given", where=place, next_step=_NO_RECORD)
    days = record.arrivals(asked)
    if not days:
        what = f"on no day of the record were arrivals of {', '.join(asked)} recorded"
        raise PlanError(what, where=place, next_step="Write them into the plan, or complete the record.")
    for name, given in asked.items():
        if not any(any(day.arrivals[name]) for day in days):
            what = f"not one {name} arrived on the {len(days)} days of the record"
            raise PlanError(what, where=str(given.place), next_step="Take the category out, or give it arrivals.")
    return days


def _durations(name: str, given: Durations, record: Calibration | None) -> Shape | Observed:
    if not isinstance(given, FromRecord):
        return given
    if record is None:
        what = f"durations of {name} are to come from a record, and none is given"
        raise PlanError(what, where=str(given.place), next_step=_NO_RECORD)
    seen = record.check_seconds(name)
    if not seen:
        what = f"the record has no duration of a check {name}"
        raise PlanError(what, where=str(given.place), next_step="Write minutes into the plan: a mean and a spread.")
    return Observed(tuple(Bin(one, one, 1) for one in sorted(seen)), record.source)


def _arrivals(name: str, given: Hourly | FromRecord, days: tuple[RecordedDay, ...], source: str) -> Input:
    if isinstance(given, Hourly):
        return Input("arrivals", name, Basis.ASSUMED, 0, sum(given.milli), "")
    total = sum(sum(day.arrivals[name]) for day in days)
    basis = Basis.RECORDED if len(days) >= OBSERVATIONS_MIN else Basis.ASSUMED
    return Input("arrivals", name, basis, len(days), 1000 * total // len(days), source)


def _check(name: str, given: Durations, used: Shape | Observed) -> Input:
    if isinstance(used, Shape):
        return Input("check", name, Basis.ASSUMED, 0, used.mean, "")
    mean = sum((one.low + one.high) * one.count for one in used.bins) // (2 * used.count)
    known = used.count >= OBSERVATIONS_MIN and used.source != ""
    basis = Basis.RECORDED if isinstance(given, FromRecord) else Basis.OBSERVED
    return Input("check", name, basis if known else Basis.ASSUMED, used.count, mean, used.source)


def _refuse_too_much(plan: Plan, known: list[Input]) -> None:
    """Bound the work: vehicles of one run, and of all runs and cases together."""
    a_run = plan.days * sum(one.mean for one in known if one.of == "arrivals") // 1000
    cases = 1 + max(len(plan.what_if.lanes), 1) * max(len(plan.what_if.checked_permille), 1)
    mend = "Plan fewer days, fewer runs or fewer cases."
    if a_run > limits.PLAN_VEHICLES_A_RUN_MAX:
        what = f"{a_run:,} vehicles; at most {limits.PLAN_VEHICLES_A_RUN_MAX:,} are simulated in a run"
        raise PlanError(what, where=plan.name, next_step=mend)
    if a_run * cases * plan.runs > limits.PLAN_VEHICLES_MAX:
        asked = f"{a_run:,} vehicles in each of {plan.runs} runs of {cases} cases"
        what = f"{asked}; at most {limits.PLAN_VEHICLES_MAX:,} are simulated in all"
        raise PlanError(what, where=plan.name, next_step=mend)
