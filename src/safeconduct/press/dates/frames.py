"""The frame of a statement: the sentence that reports it, without what was said.

A date in the frame ("said on Wednesday") dates the statement; a date in the content dates something else. Contents
are covered, level by level of nesting, before the text is cut into sentences, so that a quotation of five sentences
counts as one part of the sentence around it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from safeconduct.press.model import Found, Span, Text

COVER = "\ue000"  # a private character: no letter, no space, no punctuation
DEPTH_MAX = 3
_END = re.compile(
    r"[.!?…][\"'”’»)\]]*[ \u00a0\n]+"
    r"(?=[\"'“‘«(\[ ]*[^\W\d_a-zß-öø-ÿа-яё]|[\"'“‘«(\[ ]*\ue000|[\"'“‘«(\[ ]*[0-9])"
)
_ABBREVIATIONS = frozenset(
    {
        *("Mr", "Mrs", "Ms", "Dr", "Gen", "Col", "Lt", "Maj", "Sgt", "Adm", "St", "Jan", "Feb", "Mar"),
        *("Apr", "Jun", "Jul", "Aug", "Sept", "Sep", "Oct", "Nov", "Dec", "No", "vs", "U.S", "U.N", "U.K", "D.C"),
        *("г", "гг", "им", "ул", "тыс", "млн", "млрд", "руб", "ген", "св", "пос", "обл"),
    }
)
_WORD_BEFORE = re.compile(r"[\w.]{1,12}$")


@dataclass(frozen=True, slots=True)
class Frame:
    """The sentence of a statement's cue. `text` is the whole document with contents covered, `span` the sentence."""

    text: str
    span: Span
    cue: Span

    def is_covered(self, position: int) -> bool:
        """Whether a position lies in something said."""
        return self.text[position] == COVER


def sentences_of(text: str, blocks: tuple[Span, ...]) -> tuple[Span, ...]:
    """The sentences of every block, in order; an abbreviation or a lone initial ends none."""
    found: list[Span] = []
    for block in blocks:
        start = block.start
        for match in _END.finditer(text, block.start, block.end):
            if not _is_abbreviation(text, match.start()):
                found.append(Span(start, match.end()))
                start = match.end()
        if start < block.end:
            found.append(Span(start, block.end))
    return tuple(found)


def _is_abbreviation(text: str, dot: int) -> bool:
    if text[dot] != ".":
        return False
    word = _WORD_BEFORE.search(text, max(0, dot - 12), dot)
    return word is not None and (word[0] in _ABBREVIATIONS or (len(word[0]) == 1 and word[0].isupper()))


def depths_of(found: tuple[Found, ...]) -> tuple[int, ...]:
    """How deep each statement is nested; a wrong `within` (itself, a later one, out of range) counts as none."""
    depths: list[int] = []
    for position, item in enumerate(found):
        outer = item.within
        depths.append(min(depths[outer] + 1, DEPTH_MAX) if outer is not None and 0 <= outer < position else 0)
    return tuple(depths)


class Frames:
    """The frames of all statements of one report."""

    def __init__(self, text: Text, found: tuple[Found, ...]) -> None:
        self._found = found
        self._depths = depths_of(found)
        blocks = tuple(block.span for block in text.blocks)
        self._layers: dict[int, tuple[str, tuple[Span, ...], list[int]]] = {}
        for depth in sorted({0, *self._depths}):
            spans = [span for item, d in zip(found, self._depths, strict=True) if d == depth for span in item.spans]
            covered = _covered(text.text, spans)
            sentences = sentences_of(covered, blocks)
            self._layers[depth] = (covered, sentences, [span.start for span in sentences])
        self._bare = text.text
        plain = sentences_of(text.text, blocks)
        self._plain = (text.text, plain, [span.start for span in plain])
        self._frames = [self._frame_of(item, depth) for item, depth in zip(found, self._depths, strict=True)]

    @property
    def sentences(self) -> tuple[Span, ...]:
        """The reporter's own sentences, each with whatever it quotes."""
        return self._layers[0][1]

    @property
    def covered(self) -> str:
        """The text with everything said covered."""
        return self._layers[0][0]

    def depth(self, position: int) -> int:
        """How deep a statement is nested; 0 for the reporter's own sentences."""
        return self._depths[position]

    def frame(self, position: int) -> Frame | None:
        """The frame of one statement; None where nothing at this place reports it."""
        return self._frames[position]

    def _frame_of(self, item: Found, depth: int) -> Frame | None:
        cue = item.cue or item.mention
        if cue is None:
            return None
        layer = self._layers[depth]
        if not 0 <= cue.start < len(self._bare):
            return None
        if layer[0][cue.start] == COVER:  # said inside another statement that does not hold this one
            layer = self._plain
        text, sentences, starts = layer
        index = bisect_right(starts, cue.start) - 1
        if index < 0 or sentences[index].end <= cue.start:
            return None
        return Frame(text, self._clipped(item, cue, sentences[index]), cue)

    def _clipped(self, item: Found, cue: Span, sentence: Span) -> Span:
        """Of a nested statement only what its outer statement says; the words around that belong to the outer."""
        if item.within is None or not 0 <= item.within < len(self._found):
            return sentence
        for span in self._found[item.within].spans:
            if span.start <= cue.start < span.end:
                return Span(max(span.start, sentence.start), min(span.end, sentence.end))
        return sentence


def _covered(text: str, spans: list[Span]) -> str:
    """The text with the spans covered; the stop that ends a span stays, so that the sentence still ends."""
    pieces: list[str] = []
    position = 0
    for span in sorted(spans):
        start, end = max(span.start, position), min(span.end, len(text))
        while end > start and text[end - 1] in "\"'”’»)":
            end -= 1
        if end > start and text[end - 1] in ".!?":
            end -= 1
        if end > start:
            pieces += [text[position:start], COVER * (end - start)]
            position = end
    return "".join([*pieces, text[position:]])
