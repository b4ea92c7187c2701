"""What may stand between a cue and its content: the day, the occasion, the person addressed."""

from __future__ import annotations

from safeconduct.press.extract.cues import Table
from safeconduct.press.extract.marks import MARKS
from safeconduct.press.extract.scopes import Scope

_THAT_WITHIN = 32
_COMMAS_MAX = 4
_TITLE_WORDS = 8
_OCCASION_WITHIN = 7
_NAME_WITHIN = 7
_BREAKS = frozenset({".", ";", ":", "?", "!", "—", "–", "(", ")"})
_ISSUED = frozenset({"published", "issued", "released", "aired", "broadcast", "posted", "circulated"})
_HIM = frozenset({"him", "her", "them", "me", "us", "it", "you"})
_OPENS_OCCASION = frozenset(
    {"on", "in", "at", "during", "after", "before", "via", "through", "to", "from", "by", "following", "for"}
)


def skip_adjuncts(scope: Scope, table: Table, at: int) -> int:
    """The first word after adverbs, days and occasions ("on Tuesday", "in an interview with ...")."""
    while at < scope.hi and scope.own(at):
        end = _adjunct_end(scope, table, at)
        if end == at:
            break
        at = end
    return at


def _adjunct_end(scope: Scope, table: Table, at: int) -> int:
    low, words = scope.line.lows[at], table.words
    if low == ",":
        return _aside_end(scope, table, at)
    if low in words.weekdays or low in {"yesterday", "today"}:
        return _date_end(scope, table, at)
    if low in words.time_determiners and at + 1 < scope.hi:
        return _time_end(scope, table, at)
    if low in _OPENS_OCCASION and (low != "to" or _to_whom(scope, table, at + 1)):
        return _occasion_end(scope, table, at)
    if words.is_adverb(low) and low not in {"as", "only", "even", "just"}:
        return at + 1
    return at


def _to_whom(scope: Scope, table: Table, at: int) -> bool:
    """`to the crowd`, `to Smith`; not `to meet again next month`."""
    if at >= scope.hi:
        return False
    low, words = scope.line.lows[at], table.words
    return low in words.determiners or low in words.audience or scope.line.capital[at]


def _aside_end(scope: Scope, table: Table, at: int) -> int:
    """`, however,`."""
    k = at + 1
    while k < scope.hi and table.words.is_adverb(scope.line.lows[k]):
        k += 1
    return k + 1 if k > at + 1 and k < scope.hi and scope.line.lows[k] == "," else at


def _date_end(scope: Scope, table: Table, at: int) -> int:
    """`Tuesday`, `Tuesday, February 28,`, `28 February 2023`."""
    lows, k = scope.line.lows, at + 1
    while k < scope.hi and _of_date(scope, table, k):
        k += 1
    return k + 1 if k > at + 1 and k < scope.hi and lows[k] == "," else k


def _of_date(scope: Scope, table: Table, k: int) -> bool:
    lows, words = scope.line.lows, table.words
    if lows[k] == "," and k + 1 < scope.hi:
        return lows[k + 1] in words.months or lows[k + 1][0].isdigit()
    return lows[k] in words.months or lows[k][0].isdigit() or lows[k] in {"morning", "afternoon", "evening", "night"}


def _time_end(scope: Scope, table: Table, at: int) -> int:
    lows, words = scope.line.lows, table.words
    for k in range(at + 1, min(at + 4, scope.hi)):
        if lows[k] in words.times or lows[k] in words.weekdays or lows[k] in words.months:
            return k + 1
        if lows[k] not in words.time_determiners:
            break
    return at


def _occasion_end(scope: Scope, table: Table, at: int) -> int:
    lows, words = scope.line.lows, table.words
    end = at
    for k in range(at + 1, min(at + 1 + _OCCASION_WITHIN, scope.hi)):
        low = lows[k]
        if low in words.weekdays or low in words.months:
            end = _date_end(scope, table, k)
            break
        if (
            low in words.occasions
            or (low in words.times and lows[k - 1] in words.time_determiners)
            or low in words.audience
        ):
            end = k + 1
            if k + 1 >= scope.hi or not (lows[k + 1] in words.occasions or lows[k + 1] in words.audience):
                break
        elif not scope.own(k) or low in _BREAKS or words.is_verb(low) or low in words.subordinators or low == ",":
            break
    return end if end == at else _tail_end(scope, table, end)


def _tail_end(scope: Scope, table: Table, at: int) -> int:
    """`with the newspaper La Repubblica` after an occasion; then a closing comma."""
    lows, words, capital = scope.line.lows, table.words, scope.line.capital
    end = at
    if at < scope.hi and lows[at] in {"with", "to", "by", "of", "on", "in", "at", "for"}:
        for k in range(at + 1, min(at + 1 + _NAME_WITHIN, scope.hi)):
            if not scope.own(k) or words.is_verb(lows[k]) or lows[k] in words.subordinators or lows[k] in _BREAKS:
                break
            if capital[k] and not (k + 1 < scope.hi and capital[k + 1]):
                end = k + 1
                break
            if lows[k] == ",":
                break
    return end + 1 if end < scope.hi and lows[end] == "," and scope.own(end) else end


def seek_that(scope: Scope, table: Table, at: int) -> int:
    """The place of the "that" which opens the content, or -1: nothing but adjuncts and persons may stand before it."""
    lows, words, commas = scope.line.lows, table.words, 0
    infinitive = lows[at : at + 1] == ["to"] and not _to_whom(scope, table, at + 1)
    for k in range(at, min(at if infinitive else at + _THAT_WITHIN, scope.hi)):
        low = lows[k]
        if low == "that" and scope.own(k):
            return k if _is_complementiser(scope, table, k) else -1
        if k in scope.line.opened and scope.line.opened[k].closes - k > _TITLE_WORDS:
            return -1
        if not scope.own(k) or low in MARKS:
            continue
        commas += low == ","
        reports = low.endswith("ing") and low in table.verbs and low not in words.asides and k > at
        if is_issued(lows, k, at):
            continue
        stops = low in _BREAKS or commas > _COMMAS_MAX or reports
        if stops or low in {"who", "which", "but", "because", "if"} or (words.is_verb(low) and (k > at or "'" in low)):
            return -1
        if low == "and" and not scope.line.capital[k - 1] and k > at:
            return -1
    return -1


def is_issued(lows: list[str], at: int, first: int) -> bool:
    """`said in an interview [published on Monday] that`: when the paper came out, between a cue and its content."""
    return lows[at] in _ISSUED and at > first and lows[at + 1 : at + 2] in (["on"], ["late"], ["by"], ["earlier"])


def _is_complementiser(scope: Scope, table: Table, at: int) -> bool:
    """Not `in that interview`, nor a last word."""
    before = scope.line.lows[at - 1] if at > scope.lo else ""
    return before not in table.words.prepositions - {"on", "over", "by", "in", "up", "out"} and at + 1 < scope.hi


def addressee_end(scope: Scope, table: Table, at: int) -> int:
    """The last word of the person addressed, whose words begin at `at`; `at - 1` if nobody is."""
    lows, words, capital = scope.line.lows, table.words, scope.line.capital
    if at >= scope.hi or not scope.own(at):
        return at - 1
    if lows[at] in _HIM and not (lows[at] == "her" and at + 1 < scope.hi and noun_like(scope, table, at + 1)):
        return at
    for k in range(at, min(at + 7, scope.hi)):
        if not scope.own(k) or lows[k] in _BREAKS or words.is_verb(lows[k]) or (lows[k] == "that" and k > at):
            break
        if lows[k] in words.audience and not (k + 1 < scope.hi and lows[k + 1] in words.audience):
            return k
        if capital[k] and not (
            k + 1 < scope.hi and (capital[k + 1] or lows[k + 1] in {"'s", "of"} or lows[k + 1] in words.audience)
        ):
            return k if not (k + 2 < scope.hi and lows[k + 1] == "and" and capital[k + 2]) else _name_end(scope, k + 2)
        if k == at and not (lows[k] in words.determiners or capital[k] or lows[k][0].isalpha()):
            break
    return _plain_noun(scope, table, at)


def _name_end(scope: Scope, at: int) -> int:
    while at + 1 < scope.hi and scope.line.capital[at + 1]:
        at += 1
    return at


def _plain_noun(scope: Scope, table: Table, at: int) -> int:
    """`his supporters`, `the crowd`: a determiner and a word."""
    lows, last = scope.line.lows, at
    while last < at + 3 and last + 1 < scope.hi and noun_like(scope, table, last) and not lows[last].endswith("s"):
        last += 1
    if noun_like(scope, table, last) and lows[last].endswith("s") and len(lows[last]) > 4:
        return last
    determined = lows[at] in table.words.determiners
    return at + 1 if determined and at + 1 < scope.hi and noun_like(scope, table, at + 1) else at - 1


def noun_like(scope: Scope, table: Table, at: int) -> bool:
    """Whether a word may be a noun: no word of a closed class, no likely verb."""
    low, words = scope.line.lows[at], table.words
    return low[0].isalpha() and low not in words.not_noun and not words.is_verb(low)
