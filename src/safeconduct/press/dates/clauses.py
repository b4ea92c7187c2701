"""Which words of a sentence tell of a dated happening, and what kind of happening it is."""

from __future__ import annotations

import re
import string

from safeconduct.press.model import Span

CLAUSE_CHARS_MAX = 300
LEADING_CHARS_MAX = 24
_KINDS = (  # first match decides: what is particular before what is general
    ("checkpoint", r"checkpoint|control post|border post"),
    ("blockade", r"block(?:ed|ade|aded|ing)|clos(?:ed|ure)|shut|cut off|sealed|halted|suspended traffic"),
    ("delivery", (r"arriv\w+|deliver\w+|cargo|convoy|shipment|batch|humanitarian aid|"
     r"consignment|sailed|departed|left port")),
    ("incident", (r"attempt|breach|shot|fired|shell\w+|struck|attack\w*|explo\w+|wounded|"
     r"killed|clash\w*|incident|drone|mine[ds]?\b")),
    ("conflict", r"war\b|fighting|occupied|liberated|hostilities|offensive|invad\w+|ceasefire|truce"),
    ("agreement", (r"agreement|signed|accord|trilateral statement|tripartite|memorandum|treaty|"
     r"extended|prolonged|extension")),
    ("political", (r"elected|resign\w*|appointed|recogni[sz]ed|parliament|referendum|sworn in|"
     r"took office|order(?:ed)?|ruled")),
    ("communication", r"phone|telephone|letter|conversation|\bcall\b"),
    ("meeting", r"meet\w*|\bmet\b|talks|negotiat\w+|summit|session"),
    ("visit", r"visit\w*|arrive in|trip"),
    ("statement", r"said|told|stated|announced|called|urged|press conference|briefing|interview|declared|warned"),
    ("outage", r"outage|blackout|gas supply|electricity|power line"),
)  # fmt: skip
_KIND = [(name, re.compile(rf"\b(?:{words})")) for name, words in _KINDS]
_SMALL = str.maketrans(string.ascii_uppercase + "\u0130\u0131\u017f\u212a", string.ascii_lowercase + "iisk")
_PAST = re.compile(
    r"\w+ed\b|\b(?:was|were|took|had|set up|began|came|went|said|told|met|held|made|broke|fell|left|hit|struck|built)\b"
)
_WANTED = re.compile(
    r"\b(?:wants?|wanted|wishes|desires?|intends?|intention|plans?|proposes?|proposed) to\b", re.IGNORECASE
)
_NEGATED = re.compile(r"\b(?:not|never|n't|n’t)\b")
_BORDER = re.compile(
    r"[;]|, (?:and|but|while) |,? and (?=(?:on|in) )|\.\s|,? which (?:has |have |had )?(?:been |was |were )?"
    r"|\b(?:after|before|although|because|whereas) ",
    re.IGNORECASE,
)
_WHEN = re.compile(r",? (?:when|where) ")
_LEADING = re.compile(r"\b(?:in|on|since|by|during|from)\s+(?:early |late |mid-)?$", re.IGNORECASE)
_TRAILING = re.compile(r"[\s,]+(?:that|and|but|to|when|who|which|both before and|before and)$", re.IGNORECASE)
_APPOSITION = re.compile(r"(?:,| [–—-]) (?:an?|the|one of|which|who|where|is|are|was|were|has) ")
_NAMES = r"(?:agreement|statement|accord|order|ceasefire|declaration|memorandum|treaty|ruling)s?"
_NAMED_AFTER = re.compile(
    rf"\s+(?:[\w-]+ ){{0,2}}(?:{_NAMES}|call|talks|meeting|summit|attack|incident|conversation)\b"
    r"(?: (?:with|between) (?:[\w'’-]+ ){0,3}[A-Z][\w'’-]+)?"
)
_NAMED_BEFORE = re.compile(rf"\b{_NAMES}\b[^.;]*?\b(?:dated|of|from|signed on) $")
_EDGE = " \t\n\"'“”‘’,;.()—–-"


def borders(text: str, sentence: Span) -> set[int]:
    """Where a clause of a sentence ends and the next begins."""
    return {found.end() for found in _BORDER.finditer(text, sentence.start, sentence.end)}


def happening(text: str, start: int, end: int, date: Span) -> tuple[Span, str, bool] | None:
    """The words of a dated clause that tell of a happening, its kind, and whether it is only wanted.

    None if nothing happens in it, or it is denied.
    """
    if (named := _named(text, start, end, date)) is not None:
        return named, _kind(text[named.start : named.end], date.start - named.start), False
    if _WHEN.match(text, date.end):
        led = _LEADING.search(text, max(start, date.start - LEADING_CHARS_MAX), date.start)
        start = led.start() if led is not None else date.start
    clause = _trimmed(text, max(start, date.start - CLAUSE_CHARS_MAX), min(end, date.start + CLAUSE_CHARS_MAX))
    words = text[clause.start : clause.end]
    happens = _PAST.search(words)
    if happens is None or _NEGATED.search(words):
        return None
    wanted = _WANTED.search(words) is not None
    kind = _kind(words, date.start - clause.start, things=wanted)
    beyond = _APPOSITION.search(words, max(happens.end(), date.end - clause.start))
    if beyond is not None:
        clause = Span(clause.start, clause.start + beyond.start())
    return (clause, kind, wanted) if kind else None


def wish(text: str, content: Span) -> str:
    """The kind of happening that something said only wants or plans; empty if it wants none, or does not want it."""
    words = text[content.start : min(content.end, content.start + CLAUSE_CHARS_MAX)]
    wanted = _WANTED.search(words)
    if wanted is None or _NEGATED.search(words):
        return ""
    kind = _kind(words, wanted.end(), things=True)
    return "" if kind == "statement" else kind


def _named(text: str, start: int, end: int, date: Span) -> Span | None:
    """The words that name something by its date, as "the 9 May agreement" does."""
    if (after := _NAMED_AFTER.match(text, date.end, end)) is not None:
        return Span(date.start, after.end())
    before = _NAMED_BEFORE.search(text, max(start, date.start - CLAUSE_CHARS_MAX), date.start)
    return None if before is None else _trimmed(text, start, date.end)


def _kind(clause: str, at: int, *, things: bool = False) -> str:
    """The kind of happening a clause tells of, by the word nearest to a place; empty if nothing in it happens.

    things: not that somebody said so, where there is something else.
    """
    small = clause.translate(_SMALL)
    near = [(abs(m.start() - at), name) for name, words in _KIND if (m := words.search(small)) is not None]
    others = [each for each in near if each[1] != "statement"]
    return min((things and others) or near, default=(0, ""))[1]


def _trimmed(text: str, start: int, end: int) -> Span:
    """Without marks at its edges, nor the conjunction that led on to what was cut off."""
    while start < end and text[start] in _EDGE:
        start += 1
    while end > start:
        if text[end - 1] in _EDGE:
            end -= 1
        elif (led := _TRAILING.search(text, max(start, end - LEADING_CHARS_MAX), end)) is not None:
            end = led.start()
        else:
            break
    return Span(start, end)
