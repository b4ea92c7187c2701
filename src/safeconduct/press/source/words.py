"""The tables of words in `words/`: one file a purpose, a line a language or a phrase, so that code holds none."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files


@cache
def lines(name: str) -> tuple[str, ...]:
    """The lines of a table, without comments and blank ones."""
    text = files("safeconduct.press.source").joinpath("words", f"{name}.txt").read_text(encoding="utf-8")
    return tuple(line for line in text.splitlines() if line and not line.startswith("# "))


@cache
def lists(name: str) -> dict[str, tuple[str, ...]]:
    """A table of `key: one | two` lines."""
    rows = (line.partition(": ") for line in lines(name))
    return {key: tuple(each.strip() for each in rest.split(" | ")) for key, _, rest in rows}


def folded(text: str) -> str:
    """Small letters, the dotted capital I of Turkish included, which Python folds to two characters."""
    return text.casefold().replace("i\u0307", "i")


def either(phrases: Iterable[str]) -> str:
    """A pattern for any of these phrases, the longest first."""
    return "|".join(re.escape(phrase) for phrase in sorted(phrases, key=lambda each: (-len(each), each)))
