"""Quotation marks: what is paired, and what is an apostrophe or a slip."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from safeconduct.press.extract import find_statements
from safeconduct.press.extract.line import read_line
from safeconduct.press.extract.marks import pair_marks
from safeconduct.press.model import Found, Span, Text

MARKS = "\"'“”‘’«»„`"
PARAGRAPHS = (
    "“The road is open,” Korda said. “It will stay open.”",
    "Korda's deputy said the ‘humanitarian’ road is closed.",
    'Brenn warned Estmark against "hasty" steps, adding that the guards’ work goes on.',
    "According to the mission, three trucks crossed the bridge.",
)


def quoted(text: str, *, next_opens: bool = False) -> list[str]:
    line = read_line(text, Span(0, len(text)))
    pair_marks(line, next_opens)
    return [text[line.starts[q.opens] : line.ends[min(q.closes, len(line) - 1)]] for q in line.quotes]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('the guards\' work and "the road"', ['"the road"']),
        ("‘Open the Road’ beside Sarn’s bridge", ["‘Open the Road’"]),
        ("‘the guards’ road’ is closed", ["‘the guards’ road’"]),
        ('“a road" and "a bridge”', ['“a road"', '"a bridge”']),
        ("„ein Weg“ und «une route»", ["„ein Weg“", "«une route»"]),
        ("“lost “the road” found", ["“the road”"]),
        ("the road” is open “now”", ["“now”"]),
        ("“he called it ‘safe’ today”", ["“he called it ‘safe’ today”", "‘safe’"]),
        ('a pipe of 6" and "a road"', ['"a road"']),
        ("back in the '90s it was 'open'", ["'open'"]),
        ('“ ” and ‘’ and ""', []),
        ('(“the road”), ["open"]—“now”', ["“the road”", '"open"', "“now”"]),
    ],
)
def test_marks_pair(text: str, expected: list[str]) -> None:
    assert quoted(text) == expected


def test_an_open_quotation_runs_on_only_if_the_next_paragraph_opens_again() -> None:
    assert quoted("“The first thing.", next_opens=True) == ["“The first thing."]
    assert quoted("“The first thing.") == []


def statements_in(text: Text, found: tuple[Found, ...], where: Span) -> list[tuple[Any, ...]]:
    """The findings of one paragraph, with offsets from its start."""
    inside = [one for one in found if where.start <= one.spans[0].start < where.end]

    def moved(span: Span | None) -> tuple[int, int] | None:
        return (span.start - where.start, span.end - where.start) if span else None

    return [(*map(moved, one.spans), moved(one.cue), moved(one.mention), one.mode, one.type) for one in inside]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.integers(0, len(PARAGRAPHS) - 1), st.integers(0, 200), st.sampled_from(MARKS))
def test_a_stray_mark_changes_nothing_in_other_paragraphs(text_of: Any, which: int, at: int, mark: str) -> None:
    assume(at <= len(PARAGRAPHS[which]))
    spoilt = list(PARAGRAPHS)
    spoilt[which] = spoilt[which][:at] + mark + spoilt[which][at:]
    before, after = text_of("\n".join(PARAGRAPHS)), text_of("\n".join(spoilt))
    clean, dirty = find_statements(before), find_statements(after)
    for n, (old, new) in enumerate(zip(before.blocks, after.blocks, strict=True)):
        if n != which:
            assert statements_in(before, clean, old.span) == statements_in(after, dirty, new.span)


def test_possessives_after_s_cost_no_quotation(text_of: Any) -> None:
    text = 'The guards\' road is shut. "We wait," Korda said. The drivers\' patience ends. "They go," she added.'
    assert [one.mode for one in find_statements(text_of(text))] == ["direct", "direct"]
