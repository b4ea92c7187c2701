"""Statements as pages and files show them: the columns of tables, objects of ``.json``, and how a day is known."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from safeconduct.assess.public import Agent, Days, Happening, PublicRecord, Quotation, Report, Statement, origins_of
from safeconduct.assess.situation.model import At
from safeconduct.base.instant import day_to_text
from safeconduct.facts.columns import ColumnType
from safeconduct.web.views.files import Cell

STATEMENT_COLUMNS: Mapping[str, ColumnType] = {
    "id": "VARCHAR",
    "said_on": "VARCHAR",
    "first_day": "VARCHAR",
    "last_day": "VARCHAR",
    "day_basis": "VARCHAR",
    "speaker": "VARCHAR",
    "speaker_keys": "VARCHAR",
    "offices": "VARCHAR",
    "party": "VARCHAR",
    "type": "VARCHAR",
    "types_also": "VARCHAR",
    "mode": "VARCHAR",
    "wording": "VARCHAR",
    "quoted": "VARCHAR",
    "topic": "VARCHAR",
    "value": "VARCHAR",
    "unit": "VARCHAR",
    "clauses": "VARCHAR",
    "happening": "VARCHAR",
    "happening_day": "VARCHAR",
    "happening_wanted": "VARCHAR",
    "source": "VARCHAR",
    "outlets": "VARCHAR",
    "documents_sha256": "VARCHAR",
    "via": "VARCHAR",
    "origins": "VARCHAR",
    "within": "VARCHAR",
    "denies": "VARCHAR",
    "stances": "VARCHAR",
    "against": "VARCHAR",
    "marks": "VARCHAR",
    "reviewed_by_accounts": "BIGINT",
    "log": "VARCHAR",
    "index": "BIGINT",
    "evidence": "VARCHAR",
    "gaps": "VARCHAR",
    "definition": "VARCHAR",
}
DEFINITION = (
    "one thing somebody said in public, as the entry of its log says; said_on: the last day it can have been said;"
    " first_day, last_day: empty where that end is open; wording: ours unless quoted; origins: who held the words"
    " first, as far as the record tells; nothing here says that what was said is so"
)
NOT_HELD = "the text is not held here; offsets and digests lead to it"


def basis_of(one: Statement) -> str:
    """How its day is known, as a key of `statement_words.DAY_BASES`."""
    return one.basis or ("unresolved" if one.days.first is None else "stated")


def marks_of(one: Statement) -> tuple[str, ...]:
    """What a reader should know of how the report puts it."""
    return tuple(name for name in ("hedged", "headline", "implicit") if getattr(one, name))


def statement_cells(record: PublicRecord, one: Statement) -> tuple[Cell, ...]:
    """A statement in the order of `STATEMENT_COLUMNS`."""
    stances = record.stances_of.get(one.id, ())
    at = one.entries[0]
    return (
        *(one.id, day_to_text(one.said_on), _day(one.days.first), _day(one.days.last), basis_of(one)),
        *(one.speaker, _list(agent.key for agent in one.agents), _list(_office(agent) for agent in one.agents)),
        *(one.party or None, one.type or None, _list(one.types_also), one.mode or None, one.wording or None),
        " […] ".join(_exact(quote) for quote in one.quotes) or None,
        *(one.topic or None, one.value or None, one.unit or None, _list(one.clauses)),
        *(_told_cells(one.happening)),
        one.source,
        _list(dict.fromkeys(report.outlet for report in one.reports if report.outlet)),
        _list(report.sha256 for report in one.reports),
        *(_list(one.via), _list(origins_of(record, one)), one.within or None, one.denies or None),
        _list(f"{stance.stance} {stance.claim}" for stance in stances),
        *(_list(one.against), _list(marks_of(one)), one.reviewed or None, at.log, at.index, one.evidence),
        *(NOT_HELD if one.quotes else None, DEFINITION),
    )


def statement_value(record: PublicRecord, one: Statement) -> dict[str, Any]:
    """A statement as an object, empty parts left out."""
    stances = [
        {"id": stance.id, "claim": stance.claim, "stance": stance.stance, "entries": [_at(at) for at in stance.entries]}
        for stance in record.stances_of.get(one.id, ())
    ]
    value: dict[str, Any] = {
        "id": one.id,
        "version": one.version,
        "speaker": one.speaker,
        "speakers": [_agent(record, agent) for agent in one.agents],
        "party": one.party,
        "said_on": day_to_text(one.said_on),
        "days": days_value(one.days),
        "edtf": one.edtf,
        "day_basis": basis_of(one),
        "day_reason": one.reason,
        "as_of": _day(one.as_of),
        "type": one.type,
        "types_also": list(one.types_also),
        "mode": one.mode,
        "wording": one.wording,
        "text_sha256": one.text_sha256,
        "quotes": [quote_value(quote) for quote in one.quotes],
        "source": one.source,
        "reports": [_report(report) for report in one.reports],
        "via": list(one.via),
        "origins": list(origins_of(record, one)),
        "addressee": list(one.addressee),
        "within": one.within,
        "topic": one.topic,
        "value": one.value,
        "comparator": one.comparator,
        "unit": one.unit,
        "clauses": list(one.clauses),
        "denies": one.denies,
        "against": list(one.against),
        "road": _named(one.road),
        "happening": _told(one.happening),
        "marks": list(marks_of(one)),
        "stances": stances,
        "proposed_by_extractor": one.proposed,
        "reviewed_by_accounts": one.reviewed,
        "evidence": one.evidence,
        "entries": [_at(at) for at in one.entries],
        "corrected_by": None if one.corrected_by is None else _at(one.corrected_by),
    }
    return {name: part for name, part in value.items() if part not in ("", [], None, False)}


def days_value(days: Days) -> dict[str, str | None]:
    """Both ends, inclusive; null where that end is open."""
    return {"first": _day(days.first), "last": _day(days.last)}


def quote_value(quote: Quotation) -> dict[str, Any]:
    """A quotation with its place, empty parts left out."""
    names = ("start", "end", "exact", "prefix", "suffix", "tail", "tail_prefix", "tail_suffix", "sha256")
    return {name: part for name in names if (part := getattr(quote, name)) != ""}


def _exact(quote: Quotation) -> str:
    return f"{quote.exact} […] {quote.tail}" if quote.tail else quote.exact


def _agent(record: PublicRecord, agent: Agent) -> dict[str, str]:
    names = {
        "key": agent.key,
        "name": agent.name,
        "office": agent.office,
        "office_name": record.naming.offices.get(agent.office, ""),
        "organisation": agent.organisation,
        "organisation_name": record.naming.names.get(agent.organisation, ""),
        "party": agent.party,
    }
    return {name: text for name, text in names.items() if text}


def _report(report: Report) -> dict[str, Any]:
    texts = (
        *("sha256", "text_sha256", "normaliser", "title", "outlet", "url", "language", "published"),
        *("published_basis", "published_note", "byline_role", "place"),
    )
    value: dict[str, Any] = {name: text for name in texts if (text := getattr(report, name))}
    lists = {name: list(getattr(report, name)) for name in ("compiled_from", "same_text_as")}
    return {**value, **{name: part for name, part in lists.items() if part}, "entry": _at(report.entry)}


def _named(road: tuple[str, str, str] | None) -> dict[str, str] | None:
    if road is None:
        return None
    return {name: text for name, text in zip(("direction", "status", "since"), road, strict=True) if text}


def _told(happening: Happening | None) -> dict[str, Any] | None:
    if happening is None:
        return None
    wanted = {"wanted": True} if happening.wanted else {}
    return {"kind": happening.kind, "edtf": happening.edtf, "days": days_value(happening.days), **wanted}


def _told_cells(happening: Happening | None) -> tuple[Cell, ...]:
    if happening is None:
        return None, None, None
    return happening.kind, happening.edtf, "wanted" if happening.wanted else None


def _at(at: At) -> dict[str, Any]:
    return {"log": at.log, "index": at.index}


def _office(agent: Agent) -> str:
    return "/".join(part for part in (agent.office, agent.organisation) if part)


def _day(day: int | None) -> str | None:
    return None if day is None else day_to_text(day)


def _list(parts: Any) -> str | None:
    return " ".join(part for part in parts if part) or None
