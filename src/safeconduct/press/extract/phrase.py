"""A noun phrase that may name a speaker, found backwards from its last word.

Without a grammar: walk over the words a name or a noun phrase may hold, stop where a clause must begin or end, and drop
what introduces the clause ("On Tuesday", "But").
"""

from __future__ import annotations

from dataclasses import dataclass

from safeconduct.press.extract.cues import Table
from safeconduct.press.extract.lexicon import Lexicon
from safeconduct.press.extract.marks import MARKS
from safeconduct.press.extract.scopes import Scope

_REACH = 40
_STOPS = frozenset({";", ":", "(", "[", "—", "–", "?", "!", "…", "|", ">", "<", "•", "*", "%", "/"})
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


def noun_phrase(scope: Scope, table: Table, last: int) -> Subject | None:
    """The noun phrase that ends at a word."""
    lows, words = scope.line.lows, table.words
    if last < scope.lo or not _may_end(scope, table, last):
        return None
    if lows[last] in words.pronouns and not written_in_capitals(scope, last):
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


def written_in_capitals(scope: Scope, i: int) -> bool:
    """`US`, `WHO` are names, `us`, `who` are not."""
    start, end = scope.line.starts[i], scope.line.ends[i]
    return end - start > 1 and scope.line.text[start:end].isupper()


def _may_end(scope: Scope, table: Table, i: int) -> bool:
    low, words = scope.line.lows[i], table.words
    if low in {")", "]"} or (low in MARKS and i > scope.lo and not scope.line.spaced_before(i)):
        return True
    if low in words.pronouns:
        return True
    if low in words.not_last and not written_in_capitals(scope, i):
        return low in {"this", "that", "others", "some", "many", "both", "another", "all"}
    return low[0].isalnum()


def _walk(scope: Scope, table: Table, last: int) -> int:
    """The first word of the run of words that may belong to the phrase."""
    first, low_limit = last, max(scope.lo, last - _REACH)
    while first > low_limit:
        at = _step(scope, table, first - 1, last)
        if at < low_limit:
            break
        first = at
    return first


def _step(scope: Scope, table: Table, at: int, last: int) -> int:
    """Where the walk stands after the word `at`: there, further left over a bracket or scare quote, or -1 to stop."""
    low = scope.line.lows[at]
    if low in MARKS or not scope.own(at):
        return _over_short_quote(scope, at)
    if low in {")", "]"}:
        return _over_bracket(scope, at)
    if low in table.words.links:
        return at if _links_names(scope, table, at) else -1
    if low == ",":
        return at if _lists_names(scope, table, at, last) else -1
    return at if low not in _STOPS and _inside_phrase(scope, table, at) else -1


def _inside_phrase(scope: Scope, table: Table, i: int) -> bool:
    low, words = scope.line.lows[i], table.words
    if written_in_capitals(scope, i) or (scope.line.capital[i] and low not in words.caps_function):
        return True
    if low in words.subordinators or low in words.pronouns or low in {".", "something"}:
        return False
    if low in words.auxiliaries or low in words.verbs:
        return low == "'s"
    if low.endswith("ed") and scope.line.lows[i + 1] in words.determiners:
        return False
    return not (low in table.verbs and any(f.tense == "past" and "tag" in f.cue.frames for f in table.verbs[low]))


def _over_short_quote(scope: Scope, at: int) -> int:
    """Step over a scare quotation of a few words that ends at a mark; -1 if it is a longer one or none."""
    quote = scope.line.closed.get(at)
    if quote is not None:
        short = quote.closes - quote.opens <= _QUOTED_WORDS + 1 and scope.line.depth[quote.opens] == scope.depth
        return quote.opens if short and quote.opens > scope.lo else -1
    return at if scope.line.lows[at] in {"'", "’"} and scope.own(at) else -1


def _over_bracket(scope: Scope, at: int) -> int:
    for k in range(at - 1, max(scope.lo, at - 12) - 1, -1):
        if scope.line.lows[k] in {"(", "["}:
            return k if k > scope.lo else -1
    return -1


def _links_names(scope: Scope, table: Table, at: int) -> bool:
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


def _opens_with_phrase(low: str, words: Lexicon) -> bool:
    return low in words.prepositions or low in words.subordinators or words.is_adverb(low)


def _lists_names(scope: Scope, table: Table, at: int, last: int) -> bool:
    """A comma in "Russia, Turkey and Iran said"; also before "Jr."; not the comma that ends an opening phrase."""
    lows, capital, words = scope.line.lows, scope.line.capital, table.words
    if _opens_with_phrase(lows[scope.lo], words) and "," not in lows[scope.lo : at]:
        return False
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
    if first < last and lows[first] in words.prepositions and not written_in_capitals(scope, first):
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
