"""Content after its cue: the frames of a cue are tried in one order, the first that fits gives the content."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from safeconduct.press.extract.clauses import clause_frame, person_frame, quoted_frame, that_frame, whether_frame
from safeconduct.press.extract.cues import Form
from safeconduct.press.extract.objects import (
    complement_frame,
    person_then_frame,
    person_to_frame,
    thing_as_frame,
    thing_frame,
    thing_on_frame,
    thing_to_frame,
    to_frame,
    worry_frame,
)
from safeconduct.press.extract.place import Content, Place

_FRAMES: dict[str, Callable[[Place], Content | None]] = {
    "complement": complement_frame,
    "person-against": person_then_frame("against"),
    "person-to": person_to_frame,
    "person": person_frame,
    "clause": clause_frame,
    "that": that_frame,
    "whether": whether_frame,
    "person-of": person_then_frame("of"),
    "to": to_frame,
    "thing-to": thing_to_frame,
    "tag": quoted_frame,
    "person-for": person_then_frame("for"),
    "thing-on": thing_on_frame,
    "thing-as": thing_as_frame,
    "thing": thing_frame,
    "worry": worry_frame,
}
"""In the order in which they are tried."""


def content_after(place: Place, form: Form) -> Content | None:
    """The content that stands after a cue, by the first of its frames that fits."""
    if "tag" in form.cue.frames and not form.cue.frames & {"noun", "thing", "mind"}:
        place = replace(place, lax=True)
    for frame, find in _FRAMES.items():
        if frame in form.cue.frames and (found := find(place)):
            first, last = found.words
            if place.at <= first <= last < place.stop:
                return Content(found.words, found.addressee, frame)
    return None
