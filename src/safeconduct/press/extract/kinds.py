"""The type of a statement: what its cue says, unless its own first words are a promise, a demand or a denial."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import cast

from safeconduct.press.extract.draft import Draft
from safeconduct.press.extract.lexicon import Lexicon, data_file
from safeconduct.press.model import Type

_OPEN: frozenset[Type] = frozenset({"assertion", "report"})
_LOOK_WORDS = 60
_VERB_WITHIN = 24
_FIRST_PERSON = frozenset({"we", "our", "i", "my"})
_CLAUSES = ("clause", "that", "person", "phrase", "passive", "as ", "alone")


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


def types_of(draft: Draft, words: Lexicon) -> tuple[Type, tuple[Type, ...]]:
    """The main type and further ones."""
    main = draft.type
    if main not in _OPEN or (draft.cue is None and not draft.quoted):
        return main, ()
    seen = list(dict.fromkeys(_signs_in(draft)))
    if not seen:
        return ("report" if _tells_of_the_past(draft, words) else main), ()
    if _tells_of_the_past(draft, words) and not (seen[0] == "promise" and _first_person(draft)):
        return "report", tuple(seen)
    return (main, tuple(seen)) if draft.quoted and len(seen) > 1 else (seen[0], (main, *seen[1:]))


def _first_person(draft: Draft) -> bool:
    first, last = draft.content[0]
    return not _FIRST_PERSON.isdisjoint(draft.scope.line.lows[first : min(last, first + _LOOK_WORDS) + 1])


def _tells_of_the_past(draft: Draft, words: Lexicon) -> bool:
    """`three trucks crossed`: the first verb of the content is a plain past, with no auxiliary before it."""
    if not draft.frame.startswith("tag") and not draft.frame.endswith(_CLAUSES):
        return False
    lows, (first, last) = draft.scope.line.lows, draft.content[0]
    for k in range(first + 1, min(last, first + _VERB_WITHIN) + 1):
        if lows[k] in words.past or (
            len(lows[k]) > 4 and lows[k].endswith("ed") and lows[k - 1] not in words.determiners
        ):
            return True
        if words.is_verb(lows[k]):
            return False
    return False


def _signs_in(draft: Draft) -> list[Type]:
    known, lows, found = signs(), draft.scope.line.lows, list[Type]()
    for n, (first, last) in enumerate(draft.content):
        for k in range(first, min(last, first + _LOOK_WORDS) + 1):
            rows = known.inside.get(lows[k], ())
            if k < first + 6 and n == 0:
                rows = (*known.starts.get(lows[k], ()), *rows)
            for words, kind in rows:
                if tuple(lows[k : k + len(words)]) == words:
                    found.append(kind)
    return found
