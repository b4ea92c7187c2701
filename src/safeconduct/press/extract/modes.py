"""The mode of words that something else than the fast pass chose: by the same marks, counted the same way."""

from __future__ import annotations

from collections.abc import Sequence

from safeconduct.press.extract.cues import cue_table
from safeconduct.press.extract.finish import mode_of
from safeconduct.press.extract.line import Line, read_line
from safeconduct.press.extract.marks import opens_with_mark, pair_marks
from safeconduct.press.model import Mode, Span, Text


def mode_at(text: Text, spans: Sequence[Span], cue: Span | None) -> Mode:
    """The mode of a statement whose spans stand in one paragraph that is no furniture.

    A quotation that holds the reporting words, too, does not count.
    """
    used = [block.span for block in text.blocks if block.use != "furniture"]
    at = next(n for n, block in enumerate(used) if block.start <= spans[0].start < block.end)
    abbreviations = cue_table("en").words.abbreviations
    line = read_line(text.text, used[at], abbreviations)
    following = used[at + 1 : at + 2]
    pair_marks(line, any(opens_with_mark(read_line(text.text, each, abbreviations)) for each in following))
    content = [run for span in spans if (run := _words(line, span)) is not None]
    reporting = None if cue is None else _words(line, cue)
    return mode_of(line, content, 0 if reporting is None else line.depth[reporting[0]])


def _words(line: Line, span: Span) -> tuple[int, int] | None:
    """The first and last word that share characters with a span."""
    inside = [k for k in range(len(line)) if line.starts[k] < span.end and span.start < line.ends[k]]
    return (inside[0], inside[-1]) if inside else None
