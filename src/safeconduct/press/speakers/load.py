"""Read an entity file, format ``safeconduct-entities/1``.

Strict: an unknown key, a reference to nobody, a name used twice for different entities, an office that ends before
it begins are refused, with the line. Several files are merged in order; a person or office that stands in two of
them keeps all spellings and all terms of office, and must have one name.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from safeconduct.base.yaml_file import Node, read_yaml
from safeconduct.press.speakers.model import Body, Entities, Entity, Holding, Kind, Office

FORMAT = "safeconduct-entities/1"
_SECTIONS: dict[str, Kind] = {
    "states": "state",
    "authorities": "organisation",
    "organisations": "organisation",
    "media": "media",
    "groups": "group",
    "persons": "person",
}
_LISTS = ("also", "acronym", "adjectives", "capitals", "nouns")
_FIELDS: dict[str, tuple[str, ...]] = {
    "states": ("party", "also", "acronym", "adjectives", "capitals"),
    "authorities": ("party", "also", "acronym", "adjectives", "capitals", "nouns"),
    "organisations": ("party", "also", "acronym", "adjectives", "of", "body", "nouns"),
    "media": ("also", "acronym"),
    "groups": ("also",),
    "persons": ("party", "also", "of", "pronoun", "surname", "offices"),
}


def entities_from_yaml(data: str | bytes, name: str, base: Entities | None = None) -> Entities:
    """Read a file on top of those read before. Raises YamlError with ``name:line:column`` for anything not right."""
    root = read_yaml(data, name)
    top = root.fields(("format", "id"), (*_SECTIONS, "offices", "bodies"))
    top["format"].choice([FORMAT])
    top["id"].text()
    base = base or Entities()
    entities = dict(base.entities)
    nodes: dict[str, Node] = {}
    for section, kind in _SECTIONS.items():
        for id_, node in _members(top.get(section)):
            _add(entities, _entity(id_, kind, section, node), node)
            nodes[id_] = node
    offices, bodies = dict(base.offices), dict(base.bodies)
    for id_, node in _members(top.get("bodies")):
        _put(bodies, id_, _body(id_, node))
    for id_, node in _members(top.get("offices")):
        _put(offices, id_, _office(id_, node))
    listed = {(each.of, each.body): each.id for each in entities.values() if each.of and each.body}
    result = Entities(entities, offices, bodies, listed)
    _check_references(nodes, result)
    return result


def _members(node: Node | None) -> Iterable[tuple[str, Node]]:
    return node.mapping().items() if node is not None else ()


def _put(known: dict[str, Any], id_: str, item: Office | Body) -> None:
    """An office or body of a later file adds its nouns."""
    if id_ in known:
        item = replace(item, nouns=_union(known[id_].nouns, item.nouns))
    known[id_] = item


def _entity(id_: str, kind: Kind, section: str, node: Node) -> Entity:
    fields = node.fields(("name",), _FIELDS[section])
    lists: dict[str, Any] = {key: _texts(fields[key]) for key in _LISTS if key in fields}
    plain: dict[str, Any] = {key: fields[key].text() for key in ("party", "of", "body", "surname") if key in fields}
    pronoun = fields["pronoun"].choice(["he", "she"]) if "pronoun" in fields else ""
    offices = tuple(_holding(item) for item in fields["offices"].items()) if "offices" in fields else ()
    acronyms = lists.pop("acronym", ())
    return Entity(
        id_,
        kind,
        _text(fields["name"]),
        acronyms=acronyms,
        pronoun=pronoun,
        offices=offices,
        **lists,
        **plain,
    )


def _holding(node: Node) -> Holding:
    fields = node.fields(("office", "of"), ("from", "until"))
    since, until = (_day(fields[key]) if key in fields else None for key in ("from", "until"))
    if since is not None and until is not None and until < since:
        raise fields["until"].error(f"the office ends before it begins on {since}")
    return Holding(fields["office"].text(), fields["of"].text(), since, until)


def _office(id_: str, node: Node) -> Office:
    fields = node.fields(("nouns",), ("body",))
    return Office(id_, _texts(fields["nouns"]), fields["body"].text() if "body" in fields else "")


def _body(id_: str, node: Node) -> Body:
    fields = node.fields(("names", "nouns"), ("short",))
    names = _texts(fields["names"])
    if not names:
        raise fields["names"].error("a body has at least one name")
    return Body(id_, names, _texts(fields["nouns"]), _texts(fields["short"]) if "short" in fields else ())


def _day(node: Node) -> dt.date:
    text = node.text()
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or day.isoformat() != text:
        raise node.error(f"{text[:40]!r} is not a day", "Write it as 2004-03-09, or leave it out if it is not certain.")
    return day


def _texts(node: Node) -> tuple[str, ...]:
    return tuple(_text(item) for item in node.items())


def _text(node: Node) -> str:
    text = node.text()
    if not any(letter.isalnum() for letter in text) or text != text.strip() or len(text) > 200:
        raise node.error("a name is 1 to 200 characters, without spaces around it")
    return text


def _add(entities: dict[str, Entity], item: Entity, node: Node) -> None:
    known = entities.get(item.id)
    if known is None:
        entities[item.id] = item
        return
    if (known.kind, known.name) != (item.kind, item.name):
        raise node.error(
            f"{item.id} is known as {known.name!r} ({known.kind}) and not as {item.name!r} ({item.kind})",
            "Give it the same name, or another id.",
        )
    entities[item.id] = _merged(known, item)


def _merged(known: Entity, item: Entity) -> Entity:
    """One entity of two files: later single values win, lists are joined, terms of office too."""
    lists = {key: _union(getattr(known, key), getattr(item, key)) for key in _merged_lists()}
    single = {key: getattr(item, key) or getattr(known, key) for key in ("party", "of", "body", "pronoun", "surname")}
    offices = tuple(dict.fromkeys((*known.offices, *item.offices)))
    return replace(known, offices=offices, **lists, **single)  # type: ignore[arg-type]


def _merged_lists() -> tuple[str, ...]:
    return ("also", "acronyms", "adjectives", "capitals", "nouns")


def _union(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*one, *other)))


def _check_references(nodes: Mapping[str, Node], known: Entities) -> None:
    for id_, node in nodes.items():
        entity, fields = known.entities[id_], node.mapping()
        for key, table in (("of", known.entities), ("body", known.bodies)):
            if key in fields and getattr(entity, key) not in table:
                fields[key].choice(table)
        for item in fields["offices"].items() if "offices" in fields else ():
            held = item.mapping()
            held["office"].choice(known.offices)
            if not known.knows(held["of"].text()):
                held["of"].choice(known.entities)
