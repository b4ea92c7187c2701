"""Extraction as lines for a terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import TYPE_CHECKING

from safeconduct.cli.output import printable
from safeconduct.press.extraction import Attributed, Extraction, statement_id
from safeconduct.press.review.edit import fields_of

if TYPE_CHECKING:
    from safeconduct.node.press.desk import Seen

_WORDS_SHOWN = 240
_IN = " " * 7
CLAIMS_SHOWN = 3


def extraction_lines(found: Extraction, width: int) -> Iterator[str]:
    """The statements of one report: who, when, what kind, and the words."""
    dated = found.published
    day = "no document date: give --published" if dated is None else f"of {dated.edtf} ({dated.basis})"
    yield f"{printable(found.source.name)}: {len(found.statements)} statements, {len(found.events)} dated events, {day}"
    for number, one in enumerate(found.statements):
        model = found.passes[one.by].model
        by = f", proposed by {printable(model)}" if model else ""
        yield f"  {statement_id(number)}  {printable(_who(one))}  {_when(one)}  {one.found.type}, {one.found.mode}{by}"
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


def seen_lines(seen: Seen, width: int) -> Iterator[str]:
    """One draft on the desk: its words in their paragraph, what is proposed, what was decided."""
    proposal = seen.proposal
    place = f"{seen.position} of {seen.total}"
    made = seen.case.draft.extractor
    yield f"{seen.draft[:12]}  {place}  {printable(seen.source.name)}  {_STATES[seen.stands.state]}"
    yield f"  proposed by {made.name} {made.version}{f', model {printable(made.model)}' if made.model else ''}"
    for words in _paragraphs(seen):
        yield from textwrap.wrap(printable(" ".join(words.split())), width, initial_indent=_IN, subsequent_indent=_IN)
    for name, value in fields_of(proposal).items():
        if value and name != "words":
            yield from textwrap.wrap(printable(f"{name}: {value}"), width, initial_indent="  ", subsequent_indent=_IN)
    for speaker in proposal.speakers:
        ids = ", ".join(each for each in (speaker.entity, speaker.office, speaker.organisation, speaker.party) if each)
        yield f"  speaker {printable(speaker.name)}: {ids or 'not in the entity file'}"
    for topic in seen.topics[:4]:
        yield f"  topic {topic.topic} ({topic.score}), clauses {', '.join(topic.clauses) or 'none'}"
    for one in seen.claims[:CLAIMS_SHOWN]:
        yield f"  claim {one.claim} ({one.score}), perhaps {one.stance}"
    for why in seen.why:
        yield f"  two persons: {why}"
    for each in seen.decisions:
        reason = f": {printable(each.reason)}" if each.reason else ""
        yield f"  decided by {each.by}: {each.verdict}{reason} ({each.seconds} s)"
    if ahead := _ahead(seen):
        yield f"  {ahead}"


def _ahead(seen: Seen) -> str:
    """What can be done with it now."""
    if seen.entry:
        return f"in the log as entry {seen.entry[1]}"
    if not seen.held:
        return "the text of this report is no longer held here: add the same report again to decide it"
    command = f"safeconduct press review --id {seen.draft[:12]}"
    return f"decide it: {command} --accept | --set FIELD=VALUE | --reject REASON" if seen.waits else ""


def _paragraphs(seen: Seen) -> Iterator[str]:
    """The paragraph of each part with the part marked; the parts alone where the text is not held."""
    if not seen.held:
        yield from (f">>{words}<<" for words in seen.proposal.quotes)
        return
    text = seen.source.text.text
    for span in seen.proposal.spans:
        start, end = text.rfind("\n", 0, span.start) + 1, text.find("\n", span.end)
        after = text[span.end : end if end > 0 else None]
        yield f"{text[start : span.start]}>>{text[span.start : span.end]}<<{after}"


_STATES = {
    "open": "open",
    "second": "waits for a second person",
    "differ": "two persons differ",
    "accepted": "accepted",
    "rejected": "rejected",
}
