"""Things that change on known dates: lists, limits, positions, amendments."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Generic, TypeVar

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Since(Generic[Value]):
    """A value and the instant from which it holds (µs since 1970 UTC, inclusive); None: from the beginning."""

    start: int | None
    value: Value


@dataclass(frozen=True, slots=True)
class Timeline(Generic[Value]):
    """A value for every instant, piece by piece, each until the next begins.

    pieces: in order; the first starts at the beginning (None), so every instant has a value.
    """

    pieces: tuple[Since[Value], ...]

    def __post_init__(self) -> None:
        starts = [piece.start for piece in self.pieces]
        assert starts
        assert starts[0] is None
        assert sorted(set(self.starts())) == [*self.starts()] == starts[1:]

    def at(self, instant: int) -> Value:
        """The value at an instant."""
        return self.pieces[bisect_right(self.starts(), instant)].value

    def starts(self) -> tuple[int, ...]:
        """The instants at which the value may change."""
        return tuple(piece.start for piece in self.pieces if piece.start is not None)

    def values(self) -> Iterator[Value]:
        """Every value, in order of time."""
        return (piece.value for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open period, from `start` to before `end`, in µs since 1970 UTC; None is unbounded."""

    start: int | None = None
    end: int | None = None

    def holds(self, instant: int) -> bool:
        """Whether an instant lies in the period."""
        return (self.start is None or self.start <= instant) and (self.end is None or instant < self.end)


def always(value: Value) -> Timeline[Value]:
    """A value that never changes."""
    return Timeline((Since(None, value),))


def timeline(pieces: Iterable[Since[Value]], before: Value) -> Timeline[Value]:
    """A timeline from pieces in any order, with the value that holds before the first; equal neighbours join.

    Of two pieces with one start the later in the given order holds.
    """
    ordered = sorted(pieces, key=lambda piece: (piece.start is not None, piece.start or 0))
    joined: list[Since[Value]] = [Since(None, before)]
    for piece in ordered:
        if piece.start == joined[-1].start:
            joined[-1] = piece
        else:
            joined.append(piece)
    return joined_timeline(joined)


def joined_timeline(pieces: Sequence[Since[Value]]) -> Timeline[Value]:
    """A timeline from pieces in order of time, equal neighbours joined."""
    joined = [pieces[0]]
    joined += [piece for before, piece in pairwise(pieces) if piece.value != before.value]
    return Timeline(tuple(joined))


def cuts(timelines: Iterable[Timeline[Value]]) -> tuple[int, ...]:
    """Every instant at which one of some timelines may change, in order."""
    return tuple(sorted({start for one in timelines for start in one.starts()}))
