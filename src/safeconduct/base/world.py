"""What a node needs of the world, as arguments: a clock and randomness.

Only `safeconduct.node` makes real ones; `safeconduct.testing` ships fakes that move when told.
Storage seams stand beside their users (`log.storage`).
"""

from __future__ import annotations

from typing import Protocol

from safeconduct.base.instant import Instant


class Clock(Protocol):
    """Tells the time."""

    def now(self) -> Instant:
        """The wall clock, UTC."""
        ...

    def monotonic_us(self) -> int:
        """Microseconds from an arbitrary start that never run back."""
        ...


class Random(Protocol):
    """Gives unpredictable bytes."""

    def random_bytes(self, count: int) -> bytes:
        """`count` fresh random bytes."""
        ...
