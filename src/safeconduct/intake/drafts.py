"""Rows of one movement to entries: what the mapping's `entries` say, field by field."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from safeconduct.base import limits
from safeconduct.base.canonical import CanonicalError, canonical_bytes
from safeconduct.base.ident import derived_id
from safeconduct.base.instant import Instant, day_from_text, instant_from_text
from safeconduct.entries.errors import BodyError
from safeconduct.entries.offsets import Offsets, local_day_start
from safeconduct.entries.registry import kind_spec, typed
from safeconduct.intake.columns import Date
from safeconduct.intake.problem import RowProblem, shown
from safeconduct.intake.rows import Row
from safeconduct.intake.table_map import EntryRule, Fields, TableMap

_ROOM_FOR_ENVELOPE = 1_024
_REMEMBERED_MAX = 8_192


@dataclass(slots=True)
class Draft:
    """One entry to be: its kind and part tell it apart within its movement.

    body: without `source`; None where the table says that there is no such entry (its date is empty).
    rows: numbers of the rows it was made from.
    """

    kind: str
    movement: str
    part: str
    at: Instant
    body: dict[str, Any] | None
    rows: list[int]


class Drafter:
    """Makes the entries of one movement after another."""

    def __init__(self, table: TableMap, offsets: Offsets) -> None:
        self._table = table
        self._columns = table.columns
        self._position = {column.name: number for number, column in enumerate(table.columns)}
        self._rules = [self._compiled(rule) for rule in table.entries]
        shared = {name for rule in table.entries for name in rule.shared()}
        self._shared = [number for number, column in enumerate(table.columns) if column.name in shared]
        self._day_start = lru_cache(maxsize=4096)(lambda day: local_day_start(offsets, day_from_text(str(day))))

    def movement(self, key: Sequence[str]) -> str:
        """The id of the movement that a key names."""
        return derived_id(self._table.corridor, self._table.dataset, *key)

    def drafts(self, movement: str, rows: Sequence[Row]) -> Iterator[Draft]:
        """The entries of one movement; rows must be sound, in file order."""
        for rule in self._rules:
            if rule.keys:
                yield from (self._draft(rule, movement, [row]) for row in rows)
            else:
                yield self._draft(rule, movement, rows)

    def problems(self, movement: str, rows: Sequence[Row]) -> Iterator[RowProblem]:
        """What keeps the movement out although each row is sound: rows that disagree, bodies that are refused."""
        if len(rows) > limits.JSON_MEMBERS_MAX:
            yield RowProblem(
                rows[0].number, "", "", f"a movement of {len(rows)} rows; {limits.JSON_MEMBERS_MAX} are the most"
            )
            return
        if len(rows) > 1:
            yield from self._disagreements(rows)
        for rule in self._rules:
            if rule.keys:
                yield from self._problems_of_rows(rule, movement, rows)
            elif not rule.accepts(rows):
                found = _refusal(self._draft(rule, movement, rows))
                if found is not None:
                    yield found
                else:
                    rule.remember(rows)

    def _problems_of_rows(self, rule: _Rule, movement: str, rows: Sequence[Row]) -> Iterator[RowProblem]:
        """Problems of a rule that makes an entry of each row."""
        parts: set[str] = set()
        for row in rows:
            draft = self._draft(rule, movement, [row])
            if draft.part in parts:
                yield RowProblem(row.number, "", "", f"a second {draft.part} of the same movement")
            parts.add(draft.part)
            found = _refusal(draft)
            if found is not None:
                yield found

    def _disagreements(self, rows: Sequence[Row]) -> Iterator[RowProblem]:
        first = rows[0]
        for row in rows[1:]:
            for position in self._shared:
                column = self._columns[position]
                if row.values[position] != first.values[position] and not column.differs:
                    what = f"differs from row {first.number} of the same movement"
                    hint = "if that is right, set `differs: first` for the column"
                    yield RowProblem(row.number, column.header, shown(row.values[position]), what, hint)

    def _draft(self, rule: _Rule, movement: str, rows: Sequence[Row]) -> Draft:
        first = rows[0].values
        when = first[rule.at]
        numbers = [row.number for row in rows]
        if when is None:
            return Draft(rule.rule.kind, movement, rule.part(first), Instant(0), None, numbers)
        body: dict[str, Any] = {"movement": movement, **rule.values}
        _fill(body, rule, first)
        if rule.is_day:
            body["precision"] = "day"
            at = self._day_start(when)
        else:
            at = instant_from_text(str(when))
        if rule.lines is not None:
            lines = [_line(rule.lines, number, row) for number, row in enumerate(rows, 1)]
            self._keep_differences(lines, rows)
            body["lines"] = lines
        return Draft(rule.rule.kind, movement, rule.part(first), at, body, numbers)

    def _keep_differences(self, lines: list[dict[str, Any]], rows: Sequence[Row]) -> None:
        """Keep with a line what it says of the movement other than the first row does.

        `_disagreements` lets only columns with `differs: first` come this far.
        """
        first = rows[0].values
        for line, row in zip(lines[1:], rows[1:], strict=True):
            for position in self._shared:
                value = row.values[position]
                if value != first[position] and value is not None:
                    line.setdefault("extra", {})[self._columns[position].name] = value

    def _compiled(self, rule: EntryRule) -> _Rule:
        at = self._position[rule.at]
        is_day = isinstance(self._columns[at].type, Date)
        keys = tuple(self._position[name] for name in rule.each_row)
        lines = None if rule.lines is None else _Filling(*self._places(rule.lines))
        return _Rule(*self._places(rule.fields), rule, at, is_day, keys, lines)

    def _places(self, fields: Fields) -> tuple[dict[str, str | int], _Pairs, _Pairs]:
        columns = [(name, self._position[column]) for name, column in fields.columns.items()]
        return fields.values, columns, [(name, self._position[column]) for name, column in fields.extra.items()]


_Pairs = list[tuple[str, int]]


@dataclass(frozen=True, slots=True)
class _Filling:
    """`Fields` with positions in place of names."""

    values: dict[str, str | int]
    columns: _Pairs
    extra: _Pairs


@dataclass(frozen=True, slots=True)
class _Rule(_Filling):
    rule: EntryRule
    at: int
    is_day: bool
    keys: tuple[int, ...]
    lines: _Filling | None
    accepted: set[tuple[Any, ...]] = field(default_factory=set)

    def accepts(self, rows: Sequence[Row]) -> bool:
        """Whether an entry that says the same of another movement was accepted already, or none comes to be."""
        values = rows[0].values
        return values[self.at] is None or (self.lines is None and self._said(values) in self.accepted)

    def remember(self, rows: Sequence[Row]) -> None:
        """Remember what an accepted entry says: few places and words repeat over many movements."""
        if self.lines is None and len(self.accepted) < _REMEMBERED_MAX:
            self.accepted.add(self._said(rows[0].values))

    def _said(self, values: list[Any]) -> tuple[Any, ...]:
        return tuple([values[position] for _, position in (*self.columns, *self.extra)])

    def part(self, values: list[Any]) -> str:
        """What tells the entry apart within its movement, empty where nothing has to."""
        if not self.keys:
            return self.rule.part
        return "/".join([self.rule.part or self.rule.kind, *(str(values[key]) for key in self.keys)])


def _line(rule: _Filling, number: int, row: Row) -> dict[str, Any]:
    line: dict[str, Any] = {"line": number, **rule.values}
    _fill(line, rule, row.values)
    return line


def _fill(body: dict[str, Any], filling: _Filling, values: list[Any]) -> None:
    for name, position in filling.columns:
        value = values[position]
        if value is not None:
            body[name] = value
    if filling.extra:
        extra = {name: values[position] for name, position in filling.extra if values[position] is not None}
        if extra:
            body["extra"] = extra


def _refusal(draft: Draft) -> RowProblem | None:
    if draft.body is None:
        return None
    try:
        typed(kind_spec(draft.kind), draft.body)
    except BodyError as error:
        hint = error.next_step.rstrip(".")
        return RowProblem(draft.rows[0], "", "", f"{error.where}: {error.what}", hint)
    # Only a movement of many rows can come near the bound of an entry.
    return _too_large(draft, draft.body) if len(draft.rows) > 32 else None


def _too_large(draft: Draft, body: dict[str, Any]) -> RowProblem | None:
    try:
        size = len(canonical_bytes({**body, "rows": draft.rows}))
    except CanonicalError as error:
        return RowProblem(draft.rows[0], "", "", error.what)
    if size + _ROOM_FOR_ENVELOPE <= limits.ENTRY_BYTES_MAX:
        return None
    what = f"its {len(draft.rows)} rows make an entry of {size} bytes; {limits.ENTRY_BYTES_MAX} are the most"
    return RowProblem(draft.rows[0], "", "", what)
