"""Dated happenings in a report: proposals for a person to look at, never facts.

An event is a clause with a date of its own and a verb or noun of happening. Its day is reckoned as that of a
statement; inside something said, "yesterday" counts from the day of speech. Two reports whose events of one kind lie
apart are shown side by side; nothing is decided.
"""

from __future__ import annotations

import re
import string
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import cast

from safeconduct.press.dates.edtf import Edtf, edtf_of_set
from safeconduct.press.dates.expressions import Expression
from safeconduct.press.dates.frames import sentences_of
from safeconduct.press.dates.model import Basis, Published, When
from safeconduct.press.dates.own import basis_of
from safeconduct.press.dates.reckon import reckoned
from safeconduct.press.dates.resolve import DateReader
from safeconduct.press.model import Found, Span

CLAUSE_CHARS_MAX = 300
_KINDS = (  # first match decides: what is particular before what is general
    ("checkpoint", r"checkpoint|control post|border post"),
    ("blockade", r"block(?:ed|ade|aded|ing)|clos(?:ed|ure)|shut|cut off|sealed|halted|suspended traffic"),
    ("delivery", (r"arriv\w+|deliver\w+|cargo|convoy|shipment|batch|humanitarian aid|"
     r"consignment|sailed|departed|left port")),
    ("incident", (r"attempt|breach|shot|fired|shell\w+|struck|attack\w*|explo\w+|wounded|"
     r"killed|clash\w*|incident|drone|mine[ds]?\b")),
    ("conflict", r"war\b|fighting|occupied|liberated|hostilities|offensive|invad\w+|ceasefire|truce"),
    ("agreement", (r"agreement|signed|accord|trilateral statement|tripartite|memorandum|treaty|"
     r"extended|prolonged|extension")),
    ("political", (r"elected|resign\w*|appointed|recogni[sz]ed|parliament|referendum|sworn in|"
     r"took office|order(?:ed)?|ruled")),
    ("communication", r"phone|telephone|letter|conversation|\bcall\b"),
    ("meeting", r"meet\w*|\bmet\b|talks|negotiat\w+|summit|session"),
    ("visit", r"visit\w*|arrive in|trip"),
    ("statement", r"said|told|stated|announced|called|urged|press conference|briefing|interview|declared|warned"),
    ("outage", r"outage|blackout|gas supply|electricity|power line"),
)  # fmt: skip
_KIND = [(name, re.compile(rf"\b(?:{words})")) for name, words in _KINDS]
_SMALL = str.maketrans(string.ascii_uppercase + "\u0130\u0131\u017f\u212a", string.ascii_lowercase + "iisk")
_PAST = re.compile(
    r"\w+ed\b|\b(?:was|were|took|had|set up|began|came|went|said|told|met|held|made|broke|fell|left|hit|struck|built)\b"
)
_FUTURE = re.compile(
    r"\b(?:(?:will|would|shall|plans? to|expected to|scheduled|due to|set to|expires?)\b[^,]{0,40}"
    r"|(?:next|until|till|by|ahead of) )$",
    re.IGNORECASE,
)
_WANTED = re.compile(
    r"\b(?:wants?|wanted|wishes|desires?|intends?|intention|plans?|proposes?|proposed) to\b", re.IGNORECASE
)
_CLAUSE = re.compile(r"[;]|, (?:and|but|while) |,? and (?=(?:on|in) )|\.\s", re.IGNORECASE)
_DATING = re.compile(r"\b(?:since|in|of)\s+$", re.IGNORECASE)
_JOINED = re.compile(r",? and (?:in |on )?|, ")
_SINCE = re.compile(r"\bsince\s+$", re.IGNORECASE)
_AGREEMENT_DATE = re.compile(r"\s+(?:agreement|statement|accord|order|ceasefire|declaration|memorandum|treaty|ruling)")


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
    return tuple(events)


class _Speech:
    """What was said where, for "yesterday" inside it."""

    def __init__(self, found: Sequence[Found], days: Sequence[When | None]) -> None:
        self._said = sorted((span, i) for i, item in enumerate(found) for span in item.spans)
        self._quoted = {i for i, item in enumerate(found) if item.mode == "direct"}
        self._days = days

    def edges(self, sentence: Span) -> set[int]:
        """Where a quotation begins or ends inside a sentence: a date on one side dates nothing on the other."""
        low, high = (bisect_left(self._said, (Span(at, 0), -1)) for at in (sentence.start, sentence.end))
        edges = {
            place
            for span, i in self._said[max(0, low - 1) : high]
            if i in self._quoted
            for place in (span.start, span.end)
        }
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
    ends = {m.end() for m in _CLAUSE.finditer(text, sentence.start, sentence.end)}
    bounds = [sentence.start, *sorted(ends | speech.edges(sentence)), sentence.end]
    for start, end in pairwise(bounds):
        dated = [item for item in inside if start <= item.span.start < end and item.kind != "vague"]
        groups = _groups(text, start, dated, published, speech)
        if not groups:
            continue
        cuts = [start, *(when.evidence.end for when in groups[:-1] if when.evidence), end]
        for when, low, high in zip(groups, cuts[:-1], cuts[1:], strict=True):
            event = _event(text, low, high, when)
            events += [event] if event is not None else []
    return events


def _event(text: str, start: int, end: int, when: When) -> Event | None:
    """The event of a clause, or of the part of it up to the next date."""
    at = when.evidence.start if when.evidence is not None else start
    clause = _trimmed(text, max(start, at - CLAUSE_CHARS_MAX), min(end, at + CLAUSE_CHARS_MAX))
    words = text[clause.start : clause.end]
    wanted = _WANTED.search(words) is not None
    kind = _kind(words, at - clause.start, wanted=wanted)
    return Event(clause, when, kind, wanted) if kind else None


def _groups(text: str, start: int, dated: Sequence[Expression], published: Published, speech: _Speech) -> list[When]:
    """The days of a clause, joined ones together; none that look ahead."""
    found: list[tuple[Expression, Edtf]] = []
    groups: list[When] = []
    for item in dated:
        value = reckoned(item, speech.base(item.span.start, published))
        before = text[max(start, item.span.start - 60) : item.span.start]
        if value is None or _FUTURE.search(before) or (item.kind == "year" and not _stands_alone(text, item)):
            continue
        if _SINCE.search(before) and item.kind == "day" and value.shape == "single":
            value = Edtf("interval", (value.points[0], None))
        if found and _are_joined(text, [found[-1][0], item]) and groups[-1].edtf.shape in {"single", "all"}:
            points = [p for p in (*groups[-1].edtf.points, *value.points) if p is not None]
            groups[-1] = When(edtf_of_set(points), groups[-1].basis, Span(_start(groups[-1]), item.span.end))
        else:
            groups.append(When(value, cast("Basis", basis_of(item)), item.span))
        found.append((item, value))
    return groups


def _start(when: When) -> int:
    return when.evidence.start if when.evidence is not None else 0


def _stands_alone(text: str, item: Expression) -> bool:
    """As in "Since 1991", "in 1945": a year that dates; "the 2020 ceasefire" names an older event in passing."""
    return _DATING.search(text[max(0, item.span.start - 8) : item.span.start]) is not None


def _are_joined(text: str, items: Sequence[Expression]) -> bool:
    return all(_JOINED.fullmatch(text[a.span.end : b.span.start]) is not None for a, b in pairwise(items))


def _kind(clause: str, at: int, *, wanted: bool) -> str:
    """The kind of happening a clause tells of, by the word nearest to its date; empty if nothing in it happens.

    Of something wanted the kind is what is wanted, not that somebody said so.
    """
    if _PAST.search(clause) is None and _AGREEMENT_DATE.search(clause) is None:
        return ""
    small = clause.translate(_SMALL)
    near = [(abs(m.start() - at), name) for name, words in _KIND if (m := words.search(small)) is not None]
    things = [each for each in near if each[1] != "statement"]
    return min((wanted and things) or near, default=(0, ""))[1]


def _trimmed(text: str, start: int, end: int) -> Span:
    edge = " \t\n\"'“”‘’,;.—–-"
    while start < end and text[start] in edge:
        start += 1
    while end > start and text[end - 1] in edge:
        end -= 1
    return Span(start, end)
