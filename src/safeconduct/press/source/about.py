"""What the text of a report says about itself: place, byline, days, outlet, and whose words it carries."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from safeconduct.press.model import Block, Span
from safeconduct.press.source.days import full_days
from safeconduct.press.source.model import Byline, DocumentDate
from safeconduct.press.source.outlets import PRINTED, is_agency, known_outlet, outlet_id
from safeconduct.press.source.top import Dateline, byline_name, dateline, is_date_line
from safeconduct.press.source.words import either, folded, lists

_TOP_BLOCKS = 12
_BLOCKS_MAX = 4_000
_BLOCK_CHARS_MAX = 20_000
COMPILED_MAX = 16


def _loose(text: str) -> str:
    """Small letters with one i, as patterns that ignore case compare them."""
    return folded(text).replace("\u0131", "i")


_CREDITS = lists("credits")
_WORD = re.compile(r"\w+")
_NAMES = either(PRINTED)
_BY_FIRST_WORD = {
    first[0]: [name for name in PRINTED if name.startswith(first[0])]
    for each in PRINTED
    if (first := _WORD.match(each)) is not None
}
_CREDITED = re.compile(
    rf"(?i:{either(_CREDITS['from'])})\s+(?:(?i:the|news agency|agency)\s+){{0,2}}(?P<after>{_NAMES})(?!\w)"
    rf"|(?<!\w)(?P<before>{_NAMES})(?=\s+(?i:{either(_CREDITS['says'])})(?!\w))"
)
_SOURCE_LINE = re.compile(rf"(?:{either(_CREDITS['source'])})\s*[:\u055d]\s*(\S.{{0,120}})", re.IGNORECASE)
_STORIES = re.compile(
    r"(?i)(?:stories|reports|materials|information|reporting) (?:from|by) (.{2,200}?) (?:was|were) used\b"
    r"|with (?:reporting|files|reports|inputs?) (?:from|by) (.{2,200}?)(?:[.)]|$)"
)
_STORY_WORDS = ("used", "with reporting", "with files", "with report", "with input")
_CREDIT_WORDS = tuple(_loose(words) for words in (*_CREDITS["from"], *_CREDITS["says"]))
_BETWEEN = re.compile(rf"\s*[,;&/]\s*|\s+(?:{either(_CREDITS['and'])})\s+", re.IGNORECASE)
_ROLES: tuple[tuple[re.Pattern[str], Byline], ...] = (
    (re.compile(r"(?i)combined sources|agencies|wire (?:services|reports)|combined reports"), "combined_sources"),
    (re.compile(r"(?i)\b(?:staff|editors?|editorial|newsroom|news desk|desk|redaktion)\b"), "editors"),
)


@dataclass(frozen=True, slots=True)
class About:
    """What was found; empty texts for what the report does not say."""

    dates: tuple[DocumentDate, ...]
    outlet: str
    place: str
    byline: Byline
    compiled_from: tuple[str, ...]


def about(text: str, blocks: Sequence[Block], outlet: str = "") -> About:
    """Read what a report says about itself. `outlet`: known from elsewhere, such as the address of the page."""
    parts = [(block, text[block.span.start : block.span.end]) for block in blocks[:_BLOCKS_MAX]]
    line = next((found for _, part in parts[:_TOP_BLOCKS] if (found := dateline(part))), None)
    names = [name for _, part in parts[:_TOP_BLOCKS] if (name := byline_name(part))]
    from_line = known_outlet(line.by) if line else ""
    own = outlet or next((each for name in names if (each := known_outlet(name))), "") or from_line
    compiled = (each for each in _carried(parts, from_line) if each != own)
    return About(
        dates=tuple(_dates(parts)),
        outlet=own,
        place=_place(line),
        byline=_byline(names, line, own),
        compiled_from=tuple(dict.fromkeys(compiled))[:COMPILED_MAX],
    )


def _place(line: Dateline | None) -> str:
    return line.place.strip() if line else ""


def _byline(names: Sequence[str], line: Dateline | None, own: str) -> Byline:
    """The role of whoever is named; the name of a reporter goes no further than here."""
    for name in (*names, *([line.by] if line and line.by else ())):
        outlet = known_outlet(name)
        for form, role in _ROLES:
            if form.search(name):
                return role
        if outlet:
            return "agency" if is_agency(outlet) and outlet != own else "outlet"
        if name in names:
            return "reporter"
    return ""


def _dates(parts: Sequence[tuple[Block, str]]) -> Iterator[DocumentDate]:
    """Days in byline, date lines and dateline; those of the body belong to what it reports."""
    for number, (block, part) in enumerate(parts):
        near = number < _TOP_BLOCKS
        line = dateline(part) if near else None
        if line is not None:
            yield from _of_line(block.span.start, part[: line.span.end], "dateline")
        elif near and byline_name(part):
            yield from _of_line(block.span.start, part, "byline")
        elif (near or block.use == "furniture") and is_date_line(part):
            yield from _of_line(block.span.start, part, "line")


def _of_line(start: int, part: str, where: str) -> Iterator[DocumentDate]:
    for found in full_days(part):
        span = Span(start + found.span.start, start + found.span.end)
        yield DocumentDate(found.day.isoformat(), "in_text", where, span, found.note)


def _carried(parts: Iterable[tuple[Block, str]], from_line: str) -> Iterator[str]:
    """The outlets whose words a report says it carries, in order; paragraphs without the words for it are passed by."""
    if from_line:
        yield from_line
    for _, whole in parts:
        part = whole[:_BLOCK_CHARS_MAX]
        if (named := _SOURCE_LINE.fullmatch(part)) is not None:
            yield from _listed(named[1])
        small = _loose(part)
        for used in _STORIES.finditer(part) if any(words in small for words in _STORY_WORDS) else ():
            yield from _listed(used[1] or used[2])
        credited = any(words in small for words in _CREDIT_WORDS) and _names_outlet(part)
        for credit in _CREDITED.finditer(part) if credited else ():
            yield known_outlet(credit["after"] or credit["before"])


def _names_outlet(part: str) -> bool:
    """Whether one of the printed names stands in a paragraph; quicker than the pattern that looks for all of them."""
    known = _BY_FIRST_WORD.keys() & _WORD.findall(part)
    return any(name in part for word in known for name in _BY_FIRST_WORD[word])


def _listed(names: str) -> Iterator[str]:
    found = (outlet_id(name) for name in _BETWEEN.split(names) if len(name) <= 60 and "://" not in name)
    yield from (each for each in found if each)
