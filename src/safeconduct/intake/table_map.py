"""What a mapping says: how to read a table, and which entries its rows become. `map_file` reads it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from safeconduct.intake.columns import Column

FORMAT = "safeconduct-map/1"


@dataclass(frozen=True, slots=True)
class Input:
    """How the file is read: format, row of the header (from 1), delimiter of a CSV, sheet of an XLSX."""

    format: Literal["csv", "xlsx"]
    header: int = 1
    delimiter: str = ","
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class Fields:
    """Which columns and fixed values become which fields; `extra` become columns of this corridor alone.

    Both map the name of a field to the name of a column or to the value.
    """

    columns: dict[str, str] = field(default_factory=dict)
    values: dict[str, str | int] = field(default_factory=dict)
    extra: dict[str, str] = field(default_factory=dict)

    def used(self) -> tuple[str, ...]:
        """The columns read."""
        return (*self.columns.values(), *self.extra.values())


@dataclass(frozen=True, slots=True)
class EntryRule:
    """One entry a movement (or a row) becomes.

    at: the column that says when it happened; where it is empty, the entry does not come to be.
    part: tells entries of one kind and movement apart; empty if there is only one.
    each_row: columns that tell the rows of a movement apart, where every row becomes an entry; else empty.
    lines: for cargo lines, one a row; None if the kind has none.
    """

    kind: str
    at: str
    fields: Fields
    part: str = ""
    each_row: tuple[str, ...] = ()
    lines: Fields | None = None

    def shared(self) -> tuple[str, ...]:
        """The columns that say something about the movement, so that its rows should agree on them."""
        return () if self.each_row else tuple(dict.fromkeys((self.at, *self.fields.used())))


@dataclass(frozen=True, slots=True)
class Document:
    """What the document entry says about the file beyond what the file itself gives."""

    name: str
    media: str
    facts: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TableMap:
    """A mapping, read and checked.

    corridor, dataset: with the values of the `group` columns they give a movement its id.
    complete: whether a movement that a later edition of the file lacks is withdrawn.
    may_shrink: whether such an edition may have less than half the rows of the one before.
    """

    name: str
    corridor: str
    dataset: str
    complete: bool
    may_shrink: bool
    document: Document
    input: Input
    columns: tuple[Column, ...]
    group: tuple[str, ...]
    entries: tuple[EntryRule, ...]

    @property
    def one_row_a_movement(self) -> bool:
        """Whether nothing in the mapping expects a movement to have several rows."""
        return not any(rule.lines is not None or rule.each_row for rule in self.entries)
