"""Reading a gold file: `safeconduct-press-gold/1`, already parsed from JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from safeconduct.press.score.errors import ScoreError
from safeconduct.press.score.fields import items, members, span, spans, word, words
from safeconduct.press.score.model import Event, Gold, Named, Wanted

SCHEMA = "safeconduct-press-gold/1"
SIZE_UNKNOWN = 10**9


def gold_from_json(value: object, *, drop_doubtful: bool = False) -> Gold:
    """Read a gold file. drop_doubtful: every doubtful statement becomes neutral. Raises ScoreError."""
    top = members(value, "gold")
    if top.get("schema", SCHEMA) != SCHEMA:
        raise ScoreError(f"the schema is {top['schema']!r:.60}, not {SCHEMA!r}", where="gold.schema")
    sizes = _sizes(top)
    listed = items(top.get("statements"), "gold.statements")
    ids = {each["id"]: n for n, each in enumerate(listed) if isinstance(each, dict) and "id" in each}
    return Gold(
        sizes,
        _entities(top),
        tuple(_wanted(each, sizes, ids, drop_doubtful, f"gold.statements[{n}]") for n, each in enumerate(listed)),
        tuple(
            _event(each, sizes, f"gold.events[{n}]")
            for n, each in enumerate(items(top.get("events", []), "gold.events"))
        ),
    )


def _sizes(top: Mapping[str, Any]) -> dict[str, int]:
    sizes: dict[str, int] = {}
    for name, each in members(top.get("documents"), "gold.documents").items():
        size = members(each, f"gold.documents[{name}]").get("characters")
        sizes[name] = size if type(size) is int and size > 0 else SIZE_UNKNOWN
    return sizes


def _entities(top: Mapping[str, Any]) -> dict[str, Named]:
    found: dict[str, Named] = {}
    for name, each in members(top.get("entities", {}), "gold.entities").items():
        where = f"gold.entities[{name}]"
        given = members(each, where)
        found[name] = Named(
            word(given.get("kind"), f"{where}.kind"),
            word(given.get("party"), f"{where}.party"),
            words(given.get("names"), f"{where}.names"),
        )
    return found


def _wanted(value: object, sizes: Mapping[str, int], ids: Mapping[str, int], drop: bool, where: str) -> Wanted:
    given = members(value, where)
    texts = {
        name: words(given.get(name), f"{where}.{name}")
        for name in ("speaker", "speaker_accept", "party", "types_extra", "stance", "doubtful_fields")
    }
    doc = _doc(given, sizes, where)
    return Wanted(
        doc,
        spans(given.get("content_spans"), sizes[doc], f"{where}.content_spans"),
        accepted=frozenset(texts["speaker"] + texts["speaker_accept"]),
        parties=frozenset(texts["party"]),
        mode=word(given.get("mode"), f"{where}.mode"),
        types=(word(given.get("type"), f"{where}.type"), *texts["types_extra"]),
        date=word(given.get("date"), f"{where}.date"),
        outer=_outer(given.get("nested_in"), ids, where),
        stances=frozenset(texts["stance"]),
        neutral=bool(given.get("marginal")) or (drop and bool(given.get("doubtful"))),
        doubtful=frozenset(texts["doubtful_fields"]),
    )


def _event(value: object, sizes: Mapping[str, int], where: str) -> Event:
    given = members(value, where)
    doc = _doc(given, sizes, where)
    inside = span(given.get("span"), sizes[doc], f"{where}.span")
    return Event(doc, (inside,), word(given.get("date"), f"{where}.date"), bool(given.get("doubtful")))


def _doc(given: Mapping[str, Any], sizes: Mapping[str, int], where: str) -> str:
    doc = word(given.get("doc"), f"{where}.doc")
    if doc not in sizes:
        raise ScoreError(f"{doc!r:.60} is not among the documents of the gold file", where=f"{where}.doc")
    return doc


def _outer(id_: object, ids: Mapping[str, int], where: str) -> int | None:
    if id_ is None:
        return None
    if not isinstance(id_, str) or id_ not in ids:
        raise ScoreError(f"no statement of the gold file has the id {id_!r:.40}", where=f"{where}.nested_in")
    return ids[id_]
