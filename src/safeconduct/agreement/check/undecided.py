"""R07: movements that no record can decide, where the file does not say that it leaves them open.

A silent position is a declared gap and no fault; limits and lists that begin late are told by R09. What remains
are limits without a row for some position, and amendments on which nothing is known of a reading.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from safeconduct.agreement.cel import Condition
from safeconduct.agreement.check.finding import Finding
from safeconduct.agreement.check.order import when
from safeconduct.agreement.check.tables import Period, Tables
from safeconduct.agreement.check.witness import verdict_text, witness
from safeconduct.agreement.model import Agreement, Limit, LimitRow, Reading, Rule
from safeconduct.agreement.region import first_of, verdicts_of
from safeconduct.agreement.ruling import LIMIT, Ruling, Step, limit_value, part_holds, positions_at, under_holds


def undecided(tables: Tables) -> Iterator[Finding]:
    """R07: one finding for each rule and cause, with a movement that stays undecided."""
    seen: set[tuple[str, str]] = set()
    for period in tables.all():
        for reading in tables.readings.values():
            ruling = _without_declared_gaps(tables.agreement, reading, period)
            made = period.ruled(ruling)
            if made is None:
                continue
            many = first_of(np.bitwise_and(made.possible, made.possible - np.uint8(1)) > 0)
            if many is None:
                continue
            for step in _unknown_steps(period, ruling, many):
                cause, mend = _cause(tables.agreement, reading, period, step)
                if (step.rule, cause) not in seen:
                    seen.add((step.rule, cause))
                    rule = tables.agreement.rule(step.rule)
                    possible = verdict_text(verdicts_of(period.question, int(made.possible.reshape(-1)[many])))
                    what = f"{when(period)} some movements stay {possible}, whatever is recorded: {cause}"
                    movement = period.movement(many)
                    shown = witness(tables.agreement, movement, reading=reading.id, verdict=possible)
                    yield Finding("R07", "error", f"rule {rule.id!r}", rule.line, what, mend, shown)


def _without_declared_gaps(agreement: Agreement, reading: Reading, period: Period) -> Ruling:
    ruling, instant = period.rulings[reading.id], period.span.start
    kept = [step for step in ruling.steps if not _is_declared(agreement, reading, instant, step)]
    return replace(ruling, steps=tuple(kept))


def _is_declared(agreement: Agreement, reading: Reading, instant: int | None, step: Step) -> bool:
    """Whether a silent position is why a step is unknown; or a list or limit that has not begun, which R09 tells."""
    rule, positions = agreement.rule(step.rule), positions_at(reading, instant)
    if not step.sure and part_holds(agreement, f"rules.{rule.id}", reading, instant) is not None:
        return under_holds(rule.under, positions) is None
    if not step.sure:
        path = f"rules.{rule.id}"
        issues = {
            one.issue for one in agreement.amendments if path in {*one.adds, *one.removes, *one.replaces} and one.issue
        }
        under = [
            one.under for one in agreement.amendments if path in {*one.adds, *one.removes, *one.replaces} and one.under
        ]
        return any(positions.get(issue) is None for issue in issues) or any(
            under_holds(one, positions) is None for one in under
        )
    return _condition(rule, instant) is None or any(
        not _begun(limit, instant) or any(under_holds(row.under, positions) is None for row in _begun(limit, instant))
        for limit in _limits_of(agreement, rule, instant)
    )


def _begun(limit: Limit, instant: int | None) -> list[LimitRow]:
    return [row for row in limit.rows if instant is not None and row.start <= instant]


def _condition(rule: Rule, instant: int | None) -> Condition | None:
    return rule.condition.pieces[0].value if instant is None else rule.condition.at(instant)


def _limits_of(agreement: Agreement, rule: Rule, instant: int | None) -> list[Limit]:
    condition = _condition(rule, instant)
    names = condition.names if condition is not None else ()
    return [agreement.limits[name.removeprefix(LIMIT)] for name in names if name.startswith(LIMIT)]


def _unknown_steps(period: Period, ruling: Ruling, place: int) -> Iterator[Step]:
    for step in ruling.steps:
        truth = np.broadcast_to(period.grid.truth(step.tree), period.grid.shape).reshape(-1)[place]
        if truth == 0 or (truth > 0 and not step.sure):
            yield step


def _cause(agreement: Agreement, reading: Reading, period: Period, step: Step) -> tuple[str, str]:
    rule, instant = agreement.rule(step.rule), period.span.start
    if not step.sure:
        mend = f"List {reading.party or reading.id} under recognised_by or contested_by of the amendment."
        return f"the file does not say whether the reading {reading.id} recognises the amendment", mend
    positions = positions_at(reading, instant)
    names = [one.id for one in _limits_of(agreement, rule, instant) if limit_value(one, positions, instant) is None]
    without = ", ".join(names)
    mend = f"Give {without} a row for every position that a reading takes."
    return f"the limit {without} has no value in the reading {reading.id}", mend
