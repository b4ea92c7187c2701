"""Reporting that stands before what was said: "X заявил, что ...", "X призвал Y открыть ...", "X отверг ..."."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from safeconduct.press.extract.draft import Words
from safeconduct.press.extract.russian.hits import RussianHit
from safeconduct.press.extract.russian.mentions import BREAKS, clause_start
from safeconduct.press.extract.russian.starts import start_of
from safeconduct.press.extract.russian.table import RussianWords
from safeconduct.press.extract.russian.tails import content_end, trimmed
from safeconduct.press.extract.scopes import Scope
from safeconduct.press.model import Type

_EMPTY = frozenset({"это", "этом", "этому", "этого", "том", "него", "нее", "них", "нем", "ней", "себе", "его", "ее"})


@dataclass(frozen=True, slots=True)
class Ahead:
    """What follows a verb. link: what joins a clause."""

    content: Words | None
    type: Type
    addressee: Words | None = None
    quoted: bool = False
    link: str = ""


def ahead_of(scope: Scope, hit: RussianHit, hits: Sequence[RussianHit], words: RussianWords) -> Ahead | None:
    """The content behind a verb; a colon with nothing behind it gives an `Ahead` without content."""
    start = start_of(scope, hit, hits, words)
    if start is None:
        return None
    if start.at >= scope.hi:
        return Ahead(None, hit.form.type, link=start.link) if start.link == ":" else None
    quote = scope.line.opened.get(start.at)
    if start.link == ":" and quote is not None and _fills(scope, start.at):
        last = min(quote.closes, scope.hi - 1)
    else:
        last = content_end(scope, start.at, hit, hits, words)
    content = trimmed(scope, start.at, last)
    if content is None or (content[0] == content[1] and scope.line.lows[content[0]] in _EMPTY):
        return None
    loose = start.link == "чтобы" and hit.form.type in {"assertion", "report"}
    kind: Type = "demand" if loose else hit.form.type
    quoted = content[0] - 1 in scope.line.opened
    return Ahead(content, kind, start.addressee, quoted=quoted, link=start.link)


def fronted(scope: Scope, hit: RussianHit) -> Ahead | None:
    """A clause before its verb: "О том, что ..., X заявил"."""
    lows, lo = scope.line.lows, scope.lo
    if lows[lo : lo + 4] != ["о", "том", ",", "что"] or not hit.takes("о"):
        return None
    start = clause_start(scope, hit.first)
    content = trimmed(scope, lo + 4, start - 1) if start > lo + 5 else None
    return None if content is None else Ahead(content, hit.form.type)


def _fills(scope: Scope, start: int) -> bool:
    """Whether a quotation behind a colon ends its sentence, or is followed by a mark."""
    quote = scope.line.opened[start]
    return quote.closes + 1 >= scope.hi or scope.line.lows[quote.closes + 1] in BREAKS
