"""What each log says of each fact of each movement, before any view: the entries, and the value they give.

A log that says nothing of a movement is silent - unless its charter states that its entries of that kind are
complete up to the time asked about: then it says that there was none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from safeconduct.agreement.cel import Codes, Parties
from safeconduct.agreement.cel.types import Value
from safeconduct.agreement.model import DeclaredFact
from safeconduct.entries.offsets import local_day_start
from safeconduct.facts.agreed.sources import Field
from safeconduct.facts.agreed.typed import Names, Raw, typed
from safeconduct.facts.agreed.views import KeptLog
from safeconduct.facts.build import Facts

_SAME_ENTRY = "{0}.log = r.log AND {0}.leaf = r.leaf AND {0}.by_leaf = r.by_leaf"
_ON_LINE = f"JOIN leaf_line AS l ON {_SAME_ENTRY.format('l')}"
_ON_EXTRA = f"JOIN leaf_extra AS e ON {_SAME_ENTRY.format('e')} AND e.line = -1 AND e.name = ?"
_CODES = "concat_ws(' ', 'hs:' || l.hs, 'un_number:' || l.un)"
HS_DIGITS = 6
NO_CODE = "The cargo lines carry no code (HS or UN), only the names of the goods."


@dataclass(frozen=True, slots=True)
class Told:
    """What one log says of one fact of a movement.

    value: None if it gives none that the fact could take; then `why`. leaves: indices of the entries; none where
    the log says that there was nothing.
    """

    log: int
    value: Value | None
    leaves: tuple[int, ...]
    why: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One entry's word on a field. value: None if the entry leaves it out. code: for cargo lines."""

    movement: str
    log: int
    leaf: int
    value: Raw | None


Tellings = dict[str, list[Told]]
"""Movement -> what the logs say of one fact, in order of the logs."""


@dataclass(slots=True)
class Teller:
    """Reads what the logs say up to an instant; entries from `as_of` on have not happened yet.

    Only of movements in the table `chosen_movement`, which whoever makes a teller has filled.
    """

    facts: Facts
    logs: Sequence[KeptLog]
    names: Names
    as_of: int
    movements: Mapping[str, int]
    """Movement -> the instant of its earliest entry."""

    def tell(self, fact: DeclaredFact, fields: Sequence[Field]) -> Tellings:
        """What each log says of a fact: by the first of the fields on which it says anything."""
        found: Tellings = {}
        heard: set[tuple[str, int]] = set()
        for kind_field in fields:
            for movement, told in list(self._field(fact, kind_field)):
                if (movement, told.log) not in heard:
                    heard.add((movement, told.log))
                    found.setdefault(movement, []).append(told)
        for told_by in found.values():
            told_by.sort(key=lambda told: told.log)
        return found

    def _field(self, fact: DeclaredFact, field: Field) -> Iterator[tuple[str, Told]]:
        """Kind by kind; a later kind counts only where the log has no entry of those before."""
        given: set[tuple[str, int]] = set()
        for kind in field.kinds:
            for (movement, log), rows in groupby(self._rows(field, kind), key=lambda row: (row.movement, row.log)):
                if (movement, log) not in given and not field.is_missing(self.logs[log].terms):
                    given.add((movement, log))
                    yield from ((movement, told) for told in self._of_log(fact, field, log, list(rows)))
        if field.shape == "done":
            yield from self._nothing_done(field, given)

    def _of_log(self, fact: DeclaredFact, field: Field, log: int, rows: list[Row]) -> Iterator[Told]:
        leaves = tuple(dict.fromkeys(row.leaf for row in rows))
        if field.shape == "done":
            yield Told(log, value=True, leaves=leaves)
        elif field.shape == "codes":
            yield _codes(log, leaves, rows)
        elif field.shape == "set":
            yield self._members(fact, field, log, rows)
        else:
            yield from self._single(fact, log, rows[:1] if field.shape == "first" else rows)

    def _single(self, fact: DeclaredFact, log: int, rows: list[Row]) -> Iterator[Told]:
        by_value: dict[Raw, list[int]] = {}
        for row in rows:
            if row.value is not None:
                by_value.setdefault(row.value, []).append(row.leaf)
        for raw, leaves in by_value.items():
            value = typed(fact.type, raw, self.names)
            yield Told(log, value.value, tuple(leaves), value.why)

    def _members(self, fact: DeclaredFact, field: Field, log: int, rows: list[Row]) -> Told:
        """Parties named are in; the others are out only if the log is complete and every entry names a party."""
        leaves = tuple(dict.fromkeys(row.leaf for row in rows))
        given = [typed(fact.type, row.value, self.names) for row in rows if row.value is not None]
        yes = frozenset(str(one.value) for one in given if one.value is not None)
        whole = len(yes) > 0 and len(given) == len(rows) and all(one.value is not None for one in given)
        no = frozenset(fact.type.members) - yes if whole and self.covers(field, log, rows[0].movement) else frozenset()
        why = next((one.why for one in given if one.why), "No entry says who.")
        return Told(log, Parties(yes, no), leaves) if yes else Told(log, None, leaves, why)

    def _nothing_done(self, field: Field, given: set[tuple[str, int]]) -> Iterator[tuple[str, Told]]:
        """Logs that are complete say of every movement without an entry that there was none."""
        for number, log in enumerate(self.logs):
            stated = field.stated(log.terms)
            if stated is None:
                continue
            for movement in self.movements:
                if (movement, number) not in given and self.covers(field, number, movement):
                    yield movement, Told(number, value=False, leaves=(), why=stated.says)

    def covers(self, field: Field, log: int, movement: str) -> bool:
        """Whether a log's charter says that entries of this kind are complete from the movement up to `as_of`."""
        terms = self.logs[log].terms
        stated = field.stated(terms)
        if stated is None or movement not in self.movements:
            return False
        begun = stated.from_day is None or stated.from_day <= terms.day(self.movements[movement])
        return begun and (stated.until_day is None or self.as_of <= local_day_start(terms.offsets, stated.until_day))

    def _rows(self, field: Field, kind: str) -> Iterator[Row]:
        """The live entries of one kind, by movement and log, departures first."""
        value, joined, asked, last = self._value_sql(field)
        only = f" AND r.outcome = '{field.outcome}'" if field.outcome else ""
        first = "CASE WHEN r.event = 'departed' THEN 0 ELSE 1 END, " if kind == "passage" else ""
        query = f"""
            SELECT r.movement, r.log, r.leaf, {value} FROM "leaf_{kind}" AS r {joined}
            LEFT JOIN superseded AS s ON s.log = r.log AND s.leaf = r.leaf
            WHERE (s.by_leaf IS NULL OR (s.by_leaf = r.by_leaf AND s.withdrawn = 0))
              AND r.movement IN (SELECT movement FROM chosen_movement) AND r.at_us < ?{only}
            ORDER BY r.movement, r.log, {first}r.at_us, r.leaf{last}
        """
        for movement, log, leaf, text, number in self.facts.con.execute(query, [*asked, self.as_of]).fetchall():
            yield Row(movement, log, leaf, number if text is None else text)

    def _value_sql(self, field: Field) -> tuple[str, str, list[object], str]:
        """Text and number of a field, the join they need, its parameters, and a last key of order."""
        if field.shape == "codes":
            return f"{_CODES}, NULL", _ON_LINE, [], ", l.line"
        if field.extra:
            return "e.text, e.number", _ON_EXTRA, [field.column], ""
        if not field.column:
            return "NULL, NULL", "", [], ""
        return f'NULL, r."{field.column}"', "", [], ""


def _codes(log: int, leaves: tuple[int, ...], rows: list[Row]) -> Told:
    """The codes of the cargo lines, cut to the digits that lists know; open while any line has none."""
    codes = tuple(dict.fromkeys(code for row in rows for code in _line_codes(str(row.value or ""))))
    without = any(not row.value for row in rows)
    why = NO_CODE if without else ""
    return Told(log, Codes(codes, open=without), leaves) if codes else Told(log, None, leaves, why)


def _line_codes(text: str) -> Iterator[str]:
    for code in text.split():
        scheme, _, digits = code.partition(":")
        yield code if scheme != "hs" else f"hs:{digits[: min(len(digits) // 2 * 2, HS_DIGITS)]}"
