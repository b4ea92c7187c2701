"""Reporting clauses that follow their content or interrupt it: "..., he said", "... said Smith on Tuesday"."""

from __future__ import annotations

from safeconduct.press.extract.after import addressee_end, is_issued, skip_adjuncts
from safeconduct.press.extract.cues import Table
from safeconduct.press.extract.draft import Reading, Words
from safeconduct.press.extract.ends import clause_end, unwrapped
from safeconduct.press.extract.hits import Hit
from safeconduct.press.extract.marks import MARKS
from safeconduct.press.extract.phrase import Subject
from safeconduct.press.extract.scopes import Scope
from safeconduct.press.extract.subject import author_behind, subject_before, subject_behind

_ENDS = frozenset({".", "!", "?", "…"})
_PAUSES = _ENDS | {",", ";", ":", "—", "–"}
_SUBJECTS = frozenset({"it", "he", "she", "they", "there", "we", "i"})
_MEANWHILE = frozenset({"as", "while", "when", "after", "before"})
_GAP_WORDS = 30
_FRONT_WORDS = 12
_LONG_WORDS = 12
_SPEAKER_WORDS = 4
_SPEAK = frozenset({"say", "write", "explain"})
_CLAUSE_WORDS_MIN = 2


def tag_at(scope: Scope, table: Table, hit: Hit) -> Reading | None:
    """The reading of a cue as a reporting clause behind its content, if it can be one."""
    if "tag" not in hit.takes or hit.form.tense == "ing" or hit.passive or hit.bare:
        return None
    quoted = hit.group - 1 in scope.line.closed
    deal = not quoted and hit.form.cue.type == "acceptance"
    if _closes_content(scope, hit.group - 1) and not deal and (quoted or not ("person" in hit.takes or hit.form.rest)):
        behind = subject_behind(scope, table, hit.last + 1, quoted=quoted)
        likely = quoted or (
            behind is not None and _names_speaker(scope, behind) and not _is_described(scope, table, hit)
        )
        if behind and likely and _rest_is_tag(scope, table, hit, behind.last + 1):
            return Reading(hit, author_behind(scope, table, behind), "tag", hit.group, behind=True)
    subject = subject_before(scope, table, hit)
    if subject is None or subject.relative or not _closes_content(scope, subject.before - 1):
        return None
    if not (_may_stop(scope, table, hit) and _rest_is_tag(scope, table, hit, hit.last + 1)):
        return None
    reading = Reading(hit, subject, "tag", subject.before)
    interrupts = (
        hit.first - scope.lo < _FRONT_WORDS
        and scope.line.lows[hit.last + 1 : hit.last + 2] == [","]
        and _behind(scope, table, reading, scope.hi) is not None
    )
    return reading if interrupts or _has_content(scope, table, subject) else None


def _names_speaker(scope: Scope, subject: Subject) -> bool:
    """A name, or a short phrase: `said the ministry`; not `said the combined lapses raise questions`."""
    return scope.line.capital[subject.first] or subject.last - subject.first < _SPEAKER_WORDS


def _is_described(scope: Scope, table: Table, hit: Hit) -> bool:
    """`Jane Smith, a spokeswoman of the bank, confirmed the transfer`: a name and what she is, no clause."""
    subject = subject_before(scope, table, hit)
    if subject is None or subject.before != scope.lo or scope.line.headline:
        return False
    return not any(table.words.is_verb(scope.line.lows[k]) for k in range(subject.first, hit.group))


def _may_stop(scope: Scope, table: Table, hit: Hit) -> bool:
    """The cue ends its clause, or what follows is the person addressed, the day, the occasion; nothing it governs."""
    at, words = hit.last + 1, table.words
    if at >= scope.hi or not scope.own(at) or "person" in hit.takes or _quote_before(scope, hit):
        return at >= scope.hi or scope.line.lows[at] != "to" or hit.form.cue.name in _SPEAK
    low = scope.line.lows[at]
    if low == "to":
        return hit.form.cue.name in _SPEAK
    when = low in words.weekdays or low in words.time_determiners or low in words.times or low in words.months
    return when or not low[0].isalnum() or low in words.prepositions or words.is_adverb(low) or low == "while"


def _closes_content(scope: Scope, i: int) -> bool:
    """A comma, a dash or a closing mark stands before the reporting clause."""
    if i < scope.lo:
        return False
    return (scope.line.lows[i] in {",", "—", "–", "-", "?", "!"} and scope.own(i)) or i in scope.line.closed


def _has_content(scope: Scope, table: Table, subject: Subject) -> bool:
    """What stands in front is a clause or a quotation, not an opening like "On Tuesday," or "Asked about it,"."""
    end = subject.before - 1
    if end in scope.line.closed:
        return True
    lows, words, first = scope.line.lows, table.words, scope.lo
    if lows[end - 1] in MARKS:
        return True
    while first < end and lows[first] in words.links:
        first += 1
    opener = lows[first]
    if opener in words.time_determiners and first + 1 < end and lows[first + 1] in words.weekdays | words.times:
        return False
    if opener in words.subordinators or opener.endswith("ing") or words.is_adverb(opener):
        return _commas(scope, first, end) > 0 and end - first > _LONG_WORDS
    has_verb = any(words.is_verb(lows[k]) or lows[k] in table.verbs for k in range(first + 1, end))
    return has_verb or end - first > 6


def _commas(scope: Scope, first: int, end: int) -> int:
    return sum(scope.line.lows[k] == "," and scope.own(k) for k in range(first, end))


def _rest_is_tag(  # noqa: PLR0911 - one return per word that decides
    scope: Scope, table: Table, hit: Hit, at: int
) -> bool:
    """Nothing after the cue, or the person addressed and the occasion only, up to a comma or the end."""
    lows, interrupts = scope.line.lows, _quote_before(scope, hit)
    if at in scope.line.opened or (at < scope.hi and lows[at] in {",", ":"} and at + 1 in scope.line.opened):
        return interrupts and hit.form.cue.name != "call"
    if at < scope.hi and lows[at] in _SUBJECTS:
        return False
    for k in range(at, min(scope.hi, at + _GAP_WORDS)):
        low = lows[k]
        if not scope.own(k) or low in MARKS:
            return interrupts
        if low in _PAUSES:
            return low != ":" and not (low == "," and k == at and _goes_on(scope, table, k))
        if low in _MEANWHILE and k + 1 < scope.hi and lows[k + 1] not in {"that", "if"} and not interrupts:
            return True
        clause = low == "that" and lows[k - 1] not in table.words.prepositions
        adjective = (low.endswith("ed") and lows[k - 1] in table.words.determiners) or is_issued(lows, k, at)
        if clause or (table.words.is_verb(low) and not interrupts and not adjective):
            return False
    return True


def _goes_on(scope: Scope, table: Table, at: int) -> bool:
    """After `, however,` a clause follows."""
    after = skip_adjuncts(scope, table, at)
    return at < after < scope.hi and scope.line.lows[after] == "that"


def _quote_before(scope: Scope, hit: Hit) -> bool:
    """Whether a quotation closes shortly before the cue, so that the clause interrupts it."""
    return any(k in scope.line.closed for k in range(hit.first - 1, max(scope.lo - 1, hit.first - 14), -1))


def tag_content(scope: Scope, table: Table, reading: Reading, begin: int, stop: int) -> list[Words]:
    """The runs of words a reporting clause belongs to: what stands before it from `begin`, and what goes on behind."""
    end = reading.begins - 1
    while end > begin and scope.line.lows[end] in {",", "—", "–", "-"} and scope.own(end):
        end -= 1
    if end < begin:
        return []
    before = unwrapped(scope, begin, end)
    behind = _behind(scope, table, reading, stop)
    return [before, behind] if behind else [before]


def _behind(scope: Scope, table: Table, reading: Reading, stop: int) -> Words | None:
    """`"...," he said, "..."` or `..., he said, ...`: the same statement goes on."""
    at = _tag_end(scope, reading)
    lows = scope.line.lows
    if at + 1 >= stop or (lows[at] not in {",", "—", "–", ";"} and at not in scope.line.opened):
        return None
    first = at if at in scope.line.opened else at + 1
    if first in scope.line.opened:
        quote = scope.line.opened[first]
        return unwrapped(scope, first, min(quote.closes, scope.hi - 1))
    if reading.begins - 1 in scope.line.closed:
        return _resumed(scope, first, stop)
    if not _continues(scope, table, first, stop):
        return None
    return first, clause_end(scope, table, first, stop)


def _resumed(scope: Scope, at: int, stop: int) -> Words | None:
    """`"...," said Smith, the head of the mission, "but ..."`: a quotation resumed after an aside about the speaker."""
    for k in range(at, min(stop, at + _GAP_WORDS)):
        if k in scope.line.opened and scope.own(k):
            quote = scope.line.opened[k]
            resumes = scope.line.lows[k - 1] == "," and quote.closes - k > _CLAUSE_WORDS_MIN
            return unwrapped(scope, k, min(quote.closes, scope.hi - 1)) if resumes else None
    return None


def _continues(scope: Scope, table: Table, first: int, stop: int) -> bool:
    """Not a participle, a relative clause or an apposition to the speaker."""
    lows, words = scope.line.lows, table.words
    opener = lows[first]
    if opener.endswith("ing") or opener in {"who", "whose", "according", "a", "an", "while", "as", "when", "after"}:
        return False
    return stop - first > _CLAUSE_WORDS_MIN and any(words.is_verb(lows[k]) for k in range(first, stop))


def _tag_end(scope: Scope, reading: Reading) -> int:
    """The first word after the reporting clause: its comma, stop or opening mark."""
    at = reading.subject.last + 1 if reading.behind and reading.subject else reading.hit.last + 1
    while at < scope.hi and scope.own(at):
        if scope.line.lows[at] in {",", ";", "—", "–"} | _ENDS or at in scope.line.opened:
            break
        at += 1
    return at


def tag_addressee(scope: Scope, table: Table, hit: Hit) -> Words | None:
    """`..., he told a news conference`."""
    if "person" not in hit.takes:
        return None
    end = addressee_end(scope, table, hit.last + 1)
    return (hit.last + 1, end) if end > hit.last else None
