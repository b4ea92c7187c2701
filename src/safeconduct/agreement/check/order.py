"""R01 to R03: rules that never decide, questions without a default, overlaps without a reason."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from math import prod

import numpy as np

from safeconduct.agreement.check.finding import Finding
from safeconduct.agreement.check.tables import Period, Tables
from safeconduct.agreement.check.witness import day_text, listed, witness
from safeconduct.agreement.model import QUESTIONS, VERDICTS, Agreement, Rule
from safeconduct.agreement.region import Ruled, first_of
from safeconduct.agreement.region.table import Truth
from safeconduct.agreement.ruling import Ruling, Step


def never_deciding(tables: Tables) -> Iterator[Finding]:
    """R01: rules that decide no movement, in no reading, at no time."""
    agreement = tables.agreement
    for question in QUESTIONS:
        ruled = [
            (period, reading, ruling, made)
            for period in tables.periods(question)
            for reading, ruling in period.distinct()
            if (made := period.ruled(ruling)) is not None
        ]
        if not ruled:
            continue
        deciding = {
            step.rule
            for _, _, ruling, made in ruled
            for step, reached in zip(ruling.steps, made.reached, strict=True)
            if reached
        }
        for rule in agreement.rules_for(question):
            if rule.id not in deciding:
                yield _never(agreement, rule, ruled)


def _never(agreement: Agreement, rule: Rule, ruled: Iterable[tuple[Period, str, Ruling, Ruled]]) -> Finding:
    part = f"rule {rule.id!r}"
    for period, reading, ruling, made in ruled:
        for step in ruling.steps:
            held = np.broadcast_to(_sure(period, step) > 0, period.grid.shape) if step.rule == rule.id else None
            place = None if held is None else first_of(held)
            if place is None:
                continue
            decider = ruling.steps[int(made.decider.reshape(-1)[place])]
            before = agreement.rule(decider.rule)
            what = f"it can never decide: wherever it holds, the rule {before.id!r} above it has decided already"
            mend = f"Move it above {before.id!r}, narrow that rule, or take this one out."
            shown = witness(
                agreement, period.movement(place), reading=reading, decided_by=before.id, verdict=decider.verdict
            )
            return Finding("R01", "error", part, rule.line, what, mend, shown)
    what = "it can never decide: no movement at any time makes its condition true"
    mend = "Look for parts that exclude each other, a list without codes, or dates that never come."
    return Finding("R01", "error", part, rule.line, what, mend, {"condition": rule.text})


def without_verdict(tables: Tables) -> Iterator[Finding]:
    """R02: questions without a default, and movements that would get no verdict."""
    agreement = tables.agreement
    for question in QUESTIONS:
        default = agreement.defaults.get(question)
        if default not in VERDICTS[question]:
            what = f"the question {question!r} has no default: a movement that no rule matches gets no verdict"
            mend = f"Add {question}: {VERDICTS[question][0]} under `defaults`, or a stricter verdict."
            yield Finding("R02", "error", "defaults", 0, what, mend, {"question": question})
    for period in tables.all():
        for reading, ruling in period.distinct():
            made = period.ruled(ruling)
            place = None if made is None else first_of(made.possible == 0)
            if place is not None:
                shown = witness(agreement, period.movement(place), reading=reading)
                what = f"the question {period.question!r} gives this movement no verdict"
                yield Finding("R02", "error", "defaults", 0, what, "Give the question a default.", shown)


def unexplained_overlaps(tables: Tables) -> Iterator[Finding]:
    """R03: rules with different verdicts that hold of one movement, where `before` gives no reason."""
    agreement = tables.agreement
    for question in QUESTIONS:
        found: dict[str, dict[str, Mapping[str, object]]] = {}
        for period in tables.periods(question):
            for reading, ruling in period.distinct():
                if period.ruled(ruling) is None:
                    continue
                for first, second, place in _overlaps(tables, period, ruling, found):
                    seen = {"period": period, "reading": reading, "place": place}
                    found.setdefault(first.rule, {})[second.rule] = seen
        for rule_id, others in found.items():
            yield _overlap(agreement, agreement.rule(rule_id), others)


def _overlaps(
    tables: Tables, period: Period, ruling: Ruling, found: Mapping[str, Mapping[str, object]]
) -> Iterator[tuple[Step, Step, int]]:
    truths = [_sure(period, step) > 0 for step in ruling.steps]
    for number, first in enumerate(ruling.steps):
        reasons = tables.agreement.rule(first.rule).before
        for second, truth in zip(ruling.steps[number + 1 :], truths[number + 1 :], strict=True):
            known = second.rule in found.get(first.rule, ()) or second.rule in reasons
            if known or first.rule == second.rule or first.verdict == second.verdict:
                continue
            cells = prod(np.broadcast_shapes(truths[number].shape, truth.shape))
            if not tables.work.allows(cells, "not every two rules were compared for overlaps"):
                return
            both = truths[number] & truth
            if both.any():
                yield first, second, _place(period, both)


def _overlap(agreement: Agreement, rule: Rule, others: Mapping[str, Mapping[str, object]]) -> Finding:
    first = next(iter(others.values()))
    period, place = first["period"], first["place"]
    assert isinstance(period, Period)
    assert isinstance(place, int)
    names = listed(repr(other) for other in others)
    what = f"it overlaps with {names}, which lead elsewhere; that it stands first decides, and no reason is given"
    if len(others) == 1:
        what = f"it overlaps with {names}, which leads elsewhere; that it stands first decides, and no reason is given"
    mend = f"If the order is meant, add before: {{{next(iter(others))}: why it comes first}}."
    shown = witness(
        agreement, period.movement(place), reading=str(first["reading"]), rules=[rule.id, next(iter(others))]
    )
    return Finding("R03", "notice", f"rule {rule.id!r}", rule.line, what, mend, shown)


def _sure(period: Period, step: Step) -> Truth:
    truth = period.grid.truth(step.tree)
    return truth if step.sure else np.minimum(truth, 0)


def _place(period: Period, mask: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> int:
    """The first cell of the whole table for which a mask over some of its axes is true."""
    index = np.unravel_index(int(mask.reshape(-1).argmax()), mask.shape)
    return int(np.ravel_multi_index(index, period.grid.shape))


def when(period: Period) -> str:
    """A period in words."""
    start, end = period.span.start, period.span.end
    if end is None:
        return f"from {day_text(start)}"
    return f"from {day_text(start)} to {day_text(end)}"
