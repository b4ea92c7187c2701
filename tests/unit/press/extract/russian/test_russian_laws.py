"""Any text at all gives a result: spans in range and in order, and a cost that grows with the length alone."""

from __future__ import annotations

import sys
from types import FrameType
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from safeconduct.press.extract.russian import find_russian
from safeconduct.press.extract.russian.table import russian_table
from safeconduct.press.model import Block, Found, Span, Text

WORDS = (
    "Корда Норландия он она они министр МИД который заявил сказала сообщили сообщает отметив подчеркнув "
    "призвал обвинил отверг пообещал говорится заявлении что чтобы как по словам данным об этом в на с и а но не его "
    "мост открыт открыть « » „ “ ” \" ' — – - , . : ; ! ? … ( ) 14 марта г. тыс."
)
ODD = ["\u202e", "\u2067", "\x00", "\ufeff", "\ud800", "\U0001f6e3", "\u0451", "\u0456", "\u0130", "ё"]
PIECES = st.sampled_from(WORDS.split() + ODD)
CYRILLIC = st.text(st.characters(min_codepoint=0x400, max_codepoint=0x4FF) | st.sampled_from('«»„“”"—-,.: \n'))
ANY = st.one_of(
    st.text(max_size=200), CYRILLIC, st.lists(PIECES, max_size=60).map(" ".join), st.lists(PIECES).map("".join)
)
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
    for use in ("body", "headline"):
        text = text_of(raw, use)
        check(text, find_russian(text))


@RELAXED
@given(ANY)
def test_the_same_text_gives_the_same_findings(text_of: Any, raw: str) -> None:
    assert find_russian(text_of(raw)) == find_russian(text_of(raw))


def test_no_blocks_no_findings() -> None:
    assert find_russian(Text("", ())) == ()
    assert find_russian(Text("Корда сказал, что идёт дождь.", ())) == ()


UNITS = (
    "он сказал ",
    "сказал, что ",
    "Корда, заявил, ",
    "« сказал » ",
    "«а ",
    "«Да, — сказал он. — ",
    "», — сказал он. ",
    "по словам ",
    "об этом сообщил он. ",
    "призвал открыть и ",
    ", отметив, что ",
    "в МИД ",
    "— ",
    "(",
    '"',
    "а" * 999,
    "\u202e",
)


@pytest.mark.parametrize("unit", UNITS)
def test_a_long_line_costs_its_length(unit: str) -> None:
    small, large = (_steps(unit * (size // len(unit))) for size in (4_000, 16_000))
    assert large < 4 * 1.6 * max(small, 1_000)


def _steps(raw: str) -> int:
    """How many lines of code run for one paragraph."""
    russian_table()
    steps = 0

    def count(frame: FrameType, event: str, _: object) -> Any:
        nonlocal steps
        steps += event == "line"
        return count

    text = Text(raw, (Block(Span(0, len(raw)), "body"),))
    before = sys.gettrace()
    sys.settrace(count)
    try:
        found = find_russian(text)
    finally:
        sys.settrace(before)
    check(text, found)
    return steps
