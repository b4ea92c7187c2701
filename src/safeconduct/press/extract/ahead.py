"""Content after its cue, frame by frame: "said that ...", "urged X to ...", "accused X of ...", "called X Y"."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from safeconduct.press.extract.after import addressee_end, noun_like, seek_that, skip_adjuncts
from safeconduct.press.extract.cues import Form, Table
from safeconduct.press.extract.draft import Words
from safeconduct.press.extract.ends import clause_end, phrase_end
from safeconduct.press.extract.marks import MARKS
from safeconduct.press.extract.scopes import Scope

_WH = frozenset({"whether", "if", "why", "how", "what", "where", "who", "when"})
_OBJECT_WORDS = 24
_JUDGED_WORDS = 9
_COLON_WITHIN = 16
_ADJECTIVES = ("ful", "ous", "ble", "ive", "ic", "al", "less", "ant", "ent", "ary", "ing", "wrong", "false", "true")
_INFINITIVE = frozenset({"to", "not"})
_NO_PHRASE = frozenset({",", ".", ";", ":", "?", "!", "that", "to", "and", "or", "but", "by", "if", "when", "as", "than"})


@dataclass(frozen=True, slots=True)
class Content:
    """What was said, in words, and to whom."""

    words: Words
    addressee: Words | None = None
    frame: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where to look: after the cue, up to the word where content must have ended (excluded)."""

    scope: Scope
    table: Table
    at: int
    stop: int


def content_after(place: Place, form: Form) -> Content | None:
    """The content that stands after a cue, by the first of its frames that fits."""
    for frame, find in _FRAMES.items():
        if frame in form.cue.frames and (found := find(place)):
            first, last = found.words
            if place.at <= first <= last < place.stop:
                return Content(found.words, found.addressee, frame)
    return None


def _clause_from(place: Place, first: int, addressee: Words | None = None) -> Content | None:
    if first >= place.stop:
        return None
    return Content((first, clause_end(place.scope, place.table, first, place.stop)), addressee)


def _phrase_from(place: Place, first: int, addressee: Words | None = None) -> Content | None:
    if first >= place.stop:
        return None
    return Content((first, phrase_end(place.scope, place.table, first, place.stop)), addressee)


def _that(place: Place) -> Content | None:
    that = seek_that(place.scope, place.table, place.at)
    return _clause_from(place, that + 1) if 0 <= that < place.stop else None


def _clause(place: Place) -> Content | None:
    return _quoted(place) or _that(place) or _bare_clause(place, place.at)


def _quoted(place: Place) -> Content | None:
    """`said: "..."`, `said on Tuesday, "..."`."""
    lows = place.scope.line.lows
    at = skip_adjuncts(place.scope, place.table, place.at)
    colon = at < place.stop and lows[at] == ":"
    if at < place.stop and lows[at] in {":", ","}:
        at += 1
    if at + 1 < place.stop and (at in place.scope.line.opened or colon) and place.scope.own(at):
        return _clause_from(place, at)
    return _after_colon(place)


def _after_colon(place: Place) -> Content | None:
    """`says to the crowd: "..."`."""
    line, words = place.scope.line, place.table.words
    for k in range(place.at, min(place.at + _COLON_WITHIN, place.stop - 2)):
        if line.lows[k] == ":" and k + 1 in line.opened:
            return _clause_from(place, k + 1)
        if not place.scope.own(k) or line.lows[k] in {"that", ",", ";"} or words.is_verb(line.lows[k]):
            return None
    return None


def _bare_clause(place: Place, at: int, addressee: Words | None = None) -> Content | None:
    """A clause without "that": it must hold a verb, and not begin with a comma or the like."""
    scope, table = place.scope, place.table
    first = skip_adjuncts(scope, table, at)
    for begin in dict.fromkeys((first, at)):
        if begin < place.stop and _may_begin(scope, table, begin) and _has_clause(place, begin):
            return _clause_from(place, begin, addressee)
    return None


def _may_begin(scope: Scope, table: Table, at: int) -> bool:
    low = scope.line.lows[at]
    if low in {"of", "about", "against", "by", "with", "to", "as", "so", "and", "or", "than", "nothing", "what", "little", "much"}:
        return False
    return low[0].isalnum() or low in MARKS


def _has_clause(place: Place, first: int) -> bool:
    """A verb follows; after an opening preposition a participle alone is none ("in a statement provided to ...")."""
    words, lows = place.table.words, place.scope.line.lows
    if lows[first] not in words.prepositions:
        return _has_verb(place, first)
    known = words.auxiliaries | words.verbs
    return any(place.scope.own(k) and lows[k] in known for k in range(first + 1, place.stop))


def _has_verb(place: Place, first: int) -> bool:
    lows, words = place.scope.line.lows, place.table.words
    return any(
        place.scope.own(k) and (words.is_verb(lows[k]) or lows[k].endswith("n't") or _third_person(place, k))
        for k in range(first + 1, place.stop)
    )


def _third_person(place: Place, k: int) -> bool:
    """A likely verb in the present: a known cue, or a word in -s after a name or pronoun."""
    line = place.scope.line
    if line.lows[k] in place.table.verbs:
        return True
    before = line.lows[k - 1]
    return before in {"he", "she", "it", "they", "we", "i", "you", "who", "which"}


def _whether(place: Place) -> Content | None:
    at = skip_adjuncts(place.scope, place.table, place.at)
    return _clause_from(place, at) if at < place.stop and place.scope.line.lows[at] in _WH else None


def _person(place: Place) -> Content | None:
    """`told reporters [on Tuesday] [that] ...`."""
    scope, table = place.scope, place.table
    end = addressee_end(scope, table, place.at)
    if end < place.at or end + 1 >= place.stop:
        return None
    addressee = (place.at, end)
    that = seek_that(scope, table, end + 1)
    if 0 <= that < place.stop:
        return _clause_from(place, that + 1, addressee)
    if end + 2 in scope.line.opened and noun_like(scope, table, end + 1):
        end += 1
    after = Place(scope, table, end + 1, place.stop)
    found = _quoted(after) or _whether(after) or _bare_clause(after, end + 1)
    return Content(found.words, addressee) if found else None


def _person_to(place: Place) -> Content | None:
    """`urged Armenia and Azerbaijan to draft ...`, `called on X not to ...`."""
    scope, lows = place.scope, place.scope.line.lows
    for k in range(place.at + 1, min(place.at + _OBJECT_WORDS, place.stop - 1)):
        if not scope.own(k) and lows[k] not in MARKS:
            continue
        if lows[k] == "to" and _opens_infinitive(place, k):
            first = k - 1 if lows[k - 1] == "not" else k
            return _clause_from(place, first, _object(place, first - 1))
        if lows[k] in {".", ";", ":", "that", "who", "which"} or lows[k] in place.table.words.auxiliaries:
            return None
    return None


def _object(place: Place, last: int) -> Words | None:
    """The person addressed, without the day ("urged Iran on Friday")."""
    lows, words = place.scope.line.lows, place.table.words
    first = skip_adjuncts(place.scope, place.table, place.at)
    for k in range(first + 1, last + 1):
        if lows[k] in words.prepositions - {"of", "for"} or lows[k] in words.weekdays:
            last = k - 1
            break
    return (first, last) if first <= last else None


def _opens_infinitive(place: Place, k: int) -> bool:
    """A verb follows, not a name or a noun phrase; "to" inside a quotation counts as well."""
    line, words = place.scope.line, place.table.words
    if k + 1 >= place.stop:
        return False
    nxt = k + 2 if line.lows[k + 1] in MARKS and k + 2 < place.stop else k + 1
    low = line.lows[nxt]
    closed = words.determiners | words.possessives | words.prepositions | words.weekdays
    headline = line.capital[k]
    return (not line.capital[nxt] or headline or nxt == k + 2) and low not in closed and low[0].isalpha()


def _to(place: Place) -> Content | None:
    """`promised to ...`, `offered to Tokyo to sign ...`."""
    scope, lows = place.scope, place.scope.line.lows
    at = skip_adjuncts(scope, place.table, place.at)
    if at >= place.stop or lows[at] not in _INFINITIVE:
        return None
    if _opens_infinitive(place, at) or lows[at] == "not":
        return _clause_from(place, at)
    found = _person_to(Place(scope, place.table, at + 1, place.stop))
    return found if found and found.addressee and found.addressee[1] - found.addressee[0] < 8 else None


def _thing_to(place: Place) -> Content | None:
    """`expects the road to be opened`: all of it."""
    found = _person_to(place)
    return _clause_from(place, place.at) if found else None


def _person_then(preposition: str) -> Callable[[Place], Content | None]:
    def find(place: Place) -> Content | None:
        lows = place.scope.line.lows
        for k in range(place.at + 1, min(place.at + _OBJECT_WORDS, place.stop - 1)):
            if lows[k] == preposition and place.scope.own(k):
                return _phrase_from(place, k + 1, _object(place, k - 1))
            if lows[k] in {".", ";", ":", "that", ","} and place.scope.own(k):
                return None
        return None

    return find


def _thing_as(place: Place) -> Content | None:
    """`views the blockade as a breach`: both."""
    scope, lows = place.scope, place.scope.line.lows
    if place.at >= place.stop or lows[place.at] in _NO_PHRASE:
        return None
    for k in range(place.at + 1, min(place.at + _OBJECT_WORDS, place.stop - 1)):
        if lows[k] == "as" and scope.own(k):
            return _phrase_from(place, place.at)
        if lows[k] in {".", ";", ":", "that"} and scope.own(k):
            return None
    return None


def _complement(place: Place) -> Content | None:
    """`called the plan "a disgrace"`, `called Yerevan's recognition the key to the problem`."""
    scope, lows, words = place.scope, place.scope.line.lows, place.table.words
    at = place.at
    if at + 1 >= place.stop or lows[at] in _NO_PHRASE | words.prepositions or words.is_adverb(lows[at]):
        return None
    for k in range(at + 1, place.stop):
        if k in scope.line.opened or (lows[k] in words.determiners and lows[k - 1] not in words.prepositions and scope.own(k)):
            return _phrase_from(place, at)
        if scope.own(k) and (lows[k] in {".", ";", ":", ",", "that", "and"} or lows[k] in words.auxiliaries):
            return Content((at, k - 1)) if k - at <= _JUDGED_WORDS and _judges(lows, at, k - 1) else None
    return Content((at, place.stop - 1)) if place.stop - at <= _JUDGED_WORDS and _judges(lows, at, place.stop - 1) else None


def _judges(lows: list[str], first: int, last: int) -> bool:
    """`the actions lawful`: two words at least, the last with the ending of an adjective."""
    return last > first and lows[last].endswith(_ADJECTIVES)


def _thing(place: Place) -> Content | None:
    """`rejected the plan`, `voiced concern over ...`."""
    scope, lows, words = place.scope, place.scope.line.lows, place.table.words
    at = skip_adjuncts(scope, place.table, place.at)
    if at >= place.stop or lows[at] in _NO_PHRASE or lows[at] in words.auxiliaries:
        return None
    if lows[at] == "both" and at + 1 < place.stop and lows[at + 1] in words.prepositions:
        return None
    if lows[at] in words.prepositions or not (lows[at][0].isalnum() or lows[at] in MARKS):
        return None
    return _phrase_from(place, at)


_FRAMES: dict[str, Callable[[Place], Content | None]] = {
    "complement": _complement,
    "person-against": _person_then("against"),
    "person": _person,
    "clause": _clause,
    "that": _that,
    "whether": _whether,
    "person-of": _person_then("of"),
    "person-to": _person_to,
    "to": _to,
    "thing-to": _thing_to,
    "tag": _quoted,
    "person-for": _person_then("for"),
    "thing-as": _thing_as,
    "thing": _thing,
}
"""In the order in which they are tried."""
