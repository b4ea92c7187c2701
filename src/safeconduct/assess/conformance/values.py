"""What the rows show of each fact, and what they cannot show, in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from safeconduct.agreement.cel import Codes, Kind
from safeconduct.base.limits import CONFORMANCE_ROWS_SHOWN_MAX
from safeconduct.facts.agreed.movements import AgreedFacts, NotShown
from safeconduct.facts.build import Facts

_COUNTED = frozenset({Kind.BOOL, Kind.ENUM, Kind.PARTY})


@dataclass(frozen=True, slots=True)
class FactCount:
    """One fact in one view: how many movements it is known, contested or unknown of, and which values it takes.

    values: for facts of few values only. open: lists of which not every member is known.
    """

    view: str
    fact: str
    known: int
    contested: int
    unknown: int
    open: int
    values: Mapping[str, int]

    def to_json(self) -> dict[str, object]:
        """As an object; what does not apply is left out."""
        found: dict[str, object] = {
            "view": self.view,
            "fact": self.fact,
            "known": self.known,
            "contested": self.contested,
            "unknown": self.unknown,
        }
        if self.open:
            found["open"] = self.open
        if self.values:
            found["values"] = dict(self.values)
        return found


@dataclass(frozen=True, slots=True)
class CannotShow:
    """Something that the rows cannot show. fact: empty for what the corridor as a whole does not record."""

    fact: str
    view: str
    movements: int
    contested: int
    why: str

    def to_json(self) -> dict[str, object]:
        """As an object; what does not apply is left out."""
        found: dict[str, object] = {"why": self.why}
        if self.fact:
            found |= {"fact": self.fact, "view": self.view, "movements": self.movements, "contested": self.contested}
        return found


@dataclass(frozen=True, slots=True)
class Goods:
    """The cargo lines of the record. with_code: those that carry an HS code or UN number.

    names: name of the goods -> lines and kg, the heaviest first; of all `distinct` names the first so many.
    """

    lines: int
    with_code: int
    distinct: int
    names: tuple[tuple[str, int, int], ...]

    def to_json(self) -> dict[str, object]:
        """As an object."""
        return {
            "lines": self.lines,
            "with_code": self.with_code,
            "distinct_names": self.distinct,
            "names": [{"commodity": name, "lines": lines, "load_kg": kg} for name, lines, kg in self.names],
        }


def goods_of(facts: Facts) -> Goods:
    """What was carried, as the record names it: names are not codes, and none is made into one."""
    facts.need("cargo")
    row = facts.con.execute(
        """SELECT COUNT(*), COUNT(COALESCE(hs, un)), COUNT(DISTINCT commodity) FROM cargo"""
    ).fetchone()
    names = facts.con.execute(
        """
        SELECT commodity, COUNT(*), CAST(SUM(load_kg) AS BIGINT) AS kg FROM cargo GROUP BY commodity
        ORDER BY kg DESC NULLS LAST, commodity LIMIT ?
        """,
        [CONFORMANCE_ROWS_SHOWN_MAX],
    ).fetchall()
    lines, with_code, distinct = row or (0, 0, 0)
    return Goods(lines, with_code, distinct, tuple((str(name), count, int(kg or 0)) for name, count, kg in names))


def counts_of(agreed: AgreedFacts) -> tuple[FactCount, ...]:
    """How far each fact is known, view by view, in the order of the file."""
    return tuple(_count(agreed, view.name, name) for view in agreed.views for name in agreed.bindings)


def cannot_show(agreed: AgreedFacts) -> tuple[CannotShow, ...]:
    """Facts not known of some movement, then facts of windows and days, then what the charters say of the record."""
    gaps = tuple(_gap(one) for one in agreed.not_shown())
    facts = agreed.agreement.facts.values()
    windows = [f"{fact.name} is a fact per {fact.per}, not of a movement." for fact in facts if fact.per != "movement"]
    scopes = [scope.says for log in agreed.logs for scope in log.terms.scope]
    stated = [sentence for log in agreed.logs for sentence in log.terms.cannot_know]
    words = dict.fromkeys(sentence for sentence in (*windows, *scopes, *stated) if sentence)
    return (*gaps, *(CannotShow("", "", 0, 0, sentence) for sentence in words))


def _gap(one: NotShown) -> CannotShow:
    return CannotShow(one.fact, one.view, one.movements, one.contested, one.why)


def _count(agreed: AgreedFacts, view: str, name: str) -> FactCount:
    facts = [agreed.facts_of(view, movement.id)[name] for movement in agreed.movements]
    statuses = [fact.status for fact in facts]
    values: dict[str, int] = {}
    if agreed.agreement.facts[name].type.kind in _COUNTED:
        for fact in facts:
            if fact.value is not None:
                text = str(fact.value).lower() if isinstance(fact.value, bool) else str(fact.value)
                values[text] = values.get(text, 0) + 1
    return FactCount(
        view,
        name,
        statuses.count("known"),
        statuses.count("contested"),
        statuses.count("unknown"),
        sum(isinstance(fact.value, Codes) and fact.value.open for fact in facts),
        dict(sorted(values.items())),
    )
