"""The geometry of supplies: bands, counts, deliveries and cuts stay in their drawing and say no more than is known."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safeconduct.assess.situation.model import At
from safeconduct.assess.situation.supplies import Supply
from safeconduct.assess.situation.supply_record import OutageTold
from safeconduct.assess.supply import Counted, Delivered, stock_days, use_between
from safeconduct.base.instant import US_PER_DAY
from safeconduct.base.limits import OUTAGE_BARS_MAX
from safeconduct.web.language import LANGUAGES, catalogue
from safeconduct.web.views.moments import moment
from safeconduct.web.views.supply_chart import LEFT, RIGHT, STOCK_TOP, outage_drawing, stock_drawing
from safeconduct.web.views.supply_rows import stock_rows
from safeconduct.web.views.words import Words

FIRST, LAST = 19_000, 19_059
EN = Words(LANGUAGES["en"], catalogue(LANGUAGES["en"]))
counts_of = st.lists(st.tuples(st.integers(0, 59), st.integers(0, 10**7)), max_size=8, unique_by=lambda one: one[0])
deliveries_of = st.lists(st.tuples(st.integers(0, 59), st.integers(0, 10**5), st.booleans()), max_size=20)


def supply(counted: list[tuple[int, int]], brought: list[tuple[int, int, bool]]) -> Supply:
    counts = tuple(Counted(FIRST + day, kg) for day, kg in sorted(counted))
    deliveries = tuple(Delivered(FIRST + day, kg, weighed) for day, kg, weighed in sorted(brought))
    return Supply(
        "flour", "east", counts, deliveries, use_between(counts, deliveries), *stock_days(counts, deliveries, LAST)
    )


@given(counts_of, deliveries_of)
def test_everything_stays_within_the_drawing(
    counted: list[tuple[int, int]], brought: list[tuple[int, int, bool]]
) -> None:
    made = stock_drawing(supply(counted, brought), FIRST, LAST)
    points = re.findall(r"(\d+\.\d) (-?\d+\.\d)", made.band)
    assert all(LEFT <= float(x) <= RIGHT and STOCK_TOP - 0.1 <= float(y) <= made.foot + 0.1 for x, y in points)
    assert all(LEFT <= mark.x <= RIGHT and STOCK_TOP - 0.1 <= mark.y <= made.foot + 0.1 for mark in made.marks)
    assert len(made.marks) == len(counted)
    assert all(
        float(y) <= made.delivered_foot + 0.1 for y in re.findall(r"M[\d.]+ ([\d.]+)h", made.weighed + made.declared)
    )


@given(counts_of)
def test_before_the_second_count_nothing_is_drawn_but_what_was_counted(counted: list[tuple[int, int]]) -> None:
    made = stock_drawing(supply(counted, []), FIRST, LAST)
    if len(counted) < 2:
        assert made.band == ""
        assert made.unknown == (float(LEFT), float(RIGHT - LEFT))
    else:
        assert made.unknown is not None
        first = float(re.findall(r"^M([\d.]+)", made.band)[0])
        assert first == pytest.approx(made.unknown[0] + made.unknown[1], abs=0.11)
        assert first == [mark.x for mark in made.marks][1]


def test_weighed_and_declared_deliveries_are_told_apart() -> None:
    made = stock_drawing(supply([], [(1, 100, True), (1, 50, False), (3, 10, False)]), FIRST, LAST)
    assert made.weighed.count("M") == 1
    assert made.declared.count("M") == 2
    assert [row[9:11] for row in stock_rows(supply([(0, 5), (1, 5)], [(1, 100, True)]))][:3] == [
        (None, None),
        (100, None),
        (None, None),
    ]


def cut(first: int, last: int | None, minutes: int | None = None) -> OutageTold:
    start, end = (FIRST + first) * US_PER_DAY, None if last is None else (FIRST + last + 1) * US_PER_DAY
    until = None if last is None else FIRST + last
    return OutageTold("gas", "east", start, end, minutes, "Office", At("a", 1), False, FIRST + first, until)  # noqa: FBT003


def test_cuts_are_bars_that_fade_where_no_end_is_known() -> None:
    made = outage_drawing([cut(-9, 2), cut(10, 19, 240), cut(50, None)], FIRST, LAST, 0)
    first, part, last = made.bars
    assert (first.x, first.fades, first.anchor) == (LEFT, False, "start")
    assert (part.part, part.fades) == (True, False)
    assert part.width == pytest.approx((RIGHT - LEFT) / 6, abs=0.2)
    assert (last.fades, last.anchor, last.label_x) == (True, "end", RIGHT)
    assert last.x + last.width == pytest.approx(RIGHT, abs=0.2)


def test_a_drawing_of_cuts_has_a_bound_and_says_what_it_leaves_out() -> None:
    made = outage_drawing([cut(1, 2)] * (OUTAGE_BARS_MAX + 3), FIRST, LAST, 0)
    assert (len(made.bars), made.left_out) == (OUTAGE_BARS_MAX, 3)


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "less than 1 minute"),
        (59, "less than 1 minute"),
        (60, "1 minute"),
        (10_799, "179 minutes"),
        (16_920, "4.7 hours"),
    ],
)
def test_a_wait_is_in_minutes_then_in_hours(seconds: int, text: str) -> None:
    assert str(EN.wait(seconds * 1_000_000)) == text


def test_masses_are_tonnes_and_ranges() -> None:
    assert [str(EN.tonnes(kg)) for kg in (0, 999, 1000, 12_515)] == ["0 t", "999 kg", "1 t", "12.515 t"]
    assert str(EN.mass_range(0, 800)) == "0 t to 800 kg"
    assert str(EN.mass_range(800, 800)) == "800 kg"


def test_an_instant_near_midnight_belongs_to_the_day_at_the_road() -> None:
    assert moment(US_PER_DAY - 1, 60).day == "1970-01-02"
    assert moment(0, -60).clock == "23:00"
