"""All Russian names of the entity files in all their cases, and the scan that finds them in a text.

The longest phrase wins; the scan looks at each word once and a few words ahead, so it is linear.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, TypeAlias

from safeconduct.press.speakers.model import Entities, Entity
from safeconduct.press.speakers.russian.decline import Gender, phrase_forms
from safeconduct.press.speakers.russian.words import Token, word_list

RussianSort: TypeAlias = Literal[
    "person", "name", "office", "body", "adjective", "surname", "side", "noun", "paper", "unnamed"
]
_ORDER: tuple[RussianSort, ...] = (
    "person", "name", "office", "body", "adjective", "surname", "side", "paper", "noun", "unnamed",
)  # fmt: skip
_LENGTH_MAX = 8
_CYRILLIC = re.compile(r"[а-яёА-ЯЁіїєґІЇЄҐ0-9 .-]+")
_ENDINGS = ("ий", "ая", "ое", "ие")
_CASED = frozenset({"person", "surname"})
_UNDER = frozenset("ие")


@dataclass(frozen=True, slots=True)
class Name:
    """A known phrase in a text: its words first to last, whom it may mean, in which cases it stands."""

    first: int
    last: int
    sort: RussianSort
    ids: tuple[str, ...]
    cases: frozenset[str]


@lru_cache(maxsize=4)
def russian_names(entities: Entities) -> RussianNames:
    """The names of some entities, built once; Entities compare by identity."""
    return RussianNames(entities)


class RussianNames:
    """The Russian phrases of the entity files and word lists, by their words in every case."""

    def __init__(self, entities: Entities) -> None:
        self.entities = entities
        self._phrases: dict[tuple[str, ...], dict[RussianSort, dict[str, set[str]]]] = {}
        self._prefixes: set[tuple[str, ...]] = set()
        for entity in entities.entities.values():
            self._add_entity(entity)
        for office in entities.offices.values():
            self._add_all(office.nouns, "office", office.id)
        for body in entities.bodies.values():
            self._add_all(body.nouns, "body", body.id)
            for noun in body.short:
                self._add(noun, "noun", noun)
        lists: tuple[tuple[RussianSort, str], ...] = (("side", "sides"), ("paper", "papers"), ("unnamed", "unnamed"))
        for sort, name in lists:
            for noun in word_list(name):
                self._add(noun, sort, noun)

    def _add_entity(self, entity: Entity) -> None:
        names = [name for name in (entity.name, *entity.also, *entity.acronyms) if _CYRILLIC.fullmatch(name)]
        gender: Gender = "she" if entity.pronoun == "she" else "he"
        if entity.kind == "person":
            for name in names:
                self._add(name, "person", entity.id, gender)
                self._add(name.split()[-1], "surname", entity.id, gender)
            return
        self._add_all((*names, *entity.capitals), "name", entity.id)
        for adjective in entity.adjectives:
            if adjective.endswith("ий") and _CYRILLIC.fullmatch(adjective):
                self._add_all((adjective[:-2] + ending for ending in _ENDINGS), "adjective", entity.id)
        for noun in entity.nouns:
            self._add(noun, "noun", noun)

    def _add_all(self, phrases: Iterable[str], sort: RussianSort, id_: str) -> None:
        for phrase in phrases:
            self._add(phrase, sort, id_)

    def _add(self, phrase: str, sort: RussianSort, id_: str, gender: Gender = "") -> None:
        if not _CYRILLIC.fullmatch(phrase):
            return
        for form, cases in phrase_forms(phrase, gender, person=sort in _CASED).items():
            key = tuple(form.split())
            self._phrases.setdefault(key, {}).setdefault(sort, {}).setdefault(id_, set()).update(cases)
            self._prefixes.update(key[:length] for length in range(1, len(key) + 1))

    def scan(self, tokens: Sequence[Token]) -> dict[int, Name]:
        """The phrases among some words, none overlapping, by their first word."""
        found: dict[int, Name] = {}
        position = 0
        while position < len(tokens):
            name = self._longest(tokens, position)
            if name is not None:
                found[position] = name
            position = position + 1 if name is None else name.last + 1
        return found

    def _longest(self, tokens: Sequence[Token], start: int) -> Name | None:
        best: Name | None = None
        key: tuple[str, ...] = ()
        for last in range(start, min(start + _LENGTH_MAX, len(tokens))):
            key = (*key, tokens[last].low)
            if key not in self._prefixes:
                break
            sorts = self._phrases.get(key)
            if sorts is not None:
                best = _name(sorts, tokens, start, last) or best
        return best


def _name(sorts: dict[RussianSort, dict[str, set[str]]], tokens: Sequence[Token], start: int, last: int) -> Name | None:
    """The first sort that fits: persons and places need their capital."""
    for sort in _ORDER:
        known = sorts.get(sort)
        if known is None or (sort in {"person", "name", "surname"} and not tokens[start].capital):
            continue
        cases = frozenset(case for each in known.values() for case in each)
        return Name(start, last, sort, tuple(known), cases)
    return None
