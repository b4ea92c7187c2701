"""Duties over the movements of a record: each movement is a window in which a continuous duty is met, or not."""

from __future__ import annotations

from collections.abc import Sequence

from safeconduct.agreement.cel.evaluate import Facts
from safeconduct.agreement.cel.tree import fact_names
from safeconduct.agreement.model import INSTANT_FACT, Obligation
from safeconduct.agreement.obligations import DutyState, ViewRecord, Window, obligation_states
from safeconduct.agreement.ruling import LIMIT
from safeconduct.facts.agreed.movements import AgreedFacts, Movement
from safeconduct.facts.agreed.sources import DATE_OF


def duties_of(agreed: AgreedFacts) -> tuple[DutyState, ...]:
    """The state of every duty at `as_of`, in every view and under every reading."""
    record = {view.name: _record(agreed, view.name) for view in agreed.views}
    return obligation_states(agreed.agreement, record, agreed.as_of)


def _record(agreed: AgreedFacts, view: str) -> ViewRecord:
    asked = [duty for duty in agreed.agreement.obligations if _is_counted(agreed, duty)]
    if not asked:
        return ViewRecord()
    facts = [_facts(agreed, view, movement) for movement in agreed.movements]
    moved = list(zip(agreed.movements, facts, strict=True))
    return ViewRecord(windows={duty.id: _windows(duty, moved) for duty in asked})


def _is_counted(agreed: AgreedFacts, duty: Obligation) -> bool:
    """Whether movements are the windows of a duty: its condition speaks of facts of a movement alone."""
    if duty.kind != "continuous" or duty.scored_by_person or duty.condition is None:
        return False
    names = _asked(duty)
    return bool(names) and names <= set(agreed.bindings)


def _asked(duty: Obligation) -> set[str]:
    conditions = () if duty.condition is None else duty.condition.values()
    trees = [one.tree for one in conditions if one is not None]
    return {name for tree in trees for name in fact_names(tree) if not name.startswith(LIMIT)}


def _windows(duty: Obligation, moved: Sequence[tuple[Movement, Facts]]) -> tuple[Window, ...]:
    """A window a movement. The record covers it if it tells any fact that the duty asks for."""
    asked = _asked(duty)
    return tuple(Window(_instant(movement, facts), facts, bool(asked & facts.keys())) for movement, facts in moved)


def _instant(movement: Movement, facts: Facts) -> int:
    at = facts.get(INSTANT_FACT)
    return at if isinstance(at, int) else movement.at


def _facts(agreed: AgreedFacts, view: str, movement: Movement) -> Facts:
    facts = dict(agreed.values_of(view, movement.id))
    for name in _not_yet(agreed, facts):
        del facts[name]
    return facts


def _not_yet(agreed: AgreedFacts, facts: Facts) -> list[str]:
    """Facts that say nothing was done where the charter says: not by the end of the record.

    A duty that may still be done is neither met nor failed.
    """
    waited_for = {column for log in agreed.logs for column in log.terms.not_yet}
    return [
        name
        for name, value in facts.items()
        if value is False
        for field in agreed.bindings[name].fields[:1]
        if field.shape == "done" and waited_for & {column for _, column in DATE_OF[field.kinds[0]]}
    ]
