"""Read a file of names, format ``safeconduct-names/1``, and the ones that ship: general, and beside the agreements.

Strict: an unknown key, a language left out, an id that no entity or topics file has, and a second name for an id of an
earlier file are refused, with the line. Ids of `questions` are those of a record, which no file lists.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from functools import lru_cache
from importlib.resources import files

from safeconduct.base.suggest import nearest
from safeconduct.base.yaml_file import Node, read_yaml
from safeconduct.press.names.model import Names
from safeconduct.press.speakers import Entities, general_entities, shipped_entities
from safeconduct.press.topics import shipped_topics

FORMAT = "safeconduct-names/1"
NAMES_FILE = "names.yaml"
_GENERAL = ("states.yaml", "general.yaml")
_CORRIDORS = "safeconduct.corridors"
_LANGUAGES = ("ru", "ar")
_CHARS_MAX = 200


def names_from_yaml(
    data: str | bytes, name: str, known: Entities, topics: Collection[str] = (), base: Names | None = None
) -> Names:
    """Read a file on top of one read before. Raises YamlError with ``name:line:column`` for anything not right.

    known: the entities, offices and bodies that may be named; topics: the ids of topics.
    """
    base = base or Names()
    top = read_yaml(data, name).fields(("format", "id"), ("entities", "offices", "bodies", "topics", "questions"))
    top["format"].choice([FORMAT])
    top["id"].text()
    told = ("en", *_LANGUAGES)  # no other file has a name for these
    return Names(
        _section(top.get("entities"), base.entities, _LANGUAGES, known.knows, known.entities),
        _section(top.get("offices"), base.offices, _LANGUAGES, known.offices.__contains__, known.offices),
        _section(top.get("bodies"), base.bodies, _LANGUAGES, known.bodies.__contains__, known.bodies),
        _section(top.get("topics"), base.topics, told, topics.__contains__, topics),
        _section(top.get("questions"), base.questions, told, lambda _: True, ()),
    )


def _section(
    node: Node | None,
    earlier: Mapping[str, Mapping[str, str]],
    languages: tuple[str, ...],
    knows: Callable[[str], bool],
    ids: Collection[str],
) -> dict[str, Mapping[str, str]]:
    """The names of a section, with those of earlier files."""
    found = dict(earlier)
    for id_, member in {} if node is None else node.mapping().items():
        assert node is not None
        if not knows(id_):
            near = nearest(id_[:_CHARS_MAX], ids)
            hint = f"Did you mean {near[0]}?" if near else "Write it as the file that lists it."
            raise node.keys[id_].error(f"no file lists {id_[:60]!r}", hint)
        names = {language: _name(text) for language, text in member.fields(languages).items()}
        if found.setdefault(id_, names) != names:
            raise node.keys[id_].error(
                f"{id_} has other names in an earlier file", "Give it the same, or leave it out."
            )
    return found


def _name(node: Node) -> str:
    text = node.text()
    if not any(letter.isalnum() for letter in text) or text != text.strip() or len(text) > _CHARS_MAX:
        raise node.error(f"a name is 1 to {_CHARS_MAX} characters, without spaces around it")
    return text


@lru_cache(maxsize=1)
def _general_names() -> Names:
    folder = files("safeconduct.press.names").joinpath("data")
    names = Names()
    for name in _GENERAL:
        names = names_from_yaml(folder.joinpath(name).read_bytes(), f"names/{name}", general_entities(), base=names)
    return names


@lru_cache(maxsize=16)
def shipped_names(corridor: str) -> Names:
    """The general names with those of a corridor, if it has any."""
    path = files(_CORRIDORS).joinpath(corridor).joinpath(NAMES_FILE)
    if "/" in corridor or not path.is_file():
        return _general_names()
    topics = {topic.id for topic in shipped_topics(corridor)}
    known = shipped_entities(corridor)
    return names_from_yaml(path.read_bytes(), f"{corridor}/{NAMES_FILE}", known, topics, _general_names())
