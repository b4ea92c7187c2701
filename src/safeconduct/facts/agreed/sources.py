"""Where the facts of an agreement are recorded: what each ``KIND.FIELD`` of a file reads from the tables.

`movement.X` is what was notified, else what the passage says. A field that is no column of its kind is looked up
among the corridor's own columns (`extra`). `KIND.done` asks whether there is any entry of the kind.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from safeconduct.facts.columns import LEAF_TABLES, MOVEMENT_KINDS
from safeconduct.facts.terms import Coverage, Terms

Shape = Literal["first", "each", "done", "set", "codes", "days"]
"""first: of several entries of a log the first counts. each: all must agree. done: whether there is any.
set: each adds a member. codes: the codes of the cargo lines. days: whole days from the passage to the check."""

DATE_OF: Final[Mapping[str, tuple[tuple[str, str], ...]]] = {
    "notification": (("notification", "notified_on"),),
    "passage": (("movement", "departed_on"), ("passage", "passed_on")),
    "check": (("check", "inspected_on"), ("movement", "inspected_on")),
    "clearance": (("clearance", "authorised_on"), ("movement", "authorised_on"), ("movement", "registered_on")),
    "decision": (),
}
"""Kind -> the table and date column for which a charter states that its entries are complete, or missing.

Of decisions no table has a row each, so no charter states that of them.
"""
_SYNONYMS: Final[Mapping[tuple[str, str], tuple[str, ...]]] = {("check", "by"): ("by", "team")}
DAYS: Final = frozenset({"passage.wait_days", "check.wait_days", "movement.wait_days"})
PARTS: Final = ("passage.day", "check.day")
"""What the days from the passage to the check are made of."""
DONE: Final[Mapping[str, str]] = {
    "movement.notified": "notification",
    "movement.checked": "check",
    "movement.inspected": "check",
    "movement.cleared": "clearance",
}
NAMED_LIKE: Final[Mapping[str, str]] = {
    "check.by_all": "check.by",
    "check.checked_by": "check.by",
    "notification.codes": "notification.cargo",
    "movement.cargo": "notification.cargo",
}


@dataclass(frozen=True, slots=True)
class Field:
    """One field that facts can be bound to.

    kinds: the kinds of entry it is read from, the next only where those before say nothing. column: a column of
    their tables, a name in `extra` if `extra`, empty for `done` and `codes`. outcome: of a clearance, if only one.
    """

    name: str
    kinds: tuple[str, ...]
    column: str
    shape: Shape
    extra: bool = False
    outcome: str = ""

    def stated(self, terms: Terms) -> Coverage | None:
        """Where a charter says that entries of this kind are complete, if it does."""
        found = (terms.covers(table, column) for table, column in DATE_OF[self.kinds[0]])
        return next((one for one in found if one is not None), None)

    def is_missing(self, terms: Terms) -> bool:
        """Whether a charter says that this is not recorded; what entries of its log give then says nothing."""
        return bool(self.column) and any((one.table, one.column) in self._asked() for one in terms.missing)

    def missing_words(self, terms: Terms) -> str:
        """Why this may be unknown, in the words of a charter: it, or the date of its kind, is not recorded."""
        asked = self._asked() | set(DATE_OF[self.kinds[0]])
        return " ".join(dict.fromkeys(one.says for one in terms.missing if (one.table, one.column) in asked))

    def _asked(self) -> set[tuple[str, str]]:
        columns = _SYNONYMS.get((self.kinds[0], self.column), (self.column,))
        return {(table, column) for table in (*self.kinds, "movement") for column in columns}


def field_of(name: str, terms: Terms, *, as_set: bool = False) -> Field | None:
    """What a source name such as ``check.by`` reads; None for a kind of entry that no table holds.

    as_set: the fact is a set of parties.
    """
    name = NAMED_LIKE.get(name, name)
    kind, _, column = name.partition(".")
    if name in DAYS:
        return Field(name, ("check",), "", "days")
    if name in DONE or (column == "done" and kind in MOVEMENT_KINDS):
        return Field(name, (DONE.get(name, kind),), "", "done")
    if name == "notification.cargo":
        return Field(name, ("notification",), "", "codes")
    if kind == "clearance" and column in {"by", "refused_by"}:
        outcome = "cleared" if column == "by" else "refused"
        return Field(name, ("clearance",), "by", "set" if as_set else "each", outcome=outcome)
    return _column(name, kind, column, terms, as_set=as_set)


def _column(name: str, kind: str, column: str, terms: Terms, *, as_set: bool) -> Field | None:
    kinds = ("notification", "passage") if kind == "movement" else (kind,)
    if not set(kinds) <= set(MOVEMENT_KINDS):
        return None
    own = terms.names.get("movement", {}).get(column, column)
    if own in {"at", "day"}:
        return Field(name, tuple(reversed(kinds)), "at_us" if own == "at" else "day", "first")
    holding = tuple(one for one in kinds if own in LEAF_TABLES[one])
    if holding:
        return Field(name, holding, own, "set" if as_set else "first" if holding == ("passage",) else "each")
    return Field(name, kinds, column, "set" if as_set else "each", extra=True)
