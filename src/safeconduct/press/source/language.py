"""The language of a text, by its letters and its commonest words. Good enough to choose a cue table, no more."""

from __future__ import annotations

import re
from collections import Counter

from safeconduct.press.source.words import lists

_SAMPLE_CHARS = 40_000
_WORD = re.compile(r"[^\W\d_]+")
_LETTERS = (
    ("hy", re.compile("[\u0530-\u058f]+")),
    ("ka", re.compile("[\u10a0-\u10ff]+")),
    ("el", re.compile("[\u0370-\u03ff]+")),
    ("he", re.compile("[\u0590-\u05ff]+")),
)
_SETS = {language: frozenset(words[0].split()) for language, words in lists("languages").items()}
UNKNOWN = "und"


def language_of(text: str) -> str:
    """A code of ISO 639-1, or `und` where nothing can be said.

    >>> language_of("The minister said that the road is open."), language_of("Министр заявил, что дорога открыта.")
    ('en', 'ru')
    """
    words = [word.casefold() for word in _WORD.findall(text[:_SAMPLE_CHARS])]
    letters = "".join(words)
    plain = len(letters.encode("ascii", "ignore"))
    for language, own in _LETTERS if plain * 2 < len(letters) else ():
        if sum(map(len, own.findall(letters))) * 2 > len(letters):
            return language
    seen = Counter(words)
    scores = {language: sum(seen[word] for word in common & seen.keys()) for language, common in _SETS.items()}
    best = max(scores, key=lambda language: scores[language])
    return best if scores[best] * 25 >= max(len(words), 25) else UNKNOWN
