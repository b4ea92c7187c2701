"""Reading drafts: the output of `safeconduct press extract --json`, or a flat list of statements.

Documents: `{"documents": [{"doc", "statements": [...], "events": [...]}]}`. Flat: a list of statements that each name
their `doc`, or `{"statements": [...]}` with such a list, as other extractors write them for `tools/score_press.py`.
Fields beyond those that are scored are left alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from safeconduct.press.score.errors import ScoreError
from safeconduct.press.score.fields import items, members, spans, word, words
from safeconduct.press.score.model import Drafts, Event, Proposed


@dataclass(frozen=True, slots=True)
class _Part:
    """Statements that stand in one list. doc: of all of them; empty where each names its own."""

    doc: str
    statements: Sequence[Any]
    where: str
    events: Sequence[Any] | None = None


def drafts_from_json(value: object, sizes: Mapping[str, int]) -> Drafts:
    """Read drafts about the documents in `sizes` (characters of each). Raises ScoreError, naming the place."""
    statements: list[Proposed] = []
    events: list[Event] | None = None
    for part in _parts(value):
        first = len(statements)
        names = _names(part, first)
        for n, each in enumerate(part.statements):
            statements.append(_proposed(each, part.doc, sizes, names, f"{part.where}.statements[{n}]"))
        for n, each in enumerate(part.events or ()):
            events = [*(events or ()), _event(each, part.doc, sizes, f"{part.where}.events[{n}]")]
        if part.events is not None and events is None:
            events = []
    return Drafts(tuple(statements), None if events is None else tuple(events))


def _parts(value: object) -> Iterator[_Part]:
    if isinstance(value, list):
        yield _Part("", value, "drafts")
        return
    top = members(value, "drafts")
    if "documents" not in top:
        yield _Part("", items(top.get("statements"), "drafts.statements"), "drafts")
        return
    for n, each in enumerate(items(top["documents"], "drafts.documents")):
        where = f"drafts.documents[{n}]"
        given = members(each, where)
        doc = word(given.get("doc"), f"{where}.doc")
        events = items(given["events"], f"{where}.events") if "events" in given else None
        yield _Part(doc, items(given.get("statements"), f"{where}.statements"), where, events)


def _names(part: _Part, first: int) -> dict[str | int, int]:
    """Ways to name a statement of this list: its `id`, the first of two equal ones, or its position."""
    names: dict[str | int, int] = {n: first + n for n in range(len(part.statements))}
    for n, each in enumerate(part.statements):
        if isinstance(each, dict) and isinstance(each.get("id"), str):
            names.setdefault(each["id"], first + n)
    return names


def _proposed(
    value: object, doc: str, sizes: Mapping[str, int], names: Mapping[str | int, int], where: str
) -> Proposed:
    given = members(value, where)
    known = _doc(given.get("doc", doc), sizes, f"{where}.doc")
    return Proposed(
        known,
        spans(given.get("spans"), sizes[known], f"{where}.spans"),
        speakers=words(given.get("speaker"), f"{where}.speaker"),
        parties=words(given.get("party"), f"{where}.party"),
        mode=word(given.get("mode"), f"{where}.mode"),
        type=word(given.get("type"), f"{where}.type"),
        date=word(given.get("date"), f"{where}.date"),
        outer=_outer(given.get("nested_in"), names, where),
        stances=words(given["stance"], f"{where}.stance") if "stance" in given else None,
    )


def _event(value: object, doc: str, sizes: Mapping[str, int], where: str) -> Event:
    given = members(value, where)
    known = _doc(given.get("doc", doc), sizes, f"{where}.doc")
    listed = given.get("spans", [given.get("span")])
    inside = spans(listed, sizes[known], f"{where}.spans")
    return Event(known, inside, word(given.get("date"), f"{where}.date"))


def _doc(value: object, sizes: Mapping[str, int], where: str) -> str:
    """The document meant: its name, with folders before it and perhaps without `.txt`."""
    name = word(value, where).rpartition("/")[2]
    for known in (name, f"{name}.txt"):
        if known in sizes:
            return known
    raise ScoreError(
        f"{name!r:.60} is not among the documents of the gold file",
        where=where,
        next_step="Leave out drafts about other documents.",
    )


def _outer(value: object, names: Mapping[str | int, int], where: str) -> int | None:
    if value is None:
        return None
    if not isinstance(value, str | int) or isinstance(value, bool) or value not in names:
        raise ScoreError(
            f"no statement of this list is {value!r:.40}",
            where=f"{where}.nested_in",
            next_step="Give the id or the position of the statement that holds this one.",
        )
    return names[value]
