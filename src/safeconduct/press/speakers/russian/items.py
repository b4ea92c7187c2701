"""A mention or paragraph as items: known names with their cases, persons no file lists, breaks, other words."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from safeconduct.press.speakers.russian.names import Name, RussianNames, RussianSort
from safeconduct.press.speakers.russian.words import Token, tokens_of, word_list

What: TypeAlias = RussianSort | Literal["stranger", "break", "word"]
_BREAK = re.compile(r"[,;:()\[\]—–.!?]| - ")
_MARKS = frozenset('«„“"”»')
_NOT_NAMES = frozenset(word_list("not_names"))
_NAME_WORDS_MAX = 3
_FULL_NAME = 2
_FATHERS = ("вич", "вна", "ич", "ична", "оглы", "кызы")
_PARTICLES = frozenset({"фон", "ван", "де", "дер", "дю", "ди", "аль", "бин", "оглы"})
_OBLIQUE = ("ого", "его", "ому", "ему", "ым", "им", "ом", "ем", "ями", "ами")


@dataclass(frozen=True, slots=True)
class Item:
    """A piece. cases: the letters of the cases it may stand in, empty where unknown; quoted: behind a mark."""

    what: What
    tokens: tuple[Token, ...] = ()
    ids: tuple[str, ...] = ()
    cases: frozenset[str] = frozenset()
    quoted: bool = False

    @property
    def text(self) -> str:
        """The words as written."""
        return " ".join(token.text for token in self.tokens)

    @property
    def low(self) -> str:
        """The words in small letters."""
        return " ".join(token.low for token in self.tokens)

    def fits(self, cases: str) -> bool:
        """Whether it may stand in one of some cases."""
        return not self.cases or not self.cases.isdisjoint(cases)


def items_of(text: str, start: int, end: int, names: RussianNames) -> tuple[Item, ...]:
    """The items between two positions, in order."""
    tokens = tokens_of(text, start, end)
    known = names.scan(tokens)
    items: list[Item] = []
    position = 0
    while position < len(tokens):
        between = text[tokens[position - 1].end : tokens[position].start] if position else ""
        if _BREAK.search(between):
            items.append(Item("break"))
        quoted = not _MARKS.isdisjoint(between[-1:]) if position else text[start : start + 1] in _MARKS
        name = known.get(position)
        length = _stranger(text, tokens, position, known) if not quoted else 0
        if length > _FULL_NAME and items and items[-1].what in {"office", "unnamed"} and not _is_full(tokens, position):
            length = 0  # "мэр Сарна Иван Сарнов": the place of the office, then the name
        if length and (name is None or length > name.last - name.first + 1):
            items.append(Item("stranger", tokens[position : position + length]))
        elif name is not None:
            length = name.last - name.first + 1
            items.append(Item(name.sort, tokens[position : position + length], name.ids, name.cases, quoted))
        else:
            length = 1
            items.append(Item("word", (tokens[position],), quoted=quoted))
        position += length
    return tuple(items)


def _stranger(text: str, tokens: Sequence[Token], start: int, known: Mapping[int, Name]) -> int:
    """How many words of a person's name no file lists begin here: two or three capitals side by side."""
    end = start
    while end < min(len(tokens), start + _NAME_WORDS_MAX):
        name = known.get(end)
        if name is not None and name.sort != "surname":
            break
        if end > start and text[tokens[end - 1].end : tokens[end].start].strip(" \u00a0"):
            break
        if _is_name_word(tokens[end]) or (end > start and tokens[end].low in _PARTICLES):
            end += 1
        else:
            break
    while end > start and not tokens[end - 1].capital:
        end -= 1
    return end - start if end - start >= 2 else 0


def _is_full(tokens: Sequence[Token], start: int) -> bool:
    """Whether the second of three names is that of the father."""
    return tokens[start + 1].low.endswith(_FATHERS)


def _is_name_word(token: Token) -> bool:
    word = token.text
    return (
        token.capital
        and len(word) > 1
        and word.upper() != word
        and word.isascii() is False
        and (token.low not in _NOT_NAMES)
    )


def looks_oblique(item: Item) -> bool:
    """Whether a stranger's name surely stands in another case than the nominative."""
    return all(token.low.endswith(_OBLIQUE) for token in item.tokens if token.capital)
