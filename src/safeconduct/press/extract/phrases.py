"""Reports without a verb of their own: "according to X", "X: ...", and the passive "This was stated by X"."""

from __future__ import annotations

from safeconduct.press.extract.after import noun_like, seek_that
from safeconduct.press.extract.cues import Table
from safeconduct.press.extract.draft import Draft, Words
from safeconduct.press.extract.ends import clause_end, unwrapped
from safeconduct.press.extract.hits import HITS_MAX, Hit
from safeconduct.press.extract.line import Line
from safeconduct.press.extract.phrase import noun_phrase
from safeconduct.press.extract.scopes import Scope
from safeconduct.press.extract.subject import subject_behind
from safeconduct.press.model import Type

_TALK: Type = "assertion"
_COLON_WORDS = 5
_TRANSCRIPT_WORDS = 5
_SPEAKER_WORDS = 3
_LEAD = 4
_SPOKEN = ("tag", "ahead clause", "ahead that", "ahead person")
_TAG_NEAR = 12
_ANSWERS = frozenset({"rejection", "denial", "acceptance"})
_THIS = frozenset({"this", "that", "it", "which"})
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
    if source is None:
        return None
    after = _after_comma(scope, source[1] + 1)
    if after < 0:
        source = _without_comma(scope, table, source)[0]
    if _opens_sentence(scope, table, at):
        if after < 0:
            source, after = _without_comma(scope, table, source)
        if after < 0:
            return None
        stop = next((k for k in range(after, scope.hi) if scope.line.lows[k] == ";" and scope.own(k)), scope.hi)
        return _draft(scope, [(after, clause_end(scope, table, after, stop))], (at, at + 1), source)
    if teller := _reported_before(spoken, at):
        teller.via = source
        teller.content = [
            (first, _up_to(scope, last, at, source) if first < at else last) for first, last in teller.content
        ]
        return None
    content = [_before(scope, at)]
    if after > 0 and _clause_goes_on(scope, table, after):
        content.append((after, clause_end(scope, table, after, scope.hi)))
    return _draft(scope, content, (at, at + 1), source)


def _without_comma(scope: Scope, table: Table, source: Words) -> tuple[Words, int]:
    """`According to Smith the road is open`: the name ends where a phrase with a determiner begins."""
    for k in range(source[0] + 1, source[1]):
        before = scope.line.lows[k - 1]
        if scope.line.lows[k] in table.words.determiners and before not in table.words.prepositions | table.words.links:
            return (source[0], k - 1), k
    return source, -1


def words_of(scope: Scope, table: Table) -> Draft | None:
    """`In the words of the minister, ...`, `In her words, ...`."""
    lows, lo = scope.line.lows, scope.lo
    if scope.hi - lo < _LEAD or lows[lo] != "in":
        return None
    at = next((k for k in range(lo + 2, min(lo + _SOURCE_WORDS, scope.hi - 1)) if lows[k] == "words"), -1)
    after = _after_comma(scope, at + 1) if at > 0 else -1
    if after < 0 or not scope.own(at):
        return None
    source = (lo + 1, at - 1) if lows[at + 1] != "of" else _source_behind(scope, at + 2)
    if source is None or (lows[at + 1] not in {"of", ","}):
        return None
    return _draft(scope, [(after, clause_end(scope, table, after, scope.hi))], (lo, at), source)


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


def _draft(scope: Scope, content: list[Words], cue: Words, source: Words | None) -> Draft:
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


def _after_comma(scope: Scope, at: int) -> int:
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
    if lows[at].endswith("ing") or lows[at] in {"who", "which", "a", "while", "whose"}:
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
        return None if dash else _draft(scope, [second_part], (parting, parting), first_part)
    if after <= _SPEAKER_WORDS < before and _is_speaker(scope, table, *second_part, plain=quoted or headline):
        return _draft(scope, [first_part], (parting, parting), second_part)
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
    return _draft(scope, [(colon + 1, len(line) - 2)], (colon, colon), (0, colon - 1))


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


def passive_drafts(scope: Scope, table: Table, hits: list[Hit], previous: Scope | None) -> list[Draft]:
    """`This was stated by X` (content: the sentence before), `the plan, which was announced by X`."""
    found: list[Draft] = []
    for hit in hits:
        if noted := _as_noted(scope, table, hit):
            found.append(noted)
        if hit.passive and (told := _it_is_said(scope, table, hit)):
            found.append(told)
        by = _by(scope, hit)
        if not hit.passive or by < 0 or hit.negated or not hit.takes & {"tag", "thing"}:
            continue
        agent = subject_behind(scope, table, by + 1)
        if agent is None or agent.pronoun:
            continue
        content = _passive_content(scope, table, hit, previous)
        if content:
            owner, words = content
            cue, mention = (hit.first, hit.last), (agent.first, agent.last)
            found.append(Draft(owner, [words], hit.form.cue.type, cue=cue, mention=mention, frame="passive"))
    return found


def _as_noted(scope: Scope, table: Table, hit: Hit) -> Draft | None:
    """`As noted by the ministry, ...`."""
    opens = hit.first == scope.lo + 1 and scope.line.lows[scope.lo] == "as" and hit.form.tense == "past"
    by = _by(scope, hit) if opens and "tag" in hit.takes else -1
    agent = subject_behind(scope, table, by + 1) if by > 0 else None
    after = _after_comma(scope, agent.last + 1) if agent else -1
    if agent is None or after < 0:
        return None
    content = (after, clause_end(scope, table, after, scope.hi))
    return _draft(scope, [content], (hit.first, hit.last), (agent.first, agent.last))


def _it_is_said(scope: Scope, table: Table, hit: Hit) -> Draft | None:
    """`It was reported [by X] that ...`."""
    before = hit.group - 1
    if before < scope.lo or scope.line.lows[before] != "it" or "tag" not in hit.takes:
        return None
    that = seek_that(scope, table, hit.last + 1)
    if that < 0:
        return None
    by = _by(scope, hit)
    agent = subject_behind(scope, table, by + 1) if 0 <= by < that else None
    words = unwrapped(scope, that + 1, clause_end(scope, table, that + 1, scope.hi))
    mention = (agent.first, min(agent.last, that - 1)) if agent else None
    return Draft(scope, [words], hit.form.cue.type, cue=(hit.first, hit.last), mention=mention, frame="passive")


def _by(scope: Scope, hit: Hit) -> int:
    for k in range(hit.last + 1, min(hit.last + 5, scope.hi - 1)):
        if scope.line.lows[k] == "by":
            return k
    return -1


def _passive_content(scope: Scope, table: Table, hit: Hit, previous: Scope | None) -> tuple[Scope, Words] | None:
    lows, before = scope.line.lows, hit.group - 1
    if before < scope.lo:
        return None
    if lows[before] not in _THIS:
        phrase = noun_phrase(scope, table, before) if hit.form.cue.type in _ANSWERS else None
        return (scope, (phrase.first, phrase.last)) if phrase and not phrase.pronoun else None
    if "tag" not in hit.takes:
        return None
    if lows[before] == "which":
        return _phrase_before(scope, table, before - 2 if lows[before - 1] == "," else before - 1)
    if before != scope.lo or previous is None:
        return None
    return previous, unwrapped(previous, previous.lo, clause_end(previous, table, previous.lo, previous.hi))


def _phrase_before(scope: Scope, table: Table, last: int) -> tuple[Scope, Words] | None:
    """The noun phrase a relative clause hangs on, from the determiner that opens it."""
    lows, words = scope.line.lows, table.words
    for k in range(last - 1, max(scope.lo, last - _SOURCE_WORDS), -1):
        if (
            lows[k] in words.determiners
            and scope.own(k)
            and lows[k - 1] not in {"of", "in", "at", "on", "to", "by", "for"}
        ):
            return scope, (k, last)
        if lows[k] in {",", ";", ":"}:
            return None
    return None
