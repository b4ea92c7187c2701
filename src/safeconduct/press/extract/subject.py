"""The words that name the speaker: the noun phrase in front of a cue, or behind an inverted one ("said Smith").

Without a grammar: walk away from the cue over the words a name or a noun phrase may hold, stop where a clause must
begin or end, and drop what introduces the clause ("On Tuesday", "But").
"""

from __future__ import annotations

from dataclasses import dataclass

from safeconduct.press.extract.cues import Table
from safeconduct.press.extract.hits import Hit
from safeconduct.press.extract.marks import MARKS
from safeconduct.press.extract.scopes import Scope

_REACH = 40
"""Words between a cue and the far end of its subject."""
_RELATIVE = frozenset({"who", "which", "that"})
_ASIDE_ENDS = frozenset({",", ")", "—", "–", "-"})
_OPENING = {")": "(", ",": ",", "—": "—", "–": "–", "-": "-"}
_STOPS = frozenset({";", ":", "(", "[", "—", "–", "?", "!", "…", "|", ">", "<", "•", "*", "%"})
_QUOTED_WORDS = 4


@dataclass(frozen=True, slots=True)
class Subject:
    """The speaker's words, first to last.

    before: the first word of the clause this is the subject of, at or before `first`.
    relative: the cue stands in a relative clause ("Smith, who said").
    """

    first: int
    last: int
    before: int
    relative: bool = False
    pronoun: bool = False


def subject_before(scope: Scope, table: Table, hit: Hit) -> Subject | None:
    """The subject in front of a verb cue, or None if nothing there can be one."""
    at = hit.group - 1
    if at < scope.lo or hit.bare:
        return None
    low = scope.line.lows[at]
    if low in _RELATIVE and (low != "that" or hit.form.tense in {"past", "present"}):
        return _antecedent(scope, table, at)
    if low in _ASIDE_ENDS:
        return _around_aside(scope, table, at)
    return noun_phrase(scope, table, at)


def _antecedent(scope: Scope, table: Table, relative: int) -> Subject | None:
    at = relative - 1
    if at >= scope.lo and scope.line.lows[at] == ",":
        at -= 1
    found = noun_phrase(scope, table, at) if at >= scope.lo else None
    if found is None or found.pronoun:
        return None
    return Subject(found.first, found.last, relative, relative=True)


def _around_aside(scope: Scope, table: Table, end: int) -> Subject | None:
    """`Smith, the minister, said`, `Smith (D) said`: the phrase before the aside, and the aside if it is a name."""
    lows = scope.line.lows
    opens = _OPENING[lows[end]]
    for at in range(end - 1, max(scope.lo, end - _REACH), -1):
        if lows[at] == opens and scope.own(at):
            break
        if not scope.own(at):
            return None
    else:
        return None
    found = noun_phrase(scope, table, at - 1) if at > scope.lo else None
    if found is None or found.pronoun or not _is_aside(scope, table, at + 1, end - 1):
        return None
    last = end - 1 if opens == "," and _is_name(scope, at + 1, end - 1) else found.last
    return Subject(found.first, last, found.before)


def _is_aside(scope: Scope, table: Table, first: int, last: int) -> bool:
    """Not a clause with a verb and a subject of its own; a participle or a relative clause is an aside."""
    lows, words = scope.line.lows, table.words
    if last < first:
        return False
    opener = lows[first]
    if opener in _RELATIVE or opener.endswith("ing") or opener in {"whose", "where"}:
        return True
    return not any(lows[i] in words.auxiliaries or lows[i] in words.verbs for i in range(first, last + 1))


def _is_name(scope: Scope, first: int, last: int) -> bool:
    return last - first < 5 and all(scope.line.capital[i] for i in range(first, last + 1))


def noun_phrase(scope: Scope, table: Table, last: int) -> Subject | None:
    """The noun phrase that ends at a word."""
    lows, words = scope.line.lows, table.words
    if last < scope.lo or not _may_end(scope, table, last):
        return None
    if lows[last] in words.pronouns and not _capital_inside(scope, last):
        return Subject(last, last, last, pronoun=True)
    before = _walk(scope, table, last)
    last = _without_day(scope, table, before, last)
    first = _without_opening(scope, table, before, last)
    return Subject(_author(scope, table, first, last), last, before)


def _without_day(scope: Scope, table: Table, first: int, last: int) -> int:
    """`Russia on Wednesday urged`: the day is no part of the name."""
    lows, words, at = scope.line.lows, table.words, last
    while at > first and (lows[at] in words.weekdays or lows[at] in words.times or lows[at] in words.time_determiners):
        at -= 1
    if at < last and lows[at] == "on" and at > first:
        at -= 1
    return at if at < last and not lows[last].endswith("s") else last


def _author(scope: Scope, table: Table, first: int, last: int) -> int:
    """`the statement of the ministry`: who made it."""
    lows, words = scope.line.lows, table.words
    for k in range(first, last):
        if lows[k] in words.speech_nouns and lows[k + 1] in {"of", "by", "from"} and k + 2 <= last:
            return k + 2
    return first


def _capital_inside(scope: Scope, i: int) -> bool:
    """`US`, `WHO` are names, `us`, `who` are not."""
    start, end = scope.line.starts[i], scope.line.ends[i]
    return end - start > 1 and scope.line.text[start:end].isupper()


def _may_end(scope: Scope, table: Table, i: int) -> bool:
    low, words = scope.line.lows[i], table.words
    if low in {")", "]"} or (low in MARKS and i > scope.lo and not scope.line.spaced_before(i)):
        return True
    if low in words.pronouns:
        return True
    barred = words.determiners | words.auxiliaries | words.prepositions | words.subordinators | words.possessives
    if low in barred and not _capital_inside(scope, i):
        return low in {"this", "that", "others", "some", "many", "both", "another", "all"}
    return low[0].isalnum()


def _walk(scope: Scope, table: Table, last: int) -> int:
    """The first word of the run of words that may belong to the phrase."""
    lows, words, first = scope.line.lows, table.words, last
    low_limit = max(scope.lo, last - _REACH)
    at = last - 1
    while at >= low_limit:
        low = lows[at]
        if low in MARKS or not scope.own(at):
            at = _over_short_quote(scope, at)
            if at < 0:
                break
            first, at = at, at - 1
            continue
        if low in {")", "]"}:
            at = _over_bracket(scope, at, low_limit)
            if at < 0:
                break
        elif low in words.links:
            if not _links_names(scope, table, at, last):
                break
        elif low == ",":
            if not _lists_names(scope, table, at, last):
                break
        elif low in _STOPS or not _inside_phrase(scope, table, at):
            break
        first, at = at, at - 1
    return first


def _inside_phrase(scope: Scope, table: Table, i: int) -> bool:
    low, words = scope.line.lows[i], table.words
    if _capital_inside(scope, i) or (scope.line.capital[i] and low not in words.caps_function):
        return True
    if low in words.subordinators or low in words.pronouns or low == ".":
        return False
    if low in words.auxiliaries or low in words.verbs:
        return low == "'s"
    if low.endswith("ed") and scope.line.lows[i + 1] in words.determiners:
        return False
    if low in table.verbs and any(f.tense == "past" and "tag" in f.cue.frames for f in table.verbs[low]):
        return False
    return True


def _over_short_quote(scope: Scope, at: int) -> int:
    """Step over a scare quotation of a few words that ends at a mark; -1 if it is a longer one or none."""
    quote = scope.line.closed.get(at)
    if quote is not None and scope.line.depth[quote.opens] == scope.depth and quote.opens > scope.lo:
        return quote.opens if quote.closes - quote.opens <= _QUOTED_WORDS + 1 else -1
    return at if scope.line.lows[at] in {"'", "’"} and scope.own(at) else -1


def _over_bracket(scope: Scope, at: int, low_limit: int) -> int:
    for k in range(at - 1, max(low_limit, at - 12) - 1, -1):
        if scope.line.lows[k] in {"(", "["}:
            return k if k > scope.lo else -1
    return -1


def _links_names(scope: Scope, table: Table, at: int, last: int) -> bool:
    """Whether "and" joins two names or two nouns of one phrase, not two clauses."""
    if at == scope.lo or scope.line.lows[at] == "but":
        return False
    lows, words, before = scope.line.lows, table.words, at - 1
    if lows[before] == "," or not scope.own(before):
        return False
    if lows[at + 1] in words.pronouns:
        return False
    both_names = scope.line.capital[before] and scope.line.capital[at + 1]
    return both_names or (not scope.line.capital[at + 1] and lows[at + 1] not in words.determiners) or _both(scope, at)


def _both(scope: Scope, at: int) -> bool:
    return "both" in scope.line.lows[max(scope.lo, at - 6) : at]


def _lists_names(scope: Scope, table: Table, at: int, last: int) -> bool:
    """A comma in "Russia, Turkey and Iran said"; also before "Jr."."""
    lows, capital = scope.line.lows, scope.line.capital
    if lows[at + 1] in {"jr", "sr", "jr.", "sr."}:
        return True
    if at == scope.lo or not (capital[at - 1] and capital[at + 1]):
        return False
    for k in range(at + 1, min(at + 6, last)):
        if lows[k] == "and":
            return True
        if not (capital[k] or lows[k] in {"the", ",", "of"}):
            return False
    return False


def _without_opening(scope: Scope, table: Table, first: int, last: int) -> int:
    """Drop leading words that are no part of the phrase: "Then", "On Tuesday", "In Washington the"."""
    lows, words = scope.line.lows, table.words
    while first < last and (lows[first] in words.links or _is_opening_word(scope, table, first)):
        first += 1
    if first < last and lows[first] in words.prepositions and not _capital_inside(scope, first):
        if first > scope.lo:
            return first + 1
        return _last_core(scope, table, first, last)
    if first < last and (lows[first] in words.weekdays or lows[first] in {"yesterday", "today"}):
        first += 1
    return first


def _is_opening_word(scope: Scope, table: Table, i: int) -> bool:
    low = scope.line.lows[i]
    if low in {"-", "—", "–", ".", "…", "*", "•"} or low in table.words.subordinators:
        return True
    return table.words.is_adverb(low) and low not in {"only", "even", "first"} and not low.endswith("ly's")


def _last_core(scope: Scope, table: Table, first: int, last: int) -> int:
    """After a phrase like "In Washington" without a comma: the last determiner, or the last run of names."""
    lows, words, capital = scope.line.lows, table.words, scope.line.capital
    for at in range(last, first, -1):
        if lows[at] in words.determiners:
            return at
        if lows[at] in words.prepositions and at < last:
            return at + 1
        if capital[at] and not capital[at - 1] and lows[at - 1] not in words.determiners and lows[at - 1] != "of":
            return at
    return last


def subject_behind(scope: Scope, table: Table, at: int) -> Subject | None:
    """The subject of an inverted cue ("said Smith, the minister"): the noun phrase that begins at a word."""
    lows, words, capital = scope.line.lows, table.words, scope.line.capital
    if at >= scope.hi or not scope.own(at) or lows[at] in words.weekdays | words.months | {"that"}:
        return None
    if lows[at] in words.pronouns and lows[at] not in {"it"} and not _capital_inside(scope, at):
        return Subject(at, at, at, pronoun=True)
    if not (capital[at] or lows[at] in words.determiners or lows[at] in {"president", "spokesman", "spokeswoman"}):
        return None
    last = at
    for k in range(at + 1, min(scope.hi, at + 16)):
        low = lows[k]
        if not scope.own(k) or not (low[0].isalnum() or low in {"'", "’", "[", "]"}) or low in words.subordinators:
            if low == "and" and k + 1 < scope.hi and capital[k + 1] and capital[k - 1]:
                continue
            break
        if low in words.prepositions and low not in {"of", "for"}:
            break
        if low in words.weekdays or low in words.auxiliaries or words.is_adverb(low) or low in words.times:
            break
        last = k
    return Subject(at, last, at)
