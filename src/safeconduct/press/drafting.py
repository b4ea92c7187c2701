"""From what was found in a report to drafts for review, one a statement."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import cast

import msgspec

from safeconduct.entries.kinds.statement import HappeningKind
from safeconduct.press.dates.events import Event
from safeconduct.press.extraction import Attributed, Extraction, Pass
from safeconduct.press.review import Draft, Extractor, Happening, Proposal, SaidOn, Speaking, draft_sha256
from safeconduct.press.speakers import Entities, Speaker
from safeconduct.press.topics import Topic


def config_sha256(entities: Entities, topics: Sequence[Topic]) -> str:
    """The digest of the names and topics that an extraction was made with."""
    names = (entities.entities, entities.offices, entities.bodies)
    value = {"names": msgspec.to_builtins(names), "topics": msgspec.to_builtins(topics)}
    return hashlib.sha256(msgspec.json.encode(value, order="sorted")).hexdigest()


def drafts_of(found: Extraction, config: str) -> tuple[Draft, ...]:
    """The drafts of a report, in the order of its statements. config: as `config_sha256` gives it."""
    extractors = [_extractor(one, config) for one in found.passes]
    statements = (*found.statements, *found.narrated)
    drafts: dict[int, Draft] = {}
    for number in _outermost_first(statements):
        one = statements[number]
        outer = one.found.within
        proposal = _proposal(found, one, "" if outer is None else draft_sha256(drafts[outer]))
        drafts[number] = Draft(
            source_sha256=found.source.source_sha256,
            text_sha256=found.source.text_sha256,
            number=number,
            extractor=extractors[one.by],
            proposal=proposal,
        )
    return tuple(drafts[number] for number in sorted(drafts))


def _extractor(one: Pass, config: str) -> Extractor:
    """What a draft says of its maker; the settings of a model are its name and what it was told, too."""
    if not one.model:
        return Extractor(name=one.name, version=one.version, config_sha256=config)
    value = msgspec.json.encode([config, one.settings, one.model])
    return Extractor(
        name=one.name,
        version=one.version,
        config_sha256=hashlib.sha256(value).hexdigest(),
        model=one.model,
        dropped=tuple(sorted(one.dropped.items())),
    )


def _outermost_first(statements: Sequence[Attributed]) -> list[int]:
    """A statement after the one that holds it, because a draft names the digest of that one."""

    def depth(number: int) -> int:
        found, outer = 0, statements[number].found.within
        while outer is not None and found <= len(statements):
            found, outer = found + 1, statements[outer].found.within
        return found

    return sorted(range(len(statements)), key=lambda number: (depth(number), number))


def _proposal(found: Extraction, one: Attributed, within: str) -> Proposal:
    what, text = one.found, found.source.text.text
    best = one.topics[0] if one.topics else None
    return Proposal(
        spans=what.spans,
        quotes=tuple(text[span.start : span.end] for span in what.spans),
        mode=what.mode,
        type=what.type,
        types_also=what.types_also,
        speakers=tuple(_speaking(speaker) for speaker in one.parties.speakers),
        implicit=what.mention is None,
        said=None if one.when is None else SaidOn(edtf=str(one.when.edtf), basis=one.when.basis),
        cue=what.cue,
        mention=what.mention,
        addressee=tuple(speaker.entity for speaker in one.parties.addressees if speaker.entity),
        via=tuple(speaker.entity for speaker in one.parties.via if speaker.entity),
        within=within,
        topic="" if best is None else best.topic,
        clauses=() if best is None else best.clauses,
        hedged=what.hedged,
        headline=what.headline,
        happening=None if one.event is None else _happening(one.event),
    )


def _happening(event: Event) -> Happening:
    return Happening(kind=cast("HappeningKind", event.kind), edtf=str(event.when.edtf), wanted=event.wanted)


def _speaking(speaker: Speaker) -> Speaking:
    return Speaking(
        name=speaker.name,
        entity=speaker.entity,
        office=speaker.office,
        organisation=speaker.organisation if speaker.entity else "",
        party=speaker.party,
        person=speaker.kind == "person",
    )
