"""Values taken out of parsed JSON, each checked, with its place in the file for messages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from safeconduct.press.model import Span
from safeconduct.press.score.errors import ScoreError


def members(value: object, where: str) -> Mapping[str, Any]:
    """An object. Raises ScoreError for anything else, as do the functions below."""
    if not isinstance(value, dict):
        raise ScoreError("an object is expected here", where=where)
    return value


def items(value: object, where: str) -> Sequence[Any]:
    """A list."""
    if not isinstance(value, list):
        raise ScoreError("a list is expected here", where=where)
    return value


def word(value: object, where: str) -> str:
    """A text; empty where it is null or missing."""
    if value is None:
        return ""
    if not isinstance(value, str):
        raise ScoreError(f"a text is expected here, not {value!r:.40}", where=where)
    return value


def words(value: object, where: str) -> tuple[str, ...]:
    """A text or a list of texts; empty ones are left out."""
    listed = value if isinstance(value, list) else [value]
    return tuple(text for n, each in enumerate(listed) if (text := word(each, f"{where}[{n}]")))


def spans(value: object, size: int, where: str) -> tuple[Span, ...]:
    """One or more pairs of offsets within a text of `size` characters."""
    found = tuple(span(each, size, f"{where}[{n}]") for n, each in enumerate(items(value, where)))
    if not found:
        raise ScoreError("there is no span", where=where, next_step="Give at least one pair [start, end].")
    return found


def span(value: object, size: int, where: str) -> Span:
    """One pair of offsets within a text of `size` characters."""
    pair = items(value, where)
    if len(pair) != 2 or not all(type(each) is int for each in pair):
        raise ScoreError("a span is a pair of whole numbers", where=where, next_step="Write [start, end].")
    start, end = pair
    if not 0 <= start < end <= size:
        raise ScoreError(f"the span {start}-{end} does not lie within the {size:,} characters of the text", where=where)
    return Span(start, end)
