"""Where quoted words stand in a text: verbatim, exactly once, and from word to word."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from safeconduct.press.model import Block, Span, Text

_AROUND = ' \t\r\n\u00a0"“”„«»'
"""Marks and spaces at the ends of a quotation do not belong to what was said."""


class DroppedError(Exception):
    """Something of an answer is not used."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def spans_of(text: Text, quotes: Sequence[str]) -> tuple[Block, tuple[Span, ...]]:
    """The characters of a statement, in order, and its paragraph. Raises DroppedError."""
    used = [block for block in text.blocks if block.use != "furniture"]
    spans = sorted(place_of(text.text, [block.span for block in used], words) for words in quotes)
    if any(one.end > other.start for one, other in pairwise(spans)):
        raise DroppedError("malformed")
    block = next(each for each in used if each.span.start <= spans[0].start < each.span.end)
    if spans[-1].end > block.span.end:
        raise DroppedError("apart")
    return block, tuple(spans)


def place_of(text: str, blocks: Iterable[Span], words: str, without: Sequence[Span] = ()) -> Span:
    """The one place of these words in some paragraphs. Raises DroppedError. without: places that do not count."""
    bare = words.strip(_AROUND)
    if not any(each.isalnum() for each in bare):
        raise DroppedError("malformed")
    places: list[Span] = []
    for block in blocks:
        for place in _places(text, block, bare):
            if any(place.start < each.end and each.start < place.end for each in without):
                continue
            places.append(place)
            if len(places) > 1:
                raise DroppedError("ambiguous")
    if not places:
        raise DroppedError("not_found")
    (place,) = places
    if _cuts(text, place.start) or _cuts(text, place.end):
        raise DroppedError("cuts_word")
    return place


def _places(text: str, block: Span, words: str) -> Iterator[Span]:
    """Every place, those that overlap too."""
    at = text.find(words, block.start, block.end)
    while at >= 0:
        yield Span(at, at + len(words))
        at = text.find(words, at + 1, block.end)


def _cuts(text: str, at: int) -> bool:
    """Whether a word goes on across a place."""
    return 0 < at < len(text) and text[at - 1].isalnum() and text[at].isalnum()
