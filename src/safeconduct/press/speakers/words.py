"""Words of a text, folded so that spellings meet: ``Erdoğan`` and ``Erdogan``, ``Türkiye``, ``U.S.``, ``Yerevan’s``."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_WORD = re.compile(r"\w+(?:[.’'‘\-\u2010\u2011&]\w+)*")
_INITIALS = re.compile(r"(?:\w\.)+\w")
_POSSESSIVE = re.compile(r"[’'‘]s$|[’'‘]$", re.IGNORECASE)
_LETTERS = str.maketrans("\u0131łøđ’‘\u2010\u2011", "ilod''--")


@dataclass(frozen=True, slots=True)
class Word:
    """One word: its characters in the text, folded form, and whether it carries a possessive ``'s``."""

    start: int
    end: int
    text: str
    folded: str
    possessive: bool

    @property
    def capital(self) -> bool:
        """Whether it begins with a capital letter."""
        return self.text[:1].isupper()

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
    stop = len(text) if end is None else end
    return tuple(_word(match) for match in _WORD.finditer(text, start, stop))


def _word(match: re.Match[str]) -> Word:
    text = match[0] if len(match[0]) <= 100 else match[0][:100]
    end = match.end()
    if "." in text and match.string[end : end + 1] == "." and _INITIALS.fullmatch(text):
        text, end = f"{text}.", end + 1
    possessive = _POSSESSIVE.search(text) is not None
    if not possessive and match.string[match.end() : match.end() + 1] in {"’", "'"} and text.endswith("s"):
        possessive = match.string[match.end() + 1 : match.end() + 2] == " "
    return Word(match.start(), end, text, folded(text), possessive)
