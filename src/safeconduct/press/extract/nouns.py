"""Reports in a noun: "allegations that ...", "Armenia's assertion on ...", "its refusal to ..."."""

from __future__ import annotations

from safeconduct.press.extract.cues import Cue, Table
from safeconduct.press.extract.draft import Draft, Words
from safeconduct.press.extract.ends import clause_end, phrase_end
from safeconduct.press.extract.hits import HITS_MAX
from safeconduct.press.extract.phrase import noun_phrase
from safeconduct.press.extract.scopes import Scope

_ABOUT = frozenset({"about", "on", "of", "regarding", "concerning", "over"})
_SOURCE_REACH = 6
_MAKES = frozenset({"made", "makes", "issued", "issues", "renewed", "renews", "repeated", "repeats", "launched"})
_FELT = frozenset({"fear", "hope", "concern", "belief", "view"})
_ADJECTIVES = ("ian", "ani", "ish", "ese", "ean", "can", "ch", "i", "ic")


def noun_drafts(scope: Scope, table: Table, others: list[Draft]) -> list[Draft]:
    """The statements that nouns of a sentence report; words that are part of a verb cue are no nouns here."""
    found: list[Draft] = []
    cues = [draft.cue for draft in others if draft.cue]
    lows = scope.line.lows
    for k in [k for k in range(scope.lo, scope.hi - 2) if lows[k] in table.nouns]:
        cue = table.nouns[lows[k]]
        if not scope.own(k) or any(first <= k <= last for first, last in cues):
            continue
        draft = _noun(scope, table, k, cue)
        if draft and (draft.mention or not _is_own(scope, k, others)):
            found.append(draft)
        if len(found) >= HITS_MAX:
            break
    return found


def _is_own(scope: Scope, at: int, others: list[Draft]) -> bool:
    """`expressed hope that ...`, `said in a statement that ...`: the speaker's own noun, no second statement.

    `There was hope that ...`, `rejected suggestions that ...` name nobody who said it.
    """
    if any(low == "there" for low in scope.line.lows[max(scope.lo, at - 4) : at]):
        return True
    if any(draft.content[0][0] == at and draft.type == "rejection" for draft in others):
        return True
    if "in" in scope.line.lows[max(scope.lo, at - 3) : at]:
        return True
    own = [draft for draft in others if draft.type not in {"denial", "rejection"}]
    return any(draft.content[0][0] <= at <= draft.content[0][0] + 2 for draft in own)


def _noun(scope: Scope, table: Table, at: int, cue: Cue) -> Draft | None:
    source = _maker(scope, table, at) or _source(scope, table, at)
    words = _content(scope, table, at, cue)
    nobody = cue.name in _FELT or scope.line.lows[at + 1] != "that"
    if words is None or (source is None and nobody):
        return None
    return Draft(scope, [words], cue.type, cue=(at, at), mention=source, frame=f"noun {scope.line.lows[words[0] - 1]}")


def _content(scope: Scope, table: Table, at: int, cue: Cue) -> Words | None:
    after = _past_by(scope, at)
    low = scope.line.lows[after] if after < scope.hi - 1 else ""
    first = after + 1
    if low == "that" and "that" in cue.frames:
        return first, _before_comma(scope, table, first, clause_end(scope, table, first, scope.hi))
    if low == "to" and "to" in cue.frames:
        return after, _before_comma(scope, table, after, clause_end(scope, table, after, scope.hi))
    if low in cue.frames or (low in _ABOUT and "on" in cue.frames):
        last = _before_comma(scope, table, first, phrase_end(scope, table, first, scope.hi))
        return None if _is_acted_on(scope, table, first, last) else (first, last)
    return None


def _is_acted_on(scope: Scope, table: Table, first: int, last: int) -> bool:
    """`Her criticism of Norland was backed by ...`: the sentence tells what became of it."""
    lows, words = scope.line.lows, table.words
    return any(lows[k] in {"was", "were"} and scope.own(k) for k in range(first + 1, min(first + 6, last))) and not any(
        lows[k] in words.subordinators for k in range(first, min(first + 5, last))
    )


def _past_by(scope: Scope, at: int) -> int:
    """The word after the noun, or after `by X` behind it."""
    lows = scope.line.lows
    if at + 1 < scope.hi and lows[at + 1] in {"by", "from"}:
        for k in range(at + 2, min(at + 8, scope.hi)):
            if lows[k] == "that":
                return k
    return at + 1


def _before_comma(scope: Scope, table: Table, first: int, last: int) -> int:
    """The noun opens a longer sentence ("In response to X's claim on Y, the ministry said"): stop at the comma."""
    for k in range(first + 1, last):
        if scope.line.lows[k] == "," and scope.own(k) and _clause_follows(scope, table, k + 1, last):
            return k - 1
    return last


def _clause_follows(scope: Scope, table: Table, at: int, last: int) -> bool:
    """A subject and a reporting verb right after the comma."""
    lows = scope.line.lows
    if any(form.tense == "ing" for form in table.verbs.get(lows[at], ())):
        return True
    for k in range(at + 1, min(at + 7, last + 1)):
        forms = table.verbs.get(lows[k], ())
        if any(form.tense in {"past", "present"} and "tag" in form.cue.frames for form in forms):
            return True
        if lows[k] == ",":
            return False
    return False


def _source(scope: Scope, table: Table, at: int) -> Words | None:
    """`Norway's`, `his`, `Norwegian` in front of the noun, or `by X` behind it."""
    lows, capital, words = scope.line.lows, scope.line.capital, table.words
    if at + 2 < scope.hi and lows[at + 1] in {"by", "from"} and (capital[at + 2] or lows[at + 2] in words.determiners):
        end = next((k for k in range(at + 3, min(at + 8, scope.hi)) if lows[k] in {"that", ",", "to"}), -1)
        return (at + 2, end - 1) if end > 0 else None
    for k in range(at - 1, max(scope.lo - 1, at - _SOURCE_REACH), -1):
        stops = lows[k] in words.prepositions or lows[k] == "," or lows[k] in {"the", "a", "an", "no", "any"}
        if not scope.own(k) or stops or words.is_verb(lows[k]):
            return None
        if lows[k].endswith(("'s", "s'")) or (lows[k] in {"'", "’"} and k > scope.lo):
            return _owner(scope, table, k)
        if lows[k] in words.possessives:
            return k, k
        if capital[k] and k > scope.lo and lows[k].endswith(_ADJECTIVES):
            return k, k
    return None


def _maker(scope: Scope, table: Table, at: int) -> Words | None:
    """`The council made an urgent appeal for ...`: who made it."""
    lows, words = scope.line.lows, table.words
    for k in range(at - 1, max(scope.lo, at - _SOURCE_REACH), -1):
        if lows[k] in _MAKES and scope.own(k):
            found = noun_phrase(scope, table, k - 1)
            return (found.first, found.last) if found else None
        if words.is_verb(lows[k]) or lows[k] in words.prepositions or not lows[k][0].isalpha() or not scope.own(k):
            return None
    return None


def _owner(scope: Scope, table: Table, last: int) -> Words:
    first = last
    while (
        first - 1 >= scope.lo
        and scope.own(first - 1)
        and scope.line.capital[first - 1]
        and (scope.line.lows[first - 1] not in table.words.caps_function)
    ):
        first -= 1
    if first - 1 >= scope.lo and scope.line.lows[first - 1] in {"the", "a"}:
        first -= 1
    return first, last
