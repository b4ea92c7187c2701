"""Reports in the passive: "This was stated by X", "It was reported that ...", "The call was rejected by X"."""

from __future__ import annotations

from safeconduct.press.extract.after import seek_that
from safeconduct.press.extract.cues import Table
from safeconduct.press.extract.draft import Draft, Words
from safeconduct.press.extract.ends import clause_end, unwrapped
from safeconduct.press.extract.hits import Hit
from safeconduct.press.extract.phrase import noun_phrase
from safeconduct.press.extract.phrases import after_comma, phrase_draft
from safeconduct.press.extract.scopes import Scope
from safeconduct.press.extract.subject import subject_before, subject_behind

_ANSWERS = frozenset({"rejection", "denial", "acceptance"})
_THIS = frozenset({"this", "that", "it", "which"})
_SAYS = frozenset({"say", "state", "announce", "declare"})
_OCCASIONS = frozenset({".", ",", "while", "when", "as", "at", "in", "during", "after", "before", "on", "to"})
_SOURCE_WORDS = 16
_NOTED_IN = (["in", "the"], ["at", "the"])


def passive_drafts(scope: Scope, table: Table, hits: list[Hit], previous: Scope | None) -> list[Draft]:
    """`This was stated by X` (content: the sentence before), `the plan, which was announced by X`."""
    found: list[Draft] = []
    for hit in hits:
        if noted := _as_noted(scope, table, hit):
            found.append(noted)
        if hit.passive and (told := _it_is_said(scope, table, hit)):
            found.append(told)
        if said := said_this(scope, table, hit, previous):
            found.append(said)
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


def said_this(scope: Scope, table: Table, hit: Hit, previous: Scope | None) -> Draft | None:
    """`The minister said this while opening the bridge.`: the sentence before."""
    lows, at = scope.line.lows, hit.last + 1
    follows = lows[at + 1] if at + 1 < scope.hi else "."
    plain = hit.form.cue.name in _SAYS and hit.form.tense == "past" and not (hit.passive or hit.negated)
    if not plain or lows[at : at + 1] != ["this"] or scope.depth or previous is None or previous.depth:
        return None
    if not (follows in _OCCASIONS or follows in table.words.weekdays):
        return None
    subject = subject_before(scope, table, hit)
    if subject is None or subject.before != scope.lo:
        return None
    words = unwrapped(previous, previous.lo, clause_end(previous, table, previous.lo, previous.hi))
    cue, mention = (hit.first, hit.last), (subject.first, subject.last)
    return Draft(previous, [words], hit.form.cue.type, cue=cue, mention=mention, frame="passive")


def _as_noted(scope: Scope, table: Table, hit: Hit) -> Draft | None:
    """`As noted by the ministry, ...`, `As noted in the department, ...`."""
    opens = hit.first == scope.lo + 1 and scope.line.lows[scope.lo] == "as" and hit.form.tense == "past"
    by = _by(scope, hit) if opens and "tag" in hit.takes else -1
    if opens and by < 0 and "tag" in hit.takes and scope.line.lows[hit.last + 1 : hit.last + 3] in _NOTED_IN:
        by = hit.last + 1
    agent = subject_behind(scope, table, by + 1) if by > 0 else None
    after = after_comma(scope, agent.last + 1) if agent else -1
    if agent is None or after < 0:
        return None
    content = (after, clause_end(scope, table, after, scope.hi))
    return phrase_draft(scope, [content], (hit.first, hit.last), (agent.first, agent.last))


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
        answers = hit.form.cue.type in _ANSWERS and hit.form.cue.name != "approve"
        phrase = noun_phrase(scope, table, before) if answers else None
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
