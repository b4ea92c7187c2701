"""How far two sets of characters overlap; no set of characters is built, so long texts cost no more than short ones."""

from __future__ import annotations

from collections.abc import Iterable

from safeconduct.press.model import Span

EDGE = " \t\r\n\u00a0\"'“”‘’„«»,.;:"


def merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The same characters as spans in order that neither overlap nor touch."""
    runs: list[Span] = []
    for span in sorted(spans):
        if runs and span.start <= runs[-1].end:
            runs[-1] = Span(runs[-1].start, max(runs[-1].end, span.end))
        else:
            runs.append(span)
    return tuple(runs)


def common(one: tuple[Span, ...], other: tuple[Span, ...]) -> int:
    """How many characters two merged sets share."""
    return sum(max(0, min(a.end, b.end) - max(a.start, b.start)) for a in one for b in other)


def iou(one: tuple[Span, ...], other: tuple[Span, ...]) -> float:
    """Characters of both over characters of either, of two merged sets; 0 if they share none."""
    both = common(one, other)
    return both / (_size(one) + _size(other) - both) if both else 0.0


def overlap(proposed: tuple[Span, ...], wanted: tuple[Span, ...]) -> float:
    """IoU with all wanted spans together, or with the one of them that fits best."""
    said = merged(proposed)
    return max(iou(said, merged(spans)) for spans in [wanted, *((span,) for span in wanted)])


def trimmed(span: Span, text: str | None) -> Span:
    """The span without spaces, quotation marks and ``, . ; :`` at its ends; as it is where no text is at hand."""
    start, end = span.start, span.end
    if text is None:
        return span
    while start < end and text[start] in EDGE:
        start += 1
    while end > start and text[end - 1] in EDGE:
        end -= 1
    return Span(start, end)


def _size(spans: tuple[Span, ...]) -> int:
    return sum(span.end - span.start for span in spans)
