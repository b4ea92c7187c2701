"""The type of a statement: what its cue says, unless its own first words are a promise, a demand or a denial."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import cast, get_args

from safeconduct.press.extract.draft import Draft
from safeconduct.press.extract.lexicon import data_file
from safeconduct.press.model import Type

_OPEN: frozenset[Type] = frozenset({"assertion", "report"})
_LOOK_WORDS = 60


@dataclass(frozen=True, slots=True)
class Signs:
    """Phrases by first word; a sign counts near the start of the content, or anywhere in it."""

    starts: dict[str, tuple[tuple[tuple[str, ...], Type], ...]]
    inside: dict[str, tuple[tuple[tuple[str, ...], Type], ...]]


@cache
def signs(language: str = "en") -> Signs:
    """The phrases of a language that tell the type of a statement."""
    members = data_file(f"kinds.{language}.yaml").fields(["starts", "inside"])
    tables = []
    for part in ("starts", "inside"):
        table: dict[str, list[tuple[tuple[str, ...], Type]]] = {}
        for kind, row in members[part].mapping().items():
            for phrase in row.items():
                words = tuple(phrase.text().split())
                table.setdefault(words[0], []).append((words, cast("Type", kind)))
        tables.append({first: tuple(rows) for first, rows in table.items()})
    return Signs(*tables)


def types_of(draft: Draft) -> tuple[Type, tuple[Type, ...]]:
    """The main type and further ones."""
    main = draft.type
    if main not in _OPEN or (draft.cue is None and not draft.quoted):
        return main, ()
    seen = list(dict.fromkeys(_signs_in(draft)))
    if not seen:
        return main, ()
    return (main, tuple(seen)) if draft.quoted and len(seen) > 1 else (seen[0], (main, *seen[1:]))


def _signs_in(draft: Draft) -> list[Type]:
    known, lows, found = signs(), draft.scope.line.lows, list[Type]()
    for n, (first, last) in enumerate(draft.content):
        for k in range(first, min(last, first + _LOOK_WORDS) + 1):
            near = known.starts.get(lows[k], ()) if k < first + 6 and n == 0 else ()
            for words, kind in (*near, *known.inside.get(lows[k], ())):
                if tuple(lows[k : k + len(words)]) == words:
                    found.append(kind)
    return found


KINDS: tuple[str, ...] = get_args(Type)
