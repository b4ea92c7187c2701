"""A clock that moves only when told."""

from __future__ import annotations

from safeconduct.base.instant import Instant, instant_from_text


class FakeClock:
    """Stands still until it is moved. The wall clock can be set to anything; the monotonic one only rises.

    >>> clock = FakeClock(Instant(0))
    >>> clock.advance(1_500_000)
    >>> clock.now(), clock.monotonic_us()
    (1500000, 1500000)
    """

    def __init__(self, now: Instant | str = "2026-01-01T00:00:00.000Z") -> None:
        self._now = instant_from_text(now) if isinstance(now, str) else now
        self._monotonic_us = 0

    def now(self) -> Instant:
        """The wall clock."""
        return self._now

    def monotonic_us(self) -> int:
        """Microseconds of `advance` since the beginning."""
        return self._monotonic_us

    def advance(self, microseconds: int) -> None:
        """Let time pass on both clocks. Raises ValueError if it would run back."""
        if microseconds < 0:
            raise ValueError("time does not run back; use `set` for a clock that is set wrong")
        self._now = Instant(self._now + microseconds)
        self._monotonic_us += microseconds

    def set(self, now: Instant) -> None:
        """Set the wall clock, forwards or back, as a person or a bad battery would."""
        self._now = now
