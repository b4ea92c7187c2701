"""Dated happenings: proposals that let two reports be laid side by side."""

from __future__ import annotations

import re

import pytest

from safeconduct.press.dates import DateReader, Event, Published, edtf_from_text, find_events
from safeconduct.press.dates.compare import apart
from safeconduct.press.model import Block, Found, Span, Text


def _events(text: str, published: str, *found: Found) -> tuple[Event, ...]:
    blocks = tuple(Block(Span(*match.span()), "body") for match in re.finditer(r"[^\n]+", text))
    dates = DateReader(Text(text, blocks), found, Published(edtf_from_text(published)))
    return find_events(dates, dates.days())


def test_two_reports_that_date_a_checkpoint_apart_can_be_shown_side_by_side() -> None:
    (one,) = _events("In March 2021, the river police opened a control post at the ferry.", "2021-09-13")
    (other,) = _events("The council told us last week that it plans to open a control post at the ferry.", "2021-06-02")
    assert (one.kind, one.wanted, other.kind, other.wanted) == ("checkpoint", False, "checkpoint", True)
    assert apart(one.when.edtf, other.when.edtf)


def test_what_lasts_since_a_day_is_open_at_the_end() -> None:
    (event,) = _events("The road has been blocked since December 12.", "2023-03-02")
    assert (str(event.when.edtf), event.kind) == ("2022-12-12/..", "blockade")


@pytest.mark.parametrize(
    ("sentence", "dates"),
    [
        ("The bridge has been closed since 1991.", ["1991"]),
        ("Since 1991, the bridge has been closed.", ["1991"]),
        ("In 1945, the river police closed the bridge.", ["1945"]),
        ("The 1945 police closed the bridge.", []),
    ],
)
def test_a_year_dates_an_event_behind_since_or_in(sentence: str, dates: list[str]) -> None:
    assert [str(event.when.edtf) for event in _events(sentence, "2023-03-02")] == dates


def test_what_lies_ahead_is_no_event() -> None:
    assert _events("The convoy will be delivered on March 5.", "2023-03-02") == ()
    assert _events("The order expires on 1 March 2023.", "2023-02-02") == ()


def test_yesterday_inside_a_quotation_counts_from_the_day_of_speech() -> None:
    text = '"Yesterday the convoy arrived," Ruritania said on February 20.'
    found = Found((Span(1, 30),), Span(42, 46), Span(32, 41), "direct", "report")
    assert str(_events(text, "2023-03-02", found)[0].when.edtf) == "2023-02-19"


def test_two_clauses_with_two_dates_are_two_events() -> None:
    text = "On August 31, the leader resigned, and on September 9, parliament elected a president."
    assert [str(event.when.edtf) for event in _events(text, "2023-09-13")] == ["2023-08-31", "2023-09-09"]
