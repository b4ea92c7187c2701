"""The words a claim may use on one corridor: tables, columns, their types, and what is known not to be recorded.

A column is a standard column of the facts tables, another name for one (given by the charter), a column of the
corridor's own (`extra`), or one that is declared as not recorded. Anything else is a mistake and gets a suggestion.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from safeconduct.agreement.model import Agreement
from safeconduct.assess.errors import ClaimError
from safeconduct.base.suggest import nearest
from safeconduct.facts.build import Facts
from safeconduct.facts.terms import MissingColumn

ColumnKind = Literal["text", "integer", "mass", "date", "days", "boolean", "code"]
_MISSING_KINDS: Final[dict[str, ColumnKind]] = {"date": "date", "integer": "integer", "boolean": "boolean"}

_MOVEMENT: Final[dict[str, ColumnKind]] = {
    "movement": "text",
    "number": "integer",
    "direction": "text",
    "category": "text",
    "place": "text",
    "vehicle": "text",
    "vehicle_ref": "text",
    "persons": "integer",
    "purpose": "text",
    "load_kg": "mass",
    "tonnes": "mass",
    "authorised_on": "date",
    "departed_on": "date",
    "arrived_on": "date",
    "inspected_on": "date",
    "wait_days": "days",
}
_LINE: Final[dict[str, ColumnKind]] = {
    "line": "integer",
    "commodity": "text",
    "hs": "text",
    "un": "text",
    "destination": "text",
}
STANDARD: Final[dict[str, dict[str, ColumnKind]]] = {
    "movement": {**_MOVEMENT, **_LINE},
    "cargo": {**_MOVEMENT, **_LINE},
    "check": {**_MOVEMENT, "method": "text", "result": "text", "by": "text"},
    "passage": {
        "movement": "text",
        "event": "text",
        "direction": "text",
        "category": "text",
        "place": "text",
        "post": "text",
        "lane": "text",
        "load_kg": "mass",
        "tonnes": "mass",
        "passed_on": "date",
    },
}
CODES: Final = {
    "code": """CASE WHEN "hs" IS NOT NULL THEN 'hs:' || substr("hs", 1, CASE WHEN length("hs") > 6 THEN 6
        WHEN length("hs") IN (3, 5) THEN length("hs") - 1 ELSE length("hs") END)
        WHEN "un" IS NOT NULL THEN 'un_number:' || "un" END""",
    "un_code": "'un_number:' || \"un\"",
}
"""The code of a cargo line as lists of the agreement write it: its HS code, else its UN number; or that alone."""
CODE_FED_BY: Final = {"code": ("hs", "un"), "un_code": ("un",)}
NO_CODES = (
    "The cargo lines of this record carry names of goods and no codes (HS or UN). None is made up from a name, so what "
    "is on a list of codes cannot be told."
)
WAIT_SQL = "inspected_on - departed_on"


@dataclass(frozen=True, slots=True)
class Column:
    """A column as a claim names it.

    sql: expression over the table's own columns; None where the record does not hold the column.
    of_lines: whether it belongs to a movement's cargo lines rather than to the movement.
    """

    name: str
    kind: ColumnKind
    sql: str | None
    of_lines: bool = False
    says: str = ""


@dataclass(slots=True)
class ClaimVocabulary:
    """Looks words up for one corridor; remembers which columns hold any value at all.

    values: texts that occur in a column, by table and SQL, as far as conditions asked for them.
    agreement: gives claims its lists and limits, and cargo lines a `code`; None if the corridor has none.
    """

    facts: Facts
    declared_missing: frozenset[str] = frozenset()
    agreement: Agreement | None = None
    values: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    _holds: dict[tuple[str, str], bool] = field(default_factory=dict)

    def table(self, name: str, where: str) -> str:
        """The facts table behind a table name. Raises ClaimError for an unknown one."""
        own = {alias: table for alias, table in self.facts.terms.tables.items() if table in STANDARD}
        known = {**own, **{table: table for table in STANDARD}}
        if name not in known:
            raise ClaimError(f"there is no table {name!r}", where=where, next_step=_hint(name, known))
        return known[name]

    def column(self, table: str, name: str, where: str) -> Column:
        """A column of a table. Raises ClaimError, with the nearest known name, for an unknown one."""
        found = self.find(table, name)
        if found is None:
            step = _hint(name, self.names(table))
            what = f"the table {table!r} has no column {name!r}"
            raise ClaimError(what, where=where, code="SC-CLM-02", next_step=step)
        return found

    def find(self, table: str, name: str) -> Column | None:
        """A column of a table, or None for an unknown name."""
        missing = self._missing(table, name)
        if missing is not None:
            return Column(name, _MISSING_KINDS.get(missing.type, "text"), None, says=missing.says)
        standard = self._aliases(table).get(name, name)
        if standard in STANDARD[table]:
            return self._standard(table, name, standard)
        if name in self._codes(table):
            return self._code(table, name)
        extra = self.extras(table).get(name)
        if extra is not None:
            of_lines = table == "movement" and name not in self.facts.extras("movement")
            return Column(name, extra, f'"x_{name}"', of_lines)
        return None

    def names(self, table: str) -> list[str]:
        """Every name a claim may use on a table, sorted."""
        missing = [m.column for m in self.facts.terms.missing]
        known = {*STANDARD[table], *self._aliases(table), *self.extras(table), *missing, *self.declared_missing}
        known |= self._codes(table)
        return sorted(known)

    def date_columns(self, table: str) -> list[Column]:
        """The date columns of a table that hold at least one day, in alphabetical order."""
        dates = [name for name, kind in sorted(STANDARD[table].items()) if kind == "date"]
        found = [self.find(table, name) for name in dates]
        return [column for column in found if column is not None and column.sql is not None]

    def extras(self, table: str) -> dict[str, ColumnKind]:
        """The corridor's own columns on a table, by name; on movements also those of their cargo lines."""
        own = self.facts.extras(table)
        lines = self.facts.extras("cargo") if table == "movement" else {}
        return {name: "text" if kind == "VARCHAR" else "integer" for name, kind in {**lines, **own}.items()}

    def _standard(self, table: str, name: str, standard: str) -> Column:
        kind = STANDARD[table][standard]
        of_lines = table == "movement" and standard in _LINE
        sql = {"tonnes": '"load_kg"', "wait_days": WAIT_SQL}.get(standard, f'"{standard}"')
        if kind == "date" and not self._has_values("cargo" if of_lines else table, standard):
            return Column(name, kind, None, says=f"No entry in this record gives {standard}.")
        return Column(name, kind, sql, of_lines)

    def _codes(self, table: str) -> frozenset[str]:
        """The names of codes; a corridor's own column of that name keeps its meaning."""
        if self.agreement is None or table not in {"movement", "cargo"}:
            return frozenset()
        return frozenset(CODES) - set(self.extras(table))

    def _code(self, table: str, name: str) -> Column:
        of_lines = table == "movement"
        held = any(self._has_values("cargo", column) for column in CODE_FED_BY[name])
        return Column(name, "code", f"({CODES[name]})" if held else None, of_lines, says="" if held else NO_CODES)

    def _aliases(self, table: str) -> Mapping[str, str]:
        names = self.facts.terms.names
        shared = names.get("movement", {}) if table in {"cargo", "check"} else {}
        line = names.get("cargo", {}) if table == "movement" else {}
        return {**shared, **line, **names.get(table, {})}

    def _missing(self, table: str, name: str) -> MissingColumn | None:
        if name in self.declared_missing:
            return MissingColumn(table, name, "text", "The claims file declares this column as not recorded.")
        listed = [m for m in self.facts.terms.missing if m.column == name]
        return next((m for m in listed if m.table == table), listed[0] if listed else None)

    def _has_values(self, table: str, column: str) -> bool:
        key = (table, column)
        if key not in self._holds:
            self.facts.need(table)
            query = f'SELECT 1 FROM "{table}" WHERE "{column}" IS NOT NULL LIMIT 1'
            self._holds[key] = self.facts.con.execute(query).fetchone() is not None
        return self._holds[key]


def _hint(name: str, known: Mapping[str, str] | list[str]) -> str:
    close = nearest(name, known)
    return f"Did you mean {close[0]!r}?" if close else f"Known here: {', '.join(sorted(known))}."
