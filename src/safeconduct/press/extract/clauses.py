"""Content that is a clause or a quotation: "said that ...", "said: ...", "told reporters why ..."."""

from __future__ import annotations

from safeconduct.press.extract.after import addressee_end, noun_like, seek_that, skip_adjuncts
from safeconduct.press.extract.draft import Words
from safeconduct.press.extract.marks import MARKS
from safeconduct.press.extract.place import Content, Place, clause_from, is_demonstrative
from safeconduct.press.extract.scopes import Scope

_WH = frozenset({"whether", "if", "why", "how", "what", "where", "who", "when"})
_COLON_WITHIN = 16
_LONG_WORDS = 4
_ASIDE_CLAUSE = frozenset({"after", "although", "though", "because", "while", "which", "who", "whose"})
_NO_CLAUSE = frozenset(
    {"of", "about", "against", "by", "with", "to", "as", "so", "and", "or", "than", "nothing", "what"}
)
_NO_CLAUSE |= {"little", "much"}


def that_frame(place: Place) -> Content | None:
    """`said that ...`, `said on Tuesday that ...`; not `announced the places that ...`."""
    at, lows, words = place.at, place.scope.line.lows, place.table.words
    if (
        at < place.stop
        and lows[at] in words.determiners
        and lows[at] not in words.time_determiners
        and lows[at] != "that"
    ):
        return None
    that = seek_that(place.scope, place.table, at)
    if is_demonstrative(place, that) or (that > at and _governs_noun(place, at)):
        return None
    found = 0 <= that < place.stop - 1 and (lows[that + 1][0].isalnum() or lows[that + 1] in MARKS)
    return clause_from(place, that + 1) if found else None


def _governs_noun(place: Place, at: int) -> bool:
    """`rejected accusations that ...`: the noun, not the clause, is what the cue takes."""
    low, words = place.scope.line.lows[at], place.table.words
    when = low in words.weekdays or low in words.times or low in words.time_determiners
    return noun_like(place.scope, place.table, at) and not (when or words.is_adverb(low) or low in words.audience)


def clause_frame(place: Place) -> Content | None:
    """`said that ...`, `said ...`, `said: "..."`."""
    return quoted_frame(place) or that_frame(place) or _bare_clause(place, place.at)


def quoted_frame(place: Place) -> Content | None:
    """`said: "..."`, `said on Tuesday, "..."`."""
    lows = place.scope.line.lows
    at = skip_adjuncts(place.scope, place.table, place.at)
    colon = at < place.stop and lows[at] == ":"
    if at < place.stop and lows[at] in {":", ","}:
        at += 1
    if at + 1 < place.stop and (at in place.scope.line.opened or colon) and place.scope.own(at):
        return clause_from(place, at)
    return _after_colon(place)


def _after_colon(place: Place) -> Content | None:
    """`says to the crowd: "..."`."""
    line, words = place.scope.line, place.table.words
    for k in range(place.at, min(place.at + _COLON_WITHIN, place.stop - 2)):
        if line.lows[k] == ":" and k + 1 in line.opened:
            return clause_from(place, k + 1)
        if not place.scope.own(k) or line.lows[k] in {"that", ",", ";"} or words.is_verb(line.lows[k]):
            return None
    return None


def _bare_clause(place: Place, at: int, addressee: Words | None = None) -> Content | None:
    """A clause without "that": it must hold a verb, and not begin with a comma or the like."""
    scope, table = place.scope, place.table
    first = skip_adjuncts(scope, table, at)
    for begin in dict.fromkeys((first, at)):
        if begin < place.stop and _may_begin(scope, begin) and (_has_clause(place, begin) or _is_long(place, begin)):
            return clause_from(place, begin, addressee)
    return None


def _is_long(place: Place, first: int) -> bool:
    """Some words from a name, an article or a pronoun on: a clause whose verb is not known ("he stands ready")."""
    line, words = place.scope.line, place.table.words
    opens = line.capital[first] or line.lows[first] in words.determiners or line.lows[first] in words.pronouns
    return (
        place.lax and opens and place.stop - first > _LONG_WORDS and line.lows[first + 1] not in {"lot", "same", "few"}
    )


def _may_begin(scope: Scope, at: int) -> bool:
    low = scope.line.lows[at]
    if scope.line.lows[at + 1 : at + 2] == ["lives"]:
        return False
    if low == "for" and scope.line.lows[at + 1 : at + 2] == ["comment"]:
        return False
    if low == "this" and at + 1 < scope.hi and scope.line.lows[at + 1] in {"while", "when", "as", "at", "in", "during"}:
        return False
    return low not in _NO_CLAUSE and (low[0].isalnum() or low in MARKS)


def _has_clause(place: Place, first: int) -> bool:
    """A verb follows; after an opening preposition a participle alone is none ("in a statement provided to ...")."""
    words, lows = place.table.words, place.scope.line.lows
    if lows[first] not in words.prepositions:
        return _has_verb(place, first)
    known = words.auxiliaries | words.verbs
    return any(place.scope.own(k) and lows[k] in known for k in range(first + 1, place.stop))


def _has_verb(place: Place, first: int) -> bool:
    lows, words = place.scope.line.lows, place.table.words
    if "'" in lows[first] and words.is_verb(lows[first]):  # he's, it's
        return True
    stop = next(
        (k for k in range(first + 2, place.stop) if lows[k] in _ASIDE_CLAUSE and place.scope.own(k)), place.stop
    )
    return any(
        words.is_verb(lows[k]) or (place.scope.own(k) and _third_person(place, k)) for k in range(first + 1, stop)
    )


def _third_person(place: Place, k: int) -> bool:
    """A likely verb in the present: a known cue, or a word in -s after a name or pronoun."""
    line = place.scope.line
    if line.lows[k] in place.table.verbs:
        return True
    before = line.lows[k - 1]
    return before in {"he", "she", "it", "they", "we", "i", "you", "who", "which"}


def whether_frame(place: Place) -> Content | None:
    """`asked whether ...`."""
    at = skip_adjuncts(place.scope, place.table, place.at)
    return clause_from(place, at) if at < place.stop and place.scope.line.lows[at] in _WH else None


def person_frame(place: Place) -> Content | None:
    """`told reporters [on Tuesday] [that] ...`."""
    scope, table = place.scope, place.table
    at_once = whether_frame(place) or (
        that_frame(place) if scope.line.lows[place.at : place.stop][:1] == ["that"] else None
    )
    if at_once:
        return at_once
    end = addressee_end(scope, table, place.at)
    if end < place.at or end + 1 >= place.stop:
        return None
    addressee = (place.at, end)
    that = seek_that(scope, table, end + 1)
    if 0 <= that < place.stop:
        return clause_from(place, that + 1, addressee)
    if end + 2 in scope.line.opened and noun_like(scope, table, end + 1):
        end += 1
    after = Place(scope, table, end + 1, place.stop, place.lax)
    found = quoted_frame(after) or whether_frame(after) or _bare_clause(after, end + 1)
    return Content(found.words, addressee) if found else None
