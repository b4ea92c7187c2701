"""The lines around a report that say who wrote it, where and when: byline, date line, dateline."""

from __future__ import annotations

import re
from dataclasses import dataclass

from safeconduct.press.calendar_names import weekdays
from safeconduct.press.model import Span
from safeconduct.press.source.days import full_days
from safeconduct.press.source.words import either, lists

BYLINE_CHARS_MAX = 160
_DATELINE_CHARS_MAX = 140

_CREDITS = lists("credits")
_BYLINE = re.compile(rf"(?:{either(_CREDITS['by'])})(?:\s*:\s*|\s+)(?=\S)", re.IGNORECASE)
_BYLINE_END = re.compile(r"\s*(?:\||—|–|•|·| - |,\s*(?=[0-9])|\n|$)")
_SENTENCE_END = frozenset(".!?\u0589\u061f\u06d4")
# What may stand beside a day in a line that only dates the report.
_BESIDE = frozenset(_CREDITS["dated"]) | weekdays().keys()
_WORD = re.compile(r"[^\W\d_]+")
_CLOCK = re.compile(r"[0-9]{1,2}[:.][0-9]{2}(?:[:.][0-9]{2})?")
_DATELINE = re.compile(
    r"""(?x)
    (?P<place>[^\W\d_][\w.'’-]{0,30}(?:[ ][\w.'’-]{1,30}){0,4})  # up to five words
    (?P<rest>,[ ]?[^()/—–\n]{1,40}?)?[.]?[ ]?
    (?:  [(](?P<round>[^()\n]{2,60})[)][ ]?(?:[—–:]|--?(?=[ ]))
       | /(?P<slash>[^/\n]{2,60})/[.,]?[ ]?[—–-]?
       | (?:[—–]|--|(?<=[ ])-)(?=[ ])
    )"""
)


@dataclass(frozen=True, slots=True)
class Dateline:
    """The place of `MOSCOW (AA) -` and the words in brackets after it, perhaps empty; `span` covers all of it."""

    place: str
    by: str
    span: Span


def byline_name(paragraph: str) -> str:
    """Whom a byline names, its day left out; an empty text for any other paragraph.

    >>> byline_name("By Asbarez | Friday, 23 June 2023"), byline_name("By then the road was closed.")
    ('Asbarez', '')
    """
    opened = _BYLINE.match(paragraph[: BYLINE_CHARS_MAX + 1])
    if opened is None or len(paragraph) > BYLINE_CHARS_MAX or paragraph[-1:] in _SENTENCE_END:
        return ""
    rest = paragraph[opened.end() :]
    end = _BYLINE_END.search(rest)
    name = rest[: end.start()] if end else rest
    return name.strip() if len(name.split()) <= 8 and not name[:1].islower() else ""


def is_byline(paragraph: str) -> bool:
    """Whether a paragraph only says who wrote this."""
    return bool(byline_name(paragraph))


def is_date_line(paragraph: str) -> bool:
    """Whether a paragraph holds a full day and nothing that belongs to the report.

    >>> is_date_line("Published on 23 June 2023, 14:05"), is_date_line("The road opened on 23 June 2023")
    (True, False)
    """
    if len(paragraph) > BYLINE_CHARS_MAX:
        return False
    found = full_days(paragraph)
    if not found:
        return False
    rest = list(paragraph)
    for each in found:
        rest[each.span.start : each.span.end] = " " * (each.span.end - each.span.start)
    left = [word for word in _WORD.findall(_CLOCK.sub(" ", "".join(rest))) if word.casefold() not in _BESIDE]
    return sum(map(len, left)) <= 4


def dateline(paragraph: str) -> Dateline | None:
    """The dateline that opens a paragraph, if one does: a place in capitals, or one followed by a source in brackets.

    >>> dateline("MOSCOW (AA) - The minister said").place, dateline("Moscow made an offer - and waits")
    ('MOSCOW', None)
    """
    found = _DATELINE.match(paragraph[:_DATELINE_CHARS_MAX])
    if found is None:
        return None
    by = found["round"] or found["slash"] or ""
    place = found["place"]
    written = (
        place.isupper()
        or (bool(by) and place[:1] != place[:1].lower())
        or (bool(by) and place.lower() == place.upper())
    )
    return Dateline(place, by.strip(), Span(0, found.end())) if written and len(place) > 1 else None


def opens_with_place(paragraph: str) -> bool:
    """Whether a paragraph opens with a dateline."""
    return dateline(paragraph) is not None
