"""YAML that people write (mappings, corridors, claims), read strictly and with the place of every value.

A small part of YAML 1.2: mappings with text keys, lists, and scalars. `true` and `false` are booleans, `12`
is an integer, `12.5` an exact Decimal; everything else is text as it stands: dates, `yes`, `no`, `on`,
`0x1F`, `1e5`, `007`. Quoted scalars are always text. Refused, with line and column: anchors, aliases, tags,
directives, several documents, repeated keys, empty values and null, control characters, anything but UTF-8,
and what is too deep or too large. Without aliases a file cannot unfold into more than it shows, so the bounds
on bytes and nodes bound the memory.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, TypeAlias

from safeconduct.base import limits
from safeconduct.base.errors import SafeconductError
from safeconduct.base.suggest import nearest

if TYPE_CHECKING:
    import yaml

PlainValue: TypeAlias = "bool | int | Decimal | str | list[PlainValue] | dict[str, PlainValue]"

_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]{0,17})", re.ASCII)
_DECIMAL = re.compile(r"-?(?:0|[1-9][0-9]{0,17})\.[0-9]{1,18}", re.ASCII)
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_QUOTE_IT = "Put it in quotes if it is meant as text."


class YamlError(SafeconductError):
    """A YAML file that is damaged, uses a refused part of YAML, or lacks the shape its reader asks for."""

    code = "SC-YML-01"


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: name of the file, line and column counted from 1."""

    name: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.name}:{self.line}:{self.column}"

    def error(self, what: str, next_step: str = "") -> YamlError:
        """An error at this place, for the caller to raise."""
        return YamlError(what, where=str(self), next_step=next_step)


@dataclass(frozen=True, slots=True)
class Node:
    """One value of the file, its place, and for a mapping the places of its keys.

    value: a scalar; a tuple of nodes for a list; a dict of nodes, in file order, for a mapping.
    raw: the characters of a scalar as read (`9086526`), empty for lists and mappings.
    """

    value: bool | int | Decimal | str | tuple[Node, ...] | dict[str, Node]
    place: Place
    raw: str = ""
    keys: dict[str, Place] = field(default_factory=dict)

    def error(self, what: str, next_step: str = "") -> YamlError:
        """An error at the place of this value, for the caller to raise."""
        return self.place.error(what, next_step)

    def text(self) -> str:
        """The value as text. Raises YamlError for anything but text."""
        if not isinstance(self.value, str):
            raise self.error(f"text is expected here, not {self.shape}", self._quote_hint())
        return self.value

    def integer(self) -> int:
        """The value as an integer. Raises YamlError for anything else, `12.0`, `'12'` and `true` included."""
        if isinstance(self.value, bool) or not isinstance(self.value, int):
            raise self.error(f"a whole number is expected here, not {self.shape}")
        return self.value

    def number(self) -> int | Decimal:
        """The value as an exact number. Raises YamlError for anything but an integer or a decimal."""
        if isinstance(self.value, bool) or not isinstance(self.value, int | Decimal):
            raise self.error(f"a number is expected here, not {self.shape}")
        return self.value

    def boolean(self) -> bool:
        """The value as true or false. Raises YamlError for anything else."""
        if not isinstance(self.value, bool):
            raise self.error(f"true or false is expected here, not {self.shape}")
        return self.value

    def choice(self, allowed: Iterable[str]) -> str:
        """The value as one of the texts allowed. Raises YamlError with the nearest of them."""
        text, known = self.text(), sorted(allowed)
        if text not in known:
            raise self.error(f"{_shown(text)} is not one of {', '.join(known)}", _did_you_mean(text, known))
        return text

    def items(self) -> tuple[Node, ...]:
        """The members of a list. Raises YamlError for anything but a list."""
        if not isinstance(self.value, tuple):
            raise self.error(f"a list is expected here, not {self.shape}")
        return self.value

    def mapping(self) -> dict[str, Node]:
        """The members of a mapping, in file order. Raises YamlError for anything but a mapping."""
        if not isinstance(self.value, dict):
            raise self.error(f"a mapping (key: value) is expected here, not {self.shape}")
        return self.value

    def fields(self, required: Iterable[str] = (), optional: Iterable[str] = ()) -> dict[str, Node]:
        """The members of a mapping whose keys are known. Raises YamlError for an unknown or a missing key."""
        members, needed = self.mapping(), list(required)
        known = [*needed, *optional]
        for key in members:
            if key not in known:
                raise self.keys[key].error(f"{_shown(key)} is not known here", _did_you_mean(key, known))
        missing = [key for key in needed if key not in members]
        if missing:
            raise self.error(f"{', '.join(missing)} is missing here")
        return members

    def plain(self) -> PlainValue:
        """The value without places: bool, int, Decimal, str, list, dict."""
        if isinstance(self.value, tuple):
            return [item.plain() for item in self.value]
        if isinstance(self.value, dict):
            return {key: item.plain() for key, item in self.value.items()}
        return self.value

    @property
    def shape(self) -> str:
        """What kind of value this is, for messages."""
        if isinstance(self.value, tuple):
            return "a list"
        if isinstance(self.value, dict):
            return "a mapping"
        return _shown(self.raw) if not isinstance(self.value, str) else f"the text {_shown(self.raw)}"

    def _quote_hint(self) -> str:
        return "" if isinstance(self.value, tuple | dict) else _QUOTE_IT


def read_yaml(data: str | bytes, name: str) -> Node:
    r"""Read one document. Raises YamlError, whose `where` is ``name:line:column``.

    >>> claims = read_yaml("version: 1\nsaid_on: 2022-08-17\n", "claims.yaml")
    >>> claims.mapping()["said_on"].text(), str(claims.mapping()["said_on"].place)
    ('2022-08-17', 'claims.yaml:2:10')
    """
    import yaml

    text = _decoded(data, name)
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        return _Builder(name, yaml.parse(text, Loader=loader)).document()
    except yaml.MarkedYAMLError as error:
        raise _syntax_error(name, error) from error
    except (yaml.YAMLError, RecursionError) as error:
        first = str(error).split("\n", 1)[0]
        raise YamlError(f"not readable as YAML: {first}", where=name) from error


def _decoded(data: str | bytes, name: str) -> str:
    raw = data if isinstance(data, bytes) else data.encode("utf-8", "surrogatepass")
    if len(raw) > limits.YAML_BYTES_MAX:
        raise YamlError(
            f"the file has {len(raw)} bytes; at most {limits.YAML_BYTES_MAX} are read",
            where=name,
            next_step="",
        )
    try:
        text = raw.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise YamlError(
            f"byte {error.start} is not UTF-8", where=f"{name}:{line}", next_step="Save the file as UTF-8."
        ) from error
    bad = _CONTROL.search(text.replace("\r\n", "\n"))
    if bad:
        line = text.replace("\r\n", "\n").count("\n", 0, bad.start()) + 1
        raise YamlError(f"the character U+{ord(bad[0]):04X} is not allowed", where=f"{name}:{line}")
    return text


def _syntax_error(name: str, error: yaml.MarkedYAMLError) -> YamlError:
    mark = error.problem_mark or error.context_mark
    where = name if mark is None else f"{name}:{mark.line + 1}:{mark.column + 1}"
    detail = ", ".join(part for part in (error.context, error.problem) if part)
    return YamlError(f"not readable as YAML: {detail}", where=where, next_step="Check indentation and quotes.")


class _Builder:
    """Builds nodes from the parser's events, one at a time, so that a bound stops the parser early."""

    def __init__(self, name: str, events: Iterator[yaml.Event]) -> None:
        self._name = name
        self._events = events
        self._count = 0

    def document(self) -> Node:
        import yaml

        next(self._events)
        start = next(self._events)
        if not isinstance(start, yaml.DocumentStartEvent):
            raise YamlError("the file is empty", where=self._name)
        if start.version or start.tags:
            raise self._place(start).error("directives (lines with %) are refused")
        root = self._node(next(self._events), 0)
        next(self._events)
        end = next(self._events)
        if not isinstance(end, yaml.StreamEndEvent):
            raise self._place(end).error("a second document begins here; one is expected")
        return root

    def _place(self, event: yaml.Event) -> Place:
        mark = event.start_mark
        assert mark is not None, "the parser marks every event"
        return Place(self._name, mark.line + 1, mark.column + 1)

    def _node(self, event: yaml.Event, depth: int) -> Node:
        import yaml

        place = self._place(event)
        self._check(event, place, depth)
        if isinstance(event, yaml.ScalarEvent):
            return _scalar(event.value, place, quoted=bool(event.style))
        if isinstance(event, yaml.SequenceStartEvent):
            return Node(tuple(self._members(depth)), place)
        return self._mapping(place, depth)

    def _check(self, event: yaml.Event, place: Place, depth: int) -> None:
        import yaml

        if isinstance(event, yaml.AliasEvent):
            raise place.error("aliases (*name) are refused", "Write the value out.")
        if getattr(event, "anchor", None) is not None:
            raise place.error("anchors (&name) are refused", "Write the value out where it is needed.")
        if getattr(event, "tag", None) is not None:
            raise place.error("tags (!name) are refused", "Leave the tag out.")
        if depth > limits.YAML_DEPTH_MAX:
            raise place.error(f"nested deeper than {limits.YAML_DEPTH_MAX} levels")
        self._count += 1
        if self._count > limits.YAML_NODES_MAX:
            raise place.error(f"more than {limits.YAML_NODES_MAX} values in one file")

    def _members(self, depth: int) -> Iterator[Node]:
        import yaml

        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            yield self._node(event, depth + 1)

    def _mapping(self, place: Place, depth: int) -> Node:
        import yaml

        members: dict[str, Node] = {}
        keys: dict[str, Place] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            key_place = self._place(event)
            self._check(event, key_place, depth + 1)
            key = self._key(event, key_place)
            if key in keys:
                raise key_place.error(
                    f"the key {_shown(key)} stands here a second time; first on line {keys[key].line}"
                )
            keys[key] = key_place
            members[key] = self._node(next(self._events), depth + 1)
        return Node(members, place, keys=keys)

    def _key(self, event: yaml.Event, place: Place) -> str:
        import yaml

        if not isinstance(event, yaml.ScalarEvent):
            raise place.error("a key must be text, not a list or a mapping")
        _refuse_control(event.value, place)
        if not event.value:
            raise place.error("a key is missing before this colon")
        return event.value


def _scalar(raw: str, place: Place, *, quoted: bool) -> Node:
    _refuse_control(raw, place)
    if quoted:
        return Node(raw, place, raw)
    if raw in _NULLS:
        raise place.error("a value is missing here", 'Write the value, "" for empty text, or leave the key out.')
    if raw in {"true", "false"}:
        return Node(raw == "true", place, raw)
    if _INTEGER.fullmatch(raw):
        return Node(int(raw), place, raw)
    if _DECIMAL.fullmatch(raw):
        return Node(Decimal(raw), place, raw)
    return Node(raw, place, raw)


def _refuse_control(text: str, place: Place) -> None:
    bad = _CONTROL.search(text)
    if bad:
        raise place.error(f"the character U+{ord(bad[0]):04X} is not allowed")


def _shown(text: str) -> str:
    return repr(text if len(text) <= 60 else text[:57] + "...")


def _did_you_mean(word: str, known: Iterable[str]) -> str:
    names = sorted(known)
    close = nearest(word[:200], names)
    if close:
        return f"Did you mean {close[0]}?"
    return f"Known here: {', '.join(names)}." if names else ""
