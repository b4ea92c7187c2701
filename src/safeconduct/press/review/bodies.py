"""What becomes an entry: the bodies of one report, its statements, and their stances.

Only what was accepted comes here. Article text does not: a quotation of at most 280 characters, offsets and digests do.
The wording is the reviewer's own, if there is one; the words of the report stand in the quotation alone.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from safeconduct.base.ident import derived_id
from safeconduct.entries.registry import validated
from safeconduct.press.dates.edtf import edtf_from_text
from safeconduct.press.errors import ReviewError
from safeconduct.press.review.case import Standing
from safeconduct.press.review.model import Draft, Proposal, SaidOn, draft_sha256, edited_fields
from safeconduct.press.review.quotes import check_anchors, check_quotes, target_of
from safeconduct.press.source import Source


@dataclass(frozen=True, slots=True)
class Published:
    """When the report was published, as the reviewer confirmed it. basis as in `document`; note: what it rests on."""

    edtf: str
    basis: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Body:
    """The body of an entry to be.

    draft: digest of the draft it comes from, empty for the report. about: ids of the bodies it rests on, `document` for
    its report.
    """

    kind: str
    id: str
    body: dict[str, Any]
    draft: str = ""
    about: tuple[str, ...] = ()


def statement_id(text_sha256: str, proposal: Proposal) -> str:
    """The name of a statement: the same words of the same speakers have the same, whoever found them."""
    places = [f"{span.start}-{span.end}" for span in proposal.spans]
    who = sorted(each.entity or each.name for each in proposal.speakers)
    return f"st-{derived_id('press', text_sha256, *places, '|', *who)}"


def entries_of(
    source: Source,
    published: Published,
    settled: Sequence[tuple[Draft, Standing]],
    *,
    same_text_as: Sequence[str] = (),
) -> list[Body]:
    """The bodies of a report, its accepted statements in the order of the text, and their stances.

    Raises QuoteError if the text is not what was quoted, ReviewError for what was not accepted or lacks a speaker or a
    day, and EntryError for what its kind does not allow.
    """
    accepted = [(draft, stands, _proposal(draft, stands)) for draft, stands in settled]
    names = {draft_sha256(draft): statement_id(draft.text_sha256, proposal) for draft, _, proposal in accepted}
    bodies = [_document(source, published, same_text_as)]
    for draft, stands, proposal in sorted(accepted, key=lambda each: (each[2].spans, each[0].number)):
        if (draft.text_sha256, draft.source_sha256) != (source.text_sha256, source.source_sha256):
            raise ReviewError("a draft about another report", where=draft.source_sha256)
        statement = _statement(source, published, draft, stands, names)
        bodies += [statement, *_stances(statement, proposal)]
    for each in bodies:
        validated(each.kind, each.body)
    return bodies


def _proposal(draft: Draft, stands: Standing) -> Proposal:
    if stands.state != "accepted" or stands.proposal is None:
        raise ReviewError(
            f"this draft is {stands.state!r}, not accepted",
            where=f"draft {draft_sha256(draft)[:12]}",
            next_step="Review it first; what needs two persons waits for the second.",
        )
    return stands.proposal


def _document(source: Source, published: Published, same_text_as: Sequence[str]) -> Body:
    body = {
        "sha256": source.source_sha256,
        "name": source.name[:300],
        "media": source.media,
        "bytes": source.size_bytes,
        "text_sha256": source.text_sha256,
        "normaliser": source.normaliser,
        "encoding": source.encoding.replace("_", "-"),
        "title": _line(source.title),
        "url": source.url,
        "outlet": source.outlet,
        "language": source.text.language,
        "published": _kept({"edtf": published.edtf, "basis": published.basis, "note": published.note}),
        "byline_role": source.byline,
        "place": source.place,
        "compiled_from": list(source.compiled_from),
        "same_text_as": list(same_text_as),
    }
    return Body("document", source.source_sha256, _kept(body))


def _statement(source: Source, published: Published, draft: Draft, stands: Standing, names: Mapping[str, str]) -> Body:
    proposal = _proposal(draft, stands)
    check_quotes(source.text.text, proposal)
    target = target_of(source.text.text, source.text_sha256, proposal.spans)
    check_anchors(source.text.text, target)
    edited = edited_fields(draft.proposal, proposal)
    within = names.get(proposal.within, "")
    if proposal.within and not within:
        raise ReviewError(
            "the statement that holds this one is not accepted",
            where=f"draft {draft_sha256(draft)[:12]}, field within",
            next_step="Accept that one too, or clear the field.",
        )
    body = {
        "id": statement_id(draft.text_sha256, proposal),
        "speaker": _speaker(proposal, draft),
        "said_on": _last_day(proposal.said, published).isoformat(),
        "source": _citation(source, published),
        "wording": proposal.wording,
        "party": _party(proposal),
        "type": proposal.type,
        "types_also": list(proposal.types_also),
        "topic": proposal.topic,
        "said": _kept(msgspec.to_builtins(proposal.said)) if proposal.said else {},
        "speakers": [_ids(each) for each in proposal.speakers if each.entity],
        "implicit": proposal.implicit,
        "mode": proposal.mode,
        "target": target,
        "cue": msgspec.to_builtins(proposal.cue) if proposal.cue else {},
        "mention": msgspec.to_builtins(proposal.mention) if proposal.mention else {},
        "addressee": list(proposal.addressee),
        "via": list(proposal.via),
        "within": within,
        "clauses": list(proposal.clauses),
        "hedged": proposal.hedged,
        "headline": proposal.headline,
        "happening": _kept(msgspec.to_builtins(proposal.happening)) if proposal.happening else {},
        "against": list(proposal.against),
        "draft": _draft_of(draft),
        "review": _review(stands.by, edited),
    }
    about = ("document", *([within] if within else []))
    return Body("statement", body["id"], _kept(body), draft_sha256(draft), about)


def _stances(said: Body, proposal: Proposal) -> Iterable[Body]:
    for each in proposal.stances:
        name = f"{said.id}-{derived_id('stance', each.claim, each.stance)[:12]}"
        review = {"by": said.body["review"]["by"], "outcome": "accepted"}  # nobody proposed it: a person chose it
        body = {"id": name, "statement": said.id, "claim": each.claim, "stance": each.stance, "review": review}
        yield Body("stance", name, body, said.draft, (said.id, each.claim))


def _speaker(proposal: Proposal, draft: Draft) -> str:
    names = [each.name.strip() for each in proposal.speakers]
    if not names or not all(names):
        raise ReviewError(
            "nobody is named as the speaker",
            where=f"draft {draft_sha256(draft)[:12]}, field speakers",
            next_step="Enter who said it: an office or a role, such as a government source.",
        )
    return _line("; ".join(names))


def _ids(speaker: Any) -> dict[str, str]:
    ids = {name: getattr(speaker, name) for name in ("entity", "office", "organisation", "party")}
    return {name: each for name, each in ids.items() if each}


def _party(proposal: Proposal) -> str:
    parties = {each.party for each in proposal.speakers}
    return parties.pop() if len(parties) == 1 else ""


def _last_day(said: SaidOn | None, published: Published) -> dt.date:
    """The last day on which it can have been said: of the statement's own days, else of publication."""
    for edtf in (said.edtf if said else "", published.edtf):
        latest = edtf_from_text(edtf).latest if edtf else None
        if latest is not None:
            return latest
    raise ReviewError(
        "neither the statement nor the report has a day",
        where="published",
        next_step="Enter when the report was published, as an interval if need be.",
    )


def _citation(source: Source, published: Published) -> str:
    parts = (source.outlet or "outlet not known", published.edtf, source.url or f"SHA-256 {source.source_sha256}")
    return ", ".join(part for part in parts if part)


def _draft_of(draft: Draft) -> dict[str, Any]:
    made = draft.extractor
    digests = {"config_sha256": made.config_sha256, "model_sha256": made.model_sha256}
    return _kept({"extractor": made.name, "version": made.version, **digests, "draft_sha256": draft_sha256(draft)})


def _review(by: Sequence[str], edited: Sequence[str]) -> dict[str, Any]:
    return _kept({"by": list(by), "outcome": "edited" if edited else "accepted", "edited": list(edited)})


def _line(text: str) -> str:
    return " ".join(text.split())[:300]


def _kept(body: Mapping[str, Any]) -> dict[str, Any]:
    """Without what is empty or not so: a missing field is left out."""
    return {name: value for name, value in body.items() if value not in ("", [], {}, (), False, None)}
