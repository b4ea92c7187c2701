"""Quotations against the text: what stands at the offsets is what is quoted, at extraction, at review and at append."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from safeconduct.base import limits
from safeconduct.entries.anchors import EDGE_CHARS_MAX
from safeconduct.entries.personal import looks_personal
from safeconduct.press.errors import QuoteError
from safeconduct.press.model import Span
from safeconduct.press.review.model import Proposal

_NEXT = "Read the report again and mark the words anew."
_CONTROLS = frozenset(chr(code) for code in (*range(9), *range(0x0B, 0x20), *range(0x7F, 0xA0)))


@dataclass(frozen=True, slots=True)
class QuoteBudget:
    """How much of a text a target may repeat.

    whole: longest quotation that stands as it is; of a longer one stand its ends. edge: longest end.
    context: characters before and after each. words: ends are cut between words.
    """

    whole: int = limits.PRESS_QUOTE_CHARS_MAX
    edge: int = EDGE_CHARS_MAX
    context: int = limits.PRESS_CONTEXT_CHARS_MAX
    words: bool = False

    def __post_init__(self) -> None:
        if not (0 < self.edge <= EDGE_CHARS_MAX and 2 * self.edge <= self.whole <= limits.PRESS_QUOTE_CHARS_MAX):
            raise ValueError("two ends have to be shorter than what is quoted whole, and both within the limits")
        if not 0 <= self.context <= limits.PRESS_CONTEXT_CHARS_MAX:
            raise ValueError("more context than the limit")


USUAL = QuoteBudget()
SPARING = QuoteBudget(whole=60, edge=20, context=0, words=True)
"""Of what ships: the offsets and the digest of the text lead there, so a few words to compare are enough."""


def quoted(text: str, spans: Sequence[Span]) -> tuple[str, ...]:
    """The words at some places. Raises QuoteError for places outside the text, empty ones, or out of order."""
    end = 0
    for number, span in enumerate(spans):
        if not end <= span.start < span.end <= len(text):
            raise QuoteError(
                "a part outside the text, empty, or out of order", where=f"spans[{number}]", next_step=_NEXT
            )
        end = span.end
    if not spans:
        raise QuoteError("a statement without words", where="spans", next_step=_NEXT)
    return tuple(text[span.start : span.end] for span in spans)


def check_quotes(text: str, proposal: Proposal) -> None:
    """Raise QuoteError unless the text has the words of a proposal at their places."""
    found = quoted(text, proposal.spans)
    for number, (stands, says) in enumerate(zip(found, proposal.quotes, strict=False)):
        if stands != says:
            raise QuoteError("the text has other words at this place", where=f"spans[{number}]", next_step=_NEXT)
    if len(found) != len(proposal.quotes):
        raise QuoteError("the words and their places differ in number", where="quotes", next_step=_NEXT)
    for name, span in (("cue", proposal.cue), ("mention", proposal.mention)):
        if span is not None and not 0 <= span.start < span.end <= len(text):
            raise QuoteError("a place outside the text", where=name, next_step=_NEXT)


def target_of(text: str, text_sha256: str, spans: Sequence[Span], budget: QuoteBudget = USUAL) -> dict[str, Any]:
    """The field `target` of a statement. Raises QuoteError; what looks personal beside the words is left out."""
    quoted(text, spans)
    return {"spans": [_anchor(text, span, budget) for span in spans], "text_sha256": text_sha256}


def check_anchors(text: str, target: Mapping[str, Any]) -> None:
    """Raise QuoteError unless a text has all that the target of an entry says of it."""
    if hashlib.sha256(text.encode()).hexdigest() != target["text_sha256"]:
        raise QuoteError("this is another text", where="target.text_sha256", next_step="Find the text of this digest.")
    for number, anchor in enumerate(target["spans"]):
        place = anchor["position"]
        span = Span(place["start"], place["end"])
        quoted(text, [span])
        parts = _parts(anchor, span)
        whole = anchor.get("range", {}).get("sha256", "")
        right = all(_stands(text, start, quote) for start, quote in parts)
        if not right or (whole and whole != _digest(text, span)):
            raise QuoteError("the text has other words", where=f"target.spans[{number}]", next_step=_NEXT)


def _parts(anchor: Mapping[str, Any], span: Span) -> list[tuple[int, Mapping[str, str]]]:
    """Each quotation of an anchor with the place at which it has to begin."""
    if "quote" in anchor:
        return [(span.start, anchor["quote"])]
    first, last = anchor["range"]["start"], anchor["range"]["end"]
    return [(span.start, first), (span.end - len(last["exact"]), last)]


def _stands(text: str, start: int, quote: Mapping[str, str]) -> bool:
    prefix = quote.get("prefix", "")
    words = prefix + quote["exact"] + quote.get("suffix", "")
    return start >= len(prefix) and text.startswith(words, start - len(prefix))


def _anchor(text: str, span: Span, budget: QuoteBudget) -> dict[str, Any]:
    place = {"start": span.start, "end": span.end}
    if span.end - span.start <= budget.whole:
        return {"position": place, "quote": _quote(text, span, budget.context)}
    first, last = _ends(text, span, budget)
    ends = {
        "start": _quote(text, first, budget.context),
        "end": _quote(text, last, budget.context),
        "sha256": _digest(text, span),
    }
    return {"position": place, "range": ends}


def _ends(text: str, span: Span, budget: QuoteBudget) -> tuple[Span, Span]:
    """The first and the last characters of a range; if wished only whole words, where one fits."""
    first, last = span.start + budget.edge, span.end - budget.edge
    if budget.words:
        before, after = text[span.start : first + 1].rfind(" "), text[last - 1 : span.end].find(" ")
        first = span.start + before if before > 0 else first
        last = last + after if 0 <= after < budget.edge else last
    return Span(span.start, first), Span(last, span.end)


def _quote(text: str, span: Span, width: int) -> dict[str, str]:
    before, after = text[max(0, span.start - width) : span.start], text[span.end : span.end + width]
    quote = {"exact": text[span.start : span.end], "prefix": _context(before), "suffix": _context(after)}
    return {name: words for name, words in quote.items() if words}


def _context(words: str) -> str:
    """Words beside a quotation, unless they may not stand in clear text: nobody chose to quote them."""
    return "" if looks_personal(words) or not _CONTROLS.isdisjoint(words) else words


def _digest(text: str, span: Span) -> str:
    return hashlib.sha256(text[span.start : span.end].encode()).hexdigest()
