"""Checks: how many movements were checked, by whom, and how long they waited for it, against the limit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from safeconduct.agreement.case import EntryRef
from safeconduct.agreement.cel.tree import Compare, Fact, walk
from safeconduct.agreement.model import Limit, LimitRow, Reading
from safeconduct.agreement.ruling import LIMIT, limit_value, positions_at
from safeconduct.assess.conformance.clauses import CaseRow
from safeconduct.base.instant import day_to_text
from safeconduct.base.limits import CONFORMANCE_ROWS_SHOWN_MAX
from safeconduct.facts.agreed.known import KnownFact
from safeconduct.facts.agreed.movements import AgreedFacts, Movement
from safeconduct.facts.agreed.sources import Shape


@dataclass(frozen=True, slots=True)
class AgainstLimit:
    """Waits against one limit under one reading. rows: those of its rows that gave a value.

    within, over: waits that ended in time, or later than allowed. still_over: not checked by the end, and
    waiting longer than allowed by then. unknown: waits for which the reading gives no limit.
    """

    limit: str
    reading: str
    rows: tuple[LimitRow, ...]
    within: int
    over: int
    still_over: int
    unknown: int

    def to_json(self) -> dict[str, object]:
        """As an object. What the limit rests on is said with it."""
        values = [{"value": row.value, "unit": row.unit, "basis": row.basis} for row in self.rows]
        return {
            "limit": self.limit,
            "reading": self.reading,
            "values": values,
            "within": self.within,
            "over": self.over,
            "still_waiting_over": self.still_over,
            "unknown": self.unknown,
        }


@dataclass(frozen=True, slots=True)
class Waits:
    """Checks in one view.

    checked, not_checked, unknown: movements. days: wait in whole days -> movements, shortest first. waiting: of
    those not checked by the end, days since departure -> movements. who: movements of which the checking parties
    are known; why_not_who: why the others are not. longest: the longest waits, ended or not.
    """

    view: str
    checked: int
    not_checked: int
    unknown: int
    days: Mapping[int, int]
    waiting: Mapping[int, int]
    against: tuple[AgainstLimit, ...]
    who: int
    why_not_who: str
    longest: tuple[CaseRow, ...]

    def quantile(self, permille: int) -> int:
        """The least wait that so many in a thousand of the waits that ended do not exceed."""
        total, seen = sum(self.days.values()), 0
        for days, count in self.days.items():
            seen += count
            if seen * 1000 >= permille * total:
                return days
        return max(self.days)

    def to_json(self) -> dict[str, object]:
        """As an object."""
        found: dict[str, object] = {
            "view": self.view,
            "checked": self.checked,
            "not_checked": self.not_checked,
            "unknown": self.unknown,
            "by_whom": {"known": self.who, **({"why": self.why_not_who} if self.why_not_who else {})},
            "days": [{"days": days, "movements": count} for days, count in self.days.items()],
            "waiting": [{"days": days, "movements": count} for days, count in self.waiting.items()],
            "against_limits": [one.to_json() for one in self.against],
            "longest": [row.to_json() for row in self.longest],
        }
        if self.days:
            marks = {"shortest": 0, "median": 500, "p90": 900, "longest": 1000}
            found["days_at"] = {name: self.quantile(permille) for name, permille in marks.items()}
        return found


@dataclass(frozen=True, slots=True)
class _Case:
    """A movement that departed: how long it waited, or has waited so far."""

    movement: Movement
    departed: int
    wait: int
    ended: bool
    entries: tuple[EntryRef, ...]


def waits_of(agreed: AgreedFacts, view: str) -> Waits | None:
    """The checks and waits of a view; None if the agreement has no fact that says whether there was a check."""
    done = bound_fact(agreed, "done")
    if done is None:
        return None
    checks = [agreed.facts_of(view, movement.id)[done] for movement in agreed.movements]
    pairs = zip(agreed.movements, checks, strict=True)
    cases = [case for movement, check in pairs if (case := _case(agreed, view, movement, check)) is not None]
    longest = sorted(cases, key=lambda case: (-case.wait, case.movement.at, case.movement.id))
    who, why = _who(agreed, view)
    return Waits(
        view,
        sum(check.value is True for check in checks),
        sum(check.value is False for check in checks),
        sum(check.value is None for check in checks),
        _by_days(case for case in cases if case.ended),
        _by_days(case for case in cases if not case.ended),
        tuple(_against(agreed, limit, reading, cases) for limit, reading in _limits_asked(agreed)),
        who,
        why,
        tuple(_row(case) for case in longest[:CONFORMANCE_ROWS_SHOWN_MAX]),
    )


def bound_fact(agreed: AgreedFacts, shape: Shape) -> str | None:
    """The first fact of the file that is read from checks in this way."""
    for name, binding in agreed.bindings.items():
        if any(field.shape == shape and field.kinds == ("check",) for field in binding.fields):
            return name
    return None


def _case(agreed: AgreedFacts, view: str, movement: Movement, check: KnownFact) -> _Case | None:
    departed, checked = agreed.departed_on(view, movement.id), agreed.checked_on(view, movement.id)
    entries = tuple(entry for fact in (departed, checked) for one in fact.attested for entry in one.entries)
    if not isinstance(departed.value, int):
        return None
    if isinstance(checked.value, int):
        return _Case(movement, departed.value, checked.value - departed.value, ended=True, entries=entries)
    if check.value is not False:
        return None
    last_day = agreed.logs[0].terms.day(agreed.as_of - 1)
    return _Case(movement, departed.value, last_day - departed.value, ended=False, entries=entries)


def _by_days(cases: Iterable[_Case]) -> dict[int, int]:
    found: dict[int, int] = {}
    for case in cases:
        found[case.wait] = found.get(case.wait, 0) + 1
    return dict(sorted(found.items()))


def _who(agreed: AgreedFacts, view: str) -> tuple[int, str]:
    name = bound_fact(agreed, "set")
    if name is None:
        return 0, "The agreement has no fact that says who checked."
    facts = [agreed.facts_of(view, movement.id)[name] for movement in agreed.movements]
    known = [fact for fact in facts if fact.value is not None]
    return len(known), next((fact.why for fact in facts if fact.value is None), "")


def _limits_asked(agreed: AgreedFacts) -> Iterator[tuple[Limit, Reading]]:
    """The limits that some rule compares the wait with, under each reading."""
    wait = bound_fact(agreed, "days")
    trees = [one.tree for rule in agreed.agreement.rules for one in rule.condition.values() if one is not None]
    compared = [node for tree in trees for node in walk(tree) if isinstance(node, Compare)]
    sides = [{one.name for one in (node.left, node.right) if isinstance(one, Fact)} for node in compared]
    limits = {name for names in sides if wait in names for name in names if name.startswith(LIMIT)}
    for limit in agreed.agreement.limits.values():
        if LIMIT + limit.id in limits:
            yield from ((limit, reading) for reading in agreed.agreement.readings.values())


def _against(agreed: AgreedFacts, limit: Limit, reading: Reading, cases: Iterable[_Case]) -> AgainstLimit:
    counts = {"within": 0, "over": 0, "still_over": 0, "unknown": 0}
    values: set[int] = set()
    for case in cases:
        low, high = agreed.moments(case.movement.at)
        allowed = {limit_value(limit, positions_at(reading, at), at) for at in (low, high)}
        value = allowed.pop()
        if allowed or value is None:
            counts["unknown"] += 1
            continue
        values.add(value)
        if case.wait > value:
            counts["over" if case.ended else "still_over"] += 1
        elif case.ended:
            counts["within"] += 1
    rows = tuple(row for row in limit.rows if row.value in values)
    return AgainstLimit(limit.id, reading.id, rows, **counts)


def _row(case: _Case) -> CaseRow:
    says = f"checked after {case.wait} days" if case.ended else f"not checked after {case.wait} days"
    return CaseRow(case.movement.label, day_to_text(case.departed), says, case.entries)
