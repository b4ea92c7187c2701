"""Which known word did someone mean? For error messages and for values that do not occur in a record."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable

_SEPARATORS = re.compile(r"[\s\-_./,'’]+")


def folded(text: str) -> str:
    """A text without case, accents, repeated separators: for comparing how names were printed.

    >>> folded("  Brave-Commander ") == folded("BRAVE COMMANDER")
    True
    """
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    return _SEPARATORS.sub(" ", bare).strip()


def nearest(word: str, known: Iterable[str], count: int = 1) -> list[str]:
    """The known words most like `word`, best first; empty when none is close. Ties are in alphabetical order.

    >>> nearest("tonnage", ["tonnes", "port"])
    ['tonnes']
    """
    candidates = sorted(set(known))
    by_fold: dict[str, list[str]] = {}
    for candidate in candidates:
        by_fold.setdefault(folded(candidate), []).append(candidate)
    target = folded(word)
    inside = [
        fold
        for fold in by_fold
        if target and fold and (target in fold or fold in target) and min(len(target), len(fold)) >= 4
    ]
    close = [*inside, *difflib.get_close_matches(target, list(by_fold), n=count * 3, cutoff=0.6)]
    found: list[str] = []
    for fold in close:
        found.extend(candidate for candidate in by_fold[fold] if candidate not in found)
    return found[:count]
