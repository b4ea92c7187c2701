"""The names of months and weekdays: every row is whole, and a name has one number in its language."""

from __future__ import annotations

import pytest

from safeconduct.press.calendar_names import months, weekdays


@pytest.mark.parametrize("language", ["en", "ru", "uk", "tr", "az", "hy", "ar", "ka", "fr", "de", "es"])
def test_a_language_has_twelve_months(language: str) -> None:
    assert sorted(set(months(language).values())) == [*range(1, 13)]


@pytest.mark.parametrize("language", ["en", "ru", "tr", "fr", "de"])
def test_a_language_has_seven_weekdays_from_monday(language: str) -> None:
    assert [*weekdays(language).values()] == [*range(7)]


def test_abbreviations_are_given_where_they_are_asked_for() -> None:
    assert "sept" not in months("en")
    assert months("en", short=True)["sept"] == months("en", short=True)["sep"] == 9
    assert weekdays("en", short=True)["sun"] == weekdays("en")["sunday"] == 6
