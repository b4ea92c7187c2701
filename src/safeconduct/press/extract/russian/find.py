"""The Russian fast pass: every paragraph once, sentence by sentence; each walk ends with its sentence."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace

from safeconduct.press.extract.alone import join_or_add, quotation_only
from safeconduct.press.extract.draft import Draft
from safeconduct.press.extract.finish import finished
from safeconduct.press.extract.line import Line, read_line
from safeconduct.press.extract.russian.hits import russian_hits
from safeconduct.press.extract.russian.kinds import russian_types
from safeconduct.press.extract.russian.marks import opens_with_mark, pair_russian
from safeconduct.press.extract.russian.scopes import DASHES, russian_scopes
from safeconduct.press.extract.russian.sources import according_drafts, label_draft, said_this
from safeconduct.press.extract.russian.table import RussianTable, plain, russian_table
from safeconduct.press.extract.russian.tails import trimmed
from safeconduct.press.extract.russian.verbs import Colon, verb_drafts
from safeconduct.press.extract.scopes import Scope
from safeconduct.press.model import Found, Span, Text

_SAID_WORDS = 4


@dataclass(slots=True)
class _Before:
    """What a sentence leaves for the next.

    scope: its words; told: somebody in it is reported already. colon: reporting words with nothing behind their colon.
    """

    scope: Scope | None = None
    told: bool = False
    colon: tuple[Span, Span | None] | None = None


def find_russian(text: Text) -> tuple[Found, ...]:
    """The statements of a report, in the order of their characters. Never fails; a text without any gives ()."""
    table = russian_table()
    used = [block for block in text.blocks if block.use != "furniture"]
    lines = [_line(text.text, block.span, table) for block in used]
    opens = [opens_with_mark(line) for line in lines]
    found: list[Found] = []
    before = _Before()
    for n, (block, line) in enumerate(zip(used, lines, strict=True)):
        pair_russian(line, n + 1 < len(lines) and opens[n + 1])
        headline = line.headline = block.use == "headline"
        found += _reported_here(line, table, before, len(found))
        drafts, after = _drafts_of(line, table, headline=headline)
        new = finished(line, drafts, headline=headline, base=len(found), types=russian_types)
        found += _spoken_before(line, new, before.colon, len(found))
        before = _Before() if headline else after
    return tuple(found)


def _line(text: str, where: Span, table: RussianTable) -> Line:
    line = read_line(text, where, table.words.abbreviations)
    line.lows = [plain(low) for low in line.lows]
    return line


def _reported_here(line: Line, table: RussianTable, before: _Before, base: int) -> list[Found]:
    """A paragraph that opens with "Об этом сообщил X": what the paragraph before ends with."""
    scope = next(iter(russian_scopes(line)), None)
    if scope is None or before.scope is None:
        return []
    said = said_this(scope, table, russian_hits(scope, table), others=before.told)
    content = trimmed(before.scope, before.scope.lo, before.scope.hi - 1)
    if said is None or content is None:
        return []
    bare = Draft(before.scope, [content], "report", frame="this")
    found = finished(before.scope.line, [bare], headline=False, base=base, types=russian_types)
    return [replace(one, cue=line.span(*said[0]), mention=line.span(*said[1])) for one in found]


def _spoken_before(line: Line, new: list[Found], colon: tuple[Span, Span | None] | None, base: int) -> list[Found]:
    """The findings of a paragraph behind a colon: what it opens with was said by whoever the colon names."""
    if colon is None or not line.lows or not (opens_with_mark(line) or line.lows[0] in DASHES):
        return new
    if not new and (content := trimmed(Scope(line, 0, len(line)), 0, len(line) - 1)) is not None:
        bare = Draft(Scope(line, 0, len(line)), [content], "assertion", quoted=True, frame="alone")
        new = finished(line, [bare], headline=False, base=base, types=russian_types)
    return [replace(one, cue=colon[0], mention=colon[1]) if one.cue is None else one for one in new]


def _drafts_of(line: Line, table: RussianTable, *, headline: bool) -> tuple[list[Draft], _Before]:
    drafts: list[Draft] = []
    after = _Before()
    quoted: Draft | None = None
    scopes = list(russian_scopes(line))
    inner = _merged([draft for scope in scopes if scope.depth for draft in _inside(scope, table)], table)
    inserted = sorted(draft.content[0][0] for draft in inner if draft.frame == "tag" and draft.quoted)
    for scope in scopes:
        if scope.depth:
            continue
        alone = quotation_only(scope)
        if alone is not None and bisect_left(inserted, alone[0]) < bisect_right(inserted, alone[1]):
            quoted, after = None, _Before()
            continue
        if alone is not None:
            quoted = join_or_add(drafts, scope, alone, quoted)
            after = _Before()
            continue
        hits = russian_hits(scope, table)
        said = said_this(scope, table, hits, others=after.told) if after.scope is not None else None
        if said is not None and after.scope is not None:
            content = trimmed(after.scope, after.scope.lo, after.scope.hi - 1)
            drafts += [Draft(after.scope, [content], "report", *said, frame="this")] if content is not None else []
            after, quoted = _Before(), None
            continue
        new, after = _sentence(scope, table, headline=headline)
        quoted = next((draft for draft in reversed(new) if draft.quoted), None)
        drafts += new
    return [*drafts, *inner], after


def _inside(scope: Scope, table: RussianTable) -> list[Draft]:
    return verb_drafts(scope, table, russian_hits(scope, table)).drafts


def _sentence(scope: Scope, table: RussianTable, *, headline: bool) -> tuple[list[Draft], _Before]:
    hits = russian_hits(scope, table)
    found = verb_drafts(scope, table, hits)
    new = found.drafts
    if not new and (label := label_draft(scope, table, hits, headline=headline)) is not None:
        new = [label]
    new = [*new, *according_drafts(scope, table, new)]
    whole = found.colon is None and scope.hi - scope.lo > _SAID_WORDS
    return new, _Before(scope if whole else None, bool(new), _colon(scope, found.colon))


def _colon(scope: Scope, colon: Colon | None) -> tuple[Span, Span | None] | None:
    if colon is None:
        return None
    return scope.line.span(*colon.cue), scope.line.span(*colon.mention) if colon.mention is not None else None


def _merged(drafts: list[Draft], table: RussianTable) -> list[Draft]:
    """Several tags inside one quotation are one statement, whose words stand between them."""
    tags: dict[int, list[Draft]] = {}
    for draft in drafts:
        if draft.frame == "tag" and draft.quoted:
            tags.setdefault(draft.content[0][0], []).append(draft)
    for group in tags.values():
        group.sort(key=lambda draft: draft.content[0][1])
        first, *others = group
        content, open_at = [first.content[0]], first.content[1:]
        for other in others:
            content += [(begin, other.content[0][1]) for begin, _ in open_at if begin <= other.content[0][1]]
            open_at = other.content[1:]
        first.content = [*content, *open_at]
        named = (each.mention for each in (first, *others) if each.mention is not None)
        first.mention = next(
            (one for one in named if first.scope.line.lows[one[0]] not in table.words.pronouns), first.mention
        )
    kept = {id(group[0]) for group in tags.values()}
    return [draft for draft in drafts if not (draft.frame == "tag" and draft.quoted) or id(draft) in kept]
