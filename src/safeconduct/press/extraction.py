"""A report goes in; out comes every attributed statement with its speaker, day and characters, and dated events.

One way for the command line, the desk and the benchmark. Deterministic: the same report, names and document date give
the same result.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from safeconduct.press.dates import Event, Published, When, edtf_from_text, find_events
from safeconduct.press.happenings import events_said, narrated
from safeconduct.press.languages import ENGLISH, rules_for
from safeconduct.press.model import Found, Span
from safeconduct.press.source import Source
from safeconduct.press.speakers import Entities, Parties, Speaker, who_and_when
from safeconduct.press.topics import Candidate, Topic, rank_topics

EXTRACTOR = ENGLISH.name
VERSION = ENGLISH.version


@dataclass(frozen=True, slots=True)
class Pass:
    """What proposed statements. model: the name of a model, if one ran; settings: digest of what it was told.

    dropped: how much of its answer was not used, by reason. problem: why it gave nothing, if it failed. note: what a
    reader should know of it, such as that it was made for another language.
    """

    name: str = EXTRACTOR
    version: str = VERSION
    model: str = ""
    settings: str = ""
    dropped: Mapping[str, int] = field(default_factory=dict)
    problem: str = ""
    note: str = ""


FAST = Pass()


@dataclass(frozen=True, slots=True)
class Attributed:
    """One statement with who made it. when: None where the text gives no day for it. topics: the best first.

    by: which of the passes proposed it, by position. event: what it says happened on the road, and when.
    """

    found: Found
    parties: Parties
    when: When | None
    topics: tuple[Candidate, ...] = ()
    by: int = 0
    event: Event | None = None


@dataclass(frozen=True, slots=True)
class Extraction:
    """What one report gives. published: the document date that was used; None: nobody knows it, so nothing is dated.

    narrated: what the report itself says happened on the road, as statements of its outlet.
    """

    source: Source
    published: Published | None
    statements: tuple[Attributed, ...]
    events: tuple[Event, ...] = ()
    narrated: tuple[Attributed, ...] = ()
    passes: tuple[Pass, ...] = (FAST,)


def extract(
    source: Source, entities: Entities, published: Published | None = None, topics: Sequence[Topic] = ()
) -> Extraction:
    """Find the statements of a report, name who made them and when.

    published: the document date; left out, the best that the report itself gives. topics: those to choose from.
    """
    dated = published or published_of(source)
    rules, note = rules_for(source.text.language)
    passes = (Pass(rules.name, rules.version, note=note),)
    found = rules.find(source.text)
    about = [rank_topics(source.text, one, topics) for one in found]
    if dated is None:
        undated: tuple[When | None, ...] = (None,) * len(found)
        parties = rules.parties(source.text, found, entities).parties(undated)
        return Extraction(source, None, tuple(map(Attributed, found, parties, undated, about)), passes=passes)
    dates = rules.dates(source.text, found, dated)
    parties, whens = who_and_when(dates, entities, rules.parties)
    events = find_events(dates, whens) if rules.events else ()
    said, told = events_said(found, events)
    statements = tuple(
        Attributed(what, who, when, topic, event=event)
        for what, who, when, topic, event in zip(found, parties, whens, about, said, strict=True)
    )
    own = tuple(
        Attributed(what, who, when, rank_topics(source.text, what, topics), event=event)
        for event in told
        for what, who, when in [narrated(event, source.outlet, entities, dated)]
    )
    return Extraction(source, dated, statements, events, own, passes)


def published_of(source: Source) -> Published | None:
    """The best date that a report gives itself; None if it gives none."""
    if not source.dates:
        return None
    best = source.dates[0]
    return Published(edtf_from_text(best.edtf), best.basis)


def extraction_to_json(found: Extraction) -> dict[str, Any]:
    """One document of `safeconduct press extract --json`; offsets count code points of the normalised text."""
    source, dated = found.source, found.published
    return {
        "doc": source.name,
        "docdate": None if dated is None else str(dated.edtf),
        "docdate_basis": None if dated is None else dated.basis,
        "docdate_candidates": [{"edtf": one.edtf, "basis": one.basis, "where": one.where} for one in source.dates],
        "source_sha256": source.source_sha256,
        "text_sha256": source.text_sha256,
        "normaliser": source.normaliser,
        "language": source.text.language,
        "outlet": source.outlet,
        "compiled_from": list(source.compiled_from),
        "extractor": {"name": found.passes[0].name, "version": found.passes[0].version},
        "passes": [pass_to_json(one) for one in found.passes],
        "statements": [_statement(found, number) for number in range(len(found.statements))],
        "events": [_event(found, one) for one in found.events],
    }


def statement_id(number: int) -> str:
    """The name of a proposal within its report, counted from 1."""
    return f"s{number + 1:02}"


def _statement(found: Extraction, number: int) -> dict[str, Any]:
    one, text = found.statements[number], found.source.text.text
    what, speakers = one.found, one.parties.speakers
    return {
        "id": statement_id(number),
        "pass": found.passes[one.by].name,
        "spans": [[span.start, span.end] for span in what.spans],
        "text": [text[span.start : span.end] for span in what.spans],
        "speaker": [speaker.name for speaker in speakers] or None,
        "speaker_how": [speaker.how for speaker in speakers],
        "role": _joined(speaker.office or _unnamed(speaker) for speaker in speakers),
        "organisation": _joined(speaker.organisation for speaker in speakers),
        "party": list(dict.fromkeys(speaker.party for speaker in speakers if speaker.party)),
        "cue": _words(text, what.cue),
        "cue_span": _pair(what.cue),
        "mention": _words(text, what.mention),
        "mention_span": _pair(what.mention),
        "mode": what.mode,
        "type": what.type,
        "types_also": list(what.types_also),
        "date": None if one.when is None else str(one.when.edtf),
        "date_basis": None if one.when is None else one.when.basis,
        "topic": one.topics[0].topic if one.topics else None,
        "clauses": list(one.topics[0].clauses) if one.topics else [],
        "addressee": [speaker.name for speaker in one.parties.addressees],
        "via": [speaker.name for speaker in one.parties.via],
        "nested_in": None if what.within is None else statement_id(what.within),
        "hedged": what.hedged,
        "headline": what.headline,
    }


def pass_to_json(one: Pass) -> dict[str, Any]:
    """What ran; of a model its name and how much of its answer was dropped, too."""
    model = {"model": one.model, "dropped": dict(sorted(one.dropped.items()))} if one.model else {}
    return {"name": one.name, "version": one.version, **model, **_said(one)}


def _said(one: Pass) -> dict[str, str]:
    return {key: value for key, value in (("problem", one.problem), ("note", one.note)) if value}


def _event(found: Extraction, one: Event) -> dict[str, Any]:
    return {
        "span": _pair(one.span),
        "text": _words(found.source.text.text, one.span),
        "date": str(one.when.edtf),
        "date_basis": one.when.basis,
        "type": one.kind,
        "wanted": one.wanted,
    }


def _unnamed(speaker: Speaker) -> str:
    return speaker.name if speaker.kind == "role" else ""


def _joined(words: Any) -> str | None:
    return ", ".join(dict.fromkeys(word for word in words if word)) or None


def _words(text: str, span: Span | None) -> str | None:
    return None if span is None else text[span.start : span.end]


def _pair(span: Span | None) -> list[int] | None:
    return None if span is None else [span.start, span.end]
