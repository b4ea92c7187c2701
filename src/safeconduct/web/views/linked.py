"""Statements as JSON-LD: schema.org Quotation and Claim, Web Annotation selectors, PROV for where words come from.

schema.org has no word for how a statement stands to a claim; those edges are ours (``sc:``). No ClaimReview is made:
that is for a person to publish. Documents are named by digest (RFC 6920), everything else by its address here.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from safeconduct.assess.public import Agent, ClaimTold, PublicRecord, Quotation, Report, Statement
from safeconduct.base.instant import day_to_text

CONTEXT = {
    "@vocab": "https://schema.org/",
    "oa": "http://www.w3.org/ns/oa#",
    "prov": "http://www.w3.org/ns/prov#",
    "sc": "urn:safeconduct:terms#",
    "prov:wasAttributedTo": {"@type": "@id"},
    "prov:wasQuotedFrom": {"@type": "@id"},
    "sc:via": {"@type": "@id", "@container": "@list"},
    "sc:within": {"@type": "@id"},
}
Address = Callable[[str, str], str]
"""The address of a page: its kind (``statements``, ``speakers``, ``claims``) and the id of what it shows."""
Named = Callable[[Statement], str]
"""The address of one statement, also where several that differ bear its id."""


def graph(
    record: PublicRecord,
    statements: Iterable[Statement],
    claims: Iterable[ClaimTold],
    at: Address,
    named: Named,
    *,
    head: Mapping[str, object],
) -> dict[str, Any]:
    """A document with some statements, their anchors, speakers and reports, and claims."""
    nodes: dict[str, dict[str, Any]] = {}
    for one in statements:
        for node in (*_quotation(one, at, named), *(_speaker(record, agent, at) for agent in one.agents),
                     *(_document(record, report) for report in one.reports)):  # fmt: skip
            nodes.setdefault(node["@id"], node)
    for told in claims:
        node = _claim(told, at, named)
        nodes.setdefault(node["@id"], node)
    return {"@context": {**CONTEXT, "@base": at("", "")}, **head, "@graph": [nodes[key] for key in sorted(nodes)]}


def _quotation(one: Statement, at: Address, named: Named) -> Iterable[dict[str, Any]]:
    own = named(one)
    speakers = [at("speakers", agent.key) for agent in one.agents]
    node: dict[str, Any] = {
        "@id": own,
        "@type": "Quotation",
        "identifier": one.id,
        "text" if one.verbatim or not one.quotes else "abstract": one.words,
        "dateCreated": one.edtf or day_to_text(one.said_on),
        "spokenByCharacter": [{"@id": key} for key in speakers],
        "creditText": one.speaker,
        "citation": one.source,
        "isBasedOn": [{"@id": _digest(report.sha256)} for report in one.reports],
        "prov:wasAttributedTo": speakers,
        "prov:wasQuotedFrom": [_digest(report.sha256) for report in one.reports],
        "sc:via": [at("speakers", via) for via in one.via],
        "sc:within": at("statements", one.within) if one.within else "",
        "sc:evidence": one.evidence,
    }
    yield {name: part for name, part in node.items() if part not in ("", [])}
    if one.quotes:
        target = {"@type": "oa:SpecificResource", "oa:hasSource": {"@id": _digest(one.text_sha256)}}
        yield {
            "@id": f"{own}#anchor",
            "@type": "oa:Annotation",
            "oa:hasBody": {"@id": own},
            "oa:hasTarget": [{**target, "oa:hasSelector": _selectors(quote)} for quote in one.quotes],
        }


def _selectors(quote: Quotation) -> list[dict[str, Any]]:
    place = {"@type": "oa:TextPositionSelector", "oa:start": quote.start, "oa:end": quote.end}
    first = _selector(quote.exact, quote.prefix, quote.suffix)
    if not quote.tail:
        return [place, first]
    last = _selector(quote.tail, quote.tail_prefix, quote.tail_suffix)
    whole = {"@type": "oa:RangeSelector", "oa:hasStartSelector": first, "oa:hasEndSelector": last}
    return [place, {**whole, "sc:sha256": quote.sha256}]


def _selector(exact: str, prefix: str, suffix: str) -> dict[str, Any]:
    around = {"oa:prefix": prefix, "oa:suffix": suffix}
    return {"@type": "oa:TextQuoteSelector", "oa:exact": exact, **{name: text for name, text in around.items() if text}}


def _speaker(record: PublicRecord, agent: Agent, at: Address) -> dict[str, Any]:
    node = {"@id": at("speakers", agent.key), "@type": ["Thing", "prov:Agent"], "name": agent.name}
    return {**node, "affiliation": record.name_of(agent.organisation)} if agent.organisation else node


def _document(record: PublicRecord, report: Report) -> dict[str, Any]:
    node: dict[str, Any] = {
        "@id": _digest(report.sha256),
        "@type": ["CreativeWork", "prov:Entity"],
        "name": report.title,
        "url": report.url if report.url.startswith(("https://", "http://")) else "",
        "publisher": record.name_of(report.outlet) if report.outlet else "",
        "datePublished": report.published,
        "inLanguage": report.language,
        "sha256": report.sha256,
        "sameAs": [{"@id": _digest(other)} for other in report.same_text_as],
        "prov:wasDerivedFrom": [
            {"@type": "prov:Entity", "publisher": record.name_of(outlet)} for outlet in report.compiled_from
        ],
        "oa:canonical": {"@id": _digest(report.text_sha256)},
    }
    return {name: part for name, part in node.items() if part not in ("", [])}


def _claim(told: ClaimTold, at: Address, named: Named) -> dict[str, Any]:
    claim = told.claim
    said = {side.stance: [{"@id": named(one.statement)} for one in side.taken] for side in told.sides}
    every = [one.statement for side in told.sides for one in side.taken]
    node: dict[str, Any] = {
        "@id": at("claims", claim.id),
        "@type": "Claim",
        "text": claim.wording,
        "appearance": [{"@id": name} for name in sorted({named(one) for one in every})],
    }
    if every:
        first = min(every, key=lambda one: one.order)
        node["firstAppearance"] = {"@id": named(first)}
    return {**node, **{f"sc:{stance}": statements for stance, statements in said.items()}}


def _digest(hexits: str) -> str:
    """A digest as a name (RFC 6920)."""
    return "ni:///sha-256;" + base64.urlsafe_b64encode(bytes.fromhex(hexits)).decode().rstrip("=")
