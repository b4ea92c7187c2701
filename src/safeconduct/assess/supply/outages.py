"""Days without a service, from entries that tell when it was cut and, where that is known, when it came back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from safeconduct.base.instant import US_PER_DAY


@dataclass(frozen=True, slots=True)
class Cut:
    """A service was cut from an instant on. end_us: exclusive, None if it is not known to have ended (µs UTC).

    minutes_a_day: where it is cut for part of each day only; None for the whole day. said_by: who says so.
    """

    start_us: int
    end_us: int | None
    minutes_a_day: int | None = None
    said_by: str = ""
    simulated: bool = False


@dataclass(frozen=True, slots=True)
class Without:
    """Time without the service, µs: at least, at most. cuts: how many. open: cuts not known to have ended.

    partly: cuts that last for part of each day; their time is counted by the minutes that are stated.
    """

    low_us: int
    high_us: int
    cuts: int
    open: int
    partly: int

    @property
    def days_low(self) -> int:
        """Whole days, at least."""
        return self.low_us // US_PER_DAY

    @property
    def days_high(self) -> int:
        """Days begun, at most."""
        return -(-self.high_us // US_PER_DAY)


def days_without(cuts: Sequence[Cut], start_us: int, until_us: int) -> Without:
    """Time without a service in a period (start inclusive, end exclusive, µs UTC).

    A cut that is not known to have ended lasted at least until nothing more is said of it, that is no time at all, and
    at most to the end of the period. Cuts that overlap count once; one for part of each day counts by its minutes
    where no cut for the whole day covers it.
    """
    inside = [cut for cut in cuts if cut.start_us < until_us and (cut.end_us is None or cut.end_us > start_us)]
    whole = [cut for cut in inside if cut.minutes_a_day is None]
    least = _union((cut.start_us, cut.end_us) for cut in whole if cut.end_us is not None)
    most = _union((cut.start_us, until_us if cut.end_us is None else cut.end_us) for cut in whole)
    low = sum(_length(span, start_us, until_us) for span in least)
    high = sum(_length(span, start_us, until_us) for span in most)
    for cut in inside:
        if cut.minutes_a_day is not None:
            span = (cut.start_us, until_us if cut.end_us is None else cut.end_us)
            part = _length(span, start_us, until_us) * cut.minutes_a_day // (24 * 60)
            high += part
            low += 0 if cut.end_us is None else max(0, part - sum(_length(one, *span) for one in most))
    return Without(
        low,
        min(high, until_us - start_us),
        len(inside),
        sum(1 for cut in inside if cut.end_us is None),
        sum(1 for cut in inside if cut.minutes_a_day is not None),
    )


def _union(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans that do not overlap, covering the same time.

    >>> _union([(5, 9), (1, 3), (2, 4)])
    [(1, 4), (5, 9)]
    """
    found: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def _length(span: tuple[int, int], start: int, until: int) -> int:
    return max(0, min(span[1], until) - max(span[0], start))
