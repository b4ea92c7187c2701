"""Read a record file, format ``safeconduct-record/1``: dated public statements and events, written by people.

Described in docs/reference/record-file.md. Each item names its kind and becomes one entry of it; its keys are the
fields of the body, except those below, which say the same in every kind:

id: unique in the file; the body's own `id`, or `extra.id` where the kind has none.
at or day: the instant, or the local day if no more is known (not for statements: `said_on` says it).
sources: where it can be read; the body's `source` or `cites`, or `extra.cites` where the kind has neither.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, TypeVar

import msgspec

from safeconduct.base.errors import SafeconductError
from safeconduct.base.instant import Instant, InstantError, day_from_text, instant_from_text, instant_to_text
from safeconduct.base.yaml_file import Node, YamlError, read_yaml
from safeconduct.entries.errors import BodyError
from safeconduct.entries.fields import CorridorId, Slug
from safeconduct.entries.offsets import Offsets, local_day_start
from safeconduct.entries.registry import field_names, kind_spec, typed
from safeconduct.intake.errors import RecordFileError
from safeconduct.intake.placed import placed, refuse_unknown

FORMAT = "safeconduct-record/1"
KINDS: Final = ("delivery", "incident", "outage", "statement", "stock")
PROBLEMS_MAX = 100
_JOINED = " ; "
Time = TypeVar("Time", bound=int)
_OURS: Final = frozenset({"id", "source", "cites", "precision", "end_precision"})
_WRITTEN: Final = {"source": "sources", "cites": "sources"}


@dataclass(frozen=True, slots=True)
class Draft:
    """One entry to be: kind, time (µs UTC), body (validated), and its name in the file."""

    kind: str
    at: Instant
    body: dict[str, Any]
    id: str


@dataclass(frozen=True, slots=True)
class RecordFile:
    """The entries of one file, by time and then by id, so that the order of the file changes nothing."""

    corridor: str
    entries: tuple[Draft, ...]


def record_from_yaml(data: str | bytes, name: str, offsets: Offsets) -> RecordFile:
    """Read a record file; `offsets` are those of the corridor's charter.

    Raises YamlError for a broken frame, RecordFileError with every item that is not right, each with
    ``name:line:column`` and, where one can be guessed, a mend.
    """
    root = read_yaml(data, name)
    top = root.fields(("format", "corridor", "entries"))
    top["format"].choice([FORMAT])
    _convert(top["corridor"], CorridorId, "a corridor id looks like black-sea-2022")
    items = top["entries"].items()
    if not items:
        raise top["entries"].error("the list of entries is empty")
    drafts, problems = _each(items, lambda item: _draft(item, offsets))
    problems += _repeated(items)
    if problems:
        ordered = sorted(problems, key=_line)
        raise RecordFileError(tuple(ordered[:PROBLEMS_MAX]))
    return RecordFile(top["corridor"].text(), tuple(sorted(drafts, key=lambda draft: (draft.at, draft.id))))


def _each(items: tuple[Node, ...], read: Callable[[Node], Draft]) -> tuple[list[Draft], list[SafeconductError]]:
    drafts: list[Draft] = []
    problems: list[SafeconductError] = []
    for item in items:
        try:
            drafts.append(read(item))
        except YamlError as problem:
            problems.append(problem)
    return drafts, problems


def _repeated(items: tuple[Node, ...]) -> list[SafeconductError]:
    """A problem for every item whose id stands further up."""
    first: dict[str, int] = {}
    problems: list[SafeconductError] = []
    for item in items:
        node = item.value.get("id") if isinstance(item.value, dict) else None
        if node is None or not isinstance(node.value, str):
            continue
        if node.value in first:
            what = f"the id {node.value!r} is used twice, first on line {first[node.value]}"
            problems.append(node.error(what, "Rename one."))
        first.setdefault(node.value, node.place.line)
    return problems


def _line(problem: SafeconductError) -> tuple[int, int]:
    line, column = problem.where.rsplit(":", 2)[-2:]
    return int(line), int(column)


def _draft(item: Node, offsets: Offsets) -> Draft:
    members = item.mapping()
    if "kind" not in members:
        raise item.error("kind is missing here", f"Write one of {', '.join(KINDS)}.")
    kind = members["kind"].choice(KINDS)
    when = ("said_on",) if kind == "statement" else ()
    own = [name for name in field_names(kind) if name not in _OURS]
    top = item.fields(("id", "kind", "sources", *when), [*own, *(() if when else ("at", "day"))])
    _convert(top["id"], Slug, "an id is made of lower-case letters and digits, joined by - _ or .")
    body: dict[str, Any] = {name: top[name].plain() for name in own if name in top}
    at = _time(item, top, body, offsets)
    if kind == "outage" and "end" in top:
        _end(top["end"], body, offsets)
    _name(kind, top, body)
    try:
        known = msgspec.to_builtins(typed(kind_spec(kind), body))
    except BodyError as error:
        if error.what.startswith("expected text") and not error.next_step:
            error.next_step = "Put it in quotes if it is meant as text."
        raise placed(item, kind, error, _WRITTEN) from error
    refuse_unknown(item, {name: body[name] for name in own if name in top}, known)
    return Draft(kind, at, body, top["id"].text())


def _time(item: Node, top: dict[str, Node], body: dict[str, Any], offsets: Offsets) -> Instant:
    """When it happened; a body whose day alone is known says so.

    A statement is dated by the day it was said. One that a reviewer signed would be dated by the signature, but
    nobody signs the items of a file one by one.
    """
    if "said_on" in top:
        return _midnight(top["said_on"], offsets)
    if ("at" in top) == ("day" in top):
        raise item.error("either `at` or `day` is needed here", "Write day: 2023-01-09 if no more is known.")
    if "at" in top:
        return _read(top["at"], instant_from_text)
    body["precision"] = "day"
    return _midnight(top["day"], offsets)


def _end(node: Node, body: dict[str, Any], offsets: Offsets) -> None:
    """An end is an instant or, where no more is known, a day."""
    if len(node.text()) == len("2023-01-09"):
        body["end"] = instant_to_text(_midnight(node, offsets))
        body["end_precision"] = "day"


def _name(kind: str, top: dict[str, Node], body: dict[str, Any]) -> None:
    """Put the id and the sources where the kind has room for them."""
    fields = field_names(kind)
    sources = [node.text() for node in top["sources"].items()]
    if not sources:
        raise top["sources"].error("an entry needs at least one source", "Write an address, or where it was printed.")
    extra: dict[str, Any] = {}
    if "id" in fields:
        body["id"] = top["id"].text()
    else:
        extra["id"] = top["id"].text()
    if kind == "statement":
        body["source"] = _JOINED.join(sources)
    elif "cites" in fields:
        body["cites"] = sources
    else:
        extra["cites"] = _JOINED.join(sources)
    given = body.get("extra", {})
    if extra and isinstance(given, dict):
        body["extra"] = {**given, **extra}


def _midnight(node: Node, offsets: Offsets) -> Instant:
    return local_day_start(offsets, _read(node, day_from_text))


def _read(node: Node, reader: Callable[[str], Time]) -> Time:
    try:
        return reader(node.text())
    except InstantError as error:
        raise node.error(error.what, error.next_step) from error


def _convert(node: Node, wanted: object, form: str) -> None:
    try:
        msgspec.convert(node.text(), wanted)
    except msgspec.ValidationError as error:
        raise node.error(form) from error
