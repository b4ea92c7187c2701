"""Any text at all gives a result: spans in range and in order, and a cost that grows with the length alone."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from safeconduct.press.extract import find_statements
from safeconduct.press.extract.cues import cue_table
from safeconduct.press.model import Block, Found, Span, Text
from tests.counted import calls_of

WORDS = (
    "Korda Norland he she it who which said says saying told reporters that to the a of and but , . : ; ? ! ( ) [ ] "
    '“ ” ‘ ’ " '
    "' « » „ — - according warned against urged called for rejected claims allegations This was stated by is "
    "as has seemed road open Mr. U.S. Jan. 3 Wednesday"
)
ODD = ["\u202e", "\u2067", "\x00", "\ufeff", "\ud800", "\U0001f6e3", "\u0130", "\u00df"]
PIECES = st.sampled_from(WORDS.split() + ODD)
CLUTTERED = st.lists(PIECES, max_size=60).map(" ".join)
ANY = st.one_of(st.text(max_size=300), CLUTTERED, st.lists(PIECES, max_size=40).map("".join))
RELAXED = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=300)


def check(text: Text, found: tuple[Found, ...]) -> None:
    for n, one in enumerate(found):
        assert one.spans
        assert list(one.spans) == sorted(one.spans)
        for span in (*one.spans, one.cue, one.mention, one.addressee, one.via):
            assert span is None or 0 <= span.start < span.end <= len(text.text)
        for first, second in zip(one.spans, one.spans[1:], strict=False):
            assert first.end <= second.start
        assert one.within is None or 0 <= one.within < n


@RELAXED
@given(ANY)
def test_spans_are_ordered_ranges_of_the_text(text_of: Any, raw: str) -> None:
    text = text_of(raw)
    check(text, find_statements(text))


@RELAXED
@given(ANY)
def test_headlines_too(text_of: Any, raw: str) -> None:
    text = text_of(raw, "headline")
    check(text, find_statements(text))


@RELAXED
@given(ANY, st.integers(0, 50))
def test_what_stands_around_a_block_is_not_read(raw: str, lead: int) -> None:
    here = Text(raw, (Block(Span(0, len(raw)), "body"),))
    moved = Text("said " * lead + raw + " he said", (Block(Span(5 * lead, 5 * lead + len(raw)), "body"),))
    there = find_statements(moved)
    assert [one.spans[0].start + 5 * lead for one in find_statements(here)] == [one.spans[0].start for one in there]


def test_no_blocks_no_findings() -> None:
    assert find_statements(Text("", ())) == ()
    assert find_statements(Text("Korda said that it rains.", ())) == ()


UNITS = (
    "he said ",
    "said that ",
    "X, said, ",
    '" said " ',
    "“a ",
    "‘a’ ",
    "(",
    ") said ",
    "a-",
    "a'",
    "according to ",
    "claims that ",
    "who said ",
    "he said “a b c d e f” ",
    "“He said “",
    "and called ",
    ", which was stated by Korda",
    "a" * 999,
    "\u202e",
)


@pytest.mark.parametrize("unit", UNITS)
def test_a_long_line_costs_its_length(unit: str) -> None:
    cue_table("en")
    short, long = (_work(unit * (size // len(unit))) for size in (20_000, 160_000))
    assert long < 8 * 1.5 * short + 1_000


def _work(raw: str) -> int:
    text = Text(raw, (Block(Span(0, len(raw)), "body"),))
    return calls_of(lambda: check(text, find_statements(text)))
