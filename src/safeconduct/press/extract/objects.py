"""Content that is an infinitive or a phrase: "urged X to ...", "accused X of ...", "called X Y", "rejected X"."""

from __future__ import annotations

from collections.abc import Callable

from safeconduct.press.extract.after import skip_adjuncts
from safeconduct.press.extract.draft import Words
from safeconduct.press.extract.marks import MARKS
from safeconduct.press.extract.place import Content, Place, clause_from, is_demonstrative, phrase_from

_OBJECT_WORDS = 24
_JUDGED_WORDS = 9
_VERDICTS = frozenset(
    {"unfounded", "untrue", "premature", "absurd", "illegitimate", "fake", "unjustified"}
    | {"exaggerated", "distorted", "biased", "misplaced", "outdated", "unwarranted", "unprovoked", "one-sided"}
)
_ADJECTIVES = ("ful", "ous", "ble", "ive", "ic", "al", "less", "ant", "ent", "ary", "ing", "wrong", "false", "true")
_NO_OBJECT = frozenset(
    {".", ";", ":", "that", "who", "which", "whether", "if", "why", "how", "what", "he", "she", "they"}
)
_SILENCE = frozenset({"comment", "respond", "answer", "elaborate", "speak", "reply", "say", "be", "remain"})
_AFTER_PARTICIPLE = frozenset({"to", "not", "in", "at", "by", "there"})
_WORRIES = frozenset({"concern", "concerns", "alarm", "objection", "objections", "doubt", "doubts"})
_WORRY_WORDS = 3
_ENDS_OBJECT = frozenset({".", ";", ":", "that", ",", "as", "after", "before", "when", "while", "because"})
_INFINITIVE = frozenset({"to", "not"})
_NO_PHRASE = frozenset(
    {",", ".", ";", ":", "?", "!", "that", "to", "and", "or", "but", "by", "if", "when", "as", "than"}
)


def person_to_frame(place: Place) -> Content | None:
    """`urged both sides to draft ...`, `called on X not to ...`."""
    scope, lows = place.scope, place.scope.line.lows
    for k in range(place.at, min(place.at + _OBJECT_WORDS, place.stop - 1)):
        if not scope.own(k) and lows[k] not in MARKS:
            continue
        if lows[k] == "to" and _opens_infinitive(place, k):
            first = k - 1 if lows[k - 1] == "not" else k
            if first == place.at and lows[k + 1] in _SILENCE:
                return None
            return clause_from(place, first, _object(place, first - 1))
        if lows[k] in _NO_OBJECT or (place.table.words.is_verb(lows[k]) and not _is_participle(place, k)):
            return None
    return None


def _is_participle(place: Place, k: int) -> bool:
    """`called on the parties involved to ...`: a participle behind its noun, no verb."""
    lows, words = place.scope.line.lows, place.table.words
    return (
        k > place.at
        and lows[k].endswith("ed")
        and lows[k - 1] not in words.pronouns
        and lows[k + 1] in _AFTER_PARTICIPLE
    )


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
    headline = line.capital[k]
    return (not line.capital[nxt] or headline or nxt == k + 2) and low not in words.not_infinitive and low[0].isalpha()


def to_frame(place: Place) -> Content | None:
    """`promised to ...`, `offered to Estmark to meet ...`."""
    scope, lows = place.scope, place.scope.line.lows
    at = skip_adjuncts(scope, place.table, place.at)
    if at >= place.stop or lows[at] not in _INFINITIVE:
        return None
    if at + 1 < place.stop and lows[at + 1] in _SILENCE:
        return None
    if _opens_infinitive(place, at) or lows[at] == "not":
        return clause_from(place, at)
    found = person_to_frame(Place(scope, place.table, at + 1, place.stop))
    return found if found and found.addressee and found.addressee[1] - found.addressee[0] < 8 else None


def thing_to_frame(place: Place) -> Content | None:
    """`expects the road to be opened`: all of it."""
    found = person_to_frame(place)
    return clause_from(place, place.at) if found else None


def person_then_frame(preposition: str) -> Callable[[Place], Content | None]:
    """The frame `accused X of ...`, `warned X against ...`: content after the preposition."""

    def find(place: Place) -> Content | None:
        lows = place.scope.line.lows
        for k in range(place.at + 1, min(place.at + _OBJECT_WORDS, place.stop - 1)):
            if lows[k] == preposition and place.scope.own(k):
                at = _before_gerund(place, k)
                return phrase_from(place, at + 1, _object(place, at - 1))
            if lows[k] in _ENDS_OBJECT and place.scope.own(k):
                return None
        return None

    return find


def _before_gerund(place: Place, at: int) -> int:
    """`accused members of the council of hiding it`: the preposition that a participle follows, if the first is not."""
    scope, lows = place.scope, place.scope.line.lows
    if lows[at + 1].endswith("ing") or at + 1 in scope.line.opened:
        return at
    for k in range(at + 2, min(at + _JUDGED_WORDS, place.stop - 1)):
        if lows[k] in {",", ".", ";", ":", "and"} or not scope.own(k):
            break
        if lows[k] == lows[at] and lows[k + 1].endswith("ing"):
            return k
    return at


def thing_as_frame(place: Place) -> Content | None:
    """`views the blockade as a breach`: both."""
    scope, lows = place.scope, place.scope.line.lows
    if place.at >= place.stop or lows[place.at] in _NO_PHRASE:
        return None
    for k in range(place.at + 1, min(place.at + _OBJECT_WORDS, place.stop - 1)):
        if lows[k] == "as" and scope.own(k):
            return phrase_from(place, place.at)
        if lows[k] in {".", ";", ":", "that"} and scope.own(k):
            return None
    return None


def thing_on_frame(place: Place) -> Content | None:
    """`blamed the delay on the weather`: both."""
    scope, lows = place.scope, place.scope.line.lows
    if place.at >= place.stop or lows[place.at] in _NO_PHRASE:
        return None
    for k in range(place.at + 1, min(place.at + _OBJECT_WORDS, place.stop - 1)):
        if lows[k] == "on" and scope.own(k):
            return phrase_from(place, place.at)
        if lows[k] in {".", ";", ":", "that", ",", "for"} and scope.own(k):
            return None
    return None


def complement_frame(place: Place) -> Content | None:
    """`called the plan "a disgrace"`, `called the vote the end of an era`."""
    scope, lows, words = place.scope, place.scope.line.lows, place.table.words
    at = place.at
    if at + 1 >= place.stop or at in scope.line.opened or words.is_adverb(lows[at]):
        return None
    if lows[at] in _NO_PHRASE or lows[at] in words.prepositions:
        return None
    if lows[at] == "it" and "to" in lows[at + 2 : at + 4] and lows[at + 1][0].isalpha():
        return clause_from(place, at)
    for k in range(at + 1, place.stop):
        if k in scope.line.opened or (
            lows[k] in words.determiners and lows[k - 1] not in words.prepositions and scope.own(k)
        ):
            return phrase_from(place, at)
        if scope.own(k) and (lows[k] in {".", ";", ":", ",", "that", "and"} or lows[k] in words.auxiliaries):
            return Content((at, k - 1)) if k - at <= _JUDGED_WORDS and _judges(lows, at, k - 1) else None
    return (
        Content((at, place.stop - 1))
        if place.stop - at <= _JUDGED_WORDS and _judges(lows, at, place.stop - 1)
        else None
    )


def _judges(lows: list[str], first: int, last: int) -> bool:
    """`the actions lawful`: two words at least, the last with the ending of an adjective."""
    return last > first and (lows[last].endswith(_ADJECTIVES) or lows[last] in _VERDICTS)


def worry_frame(place: Place) -> Content | None:
    """`raised [serious] concerns about ...`: what is raised is said; not `raised the barrier`."""
    lows = place.scope.line.lows
    for k in range(place.at, min(place.at + _WORRY_WORDS, place.stop - 1)):
        if lows[k] in _WORRIES and place.scope.own(k):
            return phrase_from(place, place.at)
        if lows[k] in place.table.words.prepositions or not lows[k][0].isalpha():
            break
    return None


def thing_frame(place: Place) -> Content | None:
    """`rejected the plan`, `voiced concern over ...`."""
    scope, lows, words = place.scope, place.scope.line.lows, place.table.words
    at = skip_adjuncts(scope, place.table, place.at)
    at = place.at if lows[place.at : place.at + 1] == ["further"] else at
    if is_demonstrative(place, at):
        return phrase_from(place, at)
    if lows[at : at + 1] == ["comment"] or lows[at + 1 : at + 2] == ["lives"]:
        return None
    if at >= place.stop or lows[at] in _NO_PHRASE or lows[at] in words.auxiliaries:
        return None
    if lows[at] == "both" and at + 1 < place.stop and lows[at + 1] in words.prepositions:
        return None
    if lows[at] in words.prepositions or not (lows[at][0].isalnum() or lows[at] in MARKS):
        return None
    return phrase_from(place, at)
