"""Sentences that are a quotation and nothing else: more of what was just said, or words nobody is named for here."""

from __future__ import annotations

from collections.abc import Sequence

from safeconduct.press.extract.cues import Table
from safeconduct.press.extract.draft import Draft, Words
from safeconduct.press.extract.ends import unwrapped
from safeconduct.press.extract.hits import hits_of
from safeconduct.press.extract.phrase import noun_phrase
from safeconduct.press.extract.scopes import Scope
from safeconduct.press.model import Span

_WORDS_MIN = 4


def quotation_only(scope: Scope) -> Words | None:
    """The words of a sentence that stands in quotation marks as a whole, or None."""
    line, first = scope.line, scope.lo
    quote = line.opened.get(first)
    if quote is None or scope.depth:
        return None
    last = min(quote.closes, scope.hi - 1)
    while last + 1 < scope.hi:
        following = line.opened.get(last + 1)
        if following is None and line.lows[last + 1][0].isalnum():
            return None
        last = min(following.closes, scope.hi - 1) if following else last + 1
    return unwrapped(scope, first, last if quote.closes >= scope.hi - 1 else min(quote.closes, scope.hi - 1))


def announced_by(scopes: Sequence[Scope], table: Table) -> tuple[Span, Span] | None:
    """A paragraph that ends in `The statement of Tuesday reads:`: the cue and the speaker of the quotation below it."""
    scope = next((scope for scope in reversed(scopes) if not scope.depth), None)
    if scope is None or scope.line.lows[scope.hi - 1] != ":":
        return None
    line = scope.line
    hit = next((hit for hit in hits_of(scope, table) if hit.last == scope.hi - 2), None)
    if hit is None or "tag" not in hit.takes or hit.passive or hit.form.tense not in {"past", "present"}:
        return None
    lows, words = line.lows, table.words
    last = hit.group - 1
    for k in range(scope.lo + 1, hit.group):
        if lows[k] in words.prepositions or (lows[k].endswith("ed") and lows[scope.lo] in words.determiners):
            last = k - 1
            break
    subject = noun_phrase(scope, table, last)
    return (line.span(hit.first, hit.last), line.span(subject.first, subject.last)) if subject is not None else None


def join_or_add(drafts: list[Draft], scope: Scope, words: Words, last_quoted: Draft | None) -> Draft | None:
    """Add a quotation to the statement quoted just before in its paragraph; else it is a statement of its own."""
    if last_quoted is not None:
        last_quoted.content.append(words)
        return last_quoted
    if words[1] - words[0] + 1 < _WORDS_MIN:
        return None
    draft = Draft(scope, [words], "assertion", quoted=True, frame="alone")
    drafts.append(draft)
    return draft
