"""Laws of the dates of a report: EDTF goes round, intervals are ordered, no text makes the resolver fail."""

from __future__ import annotations

import datetime as dt

from hypothesis import given, settings
from hypothesis import strategies as st

from safeconduct.press.dates import (
    DateReader,
    Edtf,
    EdtfError,
    Published,
    compatible,
    days_of,
    edtf_from_text,
    edtf_of_day,
    edtf_of_days,
    equal,
    find_events,
    resolve_dates,
)
from safeconduct.press.dates.compare import apart
from safeconduct.press.dates.edtf import Point, edtf_of_set
from safeconduct.press.dates.expressions import expressions_in
from safeconduct.press.dates.reckon import reckoned
from safeconduct.press.model import Block, Found, Span, Text, Use

DAYS = st.dates(dt.date(1, 1, 1), dt.date(9998, 12, 31))
USES: tuple[Use, ...] = ("headline", "body", "body", "furniture")
MARKS = st.sampled_from(["", "?", "~", "%"])


@st.composite
def points(draw: st.DrawFn) -> Point:
    day = draw(DAYS)
    shape = draw(st.integers(0, 3))
    month = draw(st.integers(21, 24)) if shape == 3 else day.month if shape else 0
    return Point(day.year, month, day.day if shape == 2 else 0, draw(MARKS))


@st.composite
def values(draw: st.DrawFn) -> Edtf:
    shape = draw(st.sampled_from(["single", "interval", "open", "set"]))
    if shape == "single":
        return Edtf("single", (draw(points()),))
    if shape == "set":
        return edtf_of_set(draw(st.lists(points(), min_size=1, max_size=5)))
    first, last = sorted([draw(points()), draw(points())], key=lambda point: (point.first, point.last))
    if shape == "open":
        return draw(st.sampled_from([Edtf("interval", (first, None)), Edtf("interval", (None, last))]))
    return Edtf("interval", (first, last))


WORDS = (
    "on", "Monday,", "Tuesday", "last", "week", "yesterday", "the",
    "following", "day", "earlier", "December", "12", "2022", "in",
    "May", "28", "February", "Feb.", "3", "and", "Ruritania", "Lavrov", "he", "she", "said", "told", "that", "“",
    "”", '"', ".", ",", "\n", "the", "ministry", "of", "since", "1991", "two", "days", "ago", "(AA)",
    "-", "’s", "repeatedly",
)  # fmt: skip
PROSE = st.one_of(st.text(max_size=300), st.lists(st.sampled_from(WORDS), max_size=80).map(" ".join))


@st.composite
def reports(draw: st.DrawFn) -> tuple[Text, tuple[Found, ...]]:
    """Any text with any statements, sound or not."""
    text = draw(PROSE)
    place = st.integers(0, len(text) + 3)
    spans = st.tuples(place, place).map(lambda pair: Span(*sorted(pair)))
    found = st.builds(
        Found,
        st.lists(spans, min_size=1, max_size=2).map(tuple),
        st.none() | spans,
        st.none() | spans,
        st.sampled_from(["direct", "mixed", "indirect"]),
        st.just("assertion"),
        addressee=st.none() | spans,
        via=st.none() | spans,
        within=st.none() | st.integers(-2, 6),
        headline=st.booleans(),
    )
    position, blocks = 0, []
    for line in text.split("\n"):
        if line:
            use: Use = draw(st.sampled_from(USES))
            blocks.append(Block(Span(position, position + len(line)), use))
        position += len(line) + 1
    return Text(text, tuple(blocks)), tuple(draw(st.lists(found, max_size=6)))


@given(values())
def test_a_value_comes_back_as_it_was_written(value: Edtf) -> None:
    assert edtf_from_text(str(value)) == value


@given(st.text(alphabet="0123456789-/.{}[],?~% ", max_size=24))
def test_a_text_is_a_value_only_if_it_is_the_canonical_writing(text: str) -> None:
    try:
        value = edtf_from_text(text)
    except EdtfError:
        return
    assert str(value) == text


@given(values(), values(), values())
def test_equal_is_an_equivalence_and_compatible_and_apart_are_symmetric(a: Edtf, b: Edtf, c: Edtf) -> None:
    assert equal(a, a)
    assert compatible(a, a)
    assert equal(a, b) == equal(b, a)
    assert compatible(a, b) == compatible(b, a)
    assert apart(a, b) == apart(b, a)
    assert not (equal(a, b) and equal(b, c)) or equal(a, c)
    assert not (apart(a, b) and compatible(a, b))


@given(DAYS, DAYS)
def test_an_interval_holds_its_ends(one: dt.date, other: dt.date) -> None:
    first, last = sorted([one, other])
    (run,) = days_of(edtf_of_days(first, last))
    assert (run.first, run.last) == (first, last)
    assert compatible(edtf_of_days(first, last), edtf_of_day(first))


@given(PROSE, DAYS)
def test_what_is_reckoned_is_never_after_the_report_unless_it_says_so(text: str, day: dt.date) -> None:
    for item in expressions_in(text):
        value = reckoned(item, edtf_of_day(day), day)
        if value is not None:
            assert edtf_from_text(str(value)) == value
            if item.kind in {"day", "days", "weekday", "month"} and not item.year and item.word != "next":
                assert value.earliest is not None
                assert value.earliest <= day


@settings(max_examples=300)
@given(reports(), DAYS)
def test_no_report_makes_the_dates_fail(report: tuple[Text, tuple[Found, ...]], day: dt.date) -> None:
    text, found = report
    whens = resolve_dates(text, found, Published(edtf_of_day(day)))
    assert len(whens) == len(found)
    assert whens == resolve_dates(text, found, Published(edtf_of_day(day)))
    for event in find_events(DateReader(text, found, Published(edtf_of_day(day))), whens):
        assert 0 <= event.span.start <= event.span.end <= len(text.text)
