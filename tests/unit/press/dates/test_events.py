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
    text = "On August 30, the mayor resigned, and on September 8, the council met."
    assert [str(event.when.edtf) for event in _events(text, "2023-09-13")] == ["2023-08-30", "2023-09-08"]


@pytest.mark.parametrize(
    ("sentence", "words", "day"),
    [
        ("Matters grew worse in March 2021, when the guards set up a checkpoint, one of several.",
         "in March 2021, when the guards set up a checkpoint", "2021-03"),
        ("The bridge, which was closed by the guards on April 4, is the only one.",
         "closed by the guards on April 4", "2023-04-04"),
        ("He asked for calm during a May 7 phone call with Ada Nord.", "May 7 phone call with Ada Nord", "2023-05-07"),
        ("The statement of the three towns dated 9 May 2021 does not speak of checkpoints.",
         "The statement of the three towns dated 9 May 2021", "2021-05-09"),
        ("Yesterday (Sunday) or the day before yesterday, the convoy arrived in town.",
         "Yesterday (Sunday) or the day before yesterday, the convoy arrived in town", "2023-06-03/2023-06-04"),
    ],
)  # fmt: skip
def test_an_event_is_the_words_that_tell_of_it(sentence: str, words: str, day: str) -> None:
    (event,) = _events(sentence, "2023-06-05")
    assert (sentence[event.span.start : event.span.end], str(event.when.edtf)) == (words, day)


def test_what_somebody_says_is_not_part_of_the_event_that_they_said_it() -> None:
    text = "On May 11, Nord said that the road is open and safe."
    found = Found((Span(26, 51),), Span(16, 20), Span(11, 15), "indirect", "report")
    (event,) = _events(text, "2023-06-05", found)
    assert (text[event.span.start : event.span.end], event.kind) == ("On May 11, Nord said", "statement")


def test_what_did_not_happen_is_no_event() -> None:
    assert _events("The treaty has not been signed since 2011.", "2023-06-05") == ()


def test_what_is_only_wanted_is_dated_by_the_day_it_was_said() -> None:
    text = "On May 11, Nord said that she wants to set up a checkpoint."
    found = Found((Span(26, 58),), Span(16, 20), Span(11, 15), "indirect", "proposal")
    said, wish = _events(text, "2023-06-05", found)
    assert (said.kind, wish.kind, wish.wanted, str(wish.when.edtf)) == ("statement", "checkpoint", True, "2023-05-11")
