"""Expressions of time, reckoned from the day of the report."""

from __future__ import annotations

import datetime as dt

import pytest

from safeconduct.press.dates.edtf import edtf_from_text
from safeconduct.press.dates.expressions import expressions_in
from safeconduct.press.dates.reckon import reckoned


@pytest.mark.parametrize(
    ("words", "published", "expected"),
    [
        ("on Wednesday", "2023-01-18", "2023-01-18"),  # the weekday of the report is the same day
        ("on Wednesday", "2023-06-23", "2023-06-21"),
        ("last Wednesday", "2023-01-18", "2023-01-11"),
        ("on Saturday", "2023-07-15", "2023-07-15"),
        ("on Saturday", "2023-09-13?", "2023-09-09?"),
        ("on December 28", "2023-01-04", "2022-12-28"),  # January reports look back on the year before
        ("on 28 December", "2023-01-04", "2022-12-28"),
        ("on January 4", "2023-01-04", "2023-01-04"),
        ("on the 4th of January", "2023-01-04", "2023-01-04"),
        ("on Tuesday, February 28,", "2023-03-02?", "2023-02-28"),
        ("on Monday, February 28,", "2023-03-02", None),  # weekday and day contradict each other
        ("on Tuesday, 28 February 2023", "2024-01-01", "2023-02-28"),
        ("on February 29", "2023-03-02", "2020-02-29"),
        ("on February 20-26", "2023-03-02", "2023-02-20/2023-02-26"),
        ("20 to 26 February 2023", "2023-03-02", "2023-02-20/2023-02-26"),
        ("on 28.02.2023", "2023-03-02", "2023-02-28"),
        ("on 2023-02-28", "2023-03-02", "2023-02-28"),
        ("on Feb. 28", "2023-03-02", "2023-02-28"),
        ("on 31 February 2023", "2023-03-02", None),
        ("in December", "2023-01-04", "2022-12"),
        ("in December 2022", "2023-09-13", "2022-12"),
        ("in the fall of 2020", "2023-01-18", "2020-09/2020-11"),
        ("last week", "2023-03-02", "2023-02-20/2023-02-26"),
        ("this week", "2023-03-02", "2023-02-27/2023-03-02"),
        ("last month", "2023-03-02", "2023-02"),
        ("last year", "2023-03-02", "2022"),
        ("next week", "2023-03-02", None),
        ("yesterday", "2023-03-01", "2023-02-28"),
        ("the day before yesterday", "2023-03-01", "2023-02-27"),
        ("two days ago", "2023-03-01", "2023-02-27"),
        ("a week ago", "2023-03-01", "2023-02-22"),
        ("two months ago", "2023-03-01", None),
        ("earlier", "2023-03-01", None),
        ("repeatedly", "2023-03-01", None),
        ("on Wednesday", "2023-07", None),  # the report is known to the month only
        ("on December 12", "2023-07", "2022-12-12"),
        ("on December 12", "2023", None),  # it may be the year before or that very year
        ("yesterday", "0001-01-01", None),
    ],
)
def test_an_expression_counts_from_the_day_of_the_report(words: str, published: str, expected: str | None) -> None:
    (item,) = expressions_in(words)
    value = reckoned(item, edtf_from_text(published))
    assert (str(value) if value is not None else None) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [("the following day", "2023-01-18"), ("the day before", "2023-01-16"), ("two days later", "2023-01-19")],
)
def test_the_following_day_hangs_on_the_event_before_it(words: str, expected: str) -> None:
    (item,) = expressions_in(words)
    assert str(reckoned(item, edtf_from_text("2023-03-02"), dt.date(2023, 1, 17))) == expected
    assert reckoned(item, edtf_from_text("2023-03-02")) is None


def test_may_is_a_verb_and_numbers_are_no_years_and_a_paper_is_no_day() -> None:
    assert expressions_in("as Russia Today writes") == ()
    assert expressions_in("It may rain; 2,450 people and 31 mm of it, may be") == ()
