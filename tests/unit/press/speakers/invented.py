"""Invented reports with the speaker and day of every statement, as `Found` for the resolvers.

`*role` is an unnamed official, `*any` is not judged. A statement's `by` and `cue` are the occurrences nearest to
what was said, in the same paragraph.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from safeconduct.press.dates import Published, edtf_from_text
from safeconduct.press.model import Block, Found, Span, Text

FOLDER = Path(__file__).parent / "reports"


@dataclass(frozen=True)
class Expected:
    """What one statement of an invented report should resolve to; None for a day that must stay absent."""

    said: str
    speaker: tuple[str, ...]
    date: str | None


@dataclass(frozen=True)
class Report:
    """An invented report."""

    name: str
    text: Text
    published: Published
    found: tuple[Found, ...]
    expected: tuple[Expected, ...]


def reports() -> list[Report]:
    """All invented reports, by name."""
    return [_report(path) for path in sorted(FOLDER.glob("*.yaml"))]


def _report(path: Path) -> Report:
    data = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    text = data["text"]
    spans = [Span(*match.span()) for match in re.finditer(r"[^\n]+", text)]
    heads = bool(spans) and not text[spans[0].start : spans[0].end].endswith(".")
    blocks = tuple(Block(span, "headline" if heads and n == 0 else "body") for n, span in enumerate(spans))
    position, found, expected = 0, [], []
    for item in data["statements"]:
        start = text.index(item["said"], 0 if "within" in item else position)
        span = Span(start, start + len(item["said"]))
        position = position if "within" in item else start + 1
        found.append(_found(text, blocks, span, item))
        expected.append(Expected(item["said"], tuple(item["speaker"]), item.get("date")))
    published = Published(edtf_from_text(data["published"]))
    return Report(path.stem, Text(text, blocks), published, tuple(found), tuple(expected))


def _found(text: str, blocks: tuple[Block, ...], span: Span, item: dict[str, Any]) -> Found:
    block = next(each.span for each in blocks if each.span.start <= span.start < each.span.end)
    within = int(item["within"]) if "within" in item else None
    mention = _near(text, block, span, item.get("by"))
    cue = _near(text, block, mention or span, item.get("cue"), avoid=span)
    addressee = _near(text, block, cue or span, item.get("to"), avoid=span)
    direct = text[max(0, span.start - 1)] == '"'
    mode: Any = "direct" if direct else "indirect"
    return Found(
        (span,), cue, mention, mode, "assertion", (), addressee, None, within, headline=item.get("headline") == "true"
    )


def _near(text: str, block: Span, span: Span, words: str | None, avoid: Span | None = None) -> Span | None:
    """The occurrence nearest to a span, outside of what was said."""
    if words is None:
        return None
    avoid = avoid or span
    places = [m.start() for m in re.finditer(re.escape(words), text[block.start : block.end])]
    found = [Span(block.start + p, block.start + p + len(words)) for p in places]
    found = [each for each in found if each.end <= avoid.start or each.start >= avoid.end]
    return min(found, key=lambda each: min(abs(each.end - span.start), abs(each.start - span.end)))
