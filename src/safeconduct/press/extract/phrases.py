"""Reports without a verb of their own: "according to X", "X: ...", "in the words of X"."""

from __future__ import annotations

from safeconduct.press.extract.after import noun_like
from safeconduct.press.extract.cues import Table
from safeconduct.press.extract.draft import Draft, Words
from safeconduct.press.extract.ends import clause_end, unwrapped
from safeconduct.press.extract.hits import HITS_MAX
from safeconduct.press.extract.line import Line
from safeconduct.press.extract.scopes import Scope
from safeconduct.press.model import Type

_TALK: Type = "assertion"
_COLON_WORDS = 5
_TRANSCRIPT_WORDS = 5
_NO_SOURCE = frozenset({"term", "terms", "schedule", "definition", "whether", "how", "all", "information"})
_SPEAKER_WORDS = 3
_GENRES = frozenset(
    {"timeline", "chronology", "analysis", "explainer", "opinion", "comment", "video", "photos", "update", "live"}
    | {"watch", "interview", "factbox", "breaking", "exclusive", "profile", "editorial", "feature", "urgent", "recap"}
)
_VIEWS = frozenset({"words", "opinion", "view", "assessment", "estimate", "estimation"})
_LEAD = 4
_SPOKEN = ("tag", "ahead clause", "ahead that", "ahead person")
_TAG_NEAR = 12
_SOURCE_WORDS = 16


def according_drafts(scope: Scope, table: Table, spoken: list[Draft]) -> list[Draft]:
    """`According to X, ...`, `..., according to X, ...`; behind another report X is who passes it on."""
    lows, found = scope.line.lows, list[Draft]()
    if "according" not in lows[scope.lo : scope.hi]:
        return found
    for k in range(scope.lo, scope.hi - 2):
        if lows[k] == "according" and lows[k + 1] == "to" and scope.own(k) and len(found) < HITS_MAX:
            draft = _according(scope, table, k, spoken)
            if draft:
                found.append(draft)
    return found


def _according(scope: Scope, table: Table, at: int, spoken: list[Draft]) -> Draft | None:
    source = _source_behind(scope, at + 2)
    if source is None or not _NO_SOURCE.isdisjoint(scope.line.lows[at + 2 : at + 5]):
        return None
    after = after_comma(scope, source[1] + 1)
    if after > 0 and scope.line.lows[after] in {"who", "which", "whose"}:
        after = after_comma(scope, after)
    if after < 0:
        source = _without_comma(scope, table, source)[0]
    if _opens_sentence(scope, table, at):
        if after < 0:
            source, after = _without_comma(scope, table, source)
        if after < 0 or _says_this(scope, after):
            return None
        stop = next((k for k in range(after, scope.hi) if scope.line.lows[k] == ";" and scope.own(k)), scope.hi)
        return phrase_draft(scope, [(after, clause_end(scope, table, after, stop))], (at, at + 1), source)
    if teller := _reported_before(spoken, at):
        teller.via = source
        teller.content = [
            (first, _up_to(scope, last, at, source) if first < at else last) for first, last in teller.content
        ]
        return None
    content = [_before(scope, at)]
    if after > 0 and _clause_goes_on(scope, table, after):
        content.append((after, clause_end(scope, table, after, scope.hi)))
    return phrase_draft(scope, content, (at, at + 1), source)


def _says_this(scope: Scope, at: int) -> bool:
    """`According to the agency, the ministry said this in a statement`: what was said stands before."""
    lows = scope.line.lows
    return any(lows[k] in {"said", "stated"} and lows[k + 1] == "this" for k in range(at, min(at + 8, scope.hi - 1)))


def _without_comma(scope: Scope, table: Table, source: Words) -> tuple[Words, int]:
    """`According to Smith the road is open`: the name ends where a phrase with a determiner begins."""
    for k in range(source[0] + 1, source[1]):
        before = scope.line.lows[k - 1]
        if scope.line.lows[k] in table.words.determiners and before not in table.words.prepositions | table.words.links:
            return (source[0], k - 1), k
    return source, -1


def words_of(scope: Scope, table: Table) -> Draft | None:
    """`In the words of the minister, ...`, `In her opinion, ...`."""
    lows, lo = scope.line.lows, scope.lo
    if scope.hi - lo < _LEAD or lows[lo] != "in":
        return None
    at = next((k for k in range(lo + 2, min(lo + _SOURCE_WORDS, scope.hi - 1)) if lows[k] in _VIEWS), -1)
    after = after_comma(scope, at + 1) if at > 0 else -1
    if after < 0 or not scope.own(at):
        return None
    source = (lo + 1, at - 1) if lows[at + 1] != "of" else _source_behind(scope, at + 2)
    if source is None or (lows[at + 1] not in {"of", ","}):
        return None
    return phrase_draft(scope, [(after, clause_end(scope, table, after, scope.hi))], (lo, at), source)


def _opens_sentence(scope: Scope, table: Table, at: int) -> bool:
    """Nothing stands before it but "But," and the like."""
    lows, words = scope.line.lows, table.words
    return at - scope.lo < _LEAD and all(
        lows[k] in words.links or lows[k] == "," or words.is_adverb(lows[k]) for k in range(scope.lo, at)
    )


def _up_to(scope: Scope, last: int, at: int, source: Words) -> int:
    """Content that ran over "according to X" ends before it."""
    if not at <= last <= source[1]:
        return last
    return at - 2 if scope.line.lows[at - 1] == "," else at - 1


def _before(scope: Scope, at: int) -> Words:
    last = at - 1
    while last > scope.lo and scope.line.lows[last] in {",", "—", "–"} and scope.own(last):
        last -= 1
    first = max((k + 1 for k in range(scope.lo, last) if scope.line.lows[k] == ";" and scope.own(k)), default=scope.lo)
    return unwrapped(scope, first, last)


def phrase_draft(scope: Scope, content: list[Words], cue: Words, source: Words | None) -> Draft:
    """A statement that a phrase without a verb introduces."""
    runs = [unwrapped(scope, *words) for words in content]
    return Draft(scope, runs, _TALK, cue=cue, mention=source, quoted=runs != content, frame="phrase")


def _source_behind(scope: Scope, at: int) -> Words | None:
    """The noun phrase after "according to", up to a comma, a stop or a quotation."""
    lows, last = scope.line.lows, -1
    for k in range(at, min(at + _SOURCE_WORDS, scope.hi)):
        stops = {",", ".", ";", ":", "—", "–", "(", "?", "!"}
        begins_quote = k in scope.line.opened and k > at and lows[k - 1] == ","
        if scope.own(k) and (lows[k] in stops or begins_quote or lows[k] in {"who", "which", "that", "and"}):
            if lows[k] == "and" and k + 1 < scope.hi and scope.line.capital[k + 1]:
                continue
            break
        last = k
    return (at, last) if last >= at else None


def after_comma(scope: Scope, at: int) -> int:
    """The word after the comma which closes an opening phrase, or -1."""
    lows = scope.line.lows
    for k in range(at, min(at + _SOURCE_WORDS, scope.hi - 1)):
        if lows[k] == "," and scope.own(k):
            return k + 1
        if k in scope.line.opened:
            return k
    return -1


def _reported_before(spoken: list[Draft], at: int) -> Draft | None:
    """A statement that "according to" hangs on: its cue stands before it, and no content of another between."""
    for draft in reversed(spoken):
        if draft.cue is None or draft.cue[0] > at or not draft.frame.startswith(_SPOKEN):
            continue
        if all(first <= at for first, _ in draft.content) and (
            draft.frame[:3] != "tag" or at - draft.cue[1] < _TAG_NEAR
        ):
            return draft
    return None


def _clause_goes_on(scope: Scope, table: Table, at: int) -> bool:
    lows, words = scope.line.lows, table.words
    if lows[at].endswith("ing") or lows[at] in {"who", "which", "a", "while", "whose", "but"}:
        return False
    return any(words.is_verb(lows[k]) for k in range(at, scope.hi))


def colon_draft(scope: Scope, table: Table, *, headline: bool) -> Draft | None:
    """`X: ...` in a headline, or before a quotation; in headlines also `...: X`, `... - X`, `"..." - X`."""
    parting = next((k for k in range(scope.lo + 1, scope.hi - 1) if _parts(scope, k)), -1)
    if parting < 0:
        return None
    before, after = parting - scope.lo, scope.hi - parting - 1
    last = clause_end(scope, table, parting + 1, scope.hi)
    quoted = parting + 1 in scope.line.opened or parting - 1 in scope.line.closed
    if not (headline or quoted):
        return None
    first_part, second_part = (scope.lo, parting - 1), (parting + 1, last)
    if before <= _COLON_WORDS and after > before and _is_speaker(scope, table, *first_part):
        dash = scope.line.lows[parting] != ":"
        return (
            None
            if dash or (before == 1 and scope.line.lows[scope.lo] in _GENRES)
            else phrase_draft(scope, [second_part], (parting, parting), first_part)
        )
    if after <= _SPEAKER_WORDS < before and _is_speaker(scope, table, *second_part, plain=quoted or headline):
        return phrase_draft(scope, [first_part], (parting, parting), second_part)
    return None


def transcript_draft(line: Line, table: Table) -> Draft | None:
    """A paragraph of a transcript, `JANE SMITH: ...`, `Jane Smith: ...`: all of it is what the person said."""
    colon = next((k for k in range(1, min(_COLON_WORDS, len(line) - _TRANSCRIPT_WORDS)) if line.lows[k] == ":"), -1)
    if colon < 0 or not line.capital[colon + 1] or line.lows[-1] not in {".", "!", "?", "…"}:
        return None
    scope, named = Scope(line, 0, len(line)), all(line.capital[:colon])
    loud = line.text[line.starts[0] : line.ends[colon - 1]].isupper()
    if not named or not (loud or colon > 1) or not _is_speaker(scope, table, 0, colon - 1):
        return None
    return phrase_draft(scope, [(colon + 1, len(line) - 2)], (colon, colon), (0, colon - 1))


def _parts(scope: Scope, k: int) -> bool:
    """A colon, or a dash with spaces around it."""
    if not scope.own(k):
        return False
    dash = scope.line.lows[k] in {"-", "–", "—"}
    return scope.line.lows[k] == ":" or (dash and scope.line.spaced_before(k) and scope.line.spaced_after(k))


def _is_speaker(scope: Scope, table: Table, first: int, last: int, *, plain: bool = False) -> bool:
    """A name or an office: holds no verb and no number, begins with a capital unless a plain noun will do."""
    lows, words = scope.line.lows, table.words
    if (
        not (scope.line.capital[first] or (plain and noun_like(scope, table, first)))
        or lows[first] in words.caps_function
    ):
        return False
    plain = all(lows[k][0].isalpha() or lows[k] in {"'", "’"} for k in range(first, last + 1))
    return plain and not any(words.is_verb(lows[k]) or lows[k] in words.adverbs for k in range(first, last + 1))
