"""Where words stand in a text, so that whoever holds a copy can find and compare them (W3C Web Annotation).

Offsets are code points of the normalised text, 0-based, end-exclusive. A quotation has at most 280 of them; of a longer
one stand its first and last words and the digest of all of it, and of a shorter one may, so that less is repeated. The
text itself never enters a log.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import msgspec
from msgspec import UNSET, Meta, UnsetType

from safeconduct.base import limits
from safeconduct.entries.fields import Count, Hex64
from safeconduct.entries.kind import require
from safeconduct.entries.personal import refuse_personal

SPANS_MAX = 16
EDGE_CHARS_MAX = 64
# Text as printed: line feeds and tabs may stand in it, other controls not.
_PRINTED = r"^[^\x00-\x08\x0b-\x1f\x7f-\x9f]*$"
Printed = Annotated[str, Meta(pattern=_PRINTED, min_length=1, max_length=limits.PRESS_QUOTE_CHARS_MAX)]
Context = Annotated[str, Meta(pattern=_PRINTED, min_length=1, max_length=limits.PRESS_CONTEXT_CHARS_MAX)]


class Position(msgspec.Struct, kw_only=True, frozen=True):
    """Characters of a text (TextPositionSelector)."""

    start: Annotated[Count, Meta(description="first character, counted from 0")]
    end: Annotated[Count, Meta(description="the one after the last")]


class Quote(msgspec.Struct, kw_only=True, frozen=True):
    """Words of a text with what stands around them (TextQuoteSelector)."""

    exact: Annotated[Printed, Meta(description="the words, at most 280 characters")]
    prefix: Annotated[Context, Meta(description="at most 32 characters before them")] | UnsetType = UNSET
    suffix: Annotated[Context, Meta(description="at most 32 characters after them")] | UnsetType = UNSET


class Range(msgspec.Struct, kw_only=True, frozen=True):
    """A longer quotation by its two ends, which leave something out between them (RangeSelector)."""

    start: Annotated[Quote, Meta(description="its first words")]
    end: Annotated[Quote, Meta(description="its last words")]
    sha256: Annotated[Hex64, Meta(description="digest of the whole, as UTF-8")]


class Anchor(msgspec.Struct, kw_only=True, frozen=True):
    """One unbroken part of a quotation: its place, and its words or their ends."""

    position: Position
    quote: Quote | UnsetType = UNSET
    range: Range | UnsetType = UNSET


class Target(msgspec.Struct, kw_only=True, frozen=True):
    """The words of a statement in a normalised text."""

    text_sha256: Annotated[Hex64, Meta(description="digest of the text, as in its document")]
    spans: Annotated[
        list[Anchor], Meta(min_length=1, max_length=SPANS_MAX, description="its parts, in the order of the text")
    ]


def check_target(target: Target | UnsetType) -> None:
    """The rules of a target beyond its types: parts in order, lengths that agree, nothing personal in clear text."""
    if isinstance(target, UnsetType):
        return
    _check_order([anchor.position for anchor in target.spans])
    for number, anchor in enumerate(target.spans):
        _check_anchor(anchor, f"target.spans[{number}]")


def check_position(position: Position | UnsetType, field: str) -> None:
    """A position holds at least one character."""
    if not isinstance(position, UnsetType):
        require(position.start < position.end, "it ends before it begins", field)


def _check_order(positions: Sequence[Position]) -> None:
    end = 0
    for number, position in enumerate(positions):
        field = f"target.spans[{number}].position"
        check_position(position, field)
        require(position.start >= end, "it begins before the part before it ends", field)
        end = position.end


def _check_anchor(anchor: Anchor, field: str) -> None:
    length = anchor.position.end - anchor.position.start
    quote, whole = anchor.quote, anchor.range
    if not isinstance(quote, UnsetType) and isinstance(whole, UnsetType):
        require(len(quote.exact) == length, "the words are longer or shorter than their place", f"{field}.quote")
        _refuse_personal(quote, f"{field}.quote")
    elif not isinstance(whole, UnsetType) and isinstance(quote, UnsetType):
        left_out = len(whole.start.exact) + len(whole.end.exact) < length
        require(left_out, "the two ends are all of it: quote it whole", f"{field}.range")
        for edge, name in ((whole.start, "start"), (whole.end, "end")):
            short = len(edge.exact) <= EDGE_CHARS_MAX
            require(short, f"more than {EDGE_CHARS_MAX} characters", f"{field}.range.{name}")
            _refuse_personal(edge, f"{field}.range.{name}")
    else:
        require(condition=False, what="either `quote` or `range` is expected", field=field)


def _refuse_personal(quote: Quote, field: str) -> None:
    refuse_personal((f"{field}.{name}", getattr(quote, name)) for name in ("exact", "prefix", "suffix"))
