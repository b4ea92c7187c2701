"""Page furniture: newsletter lines, comment policies, share counts, links. It yields no statements.

Only whole, short paragraphs are taken for furniture, by the words they are made of; a sentence that merely holds such
a word stays. The phrases stand in `words/furniture.txt`, a line for each that a page has shown.
"""

from __future__ import annotations

import re

from safeconduct.press.source.words import either, folded, lines

PARAGRAPH_CHARS_MAX = 400


def _phrases(sign: str) -> list[str]:
    return [line[2:] for line in lines("furniture") if line.startswith(f"{sign} ")]


_WHOLE = frozenset(_phrases("="))
_BEGINS = re.compile(either(_phrases("^")))
_HOLDS = re.compile(either(_phrases("~")))
_CAPTION = re.compile(either(_phrases("@")))
_COUNT = re.compile(rf"[0-9][0-9.,\u00a0 ]{{0,12}}[^\W\d_]?\s?(?:{either(_phrases('+'))})?")
_PAGE_LINK = re.compile(r"(?:https?://|www\.)\S{4,300}")
_TAGS = re.compile(r"#\w+(?:\s+#\w+)*")
_NEWSLETTER = re.compile(
    r"(?:get|receive|sign up|subscribe|join|follow)\b.{0,80}?\b(?:inbox|newsletters?|e-?mails?|telegram|channel)\b"
)
_EDGES = " *_=~#\t\u00a0:.\u2026!|\u2022\u00b7\u00bb\u00ab<>-\u2013\u2014\"'()[]"


def is_furniture(paragraph: str) -> bool:
    """Whether a whole paragraph is furniture, by its own words.

    >>> is_furniture("Leave a Reply"), is_furniture("240"), is_furniture("The ministry left a reply unanswered.")
    (True, True, False)
    """
    text = paragraph.strip()
    if not text or len(text) > PARAGRAPH_CHARS_MAX:
        return not text
    small = folded(text)
    bare = small.strip(_EDGES)
    alone = (_COUNT, _PAGE_LINK, _TAGS)
    if not bare or bare in _WHOLE or any(form.fullmatch(small) for form in alone):
        return True
    return any(form.match(small) for form in (_BEGINS, _NEWSLETTER)) or _HOLDS.search(small) is not None


def is_caption(paragraph: str) -> bool:
    """Whether a paragraph before the headline describes a picture.

    >>> is_caption("A minister, left, with a colleague in Baku"), is_caption("Road closed")
    (True, False)
    """
    return len(paragraph) <= PARAGRAPH_CHARS_MAX and _CAPTION.search(folded(paragraph)) is not None
