"""What a movement's row holds, so that rules can be asked of it in SQL without lists or functions on them.

A fact of a single value is one column of the same name. A list of codes becomes bit masks over the distinct
tests that the rules put to its codes (NAME.in, NAME.out, NAME.open, NAME.count), a set of parties two bit
sets (NAME.yes, NAME.no); module `cel.sql` says what they mean. Unknown is NULL. The codes themselves stay in
the record: these columns are derived, and belong to one agreement, so to one digest.

What has members may stand in texts or in an enumeration: the rules are asked of both in the same words, and of
an enumeration DuckDB answers them about twice as fast.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import lru_cache

from safeconduct.agreement.cel import Codes, ConditionError, FactType, Kind, Parties
from safeconduct.agreement.cel.evaluate import Facts
from safeconduct.agreement.cel.sql import codes_row, parties_row, text_literal
from safeconduct.agreement.cel.tree import Node, element_predicates
from safeconduct.agreement.cel.types import Value
from safeconduct.agreement.model import INSTANT_FACT, QUESTIONS, Agreement
from safeconduct.agreement.ruling import rulings
from safeconduct.base.limits import CONDITION_ELEMENT_PREDICATES_MAX

Cell = bool | int | str | None
_TYPES = {Kind.BOOL: "BOOLEAN", Kind.INT: "BIGINT", Kind.INSTANT: "BIGINT", Kind.DURATION: "BIGINT"}
_PARTS: Mapping[Kind, tuple[tuple[str, str], ...]] = {
    Kind.CODES: ((".in", "BIGINT"), (".out", "BIGINT"), (".open", "BOOLEAN"), (".count", "BIGINT")),
    Kind.PARTIES: ((".yes", "BIGINT"), (".no", "BIGINT")),
}
_CODES_REMEMBERED = 65_536


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its fact, its name, such as ``cargo.in``, and its SQL type."""

    fact: str
    name: str
    type: str


class Coding:
    """The columns of some facts for some rules.

    facts: in the order of the file; `at` is always among them. predicates: the tests on codes, a bit each.
    """

    def __init__(self, facts: Mapping[str, FactType], trees: Iterable[Node]) -> None:
        """Raises ConditionError E11 for more than 62 different tests on codes, E03 for names that meet."""
        self.facts = facts
        self.predicates = element_predicates(*trees)
        self.columns = tuple(column for name, declared in facts.items() for column in _columns(name, declared))
        _check(self)
        self._bits = lru_cache(maxsize=_CODES_REMEMBERED)(self._bits_of)

    @property
    def bits(self) -> dict[Node, int]:
        """The bit of each test on codes."""
        return {predicate: bit for bit, predicate in enumerate(self.predicates)}

    def row(self, facts: Facts) -> tuple[Cell, ...]:
        """The cells of a movement, one for each column. Facts not given are unknown."""
        return tuple(cell for name, declared in self.facts.items() for cell in self._cells(declared, facts.get(name)))

    def names(self, view: str = "", shared: AbstractSet[str] = frozenset()) -> dict[str, str]:
        """Column -> its SQL name in a table that holds several views in a row.

        shared: facts that are the same in every view, so that they stand once, without the view's name.
        """
        return {
            column.name: quoted_name(column_name("" if column.fact in shared else view, column.name))
            for column in self.columns
        }

    def declared(self, views: Sequence[str] = ("",), shared: AbstractSet[str] = frozenset()) -> str:
        """The columns with their types, as DuckDB's CREATE TABLE wants them; view after view."""
        names = [(self.names(view, shared)[column.name], column.type) for view in views for column in self.columns]
        return ", ".join(f"{name} {kind}" for name, kind in dict(names).items())

    def code_bits(self, code: str) -> tuple[int, int]:
        """The tests that a code satisfies, and those that it fails."""
        return self._bits(code)

    def _bits_of(self, code: str) -> tuple[int, int]:
        inside, outside, _, _ = codes_row(Codes((code,)), self.predicates)
        assert inside is not None
        assert outside is not None
        return inside, outside

    def _cells(self, declared: FactType, value: Value | None) -> tuple[Cell, ...]:
        match value:
            case None:
                return (None,) * len(_PARTS.get(declared.kind, ("",)))
            case Codes(known, more):
                inside = outside = 0
                for code in known:
                    satisfied, failed = self._bits(code)
                    inside, outside = inside | satisfied, outside | failed
                return inside, outside, more, len(known)
            case Parties():
                return parties_row(value, declared.members)
        return (value,)


def coding_of(agreement: Agreement) -> Coding:
    """The columns that hold all that the rules of an agreement ask of a movement, in any reading at any time."""
    ruled = [
        ruling
        for question in QUESTIONS
        for reading in agreement.readings.values()
        for ruling in rulings(agreement, question, reading).values()
    ]
    used = {INSTANT_FACT, *(name for ruling in ruled for name in ruling.facts)}
    facts = {name: fact.type for name, fact in agreement.facts.items() if name in used}
    trees = [step.tree for ruling in ruled for step in ruling.steps]
    return Coding({INSTANT_FACT: FactType(Kind.INSTANT), **facts}, trees)


def column_name(view: str, name: str) -> str:
    """The name of a column in a row that holds several views; a view without a name adds nothing."""
    return f"{view}.{name}" if view else name


def quoted_name(name: str) -> str:
    """A name as SQL wants it, whatever is in it.

    >>> quoted_name('cargo.in')
    '"cargo.in"'
    """
    doubled = name.replace('"', '""')
    return f'"{doubled}"'


def _columns(name: str, declared: FactType) -> list[Column]:
    parts = _PARTS.get(declared.kind)
    if parts is None:
        return [Column(name, name, _TYPES.get(declared.kind) or _text_type(declared.members))]
    return [Column(name, name + part, kind) for part, kind in parts]


def _text_type(members: Sequence[str]) -> str:
    return f"ENUM({', '.join(map(text_literal, members))})" if members else "VARCHAR"


def _check(coding: Coding) -> None:
    if len(coding.predicates) > CONDITION_ELEMENT_PREDICATES_MAX:
        what = f"the rules put {len(coding.predicates)} different tests to codes"
        next_step = f"At most {CONDITION_ELEMENT_PREDICATES_MAX} fit; make lists of codes that are tested together."
        raise ConditionError("E11", what, next_step=next_step)
    names = [column.name for column in coding.columns]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        what = f"the fact {twice[0]} is named like a part of a list or set"
        raise ConditionError("E03", what, next_step="Give it another name.")
