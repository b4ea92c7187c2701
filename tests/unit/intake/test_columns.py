"""A cell becomes one exact value, or a problem that says what was perhaps meant."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal

import pytest

from safeconduct.intake.amounts import KG_PER_UNIT, Separators
from safeconduct.intake.columns import Cell, Choice, Column, ColumnType, Date, Integer, Quantity, Text, Time
from safeconduct.intake.dates import date_format
from safeconduct.intake.problem import BadValueError

TONNES = Quantity("t", KG_PER_UNIT["t"], Decimal(0), Decimal(200_000))
GERMAN = Quantity("t", KG_PER_UNIT["t"], separators=Separators(".", ","))
DAY = Date((date_format("YYYY-MM-DD"),), "2022-07-22", "2023-07-17")


def test_text_stands_as_it_is_less_outer_blanks() -> None:
    column = Column("a", "a", Text())
    assert column.value("  Türkiye\u00a0 ") == "Türkiye"
    assert column.value("a\u00a0b") == "a\u00a0b"
    assert column.value('say "x", y') == 'say "x", y'


@pytest.mark.parametrize(
    ("type_", "cell", "value"),
    [
        (Text(pattern=re.compile("[0-9]{7}")), Decimal(9086526), "9086526"),
        (Choice({"Truck": "truck"}), "Truck", "truck"),
        (Integer(), "-12", -12),
        (Integer(), "0", 0),
        (Integer(separators=Separators(",")), "1,234,567", 1_234_567),
        (Integer(separators=Separators(" ")), "12 345", 12_345),
        (Integer(), Decimal(7), 7),
        (Integer(), "12.0", 12),
        (TONNES, "25000", 25_000_000),
        (TONNES, "0.001", 1),
        (TONNES, "12.5", 12_500),
        (TONNES, Decimal("0.1"), 100),
        (GERMAN, "1.234,5", 1_234_500),
        (GERMAN, "1234,5", 1_234_500),
        (Quantity("lb", KG_PER_UNIT["lb"]), "100000000", 45_359_237),
        (Quantity("kg", KG_PER_UNIT["kg"]), "007".lstrip("0"), 7),
        (DAY, "2022-08-01", "2022-08-01"),
        (DAY, dt.date(2022, 8, 1), "2022-08-01"),
        (DAY, dt.datetime(2022, 8, 1), "2022-08-01"),  # noqa: DTZ001 - spreadsheets know no zone
        (Time((date_format("YYYY-MM-DD hh:mm"),), 180), "2022-08-01 02:30", "2022-07-31T23:30:00.000Z"),
        (Time((date_format("YYYY-MM-DD hh:mm"),), 0), dt.datetime(2022, 8, 1, 2, 30, 5), "2022-08-01T02:30:05.000Z"),  # noqa: DTZ001
    ],
)  # fmt: skip
def test_values(type_: ColumnType, cell: Cell, value: object) -> None:
    assert type_.value(cell) == value


@pytest.mark.parametrize(
    ("type_", "cell", "what", "suggestion"),
    [
        (Text(), "a\x00b", "U+0000", ""),
        (Text(), "a\nb", "U+000A", ""),
        (Text(), "a\u2028b", "U+2028", ""),
        (Text(), "x" * 301, "has 301 characters; at most 300", ""),
        (Text(pattern=re.compile("[0-9]{7}")), "908652", "does not match", ""),
        (Text(), Decimal("1.5"), "is a number cell", "format the column as text"),
        (Text(), dt.date(2022, 1, 2), "is a date cell", "format the column as text"),
        (Text(), True, "is a true/false cell", ""),
        (Choice({"Odesa": "Odesa", "Chornomorsk": "C"}), "Odessa", "is not a value", "perhaps 'Odesa'"),
        (Choice({"Odesa": "Odesa"}), "Batumi", "is not a value", "known: Odesa"),
        (Integer(), "1,234", "is not a number", "perhaps 1234; state thousands ',' in the mapping"),
        (Integer(), "٤٢", "is not a number", "perhaps 42"),
        (Integer(), "007", "is not a number", "perhaps 7"),
        (Integer(), "+5", "is not a number", "perhaps 5"),
        (Integer(), "4_2", "is not a number", ""),
        (Integer(), "1e3", "is not a number", ""),
        (Integer(), "²", "is not a number", ""),
        (Integer(), "12.5", "is not a whole number", ""),
        (Integer(), True, "is not a number cell", ""),
        (Integer(Decimal(1)), "0", "is below 1, the least", ""),
        (Integer(), "9007199254740992", "is too large", ""),
        (Integer(), "9" * 400, "is not a number", ""),
        (TONNES, "1.234,5", "is not a number", "perhaps 1234.5; state thousands '.' and decimal ',' in the mapping"),
        (TONNES, "1 527", "is not a number", "perhaps 1527; state thousands ' ' in the mapping"),
        (TONNES, "1527 t", "is not a number", "perhaps 1527; did you mean 't'? The unit stands in the mapping"),
        (TONNES, "500 kgs", "is not a number", "perhaps 500; did you mean 'kg'?"),
        (TONNES, "-5", "is below 0 t, the least", ""),
        (TONNES, "1527000", "is above 200000 t, the most", ""),
        (TONNES, "0.0005", "is not a whole number of kg", "whole kilograms"),
        (TONNES, "nan", "is not a number", ""),
        (TONNES, "inf", "is not a number", ""),
        (GERMAN, "1.234.5", "is not a number", ""),
        (GERMAN, "12.34", "is not a number", "perhaps 12.34"),
        (Quantity("t", KG_PER_UNIT["t"]), "-5", "is negative", ""),
        (Quantity("Mt", KG_PER_UNIT["Mt"]), "9007200", "is too large", ""),
        (DAY, "2021-08-01", "is before 2022-07-22", ""),
        (DAY, "2024-08-01", "is after 2023-07-17", ""),
        (DAY, "2022-31-08", "is not a date", "perhaps 2022-08-31: day and month swapped"),
        (DAY, Decimal(44774), "is a number cell", "perhaps the day number of 2022-08-01"),
        (DAY, dt.datetime(2022, 8, 1, 3), "has a time of day", ""),  # noqa: DTZ001
        (DAY, dt.date(1905, 1, 1), "is outside 1970 to 2099", ""),
        (Date((date_format("D/M/YYYY"), date_format("M/D/YYYY"))), "1/8/2022", "can mean 2022-08-01 or 2022-01-08", ""),
        (Time((date_format("YYYY-MM-DD hh:mm"),), 0), "2022-08-01", "is not a time", "expected: YYYY-MM-DD hh:mm"),
    ],
)  # fmt: skip
def test_what_does_not_fit_says_why_and_what_was_perhaps_meant(
    type_: ColumnType, cell: Cell, what: str, suggestion: str
) -> None:
    with pytest.raises(BadValueError) as error:
        type_.value(cell)
    assert what in error.value.what
    assert suggestion in error.value.suggestion


def test_empty_cells_are_none_where_that_is_allowed() -> None:
    optional = Column("a", "a", Text(), optional=True, empty=frozenset({"-", "n/a"}))
    assert [optional.value(cell) for cell in ("", "  ", "-", "n/a", "x")] == [None, None, None, None, "x"]
    with pytest.raises(BadValueError, match="is empty"):
        Column("a", "a", Text()).value(" ")
    with pytest.raises(BadValueError, match="is empty"):
        Column("a", "a", Text(), empty=frozenset({"-"})).value("-")


def test_a_giant_cell_is_refused_before_it_is_read() -> None:
    with pytest.raises(BadValueError, match="more than 16384 characters"):
        Column("a", "a", Integer()).value("9" * 1_000_000)
