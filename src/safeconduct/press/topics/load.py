"""Read a topics file, format ``safeconduct-topics/1``, and the ones that ship beside the agreements."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

from safeconduct.base.yaml_file import Node, read_yaml
from safeconduct.press.topics.model import Topic

FORMAT = "safeconduct-topics/1"
TOPICS_FILE = "topics.yaml"
_CORRIDORS = "safeconduct.corridors"


def topics_from_yaml(data: str | bytes, name: str) -> tuple[Topic, ...]:
    """Read the topics of a file, in its order. Raises YamlError with ``name:line:column`` for anything not right."""
    root = read_yaml(data, name)
    top = root.fields(("format", "id", "topics"))
    top["format"].choice([FORMAT])
    top["id"].text()
    return tuple(_topic(id_, node) for id_, node in top["topics"].mapping().items())


def _topic(id_: str, node: Node) -> Topic:
    fields = node.fields(("strong",), ("words", "clauses"))
    strong = _phrases(fields["strong"])
    if not strong:
        raise fields["strong"].error(f"{id_} has no word that names it", "Add one, or leave the topic out.")
    words = _phrases(fields["words"]) if "words" in fields else ()
    clauses = tuple(item.text() for item in fields["clauses"].items()) if "clauses" in fields else ()
    return Topic(id_, clauses, strong, words)


def _phrases(node: Node) -> tuple[str, ...]:
    return tuple(_phrase(item) for item in node.items())


def _phrase(node: Node) -> str:
    text = str(node.value) if isinstance(node.value, int) else node.text()
    if text != " ".join(text.split()).lower() or not text:
        raise node.error(f"{text[:40]!r} is not written in small letters with single spaces")
    return text


@lru_cache(maxsize=16)
def shipped_topics(corridor: str) -> tuple[Topic, ...]:
    """The topics that ship with an agreement; empty if none do."""
    path = files(_CORRIDORS).joinpath(corridor).joinpath(TOPICS_FILE)
    if "/" in corridor or not path.is_file():
        return ()
    return topics_from_yaml(path.read_bytes(), f"{corridor}/{TOPICS_FILE}")
