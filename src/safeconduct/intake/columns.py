"""The types a column of a table can have: each turns one cell into one value, or says why it cannot.

A cell is text (every cell of a CSV file), or what a spreadsheet says it is: Decimal, date, datetime, bool.
A value is text or an integer, ready for the body of an entry: days as ``2022-08-31``, instants with
milliseconds and Z, masses in kg. Outer blanks are never part of a value.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Protocol, TypeAlias

from safeconduct.base import limits
from safeconduct.base.instant import instant_to_text
from safeconduct.base.suggest import nearest
from safeconduct.intake.amounts import Separators, in_range, kilograms, whole
from safeconduct.intake.dates import DateFormat, date_suggestion, days_in, instant_at, serial_suggestion
from safeconduct.intake.problem import BadValueError

Cell: TypeAlias = "str | Decimal | dt.date | dt.datetime | bool"
Value: TypeAlias = "str | int"

TEXT_CHARS_MAX = 300


class ColumnType(Protocol):
    """How the cells of a column are read."""

    def value(self, cell: Cell) -> Value:
        """The value of a cell that is not empty. Raises BadValueError."""
        ...


@dataclass(frozen=True, slots=True)
class Text:
    """Text of one line, as it stands."""

    chars_max: int = TEXT_CHARS_MAX
    pattern: re.Pattern[str] | None = None

    def value(self, cell: Cell) -> str:
        """The text; a spreadsheet's whole number gives its digits."""
        text = _text(cell)
        if len(text) > self.chars_max:
            raise BadValueError(f"has {len(text)} characters; at most {self.chars_max} are allowed")
        if not text.isprintable():
            _refuse_controls(text)
        if self.pattern is not None and not self.pattern.fullmatch(text):
            raise BadValueError(f"does not match {self.pattern.pattern!r}")
        return text


@dataclass(frozen=True, slots=True)
class Choice:
    """One of some words; `words` maps what the file prints to what is recorded."""

    words: dict[str, str]

    def value(self, cell: Cell) -> str:
        """The recorded word."""
        text = _text(cell)
        if text not in self.words:
            close = nearest(text[:200], self.words)
            listed = ", ".join(list(self.words)[:8])
            raise BadValueError(
                "is not a value of this column", f"perhaps {close[0]!r}" if close else f"known: {listed}"
            )
        return self.words[text]


@dataclass(frozen=True, slots=True)
class Integer:
    """A whole number between bounds."""

    low: Decimal | None = None
    high: Decimal | None = None
    separators: Separators = field(default_factory=Separators)

    def value(self, cell: Cell) -> int:
        """The number."""
        digits = _digits(cell)
        number = _number(cell, self.separators) if digits is None else digits
        _check_bounds(number, self.low, self.high, "")
        return whole(number) if isinstance(number, Decimal) else number


@dataclass(frozen=True, slots=True)
class Quantity:
    """A mass in the unit the mapping states, recorded in whole kg; the bounds are in that unit."""

    unit: str
    factor: Fraction
    low: Decimal | None = None
    high: Decimal | None = None
    separators: Separators = field(default_factory=Separators)

    def value(self, cell: Cell) -> int:
        """The mass in kg, exact."""
        digits = _digits(cell)
        number = _number(cell, self.separators) if digits is None else digits
        _check_bounds(number, self.low, self.high, self.unit)
        if isinstance(number, int) and self.factor.denominator == 1:
            return in_range(number * self.factor.numerator)
        return kilograms(Decimal(number), self.factor)


@dataclass(frozen=True, slots=True)
class Date:
    """A day in one of the stated formats, or a date cell of a spreadsheet."""

    formats: tuple[DateFormat, ...]
    low: str = ""
    high: str = ""

    def value(self, cell: Cell) -> str:
        """The day as ``2022-08-31``."""
        day = self._day(cell)
        if self.low and day < self.low:
            raise BadValueError(f"is before {self.low}")
        if self.high and day > self.high:
            raise BadValueError(f"is after {self.high}")
        return day

    def _day(self, cell: Cell) -> str:
        if isinstance(cell, dt.datetime):
            if cell.time() != dt.time():
                raise BadValueError("has a time of day; a date is expected")
            cell = cell.date()
        if isinstance(cell, dt.date):
            return _day_in_range(cell)
        text = _text_or_serial(cell)
        days = days_in(text, self.formats)
        if not days:
            raise BadValueError("is not a date", date_suggestion(text, self.formats))
        if len(days) > 1:
            raise BadValueError(f"can mean {' or '.join(days)}", "leave one of the formats out of the mapping")
        return days[0]


@dataclass(frozen=True, slots=True)
class Time:
    """A local date and time in one of the stated formats, at a stated offset."""

    formats: tuple[DateFormat, ...]
    offset_minutes: int

    def value(self, cell: Cell) -> str:
        """The instant as ``2022-08-31T06:14:05.000Z``."""
        if isinstance(cell, dt.datetime):
            seconds = cell.hour * 3600 + cell.minute * 60 + cell.second
            return instant_to_text(instant_at(_day_in_range(cell), seconds, self.offset_minutes))
        text = _text_or_serial(cell)
        found = {clock for each in self.formats if (clock := each.clock(text)) is not None}
        if len(found) != 1:
            expected = ", ".join(each.text for each in self.formats)
            raise BadValueError("can mean several times" if found else "is not a time", f"expected: {expected}")
        day, seconds = found.pop()
        return instant_to_text(instant_at(day, seconds, self.offset_minutes))


@dataclass(frozen=True, slots=True)
class Column:
    """One column the mapping reads.

    name: as the mapping calls it. header: as the file calls it. empty: texts that mean an empty cell.
    optional: whether a cell may be empty. differs: whether rows of one movement may differ; then the first
    row counts, and what differs is kept with its cargo line.
    """

    name: str
    header: str
    type: ColumnType
    optional: bool = False
    empty: frozenset[str] = frozenset()
    differs: bool = False

    @property
    def is_number(self) -> bool:
        """Whether its values are integers."""
        return isinstance(self.type, Integer | Quantity)

    @property
    def says_when(self) -> bool:
        """Whether its values are days or instants."""
        return isinstance(self.type, Date | Time)

    def value(self, cell: Cell) -> Value | None:
        """The value of a cell, None for an empty one. Raises BadValueError."""
        if isinstance(cell, str):
            cell = cell.strip()
            if not cell or cell in self.empty:
                if self.optional:
                    return None
                raise BadValueError("is empty", "" if cell else "a value is needed here")
            if len(cell) > limits.CSV_FIELD_CHARS_MAX:
                raise BadValueError(f"has more than {limits.CSV_FIELD_CHARS_MAX} characters")
        return self.type.value(cell)


def _text(cell: Cell) -> str:
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        raise BadValueError("is a true/false cell; text is expected")
    if isinstance(cell, Decimal):
        if cell != cell.to_integral_value():
            raise BadValueError("is a number cell; text is expected", "format the column as text in the spreadsheet")
        return str(int(cell))
    raise BadValueError("is a date cell; text is expected", "format the column as text in the spreadsheet")


def _text_or_serial(cell: Cell) -> str:
    """Text of a date column. A bare number in a spreadsheet may be a day number; it is not read as one."""
    if isinstance(cell, Decimal):
        raise BadValueError("is a number cell; a date is expected", serial_suggestion(int(cell)))
    return _text(cell)


def _number(cell: Cell, separators: Separators) -> Decimal:
    if isinstance(cell, Decimal):
        return cell
    if not isinstance(cell, str):
        raise BadValueError("is not a number cell")
    return separators.number(cell)


def _digits(cell: Cell) -> int | None:
    """The number that a cell of a few plain digits means: the common case, without decimals."""
    if isinstance(cell, str) and cell.isascii() and cell.isdigit() and len(cell) < 10 and cell[0] != "0":
        return int(cell)
    return None


def _check_bounds(number: Decimal | int, low: Decimal | None, high: Decimal | None, unit: str) -> None:
    if low is not None and number < low:
        raise BadValueError(f"is below {low} {unit}".rstrip() + ", the least the mapping allows")
    if high is not None and number > high:
        raise BadValueError(f"is above {high} {unit}".rstrip() + ", the most the mapping allows")


def _day_in_range(day: dt.date) -> str:
    if not 1970 <= day.year < 2100:
        raise BadValueError("is outside 1970 to 2099")
    return f"{day.year:04}-{day.month:02}-{day.day:02}"


def _refuse_controls(text: str) -> None:
    bad = next((char for char in text if ord(char) < 32 or 127 <= ord(char) < 160 or char in "\u2028\u2029"), "")
    if bad:
        raise BadValueError(f"holds the character U+{ord(bad):04X}, which is not allowed")
