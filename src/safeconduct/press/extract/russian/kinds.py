"""The type of a Russian statement: what its cue says, unless its own words are a promise, a demand or a denial."""

from __future__ import annotations

from functools import cache

from safeconduct.base.yaml_file import Node
from safeconduct.press.extract.draft import Draft
from safeconduct.press.extract.lexicon import data_file
from safeconduct.press.extract.russian.table import plain
from safeconduct.press.model import Type

_OPEN: frozenset[Type] = frozenset({"assertion", "report"})
_LOOK_WORDS = 60
_PAST = ("л", "ла", "ло", "ли", "лся", "лась", "лось", "лись")
_VERB_WITHIN = 16
_FIRST = 6


def russian_types(draft: Draft) -> tuple[Type, tuple[Type, ...]]:
    """The main type and further ones."""
    main = draft.type
    if main not in _OPEN:
        return main, ()
    seen = list(dict.fromkeys(_signs_in(draft)))
    if seen:
        return (main, tuple(seen)) if draft.quoted and len(seen) > 1 else (seen[0], (main, *seen[1:]))
    return ("report" if main == "report" or _tells_of_the_past(draft) else main), ()


@cache
def _signs() -> dict[str, tuple[tuple[tuple[str, ...], Type, bool], ...]]:
    """Phrases by their first word, with their type, and whether they count near the beginning only."""
    members = data_file("kinds.ru.yaml").fields(["starts", "inside"])
    table: dict[str, list[tuple[tuple[str, ...], Type, bool]]] = {}
    for part, near in (("starts", True), ("inside", False)):
        for name, row in members[part].mapping().items():
            for item in row.items():
                words = tuple(plain(item.text()).split())
                table.setdefault(words[0], []).append((words, _kind(name, row), near))
    return {first: tuple(rows) for first, rows in table.items()}


def _kind(name: str, row: Node) -> Type:
    kinds: dict[str, Type] = {"promise": "promise", "denial": "denial", "demand": "demand", "proposal": "proposal"}
    kinds |= {"warning": "warning", "rejection": "rejection", "acceptance": "acceptance"}
    if name not in kinds:
        raise row.error(f"{name!r} is no type of statement")
    return kinds[name]


def _signs_in(draft: Draft) -> list[Type]:
    known, lows, found = _signs(), draft.scope.line.lows, list[Type]()
    for n, (first, last) in enumerate(draft.content):
        for k in range(first, min(last, first + _LOOK_WORDS) + 1):
            for words, kind, near in known.get(lows[k], ()):
                if (not near or (n == 0 and k < first + _FIRST)) and tuple(lows[k : k + len(words)]) == words:
                    found.append(kind)
    return found


def _tells_of_the_past(draft: Draft) -> bool:
    first, last = draft.content[0]
    lows = draft.scope.line.lows[first : min(last, first + _VERB_WITHIN) + 1]
    return any(len(low) > 4 and low.endswith(_PAST) for low in lows)
