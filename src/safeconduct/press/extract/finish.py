"""From drafts in words to findings in characters: order, mode, type, and which statement holds which."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from safeconduct.press.extract.draft import Draft, Words
from safeconduct.press.extract.kinds import types_of
from safeconduct.press.extract.lexicon import lexicon
from safeconduct.press.extract.line import Line
from safeconduct.press.model import Found, Mode, Span, Type


def _english_types(draft: Draft) -> tuple[Type, tuple[Type, ...]]:
    return types_of(draft, lexicon("en"))


def finished(
    line: Line,
    drafts: list[Draft],
    *,
    headline: bool,
    base: int,
    types: Callable[[Draft], tuple[Type, tuple[Type, ...]]] = _english_types,
) -> list[Found]:
    """The findings of one paragraph in the order of their content; `base` findings stand before them."""
    kept = sorted(_without_repeats(drafts), key=lambda draft: (draft.content[0][0], -draft.content[-1][1]))
    holders = _holders(kept)
    return [
        _found(line, draft, kept, holders[n], types(draft), headline=headline, base=base)
        for n, draft in enumerate(kept)
    ]


def _without_repeats(drafts: list[Draft]) -> list[Draft]:
    """One statement for the same words and the same speaker; the first reading stays."""
    seen: dict[tuple[tuple[Words, ...], Words | None], Draft] = {}
    for draft in drafts:
        seen.setdefault((tuple(draft.content), draft.mention), draft)
    return list(seen.values())


def _holders(drafts: list[Draft]) -> list[int | None]:
    """For each statement the one just around it: the last opened run that has not ended. Drafts are in order."""
    holders: list[int | None] = []
    open_ones: list[int] = []
    for draft in drafts:
        anchor = draft.cue or draft.content[0]
        open_ones = [n for n in open_ones if drafts[n].content[-1][1] >= draft.content[0][0]]
        around = [n for n in open_ones if _holds(drafts[n], anchor, draft)]
        holders.append(around[-1] if around else None)
        open_ones.append(len(holders) - 1)
        open_ones = open_ones[-8:]
    return holders


def _holds(outer: Draft, anchor: Words, inner: Draft) -> bool:
    if outer is inner or outer.cue == inner.cue:
        return False
    return any(
        first <= anchor[0] and inner.content[0][1] <= last and anchor[1] <= last for first, last in outer.content
    )


def _found(
    line: Line,
    draft: Draft,
    kept: list[Draft],
    holder: int | None,
    kinds: tuple[Type, tuple[Type, ...]],
    *,
    headline: bool,
    base: int,
) -> Found:
    main, others = kinds
    via = draft.via or (kept[holder].mention if holder is not None else None)
    return Found(
        spans=tuple(line.span(first, last) for first, last in sorted(draft.content)),
        cue=_span(line, draft.cue),
        mention=_name_span(line, draft.mention),
        mode=mode_of(line, draft.content, draft.scope.depth),
        type=main,
        types_also=others,
        addressee=_span(line, draft.addressee),
        via=_name_span(line, via),
        within=None if holder is None else base + holder,
        hedged=draft.hedged,
        headline=headline,
    )


def _span(line: Line, words: Words | None) -> Span | None:
    return line.span(*words) if words else None


def _name_span(line: Line, words: Words | None) -> Span | None:
    """The characters of a name, without the possessive ending."""
    span = _span(line, words)
    if span and line.text[span.start : span.end].endswith(("'s", "’s")) and span.end - span.start > 2:
        return Span(span.start, span.end - 2)
    return span


def mode_of(line: Line, content: Sequence[Words], depth: int) -> Mode:
    """By the marks of the statement itself: a quotation around its whole sentence, at `depth`, does not count."""
    if not line.quotes:
        return "indirect"
    quoted = plain = False
    for first, last in content:
        for k in range(first, last + 1):
            if line.lows[k][0].isalnum():
                inside = line.depth[k] > depth
                quoted, plain = quoted or inside, plain or not inside
    return "indirect" if not quoted else "mixed" if plain else "direct"
