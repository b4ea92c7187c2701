"""First and last day of a point in EDTF."""

from __future__ import annotations

import pytest

from safeconduct.base.edtf import first_day, last_day


@pytest.mark.parametrize(
    ("point", "first", "last"),
    [
        ((2023,), "2023-01-01", "2023-12-31"),
        ((2024, 2), "2024-02-01", "2024-02-29"),
        ((2023, 9, 13), "2023-09-13", "2023-09-13"),
        ((2022, 21), "2022-03-01", "2022-05-31"),
        ((2023, 24), "2023-12-01", "2024-02-29"),
        ((9999, 12), "9999-12-01", "9999-12-31"),
    ],
)
def test_the_days_of_a_point(point: tuple[int, ...], first: str, last: str) -> None:
    assert (first_day(*point).isoformat(), last_day(*point).isoformat()) == (first, last)


@pytest.mark.parametrize("point", [(0,), (2023, 13), (2023, 2, 29), (9999, 24), (2023, 21, 5), (2023, 0, 5)])
def test_what_no_calendar_has_is_an_error(point: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match=r"must be in|out of range|bad month"):
        last_day(*point)
