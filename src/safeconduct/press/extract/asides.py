"""Two turns of phrase around a cue: "As X said, ..." and "what X called ..."."""

from __future__ import annotations

from safeconduct.press.extract.after import addressee_end, skip_adjuncts
from safeconduct.press.extract.cues import Table
from safeconduct.press.extract.draft import Words
from safeconduct.press.extract.ends import clause_end
from safeconduct.press.extract.hits import Hit
from safeconduct.press.extract.scopes import Scope

_NAME_WORDS = 8


def as_content(scope: Scope, table: Table, hit: Hit) -> Words | None:
    """`As the agency reported on Tuesday, ...`, `As he told the paper, ...`: the clause after the comma."""
    addressed = addressee_end(scope, table, hit.last + 1) if "person" in hit.takes else hit.last
    at = skip_adjuncts(scope, table, addressed + 1)
    if at < scope.hi and scope.line.lows[at] == ",":
        at += 1
    if at < scope.hi - 1 and scope.line.lows[at - 1] == ",":
        return at, clause_end(scope, table, at, scope.hi)
    return None


def named_words(scope: Scope, table: Table, at: int) -> Words | None:
    """`what it called "a provocation"`: the name given, up to its closing mark or the end of the phrase."""
    lows, words, last = scope.line.lows, table.words, -1
    for k in range(at, min(at + _NAME_WORDS, scope.hi)):
        if k in scope.line.opened and scope.own(k):
            closes = min(scope.line.opened[k].closes, scope.hi - 1)
            goes_on = lows[closes + 1 : closes + 2] == ["to"] and closes + 2 < scope.hi
            return at, clause_end(scope, table, closes + 1, scope.hi) if goes_on else closes
        if lows[k] in words.links or lows[k] in {",", ".", ";", ":"} or words.is_verb(lows[k]):
            break
        if lows[k] in words.prepositions - {"of"}:
            break
        last = k
    return (at, last) if last >= at else None
