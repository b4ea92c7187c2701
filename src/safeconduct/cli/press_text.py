"""Extraction as lines for a terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from safeconduct.cli.output import printable
from safeconduct.press.extraction import Attributed, Extraction, statement_id

_WORDS_SHOWN = 240
_IN = " " * 7


def extraction_lines(found: Extraction, width: int) -> Iterator[str]:
    """The statements of one report: who, when, what kind, and the words."""
    dated = found.published
    day = "no document date: give --published" if dated is None else f"of {dated.edtf} ({dated.basis})"
    yield f"{printable(found.source.name)}: {len(found.statements)} statements, {len(found.events)} dated events, {day}"
    for number, one in enumerate(found.statements):
        yield f"  {statement_id(number)}  {printable(_who(one))}  {_when(one)}  {one.found.type}, {one.found.mode}"
        words = " [...] ".join(found.source.text.text[span.start : span.end] for span in one.found.spans)
        short = words if len(words) <= _WORDS_SHOWN else f"{words[:_WORDS_SHOWN]}..."
        yield from textwrap.wrap(printable(" ".join(short.split())), width, initial_indent=_IN, subsequent_indent=_IN)
    for event in found.events:
        words = " ".join(found.source.text.text[event.span.start : event.span.end].split())
        wanted = ", wanted" if event.wanted else ""
        yield f"  event  {event.when.edtf}  {event.kind}{wanted}  {printable(words[:_WORDS_SHOWN])}"


def _who(one: Attributed) -> str:
    speakers = " and ".join(speaker.name for speaker in one.parties.speakers) or "speaker not resolved"
    via = "".join(f" via {speaker.name}" for speaker in one.parties.via)
    return f"{speakers}{via}"


def _when(one: Attributed) -> str:
    return "day not known" if one.when is None else f"{one.when.edtf} ({one.when.basis})"
