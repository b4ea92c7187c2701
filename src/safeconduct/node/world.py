"""The real clock and real randomness; nothing outside this module asks the machine for them."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass

from safeconduct.base.instant import Instant
from safeconduct.base.world import Clock, Random


class SystemClock:
    """The clock of the machine."""

    def now(self) -> Instant:
        """The wall clock, UTC."""
        return Instant(time.time_ns() // 1_000)

    def monotonic_us(self) -> int:
        """Microseconds from an arbitrary start that never run back."""
        return time.monotonic_ns() // 1_000


class SystemRandom:
    """The randomness of the operating system."""

    def random_bytes(self, count: int) -> bytes:
        """`count` fresh random bytes."""
        return os.urandom(count)


@dataclass(frozen=True, slots=True)
class World:
    """What a node needs besides its folder."""

    clock: Clock
    random: Random


def system_world() -> World:
    """The world as it is."""
    return World(SystemClock(), SystemRandom())
