"""Live bodies to values: what is said twice becomes one, what differs under one name stays apart.

Parts of a body are read as its kind defines them. Reviews and proposals do not make two statements of one: they say who
looked at it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from safeconduct.assess.public.days import Days, days_of
from safeconduct.assess.public.model import (
    Agent,
    ClaimSaid,
    Happening,
    Naming,
    PublicRecord,
    Quotation,
    Report,
    StanceSaid,
    Statement,
)
from safeconduct.assess.situation.model import At, EvidenceWord
from safeconduct.base.canonical import canonical_bytes
from safeconduct.base.ident import derived_id
from safeconduct.base.instant import day_from_text

_NOT_WORDS = frozenset({"draft", "review"})
_LINK = re.compile(r"https?://[^\s<>\"]+", re.ASCII)
_KEY_DIGITS = 16


@dataclass(frozen=True, slots=True)
class PublicEntry:
    """An entry with what it says now. evidence: of its log; by: the entry that changed it last."""

    at: At
    kind: str
    body: Mapping[str, Any]
    evidence: EvidenceWord = "observed"
    by: At | None = None
    withdrawn: bool = False
    recorded_us: int | None = None


def record_of(
    entries: Iterable[PublicEntry], *, until: int | None = None, naming: Naming | None = None
) -> PublicRecord:
    """The public record that some entries make.

    until: local day; what was said later does not count, nor what hangs on it. Withdrawn entries count for nothing.
    """
    ordered = sorted(entries, key=lambda one: (one.at.log, one.at.index))
    live = [one for one in ordered if not one.withdrawn]
    reports = _reports(one for one in live if one.kind == "document" and "text_sha256" in one.body)
    names = naming or Naming()
    said = [one for one in live if one.kind == "statement" and _counts(one, until)]
    statements = sorted(_statements(said, reports, names), key=lambda one: one.order)
    known = {one.id for one in statements}
    claims = _claims(one for one in live if one.kind == "claim" and one.body["statement"] in known)
    held = {one.id for one in claims}
    stances = _stances(
        one for one in live if one.kind == "stance" and one.body["statement"] in known and one.body["claim"] in held
    )
    gone = {
        str(one.body["id"]): (one.at, one.by or one.at)
        for one in reversed(ordered)
        if one.kind == "statement" and one.withdrawn and one.body["id"] not in known
    }
    return PublicRecord(tuple(statements), claims, stances, reports, gone, names)


def speaker_key(words: str) -> str:
    """The key of a speaker for whom there is no id: the same words make the same speaker.

    >>> speaker_key("The  Ministry") == speaker_key("the ministry")
    True
    """
    folded = " ".join(unicodedata.normalize("NFKC", words).casefold().split())
    return f"~{derived_id('speaker', folded)[:_KEY_DIGITS]}"


def links_in(text: str) -> tuple[str, ...]:
    """The addresses in a citation, each once, in order; nothing but http and https.

    >>> links_in("outlet, 2023, https://a.example/x; javascript:alert(1)")
    ('https://a.example/x',)
    """
    return tuple(dict.fromkeys(found.rstrip(".,;:)") for found in _LINK.findall(text)))


def _counts(entry: PublicEntry, until: int | None) -> bool:
    return until is None or day_from_text(entry.body["said_on"]) <= until


def _evidence(entry: PublicEntry) -> EvidenceWord:
    return "simulated" if entry.body.get("extra", {}).get("simulated") == 1 else entry.evidence


def _same(body: Mapping[str, Any]) -> bytes:
    """What must be equal for two entries to say the same."""
    return canonical_bytes({name: value for name, value in body.items() if name not in _NOT_WORDS})


def _reports(entries: Iterable[PublicEntry]) -> tuple[Report, ...]:
    found: dict[str, Report] = {}
    for entry in entries:
        found.setdefault(entry.body["sha256"], _report(entry))
    return tuple(sorted(found.values(), key=_report_order))


def _report_order(one: Report) -> tuple[object, ...]:
    """The one that was surely published first, first; without a day last."""
    first = days_of(one.published).first if one.published else None
    return first is None, first or 0, one.sha256


def _report(entry: PublicEntry) -> Report:
    body = entry.body
    published = body.get("published", {})
    texts = ("title", "outlet", "url", "language", "byline_role", "place", "normaliser")
    return Report(
        sha256=body["sha256"],
        text_sha256=body["text_sha256"],
        name=body["name"],
        entry=entry.at,
        published=published.get("edtf", ""),
        published_basis=published.get("basis", ""),
        published_note=published.get("note", ""),
        compiled_from=tuple(sorted(body.get("compiled_from", ()))),
        same_text_as=tuple(sorted(body.get("same_text_as", ()))),
        **{name: body.get(name, "") for name in texts},
    )


def _statements(entries: Sequence[PublicEntry], reports: Sequence[Report], naming: Naming) -> Iterator[Statement]:
    """One value for each name and content."""
    by_text: dict[str, list[Report]] = {}
    for report in reports:
        by_text.setdefault(report.text_sha256, []).append(report)
    by_id = sorted(entries, key=lambda one: str(one.body["id"]))
    for _, named in groupby(by_id, key=lambda one: str(one.body["id"])):
        versions: dict[bytes, list[PublicEntry]] = {}
        for entry in named:
            versions.setdefault(_same(entry.body), []).append(entry)
        for number, same in enumerate(versions.values()):
            yield _statement(same, number, by_text, naming)


def _statement(
    same: Sequence[PublicEntry], version: int, by_text: Mapping[str, list[Report]], naming: Naming
) -> Statement:
    entry, body = same[0], same[0].body
    said, target = body.get("said", {}), body.get("target", {})
    text_sha256 = target.get("text_sha256", "")
    clauses = dict.fromkeys((*([body["clause"]] if "clause" in body else ()), *body.get("clauses", ())))
    day = day_from_text(body["said_on"])
    road = body.get("road")
    made_up = all(_evidence(one) == "simulated" for one in same)
    recorded = [one.recorded_us for one in same if one.recorded_us is not None]
    return Statement(
        id=body["id"],
        version=version,
        speaker=body["speaker"],
        agents=_agents(body, naming),
        party=_party(body),
        said_on=day,
        days=_days(body, day),
        type=body.get("type", ""),
        source=body["source"],
        entries=tuple(one.at for one in same),
        evidence="simulated" if made_up else entry.evidence,
        edtf=said.get("edtf", ""),
        basis=said.get("basis", ""),
        reason=said.get("reason", ""),
        as_of=day_from_text(body["as_of"]) if "as_of" in body else None,
        types_also=tuple(body.get("types_also", ())),
        mode=body.get("mode", ""),
        wording=body.get("wording", ""),
        text_sha256=text_sha256,
        quotes=tuple(_quotation(span) for span in target.get("spans", ())),
        reports=tuple(by_text.get(text_sha256, ())) if text_sha256 else (),
        links=links_in(body["source"]),
        via=tuple(body.get("via", ())),
        addressee=tuple(body.get("addressee", ())),
        within=body.get("within", ""),
        topic=body.get("topic", ""),
        value=body.get("value", ""),
        unit=body.get("unit", ""),
        comparator=str(body.get("extra", {}).get("comparator", "")),
        clauses=tuple(clauses),
        denies=body.get("denies", ""),
        against=tuple(sorted(body.get("against", ()))),
        road=None if road is None else (road.get("direction", ""), road["status"], road.get("since", "")),
        happening=_happening(body.get("happening")),
        implicit=body.get("implicit", False),
        hedged=body.get("hedged", False),
        headline=body.get("headline", False),
        proposed=any("draft" in one.body for one in same),
        reviewed=max(_reviewers(one.body) for one in same),
        corrected_by=entry.by,
        recorded_us=min(recorded, default=None),
    )


def _happening(told: Mapping[str, Any] | None) -> Happening | None:
    if told is None:
        return None
    return Happening(told["kind"], told["edtf"], days_of(told["edtf"]), told.get("wanted", False))


def _days(body: Mapping[str, Any], said_on: int) -> Days:
    """The days that the entry knows. Without `said`, what was read in a report is known to be no later than a day."""
    if "said" in body:
        return days_of(body["said"]["edtf"])
    return Days(None, said_on) if "target" in body else Days(said_on, said_on)


def _party(body: Mapping[str, Any]) -> str:
    """The one party that all speakers belong to; empty if they differ or none is named."""
    parties = {agent["party"] for agent in body.get("speakers", ()) if "party" in agent}
    return str(body.get("party", "")) or (parties.pop() if len(parties) == 1 else "")


def _agents(body: Mapping[str, Any], naming: Naming) -> tuple[Agent, ...]:
    """The speakers by id; without ids the words of the entry make one speaker."""
    listed = body.get("speakers", ())
    if not listed:
        return (Agent(speaker_key(body["speaker"]), body["speaker"], party=body.get("party", "")),)
    own = body["speaker"] if len(listed) == 1 else ""
    return tuple(
        Agent(
            key=one["entity"],
            name=naming.names.get(one["entity"], "") or own or one["entity"],
            office=one.get("office", ""),
            organisation=one.get("organisation", ""),
            party=one.get("party", "") or naming.parties.get(one["entity"], ""),
        )
        for one in listed
    )


def _quotation(span: Mapping[str, Any]) -> Quotation:
    start, end = span["position"]["start"], span["position"]["end"]
    if "quote" in span:
        quote = span["quote"]
        return Quotation(start, end, quote["exact"], quote.get("prefix", ""), quote.get("suffix", ""))
    whole = span["range"]
    first, last = whole["start"], whole["end"]
    return Quotation(
        start,
        end,
        first["exact"],
        first.get("prefix", ""),
        first.get("suffix", ""),
        tail=last["exact"],
        tail_prefix=last.get("prefix", ""),
        tail_suffix=last.get("suffix", ""),
        sha256=whole["sha256"],
    )


def _reviewers(body: Mapping[str, Any]) -> int:
    return len(set(body.get("review", {}).get("by", ())))


def _claims(entries: Iterable[PublicEntry]) -> tuple[ClaimSaid, ...]:
    """Each claim once, as its first entry has it."""
    found: dict[str, ClaimSaid] = {}
    for entry in entries:
        body = entry.body
        one = ClaimSaid(body["id"], body["statement"], body["wording"], entry.at, _evidence(entry))
        found.setdefault(one.id, one)
    return tuple(found[name] for name in sorted(found))


def _stances(entries: Iterable[PublicEntry]) -> tuple[StanceSaid, ...]:
    """Each stance of a statement on a claim once, whoever signed for it, with all its entries."""
    found: dict[tuple[str, str, str], StanceSaid] = {}
    for entry in entries:
        body = entry.body
        key = (body["claim"], body["stance"], body["statement"])
        one = StanceSaid(
            id=body["id"],
            statement=body["statement"],
            claim=body["claim"],
            stance=body["stance"],
            entries=(entry.at,),
            reviewed=_reviewers(body),
            evidence=_evidence(entry),
        )
        held = found.get(key)
        if held is not None:
            more = max(held.reviewed, one.reviewed)
            one = replace(held, entries=(*held.entries, entry.at), reviewed=more)
        found[key] = one
    return tuple(found[key] for key in sorted(found))
