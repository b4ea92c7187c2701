"""A statement in its paragraph, cut where the marks begin and end: its words, the reporting word, who is named."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from safeconduct.press.model import Span, Text
from safeconduct.press.review import Proposal
from safeconduct.press.source.visible import shown

CONTEXT_CHARS_MAX = 1500
"""Of a paragraph before or after, and on either side of the words within one."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters with the same marks; hidden characters are written as `[U+202E]`."""

    text: str
    content: bool = False
    cue: bool = False
    mention: bool = False

    @property
    def plain(self) -> bool:
        """Whether nothing is marked here."""
        return not (self.content or self.cue or self.mention)


@dataclass(frozen=True, slots=True)
class Passage:
    """What surrounds a statement. before, after: the paragraphs beside it; cut: something was left out."""

    before: str
    pieces: tuple[Piece, ...]
    after: str
    cut: bool


def passage_of(text: Text, proposal: Proposal) -> Passage:
    """The paragraphs that hold a statement, with its marks, and their neighbours."""
    near = [span for span in _marks(proposal) if span in proposal.spans or _close(span, proposal.spans)]
    first, last = min(span.start for span in near), max(span.end for span in near)
    spans = [block.span for block in text.blocks]
    at = [n for n, span in enumerate(spans) if span.start < last and span.end > first] or [0]
    start, end = (spans[at[0]].start, spans[at[-1]].end) if spans else (0, len(text.text))
    low, high = max(min(start, first), first - CONTEXT_CHARS_MAX), min(max(end, last), last + CONTEXT_CHARS_MAX)
    before = _words(text.text, spans[at[0] - 1]) if spans and at[0] else ""
    after = _words(text.text, spans[at[-1] + 1]) if at[-1] + 1 < len(spans) else ""
    cut = low > start or high < end
    return Passage(before, tuple(_pieces(text.text, Span(low, high), proposal)), after, cut)


def _marks(proposal: Proposal) -> list[Span]:
    return [*proposal.spans, *(span for span in (proposal.cue, proposal.mention) if span)]


def _close(span: Span, spans: tuple[Span, ...]) -> bool:
    """Whether a mark stands near the words; one far off is told in words instead."""
    return spans[0].start - CONTEXT_CHARS_MAX < span.start < spans[-1].end + CONTEXT_CHARS_MAX


def _words(text: str, span: Span) -> str:
    words = text[span.start : span.end]
    return shown(words if len(words) <= CONTEXT_CHARS_MAX else f"{words[:CONTEXT_CHARS_MAX]} […]")


def _pieces(text: str, window: Span, proposal: Proposal) -> Iterator[Piece]:
    marks = _marks(proposal)
    edges = {window.start, window.end}
    edges |= {edge for span in marks for edge in (span.start, span.end) if window.start <= edge <= window.end}
    places = sorted(edges)
    for start, end in pairwise(places):
        yield Piece(
            shown(text[start:end]),
            content=any(span.start <= start < span.end for span in proposal.spans),
            cue=_inside(start, proposal.cue),
            mention=_inside(start, proposal.mention),
        )


def _inside(at: int, span: Span | None) -> bool:
    return span is not None and span.start <= at < span.end
