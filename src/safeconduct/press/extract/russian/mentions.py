"""The words that name a speaker beside a Russian verb: from the first noun for a speaker, name or pronoun on.

No word is analysed: what a preposition governs is skipped, a list of nouns in the nominative and capitals do the rest.
Whom the words mean, and whether a name among them is the head, is for the speakers to tell.
"""

from __future__ import annotations

from safeconduct.press.extract.draft import Words
from safeconduct.press.extract.russian.scopes import DASHES, STOPS
from safeconduct.press.extract.russian.table import RussianWords
from safeconduct.press.extract.scopes import Scope

BREAKS = DASHES | STOPS | {",", ";", ":", "(", ")", "[", "]"}
_REACH = 24
_NOMINATIVE = ("ий", "ый", "ой", "ая", "яя", "ое", "ее", "ие", "ые")
_OBLIQUE = ("ым", "им", "ом", "ем", "ой", "ей", "ого", "его", "ому", "ему", "ую", "ами", "ями", "ах", "ях", "у", "ю")
_ADJECTIVE = ("ым", "им", "ом", "ем", "ой", "ей", "ого", "его", "ому", "ему", "ую", "юю", "ых", "их", "ыми", "ими")
_PAST = ("л", "ла", "ло", "ли", "лся", "лась", "лось", "лись")
_NO_SUBJECT = ("ого", "его", "ому", "ему", "ых", "их", "ыми", "ими")
_GENITIVE = ("и", "ы", "ой", "ого", "его", "ей")
_ABOUT = frozenset({"по", "при", "в", "на"})


def clause_start(scope: Scope, at: int) -> int:
    """The first word of the clause that a word stands in, as the marks of punctuation tell."""
    for i in range(at - 1, max(scope.lo, at - _REACH) - 1, -1):
        if scope.own(i) and scope.line.lows[i] in BREAKS and not _in_word(scope, i):
            return i + 1
    return max(scope.lo, at - _REACH)


def clause_end(scope: Scope, at: int) -> int:
    """One past the last word of the clause that a word stands in."""
    for i in range(at, min(scope.hi, at + _REACH)):
        if scope.own(i) and scope.line.lows[i] in BREAKS and not _in_word(scope, i):
            return i
    return min(scope.hi, at + _REACH)


def _in_word(scope: Scope, i: int) -> bool:
    """Whether a stop stands inside a name: "Вести.ру"."""
    line = scope.line
    return line.lows[i] == "." and not line.spaced_before(i) and not line.spaced_after(i)


def mention_in(scope: Scope, start: int, end: int, words: RussianWords, *, names: bool = True) -> Words | None:
    """The name of a speaker in the words start to end (excluded); None if there is none.

    names: a capital counts; without, only pronouns and nouns for speakers do.
    """
    first = _head(scope, start, end, words, names=names)
    if first is None:
        return None
    if scope.line.lows[first] in words.pronouns | words.first_person:
        return first, first
    return first, _last(scope, first, end, words)


def governed_mention(scope: Scope, start: int, end: int, words: RussianWords) -> Words | None:
    """The speaker of a verb without a subject: "В МИД Армении (заявили)", "(сообщили) в пресс-службе"."""
    lows = scope.line.lows
    for i in range(start, end - 1):
        body = lows[i] in {"в", "во"} or (lows[i] == "на" and scope.line.capital[i + 1])
        if scope.own(i) and body and lows[i + 1] not in words.not_bodies:
            stop = next((k for k in range(i + 2, end) if scope.own(k) and lows[k] in {"во", "на", "в", "со"}), end)
            return i + 1, stop - 1
    return None


def _head(scope: Scope, start: int, end: int, words: RussianWords, *, names: bool) -> int | None:
    line, governed, held, first = scope.line, -1, -1, -1
    opening: int | None = None
    for i in range(start, end):
        low = line.lows[i]
        if not scope.own(i) or not low[0].isalpha():
            continue
        if low in words.prepositions:
            governed = first = i + 1
        elif low in words.pronouns | words.first_person:
            return i if opening is None else _first_of(scope, opening, i, words)
        elif i == governed and (i == first or not (low in words.heads or line.capital[i])):
            governed = i + 1 if not line.capital[i] and low.endswith(_ADJECTIVE) else -1
            held = i + 1
        elif i == held and line.capital[i] and low.endswith(_GENITIVE):
            held = i + 1
        elif low in words.heads:
            head = _with_adjectives(scope, i, start, words)
            return head if opening is None else _first_of(scope, opening, head, words)
        elif names and line.capital[i] and not _is_plain_opening(scope, i, words) and not _goes_on(scope, i, start):
            if i > scope.lo or opening is not None:
                return i if opening is None else opening
            opening = i
    return opening


def _first_of(scope: Scope, opening: int, later: int, words: RussianWords) -> int:
    """A capital at the head of a sentence may be any word: a noun or pronoun behind it counts, if it stands apart."""
    line, behind = scope.line, opening + 1
    joined = behind >= later or line.capital[behind] or line.lows[behind] in words.links or not scope.own(behind)
    return opening if joined else later


def _is_plain_opening(scope: Scope, i: int, words: RussianWords) -> bool:
    """A capital that only opens the sentence: "Также", "Ранее"."""
    low = scope.line.lows[i]
    return (
        low in words.openers | words.links | words.possessives | words.questions | words.no_names
        or low.endswith(_NO_SUBJECT)
        or (i == scope.lo and low.endswith("ом"))
    )


def _goes_on(scope: Scope, i: int, start: int) -> bool:
    """Whether a capital goes on with an oblique name before it: "(с) Ильхамом Алиевым"."""
    line = scope.line
    before = i - 1
    return (
        before > start
        and line.capital[before]
        and line.lows[before].endswith(_OBLIQUE)
        and line.lows[i].endswith(_OBLIQUE)
    )


def _with_adjectives(scope: Scope, i: int, start: int, words: RussianWords) -> int:
    """The first of the adjectives before a noun: "официальный представитель", "российский МИД"."""
    lows = scope.line.lows
    while (
        i - 1 >= start
        and scope.own(i - 1)
        and lows[i - 1].endswith(_NOMINATIVE)
        and lows[i - 1] not in words.prepositions | words.pronouns
        and (i - 2 < start or lows[i - 2] not in words.prepositions)
    ):
        i -= 1
    return i


def _last(scope: Scope, first: int, end: int, words: RussianWords) -> int:
    """The last word of a name: a preposition ends it, unless the name of a person follows ("посол в Армении N. N.")."""
    line, last = scope.line, first
    for i in range(first, end):
        low = line.lows[i]
        if i > first and scope.own(i) and low in words.prepositions and not _name_follows(scope, i, end, words):
            break
        if i > first and (low in words.openers or (not line.capital[i] and _is_verb(low, words))):
            break
        last = i
    return last


def _is_verb(low: str, words: RussianWords) -> bool:
    """Whether a word is likely a verb in the past: what follows it names nobody."""
    return len(low) > 3 and low.endswith(_PAST) and low not in words.heads


def _name_follows(scope: Scope, at: int, end: int, words: RussianWords) -> bool:
    line = scope.line
    if line.lows[at] not in _ABOUT:
        return False
    for i in range(at + 2, end - 1):
        if line.lows[i] in words.prepositions:
            return False
        if line.capital[i] and line.capital[i + 1] and not line.lows[i].endswith(_OBLIQUE) and scope.own(i):
            return True
    return False


def subject_in(scope: Scope, start: int, end: int, words: RussianWords, mood: str) -> Words | None:
    """The speaker of a verb in some words; a plural verb may have none but the body it is said in: "в МИД"."""
    if mood != "they":
        return mention_in(scope, start, end, words)
    plain = mention_in(scope, start, end, words, names=False)
    return plain or governed_mention(scope, start, end, words) or mention_in(scope, start, end, words)


def any_noun(scope: Scope, start: int, end: int, words: RussianWords) -> Words | None:
    """The first word that may be a subject although it is in no list: "пояснила жена"."""
    low = scope.line.lows[start] if start < end else ""
    plain = low[:1].isalpha() and scope.own(start) and low not in words.prepositions | words.openers | words.links
    if not plain or low.endswith((*_OBLIQUE, *_NO_SUBJECT, "о", "ам", "ям")):
        return None
    return start, _last(scope, start, end, words)
