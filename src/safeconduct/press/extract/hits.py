"""Reporting verbs in a sentence, each with the words before it that belong to the verb and how it stands."""

from __future__ import annotations

from dataclasses import dataclass

from safeconduct.press.extract.cues import Form, Table
from safeconduct.press.extract.scopes import Scope

HITS_MAX = 16
"""Cues of one sentence that are looked at."""
_GAP = 2
_STAYS = frozenset({"remain", "remains", "remained", "stay", "stays", "stayed"})
_TOLD_OF = frozenset({"reported", "quoted", "cited"})
_RANKS = frozenset({"total", "first", "latest", "last", "previously", "newly", "recently", "only", "much"})
_AS_HOPED = frozenset(
    {"hoped", "expected", "feared", "promised", "agreed", "demanded", "ordered", "requested", "offered"}
)


@dataclass(frozen=True, slots=True)
class Hit:
    """A cue at the words first to last; `group` is the first word of its verb group ("has repeatedly said").

    passive: a form of "be" before a participle. hedged: "seemed to", "reportedly". bare: an infinitive or the like,
    whose subject is not in front of it.
    """

    form: Form
    first: int
    last: int
    group: int
    passive: bool = False
    negated: bool = False
    hedged: bool = False
    bare: bool = False
    perfect: bool = False

    @property
    def takes(self) -> frozenset[str]:
        """The frames of the cue."""
        return self.form.cue.frames


def hits_of(scope: Scope, table: Table) -> list[Hit]:
    """The cues of a sentence in order, at most HITS_MAX."""
    found: list[Hit] = []
    lows, known, past = scope.line.lows, table.verbs, scope.lo
    for i in [i for i in range(scope.lo, scope.hi) if lows[i] in known]:
        if i < past or not scope.own(i) or _is_name(scope, i) or _as_hoped(scope, i) or _is_adjective(scope, table, i):
            continue
        hit = _hit_at(scope, table, i, known[lows[i]])
        if hit:
            found.append(hit)
            past = hit.last + 1
            if len(found) == HITS_MAX:
                break
    return found


def _is_name(scope: Scope, i: int) -> bool:
    """`the State Department`: a capital inside a sentence that is no title."""
    return scope.line.capital[i] and i > scope.lo and not scope.line.titled


def _as_hoped(scope: Scope, i: int) -> bool:
    """`would not restart as hoped`, `went as planned`: no report."""
    lows = scope.line.lows
    after = lows[i + 1] if i + 1 < scope.hi else "."
    return i > scope.lo and lows[i - 1] == "as" and lows[i] in _AS_HOPED and after not in {"by", "to"}


def _is_adjective(scope: Scope, table: Table, i: int) -> bool:
    """`the reported toll`, `the total reported toll`: a participle before its noun."""
    lows, words = scope.line.lows, table.words
    if not lows[i].endswith("ed") or i - 1 < scope.lo or i + 1 >= scope.hi or not lows[i + 1][0].isalpha():
        return False
    follows = lows[i + 1] not in words.not_noun and not words.is_verb(lows[i + 1]) and not scope.line.capital[i + 1]
    before = i - 2 if lows[i - 1] in _RANKS else i - 1
    return follows and before >= scope.lo and lows[before] in {"the", "a", "an", "its", "their", "his", "her"}


def same_place(scope: Scope, table: Table, hit: Hit) -> list[Form]:
    """Every form that is written here, the longest first: "call on" before "call"."""
    forms = table.verbs[scope.line.lows[hit.first]]
    return [form for form in forms if _rest_ends(scope, table, hit.first, form) is not None]


def _hit_at(scope: Scope, table: Table, i: int, forms: tuple[Form, ...]) -> Hit | None:
    for form in forms:
        last = _rest_ends(scope, table, i, form)
        if last is not None:
            return _with_group(scope, table, form, i, last)
    return None


def _rest_ends(scope: Scope, table: Table, i: int, form: Form) -> int | None:
    """The last word of a cue of several words; one or two adverbs may stand between ("called again on")."""
    at = i
    for word in form.rest:
        at = _next_word(scope, table, at + 1, word)
        if at < 0:
            return None
    return at


def _next_word(scope: Scope, table: Table, i: int, word: str) -> int:
    for k in range(i, min(i + _GAP + 1, scope.hi)):
        if scope.line.lows[k] == word:
            return k
        if not table.words.is_adverb(scope.line.lows[k]) or not scope.own(k):
            return -1
    return -1


def _with_group(scope: Scope, table: Table, form: Form, first: int, last: int) -> Hit:
    words, lows = table.words, scope.line.lows
    at, be, negated, hedged, helped = first - 1, False, False, False, False
    perfect = False
    while at >= scope.lo and scope.own(at):
        low = lows[at]
        if low in words.auxiliaries or low in words.negations:
            be, helped = be or low in words.be, True
            negated = negated or low in words.negations
            perfect = perfect or low in {"has", "have"}
        elif low in words.times and _helpers_before(scope, table, at):
            at = _for(scope, at)
        elif words.is_adverb(low):
            hedged = hedged or low in words.hedging_adverbs
        elif low == "to" and form.tense == "base" and (governing := _governing(scope, table, at)) >= 0:
            hedged, helped = hedged or lows[governing] in words.hedges | words.be, True
            at = governing
        else:
            break
        at -= 1
    stays = at >= scope.lo and lows[at] in _STAYS and first - 1 == at
    passive = (be or stays) and form.tense == "past"
    bare = form.tense == "base" and not helped and at >= scope.lo and lows[at] == "to"
    return Hit(form, first, last, at + 1, passive, negated, hedged, bare, perfect)


def _for(scope: Scope, at: int) -> int:
    """The "for" of `for [several] months`, or -1."""
    return next((k for k in range(at - 1, max(scope.lo, at - 3), -1) if scope.line.lows[k] == "for"), -1)


def _helpers_before(scope: Scope, table: Table, at: int) -> bool:
    """`has for months accused`: a span of time inside the verb group."""
    start = _for(scope, at)
    return start > scope.lo and scope.line.lows[start - 1] in table.words.auxiliaries


def _governing(scope: Scope, table: Table, to: int) -> int:
    """`seemed to accuse`, `went on to say`, `was reported to defend`: the verb before "to", or -1.

    It has the speaker as its subject.
    """
    at = to - 1
    if at > scope.lo and scope.line.lows[at] == "on":
        at -= 1
    if at - 1 >= scope.lo and scope.line.lows[at] in _TOLD_OF and scope.line.lows[at - 1] in table.words.be:
        return at - 1
    known = table.words.hedges | table.words.onward
    return at if at >= scope.lo and scope.line.lows[at] in known else -1
