"""Sources named beside a sentence: "по словам X, ...", "согласно заявлению X, ...", "X: ...", "Об этом сообщил X"."""

from __future__ import annotations

from collections.abc import Sequence

from safeconduct.press.extract.draft import Draft, Words
from safeconduct.press.extract.russian.hits import RussianHit
from safeconduct.press.extract.russian.mentions import clause_end, mention_in, subject_in
from safeconduct.press.extract.russian.table import RussianTable
from safeconduct.press.extract.russian.tags import paper_speaker
from safeconduct.press.extract.russian.tails import beside, trimmed
from safeconduct.press.extract.scopes import Scope

_LABEL_WORDS = 8
_PAPERS = ("заявлению", "данным", "информации", "сообщению", "сообщениям", "сведениям", "оценке", "оценкам")
_OF_LAST = frozenset({"предварительным", "последним", "оперативным", "собственным", "его", "ее", "их", "неофициальным"})


def according_drafts(scope: Scope, table: RussianTable, drafts: Sequence[Draft]) -> list[Draft]:
    """The sentences, or the clauses of contents, that a phrase with a source stands beside."""
    found: list[Draft] = []
    lows, i = scope.line.lows, scope.lo
    while i < scope.hi - 2:
        phrase = _phrase(scope, i, table) if scope.own(i) and lows[i] in {"по", "согласно"} else None
        if phrase is None:
            i += 1
            continue
        cue, mention, end = phrase
        content = beside(scope, cue[0], end, drafts, table.words)
        if content:
            found.append(Draft(scope, content, "assertion", cue, mention, frame="according"))
        i = end
    return found


def _phrase(scope: Scope, at: int, table: RussianTable) -> tuple[Words, Words, int] | None:
    """The words of "по словам", those that name the source, and where the phrase ends."""
    line = scope.line
    last = at + 1
    if line.lows[last] in _OF_LAST:
        last += 1
    if last >= scope.hi:
        return None
    word = line.lows[last]
    known = word in table.sources if line.lows[at] == "по" else word in _PAPERS
    if not known:
        return None
    end = clause_end(scope, last + 1)
    if end > last + 1 and line.lows[last + 1] in table.words.prepositions:
        return None  # "по данным на утро"
    if end > last + 1:
        return (at, last), (last + 1, end - 1), end
    return ((at, last), (last - 1, last - 1), end) if line.lows[last - 1] in table.words.possessives else None


def label_draft(scope: Scope, table: RussianTable, hits: Sequence[RussianHit], *, headline: bool) -> Draft | None:
    """A headline or a line of an interview: "N. N.: the road is open"."""
    line = scope.line
    stop = next((i for i in range(scope.lo, min(scope.hi, scope.lo + _LABEL_WORDS)) if line.lows[i] == ":"), None)
    if stop is None or stop == scope.lo or stop + 1 >= scope.hi or any(hit.first < stop for hit in hits):
        return None
    quoted = stop + 1 in line.opened
    words = range(scope.lo, stop)
    plain = all(line.lows[i][0].isalpha() and line.lows[i] not in table.words.prepositions for i in words)
    named = line.lows[scope.lo] in table.words.heads or all(line.capital[i] for i in words)
    if not (headline or quoted) or not plain or not named:
        return None
    content = trimmed(scope, stop + 1, scope.hi - 1)
    if content is None:
        return None
    return Draft(scope, [content], "assertion", (stop, stop), (scope.lo, stop - 1), quoted=quoted, frame="label")


def said_this(
    scope: Scope, table: RussianTable, hits: Sequence[RussianHit], *, others: bool
) -> tuple[Words, Words] | None:
    """The cue and the speaker of "Об этом сообщил X", which reports the sentence before.

    others: that sentence has a speaker, so that only somebody else counts: a paper, an outlet, several persons.
    """
    lows = scope.line.lows
    places = [
        (i, phrase)
        for i in range(scope.lo, min(scope.hi, scope.lo + _LABEL_WORDS * 2))
        for phrase in table.this
        if scope.own(i) and tuple(lows[i : i + len(phrase)]) == phrase
    ]
    if not places:
        return None
    at, phrase = places[0]
    for hit in hits:
        if hit.first < at - _LABEL_WORDS or (others and not hit.paper and hit.form.mood not in {"they", "it"}):
            continue
        start, end = hit.last + 1, clause_end(scope, hit.last + 1)
        mood = hit.form.mood
        if hit.paper:
            mention = paper_speaker(scope, start, end, table)
        else:
            mention = subject_in(scope, at + len(phrase), hit.first, table.words, mood)
            mention = mention or subject_in(scope, start, end, table.words, mood)
        mention = mention or subject_in(scope, scope.lo, at, table.words, mood)
        if mention is not None:
            return (hit.first, hit.last), mention
    return None if others else _made(scope, at + len(phrase), table)


def _made(scope: Scope, start: int, table: RussianTable) -> tuple[Words, Words] | None:
    """As in "Такое заявление сделал X"."""
    lows = scope.line.lows
    for i in range(start, min(scope.hi, start + 4)):
        if lows[i] in {"сделал", "сделала", "сделали", "выступил", "выступила", "выступили", "высказал", "высказала"}:
            mention = mention_in(scope, i + 1, clause_end(scope, i + 1), table.words)
            return ((i, i), mention) if mention is not None else None
    return None
