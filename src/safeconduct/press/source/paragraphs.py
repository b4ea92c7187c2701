"""Where the paragraphs of a text lie, and what each is used for: headline, body or furniture.

In plain text a line is a paragraph, except where blank lines part groups of wrapped lines: then a group is one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from statistics import median

from safeconduct.press.model import Block, Span, Use
from safeconduct.press.source.furniture import is_caption, is_furniture
from safeconduct.press.source.top import is_byline, is_date_line, opens_with_place

HEADLINE_CHARS_MAX = 240
_TOP_BLOCKS = 12
_LINK_WORDS = 4
_TAIL_SHARE = 3  # furniture may begin in the last third
_WRAP_WIDTH_MIN, _WRAP_WIDTH_MAX = 40, 100
_LINE = re.compile(r"[^\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")
_ENDS = frozenset(".!?\u2026\u0589\u061f\u06d4\u3002:;")
_CLOSERS = "\"'”’»)]“ "


def paragraphs(text: str) -> list[Span]:
    """The paragraphs of plain text, blanks at their edges left out, in order."""
    lines = [span for found in _LINE.finditer(text) if (span := _trimmed(text, found.start(), found.end()))]
    groups = _groups(text, lines)
    if not _is_wrapped(text, groups):
        return lines
    return [Span(group[0].start, group[-1].end) for group in groups]


def blocks(text: str, spans: Sequence[Span], headline: Span | None = None) -> tuple[Block, ...]:
    """Each paragraph with its use; a headline known from markup is one, else it is found by its form."""
    uses = _uses([text[span.start : span.end] for span in spans])
    if headline is not None:
        uses = _with_headline(spans, uses, headline)
    return tuple(Block(span, use) for span, use in zip(spans, uses, strict=True))


def _trimmed(text: str, start: int, end: int) -> Span | None:
    line = text[start:end]
    left = len(line) - len(line.lstrip())
    bare = line.strip()
    return Span(start + left, start + left + len(bare)) if bare else None


def _groups(text: str, lines: Sequence[Span]) -> list[list[Span]]:
    """Lines with only one line break between them."""
    groups: list[list[Span]] = []
    for line in lines:
        if groups and text.count("\n", groups[-1][-1].end, line.start) < 2:
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _is_wrapped(text: str, groups: Sequence[Sequence[Span]]) -> bool:
    """Whether lines were broken to a width: nearly equal ones that end amid a sentence, in groups of several."""
    inner = [line for group in groups for line in group[:-1]]
    if len(groups) < 2 or len(inner) < 3:
        return False
    widths = [line.end - line.start for line in inner]
    typical = median(widths)
    broken = sum(not _is_sentence(text[line.start : line.end]) for line in inner)
    narrow = sum(width <= _WRAP_WIDTH_MAX and width * 2 >= typical for width in widths)
    return _WRAP_WIDTH_MIN <= typical <= _WRAP_WIDTH_MAX and min(broken, narrow) * 5 >= len(inner) * 4


def _is_sentence(paragraph: str) -> bool:
    """Whether a paragraph ends like one of the body."""
    bare = paragraph[-40:].rstrip(_CLOSERS)
    return bare[-1:] in _ENDS


def _uses(texts: Sequence[str]) -> list[Use]:
    uses: list[Use] = ["furniture" if is_furniture(each) or is_byline(each) else "body" for each in texts]
    _mark_top(texts, uses)
    _mark_links(texts, uses)
    _mark_tail(texts, uses)
    return uses


def _mark_links(texts: Sequence[str], uses: list[Use]) -> None:
    """Lines in capitals between sentences, `KORDA OPENS BRIDGE; TALKS GO ON`, are links to other reports."""
    for place, text in enumerate(texts):
        if uses[place] == "body" and text.isupper() and not _is_sentence(text) and len(text.split()) >= _LINK_WORDS:
            uses[place] = "furniture"


def _mark_top(texts: Sequence[str], uses: list[Use]) -> None:
    """Short paragraphs before the first sentence are headlines; dates and captions among them are furniture."""
    top: list[int] = []
    for place, text in enumerate(texts[:_TOP_BLOCKS]):
        if uses[place] == "furniture":
            continue
        if is_date_line(text) or is_caption(text):
            uses[place] = "furniture"
        elif len(text) > HEADLINE_CHARS_MAX or _is_sentence(text) or opens_with_place(text):
            break
        else:
            top.append(place)
    else:
        if len(top) == len(texts):
            top = top[:1]  # nothing but short lines: a list or a fragment, of which the first is its title
    for place in top:
        uses[place] = "headline"


def _mark_tail(texts: Sequence[str], uses: list[Use]) -> None:
    """After furniture in the last third, short paragraphs that are no sentences are furniture too."""
    whole = sum(map(len, texts))
    seen, begun = 0, False
    for place, text in enumerate(texts):
        late = seen * _TAIL_SHARE >= whole * (_TAIL_SHARE - 1)
        seen += len(text)
        if late and uses[place] == "furniture":
            begun = True
        elif late and begun and uses[place] == "body" and not _is_sentence(text) and len(text) <= HEADLINE_CHARS_MAX:
            uses[place] = "furniture"


def _with_headline(spans: Sequence[Span], uses: Iterable[Use], headline: Span) -> list[Use]:
    """Only the marked paragraph is the headline; what stood before it and looked like one is furniture."""
    return [
        "headline" if span == headline else ("furniture" if use == "headline" and span.start < headline.start else use)
        for span, use in zip(spans, uses, strict=True)
    ]
