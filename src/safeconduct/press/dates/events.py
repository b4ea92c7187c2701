"""Dated happenings in a report: proposals for a person to look at, never facts.

An event is a clause with a date of its own and a verb or noun of happening. Its day is reckoned as that of a
statement; inside something said, "yesterday" counts from the day of speech. Two reports whose events of one kind lie
apart are shown side by side; nothing is decided.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import cast

from safeconduct.press.dates.clauses import borders, happening, wish
from safeconduct.press.dates.edtf import Edtf, edtf_of_days, edtf_of_set
from safeconduct.press.dates.expressions import Expression
from safeconduct.press.dates.frames import sentences_of
from safeconduct.press.dates.model import Basis, Published, When
from safeconduct.press.dates.own import basis_of
from safeconduct.press.dates.reckon import reckoned
from safeconduct.press.dates.resolve import DateReader
from safeconduct.press.model import Found, Span

_FUTURE = re.compile(
    r"\b(?:(?:will|would|shall|plans? to|expected to|scheduled|due to|set to|expires?)\b[^,]{0,40}"
    r"|(?:next|until|till|by|ahead of) )$",
    re.IGNORECASE,
)
_EITHER = re.compile(r" (?:\([^()]*\) )?or ")
_BOTH = re.compile(r",? and (?:in |on )?|, ")
_DATING = re.compile(r"\b(?:since|in|of)\s+$", re.IGNORECASE)
_SINCE = re.compile(r"\bsince\s+$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Event:
    """A happening with its day.

    span: the clause; kind: one of a short list, such as `checkpoint` or `delivery`. wanted: it is only wanted or
    planned on that day.
    """

    span: Span
    when: When
    kind: str
    wanted: bool = False


def find_events(dates: DateReader, whens: Sequence[When | None]) -> tuple[Event, ...]:
    """The dated happenings of a report, in order; clauses that look ahead or name no happening are left out.

    whens: the days of its statements.
    """
    text = dates.text
    blocks = tuple(block.span for block in text.blocks if block.use == "body")
    speech = _Speech(dates.found, whens)
    events: list[Event] = []
    for sentence in sentences_of(text.text, blocks):
        inside = dates.expressions_between(sentence.start, sentence.end)
        events += _events_of(text.text, sentence, inside, dates.published, speech) if inside else []
    events += [*_wishes(text.text, dates.found, whens, events)]
    return tuple(sorted(events, key=lambda one: one.span))


def _wishes(text: str, found: Sequence[Found], days: Sequence[When | None], dated: Sequence[Event]) -> Iterator[Event]:
    """What a statement says is wanted, on the day it was said; not where it has a date of its own."""
    for said, when in zip(found, days, strict=True):
        for span in said.spans if when is not None else ():
            kind = wish(text, span)
            if when is not None and kind and not any(span.start <= one.span.start < span.end for one in dated):
                yield Event(span, when, kind, wanted=True)


class _Speech:
    """What was said where, for "yesterday" inside it."""

    def __init__(self, found: Sequence[Found], days: Sequence[When | None]) -> None:
        self._said = sorted((span, i) for i, item in enumerate(found) for span in item.spans)
        self._days = days

    def edges(self, sentence: Span) -> set[int]:
        """Where a quotation begins or ends inside a sentence: a date on one side dates nothing on the other."""
        low, high = (bisect_left(self._said, (Span(at, 0), -1)) for at in (sentence.start, sentence.end))
        edges = {place for span, _ in self._said[max(0, low - 1) : high] for place in (span.start, span.end)}
        return {place for place in edges if sentence.start < place < sentence.end}

    def base(self, position: int, published: Published) -> Edtf:
        """The day an expression at a position counts from."""
        at = bisect_left(self._said, (Span(position + 1, 0), -1))
        for span, i in reversed(self._said[max(0, at - 4) : at]):
            day = self._days[i]
            if span.start <= position < span.end and day is not None and day.edtf.day is not None:
                return day.edtf
        return published.edtf


def _events_of(
    text: str, sentence: Span, inside: Sequence[Expression], published: Published, speech: _Speech
) -> list[Event]:
    events: list[Event] = []
    ends = borders(text, sentence) | speech.edges(sentence)
    cuts = {cut for cut in ends if not any(one.span.start < cut < one.span.end for one in inside)}
    for start, end in pairwise([sentence.start, *sorted(cuts), sentence.end]):
        dated = [item for item in inside if start <= item.span.start < end and item.kind != "vague"]
        groups = _groups(text, start, dated, published, speech)
        bounds = [start, *(when.evidence.end for when in groups[:-1] if when.evidence), end]
        for when, (low, high) in zip(groups, pairwise(bounds), strict=False):
            told = happening(text, low, high, when.evidence or Span(low, low))
            events += [Event(told[0], when, told[1], told[2])] if told is not None else []
    return events


def _groups(text: str, start: int, dated: Sequence[Expression], published: Published, speech: _Speech) -> list[When]:
    """The days of a clause, joined ones together; none that look ahead."""
    last: Expression | None = None
    groups: list[When] = []
    for item in dated:
        if last is not None and text[last.span.end : item.span.start] == " (":
            continue  # the same day once more: "yesterday (Tuesday)"
        value = reckoned(item, speech.base(item.span.start, published))
        before = text[max(start, item.span.start - 60) : item.span.start]
        if value is None or _FUTURE.search(before) or (item.kind == "year" and not _stands_alone(text, item)):
            continue
        if _SINCE.search(before) and item.kind == "day" and value.shape == "single":
            value = Edtf("interval", (value.points[0], None))
        joined = _joined(text[last.span.end : item.span.start], groups[-1].edtf, value) if last is not None else None
        if joined is not None:
            groups[-1] = When(joined, groups[-1].basis, Span(_start(groups[-1]), item.span.end))
        else:
            groups.append(When(value, cast("Basis", basis_of(item)), item.span))
        last = item
    return groups


def _joined(between: str, one: Edtf, other: Edtf) -> Edtf | None:
    """Two dates as one value: both with "and", the days from one to the other with "or"; None if they stay apart."""
    if _EITHER.fullmatch(between) and one.day is not None and other.day is not None:
        return edtf_of_days(min(one.day, other.day), max(one.day, other.day))
    if _BOTH.fullmatch(between) and one.shape in {"single", "all"}:
        return edtf_of_set([point for point in (*one.points, *other.points) if point is not None])
    return None


def _start(when: When) -> int:
    return when.evidence.start if when.evidence is not None else 0


def _stands_alone(text: str, item: Expression) -> bool:
    """As in "Since 1991", "in 1945": a year that dates; "the 2020 ceasefire" names an older event in passing."""
    return _DATING.search(text[max(0, item.span.start - 8) : item.span.start]) is not None
