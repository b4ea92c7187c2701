"""The fast pass: every paragraph once, sentence by sentence, no parser and no backtracking.

The cost grows with the length of the text alone: sentences are cut at a number of words, and of each at most a number
of cues is looked at, so every walk is short.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from safeconduct.press.extract.alone import announced_by, join_or_add, quotation_only
from safeconduct.press.extract.cues import Table, cue_table
from safeconduct.press.extract.draft import Draft
from safeconduct.press.extract.finish import finished
from safeconduct.press.extract.hits import hits_of
from safeconduct.press.extract.line import Line, read_line
from safeconduct.press.extract.marks import opens_with_mark, pair_marks
from safeconduct.press.extract.nouns import noun_drafts
from safeconduct.press.extract.passives import passive_drafts, said_this
from safeconduct.press.extract.phrases import according_drafts, colon_draft, transcript_draft, words_of
from safeconduct.press.extract.relayed import relayed_draft
from safeconduct.press.extract.scopes import Scope, scopes_of
from safeconduct.press.extract.sentence import verb_drafts
from safeconduct.press.model import Found, Span, Text

_SAID_WORDS = 7
"""Words that the sentence before "said this" has at least."""


def find_statements(text: Text) -> tuple[Found, ...]:
    """The statements of a report, in the order of their characters. Never fails; a text without any gives ()."""
    table = cue_table("en")
    used = [block for block in text.blocks if block.use != "furniture"]
    lines = [read_line(text.text, block.span, table.words.abbreviations) for block in used]
    opens = [opens_with_mark(line) for line in lines]
    found: list[Found] = []
    last: Scope | None = None
    announced: tuple[Span, Span] | None = None
    for n, (block, line) in enumerate(zip(used, lines, strict=True)):
        pair_marks(line, n + 1 < len(lines) and opens[n + 1])
        headline = line.headline = block.use == "headline"
        scopes = tuple(scopes_of(line, table))
        if last is not None and scopes and not headline:
            found += _said_before(scopes[0], table, last, found)
        last = scopes[-1] if scopes and not headline else None
        new = finished(line, _drafts_of(line, scopes, table), headline=headline, base=len(found))
        if new and announced is not None and new[0].cue is None and new[0].mention is None:
            new[0] = replace(new[0], cue=announced[0], mention=announced[1])
        announced = None if headline else announced_by(scopes, table)
        found += new
    return tuple(found)


def _said_before(scope: Scope, table: Table, last: Scope, found: list[Found]) -> list[Found]:
    """A paragraph that opens with "The minister said this while ...": what the paragraph before ends with."""
    if last.depth or last.hi - last.lo < _SAID_WORDS:
        return []
    for hit in hits_of(scope, table)[:1]:
        draft = said_this(scope, table, hit, last)
        if draft is None or draft.cue is None or draft.mention is None:
            continue
        cue, mention = scope.line.span(*draft.cue), scope.line.span(*draft.mention)
        bare = replace(draft, cue=None, mention=None)
        new = finished(last.line, [bare], headline=False, base=len(found))
        free = all(span.end <= each.spans[0].start for each in new for one in found[-8:] for span in one.spans)
        return [replace(each, cue=cue, mention=mention) for each in new] if free else []
    return []


def _drafts_of(line: Line, scopes: Sequence[Scope], table: Table) -> list[Draft]:
    spoken = None if line.headline else transcript_draft(line, table)
    if spoken:
        return [spoken]
    drafts: list[Draft] = []
    last_quoted: Draft | None = None
    previous: Scope | None = None
    for scope in scopes:
        alone = quotation_only(scope)
        if alone is not None:
            last_quoted = join_or_add(drafts, scope, alone, last_quoted)
        else:
            new = _sentence(scope, table, previous)
            last_quoted = next((draft for draft in reversed(new) if draft.quoted or draft.frame[:3] == "tag"), None)
            drafts += new
        previous = scope
    return drafts


def _sentence(scope: Scope, table: Table, previous: Scope | None) -> list[Draft]:
    hits = hits_of(scope, table)
    relayed = relayed_draft(scope, table)
    found = [relayed] if relayed else verb_drafts(scope, table, hits)
    if not found and not scope.depth:
        other = colon_draft(scope, table, headline=scope.line.headline) or words_of(scope, table)
        found = [other] if other else []
    found += according_drafts(scope, table, found)
    found += passive_drafts(scope, table, hits, previous)
    found += noun_drafts(scope, table, found)
    return found
