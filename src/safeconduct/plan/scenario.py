"""Work a plan out: the same chances for every case, many runs, every figure as a range over them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from safeconduct.base import limits
from safeconduct.plan import figures
from safeconduct.plan.draws import Traffic, draw
from safeconduct.plan.errors import PlanError
from safeconduct.plan.figures import Run, RunWaits
from safeconduct.plan.inputs import Inputs, inputs_of
from safeconduct.plan.lanes import begins, has_compiler
from safeconduct.plan.model import ALL, FREE, Plan
from safeconduct.plan.opening import DAY_SECONDS, HOUR_SECONDS, Closure, Ints, Opening, opening_of
from safeconduct.plan.record import Calibration
from safeconduct.plan.results import AfterClosure, Case, Outcome, PlanResult, Spread, Waits, spread

COMPILE_FROM = 1_000_000
"""Vehicles from which on it pays to compile; below that the plain loop is done sooner."""
_DAYS_TOGETHER = 64


def simulate(plan: Plan, record: Calibration | None = None, *, compiled: bool | None = None) -> PlanResult:
    """Work a plan out. record: what the plan says comes from the record. compiled: use numba, or not; else as it pays.

    The result depends on plan, record and seed alone. Raises PlanError where the record lacks what the plan asks,
    or where the lanes could never do the work.
    """
    inputs = inputs_of(plan, record)
    changes = list(_changes(plan))
    plans = [plan, *(plan.varied(lanes, share) for lanes, share in changes)]
    quick = _pays(plan, inputs, len(plans)) if compiled is None else compiled
    found: list[list[_Figures]] = [[] for _ in plans]
    for seed in range(plan.seed, plan.seed + plan.runs):
        traffic = draw(plan, inputs, seed)
        for case, into in zip(plans, found, strict=True):
            into.append(_figures(case, run_once(case, traffic, compiled=quick), whole=case is plan))
    whole, *others = [_outcome(plan, runs) for runs in found]
    cases = tuple(Case(lanes, share, one) for (lanes, share), one in zip(changes, others, strict=True))
    share_of = plan.what_if.of if plan.what_if.checked_permille else ()
    return PlanResult(plan.title, plan.days, plan.seed, plan.runs, inputs.known, whole, cases, share_of)


def run_once(plan: Plan, traffic: Traffic, *, compiled: bool) -> Run:
    """When the check of each vehicle begins. Raises PlanError if clearing the queue would take years."""
    share = np.array([one.checked_permille for one in plan.categories], np.int64)
    free = np.array([one.unchecked == FREE for one in plan.categories])
    checked = traffic.lot < share[traffic.category]
    in_lane = checked | ~free[traffic.category]
    services = np.where(checked, traffic.checked, traffic.unchecked)
    work = int(services[in_lane].sum())
    opening = _opening(plan, work)
    begun = opening.next_open(traffic.arrivals)
    ranks = np.array([one.priority for one in plan.categories], np.int64)[traffic.category][in_lane]
    classes = ranks if len(ranks) and (ranks != ranks[0]).any() else None
    begun[in_lane] = begins(traffic.arrivals[in_lane], services[in_lane], opening, classes, compiled=compiled)
    lane_seconds = plan.days * sum(plan.lanes) * HOUR_SECONDS
    return Run(traffic.arrivals, begun, traffic.category, checked, work, lane_seconds)


@lru_cache(maxsize=256)
def _pieces(lanes: tuple[int, ...], days: int, closure: Closure | None) -> Opening:
    return opening_of(lanes, days, closure)


def _opening(plan: Plan, work: int) -> Opening:
    """The opening of a plan, with so many days after its last that all work is done."""
    days = plan.days + work // (sum(plan.lanes) * HOUR_SECONDS) + 2
    if days > limits.PLAN_CLEARING_DAYS_MAX:
        what = f"the checks of {plan.days} days would take the lanes until day {days}"
        raise PlanError(what, where=plan.name, next_step="Open more lanes, check fewer, or look for a wrong number.")
    return _pieces(plan.lanes, -(-days // _DAYS_TOGETHER) * _DAYS_TOGETHER, plan.closure)


def _changes(plan: Plan) -> Iterator[tuple[int | None, int | None]]:
    """Lanes and share of every case to compare."""
    what_if = plan.what_if
    if what_if.lanes or what_if.checked_permille:
        for share in what_if.checked_permille or (None,):
            for lanes in what_if.lanes or (None,):
                yield lanes, share


def _pays(plan: Plan, inputs: Inputs, cases: int) -> bool:
    vehicles = plan.days * sum(one.mean for one in inputs.known if one.of == "arrivals") // 1000
    return vehicles * plan.runs * cases >= COMPILE_FROM and has_compiler()


@dataclass(frozen=True, slots=True)
class _Figures:
    """Of one run: waits by category and of all, and the rest of what `Outcome` is made of."""

    waits: Sequence[RunWaits]
    load: int
    left: int
    over_day: Ints
    by_hour: Ints
    held: int = 0
    through: int = 0
    clear: int = 0
    during: Sequence[RunWaits] = ()
    later: Sequence[RunWaits] = ()


_NOTHING: Ints = np.zeros(0, np.int64)


def _figures(plan: Plan, run: Run, *, whole: bool) -> _Figures:
    """The figures of a run. whole: queues too."""
    end = np.array([plan.days * DAY_SECONDS], np.int64)
    everyone = np.ones(len(run.arrivals), np.bool_)
    found = (
        _waits(plan, run, everyone),
        1000 * run.work // run.lane_seconds,
        int(figures.queue(run, end)[0]),
        figures.queue_over_day(run, plan.days) if whole else _NOTHING,
        figures.queue_by_hour(run, plan.days) if whole and plan.closure else _NOTHING,
    )
    closure = plan.closure
    if closure is None:
        return _Figures(*found)
    during = (run.arrivals >= closure.start) & (run.arrivals < closure.end)
    return _Figures(
        *found,
        held=figures.held_at(run, closure),
        through=figures.held_through(run, closure),
        clear=figures.cleared_after(run, closure),
        during=_waits(plan, run, during),
        later=_waits(plan, run, run.arrivals >= closure.end),
    )


def _waits(plan: Plan, run: Run, which: figures.Flags) -> list[RunWaits]:
    each = [figures.waits(run, which & (run.category == number)) for number in range(len(plan.categories))]
    return [*each, figures.waits(run, which)]


def _outcome(plan: Plan, runs: Sequence[_Figures]) -> Outcome:
    return Outcome(
        waits=_table(plan, runs, lambda one: one.waits),
        load_permille=_over(one.load for one in runs),
        left=_over(one.left for one in runs),
        queue_milli=_columns([one.over_day for one in runs]),
        queue_by_hour=_columns([one.by_hour for one in runs]),
        closure=_after(plan, plan.closure.end, runs) if plan.closure else None,
    )


def _after(plan: Plan, reopened: int, runs: Sequence[_Figures]) -> AfterClosure:
    left = plan.days * DAY_SECONDS - reopened
    return AfterClosure(
        held=_over(one.held for one in runs),
        through_s=_over(one.through for one in runs),
        clear_s=_over(min(one.clear, left) for one in runs),
        cleared=sum(one.clear <= left for one in runs),
        during=_table(plan, runs, lambda one: one.during),
        later=_table(plan, runs, lambda one: one.later),
    )


def _table(plan: Plan, runs: Sequence[_Figures], of: Callable[[_Figures], Sequence[RunWaits]]) -> tuple[Waits, ...]:
    names = [*(one.name for one in plan.categories), ALL]
    return tuple(_row(name, [of(run)[number] for run in runs]) for number, name in enumerate(names))


def _row(name: str, runs: Sequence[RunWaits]) -> Waits:
    return Waits(
        name,
        vehicles=_over(one.vehicles for one in runs),
        checked=_over(one.checked for one in runs),
        mean=spread(one.mean for one in runs),
        half=spread(one.half for one in runs),
        most=spread(one.most for one in runs),
        longest=spread(one.longest for one in runs),
    )


def _columns(rows: Sequence[Ints]) -> tuple[Spread, ...]:
    return tuple(_over(column) for column in np.stack(rows).T.tolist())


def _over(values: Iterable[int]) -> Spread:
    found = spread(values)
    assert found is not None, "every plan has runs"
    return found
