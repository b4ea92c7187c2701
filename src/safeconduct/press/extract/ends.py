"""Where content ends: at the sentence's own stop, before a reporting clause behind it, before the occasion."""

from __future__ import annotations

from safeconduct.press.extract.cues import Table
from safeconduct.press.extract.scopes import Scope

_HE = frozenset({"he", "she", "they"})
_LEFT_OPEN = frozenset({"did", "gave", "declined", "refused", "offered", "provided", "would", "has", "had", "stopped"})
_NOT_FINITE = frozenset({"be", "been", "being", "having"})
_EDGE = frozenset({".", ",", ";", ":", "!", "?", "…", "—", "–", "-"})
_OCCASION_OPENS = frozenset({"in", "during", "at", "on", "while", "via", "through"})
_OCCASION_WORDS = 12
_DATED_WORDS = 7
_PAUSES = frozenset({",", "-", "–", "—"})
_CHARGES = frozenset(
    {"charge", "claim", "accusation", "allegation", "assertion", "suggestion", "statement", "position", "view"}
)
_RELATIVE = frozenset({"which", "who", "whose", "where", "that"})
_MEETINGS = {"meeting", "session", "hearing", "ceremony", "rally", "forum"}
_UNITS = frozenset({"hours", "days", "weeks", "months", "years", "day", "week", "month", "year"})
_PRESENT = frozenset({"is", "are", "has", "have", "will", "can", "must", "should", "does", "do", "cannot", "may"})
_PASTS = frozenset({"was", "were", "had", "did", "would", "could", "said", "added", "told", "made", "gave"})
_SPLITS_PHRASE = frozenset(
    {"while", "when", "after", "before", "as", "despite", "because", "although", "though", "but", "where", "if"}
)


def clause_end(scope: Scope, table: Table, start: int, stop: int) -> int:
    """The last word of a clause from `start` that must end before `stop`."""
    stop = _before_turn(scope, table, start, stop)
    end = _trimmed(scope, start, _before_aside(scope, table, start, stop) - 1)
    return _without_occasion(scope, table, start, end)


def _before_turn(scope: Scope, table: Table, start: int, stop: int) -> int:
    """`..., but the talks failed`, `..., and he left`: the reporter goes on; not `..., but that ...`."""
    lows = scope.line.lows
    for k in range(start + 3, stop - 3):
        if lows[k] == "but" and k - 1 in scope.line.closed and lows[k + 1] in _LEFT_OPEN and scope.own(k):
            return k
        if lows[k] != "," or not scope.own(k) or lows[k + 2] == "that":
            continue
        if (
            (lows[k + 1] == "but" and not _both_present(scope, start, k, stop))
            or _with_other(scope, table, k + 1, stop)
            or (lows[k + 1] == "and" and lows[k + 2] in _HE)
        ):
            return k
    return stop


def _both_present(scope: Scope, start: int, comma: int, stop: int) -> bool:
    """`..., but it is for the people to decide`: told in the present before and after, so it was said too."""
    before = any(scope.line.lows[k] in _PRESENT for k in range(start, comma))
    after = next((low for low in scope.line.lows[comma + 2 : min(comma + 8, stop)] if low in _PRESENT | _PASTS), "")
    return before and after in _PRESENT


def phrase_end(scope: Scope, table: Table, start: int, stop: int) -> int:
    """The last word of a noun phrase with all that hangs on it, ending before `stop`."""
    lows = scope.line.lows
    for k in range(start + 1, stop):
        if not scope.own(k):
            continue
        if (
            lows[k] == ","
            and k + 1 < stop
            and (
                _with_other(scope, table, k + 1, stop)
                or lows[k + 1] in _SPLITS_PHRASE
                or (lows[k + 1] in _RELATIVE and not _describes(scope, table, k + 1, stop))
                or _second_clause(scope, table, k + 1)
            )
        ):
            stop = k
            break
        if lows[k : k + 4] in (["later", "in", "the", "day"], ["earlier", "in", "the", "day"]) or lows[k] == ";":
            stop = k
            break
        if lows[k + 2 : k + 3] == ["later"] and lows[k + 1] in _UNITS:
            stop = k - (lows[k - 1] == "just")
            break
        if _opens_occasion(scope, table, k, stop) or _second_predicate(scope, table, k, stop):
            stop = k
            break
        if lows[k] in {"while", "because", "although", "though"} or _time_clause(scope, table, start, k, stop):
            stop = k - 1 if lows[k - 1] in table.words.times and k - 1 > start else k
            break
    return _trimmed(scope, start, _before_aside(scope, table, start, stop) - 1)


def _describes(scope: Scope, table: Table, at: int, stop: int) -> bool:
    """`..., where fighting goes on`: a relative clause that ends the sentence and reports nothing."""
    end = next((k for k in range(at + 1, stop) if scope.line.lows[k] == "," and scope.own(k)), stop)
    return end >= stop - 1 and not any(scope.line.lows[k] in table.verbs and scope.own(k) for k in range(at, end))


def _second_predicate(scope: Scope, table: Table, at: int, stop: int) -> bool:
    """`... and is concerned`: the sentence goes on with its own subject."""
    lows, words = scope.line.lows, table.words
    return lows[at] == "and" and at + 1 < stop and lows[at + 1] in words.auxiliaries - _NOT_FINITE


def _with_other(scope: Scope, table: Table, at: int, stop: int) -> bool:
    """`, with residents insisting that ...`: somebody else's statement hangs on the sentence."""
    lows = scope.line.lows
    return lows[at] == "with" and any(
        lows[k].endswith("ing") and lows[k] in table.verbs for k in range(at + 2, min(at + 7, stop))
    )


def _time_clause(scope: Scope, table: Table, start: int, at: int, stop: int) -> bool:
    """`... after the envoy left`: a clause with a verb of its own, not `both before and after ...`."""
    lows, words = scope.line.lows, table.words
    if lows[at] not in {"after", "before", "when", "since", "until"} or at - start < 2 or at + 2 >= stop:
        return False
    if lows[at - 1] in {"and", "or", "both", "shortly", "even"} or lows[at + 1] == "and":
        return False
    return any(words.is_verb(lows[k]) for k in range(at + 2, min(at + 8, stop)))


def _second_clause(scope: Scope, table: Table, at: int) -> bool:
    """`, and he left`, `, but the talks go on`: the phrase is over."""
    lows, words = scope.line.lows, table.words
    if lows[at] not in {"and", "but", "so", "yet"} or at + 2 >= scope.hi:
        return False
    return lows[at + 1] in words.pronouns or any(words.is_verb(lows[k]) for k in range(at + 2, min(at + 6, scope.hi)))


def _trimmed(scope: Scope, start: int, end: int) -> int:
    while end > start and scope.line.lows[end] in _EDGE and scope.own(end):
        end -= 1
    return end


def _before_aside(scope: Scope, table: Table, start: int, stop: int) -> int:
    """`..., referring to the talks`: the reporter's own words about the statement."""
    lows = scope.line.lows
    for k in range(start + 1, stop - 1):
        if lows[k] not in _PAUSES or not scope.own(k) or not scope.own(k + 1):
            continue
        if (lows[k] == "," and lows[k + 1] in table.words.asides) or _opens_charge(lows, k, stop):
            return k
    return stop


def _opens_charge(lows: list[str], k: int, stop: int) -> bool:
    """`, a charge that Norland rejects`, `- an allegation denied by ...`: what the reporter calls the statement."""
    named = k + 3 < stop and lows[k + 1] in {"a", "an"} and lows[k + 2] in _CHARGES
    return named and (lows[k + 3] in _RELATIVE or lows[k + 3].endswith("ed"))


def _without_occasion(scope: Scope, table: Table, start: int, end: int) -> int:
    for k in range(max(start + 3, end - _OCCASION_WORDS), end):
        dated = scope.line.lows[end] in table.words.weekdays and end - k < _DATED_WORDS
        if _opens_occasion(scope, table, k, end + 1) and (dated or scope.line.lows[k - 1] == ","):
            return _trimmed(scope, start, k - 1)
    return end


def _opens_occasion(scope: Scope, table: Table, at: int, stop: int) -> bool:
    """`in an interview with ...`, `during an April 4 telephone call`: a speech event, a few words on."""
    lows, words = scope.line.lows, table.words
    if lows[at] not in _OCCASION_OPENS or not scope.own(at) or at + 2 >= stop:
        return False
    if lows[at + 1] not in words.determiners | words.possessives and not scope.line.capital[at + 1]:
        return False
    for k in range(at + 2, min(at + 8, stop)):
        if not scope.own(k) or lows[k] in words.prepositions or words.is_verb(lows[k]) or lows[k] in _EDGE:
            return False
        if lows[k] in {
            "interview",
            "statement",
            "briefing",
            "conference",
            "call",
            "tweet",
            "speech",
            "conversation",
            "post",
        } | (_MEETINGS if lows[at] == "at" else set()):
            return True
    return False


def unwrapped(scope: Scope, first: int, last: int) -> tuple[int, int]:
    """Without the marks, where one quotation holds the whole content."""
    quote = scope.line.opened.get(first)
    if quote is None or quote.closes < last or scope.line.depth[first] != scope.depth:
        return first, last
    closing = min(quote.closes, scope.hi)
    return (first + 1, closing - 1) if closing - 1 > first else (first, last)
