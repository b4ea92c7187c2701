"""EDTF values: what is read, what is refused, which days they mean."""

from __future__ import annotations

import datetime as dt

import pytest

from safeconduct.press.dates import EdtfError, compatible, edtf_from_text, edtf_of_day, edtf_of_days, equal
from safeconduct.press.dates.compare import apart


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2023-02-28", "2023-02-28", "2023-02-28"),
        ("2023-09-13?", "2023-09-13", "2023-09-13"),
        ("2023-07", "2023-07-01", "2023-07-31"),
        ("2024-02~", "2024-02-01", "2024-02-29"),
        ("1991", "1991-01-01", "1991-12-31"),
        ("2020-23", "2020-09-01", "2020-11-30"),
        ("2020-24", "2020-12-01", "2021-02-28"),
        ("2023-02-20/2023-02-26", "2023-02-20", "2023-02-26"),
        ("2020-09/2020-11", "2020-09-01", "2020-11-30"),
        ("../2023-01-18", None, "2023-01-18"),
        ("2022-12-12/..", "2022-12-12", None),
        ("{2022-10,2023-05}", "2022-10-01", "2023-05-31"),
        ("[2022-10-01,2022-10-03]", "2022-10-01", "2022-10-03"),
    ],
)
def test_a_value_means_its_days_and_is_written_as_it_was_read(text: str, first: str | None, last: str | None) -> None:
    value = edtf_from_text(text)
    assert str(value) == text
    assert value.earliest == (dt.date.fromisoformat(first) if first else None)
    assert value.latest == (dt.date.fromisoformat(last) if last else None)


@pytest.mark.parametrize(
    "text",
    [
        *("", "soon", "23-02-28", "2023-2-28", "2023-02-30", "2023-13", "2023-00", "2023-01-00", "2023-25", "0000"),
        *("2023-21-01", "2023-02-26/2023-02-20", "../..", "/2023", "2023/", "{2023-05,2022-10}", "{2022-10, 2023-05}"),
        *(
            "{2022-10}",
            "{}",
            "{2022-10,2022-10}",
            "{2022-10,2023-05",
            "2023-02-28T12:00",
            "٢٠٢٣",
            "2023-02-28 ",
            "9999-24",
        ),
    ],
)
def test_anything_our_writer_would_not_write_is_refused(text: str) -> None:
    with pytest.raises(EdtfError):
        edtf_from_text(text)


def test_equal_is_by_days_and_ignores_marks() -> None:
    assert equal(edtf_from_text("2023-07"), edtf_from_text("2023-07-01/2023-07-31"))
    assert equal(edtf_from_text("2023-09-13?"), edtf_from_text("2023-09-13"))
    assert not equal(edtf_from_text("../2023-01-18"), edtf_from_text("2023-01-18"))


def test_compatible_is_one_inside_the_other() -> None:
    assert compatible(edtf_from_text("2022-12"), edtf_from_text("2022-12-12"))
    assert compatible(edtf_from_text("2022-12-12"), edtf_from_text("2022-12"))
    assert compatible(edtf_from_text("{2022-10,2023-05}"), edtf_from_text("2022-10-06"))
    assert not compatible(edtf_from_text("2022-12-12/2023-01-05"), edtf_from_text("2022-12"))


def test_two_reports_contradict_each_other_when_no_day_could_be_both() -> None:
    assert apart(edtf_from_text("2022-12"), edtf_from_text("2023-02-20/2023-02-26"))
    assert not apart(edtf_from_text("2022-12-12/.."), edtf_from_text("2023-02-20/2023-02-26"))


def test_days_are_written_as_a_day_or_an_interval() -> None:
    assert str(edtf_of_day(dt.date(2023, 1, 18), "?")) == "2023-01-18?"
    assert str(edtf_of_days(dt.date(2023, 2, 20), dt.date(2023, 2, 26))) == "2023-02-20/2023-02-26"
    assert str(edtf_of_days(dt.date(2023, 2, 20), dt.date(2023, 2, 20))) == "2023-02-20"
