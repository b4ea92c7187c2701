"""What the passes over a report hand to each other: spans, blocks, statements found.

Offsets are code points of the normalised text, 0-based, end-exclusive (W3C Web Annotation, TextPositionSelector).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from safeconduct.entries.kinds.statement import SaidType

Mode: TypeAlias = Literal["direct", "mixed", "indirect"]
Type: TypeAlias = SaidType
Use: TypeAlias = Literal["headline", "body", "furniture"]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Characters of a text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, and what it is used for; furniture (newsletter lines, share counts) yields no statements."""

    span: Span
    use: Use


@dataclass(frozen=True, slots=True)
class Text:
    """The normalised text of a report with its paragraphs, in order."""

    text: str
    blocks: tuple[Block, ...]
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Found:
    """One statement as the text has it, before anybody is named or dated.

    `mention` are the words that name the speaker here, possibly a pronoun; None where the text names nobody at this
    place. `within` is the position, in the list of findings, of the statement whose content holds this one.
    """

    spans: tuple[Span, ...]
    cue: Span | None
    mention: Span | None
    mode: Mode
    type: Type
    types_also: tuple[Type, ...] = ()
    addressee: Span | None = None
    via: Span | None = None
    within: int | None = None
    hedged: bool = False
    headline: bool = False
