"""Find the place in a file of what a kind of entry refuses: its errors name a path within a body."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from safeconduct.base.yaml_file import Node, YamlError
from safeconduct.entries.errors import BodyError

_STEP = re.compile(r"\.?([^.\[\]]+)|\[([0-9]+)\]")


def placed(root: Node, kind: str, error: BodyError, written: Mapping[str, str] | None = None) -> YamlError:
    """The error at the deepest place of the file that its path leads to.

    written: how a field of the body is called in the file, where it is not called the same.
    """
    node, place, left = root, root.place, ""
    for name, index in _STEP.findall(error.where.removeprefix(kind)):
        inside = node.value
        key = (written or {}).get(name, name) if node is root else name
        if key and isinstance(inside, dict) and key in inside:
            node, place = inside[key], node.keys[key]
        elif index and isinstance(inside, tuple) and int(index) < len(inside):
            node = inside[int(index)]
            place = node.place
        elif name != "...":
            left = f"{name}: " if name else ""
    return place.error(left + error.what, error.next_step)


def refuse_unknown(node: Node, given: Any, known: Any) -> None:
    """Raise YamlError at the first key, however deep, that the type of the body does not have.

    given: the value as the file has it. known: the same value, converted to its type and back.
    """
    if isinstance(given, list) and isinstance(node.value, tuple):
        for member, one, other in zip(node.value, given, known, strict=True):
            refuse_unknown(member, one, other)
    elif isinstance(given, dict) and isinstance(node.value, dict):
        for key, value in given.items():
            if key not in known:
                raise node.keys[key].error(f"{key!r} is not known here", "Correct its spelling, or take it out.")
            if key in node.value:
                refuse_unknown(node.value[key], value, known[key])
