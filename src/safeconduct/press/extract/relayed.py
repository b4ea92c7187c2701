"""Words that come through an agency: "it quoted X as saying ...", "X was quoted by it as saying ..."."""

from __future__ import annotations

from safeconduct.press.extract.clauses import person_frame, quoted_frame, that_frame
from safeconduct.press.extract.cues import Table
from safeconduct.press.extract.draft import Draft, Words
from safeconduct.press.extract.ends import unwrapped
from safeconduct.press.extract.phrase import Subject, noun_phrase
from safeconduct.press.extract.place import Place
from safeconduct.press.extract.scopes import Scope
from safeconduct.press.extract.subject import subject_behind

_QUOTED = frozenset({"quoted", "cited", "quotes", "quoting", "citing"})
_WITHIN = 14


def relayed_draft(scope: Scope, table: Table) -> Draft | None:
    """The statement of a sentence with "as saying", or None."""
    lows = scope.line.lows
    for k in range(scope.lo + 2, scope.hi - 1):
        if lows[k] == "as" and lows[k + 1] in {"saying", "telling"} and scope.own(k):
            cue = next((n for n in range(k - 1, max(scope.lo, k - _WITHIN), -1) if lows[n] in _QUOTED), -1)
            return _relayed(scope, table, cue, k + 1) if cue > scope.lo else None
    return None


def _relayed(scope: Scope, table: Table, cue: int, saying: int) -> Draft | None:
    lows, words = scope.line.lows, table.words
    passive = any(low in words.be for low in lows[max(scope.lo, cue - 3) : cue])
    end = cue - 1
    while end > scope.lo and (lows[end] in words.auxiliaries or words.is_adverb(lows[end])):
        end -= 1
    subject = noun_phrase(scope, table, end)
    if subject is None:
        return None
    by = next((n for n in range(cue + 1, min(scope.hi - 1, saying + 3)) if lows[n] == "by"), -1)
    agent = subject_behind(scope, table, by + 1, quoted=True) if by > 0 else None
    speaker = (subject.first, subject.last) if passive else (cue + 1, saying - 2)
    via = ((agent.first, agent.last) if agent else None) if passive else (subject.first, subject.last)
    content = _content(scope, table, subject, saying)
    if content is None or speaker[0] > speaker[1]:
        return None
    runs = unwrapped(scope, *content)
    return Draft(
        scope, [runs], "assertion", cue=(cue, saying), mention=speaker, via=via, quoted=runs != content, frame="tag"
    )


def _content(scope: Scope, table: Table, subject: Subject, saying: int) -> Words | None:
    """What follows "saying", else what stands before the reporting clause."""
    place = Place(scope, table, saying + 1, scope.hi, lax=True)
    told = scope.line.lows[saying] == "telling"
    found = person_frame(place) if told else that_frame(place) or quoted_frame(place)
    if found:
        return found.words
    end = subject.before - 1
    while end > scope.lo and scope.line.lows[end] in {",", "—", "–", "-"}:
        end -= 1
    return (scope.lo, end) if end > scope.lo else None
