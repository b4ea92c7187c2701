"""Dates are read by stated formats only; what fails gets a suggestion."""

from __future__ import annotations

import pytest

from safeconduct.intake.dates import date_format, date_suggestion, days_in, serial_suggestion


@pytest.mark.parametrize(
    ("form", "text", "day"),
    [
        ("YYYY-MM-DD", "2022-08-01", "2022-08-01"),
        ("DD-MON-YY", "17-Mar-23", "2023-03-17"),
        ("D MON YYYY", "1 AUG 2022", "2022-08-01"),
        ("D/M/YYYY", "1/8/2022", "2022-08-01"),
        ("M/D/YYYY", "8/1/2022", "2022-08-01"),
        ("DD.MM.YYYY", "01.08.2022", "2022-08-01"),
        ("YYYYMMDD", "20220801", "2022-08-01"),
        ("YYYY-MM-DD", "2022-8-1", None),
        ("YYYY-MM-DD", "2022-02-29", None),
        ("YYYY-MM-DD", "1969-12-31", None),
        ("YYYY-MM-DD", "2100-01-01", None),
        ("YYYY-MM-DD", "\u0662\u0660\u0662\u0662-08-01", None),
        ("YYYY-MM-DD", "2022-08-01\n", None),
        ("YYYY-MM-DD", " 2022-08-01", None),
        ("DD-MON-YY", "17-Mär-23", None),
        ("DD-MON-YY", "17-Xyz-23", None),
        ("YYYY.MM.DD", "2022x08x01", None),
    ],
)
def test_a_format_reads_exactly_its_own_form(form: str, text: str, day: str | None) -> None:
    assert date_format(form).day(text) == day


@pytest.mark.parametrize(
    "form", ["", "YYYY-MM", "DD/MM", "YYYY-MM-DD DD", "YYYY YY MM DD", "YYYY-MM-DD hh", "MM-MON-DD-YYYY"]
)
def test_a_format_names_year_month_and_day_once(form: str) -> None:
    with pytest.raises(ValueError, match=r"names a part twice|must name|without hh and mm"):
        date_format(form)


def test_times_are_read_to_the_second() -> None:
    form = date_format("YYYY-MM-DD hh:mm")
    assert form.clock("2022-08-01 23:59") == ("2022-08-01", 86_340)
    assert form.clock("2022-08-01 24:00") is None
    assert date_format("D.M.YYYY hh:mm:ss").clock("1.8.2022 00:00:59") == ("2022-08-01", 59)


def test_a_text_with_two_meanings_shows_both() -> None:
    formats = (date_format("D/M/YYYY"), date_format("M/D/YYYY"))
    assert days_in("1/8/2022", formats) == ["2022-08-01", "2022-01-08"]
    assert days_in("13/8/2022", formats) == ["2022-08-13"]


@pytest.mark.parametrize(
    ("text", "suggestion"),
    [
        ("17.08.2022", "perhaps 2022-08-17 if written D.M.YYYY"),
        ("3/4/2022", "2022-04-03 if written D/M/YYYY or 2022-03-04 if written M/D/YYYY"),
        ("17-Mar-23", "perhaps 2023-03-17 if written D-MON-YY"),
        ("2022-31-08", "perhaps 2022-08-31: day and month swapped"),
        ("soon", "expected: YYYY-MM-DD"),
    ],
)
def test_what_was_perhaps_meant(text: str, suggestion: str) -> None:
    assert suggestion in date_suggestion(text, (date_format("YYYY-MM-DD"),))


def test_a_day_number_of_a_spreadsheet_is_named_and_not_read() -> None:
    assert "2022-08-01" in serial_suggestion(44774)
    assert serial_suggestion(7) == ""
