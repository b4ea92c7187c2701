"""All names and nouns of the entity files as one dictionary of phrases, and the scan that finds them in a text.

The longest phrase wins; the scan looks at each word once and at most `_LENGTH_MAX` words ahead, so it is linear.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Literal, NamedTuple, TypeAlias

from safeconduct.press.speakers.model import Entities, Entity
from safeconduct.press.speakers.wordlists import wordlist
from safeconduct.press.speakers.words import Word, words_of

Sort: TypeAlias = Literal[
    "person", "surname", "name", "adjective", "office", "body", "side", "noun", "unnamed", "paper"
]

_LENGTH_MAX = 10
_NOUNS: tuple[tuple[Sort, str], ...] = (("side", "sides"), ("unnamed", "unnamed"), ("paper", "papers"))
_CASED = wordlist("cased")
_ORDER: tuple[Sort, ...] = (
    "person", "name", "office", "body", "adjective", "surname", "side", "unnamed", "paper", "noun",
)  # fmt: skip


class Hit(NamedTuple):
    """A known phrase in a text. first, last: positions of its words, both included. ids: whom it may mean."""

    first: int
    last: int
    sort: Sort
    ids: tuple[str, ...]


class _Node:
    """A place in the tree of phrases: the words that may follow, and what the words up to here may be."""

    __slots__ = ("following", "sorts")

    def __init__(self) -> None:
        self.following: dict[str, _Node] = {}
        self.sorts: dict[Sort, list[str]] = {}


@lru_cache(maxsize=4)
def lexicon_of(entities: Entities) -> Lexicon:
    """The lexicon of some entities, built once; Entities compare by identity."""
    return Lexicon(entities)


class Lexicon:
    """The phrases of the entity files, as a tree of folded words."""

    def __init__(self, entities: Entities) -> None:
        self.entities = entities
        self._root = _Node()
        for entity in entities.entities.values():
            self._add_entity(entity)
        for office in entities.offices.values():
            for noun in office.nouns:
                self._add(noun, "office", office.id)
                self._add(_plural(noun), "office", office.id)
        for body in entities.bodies.values():
            for noun in (*body.nouns, *body.names):
                self._add(noun, "body", body.id)
            for noun in body.short:
                self._add(noun, "noun", noun)
        for sort, nouns in _NOUNS:
            for noun in sorted(wordlist(nouns)):
                self._add(noun, sort, noun)
                self._add(_plural(noun), sort, noun)

    def _add_entity(self, entity: Entity) -> None:
        names = (entity.name, *entity.also, *entity.acronyms, *entity.capitals)
        for name in names:
            self._add(name, "person" if entity.kind == "person" else "name", entity.id)
        for name in entity.adjectives:
            self._add(name, "adjective", entity.id)
        for noun in entity.nouns:
            self._add(noun, "noun", noun)
        if entity.kind == "person":
            for name in {entity.surname} if entity.surname else {n.split()[-1] for n in names if " " in n}:
                self._add(name, "surname", entity.id)

    def _add(self, phrase: str, sort: Sort, id_: str) -> None:
        key = [word.folded for word in words_of(phrase)]
        if not key or not all(key):
            return
        node = self._root
        for word in key:
            node = node.following.setdefault(word, _Node())
        ids = node.sorts.setdefault(sort, [])
        if id_ not in ids:
            ids.append(id_)

    def scan(self, words: Sequence[Word]) -> tuple[Hit, ...]:
        """The phrases among some words, from left to right, none overlapping."""
        return tuple(self._scan(words))

    def _scan(self, words: Sequence[Word]) -> Iterator[Hit]:
        position = 0
        while position < len(words):
            hit = self._longest(words, position)
            if hit is not None:
                yield hit
                position = hit.last + 1
            else:
                position += 1

    def _longest(self, words: Sequence[Word], start: int) -> Hit | None:
        best: Hit | None = None
        node = self._root.following.get(words[start].folded)
        last = start
        while node is not None:
            if node.sorts:
                best = _hit(node.sorts, words[start : last + 1], start, last) or best
            last += 1
            if last == min(start + _LENGTH_MAX, len(words)):
                break
            node = node.following.get(words[last].folded)
        return best


def _hit(sorts: dict[Sort, list[str]], words: Sequence[Word], start: int, last: int) -> Hit | None:
    """The first sort that fits the case of the words: names need a capital, short acronyms all of it."""
    for sort in sorted(sorts, key=_ORDER.index):
        if sort in {"person", "name", "adjective", "surname"} and not words[0].capital:
            continue
        if len(words) == 1 and words[0].folded in _CASED and not words[0].shouted:
            continue
        return Hit(start, last, sort, tuple(sorts[sort]))
    return None


def _plural(noun: str) -> str:
    if noun.endswith("s"):
        return noun
    head, _, tail = noun.partition(" of ")
    if head.endswith("man"):
        head = head[:-3] + "men"
    elif head.endswith("y"):
        head = head[:-1] + "ies"
    else:
        head += "s"
    return f"{head} of {tail}" if tail else head
