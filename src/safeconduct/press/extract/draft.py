"""A statement while it is being put together: words of one line, not yet characters."""

from __future__ import annotations

from dataclasses import dataclass

from safeconduct.press.extract.hits import Hit
from safeconduct.press.extract.phrase import Subject
from safeconduct.press.extract.scopes import Scope
from safeconduct.press.model import Type

Words = tuple[int, int]
"""First and last word, both included."""


@dataclass(slots=True)
class Draft:
    """One statement in the words of its scope.

    content: one run, or several. cue: words of the reporting phrase. mention: words that name the speaker. quoted: the
    content stands in quotation marks. frame: how it was found.
    """

    scope: Scope
    content: list[Words]
    type: Type
    cue: Words | None = None
    mention: Words | None = None
    addressee: Words | None = None
    via: Words | None = None
    hedged: bool = False
    quoted: bool = False
    frame: str = ""


@dataclass(slots=True)
class Reading:
    """What a verb cue was found to be in its sentence.

    kind: `tag` follows or interrupts its content, `ahead` stands before it. `begins`: the first word that belongs to
    the reporting clause, where content in front of it must end.
    """

    hit: Hit
    subject: Subject | None
    kind: str
    begins: int
    behind: bool = False
