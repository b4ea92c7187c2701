"""Read a corridor file, format ``safeconduct-corridor/1``: the body of a charter, as people write it.

Its keys are those of the charter (docs/reference/entries.md), and `id`; an offset is written ``+03:00``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import msgspec

from safeconduct.base.instant import InstantError, offset_from_text
from safeconduct.base.yaml_file import Node, YamlError, read_yaml
from safeconduct.entries.errors import BodyError
from safeconduct.entries.fields import CorridorId
from safeconduct.entries.registry import field_names, kind_spec, typed

FORMAT = "safeconduct-corridor/1"
_LISTS = ("scope", "missing", "empty", "coverage", "cannot_know")
_MAPS = ("names", "tables")
_STEP = re.compile(r"\.?([^.\[\]]+)|\[([0-9]+)\]")


@dataclass(frozen=True, slots=True)
class Corridor:
    """A corridor: its id and the body of its charter, validated."""

    id: str
    charter: dict[str, Any]


def corridor_from_yaml(data: str | bytes, name: str) -> Corridor:
    """Read a corridor file. Raises YamlError with ``name:line:column`` for anything that is not right."""
    root = read_yaml(data, name)
    top = root.fields(("format", "id"), [key for key in field_names("charter") if key != "source"])
    top["format"].choice([FORMAT])
    body: dict[str, Any] = {**{key: [] for key in _LISTS}, **{key: {} for key in _MAPS}}
    body |= {key: node.plain() for key, node in top.items() if key not in {"format", "id", "offsets"}}
    if "offsets" in top:
        body["offsets"] = [_offset(node) for node in top["offsets"].items()]
    try:
        charter = typed(kind_spec("charter"), body)
        msgspec.convert(top["id"].value, CorridorId)
    except BodyError as error:
        raise _placed(root, error) from error
    except msgspec.ValidationError as error:
        raise top["id"].error("a corridor id looks like black-sea-2022") from error
    _refuse_unknown(root, body, msgspec.to_builtins(charter))
    return Corridor(top["id"].text(), body)


def _offset(node: Node) -> dict[str, Any]:
    fields = node.fields(("from", "offset"))
    try:
        return {"from": fields["from"].text(), "minutes": offset_from_text(fields["offset"].text())}
    except InstantError as error:
        raise fields["offset"].error(error.what, error.next_step) from error


def _placed(root: Node, error: BodyError) -> YamlError:
    """The error at the deepest place of the file that its path leads to."""
    node, place, left = root, root.place, ""
    for name, index in _STEP.findall(error.where.removeprefix("charter")):
        inside = node.value
        if name and isinstance(inside, dict) and name in inside:
            node, place = inside[name], node.keys[name]
        elif index and isinstance(inside, tuple) and int(index) < len(inside):
            node = inside[int(index)]
            place = node.place
        elif name != "...":
            left = f"{name}: " if name else ""
    return place.error(left + error.what, error.next_step)


def _refuse_unknown(node: Node, given: Any, known: Any) -> None:
    """Raise YamlError at the first key, however deep, that the charter's type does not have."""
    if isinstance(given, list) and isinstance(node.value, tuple):
        for member, one, other in zip(node.value, given, known, strict=True):
            _refuse_unknown(member, one, other)
    elif isinstance(given, dict) and isinstance(node.value, dict):
        for key, value in given.items():
            if key not in known:
                raise node.keys[key].error(f"{key!r} is not known here; known are {', '.join(sorted(known))}")
            if key in node.value:
                _refuse_unknown(node.value[key], value, known[key])
