"""The words that name the speaker: in front of a cue, around an aside, or behind an inverted one ("said Smith")."""

from __future__ import annotations

from safeconduct.press.extract.cues import Table
from safeconduct.press.extract.hits import Hit
from safeconduct.press.extract.phrase import Subject, noun_phrase, written_in_capitals
from safeconduct.press.extract.scopes import Scope

_RELATIVE = frozenset({"who", "which", "that"})
_ASIDE_ENDS = frozenset({",", ")", "—", "–", "-"})
_OPENING = {")": "(", ",": ",", "—": "—", "–": "–", "-": "-"}
_PLACES = frozenset({"in", "at", "from", "near", "to", "on", "across", "around"})
_REACH = 40
_TITLE_WORDS = 5
_RELATIVE_WORDS = 9
_BEHIND_WORDS = 16


def subject_before(scope: Scope, table: Table, hit: Hit) -> Subject | None:
    """The subject in front of a verb cue, or None if nothing there can be one."""
    at = hit.group - 1
    if at < scope.lo or hit.bare:
        return None
    low = scope.line.lows[at]
    if (
        low in _RELATIVE
        and not written_in_capitals(scope, at)
        and (low != "that" or hit.form.tense in {"past", "present"})
    ):
        return _antecedent(scope, table, at)
    if low in table.words.weekdays and scope.line.lows[at - 2 : at] == [",", "on"] and at - 2 > scope.lo:
        return _around_aside(scope, table, at - 2)
    if low in _ASIDE_ENDS:
        return _around_aside(scope, table, at) or _before_slip(scope, table, at)
    found = noun_phrase(scope, table, at)
    return _over_relative(scope, table, found) if found and not found.pronoun else found


def _over_relative(scope: Scope, table: Table, found: Subject) -> Subject:
    """`A diplomat who took part in the talks said`, `A lawyer hired by Norland said`: the first noun, not the last."""
    lows, words, capital = scope.line.lows, table.words, scope.line.capital
    for k in range(found.first - 1, max(scope.lo, found.first - _RELATIVE_WORDS), -1):
        if not scope.own(k) or lows[k] in _ASIDE_ENDS | {";", ":"}:
            return found
        hired = lows[k + 1] == "by" and lows[k].endswith("ed") and k + 2 == found.first
        if (lows[k] == "who" and not capital[k]) or (hired and lows[k - 1] not in words.auxiliaries):
            one = noun_phrase(scope, table, k - 1)
            begins = one is not None and lows[one.first] in {"a", "an", "one"} and one.first - scope.lo <= 1
            return Subject(one.first, one.last, one.before) if one is not None and begins else found
    return found


def _before_slip(scope: Scope, table: Table, comma: int) -> Subject | None:
    """`The company, has said`: a comma too many after a subject that opens the sentence."""
    if scope.line.lows[comma] != "," or comma - 1 < scope.lo:
        return None
    found = noun_phrase(scope, table, comma - 1)
    return found if found and found.before == scope.lo and not found.pronoun else None


def _antecedent(scope: Scope, table: Table, relative: int) -> Subject | None:
    at = relative - 1
    if at >= scope.lo and scope.line.lows[at] in {",", "-", "–", "—"}:
        at -= 1
    found = noun_phrase(scope, table, at) if at >= scope.lo else None
    if found is None or found.pronoun:
        return None
    named = _named_before(scope, table, found)
    named += 2 if scope.line.lows[named : named + 2] == ["according", "to"] else 0
    return Subject(named, found.last, relative, relative=True)


def _named_before(scope: Scope, table: Table, found: Subject) -> int:
    """`Smith Jones, the chief economist at the fund, who said`: the name that a description stands behind."""
    lows, words, capital, comma = scope.line.lows, table.words, scope.line.capital, found.first - 1
    article = lows[found.first] in {"a", "an", "the"} and not capital[found.first + 1]
    described = article or (not capital[found.first] and lows[found.first + 1 : found.first + 2] in (["of"], ["for"]))
    if not described or comma <= scope.lo or lows[comma] != "," or not scope.own(comma):
        return found.first
    first = comma
    while first > scope.lo and scope.own(first - 1) and capital[first - 1] and comma - first < _TITLE_WORDS:
        first -= 1
    while first < comma and (lows[first] in words.caps_function or lows[first] in words.weekdays | words.months):
        first += 1
    before = lows[first - 1] if first > scope.lo else ""
    return first if comma - first > 1 and before not in _PLACES else found.first


def _around_aside(scope: Scope, table: Table, end: int) -> Subject | None:
    """`Smith, the minister, said`, `Smith (D) said`: the phrase before the aside, and the aside if it is a name."""
    lows = scope.line.lows
    opens = _OPENING[lows[end]]
    for at in range(end - 1, max(scope.lo, end - _REACH), -1):
        if lows[at] == opens and scope.own(at):
            break
    else:
        return None
    found = noun_phrase(scope, table, at - 1) if at > scope.lo else None
    if found is None or found.pronoun or not _is_aside(scope, table, at + 1, end - 1):
        return None
    last = end - 1 if opens == "," and _is_name(scope, at + 1, end - 1) else found.last
    named = _named_before(scope, table, found)
    return Subject(named, last, min(named, found.before))


def _is_aside(scope: Scope, table: Table, first: int, last: int) -> bool:
    """Not a clause with a verb and a subject of its own; a participle or a relative clause is an aside."""
    lows, words = scope.line.lows, table.words
    if last < first:
        return False
    opener = lows[first]
    if opener in _RELATIVE or opener.endswith("ing") or opener in {"whose", "where"}:
        return True
    last = next((i - 1 for i in range(first, last + 1) if lows[i] in _RELATIVE), last)
    return not any(lows[i] in words.auxiliaries or lows[i] in words.verbs for i in range(first, last + 1))


def _is_name(scope: Scope, first: int, last: int) -> bool:
    return last - first < 5 and all(scope.line.capital[i] for i in range(first, last + 1))


def subject_behind(scope: Scope, table: Table, at: int, *, quoted: bool = False) -> Subject | None:
    """The subject of an inverted cue ("said Smith, the minister"): the noun phrase that begins at a word.

    quoted: a quotation stands before the cue, so that a noun without an article will do ("said activist Smith").
    """
    lows, words, capital = scope.line.lows, table.words, scope.line.capital
    if at >= scope.hi or not scope.own(at) or lows[at] in words.weekdays | words.months | {"that"}:
        return None
    if lows[at] == "this" and (at + 1 == scope.hi or lows[at + 1] in words.subordinators | words.prepositions | {"."}):
        return None
    counted = lows[at] == "one" and at + 1 < scope.hi and lows[at + 1][0].isalpha()
    if lows[at] in words.pronouns and lows[at] != "it" and not counted and not written_in_capitals(scope, at):
        return Subject(at, at, at, pronoun=True)
    if lows[at] in words.possessives and not quoted:
        return None
    titled = quoted and lows[at][0].isalpha() and any(capital[at : min(at + _TITLE_WORDS, scope.hi)])
    bare = scope.line.headline and at + 1 == scope.hi and lows[at] not in words.not_noun
    if not (
        capital[at] or bare or counted or lows[at] in words.determiners or (titled and lows[at] not in words.not_noun)
    ):
        return None
    return Subject(at, _last_behind(scope, table, at), at)


def _last_behind(scope: Scope, table: Table, at: int) -> int:
    lows, words, capital, last = scope.line.lows, table.words, scope.line.capital, at
    for k in range(at + 1, min(scope.hi, at + _BEHIND_WORDS)):
        low = lows[k]
        if low == "and" and k + 1 < scope.hi and capital[k + 1] and capital[k - 1]:
            continue
        if not scope.own(k) or not (low[0].isalnum() or low in {"'", "’", "[", "]"}) or low in words.subordinators:
            break
        if low in words.prepositions and low not in {"of", "for"}:
            break
        if low in words.weekdays or low in words.auxiliaries or words.is_adverb(low) or low in words.times:
            break
        last = k
    return last


def author_behind(scope: Scope, table: Table, subject: Subject) -> Subject:
    """`a statement issued by the ministry`: who made it, where the words say so at once."""
    lows, words = scope.line.lows, table.words
    if not any(lows[k] in words.speech_nouns for k in range(subject.first, subject.last + 1)):
        return subject
    if subject.last + 1 < scope.hi and lows[subject.last + 1] in {"by", "from"}:
        return subject_behind(scope, table, subject.last + 2) or subject
    return subject
