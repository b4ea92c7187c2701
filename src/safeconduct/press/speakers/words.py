"""Words of a text, folded so that spellings meet: ``Erdoğan`` and ``Erdogan``, ``Türkiye``, ``U.S.``, ``Yerevan’s``."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

_WORD = re.compile(r"\w+(?:[.’'‘\-\u2010\u2011&]\w+)*")
_INITIALS = re.compile(r"(?:\w\.)+\w")
_LONGEST = 100
_OF_MANY = frozenset({"' ", "’ "})
_POSSESSIVE = re.compile(r"[’'‘]s$|[’'‘]$", re.IGNORECASE)
_LETTERS = str.maketrans("\u0131łøđ’‘\u2010\u2011", "ilod''--")


class Word(NamedTuple):
    """One word: its characters in the text, folded form, and whether it carries a possessive ``'s``.

    capital: whether it begins with a capital letter.
    """

    start: int
    end: int
    text: str
    folded: str
    possessive: bool
    capital: bool

    @property
    def shouted(self) -> bool:
        """Whether it is all capitals, as an acronym is."""
        return len(self.text) > 1 and self.text.upper() == self.text and any(c.isalpha() for c in self.text)


@lru_cache(maxsize=20_000)
def folded(text: str) -> str:
    """Lower case, without accents, dots of abbreviations and possessive ending.

    >>> folded("Erdoğan’s"), folded("U.S."), folded("Élysée")
    ('erdogan', 'us', 'elysee')
    """
    bare = _POSSESSIVE.sub("", text.strip().rstrip("."))
    decomposed = unicodedata.normalize("NFKD", bare.translate(_LETTERS)).casefold()
    plain = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return plain.translate(_LETTERS).replace(".", "")


def words_of(text: str, start: int = 0, end: int | None = None) -> tuple[Word, ...]:
    """The words between two positions, in order."""
    found: list[Word] = []
    for match in _WORD.finditer(text, start, len(text) if end is None else end):
        first, last = match.span()
        written = match[0][:_LONGEST]
        form, possessive, capital, may_go_on = _read(written)
        if may_go_on:
            behind = text[last : last + 2]
            if behind[:1] == "." and _INITIALS.fullmatch(written):
                written, last = f"{written}.", last + 1
                form, possessive, capital, _ = _read(written)
            possessive = possessive or (behind in _OF_MANY and written[-1] == "s")
        found.append(Word(first, last, written, form, possessive, capital))
    return tuple(found)


@lru_cache(maxsize=20_000)
def _read(text: str) -> tuple[str, bool, bool, bool]:
    """What a word tells alone: its folded form, whether it is possessive, whether it has a capital.

    The last: whether what stands behind it may belong to it, as to initials ("U.S" and a stop) or a plural in s.
    """
    return folded(text), _POSSESSIVE.search(text) is not None, text[0].isupper(), text[-1] == "s" or "." in text
