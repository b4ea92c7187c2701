"""Where content is looked for, and what is found there."""

from __future__ import annotations

from dataclasses import dataclass

from safeconduct.press.extract.cues import Table
from safeconduct.press.extract.draft import Words
from safeconduct.press.extract.ends import clause_end, phrase_end
from safeconduct.press.extract.scopes import Scope


@dataclass(frozen=True, slots=True)
class Content:
    """What was said, in words, and to whom."""

    words: Words
    addressee: Words | None = None
    frame: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where to look: after the cue, up to the word where content must have ended (excluded).

    lax: the cue is a verb of saying and no noun, so that any clause of some length is what was said.
    """

    scope: Scope
    table: Table
    at: int
    stop: int
    lax: bool = False


def is_demonstrative(place: Place, at: int) -> bool:
    """`rejected that claim.`: "that" points, it opens no clause."""
    lows, words = place.scope.line.lows, place.table.words
    if at + 1 >= place.stop or lows[at] != "that":
        return False
    alone = at + 2 >= place.stop or lows[at + 2] in {".", ","}
    return alone and lows[at + 1][0].isalpha() and not words.is_verb(lows[at + 1])


def clause_from(place: Place, first: int, addressee: Words | None = None) -> Content | None:
    """The clause that begins at a word, or None if there is no room for one."""
    if first >= place.stop:
        return None
    return Content((first, clause_end(place.scope, place.table, first, place.stop)), addressee)


def phrase_from(place: Place, first: int, addressee: Words | None = None) -> Content | None:
    """The noun phrase that begins at a word, or None if there is no room for one."""
    if first >= place.stop:
        return None
    return Content((first, phrase_end(place.scope, place.table, first, place.stop)), addressee)
