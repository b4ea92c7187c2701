"""When a statement was said: what dates it, what does not, and what is carried over."""

from __future__ import annotations

import re
from typing import Any

import pytest

from safeconduct.press.dates import Published, Speaking, edtf_from_text, resolve_dates
from safeconduct.press.model import Block, Found, Span, Text

PUBLISHED = Published(edtf_from_text("2023-03-02"))


def _text(text: str) -> Text:
    return Text(text, tuple(Block(Span(*match.span()), "body") for match in re.finditer(r"[^\n]+", text)))


def _found(text: str, said: str, by: str | None, cue: str | None = "said", **more: Any) -> Found:
    def span(words: str | None) -> Span | None:
        return None if words is None else Span(text.index(words), text.index(words) + len(words))

    content = span(said)
    assert content is not None
    return Found((content,), span(cue), span(by), "indirect", "assertion", **more)


def _days(text: str, *found: Found, published: Published = PUBLISHED) -> list[tuple[str, str] | None]:
    whens = resolve_dates(_text(text), found, published)
    return [None if when is None else (str(when.edtf), when.basis) for when in whens]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Ruritania said on Tuesday that AAA.", ("2023-02-28", "weekday")),
        ("On February 27, Ruritania said that AAA.", ("2023-02-27", "explicit")),
        ("In a statement on Monday, Ruritania said that AAA.", ("2023-02-27", "weekday")),
        ("AAA, Ruritania said during a February 9 telephone call.", ("2023-02-09", "explicit")),
        ("Ruritania said last week that AAA.", ("2023-02-20/2023-02-26", "relative")),
        ("Visiting Baku on Tuesday, Ruritania said AAA.", ("2023-02-28", "weekday")),
        ("Ruritania told reporters earlier in the day that AAA.", ("2023-03-02", "relative")),
        ("Ruritania said in October 2022 and January 2023 that AAA.", ("{2022-10,2023-01}", "explicit")),
    ],
)
def test_a_date_in_the_frame_dates_the_statement(sentence: str, expected: tuple[str, str]) -> None:
    assert _days(sentence, _found(sentence, "AAA", "Ruritania", "told" if "told" in sentence else "said")) == [expected]


@pytest.mark.parametrize(
    "sentence",
    [
        "X. Ruritania said that AAA on February 12.",
        "X. Commenting on the February 22 order, Ruritania said that AAA.",
        "X. Ruritania, which joined on February 1, said that AAA.",
        "X. Ruritania, silent since December 12, said that AAA.",
        "X. Ruritania said earlier that AAA.",
        "X. Ruritania has repeatedly said that AAA.",
        "X. Earlier, Ruritania said that AAA.",
    ],
)
def test_a_date_of_something_else_or_an_unclear_day_leaves_the_statement_undated(sentence: str) -> None:
    said = re.search(r"AAA(?: on February 12)?", sentence)
    assert said is not None
    lead = Found((Span(0, 1),), None, None, "direct", "assertion")
    assert _days(sentence, lead, _found(sentence, said[0], "Ruritania"))[1] is None


def test_an_undated_sentence_takes_the_day_of_its_occasion_and_not_that_of_the_report() -> None:
    text = "Ruritania said on Monday AAA.\nRuritania also added BBB.\nMoldania noted CCC."
    found = (_found(text, "AAA", "Ruritania"), _found(text, "BBB", "Ruritania", "added"))
    third = _found(text, "CCC", "Moldania", "noted")
    assert _days(text, *found, third) == [("2023-02-27", "weekday"), ("2023-02-27", "carried"), None]


def test_earlier_ends_an_occasion() -> None:
    text = "Ruritania said on Monday AAA.\nRuritania noted earlier BBB.\nRuritania added CCC."
    found = [_found(text, *each) for each in (("AAA", "Ruritania"), ("BBB", "Ruritania", "noted"))]
    assert _days(text, *found, _found(text, "CCC", "Ruritania", "added")) == [("2023-02-27", "weekday"), None, None]


def test_the_following_day_hangs_on_the_event_before_it_and_not_on_the_report() -> None:
    text = "Ruritania called for AAA during a February 9 telephone call. It said the following day that BBB."
    found = (_found(text, "AAA", "Ruritania", "called for"), _found(text, "BBB", "It"))
    assert _days(text, *found) == [("2023-02-09", "explicit"), ("2023-02-10", "relative")]


def test_a_lead_without_a_day_has_that_of_the_dateline_else_of_the_report() -> None:
    text = "BAKU, February 28. /Agency/. Ruritania said AAA."
    assert _days(text, _found(text, "AAA", "Ruritania")) == [("2023-02-28", "explicit")]
    text = "Ruritania said AAA."
    assert _days(text, _found(text, "AAA", "Ruritania")) == [("2023-03-02", "docdate")]


@pytest.mark.parametrize(
    ("lead", "expected"),
    [
        ("Ruritania on Monday opened a post, the service said.", ("2023-02-27", "carried")),
        ("BAKU, March 1 - The two agreed on Sunday to go on, the service said.", ("2023-02-26", "carried")),
        ("Two men were hurt on Monday, the service said.", ("2023-03-02", "docdate")),
        ("Ruritania will open a post on Friday, the service said.", ("2023-03-02", "docdate")),
    ],
)
def test_a_lead_that_tells_of_a_meeting_or_of_the_news_of_a_day_is_of_that_day(
    lead: str, expected: tuple[str, str]
) -> None:
    said = lead.removesuffix(", the service said.").removeprefix("BAKU, March 1 - ")
    assert _days(lead, _found(lead, said, "the service")) == [expected]


def test_a_nested_statement_has_only_a_day_of_its_own() -> None:
    text = "Ruritania said on Monday that Moldania told it in January that AAA."
    outer = _found(text, "Moldania told it in January that AAA", "Ruritania")
    inner = _found(text, "AAA", "Moldania", "told", within=0)
    assert _days(text, outer, inner) == [("2023-02-27", "weekday"), ("2023-01", "explicit")]
    text = "Ruritania said on Monday that Moldania told it AAA."
    outer, inner = (
        _found(text, "Moldania told it AAA", "Ruritania"),
        _found(text, "AAA", "Moldania", "told", within=0),
    )
    assert _days(text, outer, inner)[1] is None


def test_a_report_that_opens_with_a_government_goes_on_with_its_ministry() -> None:
    text = "Ruritania on Monday urged AAA.\nThe ministry stressed BBB."
    found = (_found(text, "AAA", "Ruritania", "urged"), _found(text, "BBB", "The ministry", "stressed"))
    who = (Speaking("rt", "rt", is_side=True), Speaking("rt-foreign-ministry", "rt"))
    whens = resolve_dates(_text(text), found, PUBLISHED, who)
    assert [str(when.edtf) for when in whens if when is not None] == ["2023-02-27", "2023-02-27"]


def test_a_wrong_nesting_or_cue_makes_nothing_fail() -> None:
    text = "Ruritania said AAA."
    span = Span(15, 18)
    odd = Found((span,), Span(900, 905), Span(900, 905), "indirect", "assertion", within=7)
    assert len(_days(text, odd, Found((span,), Span(10, 14), None, "direct", "assertion", within=1))) == 2
