"""Which dated events of a report bear on the road, and whose word each is: of a speaker in it, or of the report itself.

An event inside something said belongs to that statement; what the report tells in its own voice is a statement of its
outlet. So a happening never stands without somebody who says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args

from safeconduct.entries.kinds.statement import HappeningKind
from safeconduct.press.dates import Published, When
from safeconduct.press.dates.events import Event
from safeconduct.press.model import Found, Span
from safeconduct.press.source.outlets import outlet_name
from safeconduct.press.speakers import Entities, Parties, Speaker
from safeconduct.press.speakers.chosen import speaker_of

KINDS: frozenset[str] = frozenset(get_args(HappeningKind))


def events_said(found: Sequence[Found], events: Sequence[Event]) -> tuple[list[Event | None], list[Event]]:
    """For each statement the first event on the road that it tells of; and the events that the report tells itself."""
    said: list[Event | None] = [None] * len(found)
    told: list[Event] = []
    for event in events:
        if event.kind not in KINDS:
            continue
        number = _whose(found, event.span)
        if number is None:
            told.append(event)
        elif said[number] is None:
            said[number] = event
    return said, told


def _whose(found: Sequence[Found], event: Span) -> int | None:
    """The innermost statement that an event is part of; None if the report tells it.

    In words that are not quoted, a short remark such as "the road, which was closed on 4 May" is the reporter's.
    """
    holders = [
        (span.end - span.start, number)
        for number, one in enumerate(found)
        for span in one.spans
        if span.start <= event.start < span.end
    ]
    chars, number = min(holders, default=(0, -1))
    if number < 0 or (found[number].mode == "indirect" and 2 * (event.end - event.start) < chars):
        return None
    return number


def narrated(event: Event, outlet: str, entities: Entities, published: Published) -> tuple[Found, Parties, When]:
    """An event that the report tells itself, as a statement of its outlet on the day of the report.

    outlet: its id, empty if nobody knows it; then a reviewer has to say who speaks.
    """
    found = Found((event.span,), None, None, "indirect", "report")
    if outlet in entities.entities:
        speakers: tuple[Speaker, ...] = (speaker_of(outlet, entities, "", None, "implicit"),)
    else:
        speakers = (Speaker(outlet_name(outlet), "media", how="implicit"),) if outlet else ()
    return found, Parties(speakers), When(published.edtf, "docdate")
