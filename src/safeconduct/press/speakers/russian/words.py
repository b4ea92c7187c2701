"""The word lists of `data/words.ru.yaml`, and words of a Russian text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from safeconduct.base.yaml_file import Node, read_yaml
from safeconduct.press.speakers.russian.decline import plain

_WORD = re.compile(r"\w+(?:[-’']\w+)*")
_LONGEST = 64


@dataclass(frozen=True, slots=True)
class Token:
    """One word: its characters in the text, as written and in small letters with е for ё."""

    start: int
    end: int
    text: str
    low: str

    @property
    def capital(self) -> bool:
        """Whether it begins with a capital letter."""
        return self.text[:1].isupper()


def tokens_of(text: str, start: int, end: int) -> tuple[Token, ...]:
    """The words between two positions, in order."""
    found = ((match.start(), match.end(), match[0][:_LONGEST]) for match in _WORD.finditer(text, start, end))
    return tuple(Token(first, last, word, plain(word)) for first, last, word in found)


@cache
def _members() -> dict[str, Node]:
    data = files("safeconduct.press.speakers").joinpath("data", "words.ru.yaml").read_bytes()
    return read_yaml(data, "words.ru.yaml").mapping()


@cache
def word_list(name: str) -> tuple[str, ...]:
    """One list, by its name in the file."""
    return tuple(plain(item.text()) for item in _members()[name].items())


@cache
def word_map(name: str) -> dict[str, str]:
    """One mapping, by its name in the file."""
    return {plain(key): node.text() for key, node in _members()[name].mapping().items()}
